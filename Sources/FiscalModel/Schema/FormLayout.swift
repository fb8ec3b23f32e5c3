/// One official form as one region prints it: a file of `schemas/layouts/<profile>/`, listed under
/// `forms` in the profile.
public final class FormLayout: Sendable, Identifiable {
  /// The identifier within all profiles: `<profile>/<id of the file>`.
  public let id: String
  /// The statement kind, whatever the number.
  public let statement: String
  /// The official number without the word for "table", or nil.
  public let number: String?
  /// The official title without year, agency and number.
  public let title: String
  /// Other titles under which it is printed.
  public let aliases: [String]
  /// The title as the form prints it: `{number}`, `{year}`, `{index}` (which of the forms of its kind it
  /// is) and `{name}` (what its first field says) stand for what differs.
  public let printedTitle: String
  /// What its title ends with where the name of a project or an agency stands before it.
  public let endings: [String]
  /// The second title, or nil.
  public let subtitle: String?
  /// The stage of its figures.
  public let stage: Stage
  /// The unit it prescribes.
  public let unit: AmountUnit
  /// Where the form comes from.
  public let source: String
  /// The relative widths of the columns of the official form.
  public let widths: [Double]
  /// Fields and tables from top to bottom.
  public let blocks: [Block]
  /// The fields and tables in printed order, each with its block and its place there.
  public let parts: [(part: Part, group: Int?, block: Int)]

  init(
    id: String, statement: String, number: String?, title: String, aliases: [String],
    printedTitle: String, endings: [String], subtitle: String?, stage: Stage, unit: AmountUnit,
    source: String,
    widths: [Double], blocks: [Block]
  ) {
    self.id = id
    self.statement = statement
    self.number = number
    self.title = title
    self.aliases = aliases
    self.printedTitle = printedTitle
    self.endings = endings
    self.subtitle = subtitle
    self.stage = stage
    self.unit = unit
    self.source = source
    self.widths = widths
    self.blocks = blocks
    parts = blocks.enumerated().flatMap { index, block -> [(Part, Int?, Int)] in
      switch block.content {
      case .fields(let fields): fields.map { (.field($0), block.group, index) }
      case .table(let table): [(.table(table), block.group, index)]
      }
    }
  }

  /// A row of fields or a table.
  public struct Block: Sendable {
    /// What stands there.
    public let content: Content
    /// The group of neighbouring blocks that is printed once for each goal, or nil.
    public let group: Int?

    /// What a block is.
    public enum Content: Sendable {
      /// Fields beside each other.
      case fields([Field])
      /// A table over the whole width.
      case table(Table)
    }
  }

  /// A label and the place of its value.
  public struct Field: Sendable, Identifiable {
    /// The identifier within the form.
    public let id: String
    /// The label and its aliases.
    public let labels: [LabelPattern]
    /// What the value is.
    public let kind: Kind
    /// The concept of an amount.
    public let concept: String?
    /// What may be ticked, each with its empty box as printed; none where nothing is preprinted.
    public let choices: [String]
    /// The columns of the form that the label takes.
    public let labelSpan: Int
    /// The columns of the form that label and value take.
    public let span: Int

    /// A box that is not ticked, and one that is.
    public static let emptyBox = "□"
    static let tickedBox = "☑"

    /// What the form prints before anything is ticked, or nil.
    public var preprinted: String? {
      choices.isEmpty ? nil : choices.joined().squeezed
    }

    /// What the field says with one of its boxes ticked, for each of them.
    public var ticked: [String] {
      choices.indices.map { index in
        var printed = choices
        printed[index] = printed[index].replacing(Field.emptyBox, with: Field.tickedBox)
        return printed.joined().squeezed
      }
    }

    /// The names of the choices, without their numbers and boxes.
    private var choiceNames: [String] {
      choices.map { choice in
        choice.replacing(Field.emptyBox, with: "").squeezed
          .drop { $0.isNumber || "、.．".contains($0) }.description
      }
    }

    /// The one choice that a text ticks, with whatever mark; nil where it ticks none or several.
    public func tickedName(in text: String) -> String? {
      let text = text.squeezed
      let ticked = choiceNames.filter { name in
        guard let range = text.range(of: name), let mark = text[range.upperBound...].first else {
          return false
        }
        return !Field.emptyBox.contains(mark) && !mark.isNumber && !mark.isLetter
      }
      return ticked.count == 1 ? ticked[0] : nil
    }

    /// What the field says where the choice of a name is ticked; nil where it has no such choice.
    public func ticking(_ name: String) -> String? {
      choiceNames.firstIndex(of: name.squeezed).map { ticked[$0] }
    }
  }

  /// Rows under captions.
  public struct Table: Sendable, Identifiable {
    /// The identifier within the form.
    public let id: String
    /// The label beside or above the table and its aliases; none where it has no label.
    public let labels: [LabelPattern]
    /// Where the label stands.
    public let place: LabelPlace
    /// The columns of the form that the label takes where it stands beside the table.
    public let labelSpan: Int
    /// The header, outermost captions first.
    public let header: [HeaderNode]
    /// The leaf columns.
    public let columns: [Column]
    /// The lines that are printed whatever they hold; none where the rows are open.
    public let lines: [Line]
    /// How many rows a blank form leaves, besides the lines.
    public let blankRows: Int
    /// The columns whose caption differs from form to form.
    public let variableColumns: [Int]
    /// The characters of all captions, with how often they stand there; of aliases the most that any has.
    public let captionCharacters: [Character: Int]
    /// The columns whose cells go on over the rows below.
    public let levels: [Int]

    /// The column in which a line says what a field would: the first of text, or nil.
    public var lineText: Int? {
      columns.firstIndex { $0.kind == .text || $0.kind == .longText }
    }
  }

  /// Where the label of a table stands.
  public enum LabelPlace: String, Codable, Sendable, CaseIterable {
    /// To the left, over all its rows.
    case side
    /// In a row of its own.
    case above
  }

  /// A caption over one or more columns.
  public struct HeaderNode: Sendable {
    /// The caption.
    public let caption: String
    /// The leaf columns it stands over.
    public let span: Range<Int>
    /// The captions below it; none for a leaf.
    public let children: [HeaderNode]
    /// The caption as it may be printed.
    public let pattern: LabelPattern
    /// How many rows of captions it has, itself included.
    public var height: Int { 1 + (children.map(\.height).max() ?? 0) }
  }

  /// A leaf column of a table.
  public struct Column: Sendable, Identifiable {
    /// The identifier within the table.
    public let id: String
    /// The captions above it and its own, outermost first.
    public let path: [String]
    /// Its caption and the aliases.
    public let captions: [LabelPattern]
    /// What its values are.
    public let kind: Kind
    /// The concept of an amount.
    public let concept: String?
    /// The words that its values usually are, folded.
    public let words: Set<String>
    /// The same as they are printed, in order.
    public let choices: [String]
    /// What its values usually end with.
    public let endings: [String]
    /// Whether it is often left empty.
    public let isOptional: Bool
    /// The columns of the form it takes.
    public let span: Int
  }

  /// A printed line of a table.
  public struct Line: Sendable, Identifiable {
    /// The identifier within the table.
    public let id: String
    /// The label and its aliases.
    public let labels: [LabelPattern]
    /// The concept of its amounts, where it is not the column's.
    public let concept: String?
    /// What stands in the column of levels before it, or nil.
    public let under: String?
    /// The lines whose sum it is, by their identifiers; none where it is no sum.
    public let sum: [String]
    /// The field in which other forms of the kind say what stands in this line, or nil.
    public let field: String?
  }

  /// What a value is.
  public typealias Kind = Section.Role

  /// Whether the form is printed without a title: a single table, known by its captions.
  public var isUntitled: Bool {
    guard blocks.count == 1, case .table(let table) = blocks[0].content else { return false }
    return table.labels.isEmpty
  }

  /// The field with an identifier.
  public func field(_ id: String) -> Field? {
    for case .fields(let fields) in blocks.map(\.content) {
      if let field = fields.first(where: { $0.id == id }) { return field }
    }
    return nil
  }

  /// The table with an identifier.
  public func table(_ id: String) -> Table? {
    for case .table(let table) in blocks.map(\.content) where table.id == id { return table }
    return nil
  }

  /// The columns of the sheet that each leaf column of a table takes.
  ///
  /// A table whose label beside it was not printed begins at the left all the same; its first column then
  /// takes the label's room.
  public static func placement(of table: Table, hasLabel: Bool) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    let isBeside = table.place == .side
    var start = isBeside && hasLabel ? table.labelSpan : 0
    for (index, column) in table.columns.enumerated() {
      let extra = index == 0 && isBeside && !hasLabel ? table.labelSpan : 0
      ranges.append(start...(start + column.span + extra - 1))
      start += column.span + extra
    }
    return ranges
  }

  /// A field or a table of the layout.
  public enum Part: Sendable {
    /// A field.
    case field(Field)
    /// A table.
    case table(Table)

    /// The identifier within the form.
    public var id: String {
      switch self {
      case .field(let field): field.id
      case .table(let table): table.id
      }
    }
  }
}
