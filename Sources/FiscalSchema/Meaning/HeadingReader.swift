import FiscalModel

/// Reads the lines around a table: agency, year, stage, unit and number, in any order.
struct HeadingReader: Sendable {
  private let vocabulary: Vocabulary
  private let ordinals: Ordinals
  private let agencies: [String]
  private let units: [String]
  private let stages: [(word: String, stage: Stage?)]

  init(vocabulary: Vocabulary, statements: StatementsFile, ordinals: Ordinals) {
    self.vocabulary = vocabulary
    self.ordinals = ordinals
    // A unit of the administration, where no unit of money follows.
    agencies = (vocabulary.agency + vocabulary.unit.prefix(1)).map(\.folded)
      .sorted { $0.count > $1.count }
    units = vocabulary.unit.map(\.folded).sorted { $0.count > $1.count }
    // Words without a stage hide what they contain: "budget unit", "general public budget".
    stages = statements.words.flatMap { entry in entry.words.map { ($0.folded, entry.stage) } }
      .sorted { $0.0.count > $1.0.count }
  }

  /// What a line says; nil where it says something else, too.
  func read(_ text: String) -> HeadingMeaning? {
    var meaning = HeadingMeaning()
    let pieces = text.split { $0 == "\t" || $0 == "\n" }.flatMap { Self.parts(String($0)) }
    guard !pieces.isEmpty else { return nil }
    for piece in pieces where !take(piece, into: &meaning) { return nil }
    return meaning
  }

  /// The parts of a line between wide gaps.
  private static func parts(_ line: String) -> [String] {
    var parts: [String] = []
    var gap = 2
    for character in line {
      if character.isWhitespace {
        gap += 1
        continue
      }
      if gap >= 2 || parts.isEmpty { parts.append("") }
      parts[parts.count - 1].append(character)
      gap = 0
    }
    return parts
  }

  private func take(_ piece: String, into meaning: inout HeadingMeaning) -> Bool {
    let printed = Array(piece.squeezed)
    let folded = Array(piece.squeezed.folded)
    guard folded.count <= 120, printed.count == folded.count else { return false }
    var range = 0..<folded.count
    takeUnit(folded, as: printed, in: &range, &meaning)
    takeNumber(folded, as: printed, in: &range, &meaning)
    takeYear(folded, as: printed, in: &range, &meaning)
    if range.isEmpty { return true }
    return takeAgency(folded, as: printed, in: range, &meaning)
  }

  private func takeUnit(
    _ text: [Character], as printed: [Character], in range: inout Range<Int>,
    _ meaning: inout HeadingMeaning
  ) {
    let isBracketed = text[range].first == "(" && text[range].last == ")"
    let inner = isBracketed ? range.dropFirst().dropLast() : range[...]
    let body = String(text[inner])
    for unit in AmountUnit.allCases.sorted(by: { $0.name.count > $1.name.count })
    where body.hasSuffix(unit.name) {
      let before = body.dropLast(unit.name.count)
      guard before.last == ":",
        let caption = units.first(where: { before.dropLast().hasSuffix($0) })
      else { continue }
      let start = inner.upperBound - unit.name.count - 1 - caption.count
      meaning.unit = unit
      meaning.pieces.append(String(printed[start..<inner.upperBound]))
      range = isBracketed ? range.upperBound..<range.upperBound : range.lowerBound..<start
      return
    }
  }

  private func takeNumber(
    _ text: [Character], as printed: [Character], in range: inout Range<Int>,
    _ meaning: inout HeadingMeaning
  ) {
    let body = String(text[range])
    if let found = ordinals.tableNumber(Substring(body)), found.rest.isEmpty {
      meaning.number = found.number
      meaning.pieces.append(String(printed[range]))
      range = range.upperBound..<range.upperBound
    }
  }

  /// A year that stands alone, at the end of a line or in brackets: `2016年度`, `(2026年度)`.
  private func takeYear(
    _ text: [Character], as printed: [Character], in range: inout Range<Int>,
    _ meaning: inout HeadingMeaning
  ) {
    var end = range.upperBound
    if end > range.lowerBound, text[end - 1] == ")" { end -= 1 }
    let body = String(text[range.lowerBound..<end])
    guard let word = ordinals.years.first(where: { body.hasSuffix($0) }) else { return }
    let start = end - word.count - 4
    guard start >= range.lowerBound, let year = Int(String(text[start..<(start + 4)])),
      (1990...2100).contains(year)
    else { return }
    var from = start
    if end < range.upperBound {
      guard from > range.lowerBound, text[from - 1] == "(" else { return }
      from -= 1
    }
    meaning.year = year
    meaning.pieces.append(String(printed[from..<range.upperBound]))
    range = range.lowerBound..<from
  }

  private func takeAgency(
    _ text: [Character], as printed: [Character], in range: Range<Int>,
    _ meaning: inout HeadingMeaning
  ) -> Bool {
    guard let colon = text[range].firstIndex(of: ":") else { return false }
    let caption = String(text[range.lowerBound..<colon])
    guard agencies.contains(caption) else { return false }
    meaning.pieces.insert(String(printed[range]), at: 0)
    let name = String(printed[(colon + 1)..<range.upperBound])
    guard !name.isEmpty else { return true }
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    let rest = name[digits.endIndex...].drop { "-\u{2014}".contains($0) }
    if digits.count >= 3, rest.unicodeScalars.first?.isHan ?? false {
      meaning.agencyCode = String(digits)
      meaning.agency = String(rest)
    } else {
      meaning.agency = name
    }
    return true
  }

  /// The stage that a text names, names of funds with "budget" in them aside; nil where it names
  /// none or several.
  func stage(in text: String) -> Stage? {
    let folded = text.folded
    var found: Set<Stage> = []
    var rest = Substring(folded)
    while !rest.isEmpty {
      if let entry = stages.first(where: { rest.hasPrefix($0.word) }) {
        if let stage = entry.stage { found.insert(stage) }
        rest = rest.dropFirst(entry.word.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return found.count == 1 ? found.first : nil
  }
}
