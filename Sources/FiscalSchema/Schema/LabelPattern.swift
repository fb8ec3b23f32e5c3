import FiscalModel

/// A label of a form as it may be printed: blanks, colons and the width of characters aside.
///
/// `{number}` stands for a printed number (`1`, `三`), `{weight}` for nothing or a weight in brackets
/// (`（20分）`), `{year}` for a year (`2023年`); `{year-1}` and `{year-2}` do so, too, and say which one a blank
/// form prints; `{unit}` stands for the unit of the amounts.
package struct LabelPattern: Hashable, Sendable {
  /// The pattern as the layout writes it.
  package let text: String
  /// The pattern as labels are compared.
  private let folded: String
  /// Its pieces; none where nothing in it varies.
  private let tokens: [Token]

  private enum Token: Hashable {
    case literal(Character)
    case number, weight, year, unit
  }

  /// Takes a pattern apart.
  package init(_ text: String) {
    self.text = text
    folded = LabelPattern.folded(text)
    tokens = text.utf8.contains(UInt8(ascii: "{")) ? LabelPattern.tokens(of: folded) : []
  }

  private static func tokens(of folded: String) -> [Token] {
    var tokens: [Token] = []
    var rest = folded[...]
    let marks: [(String, Token)] =
      [
        ("{number}", .number), ("{weight}", .weight), ("{year}", .year), ("{unit}", .unit),
      ] + LabelPattern.earlierYears.map { ($0.mark, .year) }
    while let first = rest.first {
      if first == "{", let (mark, token) = marks.first(where: { rest.hasPrefix($0.0) }) {
        tokens.append(token)
        rest = rest.dropFirst(mark.count)
      } else {
        tokens.append(.literal(first))
        rest = rest.dropFirst()
      }
    }
    return tokens
  }

  /// The text as labels are compared: folded, colons left out.
  package static func folded(_ text: some StringProtocol) -> String {
    let folded = text.folded
    let colon = UInt8(ascii: ":")
    guard folded.utf8.contains(colon) else { return folded }
    return String(decoding: folded.utf8.filter { $0 != colon }, as: UTF8.self)
  }

  /// Whether the printed label may differ from the layout's in more than blanks.
  package var isVariable: Bool {
    tokens.contains { [.number, .weight, .year].contains($0) }
  }

  /// Whether the label says the unit of the amounts.
  package var hasUnit: Bool { tokens.contains(.unit) }

  /// The character that any print of the label begins with; nil where it may be one or another.
  package var opening: Character? {
    guard let first = tokens.first else { return folded.first }
    return if case .literal(let character) = first { character } else { nil }
  }

  /// The characters that any print of the label has.
  package var literals: [Character] {
    tokens.isEmpty
      ? Array(folded)
      : tokens.compactMap { if case .literal(let character) = $0 { character } else { nil } }
  }

  /// Whether a folded text is this label.
  package func matches(_ folded: some StringProtocol) -> Bool {
    tokens.isEmpty ? self.folded == folded : match(Array(folded)[...], tokens[...])
  }

  /// Whether the characters of a folded text are this label.
  package func matches(_ folded: [Character]) -> Bool {
    tokens.isEmpty ? self.folded.elementsEqual(folded) : match(folded[...], tokens[...])
  }

  private static let earlierYears = [(mark: "{year-1}", back: 1), (mark: "{year-2}", back: 2)]

  /// The label as a form prints it that is filled in for the first time.
  ///
  /// - Parameters:
  ///   - number: for `{number}`.
  ///   - weight: for `{weight}`, with its brackets.
  ///   - year: the fiscal year; without one years are left to who fills the form in.
  /// - Returns: the label without marks.
  package func printed(number: String, weight: String = "", year: Int? = nil) -> String {
    var label = text.replacing("{number}", with: number).replacing("{weight}", with: weight)
    for (mark, back) in [("{year}", 0)] + LabelPattern.earlierYears.map({ ($0.mark, $0.back) }) {
      label = label.replacing(
        mark, with: year.map { String($0 - back) + String(PrintedWords.years[1]) } ?? "")
    }
    return label
  }

  /// Whether a printed weight has a place in the label.
  package var hasWeight: Bool { tokens.contains(.weight) }

  /// The number that a print of a label has.
  package static func number(in printed: String) -> String? {
    let digits = folded(printed).drop { !$0.isWholeNumber }.prefix { $0.isWholeNumber }
    return digits.isEmpty ? nil : String(digits)
  }

  /// The weight that stands at the end of a print of a label, with its brackets.
  package static func weight(in printed: String) -> String? {
    guard let open = printed.lastIndex(where: { "(（".contains($0) }),
      withoutWeight(folded(printed)) != folded(printed)
    else { return nil }
    return printed[open...].filter { !":：".contains($0) }
  }

  /// Whether a printed year, weight or number is all that the label is.
  package var isYear: Bool { tokens == [.year] }

  private func match(_ text: ArraySlice<Character>, _ tokens: ArraySlice<Token>) -> Bool {
    guard let token = tokens.first else { return text.isEmpty }
    let others = tokens.dropFirst()
    switch token {
    case .literal(let character):
      return text.first == character && match(text.dropFirst(), others)
    case .number:
      let digits = text.prefix { $0.isWholeNumber }
      return !digits.isEmpty && match(text.dropFirst(digits.count), others)
    case .year:
      let digits = text.prefix { $0.isASCII && $0.isNumber }
      guard digits.count == 4 else { return false }
      let rest = text.dropFirst(4)
      return match(rest, others)
        || PrintedWords.years.contains {
          rest.starts(with: $0) && match(rest.dropFirst($0.count), others)
        }
    case .unit:
      return AmountUnit.allCases.contains { unit in
        text.starts(with: unit.name) && match(text.dropFirst(unit.name.count), others)
      }
    case .weight:
      if match(text, others) { return true }
      guard text.first == "(", let end = text.firstIndex(of: ")"),
        text[..<end].contains(PrintedWords.points)
      else { return false }
      return match(text[(end + 1)...], others)
    }
  }

  /// Cuts the weight in brackets off the end of a folded text: `数量指标(1分)` to `数量指标`; also one that
  /// the end of a page broke off, `效益指标(10`.
  package static func withoutWeight(_ folded: String) -> String {
    // Most texts have no bracket, which their bytes say at once.
    guard let open = folded.utf8.lastIndex(of: UInt8(ascii: "(")) else { return folded }
    let inner = folded[folded.utf8.index(after: open)...]
    let isWeight =
      inner.utf8.last == UInt8(ascii: ")") && inner.contains(PrintedWords.points)
    let isBroken = inner.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isWeight || isBroken ? String(folded[..<open]) : folded
  }
}
