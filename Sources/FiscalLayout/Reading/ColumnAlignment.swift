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
    let headers = ColumnAlignment.cells(header, width: width)
    let bodies = ColumnAlignment.cells(body, width: width)
    let filled = bodies.map(\.count)
    let scores = (0..<count).map { column in
      let caption = layout.columns[column].caption.folded
      return (0..<width).map {
        score(column, caption: caption, header: headers[$0], body: bodies[$0])
      }
    }
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

  /// A filled cell of the grid and what it looks like.
  private struct Cell {
    var text: String
    var isValue: Bool
    var isDigits: Bool
    var isCode: Bool

    init(_ text: String) {
      self.text = text.folded
      isCode = Classification.isCode(self.text)
      isDigits = self.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      isValue = isDigits || NullKind(mark: self.text) != nil || (try? Amount(self.text)) != nil
    }
  }

  /// The filled cells of each grid column.
  private static func cells(_ lines: [Line], width: Int) -> [[Cell]] {
    var columns = [[Cell]](repeating: [], count: width)
    for line in lines {
      for (column, cell) in line.cells.enumerated() where !cell.isEmpty {
        columns[column].append(Cell(cell))
      }
    }
    return columns
  }

  /// How well a grid column serves as a column of the layout.
  private func score(_ column: Int, caption: String, header: [Cell], body: [Cell]) -> Int {
    let definition = layout.columns[column]
    var score = 0
    for cell in header {
      if cell.text == caption { score += 3 }
      if definition.role == .amount, cell.text == definition.number { score += 4 }
    }
    guard let panel = layout.panel(ofColumn: column).map({ layout.panels[$0] }) else {
      return score
    }
    for cell in body {
      switch definition.role {
      case .code:
        // Below the first level a divided code prints two digits a column.
        let isCode =
          cell.isCode && panel.open(accepting: cell.text) != nil
          || cell.isDigits && column != panel.codeColumns.first && cell.text.utf8.count == 2
        score += isCode ? (column == panel.codeColumns.first ? 3 : 1) : cell.isValue ? -3 : 1
      case .name, .label:
        score += panel.isLabel(cell.text) ? 4 : cell.isValue ? -3 : 1
      case .rowNumber:
        score += panel.numbers.contains(cell.text) ? 3 : cell.isDigits ? 1 : -3
      case .amount:
        score += cell.isValue ? 2 : -2
      case .text:
        score += 1
      }
    }
    return score
  }
}
