/// Values of cells in binary workbooks as the text that XML would have of them.
enum BinaryValue {
  /// A number of 30 bits, whole or the beginning of a double, or a hundredth of it. MS-XLS 2.5.217.
  static func append(rk: UInt32, to text: inout [UInt8]) {
    let isHundredth = rk & 1 == 1
    guard rk & 2 == 2 else {
      let value = Double(bitPattern: UInt64(rk & ~3) << 32)
      return append(isHundredth ? value / 100 : value, to: &text)
    }
    let whole = Int(Int32(bitPattern: rk) >> 2)
    append(hundredths: isHundredth ? whole : whole * 100, to: &text)
  }

  /// The shortest decimal text of a double.
  static func append(_ value: Double, to text: inout [UInt8]) {
    // Most amounts have two decimals: what is the nearest double to so many hundredths is them.
    let hundredths = (value * 100).rounded()
    if hundredths.magnitude < 1e15, hundredths / 100 == value {
      append(hundredths: Int(hundredths), to: &text)
    } else {
      text += value.description.utf8
    }
  }

  private static func append(hundredths: Int, to text: inout [UInt8]) {
    if hundredths < 0 { text.append(UInt8(ascii: "-")) }
    let (whole, part) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    append(whole, to: &text)
    guard part > 0 else { return }
    text.append(UInt8(ascii: "."))
    text.append(0x30 + UInt8(part / 10))
    if part % 10 > 0 { text.append(0x30 + UInt8(part % 10)) }
  }

  /// The digits of a whole number.
  static func append(_ value: UInt, to text: inout [UInt8]) {
    if value < 10 { return text.append(0x30 + UInt8(value)) }
    let start = text.count
    var rest = value
    while rest > 0 {
      text.append(0x30 + UInt8(rest % 10))
      rest /= 10
    }
    text[start...].reverse()
  }

  /// The name of an error. MS-XLS 2.5.10 `BErr`.
  static func error(_ code: UInt8) -> String {
    switch code {
    case 0x00: "#NULL!"
    case 0x07: "#DIV/0!"
    case 0x0F: "#VALUE!"
    case 0x17: "#REF!"
    case 0x1D: "#NAME?"
    case 0x24: "#NUM!"
    case 0x2B: "#GETTING_DATA"
    default: "#N/A"
    }
  }
}
