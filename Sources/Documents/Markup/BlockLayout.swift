/// Lays blocks out as the lines of pages.
struct BlockLayout {
  private(set) var pages: [Document.Page] = []
  /// Whether the bounds on cells and columns cut the document off.
  private(set) var isCut = false

  private var number = 0
  private var tables = 0
  private var cells = 0
  /// How many columns the table has behind which nothing stands yet.
  private var openColumns: Int?

  /// No document has more; a `colspan` must not cost gigabytes.
  private static let cellBound = 1_000_000

  /// Whether nothing stands on the pages.
  var isEmpty: Bool { pages.allSatisfy(\.lines.isEmpty) }

  /// Adds a page of blocks.
  mutating func addPage(_ blocks: [MarkupBlock]) {
    pages.append(Document.Page(name: nil, number: pages.count + 1, lines: []))
    add(blocks)
  }

  private mutating func add(_ blocks: [MarkupBlock]) {
    for block in blocks {
      switch block {
      case .paragraph(let text):
        openColumns = nil
        number += 1
        add([text], .text)
      case .table(let table): add(table)
      }
    }
  }

  private mutating func add(_ table: MarkupTable) {
    guard !isCut else { return }
    // A table around tables is there for the looks.
    if table.isFrame {
      for row in table.rows {
        for cell in row.cells { add(cell.blocks) }
      }
      return
    }
    let grid = MarkupGrid(table, cellBound: BlockLayout.cellBound - cells)
    isCut = isCut || grid.isCut
    tables += 1
    let width = grid.rows.reduce(0) { max($0, $1.cells.count) }
    pages[pages.count - 1].tables.append(
      Document.Table(number: tables, follows: openColumns == width ? tables - 1 : nil))
    openColumns = width
    for row in grid.rows {
      cells += row.cells.count
      number += 1
      guard row.cells.contains(where: { !$0.isEmpty }) else { continue }
      add(row.cells, .markup, extents: row.extents)
    }
  }

  private mutating func add(
    _ cells: [String], _ division: Document.Division, extents: [Document.CellExtent] = []
  ) {
    let line = Document.Line(
      page: pages.count, number: number, cells: cells, division: division, followsGap: isEmpty,
      extents: extents, grid: division.isRow ? tables : nil)
    pages[pages.count - 1].lines.append(line)
  }
}
