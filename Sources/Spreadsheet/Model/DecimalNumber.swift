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

  /// Reads `-1201.50` or `1.5E-3`; nil when it is something else, or beyond what a double holds:
  /// `1E99999` would be written with as many zeros.
  public init?(_ text: some StringProtocol) {
    guard let text = DecimalText(text), text.isDouble else { return nil }
    self.init(text)
  }

  init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    guard let text = DecimalText(utf8: text), text.isDouble else { return nil }
    self.init(text)
  }

  private init(_ text: DecimalText) {
    self.init(
      isNegative: text.isNegative, coefficient: text.coefficient, exponent: text.exponent)
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
    let (decimals, sign) = (max(0, -exponent), isNegative ? 1 : 0)
    let whole = max(1, digitCount + exponent)
    let count = sign + whole + (decimals > 0 ? 1 + decimals : 0)
    return String(unsafeUninitializedCapacity: count) { text in
      var (rest, at) = (coefficient, count)
      func put(_ byte: UInt8) {
        at -= 1
        text[at] = byte
      }
      func putDigit() {
        put(0x30 + UInt8(truncatingIfNeeded: rest % 10))
        rest /= 10
      }
      for _ in 0..<decimals { putDigit() }
      if decimals > 0 { put(UInt8(ascii: ".")) }
      for _ in 0..<max(0, exponent) { put(0x30) }
      while at > sign { putDigit() }
      if isNegative { put(UInt8(ascii: "-")) }
      return count
    }
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
