import FiscalModel

/// The narrative of a disclosure as passages with their headings, and the figures stated in them.
///
/// What a figure is said of is for ``SubjectIndex`` to tell. The reader places cells by it, and the
/// validator checks it.
package struct Narrative {
  /// The text between two headings.
  package struct Passage {
    package var heading = ""
    /// Folded, without blanks and grouping commas.
    package var characters: [Character] = []
    /// For each character the index of its line.
    package var lines: [Int] = []
    package var mentions: [Mention] = []
  }

  /// A figure with what stands right before it.
  package struct Mention {
    package enum Kind: Equatable {
      case amount(AmountUnit)
      case percent
      /// Digits that are no number, such as `72.83.1`.
      case malformed
    }
    package let kind: Kind
    package let value: Amount
    /// What was printed, the unit included.
    package let printed: String
    /// The words between the last mark or figure and this one.
    package let clause: ArraySlice<Character>
    /// Where the figure begins and where its unit ends.
    package let range: Range<Int>
    /// Counted from the passage's beginning.
    package let sentence: Int
    package let location: Location

    package var isAmount: Bool { if case .amount = kind { true } else { false } }
    package var unit: AmountUnit? { if case .amount(let unit) = kind { unit } else { nil } }
  }

  package private(set) var passages: [Passage] = []
  private let vocabulary: Vocabulary
  private let source: [NarrativeLine]

  package init(_ lines: [NarrativeLine], vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    source = lines
    var passage = Passage()
    for (index, line) in lines.enumerated() {
      let text = Narrative.folded(line.text)
      guard !text.isEmpty else { continue }
      if isHeading(text) {
        if !passage.characters.isEmpty { passages.append(passage) }
        passage = Passage()
        passage.heading = String(text)
        continue
      }
      if let last = passage.characters.last, last.isFigure, text[0].isDigit {
        passage.characters.append(" ")
        passage.lines.append(index)
      }
      passage.characters += text
      passage.lines += repeatElement(index, count: text.count)
      if isSubheading(text) {
        passage.characters.append("。")
        passage.lines.append(index)
      }
    }
    if !passage.characters.isEmpty { passages.append(passage) }
    for index in passages.indices {
      removeGrouping(&passages[index])
      passages[index].mentions = mentions(passages[index])
    }
  }

  /// The passage whose heading has the words of a table's title, or nil.
  package func passage(under title: String) -> Passage? {
    let words = vocabulary.narrative
    let stem = Narrative.without(words.titleSuffixes, title.folded)
    return passages.first { passage in
      let heading = passage.heading.drop { vocabulary.ordinals.contains($0) }
      let core = heading.first == "、" ? heading.dropFirst() : heading
      return Narrative.without(words.headingSuffixes, String(core)) == stem
    }
  }

  /// A text without the longest of some suffixes that it has.
  private static func without(_ suffixes: [String], _ text: String) -> String {
    let suffix = suffixes.filter { text.hasSuffix($0) }.max { $0.count < $1.count }
    return String(text.dropLast(suffix?.count ?? 0))
  }

  /// The text folded, with a blank left where it keeps two figures apart.
  private static func folded(_ line: String) -> [Character] {
    var result: [Character] = []
    for piece in line.split(whereSeparator: { $0.unicodeScalars.allSatisfy(\.isBlank) }) {
      let text = Array(piece.folded)
      if let last = result.last, last.isFigure, let first = text.first, first.isDigit {
        result.append(" ")
      }
      result += text
    }
    return result
  }

  /// A numeral with its mark and words that end without a full stop, or the heading of a part.
  private func isHeading(_ text: [Character]) -> Bool {
    guard text.count <= 60, let last = text.last, !"。;:,".contains(last) else { return false }
    let numeral = text.prefix { vocabulary.ordinals.contains($0) }
    if !numeral.isEmpty, numeral.count < text.count, text[numeral.count] == "、" { return true }
    return vocabulary.beginsPart(String(text))
  }

  /// A numeral in brackets and words without a figure that end without any mark, or a number and words that
  /// end as headings do.
  private func isSubheading(_ text: [Character]) -> Bool {
    guard text.count <= 40, let last = text.last, !"。;:,".contains(last) else { return false }
    let number = text.prefix(while: \.isDigit)
    if !number.isEmpty {
      guard number.count < text.count, "、.".contains(text[number.count]) else { return false }
      let rest = String(text[(number.count + 1)...])
      return !rest.contains(where: \.isDigit)
        && vocabulary.narrative.headingSuffixes.contains { rest.hasSuffix($0) }
    }
    guard text.first == "(", let close = text.firstIndex(of: ")"), close > 1 else { return false }
    return text[1..<close].allSatisfy { vocabulary.ordinals.contains($0) }
      && !text.contains(where: \.isDigit)
  }

  /// Takes away the commas that group digits, so that commas end clauses.
  private func removeGrouping(_ passage: inout Passage) {
    let text = passage.characters
    guard text.contains(",") else { return }
    var characters: [Character] = []
    var lines: [Int] = []
    for (index, character) in text.enumerated() {
      if character == ",", index > 0, index + 3 < text.count, text[index - 1].isDigit,
        text[(index + 1)...(index + 3)].allSatisfy(\.isDigit),
        index + 4 >= text.count || !text[index + 4].isDigit
      {
        continue
      }
      characters.append(character)
      lines.append(passage.lines[index])
    }
    passage.characters = characters
    passage.lines = lines
  }

  private func mentions(_ passage: Passage) -> [Mention] {
    let text = passage.characters
    var mentions: [Mention] = []
    var sentence = 0
    var clauseStart = 0
    var index = 0
    let units = vocabulary.narrative.amountUnits.compactMap { name in
      AmountUnit(name: name).map { (word: Array(name.folded), unit: $0) }
    }
    while index < text.count {
      let character = text[index]
      if ",;:。".contains(character) {
        if character == "。" { sentence += 1 }
        index += 1
        clauseStart = index
        continue
      }
      guard character.isDigit else {
        index += 1
        continue
      }
      var end = index
      while end < text.count, text[end].isDigit || text[end] == "." { end += 1 }
      while end > index, text[end - 1] == "." { end -= 1 }
      let start = index
      index = end
      guard let (found, length) = Narrative.kind(before: text[end...], units) else { continue }
      let digits = String(text[start..<end])
      let isNegative = start > clauseStart && text[start - 1] == "-"
      let value = try? Amount((isNegative ? "-" : "") + digits)
      guard value != nil || digits.count(where: { $0 == "." }) > 1 else { continue }
      mentions.append(
        Mention(
          kind: value == nil ? .malformed : found, value: value ?? .zero,
          printed: String(text[start..<(end + length)]), clause: text[clauseStart..<start],
          range: start..<(end + length), sentence: sentence,
          location: source[passage.lines[start]].location))
      index = end + length
      clauseStart = index
    }
    return mentions
  }

  /// What the text behind a figure makes of it, and of how many characters that is.
  private static func kind(
    before rest: ArraySlice<Character>, _ units: [(word: [Character], unit: AmountUnit)]
  ) -> (Mention.Kind, Int)? {
    if rest.first == "%" { return (.percent, 1) }
    return units.first { rest.starts(with: $0.word) }.map { (.amount($0.unit), $0.word.count) }
  }
}

extension Character {
  package var isDigit: Bool { ("0"..."9").contains(self) }
  /// Whether it can stand in a figure.
  fileprivate var isFigure: Bool { isDigit || ".,%".contains(self) }
}
