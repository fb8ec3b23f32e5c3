/// Dates and durations of OpenDocument attributes.
enum OpenDocumentTime {
  /// A date as cells have it: midnight is not said.
  static func date(_ text: String) -> String {
    guard let clock = text.firstIndex(of: "T") else { return text }
    return text[clock...].allSatisfy { "T0:.".contains($0) } ? String(text[..<clock]) : text
  }

  /// A duration, `PT09H30M00S`: a time of day, or the number of days where it is longer; nil for none.
  static func value(_ text: String) -> CellValue? {
    var rest = text[...]
    let isNegative = rest.first == "-"
    if isNegative { rest = rest.dropFirst() }
    guard rest.first == "P" else { return nil }
    var (number, seconds, micros): (Substring, UInt64, UInt64) = ("", 0, 0)
    var isTime = false
    for index in rest.indices.dropFirst() {
      let letter = rest[index]
      if letter == "T" {
        isTime = true
      } else if letter.isASCII, letter.isNumber || letter == "." || letter == "," {
        number = rest[(number.isEmpty ? index : number.startIndex)...index]
      } else {
        guard let (whole, part) = amount(number), let unit = unit(letter, isTime: isTime),
          part == 0 || unit == 1
        else { return nil }
        seconds += whole * unit
        // Thirty thousand years; each step adds little enough to be seen here.
        guard seconds < 1_000_000_000_000 else { return nil }
        micros = part
        number = ""
      }
    }
    guard number.isEmpty else { return nil }
    if !isNegative, seconds < 86_400 { return .date(clock(seconds, micros)) }
    let all = UInt128(seconds) * 1_000_000 + UInt128(micros)
    let days = DecimalNumber(
      isNegative: isNegative,
      coefficient: UInt64(truncatingIfNeeded: (all * 100_000 + 43_200) / 86_400), exponent: -11)
    return .number(days.plainText)
  }

  private static func unit(_ letter: Character, isTime: Bool) -> UInt64? {
    switch letter {
    case "D": 86_400
    case "H": 3_600
    case "M" where isTime: 60
    case "S": 1
    default: nil
    }
  }

  /// A whole number and its millionths.
  private static func amount(_ text: Substring) -> (UInt64, UInt64)? {
    let halves = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    // Thirty years have fewer seconds.
    guard let first = halves.first, halves.count <= 2, first.utf8.count <= 9,
      let whole = UInt64(first)
    else { return nil }
    guard halves.count == 2 else { return (whole, 0) }
    let digits = halves[1].prefix(6)
    guard let part = UInt64(digits + String(repeating: "0", count: 6 - digits.count)) else {
      return nil
    }
    return (whole, part)
  }

  private static func clock(_ seconds: UInt64, _ micros: UInt64) -> String {
    func two(_ value: UInt64) -> String { DateSerial.padded(Int(value), 2) }
    var text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    if micros > 0 {
      text += "." + DateSerial.padded(Int(micros), 6)
      while text.hasSuffix("0") { text.removeLast() }
    }
    return text
  }
}
