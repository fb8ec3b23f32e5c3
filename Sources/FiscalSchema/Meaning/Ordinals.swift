import FiscalModel

/// The numbers in front of headings and labels, and those of tables: one grammar for all of them.
/// Texts are folded.
struct Ordinals: Sendable {
  private let vocabulary: Vocabulary
  /// The numerals, such as the Chinese ones.
  let numerals: Set<Character>
  /// What an ordinal begins with, which few texts do.
  private let starts: Set<UnicodeScalar>
  /// The word for "table".
  let table: String
  /// Words that may stand before a table's number, longest first.
  private let prefixes: [String]
  /// The words for "year", longest first.
  let years: [String]
  /// The words before the number of an annex.
  let annexes: [String]
  /// The characters for the digits from 1 to 9.
  private let digits: [Character]

  init(vocabulary: Vocabulary, prefixes: [String]) {
    self.vocabulary = vocabulary
    numerals = Set(vocabulary.ordinals)
    starts = Set((vocabulary.ordinals + "(0123456789").unicodeScalars)
    table = vocabulary.table.folded
    self.prefixes = (prefixes + vocabulary.tablePrefixes).map(\.folded).sorted {
      $0.count > $1.count
    }
    years = vocabulary.fiscalYear.map(\.folded)
    annexes = vocabulary.annexes.map(\.folded)
    digits = Array(vocabulary.ordinals.prefix(9))
  }

  /// The ordinal in front of a text with its mark, such as `一、`, `(一)`, `1.`, `(1)`, and what
  /// follows; nil where there is none or nothing follows.
  func leading(_ text: Substring) -> (ordinal: String, rest: Substring)? {
    guard let start = text.unicodeScalars.first, starts.contains(start) else { return nil }
    if start == "(", let close = text.firstIndex(of: ")") {
      let inner = text[text.index(after: text.startIndex)..<close]
      let rest = text[text.index(after: close)...].drop { ".\u{3001}".contains($0) }
      return isNumeral(inner) && !rest.isEmpty ? (String(inner), rest) : nil
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let head = digits.isEmpty ? text.prefix { numerals.contains($0) } : digits
    let rest = text[head.endIndex...]
    guard !head.isEmpty, head.count <= 3, let mark = rest.first,
      ".\u{3001}\u{FF0E},)".contains(mark)
    else { return nil }
    let body = rest.dropFirst().drop { ".\u{3001}".contains($0) }
    // `1.5` is a number.
    guard let next = body.first, !next.isNumber || numerals.contains(next) else { return nil }
    return (String(head), body)
  }

  /// How a text is numbered: `一、`, `(一)`, `1.` and `(1)` are the styles of four levels.
  struct Style: Hashable {
    var isNumeral: Bool
    var isBracketed: Bool
  }

  /// The style of the ordinal in front of a folded text, or nil.
  func style(of text: String) -> Style? {
    guard let ordinal = leading(text[...])?.ordinal.first else { return nil }
    return Style(isNumeral: numerals.contains(ordinal), isBracketed: text.first == "(")
  }

  /// A text without the ordinals in front of it.
  func stripped(_ text: Substring) -> Substring {
    var rest = text
    while let next = leading(rest) { rest = next.rest }
    return rest
  }

  private func isNumeral(_ text: Substring) -> Bool {
    guard let first = text.first else { return false }
    return numerals.contains(first)
      ? text.allSatisfy { numerals.contains($0) }
      : text.count <= 2 && text.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// A table's number at the beginning of a text, such as `表1`, `表5-1`, `公开01表`, `预算表12`, and what
  /// follows.
  func tableNumber(_ text: Substring) -> (number: String, rest: Substring)? {
    vocabulary.tableNumber(text, behind: prefixes)
  }

  /// A table's number behind its title, such as `收支预算总表表一`, and the title.
  func trailingTableNumber(_ text: Substring) -> (number: String, title: Substring)? {
    vocabulary.trailingTableNumber(text, behind: prefixes)
  }

  /// The number of an annex at the beginning of a text with its own word, such as `附件2-1`, and what follows.
  func annexNumber(_ text: Substring) -> (number: String, rest: Substring)? {
    guard let word = annexes.first(where: { text.hasPrefix($0) }) else { return nil }
    var rest = text.dropFirst(word.count)
    let number = vocabulary.takeDigits(&rest)
    return number.isEmpty ? nil : (word + number, rest)
  }

  /// A folded text with years that are written in Chinese digits in the others: `二〇二六年` is `2026年`.
  func withPlainYears(_ text: String) -> String {
    guard years.contains(where: text.holds), text.contains(where: { digits.contains($0) }) else {
      return text
    }
    var characters = Array(text)
    for start in characters.indices.dropLast(4) {
      let values = characters[start..<(start + 4)].compactMap(digit)
      let year = values.reduce(0) { $0 * 10 + $1 }
      let rest = String(characters[(start + 4)...])
      if values.count == 4, (1990...2100).contains(year),
        years.contains(where: { rest.hasPrefix($0) })
      {
        characters.replaceSubrange(start..<(start + 4), with: Array(String(year)))
      }
    }
    return String(characters)
  }

  private func digit(_ character: Character) -> Int? {
    if "\u{3007}\u{25CB}\u{96F6}O0\u{25EF}".contains(character) { return 0 }
    return digits.firstIndex(of: character).map { $0 + 1 }
  }
}
