import FiscalModel
import Foundation

/// One official form as one region prints it: a file of `schemas/layouts/<profile>/`, listed under
/// `forms` in the profile.
package final class FormLayout: Sendable, Identifiable {
  /// The identifier within all profiles: `<profile>/<id of the file>`.
  package let id: String
  /// The statement kind, whatever the number.
  package let statement: String
  /// The official number without the word for "table", or nil.
  package let number: String?
  /// The official title without year, agency and number.
  package let title: String
  /// Other titles under which it is printed.
  package let aliases: [String]
  /// The title as the form prints it: `{number}`, `{year}`, `{index}` (which of the forms of its kind it
  /// is) and `{name}` (what its first field says) stand for what differs.
  package let printedTitle: String
  /// What its title ends with where the name of a project or an agency stands before it.
  package let endings: [String]
  /// The second title, or nil.
  package let subtitle: String?
  /// The stage of its figures.
  package let stage: Stage
  /// The unit it prescribes.
  package let unit: AmountUnit
  /// Where the form comes from.
  package let source: String
  /// The relative widths of the columns of the official form.
  package let widths: [Double]
  /// Fields and tables from top to bottom.
  package let blocks: [Block]
  /// The fields and tables in printed order, each with its block and its place there.
  package let parts: [(part: Part, group: Int?, block: Int)]

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
  package struct Block: Sendable {
    /// What stands there.
    package let content: Content
    /// The group of neighbouring blocks that is printed once for each goal, or nil.
    package let group: Int?

    /// What a block is.
    package enum Content: Sendable {
      /// Fields beside each other.
      case fields([Field])
      /// A table over the whole width.
      case table(Table)
    }
  }

  /// A label and the place of its value.
  package struct Field: Sendable, Identifiable {
    /// The identifier within the form.
    package let id: String
    /// The label and its aliases.
    package let labels: [LabelPattern]
    /// What the value is.
    package let kind: Kind
    /// The concept of an amount.
    package let concept: String?
    /// What may be ticked, each with its empty box as printed; none where nothing is preprinted.
    package let choices: [String]
    /// The columns of the form that the label takes.
    package let labelSpan: Int
    /// The columns of the form that label and value take.
    package let span: Int

    /// A box that is not ticked, and one that is.
    package static let emptyBox = "□"
    static let tickedBox = "☑"

    /// What the form prints before anything is ticked, or nil.
    package var preprinted: String? {
      choices.isEmpty ? nil : choices.joined().squeezed
    }

    /// What the field says with one of its boxes ticked, for each of them.
    package var ticked: [String] {
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
    package func tickedName(in text: String) -> String? {
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
    package func ticking(_ name: String) -> String? {
      choiceNames.firstIndex(of: name.squeezed).map { ticked[$0] }
    }
  }

  /// Rows under captions.
  package struct Table: Sendable, Identifiable {
    /// The identifier within the form.
    package let id: String
    /// The label beside or above the table and its aliases; none where it has no label.
    package let labels: [LabelPattern]
    /// Where the label stands.
    package let place: LabelPlace
    /// The columns of the form that the label takes where it stands beside the table.
    package let labelSpan: Int
    /// The header, outermost captions first.
    package let header: [HeaderNode]
    /// The leaf columns.
    package let columns: [Column]
    /// The lines that are printed whatever they hold; none where the rows are open.
    package let lines: [Line]
    /// How many rows a blank form leaves, besides the lines.
    package let blankRows: Int
    /// The columns whose caption differs from form to form.
    package let variableColumns: [Int]
    /// The characters of all captions, with how often they stand there; of aliases the most that any has.
    package let captionCharacters: [Character: Int]
    /// The columns whose cells go on over the rows below.
    package let levels: [Int]

    /// The column in which a line says what a field would: the first of text, or nil.
    package var lineText: Int? {
      columns.firstIndex { $0.kind == .text || $0.kind == .longText }
    }
  }

  /// Where the label of a table stands.
  package enum LabelPlace: String, Codable, Sendable, CaseIterable {
    /// To the left, over all its rows.
    case side
    /// In a row of its own.
    case above
  }

  /// A caption over one or more columns.
  package struct HeaderNode: Sendable {
    /// The caption.
    package let caption: String
    /// The leaf columns it stands over.
    package let span: Range<Int>
    /// The captions below it; none for a leaf.
    package let children: [HeaderNode]
    /// The caption as it may be printed.
    package let pattern: LabelPattern
    /// How many rows of captions it has, itself included.
    package var height: Int { 1 + (children.map(\.height).max() ?? 0) }
  }

  /// A leaf column of a table.
  package struct Column: Sendable, Identifiable {
    /// The identifier within the table.
    package let id: String
    /// The captions above it and its own, outermost first.
    package let path: [String]
    /// Its caption and the aliases.
    package let captions: [LabelPattern]
    /// What its values are.
    package let kind: Kind
    /// The concept of an amount.
    package let concept: String?
    /// The words that its values usually are, folded.
    package let words: Set<String>
    /// The same as they are printed, in order.
    package let choices: [String]
    /// What its values usually end with.
    package let endings: [String]
    /// Whether it is often left empty.
    package let isOptional: Bool
    /// The columns of the form it takes.
    package let span: Int
  }

  /// A printed line of a table.
  package struct Line: Sendable, Identifiable {
    /// The identifier within the table.
    package let id: String
    /// The label and its aliases.
    package let labels: [LabelPattern]
    /// The concept of its amounts, where it is not the column's.
    package let concept: String?
    /// What stands in the column of levels before it, or nil.
    package let under: String?
    /// The lines whose sum it is, by their identifiers; none where it is no sum.
    package let sum: [String]
    /// The field in which other forms of the kind say what stands in this line, or nil.
    package let field: String?
  }

  /// What a value is.
  package typealias Kind = Section.Role

  /// Whether the form is printed without a title: a single table, known by its captions.
  package var isUntitled: Bool {
    guard blocks.count == 1, case .table(let table) = blocks[0].content else { return false }
    return table.labels.isEmpty
  }

  /// The field with an identifier.
  package func field(_ id: String) -> Field? {
    for case .fields(let fields) in blocks.map(\.content) {
      if let field = fields.first(where: { $0.id == id }) { return field }
    }
    return nil
  }

  /// The table with an identifier.
  package func table(_ id: String) -> Table? {
    for case .table(let table) in blocks.map(\.content) where table.id == id { return table }
    return nil
  }

  /// The columns of the sheet that each leaf column of a table takes.
  ///
  /// A table whose label beside it was not printed begins at the left all the same; its first column then
  /// takes the label's room.
  package static func placement(of table: Table, hasLabel: Bool) -> [ClosedRange<Int>] {
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
  package enum Part: Sendable {
    /// A field.
    case field(Field)
    /// A table.
    case table(Table)

    /// The identifier within the form.
    package var id: String {
      switch self {
      case .field(let field): field.id
      case .table(let table): table.id
      }
    }
  }
}
