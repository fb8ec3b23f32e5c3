/// Numbers as decimal text, judged by their characters: no double is ever made of them.
enum NumberText {
  /// Whether the text is a decimal number: `-1201.50`, `1.5E-3`.
  static func isNumber(_ text: String) -> Bool { parts(text) != nil }

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

  /// Significant digits and the exponent of the first one; nil when it is not a number.
  private static func parts(_ text: String) -> (digits: Int, exponent: Int)? {
    var rest = text.utf8[...]
    if rest.first == 0x2D || rest.first == 0x2B { rest.removeFirst() }
    var seen = 0
    var first: Int?
    var last = 0
    var integerDigits: Int?
    while let byte = rest.first {
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
      rest.removeFirst()
    }
    guard seen > 0 else { return nil }
    var exponent = 0
    if let mark = rest.first, mark == 0x45 || mark == 0x65 {
      rest.removeFirst()
      let negative = rest.first == 0x2D
      if negative || rest.first == 0x2B { rest.removeFirst() }
      guard !rest.isEmpty else { return nil }
      while let byte = rest.first, 0x30...0x39 ~= byte {
        exponent = min(exponent * 10 + Int(byte - 0x30), 1_000_000)
        rest.removeFirst()
      }
      if negative { exponent = -exponent }
    }
    guard rest.isEmpty else { return nil }
    guard let first else { return (0, 0) }
    return (last - first + 1, (integerDigits ?? seen) - first - 1 + exponent)
  }
}
