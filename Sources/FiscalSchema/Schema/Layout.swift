import FiscalModel

/// One official table or form as one region prints it: a file of `schemas/layouts/<profile>/`.
///
/// A class, as are its matrices, columns, panels and lines, because readers and resolvers hand them on for
/// every cell and they never change.
package final class Layout: Sendable, Identifiable {
  /// The identifier within all profiles: `<profile>/<id of the file>`.
  package let id: String
  /// The statement kind, whatever the number.
  package let statement: String
  /// The official number without the word for "table"; nil for a form that has none.
  package let number: String?
  /// The official title without year, agency and number.
  package let title: String
  /// Other titles under which it is printed.
  package let aliases: [String]
  /// How the title line is printed: `{number}`, `{year}`, and for forms `{index}` (which of the forms of its
  /// kind it is) and `{name}` (what its first field says) stand for what differs.
  package let printedTitle: String
  /// What its title ends with where the name of a project or an agency stands before it.
  package let endings: [String]
  /// The second title, or nil.
  package let subtitle: String?
  /// The stage of its figures.
  package let stage: Stage
  /// The unit it prescribes.
  package let unit: AmountUnit
  /// The decimals it prescribes, or nil.
  package let decimals: Int?
  /// Dimension members that hold for all of its figures.
  package let members: [String: String]
  /// Other statements that print the same facts, the nearest first: what is translated into this table
  /// is taken from them where there is no table of its own kind.
  package let related: [String]
  /// Whether a code is printed level by level in cells of their own: `201`, `41`, `50`.
  package let splitsCodes: Bool
  /// Where the layout is known from.
  package let source: String
  /// The relative widths of the columns of an official form, over which its blocks stand; none for a table,
  /// whose own columns are those of the sheet.
  package let widths: [Double]
  /// Rows of fields and matrices from top to bottom.
  package let blocks: [Block]
  /// The relations that hold within it.
  package let relations: [Relation]
  /// The official notes.
  package let notes: [String]

  /// The matrix of a table; of a form the first one, empty where it has none.
  package let matrix: Matrix
  /// The fields and matrices in printed order, each with the group that it is in and its block.
  package let parts: [(part: Part, group: Int?, block: Int)]
  /// The relations as written, folded.
  package let foldedRules: Set<String>

  init(_ file: LayoutFile, id: String, unit: AmountUnit, blocks: [Block], relations: [Relation]) {
    self.id = id
    self.unit = unit
    self.blocks = blocks
    self.relations = relations
    statement = file.statement
    number = file.number
    title = file.title
    aliases = file.aliases ?? []
    printedTitle = file.printedTitle ?? file.title
    endings = file.endings ?? []
    subtitle = file.subtitle
    stage = file.stage
    decimals = file.decimals
    members = file.members ?? [:]
    related = file.related ?? []
    splitsCodes = file.splitCodes ?? false
    source = file.source
    widths = file.widths ?? []
    notes = file.notes ?? []
    foldedRules = Set(relations.map(\.rule.folded))
    matrix = blocks.lazy.compactMap(\.matrix).first ?? Matrix(header: [], columns: [], panels: [])
    parts = blocks.enumerated().flatMap { index, block -> [(Part, Int?, Int)] in
      switch block.content {
      case .fields(let fields): fields.map { (.field($0), block.group, index) }
      case .matrix(let matrix): [(.matrix(matrix), block.group, index)]
      }
    }
  }

  /// A row of fields, or a matrix.
  package struct Block: Sendable {
    /// What stands there.
    package let content: Content
    /// The group of neighbouring blocks that is printed once for each goal, or nil.
    package let group: Int?

    /// What a block is.
    package enum Content: Sendable {
      /// Fields beside each other.
      case fields([Field])
      /// Columns over lines.
      case matrix(Matrix)
    }

    /// The matrix, if it is one.
    var matrix: Matrix? { if case .matrix(let matrix) = content { matrix } else { nil } }
  }

  /// A field or a matrix.
  package enum Part: Sendable {
    /// A field.
    case field(Field)
    /// A matrix.
    case matrix(Matrix)

    /// The identifier within the form; nil for the matrix of a table.
    package var id: String? {
      switch self {
      case .field(let field): field.id
      case .matrix(let matrix): matrix.id
      }
    }
  }

  /// Whether it is one matrix of rows under captions and nothing else: a table, and no form.
  package var isTable: Bool { blocks.count == 1 && blocks[0].matrix.map { $0.id == nil } ?? false }

  /// Whether the form is printed without a title: a single matrix, known by its captions.
  package var isUntitled: Bool {
    blocks.count == 1 && blocks[0].matrix.map { $0.id != nil && $0.labels.isEmpty } ?? false
  }

  /// The field with an identifier.
  package func field(_ id: String) -> Field? {
    for case .field(let field) in parts.lazy.map(\.part) where field.id == id { return field }
    return nil
  }

  /// The matrix of a form with an identifier.
  package func matrix(_ id: String) -> Matrix? {
    blocks.lazy.compactMap(\.matrix).first { $0.id == id }
  }
}

/// What is asked of a table is asked of its one matrix.
extension Layout {
  /// The header, outermost captions first.
  package var header: [Caption] { matrix.header }
  /// The leaf columns in printed order.
  package var columns: [Column] { matrix.columns }
  /// The panels, in printed order.
  package var panels: [Panel] { matrix.panels }
  /// The header path of each column as facts name it.
  package var columnNames: [String] { matrix.columnNames }
  /// The captions of the columns of amounts, folded.
  package var amountCaptions: Set<String> { matrix.amountCaptions }
  /// All captions of the header, folded.
  package var headerCaptions: Set<String> { matrix.headerCaptions }
  /// The panel that a column stands in.
  package func panel(ofColumn index: Int) -> Int? { matrix.panel(ofColumn: index) }
  /// The fixed line of a part of a row: of its panel, or of one further left that reaches over it.
  package func line(_ id: String?, inPanel panel: Int) -> Line? { matrix.line(id, inPanel: panel) }
}
