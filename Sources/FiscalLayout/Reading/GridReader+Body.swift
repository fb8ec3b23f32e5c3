import Documents
import FiscalModel
import FiscalSchema

/// Reads the rows of a body whose columns are known.
extension GridReader {
  /// Reads the rows, each with the parts of its panels.
  func readBody(
    _ body: [Line], of page: Page, columns: [Int?], into draft: inout Draft
  ) {
    var pendingLabel: String?
    for line in body {
      let texts = line.cells
      func location(_ column: Int?) -> Location { page.place(of: line, column: column) }
      // A label whose characters slipped into the columns of amounts, alone on its row.
      let hasAmount = texts.contains { (try? Amount($0.squeezed)) != nil }
      if !hasAmount, texts.count(where: { !$0.isEmpty }) > 1, isKnownLabel(texts.joined().folded) {
        pendingLabel = texts.joined().squeezed
        draft.findings.append(
          Finding("read/joined-label", ["label": texts.joined().squeezed], at: location(nil)))
        continue
      }
      var parts: [DraftPart?] = []
      var reaching: (key: Section.Part, line: Layout.Line)?
      for (index, panel) in layout.panels.enumerated() {
        func cell(_ column: Int?) -> String {
          guard let column, let position = columns[column], position < texts.count else {
            return ""
          }
          return texts[position]
        }
        // The last row of a header may print the first total as well.
        let codes = panel.codeColumns.map { cell($0).squeezed }.filter {
          !$0.isEmpty && vocabulary.codeLevels[$0] == nil
        }
        var code = codes.joined()
        if codes.count > 1 {
          // A part of a code that a spreadsheet took for a number has lost its zero.
          let padded = codes[0] + codes[1...].map { $0.count == 1 ? "0" + $0 : $0 }.joined()
          if padded != code, isCode(padded) {
            draft.findings.append(
              Finding(
                "read/repaired-code", ["raw": codes.joined(separator: " "), "code": padded],
                at: location(columns[panel.columns.lowerBound])))
            code = padded
          }
          if isCode(code) { draft.section.matrix.dividesCodes = true }
        }
        var label = cell(panel.labelColumn).squeezed
        let isUnderName = codes.isEmpty && !label.isEmpty && !panel.codeColumns.isEmpty
        if let split = splitCode(code) {
          label = split.name + label
          code = split.code
        }
        // Where codes and names have a column each, the label of a total may stand in either.
        if !code.isEmpty, !isCode(code) {
          label = code + label
          code = ""
        }
        if let pending = pendingLabel, code.isEmpty, label.isEmpty, index == 0 {
          label = pending
          pendingLabel = nil
        }
        let number = cell(panel.numberColumn).squeezed
        var part = DraftPart(
          key: self.key(panel: index, code: code, label: label, number: number, draft: draft),
          location: location(columns[panel.columns.lowerBound]))
        part.places = panel.valueColumns.map { location(columns[$0]) }
        var slots: [Int] = []
        for (slot, column) in panel.valueColumns.enumerated() {
          let raw = cell(column)
          guard !raw.squeezed.isEmpty, !isCaption(raw, of: column, line, in: body) else { continue }
          let place = location(columns[column])
          part.printed.append(
            PrintedValue(
              value: value(raw, column, at: place, in: &draft), raw: raw, location: place))
          slots.append(slot)
        }
        part.slots = slots
        for column in panel.columns {
          guard let position = columns[column], position < line.extents.count,
            !texts[position].isEmpty
          else { continue }
          let placing = line.extents[position].placing
          let raw = texts[position].squeezed
          if placing == .overflowing {
            draft.findings.append(
              Finding("read/overflowing-text", ["text": raw], at: location(column)))
          } else if placing == .split {
            draft.findings.append(Finding("read/split-text", ["text": raw], at: location(column)))
          }
          if placing == .joined, let slot = panel.valueColumns.firstIndex(of: column) {
            part.placed[slot] = .joined
          }
        }
        // A total whose label was not printed.
        if part.key.kind == .blank, part.key.number == nil, !slots.isEmpty, !panel.isKeyless,
          let line = panel.lines.first(where: { $0.label.isEmpty && !$0.id.isEmpty })
        {
          part.key = Section.Part(kind: line.kind, line: line.id)
        }
        part.key.isUnderName = isUnderName
        if panel.isKeyless, let line = panel.lines.first {
          part.key = Section.Part(kind: line.kind, line: line.id)
        }
        if let (from, line) = reaching, part.key.label.isEmpty, part.key.code == nil {
          part.key = from
          if line.through == panel.id { reaching = nil }
        }
        if let line = layout.line(part.key.line, inPanel: index), line.through != nil,
          reaching == nil,
          panel.lines.contains(where: { $0.id == line.id })
        {
          reaching = (part.key, line)
        }
        let isEmpty =
          part.key.kind == .blank && part.key.number == nil && part.printed.isEmpty
        parts.append(isEmpty ? nil : part)
      }
      guard parts.contains(where: { $0 != nil }) else { continue }
      for case let part? in parts
      where part.key.line == nil && part.key.code == nil && !part.key.label.isEmpty
        && part.key.kind != .project
      {
        draft.findings.append(
          Finding("read/unknown-line", ["label": part.key.label], at: part.location))
      }
      draft.append(parts, at: location(nil))
    }
  }

  /// Whether a text in a column of amounts is the rest of the header, whose last row the first line of
  /// the body shares.
  private func isCaption(_ text: String, of column: Int, _ line: Line, in body: [Line]) -> Bool {
    guard layout.columns[column].role == .amount, line.number == body.first?.number else {
      return false
    }
    return text.unicodeScalars.contains(where: \.isHan) && NullKind(mark: text.squeezed) == nil
      && !text.contains { $0.isASCII && $0.isNumber }
  }

  /// What a row is within a panel, by its code, its label or its row number.
  private func key(
    panel index: Int, code: String, label: String, number: String, draft: Draft
  ) -> Section.Part {
    let panel = layout.panels[index]
    let number = number.isEmpty ? nil : number
    if !code.isEmpty {
      return Section.Part(
        kind: panel.kind(of: code), code: code, label: label, number: number)
    }
    if label.isEmpty {
      let line = number.flatMap { number in
        panel.lines.first { $0.number == number && $0.label.isEmpty }
      }
      return Section.Part(
        kind: line?.kind ?? .blank, line: line.flatMap { $0.id.isEmpty ? nil : $0.id },
        number: number)
    }
    let folded = label.folded
    // The same label may stand twice: the row number tells, else the order.
    let candidates = (panel.linesByLabel[folded] ?? []).map { panel.lines[$0] }
    var line = candidates.first
    if candidates.count > 1 {
      let used = Set(draft.section.matrix.rows.compactMap { $0.parts[index].line })
      line =
        candidates.first { $0.number != nil && $0.number == number }
        ?? candidates.first { !used.contains($0.id) } ?? line
    } else if line == nil {
      let core = LineMatcher.core(Array(folded), vocabulary.ordinals)
      line = panel.lines.first {
        $0.labels.map(\.text).contains {
          !$0.isEmpty && LineMatcher.core(Array($0.folded), vocabulary.ordinals) == core
        }
      }
    }
    return Section.Part(
      kind: line?.kind ?? (vocabulary.totals.contains(folded) ? .total : nil) ?? panel.namedKind
        ?? .category,
      line: line?.id, label: label, number: number)
  }

  private func value(
    _ raw: String, _ column: Int, at location: Location, in draft: inout Draft
  ) -> FiscalValue {
    let text = raw.squeezed
    guard layout.columns[column].role == .amount else { return .text(text) }
    if let kind = NullKind(mark: text) { return .null(kind) }
    do {
      let amount = try Amount(text)
      if text.utf8.count < raw.utf8.count, raw.contains(where: \.isWhitespace) {
        draft.findings.append(
          Finding("read/joined-amount", ["raw": raw], at: location))
      }
      return .amount(amount)
    } catch {
      if let repaired = RepairedAmount(text) {
        draft.findings.append(
          Finding("read/repaired-amount", ["raw": raw, "amount": repaired.amount], at: location))
        return .amount(repaired.amount)
      }
      draft.findings.append(
        Finding("read/unreadable-amount", ["raw": raw, "reason": Message(error)], at: location))
      return .text(text)
    }
  }
}
