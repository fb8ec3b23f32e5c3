extension PageAssembly {
  /// Whether the pages are a print of plain text: nothing is ruled, and one blank, as between words, is all
  /// that divides figures from what stands beside them.
  static func isRunningText(_ pages: [[Block]]) -> Bool {
    var gaps = (narrow: 0, wide: 0)
    for block in pages.joined() {
      guard case .text(let row) = block else { return false }
      for (word, next) in zip(row.words, row.words.dropFirst())
      where PageText.isAmount(word.text) || PageText.isAmount(next.text) {
        if next.left - word.right < 0.8 * max(word.size, next.size) {
          gaps.narrow += 1
        } else {
          gaps.wide += 1
        }
      }
    }
    return gaps.narrow >= 10 && gaps.narrow > 9 * gaps.wide
  }

  /// The lines of plain text, gaps between them where one or more are empty.
  static func runningText(_ pages: [[Block]]) -> [Document.Page] {
    let rows = pages.map { blocks in
      blocks.compactMap { if case .text(let row) = $0 { row } else { nil } }
    }
    // Lines stand as close as most of those that no empty one divides.
    let steps = rows.flatMap { zip($0, $0.dropFirst()).map { $1.top - $0.top } }.sorted()
    let step = steps.isEmpty ? 0 : steps[steps.count / 10]
    var number = 0
    return rows.enumerated().map { index, rows in
      var lines: [Document.Line] = []
      var last: Double?
      for row in rows {
        number += 1
        lines.append(
          Document.Line(
            page: index + 1, number: number, cells: [PageText.text(row.words)], division: .lost,
            followsGap: last.map { row.top - $0 > 1.5 * step } ?? true))
        last = row.top
      }
      return Document.Page(name: nil, number: index + 1, lines: lines)
    }
  }
}
