import Documents
import FiscalModel
import FiscalSchema

/// Knows the heading of a table again where a document that cut the table at the end of a page repeats it.
struct RepeatedHeading {
  /// The table: its title, the lines about agency and unit.
  let table: Section
  /// The rows of the table's header.
  let header: [Line]
  let vocabulary: Vocabulary

  /// More lines than these never stand between the parts of a table.
  private static let lineBound = 4

  /// The lines that repeat the header's first row. Few do, and all else is asked of these alone.
  func tops(of lines: ArraySlice<Line>) -> [Int] {
    guard let top = header.first else { return [] }
    let opening = opening(top)
    return lines.indices.filter { self.opening(lines[$0]) == opening && isSame(lines[$0], top) }
  }

  /// The first character of a row that is no blank.
  private func opening(_ line: Line) -> Unicode.Scalar? {
    for cell in line.cells {
      if let scalar = cell.unicodeScalars.first(where: { !$0.properties.isWhitespace }) {
        return scalar
      }
    }
    return nil
  }

  /// How many lines from an index are such a heading; 0 where the table does not go on behind it.
  /// `top` is the next line that repeats the header's first row, `first` the first row of the body.
  func count(
    _ lines: ArraySlice<Line>, at index: Int, to end: Int, top: Int?, first: Line?
  ) -> Int {
    guard let top, top - index < RepeatedHeading.lineBound,
      lines[index..<top].allSatisfy(isHeading)
    else { return 0 }
    var next = top
    var rows = 0
    while rows < header.count, next + rows < end, isSame(lines[next + rows], header[rows]) {
      rows += 1
    }
    // One cell alone may be a label, and a table that begins anew is another one.
    let cells = header[..<rows].reduce(0) { $0 + $1.cells.count { !$0.isEmpty } }
    next += rows
    guard cells > 1, next < end, lines[next].isGrid else { return 0 }
    if let first, first.labels == lines[next].labels { return 0 }
    return next - index
  }

  /// Whether a line repeats the title, the agency or the unit.
  private func isHeading(_ line: Line) -> Bool {
    let cells = line.cells.filter { !$0.isEmpty }
    guard !cells.isEmpty else { return false }
    return cells.allSatisfy { cell in
      if isTitle(cell) { return true }
      if let heading = HeadingLine(cell, vocabulary: vocabulary) {
        return heading.pieces.allSatisfy(table.heading.contains)
      }
      return cell.split(whereSeparator: \.isWhitespace).allSatisfy {
        table.heading.contains(String($0))
      }
    }
  }

  /// Whether a text is the table's title, its number, or the word that says that it goes on.
  private func isTitle(_ text: String) -> Bool {
    guard text.utf8.count <= 300 else { return false }
    var rest = text.folded
    for word in vocabulary.continued {
      rest = rest.replacing("(" + word + ")", with: "")
      if rest.hasSuffix(word) { rest.removeLast(word.count) }
    }
    if rest.isEmpty || rest == table.titleLine?.folded { return true }
    guard let title = TitleLine(rest, vocabulary: vocabulary) else { return false }
    return (title.number == nil || title.number == table.number)
      && (title.core.isEmpty || title.title.folded == table.title?.folded)
  }

  private func isSame(_ line: Line, _ other: Line) -> Bool { line.printed == other.printed }
}

extension Line {
  /// The texts of a row without the blank ones at its end, to compare it with another.
  fileprivate var printed: [String] {
    var cells = cells.map(\.folded)
    while cells.last?.isEmpty ?? false { cells.removeLast() }
    return cells
  }

  /// What a row is of: its names, and the codes before the first of them; no amounts.
  fileprivate var labels: [String] {
    let cells = cells.map(\.folded).filter { !$0.isEmpty }
    func isName(_ text: String) -> Bool { text.unicodeScalars.contains(where: \.isHan) }
    return cells.prefix { !isName($0) } + cells.filter(isName)
  }
}

extension TableFinder {
  /// The candidates without those whose table only goes on with the one before: the same title, lines and
  /// header stand there again, and other rows below them.
  func withoutContinued(_ candidates: [Candidate], of lines: [Line]) -> [Candidate] {
    var result: [Candidate] = []
    for candidate in candidates {
      if let last = result.last, continues(candidate, last, lines) { continue }
      result.append(candidate)
    }
    return result
  }

  private func continues(_ next: Candidate, _ last: Candidate, _ lines: [Line]) -> Bool {
    guard next.isKnown, last.isKnown, next.printed != nil, next.title == last.title else {
      return false
    }
    let above = heading(below: last, lines)
    let again = heading(below: next, lines)
    guard again.pieces.allSatisfy(above.pieces.contains) else { return false }
    var cells = 0
    var offset = 0
    while true {
      let (a, b) = (above.end + offset, again.end + offset)
      guard a < next.lines.lowerBound, b < lines.count else { return false }
      guard lines[a].printed == lines[b].printed else {
        // The first row that differs is the first of each part, under a header.
        return cells > 1 && lines[a].isGrid && lines[b].isGrid
          && lines[a].labels != lines[b].labels
      }
      if lines[a].isGrid {
        guard
          !lines[a].cells.contains(where: { $0.contains(".") && (try? Amount($0.squeezed)) != nil })
        else { return false }
        cells += lines[a].cells.count { !$0.isEmpty }
      }
      offset += 1
    }
  }

  /// What the lines below a title say of agency and unit, and where they end.
  private func heading(below title: Candidate, _ lines: [Line]) -> (pieces: [String], end: Int) {
    var pieces: [String] = []
    var end = title.lines.upperBound
    while end < lines.count {
      let cells = lines[end].cells.filter { !$0.isEmpty }
      let headings = cells.compactMap { HeadingLine($0, vocabulary: catalogue.vocabulary) }
      guard !cells.isEmpty, headings.count == cells.count else { break }
      pieces += headings.flatMap(\.pieces)
      end += 1
    }
    return (pieces, end)
  }
}
