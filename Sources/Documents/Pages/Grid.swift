extension Document {
  /// Rows of cells that stand below each other.
  package struct Grid: Sendable {
    /// The rows, empty ones left out: their numbers tell where one is missing, and their pages where a
    /// page ends.
    package var rows: ArraySlice<Line>
    /// What the file says of the table; nil where it does not say what is one, as a sheet may hold several.
    package var table: Table?

    /// Makes a grid.
    package init(rows: ArraySlice<Line>, table: Table? = nil) {
      self.rows = rows
      self.table = table
    }

    /// How it is known where the cells begin and end: the same for all rows.
    package var division: Division { rows.first?.division ?? .text }
    /// How many columns it has.
    package var columnCount: Int { rows.reduce(0) { max($0, $1.cells.count) } }
  }

  /// A cell of a grid, with all that it takes up.
  package struct GridCell: Sendable, Hashable {
    /// Its first column, counted from 0.
    package var column: Int
    /// How many columns it takes.
    package var columns: Int
    /// How many rows it takes, empty ones that are left out included.
    package var rows: Int
    /// What stands in it; may be empty.
    package var text: String
    /// Where it stands on the page, where the file says it.
    package var box: Box?
    /// How its text came to stand in it.
    package var placing: CellExtent.Placing
  }
}

extension Document.Grid {
  /// The cells that begin in each row, from left to right; what a merged cell of this or an earlier row
  /// covers is none.
  ///
  /// - Complexity: O(cells): take it once.
  package var cells: [[Document.GridCell]] {
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
