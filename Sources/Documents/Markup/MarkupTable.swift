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
    /// Whether it only goes on with the cell before it.
    var joinsLeft = false
    var blocks: [MarkupBlock] = []
    /// How many cells the tables within it have, at whatever depth.
    var nestedCells = 0
  }

  struct Row {
    /// Columns that are left out before the first cell.
    var skipped = 0
    var cells: [Cell] = []
  }

  var rows: [Row] = []
  /// How wide its columns are, in twentieths of a point, as far as the file says it.
  var widths: [Int] = []

  /// How many cells it has with those of the tables within it.
  var cellCount: Int {
    rows.reduce(0) { $0 + $1.cells.reduce(0) { $0 + 1 + $1.nestedCells } }
  }

  /// Whether most of what the table holds stands in tables within it.
  var isFrame: Bool {
    var inner = 0
    var own = 0
    for row in rows {
      for cell in row.cells {
        inner += cell.nestedCells
        if cell.nestedCells == 0, !cell.blocks.isEmpty { own += 1 }
      }
    }
    return inner > own
  }
}

extension MarkupTable.Cell {
  /// The text of its paragraphs, and whether there are several.
  var text: (String, isJoined: Bool) {
    func isLatin(_ byte: UInt8?) -> Bool { byte.map { 0x61...0x7A ~= $0 | 0x20 } ?? false }
    let parts = blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let text): [text]
      case .table(let table): table.rows.flatMap { $0.cells.map { $0.text.0 } }
      }
    }.filter { !$0.isEmpty }
    // Latin words are divided by the end of a paragraph, ideographs and figures are not.
    var joined = ""
    for part in parts {
      if isLatin(joined.utf8.last), isLatin(part.utf8.first) { joined += " " }
      joined += part
    }
    return (joined, parts.count > 1)
  }
}

/// Where the cells of a table stand.
///
/// Whoever drags the borders of a table moves them by a hair in one row and not in the next, and Word then
/// counts a column between the two. Such columns hold nothing, and are none here; nor are, in a table that
/// has too many, those that no cell begins in.
struct MarkupGrid {
  /// A row: the texts at their columns, and what each takes up.
  typealias Row = (cells: [String], extents: [Document.CellExtent])

  private(set) var rows: [Row] = []
  /// Whether it has more columns or cells than the bounds.
  private(set) var isCut = false

  private struct Place {
    var cell: Int
    var columns: Range<Int>
  }

  /// No table of a disclosure is wider.
  static let columnBound = 4_096
  /// Nor does a browser take more for one cell.
  private static let spanBound = 1_000
  /// With so many columns a table may have some that nothing divides: its parts, where it was cut in two,
  /// must keep theirs alike.
  private static let plainCount = 64
  /// Too little for a character of nine points: half a point less than it, in twentieths.
  private static let sliver = 170

  init(_ table: MarkupTable, cellBound: Int) {
    let places = place(table, cellBound: cellBound)
    guard !isCut else { return }
    let columns = columns(places, widths: table.widths)
    /// For each column, the row and the column of the extent of the cell that stands in it.
    var owners: [Int: (row: Int, column: Int)] = [:]
    for (index, row) in places.enumerated() {
      var cells: [String] = []
      var extents: [Document.CellExtent] = []
      for place in row {
        let start = columns[place.columns.lowerBound]
        let end = max(start + 1, columns[place.columns.upperBound])
        while cells.count < end {
          cells.append("")
          extents.append(Document.CellExtent())
        }
        let cell = table.rows[index].cells[place.cell]
        if cell.continues, let owner = owners[start] {
          rows[owner.row].extents[owner.column].rows = index - owner.row + 1
          continue
        }
        let left = table.rows.count - index
        let (text, isJoined) = cell.text
        cells[start] = text
        extents[start] = Document.CellExtent(
          columns: end - start, rows: cell.rows == 0 ? left : min(max(1, cell.rows), left),
          placing: isJoined ? .joined : .direct)
        for column in start..<end { owners[column] = column == start ? (index, column) : nil }
      }
      rows.append((cells, extents))
    }
  }

  /// The columns of each cell as they are counted in the file.
  private mutating func place(_ table: MarkupTable, cellBound: Int) -> [[Place]] {
    // For each column, how many more rows the cell above takes.
    var taken: [Int] = []
    var count = 0
    var result: [[Place]] = []
    for (index, row) in table.rows.enumerated() {
      var places: [Place] = []
      var column = min(max(0, row.skipped), MarkupGrid.columnBound)
      for (position, cell) in row.cells.enumerated() {
        if cell.joinsLeft, let last = places.indices.last {
          let width = width(of: cell, at: column)
          places[last].columns = places[last].columns.lowerBound..<column + width
          column += width
          continue
        }
        while column < taken.count, taken[column] > 0 { column += 1 }
        guard column < MarkupGrid.columnBound else {
          isCut = true
          return []
        }
        let width = width(of: cell, at: column)
        while taken.count < column + width { taken.append(0) }
        let left = table.rows.count - index
        let height = cell.rows == 0 ? left : min(max(1, cell.rows), left)
        for next in column..<column + width { taken[next] = height }
        places.append(Place(cell: position, columns: column..<column + width))
        column += width
      }
      for next in taken.indices where taken[next] > 0 { taken[next] -= 1 }
      count += max(column, taken.count)
      guard count <= cellBound else {
        isCut = true
        return []
      }
      result.append(places)
    }
    return result
  }

  private func width(of cell: MarkupTable.Cell, at column: Int) -> Int {
    min(max(1, cell.columns), MarkupGrid.spanBound, MarkupGrid.columnBound - column)
  }

  /// For each border between columns of the file, which column begins there.
  private func columns(_ places: [[Place]], widths: [Int]) -> [Int] {
    let count = places.joined().reduce(0) { max($0, $1.columns.upperBound) }
    guard count > 0 else { return [0] }
    var isBorder = [Bool](repeating: false, count: count + 1)
    /// For each border, the nearest one before it that is the other side of a cell.
    var nearest = [Int](repeating: -1, count: count + 1)
    for place in places.joined() {
      isBorder[place.columns.lowerBound] = true
      isBorder[place.columns.upperBound] = true
      nearest[place.columns.upperBound] = max(
        nearest[place.columns.upperBound], place.columns.lowerBound)
    }
    var left = [0]
    for width in widths.prefix(count) {
      left.append((left.last ?? 0) + min(max(0, width), 1 << 20))
    }
    var result = [Int](repeating: 0, count: count + 1)
    var first = 0
    var column = 0
    for border in 1...count {
      let isSliver =
        border < left.count && left[border] - left[first] < MarkupGrid.sliver
        && nearest[border] < first
      if !isSliver, isBorder[border] || count <= MarkupGrid.plainCount {
        column += 1
        first = border
      }
      result[border] = column
    }
    return result
  }
}
