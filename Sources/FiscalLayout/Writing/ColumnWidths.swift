import FiscalModel

/// How wide the columns of a table must be, in digits.
struct ColumnWidths {
  private let matrix: Section.Matrix
  /// What captions, keys and values need, column by column.
  private var needed: [Double]
  /// What the figures alone need.
  private var figures: [Double]

  /// The columns of a digit's width that a page lying has room for.
  private static let page = 142.0

  /// Measures a table.
  ///
  /// - Complexity: O(cells).
  init(_ matrix: Section.Matrix) {
    self.matrix = matrix
    needed = matrix.columns.map { column in
      // Captions wrap; half of a long one is wide enough.
      let caption = TextWidth.of(column.caption)
      return caption > 12 ? min(caption / 2 + 1, 18) : caption
    }
    figures = matrix.columns.map { _ in 9 }
    for row in matrix.rows {
      for (index, part) in row.parts.enumerated() {
        let panel = matrix.panels[index]
        measureKey(of: part, panel)
        for (slot, column) in panel.valueColumns.enumerated() {
          measure(part.cells[slot].value, column)
        }
      }
    }
  }

  private mutating func widen(_ column: Int, _ width: Double) {
    needed[column] = max(needed[column], width)
  }

  private mutating func measureKey(of part: Section.Part, _ panel: Section.Panel) {
    if let code = part.code, part.print == nil {
      let width = (TextWidth.of(code) + 1) / Double(panel.codeColumns.count)
      for column in panel.codeColumns { widen(column, width) }
    }
    // The label of a line without a code stands over the codes, too.
    if let column = panel.labelColumn,
      part.code != nil || part.line == nil || panel.codeColumns.isEmpty
    {
      widen(column, TextWidth.of(part.print ?? part.label) + Double(part.indent) * 2)
    }
    if let column = panel.numberColumn { widen(column, TextWidth.of(part.number ?? "")) }
  }

  private mutating func measure(_ value: FiscalValue, _ column: Int) {
    switch value {
    // Texts wrap.
    case .text(let text): widen(column, TextWidth.of(text.prefix(10)))
    case .amount(let amount):
      let digits = amount.description
      let commas = Double(max(digits.count - amount.scale - 2, 0) / 3)
      let width = TextWidth.of(digits) + commas
      widen(column, width + 1)
      figures[column] = max(figures[column], width + 2)
    case .null: break
    }
  }

  /// The widths, those of a table that is wider than a page narrowed: its captions then wrap once more,
  /// and its print is larger.
  var widths: [Double] {
    var widths = needed.enumerated().map { column, width in
      min(max(width + 2, least(matrix.columns[column].role)), 46)
    }
    let amounts = matrix.columns.indices.filter { matrix.columns[$0].role == .amount }
    let room = amounts.reduce(0) { $0 + max(0, widths[$1] - figures[$1]) }
    let excess = widths.reduce(0, +) - ColumnWidths.page
    guard room > 0, excess > 0 else { return widths }
    for column in amounts {
      let narrowed =
        widths[column] - max(0, widths[column] - figures[column]) * min(1, excess / room)
      widths[column] = (narrowed * 10).rounded() / 10
    }
    return widths
  }

  private func least(_ role: Section.Role) -> Double {
    switch role {
    case .code: matrix.panels.contains { $0.codeColumns.count > 1 } ? 4 : 8
    case .rowNumber: 5
    case .amount: 11
    default: 12
    }
  }
}
