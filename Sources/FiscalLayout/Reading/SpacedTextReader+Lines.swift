import Documents
import FiscalModel
import FiscalSchema

/// Tables whose lines the form prints.
extension SpacedTextReader {
  func readLines(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    var matcher = LineMatcher(layout: layout, ordinals: vocabulary.ordinals)
    var index = range.lowerBound
    // The row that was read last, while parts of it may follow.
    var pending: [DraftPart?] = []
    var pendingLocation = Location(page: 1, line: 1)
    func flush(_ parts: inout [DraftPart?], into draft: inout Draft) {
      if !parts.isEmpty { draft.append(parts, at: pendingLocation) }
      parts = []
    }
    while index < range.upperBound, !matcher.isDone {
      if endsTable(lines[index]) || (!pending.isEmpty && beginsNote(lines[index])) { break }
      var tokens: [PlacedToken] = []
      var taken = 0
      var matched = 0
      var row: [LineMatcher.Part?]?
      var isOpen = true
      // Lines without a gap between them are blocks of one row; a label may go on over the next ones,
      // and figures at the beginning of a line belong to the label before.
      while taken < 10, index + taken < range.upperBound,
        isOpen || !lines[index + taken].followsGap || beginsWithValue(lines[index + taken]),
        taken == 0 || !beginsNote(lines[index + taken])
      {
        for token in lexer.tokens(lines[index + taken]) {
          if case .text(let text) = token.token, case .text(let before)? = tokens.last?.token {
            tokens[tokens.count - 1].token = .text(before + text)
          } else {
            tokens.append(token)
          }
        }
        taken += 1
        if let longer = matcher.match(tokens, allowsUnknown: false) {
          row = longer
          matched = taken
          isOpen = false
        } else {
          isOpen = true
        }
      }
      taken = row == nil ? taken : matched
      if row == nil, !pending.isEmpty {
        tokens = lexer.tokens(lines[index])
        taken = 1
        row = matcher.match(tokens, allowsUnknown: true)
        if row == nil {
          draft.findings.append(
            Finding("read/unread-line", ["raw": lines[index].text], at: place(lines[index])))
        }
      }
      if let row {
        matcher.advance(row)
        let location = place(lines[index])
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
        if let end = pending.lastIndex(where: { $0 != nil }),
          let start = parts.firstIndex(where: { $0 != nil }), start > end
        {
          // The right panels of a row whose left ones were printed before.
          for panel in start..<parts.count { pending[panel] = parts[panel] }
        } else {
          flush(&pending, into: &draft)
          pending = parts
          pendingLocation = location
        }
        index += taken
      } else {
        index += 1
      }
    }
    flush(&pending, into: &draft)
    return index
  }

  /// Whether a line begins with a figure that is no row number.
  private func beginsWithValue(_ line: Line) -> Bool {
    guard let first = lexer.tokens(line).first, first.value != nil else { return false }
    return first.wholeNumber == nil || layout.panels.allSatisfy { $0.numberColumn == nil }
  }
}
