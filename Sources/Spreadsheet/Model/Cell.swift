/// What a cell holds. ECMA-376 Part 1, 18.18.11 `ST_CellType`, with strings resolved.
public enum CellValue: Hashable, Sendable {
  /// Nothing; a cell may still have a style.
  case empty
  /// Text, wherever the file keeps it (shared, inline, or a formula's result), with all the
  /// characters that stand there: blanks at its ends too, which Excel takes away where the file does
  /// not mark them (`xml:space`).
  case text(String)
  /// A number as decimal text, exactly the characters of the file or as given: `1201.50`,
  /// `1.5E-3`. Never a binary double, so that no figure changes on its way.
  case number(String)
  /// `TRUE` or `FALSE`.
  case boolean(Bool)
  /// An error such as `#DIV/0!`.
  case error(String)
  /// A date in ISO 8601, which strict files write (`t="d"`).
  case date(String)
}

/// One cell: its value, look, formula and link.
public struct Cell: Hashable, Sendable {
  /// What few cells have, so that the others pay for one pointer only.
  final class Extras: Sendable {
    let formula: String?
    let hyperlink: Hyperlink?

    init?(_ formula: String?, _ hyperlink: Hyperlink?) {
      if formula == nil, hyperlink == nil { return nil }
      (self.formula, self.hyperlink) = (formula, hyperlink)
    }
  }

  /// The value; beside a formula, its cached result.
  public var value: CellValue
  /// The look.
  public var style: CellStyle
  private(set) var extras: Extras?

  /// The formula without `=`, if there is one.
  public var formula: String? {
    get { extras?.formula }
    set {
      if newValue != nil || extras != nil { extras = Extras(newValue, extras?.hyperlink) }
    }
  }

  /// The link, if there is one.
  public var hyperlink: Hyperlink? {
    get { extras?.hyperlink }
    set {
      if newValue != nil || extras != nil { extras = Extras(extras?.formula, newValue) }
    }
  }

  /// A cell of the given parts.
  public init(
    _ value: CellValue = .empty, style: CellStyle = CellStyle(), formula: String? = nil,
    hyperlink: Hyperlink? = nil
  ) {
    (self.value, self.style) = (value, style)
    extras = Extras(formula, hyperlink)
  }

  /// The cell that a slot keeps.
  init(_ slot: borrowing SheetCells.Slot, style: CellStyle) {
    value = slot.value
    self.style = style
    extras = slot.extras
  }

  /// Cells are equal when all their parts are.
  public static func == (left: Self, right: Self) -> Bool {
    left.value == right.value && left.style == right.style
      && (left.extras === right.extras
        || (left.formula == right.formula && left.hyperlink == right.hyperlink))
  }

  /// Hashes all the parts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(style)
    hasher.combine(formula)
    hasher.combine(hyperlink)
  }
}

extension Cell {
  /// Where a click on a cell leads.
  public indirect enum Hyperlink: Hashable, Sendable {
    /// Outside: a URL.
    case external(String, tooltip: String? = nil)
    /// Inside: a reference or a defined name, such as `'Sheet 1'!A1`.
    case location(String, tooltip: String? = nil)
  }
}
