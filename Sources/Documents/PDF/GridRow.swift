/// A row of a grid on a page, its texts in their cells.
struct GridRow {
  var cells: [String]
  var extents: [Document.CellExtent]
  var top: Double
  /// The columns of cells whose text could go on: its last line is as wide as the cell.
  var filled: Set<Int> = []

  var isEmpty: Bool { cells.allSatisfy(\.isEmpty) }
}
