import Spreadsheet

/// The number of a workbook as plain decimal text.
///
/// What stands in the file is the decimal text of a double (`123.45000000000001`); what a person sees,
/// and what is meant, has at most 15 significant digits. The number format adds the zeros that were
/// printed; it never takes digits away.
enum DecimalText {
  static func shown(_ number: String, format: String) -> String {
    guard var text = DecimalNumber(number)?.plainText else {
      return number
    }
    let printed =
      text.utf8.lastIndex(of: UInt8(ascii: ".")).map {
        text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1
      } ?? 0
    let wanted = decimals(of: format)
    guard printed < wanted else { return text }
    if printed == 0 { text += "." }
    return text + String(repeating: "0", count: wanted - printed)
  }

  /// The decimals that the first section of a number format prescribes.
  static func decimals(of format: String) -> Int {
    var count: Int?
    var quoted = false
    for byte in format.utf8 {
      if byte == UInt8(ascii: "\"") { quoted.toggle() }
      if quoted { continue }
      if byte == UInt8(ascii: ";") { break }
      if byte == UInt8(ascii: ".") {
        count = 0
      } else if let soFar = count {
        guard byte == UInt8(ascii: "0") else { break }
        count = soFar + 1
      }
    }
    return count ?? 0
  }
}
