/// Lays blocks out as the numbered lines of pages.
struct PageLayout {
  private(set) var pages: [Document.Page] = []
  /// How far apart the lines of a text stand, whose numbers are kept; nil where lines are counted.
  private let lineHeight: Double?
  private var number = 0
  private var tables = 0
  /// The columns of the table behind which nothing stands yet.
  private var openColumns: [Double]?

  init(_ pages: [[PageAssembly.Block]], lineHeight: Double?) {
    self.lineHeight = lineHeight
    for blocks in pages {
      self.pages.append(Document.Page(name: nil, number: self.pages.count + 1, lines: []))
      for block in blocks {
        switch block {
        case .text(let row):
          if !row.isRunning { openColumns = nil }
          add(row)
        case .grid(let grid): add(grid)
        }
      }
    }
  }

  private mutating func add(_ row: PageAssembly.TextRow) {
    // Text that keeps places by blanks has lost the cells of what is no grid.
    add(
      row.cells, top: row.top, lineHeight == nil ? .text : .lost,
      extents: lineHeight == nil ? row.extents : [])
    if row.isRunning {
      pages[pages.count - 1].lines[pages[pages.count - 1].lines.count - 1].isRunning = true
    }
  }

  private mutating func add(_ grid: PageAssembly.Grid) {
    if grid.isContinued {
      let part = Document.Table.Part(page: pages.count, repeatedRows: grid.repeatedRows)
      change { $0.parts.append(part) }
    } else {
      let isAlike = openColumns.map { PageLayout.areAlike($0, grid.columns) } ?? false
      let follows = isAlike ? tables : nil
      tables += 1
      pages[pages.count - 1].tables.append(
        Document.Table(number: tables, columns: grid.columns, follows: follows))
    }
    openColumns = grid.columns
    for row in grid.rows {
      add(
        row.cells, top: row.top, grid.isAligned ? .alignment : .rulings, extents: row.extents,
        isLeftOut: row.isEmpty)
    }
  }

  /// Changes the table that was added last, on whichever page it began.
  private mutating func change(_ body: (inout Document.Table) -> Void) {
    guard let page = pages.indices.last(where: { !pages[$0].tables.isEmpty }) else { return }
    body(&pages[page].tables[pages[page].tables.count - 1])
  }

  private mutating func add(
    _ cells: [String], top: Double, _ division: Document.Division,
    extents: [Document.CellExtent], isLeftOut: Bool = false
  ) {
    let last = number
    number = lineHeight.map { Int(top / $0) + 1 } ?? number + 1
    guard !isLeftOut else { return }
    let isFirst = pages[pages.count - 1].lines.isEmpty
    let line = Document.Line(
      page: pages.count, number: number, cells: cells, division: division,
      followsGap: isFirst || number > last + 1, extents: extents,
      grid: division.isRow ? tables : nil)
    pages[pages.count - 1].lines.append(line)
  }

  /// Whether the columns of two grids are the same; the margins of their pages may differ.
  static func areAlike(_ a: [Double], _ b: [Double]) -> Bool {
    guard a.count == b.count, let first = a.first, let other = b.first else { return false }
    return zip(a, b).allSatisfy { abs(($0 - first) - ($1 - other)) < 4 }
  }
}
