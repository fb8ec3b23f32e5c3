/// The number of a workbook as plain decimal text.
///
/// What stands in the file is the decimal text of a double (`123.45000000000001`); what a person sees,
/// and what is meant, has at most 15 significant digits. The number format adds the zeros that were
/// printed; it never takes digits away.
enum DecimalText {
  static func shown(_ number: String, format: String) -> String {
    guard var value = Decimal15(number) else { return number }
    value.pad(toDecimals: decimals(of: format))
    return value.description
  }

  /// The decimals that the first section of a number format prescribes.
  static func decimals(of format: String) -> Int {
    var count: Int?
    var quoted = false
    for character in format {
      if character == "\"" { quoted.toggle() }
      if quoted { continue }
      if character == ";" { break }
      if character == "." {
        count = 0
      } else if let soFar = count {
        guard character == "0" else { break }
        count = soFar + 1
      }
    }
    return count ?? 0
  }
}

/// A decimal number of at most 15 significant digits, rounded half away from zero.
struct Decimal15: CustomStringConvertible {
  private var isNegative = false
  /// Significant digits, most significant first, without leading zeros.
  private var digits: [UInt8] = []
  /// How many of the digits stand behind the point; negative where zeros follow.
  private var scale = 0

  init?(_ text: String) {
    var exponent = 0
    var sawPoint = false
    var sawDigit = false
    var bytes = Array(text.utf8)[...]
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        sawDigit = true
        if sawPoint { scale += 1 }
        if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
      case UInt8(ascii: ".") where !sawPoint: sawPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard sawDigit, let value = Int(String(decoding: bytes, as: UTF8.self)),
          (-400...400).contains(value)
        else { return nil }
        exponent = value
        bytes = []
      default: return nil
      }
    }
    guard sawDigit else { return nil }
    scale -= exponent
    round()
    dropZeros()
  }

  private mutating func round() {
    guard digits.count > 15 else { return }
    let up = digits[15] >= 5
    scale -= digits.count - 15
    digits.removeLast(digits.count - 15)
    guard up else { return }
    var index = digits.count - 1
    while true {
      if digits[index] < 9 {
        digits[index] += 1
        return
      }
      digits[index] = 0
      if index == 0 { break }
      index -= 1
    }
    digits.insert(1, at: 0)
  }

  private mutating func dropZeros() {
    while let last = digits.last, last == 0 {
      digits.removeLast()
      scale -= 1
    }
    if digits.isEmpty { scale = 0 }
  }

  /// Adds zeros behind the point until there are this many decimals.
  mutating func pad(toDecimals decimals: Int) {
    guard scale < decimals else { return }
    if !digits.isEmpty { digits += Array(repeating: 0, count: decimals - scale) }
    scale = decimals
  }

  var description: String {
    var text = digits.map { Character(UnicodeScalar($0 + UInt8(ascii: "0"))) }
    if scale < 0 { text += Array(repeating: "0", count: -scale) }
    if scale > 0 {
      while text.count <= scale { text.insert("0", at: 0) }
      text.insert(".", at: text.count - scale)
    }
    if text.isEmpty { text = ["0"] }
    return (isNegative && !digits.isEmpty ? "-" : "") + String(text)
  }
}
