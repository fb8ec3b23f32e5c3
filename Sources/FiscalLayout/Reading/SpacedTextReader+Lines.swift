import Documents
import FiscalModel
import FiscalSchema

/// Tables whose lines the form prints.
extension SpacedTextReader {
  func readLines(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    var matcher = LineMatcher(layout: layout, ordinals: vocabulary.ordinals)
    var index = range.lowerBound
    var pending = PendingRow()
    while index < range.upperBound, !matcher.isDone {
      if endsTable(lines[index]) || (!pending.isEmpty && beginsNote(lines[index])) { break }
      var (row, taken) = joinedRow(lines[index..<range.upperBound], matcher)
      if row == nil, !pending.isEmpty {
        (row, taken) = (matcher.match(lexer.tokens(lines[index]), allowsUnknown: true), 1)
        if row == nil {
          draft.findings.append(
            Finding("read/unread-line", ["raw": lines[index].text], at: place(lines[index])))
        }
      }
      guard let row else {
        index += 1
        continue
      }
      matcher.advance(row)
      for part in row.compactMap({ $0 }) where part.line == nil && !part.draft.key.label.isEmpty {
        draft.findings.append(
          Finding("read/unknown-line", ["label": part.draft.key.label], at: part.draft.location))
      }
      let parts = row.map { part in
        part.map { part in
          var draft = part.draft
          draft.isJoined = taken > 1
          return draft
        }
      }
      pending.take(parts, at: place(lines[index]), into: &draft)
      index += taken
    }
    pending.flush(into: &draft)
    return index
  }

  /// The row that the first lines are, and how many they are.
  ///
  /// Lines without a gap between them are blocks of one row; a label may go on over the next ones, and
  /// figures at the beginning of a line belong to the label before.
  private func joinedRow(
    _ lines: ArraySlice<Line>, _ matcher: LineMatcher
  ) -> (row: [LineMatcher.Part?]?, taken: Int) {
    var tokens: [PlacedToken] = []
    var found: (row: [LineMatcher.Part?]?, taken: Int) = (nil, 0)
    var isOpen = true
    for (taken, line) in lines.prefix(SpacedTextReader.joinBound).enumerated() {
      guard isOpen || !line.followsGap || beginsWithValue(line), taken == 0 || !beginsNote(line)
      else { break }
      for token in lexer.tokens(line) {
        if case .text(let text) = token.token, case .text(let before)? = tokens.last?.token {
          tokens[tokens.count - 1].token = .text(before + text)
        } else {
          tokens.append(token)
        }
      }
      let longer = matcher.match(tokens, allowsUnknown: false)
      if let longer { found = (longer, taken + 1) }
      isOpen = longer == nil
    }
    return found
  }

  /// No row goes on over more lines.
  private static let joinBound = 10

  /// Whether a line begins with a figure that is no row number.
  private func beginsWithValue(_ line: Line) -> Bool {
    guard let first = lexer.tokens(line).first, first.value != nil else { return false }
    return first.wholeNumber == nil || layout.panels.allSatisfy { $0.numberColumn == nil }
  }
}

/// The row that was read last, while parts of it may follow.
private struct PendingRow {
  private var parts: [DraftPart?] = []
  private var location = Location(page: 1, line: 1)

  var isEmpty: Bool { parts.isEmpty }

  /// Takes a row, or the right panels of one whose left ones were printed before.
  mutating func take(_ row: [DraftPart?], at place: Location, into draft: inout Draft) {
    if let end = parts.lastIndex(where: { $0 != nil }),
      let start = row.firstIndex(where: { $0 != nil }), start > end
    {
      parts[start...] = row[start...]
    } else {
      flush(into: &draft)
      (parts, location) = (row, place)
    }
  }

  mutating func flush(into draft: inout Draft) {
    if !parts.isEmpty { draft.append(parts, at: location) }
    parts = []
  }
}
