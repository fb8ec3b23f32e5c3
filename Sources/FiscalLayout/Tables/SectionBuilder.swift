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
  }

  private let meanings: Meanings
  private let table: FoundTable
  private let plan: ColumnPlan
  private let body: TableGrid
  private(set) var findings: [Finding] = []

  init(_ table: FoundTable, meanings: Meanings, plan: ColumnPlan, body: TableGrid) {
    self.table = table
    self.meanings = meanings
    self.plan = plan
    self.body = body
  }

  /// What is known of the table, with the rows of its body in a matrix that has none; the layout that it
  /// follows, or nil.
  private mutating func section(
    _ matrix: Section.Matrix, layout: Layout? = nil, into section: Section
  ) -> Section {
    let frame = table.frame
    var section = section
    var matrix = matrix
    section.number = frame.number
    section.title = frame.title
    section.titleLine = frame.titleLine
    section.heading = frame.heading
    section.agency = frame.agency
    section.unit = frame.unit
    section.nilStatement = table.nilStatement
    section.notes = table.notes
    var rows = BodyRows(plan: plan, body: body, layout: layout, meanings: meanings)
    matrix.rows = rows.rows()
    matrix.dividesCodes = rows.dividesCodes
    section.blocks = [.matrix(matrix)]
    section.place = Section.Place(extent: extent, location: table.location)
    for (location, rows) in table.repeated {
      findings.append(Finding("read/repeated-heading", ["lines": rows], at: location))
    }
    findings += rows.findings
    return section
  }

  /// The section of a table that follows a layout.
  mutating func section(_ adoption: Adoption) -> Section {
    var matrix = adoption.layout.matrix.section()
    matrix.columnNumbers = adoption.columnNumbers
    findings = adoption.findings
    var section = section(matrix, layout: adoption.layout, into: adoption.layout.section())
    // Captions that slipped among the lines above are in the layout's header.
    section.heading.removeAll { adoption.layout.headerCaptions.contains($0.folded) }
    return section
  }

  /// The section of a table as it is printed.
  mutating func section(
    _ captions: CaptionTree, statement: StatementMeaning?, stage: Stage?
  ) -> Section {
    let matrix = Section.Matrix(
      header: captions.captions, columns: plan.columns, panels: plan.panels,
      columnNumbers: captions.numbers)
    var section = section(
      matrix,
      into: Section(
        statement: statement?.statement.map { meanings.statement($0, byRowsOf: rowDimension) },
        stage: table.frame.stage ?? stage, members: statement?.members ?? [:]))
    let title = table.frame.statement
    section.place.evidence = title?.statement.flatMap { _ in title?.evidence }
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
  /// A table in the layout that it follows.
  init(_ table: FoundTable, _ adoption: Adoption, _ meanings: Meanings) {
    var builder = SectionBuilder(
      table, meanings: meanings, plan: ColumnPlan(adoption.layout, sources: adoption.columns),
      body: adoption.body)
    let section = builder.section(adoption)
    self.init(
      section: section, layout: adoption.layout, lines: table.lines, findings: builder.findings)
    askTotals()
  }

  /// Says that a table was cut off: the line that closes a panel is not there.
  mutating func askTotals() {
    guard let layout, hasRows else { return }
    let rows = section.matrix.rows
    for (index, panel) in layout.panels.enumerated() {
      guard let line = panel.lines.last(where: { $0.kind == .total && !$0.label.isEmpty }),
        !rows.contains(where: { $0.parts[index].line == line.id })
      else { continue }
      findings.append(
        Finding("read/missing-total", ["label": line.label], at: section.place.location))
    }
  }

  /// Makes the section of a table that no layout reads.
  mutating func build(_ context: SectionBuilder.Context) {
    guard let found else { return }
    let grid = found.grid.withoutBlankColumns
    let meanings = context.meanings
    let captions = CaptionTree(grid, vocabulary: meanings.catalogue.vocabulary) {
      TableCutter.isKey($0, meanings.catalogue.vocabulary)
    }
    let body = grid.rows(captions.rows..<grid.rows.count)
    // What the title or, where there is none, the captions say.
    let statement = found.frame.statement ?? meanings.statement(ofColumns: captions.paths)
    let plan = ColumnPlan(
      captions: captions, body: body, statement: statement,
      fiscalYear: found.frame.year ?? context.fiscalYear, meanings: meanings)
    var builder = SectionBuilder(found, meanings: meanings, plan: plan, body: body)
    let extent = section.place.extent
    section = builder.section(captions, statement: statement, stage: context.stage)
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
