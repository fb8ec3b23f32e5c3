import Documents
import FiscalModel
import FiscalSchema

/// Tables that go on behind the end of a page.
extension TableCutter {
  /// A table with the rows of the next grid, where that goes on with it: it has no title of its own, or
  /// the same again, and repeats the captions or has none. What begins with the same row is another table.
  func joined(_ table: FoundTable, _ next: FoundTable) -> FoundTable? {
    guard next.grid.width == table.grid.width,
      !next.frame.isCertain || isSame(next.frame.titleLine, table.frame.titleLine),
      next.frame.number == nil || next.frame.number == table.frame.number,
      table.notes.isEmpty, table.nilStatement == nil,
      let first = next.grid.lines.first, let last = table.grid.lines.last,
      first.page > last.page || next.lines.lowerBound == table.lines.upperBound
    else { return nil }
    let repeats = next.headerRows > 0 && next.header.texts == table.header.texts
    let isHeadless =
      next.headerRows == 0 && !next.frame.isCertain
      || next.frame.titleLine == nil && !hasCaptions(next.header)
    guard
      repeats
        ? table.body.rows.first?.names != next.body.rows.first?.names
        : flow.name == nil && isHeadless
    else { return nil }
    var result = table
    result.grid = table.grid.appending(repeats ? next.body : next.grid)
    result.lines = table.lines.lowerBound..<next.lines.upperBound
    result.notes = next.notes
    result.nilStatement = next.nilStatement
    result.repeated += next.repeated
    if repeats {
      result.repeated.append((next.grid.location(0), next.headerRows))
    }
    return result
  }

  /// Whether anything in a header is known as a caption or numbers the columns: else it may be rows.
  private func hasCaptions(_ header: TableGrid) -> Bool {
    header.rows.joined().contains { cell in
      cell.isNumber || !cell.text.isEmpty && words.isCaption(cell.text)
    }
  }

  /// Whether two titles are the same but for the words that say that a table goes on.
  private func isSame(_ title: String?, _ other: String?) -> Bool {
    func core(_ title: String?) -> String? {
      guard var rest = title?.folded else { return nil }
      for word in vocabulary.continued {
        rest = rest.replacing("(" + word + ")", with: "")
        if rest.hasSuffix(word) { rest.removeLast(word.count) }
      }
      return rest
    }
    return core(title) == core(other)
  }
}

extension FoundTable {
  /// The rows below the captions.
  var body: TableGrid { grid.rows(headerRows..<grid.rows.count) }

  /// Takes out what a page repeats between the rows: the whole header, with the lines about agency and unit
  /// above it.
  mutating func removeRepeatedHeadings(_ isFrame: (Line) -> Bool) {
    let header = header.texts
    guard header.joined().count(where: { !$0.isEmpty }) > 1 else { return }
    let texts = grid.texts
    var kept = Array(0..<headerRows)
    var row = headerRows
    while row < grid.rows.count {
      let start = (row..<grid.rows.count).prefix(4).first { !isFrame(grid.lines[$0]) } ?? row
      let end = start + headerRows
      if row > headerRows, end < grid.rows.count, Array(texts[start..<end]) == header,
        grid.rows[headerRows].names != grid.rows[end].names
      {
        repeated.append((grid.location(row), end - row))
        row = end
      } else {
        kept.append(row)
        row += 1
      }
    }
    if kept.count < grid.rows.count { grid = grid.rows(kept) }
  }
}

extension TableGrid {
  /// What its cells print.
  var texts: [[String]] { rows.map { $0.map(\.text) } }
}

extension [TableGrid.Cell] {
  /// What a row is of: its names, and the codes before the first of them; no amounts.
  fileprivate var names: [String] {
    let texts = map(\.text).filter { !$0.isEmpty }
    func isName(_ text: String) -> Bool { text.unicodeScalars.contains(where: \.isHan) }
    return texts.prefix { !isName($0) } + texts.filter(isName)
  }
}
