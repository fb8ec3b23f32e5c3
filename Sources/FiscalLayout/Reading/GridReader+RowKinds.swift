import Documents
import FiscalModel
import FiscalSchema

/// What the rows of a grid are, told by the words of the layout.
extension GridReader {
  /// Whether a row repeats captions of the header, most of them known and none a figure; one alone may be
  /// a label as well.
  func isHeader(_ line: Line) -> Bool {
    let cells = line.cells.map(\.folded).filter { !$0.isEmpty }
    let known = cells.count { cell in
      vocabulary.codeLevels[cell] != nil || cell == vocabulary.columnNumber
        || layout.headerCaptions.contains(cell)
    }
    guard known > 1, known < cells.count else { return cells.count > 1 && known == cells.count }
    return known * 2 > cells.count
      && cells.allSatisfy { $0.unicodeScalars.contains(where: \.isHan) }
  }

  /// Whether a row belongs to the body: it has a code, a known label, or figures and nothing else.
  func isBody(_ line: Line) -> Bool {
    // Nearly every row says so with its first cell.
    if let first = line.cells.first(where: { !$0.isEmpty })?.folded,
      isCode(first) || isKnownLabel(first)
    {
      return true
    }
    let cells = line.cells.compactMap { $0.isEmpty ? nil : $0.folded }.filter { !$0.isEmpty }
    guard !cells.isEmpty else { return false }
    if cells.contains(where: isKnownLabel) || cells.count > 1 && isKnownLabel(cells.joined()) {
      return true
    }
    if let first = cells.first, isCode(first) || splitCode(first) != nil { return true }
    if isNamedRow(cells) { return true }
    // Row numbers of blank lines, or a row of nothing but values. A row of column numbers is neither.
    let isHeader = columnNumbers([line]) != nil
    if isHeader { return false }
    if layout.panels.contains(where: { $0.numberColumn != nil }),
      cells.contains(where: { cell in
        layout.panels.contains { $0.numbers.contains(cell) }
      }), cells.allSatisfy({ !$0.unicodeScalars.contains(where: \.isHan) || isKnownLabel($0) })
    {
      return true
    }
    return cells.allSatisfy { NullKind(mark: $0) != nil || (try? Amount($0)) != nil }
      && (cells.contains { $0.contains(".") } || layout.panels.allSatisfy(\.isKeyless)
        || layout.panels.contains { $0.lines.contains { $0.label.isEmpty && !$0.id.isEmpty } })
  }

  /// Whether a row has an amount that cannot be a column number.
  func hasFigure(_ line: Line) -> Bool {
    line.cells.contains { cell in
      (cell.contains(".") || cell.contains(",")) && (try? Amount(cell.squeezed)) != nil
    }
  }

  /// A row that is not recognised by itself but keeps to the grid between rows that are.
  func isContinuation(_ line: Line) -> Bool {
    let cells = line.cells.filter { !$0.isEmpty }
    // A form that is to be filled in has rows of dots.
    if cells.count == 1, cells[0].unicodeScalars.allSatisfy({ $0 == "…" }) { return true }
    if cells.count == 1 { return !beginsNote(line) && line.cells.count > 2 }
    return layout.panels.contains { $0.namedRows != nil }
      || cells.contains { (try? Amount($0.squeezed)) != nil }
  }

  /// Whether a row is keyed by a name that the form does not print: names, then amounts.
  private func isNamedRow(_ cells: [String]) -> Bool {
    guard layout.panels.contains(where: { $0.namedRows != nil }),
      cells.first?.unicodeScalars.contains(where: \.isHan) ?? false
    else { return false }
    return cells.last.map { (try? Amount($0)) != nil || NullKind(mark: $0) != nil } ?? false
  }

  /// Whether the file itself says that a row goes on with the table.
  func isSameTable(_ line: Line, as last: Line?) -> Bool {
    line.grid != nil && line.grid == last?.grid && !beginsNote(line)
  }

  /// Whether a row is of another table where none is ruled: what tells tables apart there is known already.
  func isOtherGrid(_ line: Line, than last: Line?) -> Bool {
    WrappedRows.areUnruled(line) && last.map { $0.grid != line.grid } ?? false
  }

  /// Whether a folded text is a label, or one with another numeral before it: forms that print only the
  /// lines that have figures count them anew.
  func isKnownLabel(_ text: String) -> Bool {
    if layout.panels.contains(where: { $0.isLabel(text) }) { return true }
    guard let last = text.unicodeScalars.last, last.isHan || last == ")" else { return false }
    let label = Array(text.prefix(60))
    let core = LineMatcher.core(label, vocabulary.ordinals)
    return core.count < label.count && layout.panels.contains { $0.isLabel(String(core)) }
  }

  func isCode(_ text: String) -> Bool {
    guard Classification.isCode(text) else { return false }
    return layout.panels.contains { $0.open(accepting: text) != nil }
  }

  /// A code with the name glued to it.
  func splitCode(_ text: String) -> (code: String, name: String)? {
    let bytes = text.utf8
    let end = bytes.firstIndex { !(0x30...0x39).contains($0) }
    guard let end, end > bytes.startIndex, isCode(String(text[..<end])) else { return nil }
    return (String(text[..<end]), String(text[end...]))
  }
}
