/// The numbers of tables, years and numerals, as titles and headings print them: one grammar for all that
/// read them.
extension Vocabulary {
  /// A table's number at the beginning of a text, such as `表1`, `表5-1`, `公开01表`, and what follows.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - prefixes: words that may stand before the number, longest first.
  /// - Returns: the number without zeros before it, and what follows; nil where there is none.
  package func tableNumber(
    _ text: Substring, behind prefixes: [String]
  ) -> (number: String, rest: Substring)? {
    var rest = text
    while let prefix = prefixes.first(where: { rest.hasPrefix($0) }) {
      rest = rest.dropFirst(prefix.count)
    }
    var number: String
    if rest.hasPrefix(table) {
      rest = rest.dropFirst(table.count)
      if rest.first == "-" { rest = rest.dropFirst() }
      number = takeDigits(&rest)
    } else {
      number = takeDigits(&rest)
      guard rest.hasPrefix(table) else { return nil }
      rest = rest.dropFirst(table.count)
    }
    while number.hasPrefix("0") { number.removeFirst() }
    return number.isEmpty ? nil : (number, rest)
  }

  /// A table's number behind its title, in brackets or without, such as `收支总表（表1）`, `收支预算总表表一`,
  /// `支出表公开03表`, and the title.
  package func trailingTableNumber(
    _ text: Substring, behind prefixes: [String]
  ) -> (number: String, title: Substring)? {
    if let last = text.last, ")）".contains(last) {
      guard let open = text.lastIndex(where: { "(（".contains($0) }),
        let found = tableNumber(text[text.index(after: open)...].dropLast(), behind: prefixes),
        found.rest.isEmpty
      else { return nil }
      return (found.number, text[..<open])
    }
    var rest = text
    while let word = rest.firstRange(of: table), word.upperBound < text.endIndex {
      rest = text[word.upperBound...]
      if let found = tableNumber(rest, behind: prefixes), found.rest.isEmpty {
        return (found.number, text[..<word.upperBound])
      }
    }
    return nil
  }

  /// Takes the digits of a number from the beginning of a text.
  func takeDigits(_ rest: inout Substring) -> String {
    // One kind of numeral or the other: behind `表5-1` the title may begin with `一般`.
    var arabic = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "_") }
    while arabic.last == "-" { arabic = arabic.dropLast() }
    // Without the blank between them a year runs into the number: `表1 2024年度`.
    let after = rest[arabic.endIndex...]
    if arabic.count > 4, let year = Int(arabic.suffix(4)), (1990...2100).contains(year),
      fiscalYear.contains(where: { after.hasPrefix($0) })
    {
      arabic = arabic.dropLast(4)
    }
    let digits = arabic.isEmpty ? rest.prefix { ordinals.contains($0) } : arabic
    if digits.isEmpty { return "" }
    rest = rest[digits.endIndex...]
    return String(digits.replacing("_", with: "-"))
  }

  /// The first four digits that a word for "year" follows, with it.
  package func year(in text: Substring) -> (range: Range<String.Index>, year: Int)? {
    guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
    var index = text.startIndex
    while let start = text[index...].firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let digits = text[start...].prefix { $0.isASCII && $0.isNumber }
      let after = text[digits.endIndex...]
      if digits.count == 4, let year = Int(digits), (1990...2100).contains(year),
        let word = fiscalYear.first(where: { after.hasPrefix($0) })
      {
        return (start..<text.index(digits.endIndex, offsetBy: word.count), year)
      }
      index = digits.endIndex
    }
    return nil
  }

  /// A number from 1 to 99 in numerals, those above twenty with their own one where they are short.
  func ordinal(_ number: Int, isShort: Bool = false) -> String {
    let numerals = ordinals.map(String.init)
    guard numerals.count > 10, (1...99).contains(number) else { return String(number) }
    let (tens, digit) = number.quotientAndRemainder(dividingBy: 10)
    let last = digit == 0 ? "" : numerals[digit - 1]
    if isShort, tens == 2, digit > 0 { return numerals[10] + last }
    return (tens > 1 ? numerals[tens - 1] : "") + (tens > 0 ? numerals[9] : "") + last
  }

  /// A table's number with its Chinese numeral as digits: `十四` is `14`; other numbers stay as they are.
  package func plainNumber(_ number: String) -> String {
    let characters = Array(ordinals)
    let ten = 9
    guard characters.count > ten, !number.isEmpty, number.allSatisfy({ ordinals.contains($0) })
    else { return number }
    var value = 0
    var digit = 0
    for character in number {
      guard let index = characters.firstIndex(of: character) else { return number }
      if index < ten {
        digit = index + 1
      } else if index == ten {
        value += max(digit, 1) * 10
        digit = 0
      } else {
        value += 20
      }
    }
    return String(value + digit)
  }
}
