/// What is said of the rows of a sheet beside their cells.
struct RowAttributes {
  private let heights: [Int: Double]
  private let hidden: Set<Int>

  init(_ sheet: Sheet) {
    heights = sheet.rowHeights
    hidden = sheet.hiddenRows
  }

  /// Whether nothing is said of any row.
  var isEmpty: Bool { heights.isEmpty && hidden.isEmpty }

  /// The rows of which something is said, ascending.
  var rows: [Int] { isEmpty ? [] : Set(heights.keys).union(hidden).sorted() }

  /// Appends the attributes of a row.
  func append(_ row: Int, to buffer: CellBuffer) {
    if let height = heights[row] {
      buffer.append(" ht=\"")
      buffer.append(DoubleText.shortest(height))
      buffer.append("\" customHeight=\"1\"")
    }
    if hidden.contains(row) { buffer.append(" hidden=\"1\"") }
  }
}
