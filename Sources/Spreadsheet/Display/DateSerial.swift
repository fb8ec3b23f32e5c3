/// A point in time as workbooks count it: days since the end of 1899, or since 1904.
struct DateSerial {
  /// Days on the calendar of 1900, on which 60 is the 29th of February 1900 that never was.
  let day: Int
  /// The time of day in units of 10^-`places` seconds.
  let time: Int
  /// Decimals of the seconds.
  let places: Int

  /// The last day, 9999-12-31.
  static let lastDay = 2_958_465

  private static let epoch1904 = 1462

  /// The time of a number, rounded to decimals of seconds; nil outside 1900 to 9999.
  init?(_ number: DecimalNumber, date1904: Bool, places: Int) {
    guard !number.isNegative, number.magnitudeExponent < 7 else { return nil }
    let (whole, fraction) = number.digits
    var days = whole.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    let digits = fraction.prefix(17)
    let top = digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1 - 0x30) }
    let bottom = digits.reduce(UInt128(1)) { one, _ in one * 10 }
    var scale = 86_400
    let decimals = min(places, 9)
    for _ in 0..<decimals { scale *= 10 }
    let (quotient, rest) = (top * UInt128(scale)).quotientAndRemainder(dividingBy: bottom)
    var units = Int(quotient) + (rest * 2 >= bottom ? 1 : 0)
    if units >= scale {
      units -= scale
      days += 1
    }
    if date1904 { days += Self.epoch1904 }
    guard days <= Self.lastDay else { return nil }
    day = days
    time = units
    self.places = decimals
  }

  private var unit: Int { (0..<places).reduce(1) { one, _ in one * 10 } }

  /// Seconds since midnight.
  var seconds: Int { time / unit }
  /// What is beyond the second, in units of 10^-`places`.
  var fraction: Int { time % unit }
  /// 0 to 23.
  var hour: Int { seconds / 3600 }
  /// 0 to 59.
  var minute: Int { seconds / 60 % 60 }
  /// 0 to 59.
  var second: Int { seconds % 60 }
  /// 0 for Sunday, as spreadsheet programs count even before March 1900.
  var weekday: Int { (day + 6) % 7 }

  /// Year, month and day; day 0 is the 0th of January 1900.
  var date: (year: Int, month: Int, day: Int) {
    if day == 0 { return (1900, 1, 0) }
    if day == 60 { return (1900, 2, 29) }
    // Days since 0000-03-01, with the day that never was taken out.
    return Self.date(days: (day > 60 ? day : day + 1) + 693_899)
  }

  /// The date of a day counted from 0000-03-01.
  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let era = days / 146_097
    let ofEra = days % 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    let next = month >= 10 ? 1 : 0
    return (era * 400 + year + next, month < 10 ? month + 3 : month - 9, day)
  }

  /// `2024-08-01`, `2024-08-01T09:30:00`, or `09:30:00` for a time without a date.
  func isoText(isTimeOnly: Bool) -> String {
    var clock = "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
    if fraction > 0 {
      var digits = Self.padded(fraction, places)
      while digits.hasSuffix("0") { digits.removeLast() }
      clock += "." + digits
    }
    // The 0th of January is no date of ISO 8601, whatever the format says.
    if day == 0 { return clock }
    let (year, month, day) = date
    let text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
    return time == 0 && !isTimeOnly ? text : text + "T" + clock
  }

  /// A number with zeros before it.
  static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  /// The serial number of `2024-08-01`, `2024-08-01T09:30:00` or `09:30:00`, a zone left out of
  /// account; nil when it is something else.
  static func number(iso text: String, date1904: Bool) -> DecimalNumber? {
    var rest = text[...]
    if rest.hasSuffix("Z") { rest = rest.dropLast() }
    let halves = rest.split(separator: "T", omittingEmptySubsequences: false)
    guard let first = halves.first, halves.count <= 2 else { return nil }
    var days = 0
    var clock: Substring? = halves.count == 2 ? halves[1] : nil
    if first.contains(":"), halves.count == 1 {
      clock = first
    } else {
      let parts = first.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
        1900...9999 ~= year, 1...12 ~= month, 1...31 ~= day
      else { return nil }
      let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
      days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 693_899
      if days <= 60 { days -= 1 }
      if date1904 { days -= epoch1904 }
    }
    guard days >= 0 else { return nil }
    var micros = 0
    if let clock {
      let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
      guard 2...3 ~= parts.count, let hour = Int(parts[0]), let minute = Int(parts[1]),
        0...24 ~= hour, 0...59 ~= minute
      else { return nil }
      let second = parts.count == 3 ? DecimalNumber(parts[2]) : .zero
      guard let second, !second.isNegative, second.magnitudeExponent < 2 else { return nil }
      let (whole, part) = second.rounded(to: 6).digits
      let padded = part + [UInt8](repeating: 0x30, count: max(0, 6 - part.count))
      let fine = (whole + padded).reduce(0) { $0 * 10 + Int($1 - 0x30) }
      micros = (hour * 60 + minute) * 60_000_000 + fine
    }
    // Fifteen digits in all: ten for the part of the day.
    let part = (UInt128(micros) * 10_000_000_000 + 43_200_000_000) / 86_400_000_000
    return DecimalNumber(
      isNegative: false, coefficient: UInt64(days) * 10_000_000_000 + UInt64(part), exponent: -10)
  }
}
