/// Runs over the tokens of a PDF: those of its objects, and those of the streams that draw.
struct PDFScanner {
  enum Token {
    case number(Double)
    /// Where a name stands, without its slash.
    case name(Range<Int>)
    /// Where what a string says stands in ``strings``.
    case string(Range<Int>)
    case arrayStart
    case arrayEnd
    case dictionaryStart
    case dictionaryEnd
    /// Where a word stands: a keyword, an operator, or a sign that has no meaning.
    case word(Range<Int>)
  }

  let bytes: [UInt8]
  /// Where the next token begins, or blanks before it.
  private(set) var position: Int
  /// What the strings say that were read since it was emptied last.
  private(set) var strings: [UInt8] = []

  /// Objects that stand deeper in one another are no file's that is read.
  private static let depthBound = 64

  init(_ bytes: [UInt8], at position: Int = 0) {
    self.bytes = bytes
    self.position = min(max(position, 0), bytes.count)
  }

  mutating func forgetStrings() { strings.removeAll(keepingCapacity: true) }

  /// The next token; nil at the end.
  mutating func next() -> Token? {
    skipBlanks()
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    switch byte {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E: return .number(number())
    case UInt8(ascii: "/"):
      position += 1
      return .name(regular())
    case UInt8(ascii: "("):
      position += 1
      return .string(literal())
    case UInt8(ascii: "["): return sign(.arrayStart, 1)
    case UInt8(ascii: "]"): return sign(.arrayEnd, 1)
    case UInt8(ascii: "<"):
      if isNext(byte) { return sign(.dictionaryStart, 2) }
      position += 1
      return .string(hexadecimal())
    case UInt8(ascii: ">") where isNext(byte): return sign(.dictionaryEnd, 2)
    default:
      let word = regular()
      return word.isEmpty ? sign(.word(position..<position + 1), 1) : .word(word)
    }
  }

  private func isNext(_ byte: UInt8) -> Bool {
    position + 1 < bytes.count && bytes[position + 1] == byte
  }

  private mutating func sign(_ token: Token, _ count: Int) -> Token {
    position += count
    return token
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x0C || byte == 0
  }

  private static func isRegular(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0x25, 0x28, 0x29, 0x2F, 0x3C, 0x3E, 0x5B, 0x5D, 0x7B,
      0x7D:
      false
    default: true
    }
  }

  private mutating func skipBlanks() {
    while position < bytes.count {
      if PDFScanner.isBlank(bytes[position]) {
        position += 1
      } else if bytes[position] == UInt8(ascii: "%") {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
          position += 1
        }
      } else {
        return
      }
    }
  }

  /// Characters up to a blank or a sign, taken.
  private mutating func regular() -> Range<Int> {
    let start = position
    while position < bytes.count, PDFScanner.isRegular(bytes[position]) { position += 1 }
    return start..<position
  }

  /// A number, taken. Programs write signs within numbers; readers pass over them.
  private mutating func number() -> Double {
    let isNegative = bytes[position] == UInt8(ascii: "-")
    var value = 0.0
    var scale = 1.0
    var isFraction = false
    while position < bytes.count {
      let byte = bytes[position]
      if (0x30...0x39).contains(byte) {
        value = value * 10 + Double(byte - 0x30)
        if isFraction { scale *= 10 }
      } else if byte == UInt8(ascii: "."), !isFraction {
        isFraction = true
      } else if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+") {
        break
      }
      position += 1
    }
    // Of hundreds of digits both may be beyond what a number holds.
    let result = scale.isFinite && value.isFinite ? value / scale : 0
    return isNegative ? -result : result
  }

  // MARK: Strings

  /// A string in parentheses, taken after the first.
  private mutating func literal() -> Range<Int> {
    let start = strings.count
    var depth = 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return start..<strings.count }
      case UInt8(ascii: "\\"):
        escape()
        continue
      default: break
      }
      strings.append(byte)
    }
    return start..<strings.count
  }

  /// What stands behind a backslash, taken.
  private mutating func escape() {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): strings.append(0x0A)
    case UInt8(ascii: "r"): strings.append(0x0D)
    case UInt8(ascii: "t"): strings.append(0x09)
    case UInt8(ascii: "b"): strings.append(0x08)
    case UInt8(ascii: "f"): strings.append(0x0C)
    case 0x30...0x37:
      var code = byte & 7
      for _ in 0..<2 where position < bytes.count && (0x30...0x37).contains(bytes[position]) {
        code = code &<< 3 | bytes[position] & 7
        position += 1
      }
      strings.append(code)
    // The line goes on.
    case 0x0D: if position < bytes.count, bytes[position] == 0x0A { position += 1 }
    case 0x0A: break
    default: strings.append(byte)
    }
  }

  /// A string in hexadecimal digits, taken after its first sign.
  private mutating func hexadecimal() -> Range<Int> {
    let start = strings.count
    var high: UInt8?
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: ">") { break }
      guard let digit = PDFScanner.digit(byte) else { continue }
      if let first = high {
        strings.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    if let high { strings.append(high << 4) }
    return start..<strings.count
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  // MARK: Objects

  /// The object that stands next, taken.
  mutating func object() throws(PDFFault) -> PDFObject {
    guard let token = next() else { throw .unreadable }
    return try object(token, depth: 0)
  }

  /// Whether the word stands next; it is taken then.
  mutating func take(_ word: StaticString) -> Bool {
    let start = position
    if case .word(let range) = next(), self.is(range, word) { return true }
    position = start
    return false
  }

  private mutating func object(_ token: Token, depth: Int) throws(PDFFault) -> PDFObject {
    guard depth < PDFScanner.depthBound else { throw .unreadable }
    switch token {
    case .number(let value): return .number(value)
    case .name(let range): return .name(name(range))
    case .string:
      forgetStrings()
      return .text
    case .arrayStart: return .array(try items(isArray: true, depth: depth + 1))
    case .dictionaryStart:
      let items = try items(isArray: false, depth: depth + 1)
      var entries: [String: PDFObject] = [:]
      for index in stride(from: 0, to: items.count - 1, by: 2) {
        guard let key = items[index].name else { throw .unreadable }
        entries[key] = items[index + 1]
      }
      return .dictionary(entries)
    case .word(let range):
      if self.is(range, "null") { return .null }
      guard self.is(range, "true") || self.is(range, "false") else { throw .unreadable }
      return .boolean(self.is(range, "true"))
    case .arrayEnd, .dictionaryEnd: throw .unreadable
    }
  }

  /// The items of an array or a dictionary, taken with its end.
  private mutating func items(isArray: Bool, depth: Int) throws(PDFFault) -> [PDFObject] {
    var items: [PDFObject] = []
    while let token = next() {
      switch token {
      case .arrayEnd where isArray: return items
      case .dictionaryEnd where !isArray: return items
      case .word(let range) where self.is(range, "R"):
        // Two numbers before it are those of an object.
        guard items.count > 1, let number = items[items.count - 2].integer else {
          throw .unreadable
        }
        items.removeLast()
        items[items.count - 1] = .reference(number)
      default: items.append(try object(token, depth: depth))
      }
    }
    throw .unreadable
  }

  /// A name as it is meant.
  func name(_ range: Range<Int>) -> String {
    guard bytes[range].contains(UInt8(ascii: "#")) else {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    var name: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == UInt8(ascii: "#"), index + 2 < range.upperBound,
        let high = PDFScanner.digit(bytes[index + 1]), let low = PDFScanner.digit(bytes[index + 2])
      {
        name.append(high << 4 | low)
        index += 3
      } else {
        name.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// Whether a word is this one.
  func `is`(_ range: Range<Int>, _ word: StaticString) -> Bool {
    range.count == word.utf8CodeUnitCount
      && range.enumerated().allSatisfy { bytes[$0.element] == word.utf8Start[$0.offset] }
  }

  // MARK: Parts that are no tokens

  /// Passes over the line end behind the word `stream`.
  mutating func skipLineEnd() {
    if position < bytes.count, bytes[position] == 0x0D { position += 1 }
    if position < bytes.count, bytes[position] == 0x0A { position += 1 }
  }

  /// Passes over a picture that stands within what draws: from its first word to that of its end,
  /// which is one only where text follows.
  mutating func skipInlineImage() {
    while let token = next() {
      if case .word(let range) = token, self.is(range, "ID") { break }
    }
    forgetStrings()
    while position + 2 < bytes.count {
      position += 1
      guard bytes[position] == UInt8(ascii: "E"), bytes[position + 1] == UInt8(ascii: "I"),
        PDFScanner.isBlank(bytes[position - 1]),
        position + 2 == bytes.count || PDFScanner.isBlank(bytes[position + 2]),
        bytes[position + 2..<min(position + 12, bytes.count)].allSatisfy({
          (0x20...0x7E).contains($0) || $0 != 0 && PDFScanner.isBlank($0)
        })
      else { continue }
      position += 2
      return
    }
    position = bytes.count
  }
}
