import FiscalModel
import FiscalSchema

/// Matches the tokens of a printed row with the fixed lines of the panels side by side.
///
/// A row is label, row number and values, panel after panel, each of them optional. Of all ways to cut
/// it the one is taken that knows most labels and row numbers and goes on where the row before ended:
/// in `一般公共预算财政拨款 29 61` the 61 is the right panel's row number, not the left one's amount.
struct LineMatcher {
  struct Part {
    /// The index of the line in the panel, or nil for a label that the layout does not have.
    var line: Int?
    var draft: DraftPart
  }

  private let panels: [Layout.Panel]
  private let labels: [[Label]]
  private var cursor: [Int]

  /// What a label is worth that is printed as the layout has it.
  private static let exact = 10

  private struct Label {
    var line: Int
    var text: [Character]
    var core: [Character]
  }

  private let ordinals: String

  init(layout: Layout, ordinals: String) {
    self.ordinals = ordinals
    panels = layout.panels
    labels = layout.panels.map { panel in
      panel.lines.enumerated().flatMap { index, line in
        line.labels.map(\.text).filter { !$0.isEmpty }.map {
          let text = Array($0.folded)
          return Label(line: index, text: text, core: LineMatcher.core(text, ordinals))
        }
      }
    }
    cursor = layout.panels.map { _ in 0 }
  }

  /// Whether every panel has come to its last line.
  var isDone: Bool { zip(panels, cursor).allSatisfy { $0.lines.count <= $1 } }

  /// Goes on behind the lines of a row.
  mutating func advance(_ row: [Part?]) {
    for (panel, part) in row.enumerated() {
      if let line = part?.line { cursor[panel] = line + 1 }
    }
  }

  /// The best way to read the tokens as one row, or nil.
  func match(_ tokens: [PlacedToken], allowsUnknown: Bool) -> [Part?]? {
    guard !tokens.isEmpty else { return nil }
    return parse(0, tokens[...], allowsUnknown)?.parts
  }

  /// The words of a label without the numeral before them: `五、教育支出` is `教育支出`.
  static func core(_ label: [Character], _ ordinals: String) -> [Character] {
    guard let end = label.prefix(6).firstIndex(where: { "、.．)".contains($0) }),
      label[..<end].allSatisfy({ $0 == "(" || $0.isNumber || ordinals.contains($0) })
    else { return label }
    return Array(label[(end + 1)...])
  }

  private typealias Parse = (score: Int, parts: [Part?])

  private func parse(
    _ panel: Int, _ tokens: ArraySlice<PlacedToken>, _ allowsUnknown: Bool
  ) -> Parse? {
    guard panel < panels.count else { return tokens.isEmpty ? (0, []) : nil }
    var best: Parse?
    func offer(_ parse: Parse?) {
      if let parse, parse.score > best?.score ?? Int.min { best = parse }
    }
    if let rest = parse(panel + 1, tokens, allowsUnknown) {
      offer((rest.score, [nil] + rest.parts))
    }
    let tokens = joiningCode(tokens, panel)
    guard let first = tokens.first else { return best }
    if let text = first.text {
      for (line, length, score) in matches(text, panel) {
        var rest = tokens.dropFirst()
        if length < text.count {
          var tail = first
          tail.token = .text(String(text.dropFirst(length)))
          rest = [tail] + rest
        }
        let part = part(panel, line, label: String(text.prefix(length)), first)
        offer(values(of: part, panel, score: score, rest, allowsUnknown: allowsUnknown))
      }
      if allowsUnknown {
        let key = Section.Part(kind: .category, label: text)
        let part = Part(draft: DraftPart(key: key, location: first.location))
        offer(values(of: part, panel, score: -3, tokens.dropFirst(), allowsUnknown: true))
      }
    } else if let number = first.wholeNumber, panels[panel].numberColumn != nil,
      let line = panels[panel].lines.firstIndex(where: { $0.number == number && $0.label.isEmpty })
    {
      let part = part(panel, line, label: "", first)
      offer(values(of: part, panel, score: 0, tokens, allowsUnknown: allowsUnknown))
    }
    return best
  }

  /// The tokens with a label that begins with a code as one: `201 一般公共服务支出`.
  private func joiningCode(
    _ tokens: ArraySlice<PlacedToken>, _ panel: Int
  ) -> ArraySlice<PlacedToken> {
    guard var first = tokens.first, let number = first.wholeNumber,
      let text = tokens.dropFirst().first?.text,
      matches(number + text, panel).contains(where: { $0.2 == LineMatcher.exact })
    else { return tokens }
    first.token = .text(number + text)
    return [first] + tokens.dropFirst(2)
  }

  private func part(_ panel: Int, _ index: Int, label: String, _ first: PlacedToken) -> Part {
    let line = panels[panel].lines[index]
    let key = Section.Part(kind: line.kind, line: line.id.isEmpty ? nil : line.id, label: label)
    return Part(line: index, draft: DraftPart(key: key, location: first.location))
  }

  /// The row number, if one is printed, then values, then the next panel.
  private func values(
    of part: Part, _ panel: Int, score: Int, _ tokens: ArraySlice<PlacedToken>, allowsUnknown: Bool
  ) -> Parse? {
    var best: Parse?
    let near = part.line.map { $0 == cursor[panel] ? 2 : $0 > cursor[panel] ? 0 : -4 } ?? 0
    let expected = part.line.flatMap { panels[panel].lines[$0].number }
    var starts: [(Int, String?, ArraySlice<PlacedToken>)] = []
    if panels[panel].numberColumn != nil, let number = tokens.first?.wholeNumber {
      starts.append((number == expected ? 5 : 1, number, tokens.dropFirst()))
    }
    starts.append((0, nil, tokens))
    for (bonus, number, tokens) in starts {
      let limit = panels[panel].valueColumns.count
      var printed: [PrintedValue] = []
      var rest = tokens
      while true {
        if let right = parse(panel + 1, rest, allowsUnknown) {
          let total = score + near + bonus + right.score
          if total > best?.score ?? Int.min {
            var part = part
            part.draft.key.number = number
            part.draft.printed = printed
            best = (total, [part] + right.parts)
          }
        }
        guard printed.count < limit, let value = rest.first?.value else { break }
        printed.append(value)
        rest = rest.dropFirst()
      }
    }
    return best
  }

  /// The lines whose label the text begins with: the line, the characters taken, how good it is.
  private func matches(_ text: String, _ panel: Int) -> [(Int, Int, Int)] {
    let folded = Array(text.folded)
    guard folded.count == text.count else { return [] }
    var result: [(Int, Int, Int)] = []
    for label in labels[panel] where folded.starts(with: label.text) {
      // A label that is only the beginning of the text must be followed by another panel's.
      if label.text.count == folded.count || panel + 1 < panels.count {
        result.append((label.line, label.text.count, LineMatcher.exact))
      }
    }
    guard !result.contains(where: { $0.1 == folded.count }) else { return result }
    let core = LineMatcher.core(folded, ordinals)
    for label in labels[panel] where label.core == core {
      result.append((label.line, folded.count, 6))
    }
    return result
  }
}
