/// Numbers as decimal text, judged by their characters: no double is ever made of them.
enum NumberText {
  /// Whether the text is a decimal number: `-1201.50`, `1.5E-3`.
  static func isNumber(_ text: String) -> Bool { parts(text) != nil }

  /// Whether the bytes are a decimal number.
  static func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool { parts(bytes) != nil }

  /// The significant digits of a number, 0 for what is none.
  static func digits(_ text: String) -> Int { parts(text)?.digits ?? 0 }

  /// Whether nothing but the number of its digits speaks against the number.
  static func isOnlyTooLong(_ text: String) -> Bool {
    guard let parts = parts(text) else { return false }
    return parts.digits > 15 && -307...307 ~= parts.exponent
  }

  /// Why Excel cannot hold the number, nil when it can.
  ///
  /// Excel keeps 15 significant digits. A number that needs more would be changed in silence.
  static func refusal(_ text: String) -> String? {
    guard let parts = parts(text) else { return "'\(text)' is not a decimal number" }
    if parts.digits > 15 {
      return "\(text) has more than the 15 significant digits that a number can hold"
    }
    // Largest 9.99999999999999E+307, smallest 2.2250738585072E-308.
    if parts.digits > 0, !(-307...307 ~= parts.exponent) {
      return "\(text) is beyond the numbers that a cell can hold"
    }
    return nil
  }

  private static func parts(_ text: String) -> (digits: Int, exponent: Int)? {
    // Through an index of `String` the same loop takes five times as long.
    let found = text.utf8.withContiguousStorageIfAvailable { parts($0) }
    return found ?? Array(text.utf8).withUnsafeBufferPointer { parts($0) }
  }

  /// Significant digits and the exponent of the first one; nil when it is not a number.
  private static func parts(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> (digits: Int, exponent: Int)? {
    var at = 0
    if text.first == 0x2D || text.first == 0x2B { at = 1 }
    var seen = 0
    var first: Int?
    var last = 0
    var integerDigits: Int?
    while at < text.count {
      let byte = text[at]
      if 0x30...0x39 ~= byte {
        if byte != 0x30 {
          if first == nil { first = seen }
          last = seen
        }
        seen += 1
      } else if byte == 0x2E, integerDigits == nil {
        integerDigits = seen
      } else {
        break
      }
      at += 1
    }
    guard seen > 0 else { return nil }
    var exponent = 0
    if at < text.count, text[at] | 0x20 == 0x65 {
      at += 1
      let negative = at < text.count && text[at] == 0x2D
      if negative || (at < text.count && text[at] == 0x2B) { at += 1 }
      guard at < text.count else { return nil }
      while at < text.count, 0x30...0x39 ~= text[at] {
        exponent = min(exponent * 10 + Int(text[at] - 0x30), 1_000_000)
        at += 1
      }
      if negative { exponent = -exponent }
    }
    guard at == text.count else { return nil }
    guard let first else { return (0, 0) }
    return (last - first + 1, (integerDigits ?? seen) - first - 1 + exponent)
  }
}
