/// Decimal text taken apart by its characters, `-1201.50` or `1.5E-3`: no double is ever made of it.
struct DecimalText {
  private(set) var isNegative: Bool
  /// The first digits as a whole number, from the first that is not zero on.
  private(set) var coefficient: UInt64 = 0
  /// The power of ten that the coefficient is multiplied with.
  private(set) var exponent = 0
  /// How many digits are kept in the coefficient, and the place of the last one behind them that is not
  /// zero.
  private var kept = 0
  private var lastBeyond = 0

  /// As many digits are kept, more than any double needs.
  private static let mostKept = 18

  /// Takes text apart; nil when it is no number.
  init?(_ text: some StringProtocol) {
    // Through an index of `String` the same loop takes five times as long.
    let found =
      text.utf8.withContiguousStorageIfAvailable { Self(utf8: $0) }
      ?? Array(text.utf8).withUnsafeBufferPointer { Self(utf8: $0) }
    guard let found else { return nil }
    self = found
  }

  init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    isNegative = text.first == UInt8(ascii: "-")
    var at = isNegative || text.first == UInt8(ascii: "+") ? 1 : 0
    guard readDigits(text, &at) else { return nil }
    guard at < text.count else { return }
    guard text[at] | 0x20 == UInt8(ascii: "e"), readPower(text, at + 1) else { return nil }
  }

  /// Reads digits and at most one point; false when there is no digit.
  private mutating func readDigits(_ text: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Bool {
    var (seen, count, hasPoint) = (false, 0, false)
    while at < text.count {
      let digit = text[at] &- 0x30
      if digit <= 9 {
        seen = true
        if count < Self.mostKept {
          if count > 0 || digit != 0 {
            coefficient = coefficient &* 10 &+ UInt64(digit)
            count += 1
          }
          if hasPoint { exponent -= 1 }
        } else {
          count += 1
          if !hasPoint { exponent += 1 }
          if digit != 0 { lastBeyond = count }
        }
      } else if text[at] == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        break
      }
      at += 1
    }
    kept = min(count, Self.mostKept)
    return seen
  }

  /// Reads a sign and digits up to the end; false for anything else.
  private mutating func readPower(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var at = start
    let isMinus = at < text.count && text[at] == UInt8(ascii: "-")
    if isMinus || (at < text.count && text[at] == UInt8(ascii: "+")) { at += 1 }
    guard at < text.count else { return false }
    var power = 0
    while at < text.count {
      guard text[at].isDigit else { return false }
      power = min(power * 10 + Int(text[at] - 0x30), 1_000_000)
      at += 1
    }
    exponent += isMinus ? -power : power
    return true
  }

  /// How many digits are significant: from the first to the last that is not zero.
  var digits: Int {
    if lastBeyond > 0 { return lastBeyond }
    var (count, value) = (kept, coefficient)
    while value != 0, value % 10 == 0 {
      value /= 10
      count -= 1
    }
    return count
  }

  /// The power of ten of the first digit, 0 for zero.
  var magnitude: Int { coefficient == 0 ? 0 : exponent + kept - 1 }

  // MARK: What Excel can hold

  /// Whether its power of ten is one that a double may have, those too small for all their digits
  /// included: programs write such.
  var isDouble: Bool { coefficient == 0 || -324...308 ~= magnitude }

  /// Excel keeps so many digits. A number that needs more would be changed in silence.
  static let mostDigits = 15

  /// Whether its power of ten is one of a double: from 2.2250738585072E-308 to 9.99999999999999E+307.
  private var isInRange: Bool { coefficient == 0 || -307...307 ~= magnitude }

  /// Whether nothing but the number of its digits speaks against the number.
  static func isOnlyTooLong(_ text: String) -> Bool {
    Self(text).map { $0.digits > mostDigits && $0.isInRange } ?? false
  }

  /// Why Excel cannot hold the number, nil when it can.
  static func refusal(_ text: String) -> String? {
    guard let number = Self(text) else { return "'\(text)' is not a decimal number" }
    if number.digits > mostDigits {
      return "\(text) has more than the 15 significant digits that a number can hold"
    }
    return number.isInRange ? nil : "\(text) is beyond the numbers that a cell can hold"
  }

  // MARK: Doubles

  /// The shortest text that reads back as the same finite double: `1201.5`, `0.1`, `1e+16`.
  static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The same number with one digit before the point, `3.0000000000000004E-1`.
  private var scientific: String {
    var value = coefficient
    while value != 0, value % 10 == 0 { value /= 10 }
    let all = String(value)
    return "\(isNegative ? "-" : "")\(all.prefix(1)).\(all.dropFirst())E\(magnitude)"
  }

  /// The shortest text of the double that scientific notation of more than 15 digits stands for;
  /// nil for all other text.
  static func ofScientific(_ text: String) -> String? {
    guard text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }), let value = Double(text),
      value.isFinite, let written = CellValue(value), case .number(text) = written
    else { return nil }
    return shortest(value)
  }

  /// The number of cents of an amount of less than 10^15 cents, nil when it is none.
  ///
  /// Division rounds once, as reading the decimal text does: both give the same double. Decimals of
  /// 15 digits are all different as doubles, so that this text is the shortest too.
  static func cents(_ value: Double) -> Int? {
    let scaled = value * 100
    guard abs(scaled) < 1e15 else { return nil }
    let cents = Int(scaled + (scaled < 0 ? -0.5 : 0.5))
    return cents != 0 && Double(cents) / 100 == value ? cents : nil
  }

  /// What a cell holds for a finite double.
  fileprivate static func cellText(_ value: Double) -> String {
    let text = shortest(value)
    guard let number = Self(text), number.digits > mostDigits else { return text }
    return number.scientific
  }
}

extension CellValue {
  /// A double, in the shortest text that reads back as the same double; nil when it is not finite.
  ///
  /// Decimal text that is given must fit in 15 digits, as Excel shows no more. A double may need 17
  /// so that no bit is lost: it then stands here in scientific notation, by which the writer knows
  /// it, as `3.0000000000000004E-1`.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self = .number(DecimalText.cellText(value))
  }
}
