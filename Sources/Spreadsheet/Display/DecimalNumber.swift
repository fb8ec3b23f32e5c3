/// A number as spreadsheet programs hold it: at most 15 significant decimal digits and a power of
/// ten. Figures are rounded half away from zero, in decimal, as Excel shows them; no binary fraction
/// is ever made.
public struct DecimalNumber: Hashable, Comparable, Sendable {
  /// Whether it is below zero.
  public private(set) var isNegative: Bool
  /// The digits as an integer below 10^15, without trailing zeros.
  public private(set) var coefficient: UInt64
  /// The power of ten that the coefficient is multiplied with; 0 for zero.
  public private(set) var exponent: Int

  /// Zero.
  static let zero = DecimalNumber(isNegative: false, coefficient: 0, exponent: 0)

  /// A number of its parts; the coefficient is rounded to 15 digits.
  public init(isNegative: Bool, coefficient: UInt64, exponent: Int) {
    var (value, power) = (coefficient, exponent)
    if value >= Self.limit {
      var rounded = value
      while rounded >= Self.limit {
        value = rounded
        rounded /= 10
        power += 1
        if rounded < Self.limit, value % 10 >= 5 { rounded += 1 }
      }
      value = rounded
    }
    while value != 0, value % 10 == 0 {
      value /= 10
      power += 1
    }
    self.isNegative = isNegative && value != 0
    self.coefficient = value
    self.exponent = value == 0 ? 0 : power
  }

  /// Reads `-1201.50` or `1.5E-3`; nil when it is something else.
  public init?(_ text: some StringProtocol) {
    let utf8 = text.utf8
    let parsed =
      utf8.withContiguousStorageIfAvailable { Self(utf8: $0) }
      ?? Array(utf8).withUnsafeBufferPointer { Self(utf8: $0) }
    guard let parsed else { return nil }
    self = parsed
  }

  init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    var at = 0
    let negative = text.first == 0x2D
    if negative || text.first == 0x2B { at = 1 }
    var (value, digits, power): (UInt64, Int, Int) = (0, 0, 0)
    var (seen, hasPoint, next): (Bool, Bool, UInt8) = (false, false, 0)
    while at < text.count {
      let byte = text[at]
      if 0x30...0x39 ~= byte {
        seen = true
        let digit = byte - 0x30
        if digits < 15 {
          if value != 0 || digit != 0 {
            value = value * 10 + UInt64(digit)
            digits += 1
          }
          if hasPoint { power -= 1 }
        } else {
          if digits == 15 { next = digit }
          digits += 1
          if !hasPoint { power += 1 }
        }
      } else if byte == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        break
      }
      at += 1
    }
    guard seen else { return nil }
    if at < text.count {
      guard text[at] | 0x20 == 0x65 else { return nil }
      at += 1
      let minus = at < text.count && text[at] == 0x2D
      if minus || (at < text.count && text[at] == 0x2B) { at += 1 }
      guard at < text.count else { return nil }
      var exponent = 0
      while at < text.count {
        guard 0x30...0x39 ~= text[at] else { return nil }
        exponent = min(exponent * 10 + Int(text[at] - 0x30), 100_000)
        at += 1
      }
      power += minus ? -exponent : exponent
    }
    if next >= 5 { value += 1 }
    self.init(isNegative: negative, coefficient: value, exponent: power)
  }

  private static let limit: UInt64 = 1_000_000_000_000_000

  /// Whether it is zero.
  public var isZero: Bool { coefficient == 0 }

  /// The number without its sign.
  public var magnitude: DecimalNumber {
    DecimalNumber(isNegative: false, coefficient: coefficient, exponent: exponent)
  }

  /// The number of digits of the coefficient.
  var digitCount: Int {
    var (count, value) = (0, coefficient)
    while value > 0 {
      count += 1
      value /= 10
    }
    return count
  }

  /// The power of ten of the first digit, 0 for zero.
  var magnitudeExponent: Int { coefficient == 0 ? 0 : exponent + digitCount - 1 }

  /// The number times a power of ten.
  func scaled(_ power: Int) -> DecimalNumber {
    DecimalNumber(isNegative: isNegative, coefficient: coefficient, exponent: exponent + power)
  }

  /// The number rounded to a number of decimals, half away from zero.
  public func rounded(to decimals: Int) -> DecimalNumber {
    let drop = -decimals - exponent
    guard drop > 0, coefficient != 0 else { return self }
    guard drop <= 16 else { return .zero }
    var divisor: UInt64 = 1
    for _ in 0..<drop { divisor *= 10 }
    let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: divisor)
    return DecimalNumber(
      isNegative: isNegative, coefficient: quotient + (rest >= divisor - rest ? 1 : 0),
      exponent: -decimals)
  }

  /// The number rounded to significant digits, half away from zero.
  func rounded(toDigits digits: Int) -> DecimalNumber {
    rounded(to: digits - 1 - magnitudeExponent)
  }

  /// The digits before and after the point, as they are: no zero before the point, none at the end.
  var digits: (integer: [UInt8], fraction: [UInt8]) {
    guard coefficient != 0 else { return ([], []) }
    let all = Array(String(coefficient).utf8)
    if exponent >= 0 { return (all + [UInt8](repeating: 0x30, count: exponent), []) }
    let point = all.count + exponent
    if point > 0 { return (Array(all[..<point]), Array(all[point...])) }
    return ([], [UInt8](repeating: 0x30, count: -point) + all)
  }

  /// Plain digits without a power of ten: `-1201.5`.
  public var plainText: String {
    let (integer, fraction) = digits
    var text = isNegative ? [UInt8(ascii: "-")] : []
    text += integer.isEmpty ? [0x30] : integer
    if !fraction.isEmpty { text += [0x2E] + fraction }
    return String(decoding: text, as: UTF8.self)
  }

  /// Orders by value.
  public static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    if left.isZero || right.isZero {
      return left.isZero ? !right.isZero && !right.isNegative : left.isNegative
    }
    let less: Bool
    if left.magnitudeExponent != right.magnitudeExponent {
      less = left.magnitudeExponent < right.magnitudeExponent
    } else {
      let common = min(left.exponent, right.exponent)
      func units(_ number: Self) -> UInt64 {
        var value = number.coefficient
        for _ in 0..<number.exponent - common { value *= 10 }
        return value
      }
      let (one, two) = (units(left), units(right))
      if one == two { return false }
      less = one < two
    }
    return left.isNegative ? !less : less
  }
}
