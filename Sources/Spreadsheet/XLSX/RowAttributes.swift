/// What is said of the rows of a sheet beside their cells.
struct RowAttributes {
  private let heights: [Int: Double]
  private let hidden: Set<Int>
  private let outlines: [Int: Int]

  init(_ sheet: Sheet) {
    heights = sheet.rowHeights
    hidden = sheet.hiddenRows
    outlines = sheet.rowOutlines
  }

  /// Whether nothing is said of any row.
  var isEmpty: Bool { heights.isEmpty && hidden.isEmpty && outlines.isEmpty }

  /// The rows of which something is said, ascending.
  var rows: [Int] { isEmpty ? [] : Set(heights.keys).union(hidden).union(outlines.keys).sorted() }

  /// Appends the attributes of a row.
  func append(_ row: Int, to buffer: CellBuffer) {
    if let height = heights[row] {
      buffer.append(" ht=\"")
      buffer.append(DecimalText.shortest(height))
      buffer.append("\" customHeight=\"1\"")
    }
    if let level = outlines[row], level > 0 {
      buffer.append(" outlineLevel=\"")
      buffer.append(level)
      buffer.append(UInt8(ascii: "\""))
    }
    if hidden.contains(row) { buffer.append(" hidden=\"1\"") }
  }
}
