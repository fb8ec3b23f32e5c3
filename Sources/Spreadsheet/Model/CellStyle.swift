/// How a cell looks. Copies share one immutable storage, so that a style costs a cell one pointer
/// and the writer finds it again by identity.
public struct CellStyle: Hashable, Sendable {
  private struct Fields: Hashable {
    var numberFormat = "General"
    var font = Font()
    var fill: Color?
    var borders = Borders()
    var alignment = Alignment()
    var locked = true
  }

  private final class Storage: Sendable {
    let fields: Fields
    init(_ fields: Fields) { self.fields = fields }
  }

  private static let plain = Storage(Fields())

  private var storage: Storage

  /// The plain style: `General`, default font, no fill, no border, locked.
  public init() { storage = Self.plain }

  /// A style of the given parts.
  public init(
    numberFormat: String = "General", font: Font = Font(), fill: Color? = nil,
    borders: Borders = Borders(), alignment: Alignment = Alignment(), locked: Bool = true
  ) {
    storage = Storage(
      Fields(
        numberFormat: numberFormat, font: font, fill: fill, borders: borders,
        alignment: alignment, locked: locked))
  }

  /// The number format code, `General` by default.
  public var numberFormat: String {
    get { storage.fields.numberFormat }
    set { change { $0.numberFormat = newValue } }
  }

  /// The font.
  public var font: Font {
    get { storage.fields.font }
    set { change { $0.font = newValue } }
  }

  /// The colour of a solid fill, nil for none.
  public var fill: Color? {
    get { storage.fields.fill }
    set { change { $0.fill = newValue } }
  }

  /// The four border lines.
  public var borders: Borders {
    get { storage.fields.borders }
    set { change { $0.borders = newValue } }
  }

  /// Where the text stands in the cell.
  public var alignment: Alignment {
    get { storage.fields.alignment }
    set { change { $0.alignment = newValue } }
  }

  /// Whether the cell is locked once its sheet is protected.
  public var locked: Bool {
    get { storage.fields.locked }
    set { change { $0.locked = newValue } }
  }

  /// What tells two styles apart without looking into them: equal only for copies of one style.
  var identity: ObjectIdentifier { ObjectIdentifier(storage) }

  private mutating func change(_ edit: (inout Fields) -> Void) {
    var fields = storage.fields
    edit(&fields)
    storage = Storage(fields)
  }

  /// Styles are equal when all their parts are.
  public static func == (left: Self, right: Self) -> Bool {
    left.storage === right.storage || left.storage.fields == right.storage.fields
  }

  /// Hashes all the parts.
  public func hash(into hasher: inout Hasher) { storage.fields.hash(into: &hasher) }
}

extension CellStyle {
  /// A colour of red, green and blue.
  public struct Color: Hashable, Sendable {
    /// Red, 0 to 255.
    public var red: UInt8
    /// Green, 0 to 255.
    public var green: UInt8
    /// Blue, 0 to 255.
    public var blue: UInt8

    /// A colour written as `0xRRGGBB`.
    public init(rgb: UInt32) {
      red = UInt8(truncatingIfNeeded: rgb >> 16)
      green = UInt8(truncatingIfNeeded: rgb >> 8)
      blue = UInt8(truncatingIfNeeded: rgb)
    }

    /// `0xRRGGBB`.
    public var rgb: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
  }

  /// The font of a cell.
  public struct Font: Hashable, Sendable {
    /// The family name.
    public var name: String
    /// The size in points.
    public var size: Double
    /// Whether it is bold.
    public var bold: Bool
    /// Whether it is italic.
    public var italic: Bool
    /// Whether it is underlined.
    public var underline: Bool
    /// The colour, nil for automatic.
    public var color: Color?

    /// A font; without arguments Calibri 11, which spreadsheet programs take for the default.
    public init(
      name: String = "Calibri", size: Double = 11, bold: Bool = false, italic: Bool = false,
      underline: Bool = false, color: Color? = nil
    ) {
      (self.name, self.size, self.bold, self.italic) = (name, size, bold, italic)
      (self.underline, self.color) = (underline, color)
    }
  }

  /// The four border lines of a cell.
  public struct Borders: Hashable, Sendable {
    /// A border line, by its name in ECMA-376 Part 1, 18.18.3 `ST_BorderStyle`.
    public enum Line: String, Hashable, Sendable, CaseIterable {
      case none, thin, medium, dashed, dotted, thick, double, hair, mediumDashed, dashDot,
        mediumDashDot, dashDotDot, mediumDashDotDot, slantDashDot
    }

    /// The left line.
    public var left: Line
    /// The right line.
    public var right: Line
    /// The top line.
    public var top: Line
    /// The bottom line.
    public var bottom: Line

    /// Borders of four lines, none by default.
    public init(
      left: Line = .none, right: Line = .none, top: Line = .none,
      bottom: Line = .none
    ) {
      (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    /// The same line on all four sides.
    public init(all line: Line) {
      self.init(left: line, right: line, top: line, bottom: line)
    }
  }

  /// Where text stands in its cell. ECMA-376 Part 1, 18.8.1 `alignment`.
  public struct Alignment: Hashable, Sendable {
    /// Across, by its name in ECMA-376 Part 1, 18.18.40 `ST_HorizontalAlignment`: `general` has text left
    /// and numbers right, `fill` repeats the text, `centerContinuous` centres it over empty cells beside.
    public enum Horizontal: String, Hashable, Sendable, CaseIterable {
      case general, left, center, right, fill, justify, centerContinuous, distributed
    }

    /// Up and down, by its name in ECMA-376 Part 1, 18.18.88 `ST_VerticalAlignment`.
    public enum Vertical: String, Hashable, Sendable, CaseIterable {
      case top, center, bottom, justify, distributed
    }

    /// Across.
    public var horizontal: Horizontal
    /// Up and down.
    public var vertical: Vertical
    /// Whether long text goes on in a further line.
    public var wrap: Bool
    /// Indent, in steps of three spaces.
    public var indent: Int

    /// An alignment; without arguments the spreadsheet's default.
    public init(
      horizontal: Horizontal = .general, vertical: Vertical = .bottom, wrap: Bool = false,
      indent: Int = 0
    ) {
      (self.horizontal, self.vertical, self.wrap) = (horizontal, vertical, wrap)
      self.indent = indent
    }
  }
}
