@testable import Documents

extension Document {
  /// What stands on a page, or in pages that are read as one, from top to bottom.
  enum Block: Sendable {
    /// Lines between tables.
    case lines(ArraySlice<Line>)
    /// A table, as far as nothing else stands between its rows.
    case grid(Grid)
  }

  /// Rows of cells that stand below each other.
  struct Grid: Sendable {
    /// The rows, empty ones left out: their numbers tell where one is missing, and their pages where a
    /// page ends.
    var rows: ArraySlice<Line>
    /// What the file says of the table; nil where it does not say what is one, as a sheet may hold several.
    var table: Table?

    /// How it is known where the cells begin and end: the same for all rows.
    var division: Division { rows.first?.division ?? .text }
    /// How many columns it has.
    var columnCount: Int { rows.reduce(0) { max($0, $1.cells.count) } }
  }

  /// A cell of a grid, with all that it takes up.
  struct GridCell: Sendable, Hashable {
    /// Its first column, counted from 0.
    var column: Int
    /// How many columns it takes.
    var columns: Int
    /// How many rows it takes, empty ones that are left out included.
    var rows: Int
    /// What stands in it; may be empty.
    var text: String
    /// Where it stands on the page, where the file says it.
    var box: Box?
    /// How its text came to stand in it.
    var placing: CellExtent.Placing
  }
}

extension Document.Grid {
  /// The cells that begin in each row, from left to right; what a merged cell of this or an earlier row
  /// covers is none.
  ///
  /// - Complexity: O(cells): take it once.
  var cells: [[Document.GridCell]] {
    // For each column, the number of the first row that the cell above it leaves free.
    var free = [Int](repeating: 0, count: columnCount)
    return rows.map { row in
      var cells: [Document.GridCell] = []
      var column = 0
      while column < row.cells.count {
        let extent =
          column < row.extents.count ? row.extents[column] : Document.CellExtent()
        let text = row.cells[column]
        // What stands in a cell is kept, whatever covers it.
        guard free[column] <= row.number || !text.isEmpty else {
          column += 1
          continue
        }
        var end = min(column + max(extent.columns, 1), free.count)
        end =
          (column + 1..<max(end, column + 1)).first {
            $0 < row.cells.count && !row.cells[$0].isEmpty
          } ?? end
        for covered in column..<end { free[covered] = row.number + max(extent.rows, 1) }
        cells.append(
          Document.GridCell(
            column: column, columns: end - column, rows: max(extent.rows, 1), text: text,
            box: extent.box, placing: extent.placing))
        column = end
      }
      return cells
    }
  }
}

extension Document.Page {
  /// The lines and the grids, in order; each takes a slice of ``lines``, and nothing is copied.
  ///
  /// - Complexity: O(*n*) in the number of lines: take it once.
  var blocks: [Document.Block] {
    var blocks: [Document.Block] = []
    let known = Dictionary(tables.map { ($0.number, $0) }) { first, _ in first }
    var start = lines.startIndex
    while start < lines.endIndex {
      let first = lines[start]
      let end =
        lines[start...].firstIndex {
          $0.isGrid != first.isGrid || first.isGrid && $0.grid != first.grid
        } ?? lines.endIndex
      if first.isGrid {
        let table = first.grid.flatMap { known[$0] }
        blocks.append(.grid(Document.Grid(rows: lines[start..<end], table: table)))
      } else {
        blocks.append(.lines(lines[start..<end]))
      }
      start = end
    }
    return blocks
  }
}
