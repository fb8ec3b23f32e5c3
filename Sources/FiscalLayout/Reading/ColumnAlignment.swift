import Documents
import FiscalModel

/// Finds for each leaf column of a layout the column of a grid, keeping their order.
///
/// Each pair is scored by what stands in the body, by the caption and by the column number; a grid
/// column that holds anything is left out only at a price. The best sum is found as in a sequence
/// alignment, in O(columns of the layout × columns of the grid).
struct ColumnAlignment {
  let layout: Layout
  let header: [Line]
  let body: [Line]
  let vocabulary: Vocabulary

  /// The grid column of each layout column, or nil where the grid does not have it.
  func columns() -> [Int?] {
    let width = (header + body).map(\.cells.count).max() ?? 0
    let count = layout.columns.count
    guard width > 0 else { return Array(repeating: nil, count: count) }
    var filled = [Int](repeating: 0, count: width)
    for line in body {
      for (column, cell) in line.cells.enumerated() where !cell.isEmpty { filled[column] += 1 }
    }
    let scores = (0..<count).map { column in (0..<width).map { score(column, $0) } }
    // best[i][j]: the best sum for the columns from i on and the grid columns from j on.
    var best = [[Int]](repeating: [Int](repeating: 0, count: width + 1), count: count + 1)
    for j in (0..<width).reversed() { best[count][j] = best[count][j + 1] - 5 * filled[j] }
    for i in (0..<count).reversed() {
      best[i][width] = best[i + 1][width] - price(of: i)
      for j in (0..<width).reversed() {
        best[i][j] = max(
          best[i + 1][j + 1] + scores[i][j],
          best[i + 1][j] - price(of: i),
          best[i][j + 1] - 5 * filled[j])
      }
    }
    var result = [Int?](repeating: nil, count: count)
    var (i, j) = (0, 0)
    while i < count, j < width {
      if best[i][j] == best[i + 1][j + 1] + scores[i][j] {
        result[i] = j
        i += 1
        j += 1
      } else if best[i][j] == best[i][j + 1] - 5 * filled[j] {
        j += 1
      } else {
        i += 1
      }
    }
    return result
  }

  /// What it costs to say that the grid does not have a column.
  private func price(of column: Int) -> Int {
    switch layout.columns[column].role {
    case .code: 1
    case .name, .label: 2
    case .rowNumber: 3
    case .amount, .text: 6
    }
  }

  private func score(_ column: Int, _ position: Int) -> Int {
    let definition = layout.columns[column]
    var score = 0
    let caption = definition.caption.folded
    for line in header where position < line.cells.count {
      let cell = line.cells[position].folded
      guard !cell.isEmpty else { continue }
      if cell == caption { score += 3 }
      if definition.role == .amount, cell == definition.number { score += 4 }
    }
    guard let panel = layout.panel(ofColumn: column).map({ layout.panels[$0] }) else {
      return score
    }
    for line in body where position < line.cells.count {
      let cell = line.cells[position].folded
      guard !cell.isEmpty else { continue }
      let isValue = NullKind(mark: cell) != nil || (try? Amount(cell)) != nil
      let isDigits = cell.utf8.allSatisfy { (0x30...0x39).contains($0) }
      switch definition.role {
      case .code:
        let isCode = isDigits && (panel.open?.accepts(cell) ?? false)
        score += isCode ? (column == panel.codeColumns.first ? 3 : 1) : isValue ? -3 : 1
      case .name, .label:
        let isKnown = panel.lines.contains { $0.label.folded == cell }
        score += isKnown ? 4 : isValue ? -3 : 1
      case .rowNumber:
        score += panel.lines.contains { $0.number == cell } ? 3 : isDigits ? 1 : -3
      case .amount:
        score += isValue ? 2 : -2
      case .text:
        score += 1
      }
    }
    return score
  }
}
