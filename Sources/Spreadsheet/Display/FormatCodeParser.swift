/// Reads a number format code from left to right.
struct FormatCodeParser {
  private typealias Token = FormatCode.Token

  private let code: [Unicode.Scalar]
  private var at = 0
  private var section = FormatCode.Section()
  private var found: [FormatCode.Section] = []

  init(_ code: String) { self.code = Array(code.unicodeScalars) }

  mutating func sections() -> [FormatCode.Section] {
    while at < code.count {
      if code[at] == ";" {
        at += 1
        close()
      } else {
        readToken()
      }
    }
    if !section.tokens.isEmpty || section.condition != nil || !found.isEmpty { close() }
    return found
  }

  private mutating func close() {
    section.tokens = Self.settled(section.tokens)
    found.append(section)
    section = FormatCode.Section()
  }

  private mutating func readToken() {
    let scalar = code[at]
    switch scalar {
    case "\"":
      let end = code[(at + 1)...].firstIndex(of: "\"") ?? code.count
      add(String(String.UnicodeScalarView(code[(at + 1)..<end])))
      at = min(end + 1, code.count)
    case "\\", "!":
      // What follows stands for itself.
      if at + 1 < code.count { add(String(code[at + 1])) }
      at += 2
    case "_":
      // Room as wide as what follows.
      add(" ")
      at += 2
    case "*":
      // What follows fills the cell: nothing, where there is no width.
      at += 2
    case "[": readBracket()
    case "0", "#", "?": take(.digit(UInt8(scalar.value)))
    case ".": take(.point)
    case ",": take(.comma)
    case "%": take(.percent)
    case "@": take(.text)
    case "/": take(.slash)
    default: readLetter(scalar)
    }
  }

  private mutating func take(_ token: Token) {
    section.tokens.append(token)
    at += 1
  }

  private mutating func add(_ text: String) {
    if case .literal(let before) = section.tokens.last {
      section.tokens[section.tokens.count - 1] = .literal(before + text)
    } else {
      section.tokens.append(.literal(text))
    }
  }

  private func hasPrefix(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard at + wanted.count <= code.count else { return false }
    return zip(code[at...], wanted).allSatisfy {
      $0 == $1 || ($0.isASCII && $1.isASCII && $0.value | 0x20 == $1.value | 0x20)
    }
  }

  private mutating func readLetter(_ scalar: Unicode.Scalar) {
    if hasPrefix("General") {
      section.tokens.append(.general)
      at += 7
    } else if hasPrefix("AM/PM") {
      section.tokens.append(.halfDay("AM", "PM"))
      at += 5
    } else if hasPrefix("A/P") {
      section.tokens.append(.halfDay(String(code[at]), String(code[at + 2])))
      at += 3
    } else if hasPrefix(ChineseFigures.halfDays.0 + "/" + ChineseFigures.halfDays.1) {
      section.tokens.append(.halfDay(ChineseFigures.halfDays.0, ChineseFigures.halfDays.1))
      at += 5
    } else if (scalar == "E" || scalar == "e") && (follows("+") || follows("-")) {
      section.tokens.append(.exponent(showsPlus: follows("+")))
      at += 2
    } else if scalar.isASCII, "ymdhsaegb".utf8.contains(UInt8(scalar.value | 0x20)) {
      readDate(UInt8(scalar.value | 0x20))
    } else {
      add(String(scalar))
      at += 1
    }
  }

  private func follows(_ scalar: Unicode.Scalar) -> Bool {
    at + 1 < code.count && code[at + 1] == scalar
  }

  private mutating func readDate(_ letter: UInt8) {
    let start = at
    while at < code.count, code[at].value | 0x20 == UInt32(letter) { at += 1 }
    let count = at - start
    // Fewer letters mean nothing: `a` is no weekday.
    if letter == UInt8(ascii: "a"), count < 3 {
      add(String(String.UnicodeScalarView(code[start..<at])))
    } else {
      section.tokens.append(.date(letter, count: count))
    }
  }

  private mutating func readBracket() {
    guard let end = code[at...].firstIndex(of: "]") else {
      add("[")
      at += 1
      return
    }
    let inner = String(String.UnicodeScalarView(code[(at + 1)..<end]))
    at = end + 1
    let lower = inner.lowercased()
    if let letter = lower.utf8.first, "hms".utf8.contains(letter),
      lower.utf8.allSatisfy({ $0 == letter })
    {
      section.tokens.append(.elapsed(letter, count: lower.utf8.count))
    } else if lower.hasPrefix("dbnum"), let figures = Int(lower.dropFirst(5)) {
      section.chineseFigures = figures
    } else if lower.hasPrefix("$") {
      let parts = inner.dropFirst().split(
        separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      if let symbol = parts.first, !symbol.isEmpty { add(String(symbol)) }
      readLanguage(parts.count > 1 ? String(parts[1]).lowercased() : "")
    } else if let first = inner.first, "<>=".contains(first) {
      let sign = inner.prefix { "<>=".contains($0) }
      let operand = inner.dropFirst(sign.count).filter { $0 != " " }
      if let number = DecimalNumber(operand) {
        section.condition = FormatCode.Condition(sign: String(sign), operand: number)
      }
    }
  }

  /// `[$-804]` is Chinese; its upper bytes may ask for Chinese figures too.
  private mutating func readLanguage(_ tag: String) {
    if tag.hasPrefix("zh") { section.isChinese = true }
    guard let value = UInt32(tag.prefix { $0 != "," }, radix: 16) else { return }
    if [0x804, 0x1004, 0x404, 0xC04, 0x1404, 4].contains(value & 0xFFFF) {
      section.isChinese = true
    }
    switch value >> 24 {
    case 0x1E: section.chineseFigures = 1
    case 0x1F: section.chineseFigures = 2
    case 0x20: section.chineseFigures = 3
    default: break
    }
  }

  // MARK: Afterwards

  /// Decides what only the neighbours tell: `m` is minutes beside hours or seconds, `.0` after
  /// seconds a part of them, `/` between dates a mere character.
  private static func settled(_ tokens: [Token]) -> [Token] {
    var result = tokens
    guard tokens.contains(where: \.isDate) else { return result }
    settleMinutes(&result)
    var settled: [Token] = []
    var index = 0
    while index < result.count {
      let token = result[index]
      index += 1
      switch token {
      case .point:
        var count = 0
        while index < result.count, result[index] == .digit(0x30) {
          count += 1
          index += 1
        }
        settled.append(count > 0 ? .subsecond(count) : .literal("."))
      case .slash: settled.append(.literal("/"))
      case .comma: settled.append(.literal(","))
      case .percent: settled.append(.literal("%"))
      case .digit(let byte): settled.append(.literal(String(UnicodeScalar(byte))))
      default: settled.append(token)
      }
    }
    return settled
  }

  private static func settleMinutes(_ tokens: inout [Token]) {
    // 'n' stands for minutes from here on.
    let minute = UInt8(ascii: "n")
    var before: UInt8 = 0
    var lastMonth: Int?
    for index in tokens.indices {
      switch tokens[index] {
      case .date(let letter, let count):
        if letter == UInt8(ascii: "m"), count <= 2, before == UInt8(ascii: "h") {
          tokens[index] = .date(minute, count: count)
          before = minute
          continue
        }
        if letter == UInt8(ascii: "s"), let month = lastMonth,
          case .date(_, let count) = tokens[month], count <= 2
        {
          tokens[month] = .date(minute, count: count)
        }
        lastMonth = letter == UInt8(ascii: "m") ? index : nil
        before = letter
      case .elapsed(let letter, _):
        if letter == UInt8(ascii: "s"), let month = lastMonth,
          case .date(_, let count) = tokens[month], count <= 2
        {
          tokens[month] = .date(minute, count: count)
        }
        lastMonth = nil
        before = letter
      default: break
      }
    }
  }
}
