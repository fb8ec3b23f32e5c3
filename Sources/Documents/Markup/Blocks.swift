/// What the text of a Word file or a web page is made of, in reading order.
enum MarkupBlock {
  case paragraph(String)
  case table(MarkupTable)
}

/// A table as it is marked up: rows of cells that may span columns and rows.
struct MarkupTable {
  struct Cell {
    var columns = 1
    /// How many rows it spans; 0 is to the end of the table.
    var rows = 1
    /// Whether it only goes on with the cell above it.
    var continues = false
    var blocks: [MarkupBlock] = []
  }

  struct Row {
    /// Columns that are left out before the first cell.
    var skipped = 0
    var cells: [Cell] = []
  }

  var rows: [Row] = []
}

/// Builds blocks from the events of a parser, however badly they are nested.
struct BlockBuilder {
  private enum Frame {
    case table(MarkupTable)
    case cell(MarkupTable.Cell)
  }

  /// The blocks outside of all tables.
  private(set) var blocks: [MarkupBlock] = []
  private var frames: [Frame] = []
  private var text = ""

  /// Adds text to the paragraph.
  mutating func add(_ more: String) { text += more }

  /// Ends the paragraph.
  mutating func endParagraph() {
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    text = ""
    if !words.isEmpty { add(.paragraph(words)) }
  }

  mutating func beginTable() {
    endParagraph()
    frames.append(.table(MarkupTable()))
  }

  mutating func endTable() {
    endCell()
    guard case .table(let table)? = frames.last else { return }
    frames.removeLast()
    if !table.rows.isEmpty { add(.table(table)) }
  }

  mutating func beginRow(skipping columns: Int = 0) {
    endCell()
    change { $0.rows.append(MarkupTable.Row(skipped: columns)) }
  }

  /// Leaves out columns before the first cell of the row.
  mutating func skip(_ columns: Int) {
    change { table in
      if let last = table.rows.indices.last { table.rows[last].skipped = columns }
    }
  }

  /// Takes the row out again.
  mutating func dropRow() {
    endCell()
    change { if !$0.rows.isEmpty { $0.rows.removeLast() } }
  }

  mutating func beginCell(_ cell: MarkupTable.Cell) {
    endCell()
    guard case .table? = frames.last else { return }
    frames.append(.cell(cell))
  }

  /// Changes the cell that is open.
  mutating func changeCell(_ body: (inout MarkupTable.Cell) -> Void) {
    guard case .cell(var cell)? = frames.last else { return }
    body(&cell)
    frames[frames.count - 1] = .cell(cell)
  }

  mutating func endCell() {
    endParagraph()
    guard case .cell(let cell)? = frames.last else { return }
    frames.removeLast()
    change { table in
      if table.rows.isEmpty { table.rows.append(MarkupTable.Row()) }
      table.rows[table.rows.count - 1].cells.append(cell)
    }
  }

  /// Ends whatever is open.
  mutating func end() {
    endParagraph()
    while !frames.isEmpty { endTable() }
  }

  private mutating func change(_ body: (inout MarkupTable) -> Void) {
    guard case .table(var table)? = frames.last else { return }
    // The frame must not hold the table while it is changed, or every cell would copy it.
    frames.removeLast()
    body(&table)
    frames.append(.table(table))
  }

  private mutating func add(_ block: MarkupBlock) {
    switch frames.last {
    case nil: blocks.append(block)
    case .cell(var cell)?:
      frames.removeLast()
      cell.blocks.append(block)
      frames.append(.cell(cell))
    // Text between the cells of a table stands before it.
    case .table?:
      if frames.count == 1 { blocks.append(block) }
    }
  }
}

/// Lays blocks out as the lines of a page.
struct BlockLayout {
  private(set) var lines: [Line] = []
  private var number = 0
  private var grids = 0
  private var cells = 0

  /// No table of a disclosure is larger; a colspan must not cost gigabytes.
  private static let columnBound = 512
  private static let cellBound = 4_000_000

  /// Whether the bound on cells cut the document off.
  var isCut: Bool { cells > BlockLayout.cellBound }

  mutating func add(_ blocks: [MarkupBlock], page: Int) {
    for block in blocks {
      switch block {
      case .paragraph(let text):
        number += 1
        lines.append(
          Line(
            page: page, number: number, cells: [text], isGrid: false, followsGap: lines.isEmpty))
      case .table(let table): add(table, page: page)
      }
    }
  }

  private mutating func add(_ table: MarkupTable, page: Int) {
    // A table around tables is there for the looks.
    if table.isFrame {
      for row in table.rows {
        for cell in row.cells { add(cell.blocks, page: page) }
      }
      return
    }
    grids += 1
    for row in table.laidOut(columnBound: BlockLayout.columnBound) {
      cells += row.cells.count
      guard !isCut else { return }
      number += 1
      guard row.cells.contains(where: { !$0.isEmpty }) else { continue }
      lines.append(
        Line(
          page: page, number: number, cells: row.cells, isGrid: true, followsGap: false,
          extents: row.extents, grid: grids))
    }
  }
}

extension MarkupTable {
  /// Whether most of what the table holds stands in tables within it.
  var isFrame: Bool {
    var inner = 0
    var own = 0
    for row in rows {
      for cell in row.cells {
        let nested = cell.nestedCells
        inner += nested
        if nested == 0, !cell.blocks.isEmpty { own += 1 }
      }
    }
    return inner > own
  }

  /// The rows with each cell at its column; columns that a cell spans are empty.
  func laidOut(columnBound: Int) -> [(cells: [String], extents: [CellExtent])] {
    var result: [(cells: [String], extents: [CellExtent])] = []
    // For each column, how many more rows the cell above takes, and where its extent is.
    var taken: [Int] = []
    var owners: [(row: Int, column: Int)?] = []
    func grow(to count: Int) {
      while taken.count < count {
        taken.append(0)
        owners.append(nil)
      }
    }
    for (index, row) in rows.enumerated() {
      var cells: [String] = []
      var extents: [CellExtent] = []
      func widen(to count: Int) {
        while cells.count < count {
          cells.append("")
          extents.append(CellExtent())
        }
      }
      func put(_ text: String, _ extent: CellExtent, at column: Int) {
        cells[column] = text
        extents[column] = extent
      }
      var column = row.skipped
      for cell in row.cells {
        while column < taken.count, taken[column] > 0 { column += 1 }
        let width = max(1, min(cell.columns, columnBound - column))
        guard column < columnBound else { break }
        grow(to: column + width)
        widen(to: column + width)
        if cell.continues, let owner = owners[column], owner.row < result.count,
          owner.column < result[owner.row].extents.count
        {
          result[owner.row].extents[owner.column].rows = index - owner.row + 1
        } else {
          let height =
            cell.rows == 0 ? rows.count - index : min(max(1, cell.rows), rows.count - index)
          let (text, isJoined) = cell.text
          put(
            text,
            CellExtent(columns: width, rows: height, placing: isJoined ? .joined : .direct),
            at: column)
          for next in column..<(column + width) {
            taken[next] = height
            owners[next] = next == column ? (index, column) : nil
          }
        }
        column += width
      }
      for next in taken.indices where taken[next] > 0 { taken[next] -= 1 }
      result.append((cells, extents))
    }
    return result
  }
}

extension MarkupTable.Cell {
  /// How many cells the tables within it have, at whatever depth.
  fileprivate var nestedCells: Int {
    blocks.reduce(0) { count, block in
      guard case .table(let table) = block else { return count }
      return count
        + table.rows.reduce(0) { $0 + $1.cells.reduce(0) { $0 + 1 + $1.nestedCells } }
    }
  }

  /// The text of its paragraphs, and whether there are several.
  fileprivate var text: (String, isJoined: Bool) {
    let parts = blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let text): [text]
      case .table(let table): table.rows.flatMap { $0.cells.map { $0.text.0 } }
      }
    }.filter { !$0.isEmpty }
    // Latin words are divided by the end of a paragraph, ideographs and figures are not.
    let joined = parts.reduce("") { text, next in
      let divides =
        (text.last.map { $0.isASCII && $0.isLetter } ?? false)
        && (next.first.map { $0.isASCII && $0.isLetter } ?? false)
      return text + (divides ? " " : "") + next
    }
    return (joined, parts.count > 1)
  }
}
