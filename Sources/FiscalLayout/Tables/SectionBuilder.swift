import Documents
import FiscalModel

/// Makes a section of a table that was cut out of a document: columns and rows with what they mean, and
/// everything as printed.
struct SectionBuilder {
  /// What is known of the document when its tables are read.
  struct Context {
    var meanings: Meanings
    var fiscalYear: Int?
    var stage: Stage?
  }

  /// What is questionable about a cell or a table.
  enum Question: Equatable {
    /// A table whose title and captions are not known.
    case unknownTable(title: String, captions: [String])
    /// Columns of amounts whose captions are not known.
    case unknownColumns([String])
    /// A text in a column of amounts.
    case unreadableAmount(String)
    /// An amount put together from its pieces.
    case joinedAmount(String)
    /// An amount that was written in another way.
    case repairedAmount(String, Amount)
    /// How a text came to stand in its cell.
    case placing(CellExtent.Placing, String)
    /// A heading that a page repeats: how many rows.
    case repeatedHeading(Int)
    /// Nothing says what the amounts are counted in.
    case unknownUnit
  }

  let context: Context
  private let table: FoundTable
  private let captions: CaptionTree
  private let plan: ColumnPlan
  private let body: TableGrid
  private(set) var questions: [(question: Question, location: Location)] = []
  private var vocabulary: Vocabulary { context.meanings.catalogue.vocabulary }

  init(_ table: FoundTable, captions: CaptionTree, grid: TableGrid, context: Context) {
    self.context = context
    self.table = table
    self.captions = captions
    body = grid.rows(captions.rows..<grid.rows.count)
    plan = ColumnPlan(
      captions: captions, body: body, statement: table.frame.statement,
      fiscalYear: table.frame.year ?? context.fiscalYear, meanings: context.meanings)
  }

  /// The section.
  mutating func section() -> Section {
    let frame = table.frame
    var section = Section(
      number: frame.number, title: frame.title, titleLine: frame.titleLine, heading: frame.heading,
      agency: frame.agency, unit: frame.unit, stage: frame.stage ?? context.stage,
      nilStatement: table.nilStatement, notes: table.notes)
    let statement = frame.statement ?? context.meanings.statement(ofColumns: captions.paths)
    section.statement = statement?.statement.map {
      context.meanings.statement($0, byRowsOf: rowDimension)
    }
    section.members = statement?.members ?? [:]
    var matrix = Section.Matrix(
      header: captions.captions, columns: plan.columns, panels: plan.panels,
      columnNumbers: captions.numbers)
    for column in matrix.columns.indices
    where matrix.columns[column].role == .amount && matrix.columns[column].concept == nil
      && !(plan.meanings[column]?.isChange ?? false) && plan.meanings[column] != nil
    {
      matrix.columns[column].concept = statement?.measure
    }
    var rows = BodyRows(plan: plan, body: body, context: context)
    matrix.rows = rows.rows()
    matrix.dividesCodes = rows.dividesCodes
    questions += rows.questions
    section.blocks = [.matrix(matrix)]
    section.place = Section.Place(
      extent: extent, location: table.location)
    ask(section)
    return section
  }

  private var extent: ClosedRange<Int> {
    let numbers = table.grid.lines.map(\.number)
    return min(table.location.line, numbers.first ?? 0)...(numbers.last ?? table.location.line)
  }

  /// The dimension that the rows are keyed by.
  private var rowDimension: String? {
    guard let panel = plan.panels.first else { return nil }
    let key = panel.codeColumns.first ?? panel.labelColumn
    return key.flatMap { plan.columns[$0].dimension }
  }

  private mutating func ask(_ section: Section) {
    for (location, rows) in table.repeated { questions.append((.repeatedHeading(rows), location)) }
    let matrix = section.matrix
    let amounts = matrix.columns.indices.filter { matrix.columns[$0].role == .amount }
    guard !amounts.isEmpty else { return }
    let names = matrix.columns.map { $0.path.joined(separator: "/") }
    let unknown = amounts.filter { plan.meanings[$0] == nil }
    if section.statement == nil, unknown.count == amounts.count {
      questions.append(
        (.unknownTable(title: section.title ?? "", captions: names), table.location))
    } else if !unknown.isEmpty {
      questions.append((.unknownColumns(unknown.map { names[$0] }), table.location))
    }
  }
}

extension Draft {
  /// Makes the section of a table that no layout reads.
  mutating func build(_ context: SectionBuilder.Context) {
    guard let found else { return }
    let grid = found.grid.withoutBlankColumns
    let captions = CaptionTree(grid, vocabulary: context.meanings.catalogue.vocabulary) {
      TableCutter.isKey($0, context.meanings.catalogue.vocabulary)
    }
    var builder = SectionBuilder(found, captions: captions, grid: grid, context: context)
    let extent = section.place.extent
    section = builder.section()
    section.place.extent = extent
    findings += builder.questions.map { $0.question.finding(at: $0.location) }
  }
}
