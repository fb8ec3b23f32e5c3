import FiscalModel
import FiscalSchema

/// Finds for each leaf column of a layout the column of a grid, keeping their order.
///
/// Each pair is scored by what stands in the body, by the caption and by the column number; a grid
/// column that holds anything is left out only at a price. The best sum is found as in a sequence
/// alignment, in O(columns of the layout × columns of the grid).
struct ColumnAlignment {
  let layout: Layout
  let header: TableGrid
  let body: TableGrid

  /// The grid column of each layout column, or nil where the grid does not have it.
  func columns() -> [Int?] {
    let width = body.width
    let count = layout.columns.count
    guard width > 0 else { return Array(repeating: nil, count: count) }
    let headers = ColumnAlignment.cells(header)
    let bodies = ColumnAlignment.cells(body)
    let filled = bodies.map(\.count)
    let values = bodies.map { $0.count { $0.isValue } }
    let kinds = layout.panels.map { panel in
      bodies.indices.map { Kinds(bodies[$0], values: values[$0], panel: panel) }
    }
    let scores = (0..<count).map { column in
      (0..<width).map { score(column, header: headers[$0], kinds: kinds, at: $0) }
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
    return ColumnAlignment.columns(through: best, scores: scores, filled: filled)
  }

  /// The columns that the best sums are of.
  private static func columns(
    through best: [[Int]], scores: [[Int]], filled: [Int]
  ) -> [Int?] {
    var result = [Int?](repeating: nil, count: scores.count)
    var (i, j) = (0, 0)
    while i < scores.count, j < filled.count {
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
    default: 6
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
  private static func cells(_ grid: TableGrid) -> [[Cell]] {
    (0..<grid.width).map { column in
      grid.rows.compactMap { $0[column].text.isEmpty ? nil : Cell($0[column].text) }
    }
  }

  /// How many of a grid column's cells are what the columns of a panel hold.
  private struct Kinds {
    var cells: Int
    /// Digits, dashes and amounts.
    var values: Int
    /// Codes of the panel, how many of them are values, and pairs of digits that are none.
    var codes = 0
    var codeValues = 0
    var pairs = 0
    /// Labels of the panel, and how many of them are values.
    var labels = 0
    var labelValues = 0
    /// Numbers of the panel's lines, and other numbers.
    var numbers = 0
    var otherDigits = 0

    init(_ cells: [Cell], values: Int, panel: Layout.Panel) {
      self.cells = cells.count
      self.values = values
      // Columns of amounts alone need no more than that.
      let hasNumbers = panel.numberColumn != nil
      for cell in cells {
        let isCode = cell.isCode && panel.open(accepting: cell.text) != nil
        if isCode {
          codes += 1
          if cell.isValue { codeValues += 1 }
        } else if cell.isDigits, cell.text.utf8.count == 2 {
          pairs += 1
        }
        if panel.isLabel(cell.text) {
          labels += 1
          if cell.isValue { labelValues += 1 }
        }
        if hasNumbers {
          if panel.numbers.contains(cell.text) {
            numbers += 1
          } else if cell.isDigits {
            otherDigits += 1
          }
        }
      }
    }
  }

  /// How well a grid column serves as a column of the layout.
  private func score(_ column: Int, header: [Cell], kinds: [[Kinds]], at grid: Int) -> Int {
    let definition = layout.columns[column]
    var score = 0
    for cell in header {
      if cell.text == definition.foldedCaption { score += 3 }
      if definition.role == .amount, cell.text == definition.number { score += 4 }
    }
    guard let index = layout.panel(ofColumn: column) else { return score }
    let body = kinds[index][grid]
    switch definition.role {
    // Most columns hold amounts, for which the number of cells tells.
    case .amount: return score + 2 * (2 * body.values - body.cells)
    case .code:
      let isFirst = column == layout.panels[index].codeColumns.first
      // Below the first level a divided code prints two digits a column.
      let codes = isFirst ? body.codes : body.codes + body.pairs
      let others = body.values - body.codeValues - (isFirst ? 0 : body.pairs)
      return score + codes * (isFirst ? 3 : 1) - 3 * others + (body.cells - codes - others)
    case .name, .label:
      let others = body.values - body.labelValues
      return score + 4 * body.labels - 3 * others + (body.cells - body.labels - others)
    case .rowNumber:
      return score + 3 * body.numbers + body.otherDigits
        - 3 * (body.cells - body.numbers - body.otherDigits)
    default: return score + body.cells
    }
  }
}
