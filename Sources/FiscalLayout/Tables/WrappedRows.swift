import Documents
import FiscalModel
import FiscalSchema

/// Joins the lines of a table without rulings that are one row: names that wrap, and figures that stand
/// a little above or below their name.
///
/// Nothing but what the layout knows tells where rows begin: codes and labels stand in each row once, and
/// what is joined must make a label or a row that is whole. Of all divisions of the lines that one is
/// taken that leaves least unexplained; single lines where they explain themselves.
struct WrappedRows {
  private let layout: Layout
  private let catalogue: Catalogue
  /// Rows do not take more lines.
  private static let mostLines = 8
  /// Nor does a heading.
  private static let mostHeadingLines = 14

  init(layout: Layout, catalogue: Catalogue) {
    self.layout = layout
    self.catalogue = catalogue
  }

  // MARK: Heading

  /// A grid with the captions that wrap in one cell each, in their last line.
  func heading(of grid: TableGrid) -> TableGrid {
    guard grid.isAligned else { return grid }
    var grid = grid
    let head = 0..<min(grid.rows.count, WrappedRows.mostHeadingLines)
    let filled = head.map { grid.filled($0).count }
    for column in 0..<grid.width {
      let rows = head.filter { !grid.rows[$0][column].text.isEmpty }
      var start = 0
      while start < rows.count {
        // The longest run that makes a caption.
        let end = (start + 2...max(rows.count, start + 2)).reversed().first { end in
          end <= rows.count
            && isCaption(rows[start..<end].map { grid.rows[$0][column].text }.joined())
        }
        if let end {
          // In the line between that has most captions.
          let run = rows[start..<end]
          let text = run.map { grid.rows[$0][column].text }.joined()
          let free = (rows[start]...rows[end - 1]).filter {
            run.contains($0) || grid.rows[$0][column].text.isEmpty
          }
          for row in run { grid.rows[row][column].text = "" }
          if let fullest = free.max(by: { filled[$0] < filled[$1] }) {
            grid.rows[fullest][column].text = text
          }
        }
        start = end ?? start + 1
      }
    }
    return grid
  }

  /// Whether a text is a caption, or the number of a column with what it is the sum of.
  private func isCaption(_ text: String) -> Bool {
    let text = text.folded
    if layout.headerCaptions.contains(text) { return true }
    guard let sign = text.firstIndex(of: "="),
      text[sign...].utf8.allSatisfy({ "=+-()0123456789".utf8.contains($0) })
    else { return false }
    return layout.columns.contains { $0.number.map { $0 == text[..<sign] } ?? false }
  }

  // MARK: Body

  /// The rows of a body, those that were joined in the place of the first of them.
  ///
  /// - Complexity: O(rows × columns).
  func body(_ grid: TableGrid, columns: [Int?]) -> (grid: TableGrid, findings: [Finding]) {
    guard grid.isAligned else { return (grid, []) }
    var result = grid
    let rows = grid.rows.map { moved($0, columns) }
    let ends = division(rows, grid.lines.map(\.followsGap), columns)
    result.rows = []
    result.lines = []
    var findings: [Finding] = []
    var joined = 0
    for (range, isDoubtful) in ends {
      let row = range.count == 1 ? range.lowerBound : figures(in: rows, range)
      result.rows.append(range.count == 1 ? rows[row] : join(rows[range], as: rows[row]))
      result.lines.append(grid.lines[row])
      if range.count > 1 { joined += 1 }
      guard isDoubtful else { continue }
      let values = result.rows[result.rows.count - 1].map(\.raw).filter { !$0.isEmpty }
      findings.append(
        Finding(
          "read/doubtful-row", ["values": values], verdict: .ambiguous, at: grid.location(row)))
    }
    if joined > 0 {
      findings.insert(
        Finding("read/wrapped-rows", ["rows": joined], at: grid.location(0)), at: 0)
    }
    return (result, findings)
  }

  /// The rows that are one each, of all divisions that which costs least; and whether another one costs as
  /// little.
  private func division(
    _ rows: [[TableGrid.Cell]], _ followsGap: [Bool], _ columns: [Int?]
  ) -> [(range: Range<Int>, isDoubtful: Bool)] {
    // What may stand in a row once only.
    let single = Set(
      layout.panels.flatMap {
        $0.codeColumns + $0.valueColumns + [$0.numberColumn].compactMap { $0 }
      }
      .compactMap { columns[$0] })
    // ahead[i]: the least cost of the rows from i on; behind[i]: of those before i.
    var ahead = [Double](repeating: .infinity, count: rows.count + 1)
    var behind = ahead
    ahead[rows.count] = 0
    behind[0] = 0
    let costs = rows.indices.map { self.costs(rows, from: $0, followsGap, columns, single: single) }
    for start in rows.indices {
      for (index, cost) in costs[start].enumerated() {
        behind[start + index + 1] = min(behind[start + index + 1], behind[start] + cost)
      }
    }
    var ends = [Int](repeating: 0, count: rows.count)
    for start in rows.indices.reversed() {
      for (index, cost) in costs[start].enumerated()
      where cost + ahead[start + index + 1] < ahead[start] {
        ahead[start] = cost + ahead[start + index + 1]
        ends[start] = start + index + 1
      }
    }
    var result: [(Range<Int>, Bool)] = []
    var start = 0
    while start < rows.count {
      let isDoubtful = (start + 1..<ends[start]).contains {
        behind[$0] + ahead[$0] - ahead[0] < 0.2
      }
      result.append((start..<ends[start], isDoubtful))
      start = ends[start]
    }
    return result
  }

  /// A row with a label of the form, that stands in the middle of several columns, in that of labels.
  private func moved(_ row: [TableGrid.Cell], _ columns: [Int?]) -> [TableGrid.Cell] {
    var row = row
    let used = Set(columns.compactMap { $0 })
    for (index, panel) in layout.panels.enumerated() {
      guard let own = panel.labelColumn.flatMap({ columns[$0] }), row[own].text.isEmpty
      else { continue }
      let keys = Set(panel.columns.compactMap { columns[$0] })
      // What no column of the layout was taken for is of the panel left of the next one.
      let next =
        layout.panels[(index + 1)...].lazy.flatMap(\.columns).compactMap { columns[$0] }.min()
        ?? row.count
      let start = index == 0 ? 0 : keys.min() ?? 0
      let slipped = row.indices.filter {
        !row[$0].text.isEmpty && (keys.contains($0) || !used.contains($0) && (start..<next) ~= $0)
          && panel.isLabel(row[$0].text.folded)
      }
      guard slipped.count == 1, let from = slipped.first else { continue }
      row[own].text = row[from].text
      row[own].raw = row[from].raw
      row[from].text = ""
      row[from].raw = ""
      row[own].placing = .overflowing
    }
    return row
  }

  /// What the rows from one on cost, of one line, two, and so on.
  private func costs(
    _ rows: [[TableGrid.Cell]], from start: Int, _ followsGap: [Bool], _ columns: [Int?],
    single: Set<Int>
  ) -> [Double] {
    var costs: [Double] = []
    var cells = rows[start].map(\.text)
    var gaps = 0.0
    for end in start..<min(start + WrappedRows.mostLines, rows.count) {
      if end > start {
        for (column, cell) in rows[end].enumerated() where !cell.text.isEmpty {
          if !cells[column].isEmpty, single.contains(column) { return costs }
          cells[column] += cell.text
        }
        if followsGap[end] { gaps += 1 }
      }
      costs.append(cost(cells, columns) + 0.3 * Double(end - start) + 0.5 * gaps)
    }
    return costs
  }

  /// How much of a row is not explained.
  private func cost(_ cells: [String], _ columns: [Int?]) -> Double {
    func cell(_ column: Int?) -> String {
      guard let column, let position = columns[column], position < cells.count else { return "" }
      return cells[position]
    }
    return layout.panels.reduce(0) { sum, panel in
      let code = panel.codeColumns.map { cell($0) }.joined()
      let label = cell(panel.labelColumn).folded
      let hasValues = panel.valueColumns.contains { !cell($0).isEmpty }
      if panel.isKeyless { return sum + (hasValues ? 0 : 1) }
      if code.isEmpty, label.isEmpty {
        let isNumbered = !cell(panel.numberColumn).isEmpty
        let isNameless = panel.lines.contains { $0.label.isEmpty && !$0.id.isEmpty }
        return sum + (hasValues && !isNumbered && !isNameless ? 4 : 0)
      }
      if panel.isLabel(label) || panel.isLabel(code.folded) { return sum }
      guard !code.isEmpty else {
        return sum + (panel.namedRows != nil ? (hasValues ? 0.5 : 2) : 3)
      }
      guard let open = panel.open(accepting: code) else { return sum + 4 }
      if panel.labelColumn == nil { return sum }
      if label.isEmpty { return sum + 2 }
      let isName = catalogue.classifications[open.classification]?.isName(label, of: code) ?? false
      return sum + (isName ? 0 : 0.5)
    }
  }

  /// Which of several lines has the figures, the first where none has.
  private func figures(in rows: [[TableGrid.Cell]], _ range: Range<Int>) -> Int {
    range.first { rows[$0].contains { $0.isNumber && $0.text.contains(".") } } ?? range.lowerBound
  }

  /// One row of several lines, with what all of them say.
  private func join(
    _ lines: ArraySlice<[TableGrid.Cell]>, as row: [TableGrid.Cell]
  ) -> [TableGrid.Cell] {
    var result = row
    for column in result.indices {
      let parts = lines.map { $0[column] }.filter { !$0.text.isEmpty }
      result[column].text = parts.map(\.text).joined()
      result[column].raw = parts.map(\.raw).joined()
      if parts.count > 1 { result[column].placing = .joined }
    }
    return result
  }
}
