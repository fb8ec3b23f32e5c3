import Documents
import FiscalModel
import FiscalSchema

/// Tables whose rows are keyed by codes.
extension SpacedTextReader {
  func readCodes(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    var row = OpenRow(panels: layout.panels.count)
    var index = range.lowerBound
    body: while index < range.upperBound {
      let line = lines[index]
      if endsTable(line) || (!row.isEmpty || draft.hasRows) && beginsNote(line) { break }
      if row.isEmpty, !draft.hasRows, vocabulary.isNilStatement(line.text) { break }
      let tokens = joiningCodes(lexer.tokens(line), &draft)
      for (position, token) in tokens.enumerated() {
        if let (panel, key) = fixedLine(token, in: row) {
          row.begin(panel, key, at: token.location, finishing: &draft, using: finish)
        } else if let code = token.wholeNumber, token.startsLine || layout.panels.count > 1,
          let panel = panel(accepting: code),
          isFollowedByName(tokens, at: position, lines, at: index)
        {
          let key = Section.Part(kind: layout.panels[panel].kind(of: code), code: code)
          row.begin(panel, key, at: token.location, finishing: &draft, using: finish)
        } else if let value = token.value {
          row.add(value)
        } else if let text = token.text, let current = row.current {
          guard current.key.code != nil,
            current.printed.isEmpty || continues(current.key, with: text, lines, at: index)
          else {
            if !draft.hasRows, current.key.code == nil, current.printed.isEmpty {
              // The caption of a column, not the label of the total.
              row.discard()
            } else if position == 0 {
              break body
            }
            continue
          }
          row.addName(text, at: token.location)
        }
      }
      index += 1
    }
    row.finish(into: &draft, using: finish)
    return index
  }

  /// The tokens with the levels of a code at the beginning as one: `201`, `41`, `50`.
  private func joiningCodes(
    _ tokens: [PlacedToken], _ draft: inout Draft
  ) -> [PlacedToken] {
    guard layout.panels.contains(where: { $0.codeColumns.count > 1 }),
      let first = tokens.first, var code = first.wholeNumber, code.count == 3
    else { return tokens }
    var taken = 1
    while taken < min(3, tokens.count), let piece = tokens[taken].wholeNumber, piece.count == 2 {
      code += piece
      taken += 1
    }
    guard taken > 1, taken < tokens.count, tokens[taken].text != nil else { return tokens }
    draft.section.matrix.dividesCodes = true
    var whole = first
    whole.token = .number(code)
    return [whole] + tokens.dropFirst(taken)
  }

  /// The line that a label is; where several panels have one of that label, the next panel's.
  private func fixedLine(_ token: PlacedToken, in row: OpenRow) -> (Int, Section.Part)? {
    guard let text = token.text?.folded else { return nil }
    var found: [(panel: Int, key: Section.Part)] = []
    for (index, panel) in layout.panels.enumerated() {
      let line = panel.lines.first { line in
        !line.label.isEmpty
          && line.labels.map(\.text).contains { $0.folded == text }
      }
      guard let line else { continue }
      let label = token.text ?? line.label
      found.append((index, Section.Part(kind: line.kind, line: line.id, label: label)))
    }
    let goesOn = !token.startsLine || row.current?.key.line != nil
    let next = found.first { $0.panel > row.last ?? -1 }
    return goesOn ? next ?? found.first : found.first
  }

  private func panel(accepting code: String) -> Int? {
    layout.panels.firstIndex { panel in
      guard let open = panel.open(accepting: code) else { return false }
      // Three digits may also be an amount: where the classes are known, only they are codes.
      guard code.utf8.count == 3, let known = catalogue.classifications[open.classification] else {
        return true
      }
      return known.entries[code] != nil
    }
  }

  private func isFollowedByName(
    _ tokens: [PlacedToken], at position: Int, _ lines: [Line], at index: Int
  ) -> Bool {
    if position + 1 < tokens.count { return tokens[position + 1].text != nil }
    guard index + 1 < lines.count else { return false }
    return lexer.tokens(lines[index + 1]).first?.text != nil
  }

  /// Whether a text goes on with the name of a row whose values were already printed.
  private func continues(
    _ key: Section.Part, with text: String, _ lines: [Line], at index: Int
  ) -> Bool {
    guard let code = key.code else { return false }
    for classification in catalogue.classifications.values where classification.entries[code] != nil
    {
      if classification.isName(key.label, of: code) { return false }
      if classification.isName(key.label + text, of: code) { return true }
    }
    guard text.count <= 20, !text.contains(where: { "。；：，,;:".contains($0) }),
      index + 1 < lines.count
    else { return false }
    return lexer.tokens(lines[index + 1]).first?.value != nil
  }

  /// Moves the only figure of a closing line to the column in which the form prints it.
  private func finish(_ parts: inout [DraftPart?], _ draft: inout Draft) {
    for (index, cell) in parts.enumerated() {
      guard var cell else { continue }
      defer { parts[index] = cell }
      guard let line = layout.line(cell.key.line, inPanel: index), let id = line.amounts.first,
        let column = layout.columns.firstIndex(where: { $0.id == id }),
        let target = layout.panel(ofColumn: column), target != index,
        let slot = layout.panels[target].valueColumns.firstIndex(of: column)
      else {
        trim(&cell, to: layout.panels[index].valueColumns.count, in: &draft)
        continue
      }
      var part = DraftPart(key: cell.key, location: cell.location)
      part.printed = Array(cell.printed.prefix(1))
      part.slots = part.printed.isEmpty ? [] : [slot]
      parts[target] = part
      trim(&cell, to: 1, in: &draft)
      cell.printed = []
    }
  }
}
