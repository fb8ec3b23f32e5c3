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

  /// Whether columns were found by how texts are aligned.
  static func areUnruled(_ line: Line) -> Bool { line.extents.first?.placing == .aligned }

  // MARK: Heading

  /// The lines of a table with captions that wrap in one cell each, in their last line.
  func heading(of lines: ArraySlice<Line>) -> ArraySlice<Line> {
    let head = lines.prefix(WrappedRows.mostHeadingLines)
    guard head.contains(where: WrappedRows.areUnruled) else { return lines }
    var lines = lines
    let filled = head.map { $0.cells.count { !$0.isEmpty } }
    for column in 0..<GridReader.width(Array(head)) {
      let rows = head.indices.filter {
        column < lines[$0].cells.count && !lines[$0].cells[column].isEmpty
      }
      var start = 0
      while start < rows.count {
        // The longest run that makes a caption.
        let end = (start + 2...max(rows.count, start + 2)).reversed().first { end in
          end <= rows.count && isCaption(rows[start..<end].map { lines[$0].cells[column] }.joined())
        }
        if let end {
          // In the line between that has most captions.
          let run = rows[start..<end]
          let text = run.map { lines[$0].cells[column].squeezed }.joined()
          let free = (run[start]...run[end - 1]).filter {
            run.contains($0) || column < lines[$0].cells.count && lines[$0].cells[column].isEmpty
          }
          let fullest = free.max { filled[$0 - head.startIndex] < filled[$1 - head.startIndex] }
          for row in run { lines[row].cells[column] = "" }
          if let fullest { lines[fullest].cells[column] = text }
        }
        start = end ?? start + 1
      }
    }
    return lines
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

  /// The lines of a body, those that were joined in the place of the first of them.
  ///
  /// - Complexity: O(lines × columns).
  func body(_ lines: [Line], columns: [Int?]) -> (lines: [Line], findings: [Finding]) {
    guard lines.allSatisfy(WrappedRows.areUnruled) else { return (lines, []) }
    let lines = lines.map { moved($0, columns) }
    let filled = lines.map { line in line.cells.map { !$0.isEmpty } }
    // What may stand in a row once only.
    let single = Set(
      layout.panels.flatMap {
        $0.codeColumns + $0.valueColumns + [$0.numberColumn].compactMap { $0 }
      }
      .compactMap { columns[$0] })
    // ahead[i]: the least cost of the lines from i on; behind[i]: of those before i.
    var ahead = [Double](repeating: .infinity, count: lines.count + 1)
    var behind = ahead
    var costs = [[Double]](repeating: [], count: lines.count)
    ahead[lines.count] = 0
    behind[0] = 0
    for start in lines.indices {
      costs[start] = self.costs(lines, from: start, columns, single: single, filled)
      for (index, cost) in costs[start].enumerated() {
        behind[start + index + 1] = min(behind[start + index + 1], behind[start] + cost)
      }
    }
    var ends = [Int](repeating: 0, count: lines.count)
    for start in lines.indices.reversed() {
      for (index, cost) in costs[start].enumerated()
      where cost + ahead[start + index + 1] < ahead[start] {
        ahead[start] = cost + ahead[start + index + 1]
        ends[start] = start + index + 1
      }
    }
    var result: [Line] = []
    var findings: [Finding] = []
    var joined = 0
    var start = 0
    while start < lines.count {
      let end = ends[start]
      result.append(end == start + 1 ? lines[start] : join(lines[start..<end]))
      if end > start + 1 { joined += 1 }
      // Another end that explains as much.
      let isDoubtful = (start + 1...end).contains { other in
        other < end && behind[other] + ahead[other] - ahead[0] < 0.2
      }
      if isDoubtful, let last = result.last {
        findings.append(
          Finding(
            "read/doubtful-row", ["values": last.cells.filter { !$0.isEmpty }], verdict: .ambiguous,
            at: Location(page: last.page, line: last.number)))
      }
      start = end
    }
    if joined > 0, let first = lines.first {
      findings.insert(
        Finding(
          "read/wrapped-rows", ["rows": joined], at: Location(page: first.page, line: first.number)),
        at: 0)
    }
    return (result, findings)
  }

  /// A line with a label of the form, that stands in the middle of several columns, in that of labels.
  private func moved(_ line: Line, _ columns: [Int?]) -> Line {
    var line = line
    let used = Set(columns.compactMap { $0 })
    for (index, panel) in layout.panels.enumerated() {
      guard let own = panel.labelColumn.flatMap({ columns[$0] }), own < line.cells.count,
        line.cells[own].isEmpty
      else { continue }
      let keys = Set(panel.columns.compactMap { columns[$0] })
      // What no column of the layout was taken for is of the panel left of the next one.
      let next =
        layout.panels[(index + 1)...].lazy.flatMap(\.columns).compactMap { columns[$0] }.min()
        ?? line.cells.count
      let start = index == 0 ? 0 : keys.min() ?? 0
      let slipped = line.cells.indices.filter {
        !line.cells[$0].isEmpty && (keys.contains($0) || !used.contains($0) && (start..<next) ~= $0)
          && panel.isLabel(line.cells[$0].folded)
      }
      guard slipped.count == 1, let from = slipped.first else { continue }
      line.cells.swapAt(own, from)
      line.extents[own].placing = .overflowing
    }
    return line
  }

  /// What the rows from a line on cost, of one line, two, and so on.
  private func costs(
    _ lines: [Line], from start: Int, _ columns: [Int?], single: Set<Int>, _ filled: [[Bool]]
  ) -> [Double] {
    var costs: [Double] = []
    var cells = lines[start].cells
    var gaps = 0.0
    for end in start..<min(start + WrappedRows.mostLines, lines.count) {
      if end > start {
        for (column, isFilled) in filled[end].enumerated() where isFilled {
          guard column < cells.count else { return costs }
          if !cells[column].isEmpty, single.contains(column) { return costs }
          cells[column] += lines[end].cells[column]
        }
      }
      if end > start, lines[end].followsGap { gaps += 1 }
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
      let code = panel.codeColumns.map { cell($0).squeezed }.joined()
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

  /// One line of several: where the figures stand, with what all of them say.
  private func join(_ lines: ArraySlice<Line>) -> Line {
    var result =
      lines.first { $0.cells.contains { (try? Amount($0.squeezed)) != nil && $0.contains(".") } }
      ?? lines[lines.startIndex]
    for column in result.cells.indices {
      let parts = lines.compactMap { column < $0.cells.count ? $0.cells[column] : nil }
        .filter { !$0.isEmpty }
      result.cells[column] = parts.joined()
      if parts.count > 1 { result.extents[column].placing = .joined }
    }
    return result
  }
}
