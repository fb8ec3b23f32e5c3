import FiscalModel
import Spreadsheet

/// How high the rows of a sheet must be for texts that wrap, since merged cells do not grow by themselves.
struct RowHeights {
  let widths: [Double]
  /// Heights by row, in points; rows that the program's own height fits have none.
  private var single: [Int: Double] = [:]
  /// What stands in several rows.
  private var tall: [(rows: ClosedRange<Int>, height: Double)] = []

  private static let usual = 15.0
  private static let highest = 409.0

  init(widths: [Double]) { self.widths = widths }

  /// Makes room for what a slot prints.
  mutating func fit(_ slot: Placement.Slot, _ style: CellStyle, atLeast least: Double?) {
    let rows = slot.range.first.row...slot.range.last.row
    var height = least
    if style.alignment.wrap, case .text(let text) = slot.value {
      let columns = slot.range.first.column...slot.range.last.column
      // A sum of columns, `5=6+7+8`, is broken before its signs, which leaves places of a line empty.
      let lost = slot.part == .columnNumber ? 3 : 1.2 + 3 * Double(style.alignment.indent)
      let room = columns.reduce(-lost) { $0 + ($1 < widths.count ? widths[$1] : 9) }
      let size = style.font.size
      let lines = (TextWidth.of(text) * size / 10.5 / max(room, 2)).rounded(.up)
      if lines > 1 { height = max(least ?? 0, lines * size * 1.36 + 4) }
    }
    guard let height else { return }
    if rows.count > 1 {
      tall.append((rows, height))
    } else {
      single[rows.lowerBound] = min(max(single[rows.lowerBound] ?? 0, height), RowHeights.highest)
    }
  }

  /// The heights of the rows that need one. What is missing to a text in several rows is shared by them.
  var heights: [Int: Double] {
    var heights = single
    for (rows, height) in tall {
      let present = rows.reduce(0) { $0 + (heights[$1] ?? RowHeights.usual) }
      guard height > present else { continue }
      let missing = (height - present) / Double(rows.count)
      for row in rows {
        heights[row] = min((heights[row] ?? RowHeights.usual) + missing, RowHeights.highest)
      }
    }
    return heights
  }
}
