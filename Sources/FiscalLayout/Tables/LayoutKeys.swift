import FiscalModel
import FiscalSchema

/// Says what the rows of a table are that follows a layout: its fixed lines, and the rows of its codes.
struct LayoutKeys {
  let layout: Layout
  private let vocabulary: Vocabulary
  /// The lines that the panels had so far.
  private var used: [Set<String>]
  /// The line that reaches over the panels at its right, and what its row is.
  private var reaching: (key: Section.Part, line: Layout.Line)?

  init(_ layout: Layout, vocabulary: Vocabulary) {
    self.layout = layout
    self.vocabulary = vocabulary
    used = layout.panels.map { _ in [] }
  }

  /// Whether a text is a code that may stand in a panel.
  func isCode(_ text: String, inPanel panel: Int) -> Bool {
    Classification.isCode(text) && layout.panels[panel].open(accepting: text) != nil
  }

  /// A code with the name glued to it.
  func split(_ text: String, inPanel panel: Int) -> (code: String, name: String)? {
    guard let end = text.utf8.firstIndex(where: { !isASCIIDigit($0) }), end > text.startIndex,
      isCode(String(text[..<end]), inPanel: panel)
    else { return nil }
    return (String(text[..<end]), String(text[end...]))
  }

  /// Completes what a panel prints in a row, whose code, label, number and cells are known.
  mutating func complete(_ part: inout Section.Part, inPanel index: Int) {
    let panel = layout.panels[index]
    if index == 0 { reaching = nil }
    let hasValues = part.cells.contains { $0.value != .blank }
    takeKey(&part, index)
    // A total whose label was not printed.
    if part.kind == .blank, part.number == nil, hasValues, !panel.isKeyless {
      take(panel.lines.first { $0.label.isEmpty && !$0.id.isEmpty }, into: &part)
    }
    if panel.isKeyless { take(panel.lines.first, into: &part) }
    if let (from, line) = reaching, part.label.isEmpty, part.code == nil {
      let cells = part.cells
      part = from
      part.cells = cells
      if line.through == panel.id { reaching = nil }
    }
    if let line = layout.line(part.line, inPanel: index), line.through != nil, reaching == nil,
      panel.lines.contains(where: { $0.id == line.id })
    {
      reaching = (part, line)
    }
    if let line = part.line { used[index].insert(line) }
    layout.complete(&part, inPanel: index)
  }

  private func take(_ line: Layout.Line?, into part: inout Section.Part) {
    guard let line else { return }
    part.kind = line.kind
    part.line = line.id.isEmpty ? nil : line.id
  }

  /// What a row is within a panel, by its code, its label or its row number.
  private func takeKey(_ part: inout Section.Part, _ index: Int) {
    let panel = layout.panels[index]
    if let code = part.code {
      part.kind = panel.kind(of: code)
      return
    }
    guard !part.label.isEmpty else {
      let number = part.number
      take(
        panel.lines.first { number != nil && $0.number == number && $0.label.isEmpty }, into: &part)
      return
    }
    let folded = part.label.folded
    let line = line(folded, number: part.number, index)
    part.kind =
      line?.kind ?? (vocabulary.totals.contains(folded) ? .total : nil) ?? panel.namedKind
      ?? .category
    part.line = line?.id
  }

  /// The line with a label, or with the same words behind another numeral: forms that print only the lines
  /// that have figures count them anew.
  private func line(_ label: String, number: String?, _ index: Int) -> Layout.Line? {
    let panel = layout.panels[index]
    let candidates = (panel.linesByLabel[label] ?? []).map { panel.lines[$0] }
    if candidates.isEmpty {
      let core = core(label)
      return panel.lines.first { line in
        line.labels.contains { !$0.text.isEmpty && self.core($0.text.folded) == core }
      }
    }
    // The same label may stand twice: the row number tells, else the order.
    guard candidates.count > 1 else { return candidates[0] }
    return candidates.first { $0.number != nil && $0.number == number }
      ?? candidates.first { !used[index].contains($0.id) } ?? candidates[0]
  }

  private func core(_ label: String) -> [Character] {
    LineMatcher.core(Array(label), vocabulary.ordinals)
  }

  /// Whether a folded text is the label of a line, or one with another numeral before it.
  func isLabel(_ text: String) -> Bool {
    if layout.panels.contains(where: { $0.isLabel(text) }) { return true }
    guard let last = text.unicodeScalars.last, last.isHan || last == ")" else { return false }
    let label = Array(text.prefix(60))
    let core = LineMatcher.core(label, vocabulary.ordinals)
    return core.count < label.count && layout.panels.contains { $0.isLabel(String(core)) }
  }
}
