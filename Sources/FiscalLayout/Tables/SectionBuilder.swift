import Documents
import FiscalModel
import FiscalSchema

/// Makes a section of a table that was cut out of a document: columns and rows with what they mean, and
/// everything as printed.
struct SectionBuilder {
  /// What is known of the document when its tables are read.
  struct Context {
    var meanings: Meanings
    var fiscalYear: Int?
    var stage: Stage?
    /// Whose the tables are that do not say it themselves, or nil.
    var agency: String?
  }

  let context: Context
  private let table: FoundTable
  private let captions: CaptionTree
  /// The statement that the title or, where there is none, the captions say.
  private let statement: StatementMeaning?
  private let plan: ColumnPlan
  private let body: TableGrid
  private(set) var findings: [Finding] = []
  private var vocabulary: Vocabulary { context.meanings.catalogue.vocabulary }

  init(_ table: FoundTable, captions: CaptionTree, grid: TableGrid, context: Context) {
    var context = context
    context.agency = table.frame.agency ?? table.map?.agency ?? context.agency
    self.context = context
    self.table = table
    self.captions = captions
    body = grid.rows(captions.rows..<grid.rows.count)
    statement = table.frame.statement ?? context.meanings.statement(ofColumns: captions.paths)
    plan = ColumnPlan(
      captions: captions, body: body, statement: statement,
      fiscalYear: table.frame.year ?? context.fiscalYear, meanings: context.meanings,
      map: table.map)
  }

  /// The section.
  mutating func section() -> Section {
    let frame = table.frame
    var section = Section(
      number: frame.number, title: frame.title, titleLine: frame.titleLine, heading: frame.heading,
      agency: frame.agency, unit: frame.unit ?? captionUnit, stage: frame.stage ?? context.stage,
      nilStatement: table.nilStatement, notes: table.notes)
    section.statement = statement?.statement.map {
      context.meanings.statement($0, byRowsOf: rowDimension)
    }
    section.members = statement?.members ?? [:]
    var matrix = Section.Matrix(
      header: captions.captions, columns: plan.columns, panels: plan.panels,
      columnNumbers: captions.numbers)
    var rows = BodyRows(plan: plan, body: body, context: context)
    matrix.rows = rows.rows()
    matrix.dividesCodes = rows.dividesCodes
    findings += rows.findings
    section.blocks = [.matrix(matrix)]
    section.place = Section.Place(
      extent: extent, location: table.location,
      evidence: frame.statement?.statement.flatMap { _ in frame.statement?.evidence })
    if let map = table.map { section.obey(map) }
    ask(section)
    return section
  }

  /// The unit that captions name, where they name no two and the other amounts are parts of what they stand
  /// over.
  private var captionUnit: AmountUnit? {
    let amounts = plan.columns.indices.filter { plan.columns[$0].role == .amount }
    let units = Set(amounts.compactMap { plan.columns[$0].unit })
    let isAll = amounts.allSatisfy { plan.columns[$0].unit != nil }
    let isTotal = amounts.contains {
      plan.columns[$0].unit != nil
        && (plan.columns[$0].concept?.hasSuffix(".current-year") ?? false)
    }
    return units.count == 1 && (isAll || isTotal) ? units.first : nil
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
    for (location, rows) in table.repeated {
      findings.append(Finding("read/repeated-heading", ["lines": rows], at: location))
    }
    let matrix = section.matrix
    let amounts = matrix.columns.indices.filter { matrix.columns[$0].role == .amount }
    guard !amounts.isEmpty else { return }
    let names = matrix.columns.map { $0.path.joined(separator: "/") }
    let unknown = amounts.filter { plan.meanings[$0]?.isPartial ?? true }
    if section.statement == nil, unknown.count == amounts.count {
      findings.append(
        Finding(
          "read/unknown-table",
          ["title": section.title ?? "", "captions": names.filter { !$0.isEmpty }],
          at: table.location))
    } else if !unknown.isEmpty {
      findings.append(
        Finding("read/unknown-columns", ["captions": unknown.map { names[$0] }], at: table.location)
      )
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
    findings += builder.findings
  }

  /// Says that nothing tells what the amounts of a table are counted in.
  mutating func askUnit() {
    guard section.unit == nil, section.isTable else { return }
    let matrix = section.matrix
    let isOpen = matrix.rows.contains { row in
      row.parts.enumerated().contains { panel, part in
        part.cells.enumerated().contains { slot, cell in
          cell.amount != nil && matrix.column(slot, inPanel: panel).unit == nil
        }
      }
    }
    guard isOpen else { return }
    findings.append(
      Finding(
        "read/unknown-unit", ["title": section.title ?? ""], at: section.place.location))
  }
}
