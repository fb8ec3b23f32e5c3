import XMLStream

/// A format of OpenDocument on its way to a format code. OASIS OpenDocument 1.2, 16.27.
struct DataStyle {
  /// What kinds of values it is for.
  enum Kind { case number, percentage, date, time, text }

  let kind: Kind
  private(set) var code = ""
  /// Other formats for values of which something holds, such as `value()>=0`.
  private(set) var choices: [(condition: String, style: String)] = []
  /// Whether hours, minutes and seconds go on beyond a day.
  private let isElapsed: Bool
  private var hasElapsed = false
  /// Whether names of months and days are Chinese.
  private let isChinese: Bool
  private var hasNames = false
  /// The digits of a number that texts stand in, until it ends, and such a text.
  private var digits: [Character] = []
  private var decimals = ""
  private var embedded: Int?
  private var literal: [UInt8] = []

  /// No format is longer than what Excel takes, and one is made of others.
  private static let bound = CellRules.formatCharacters

  /// A format of this element; nil for an element that is none.
  init?(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {
    if name == "number-style" || name == "currency-style" || name == "boolean-style" {
      kind = .number
    } else if name == "percentage-style" {
      kind = .percentage
    } else if name == "date-style" {
      kind = .date
    } else if name == "time-style" {
      kind = .time
    } else if name == "text-style" {
      kind = .text
    } else {
      return nil
    }
    isElapsed =
      attributes.string("truncate-on-overflow", in: OpenDocument.number) == "false"
    isChinese = attributes.string("language", in: OpenDocument.number) == "zh"
  }

  /// Takes another format for some values.
  mutating func choose(_ style: String, when condition: String) {
    // Excel has room for three formats and one of text.
    if choices.count < 3 { choices.append((condition, style)) }
  }

  // MARK: Parts

  /// One part starts; true where its text belongs to it.
  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    guard code.utf8.count <= Self.bound else { return false }
    func integer(_ name: StaticString) -> Int? {
      attributes.string(name, in: OpenDocument.number).flatMap { Int($0) }
        .map { max(0, min($0, 30)) }
    }
    let isLong = attributes.string("style", in: OpenDocument.number) == "long"
    if name == "text" || name == "currency-symbol" || name == "embedded-text" {
      literal.removeAll()
      embedded = name == "embedded-text" ? integer("position") ?? 0 : nil
      return true
    }
    if name == "number" {
      startNumber(attributes, integer)
    } else if name == "scientific-number" {
      startNumber(attributes, integer)
      endNumber()
      let isSigned = attributes.string("forced-exponent-sign", in: OpenDocument.number) != "false"
      code += (isSigned ? "E+" : "E-") + zeros(integer("min-exponent-digits") ?? 2)
    } else if name == "fraction" {
      addFraction(attributes, integer)
    } else if name == "text-content" {
      code += "@"
    } else if name == "fill-character" {
      literal.removeAll()
      code += "*"
      return true
    } else {
      addDate(name, attributes, isLong: isLong)
    }
    return false
  }

  mutating func append(_ text: borrowing XMLText) {
    if literal.count <= 4 * Self.bound { text.append(to: &literal) }
  }

  /// A part ends.
  mutating func end(_ name: borrowing XMLName) {
    if name == "text" || name == "currency-symbol" {
      code += quoted(String(decoding: literal, as: UTF8.self))
    } else if name == "fill-character" {
      code += String(decoding: literal, as: UTF8.self).prefix(1)
    } else if name == "embedded-text", let position = embedded {
      embed(String(decoding: literal, as: UTF8.self), at: position)
    } else if name == "number" {
      endNumber()
    }
  }

  // MARK: Numbers

  private mutating func startNumber(
    _ attributes: borrowing XMLAttributes, _ integer: (StaticString) -> Int?
  ) {
    let places = integer("decimal-places")
    let whole = integer("min-integer-digits")
    let isGrouped = attributes.string("grouping", in: OpenDocument.number) == "true"
    if places == nil, !isGrouped, (whole ?? 1) <= 1 {
      digits = Array("General")
      return
    }
    let least = whole ?? 0
    digits = [Character](
      repeating: "#", count: max(0, max(1, isGrouped ? 4 : 1) - least))
    digits += [Character](repeating: "0", count: least)
    if isGrouped {
      for index in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: index) }
    }
    let count = places ?? 0
    let isOptional = attributes.string("decimal-replacement", in: OpenDocument.number) == ""
    let shown = min(count, integer("min-decimal-places") ?? (isOptional ? 0 : count))
    decimals = count == 0 ? "" : "." + zeros(shown) + String(repeating: "#", count: count - shown)
    let factor = attributes.string("display-factor", in: OpenDocument.number) ?? "1"
    // Each comma behind the digits divides by a thousand.
    decimals += String(repeating: ",", count: factor.filter { $0 == "0" }.count / 3)
  }

  /// Puts a text before so many digits of the whole.
  private mutating func embed(_ text: String, at position: Int) {
    guard digits.first != "G" else { return }
    var (index, left) = (digits.count, position)
    while left > 0, index > 0 {
      index -= 1
      if digits[index] != "," { left -= 1 }
    }
    digits.insert(contentsOf: [Character](repeating: "#", count: left) + [], at: 0)
    digits.insert(contentsOf: quoted(text), at: index)
  }

  private mutating func endNumber() {
    code += String(digits) + decimals
    (digits, decimals) = ([], "")
  }

  private mutating func addFraction(
    _ attributes: borrowing XMLAttributes, _ integer: (StaticString) -> Int?
  ) {
    func blanks(_ count: Int?) -> String { String(repeating: "?", count: max(1, count ?? 1)) }
    if let whole = integer("min-integer-digits") { code += (whole == 0 ? "#" : zeros(whole)) + " " }
    code += blanks(integer("min-numerator-digits")) + "/"
    let fixed = attributes.string("denominator-value", in: OpenDocument.number)
    code +=
      fixed.flatMap { Int($0) }.map { String($0) } ?? blanks(integer("min-denominator-digits"))
  }

  // MARK: Dates

  private mutating func addDate(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes, isLong: Bool
  ) {
    if name == "year" {
      code += isLong ? "yyyy" : "yy"
    } else if name == "month" {
      let isName = attributes.string("textual", in: OpenDocument.number) == "true"
      hasNames = hasNames || isName
      code += (isName ? "mm" : "") + (isLong ? "mm" : "m")
    } else if name == "day" {
      code += isLong ? "dd" : "d"
    } else if name == "day-of-week" {
      hasNames = true
      code += isLong ? "dddd" : "ddd"
    } else if name == "era" {
      code += isLong ? "gg" : "g"
    } else if name == "am-pm" {
      code += isChinese ? "\u{4E0A}\u{5348}/\u{4E0B}\u{5348}" : "AM/PM"
    } else if name == "hours" {
      code += clock("h", isLong)
    } else if name == "minutes" {
      code += clock("m", isLong)
    } else if name == "seconds" {
      code += clock("s", isLong)
      let places = attributes.string("decimal-places", in: OpenDocument.number)
      let count = max(0, min(places.flatMap { Int($0) } ?? 0, 9))
      code += count == 0 ? "" : "." + zeros(count)
    }
  }

  private mutating func clock(_ letter: String, _ isLong: Bool) -> String {
    let letters = isLong ? letter + letter : letter
    guard isElapsed, !hasElapsed else { return letters }
    hasElapsed = true
    return "[" + letters + "]"
  }

  // MARK: Texts

  private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

  /// A text as formats have it; the sign of a percentage is no text.
  private func quoted(_ text: String) -> String {
    guard !text.isEmpty else { return "" }
    if kind == .percentage, let sign = text.firstIndex(of: "%") {
      return quoted(String(text[..<sign])) + "%" + quoted(String(text[text.index(after: sign)...]))
    }
    let plain = kind == .date || kind == .time ? " -/:" : " -+()"
    if text.allSatisfy({ plain.contains($0) }) { return text }
    return text.split(separator: "\"", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : "\"\($0)\"" }.joined(separator: "\\\"")
  }

  /// The code with those of other formats before it, which it is the rest of.
  func sections(_ others: [String]) -> String {
    let own = (isChinese && hasNames ? "[$-804]" : "") + (code.isEmpty ? "General" : code)
    guard !others.isEmpty else { return own }
    let conditions = choices.map { $0.condition.filter { !$0.isWhitespace } }
    let isUsual =
      conditions == ["value()>=0"] || conditions == ["value()>0", "value()<0"]
      || conditions == ["value()>0", "value()<0", "value()=0"]
    if isUsual { return (others + [own]).joined(separator: ";") }
    let named = zip(conditions, others).map { condition, other in
      "[" + condition.dropFirst("value()".count).replacing("!=", with: "<>") + "]" + other
    }
    return (named + [own]).joined(separator: ";")
  }
}
