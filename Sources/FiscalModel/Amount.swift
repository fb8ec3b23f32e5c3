/// An exact decimal amount: a 128-bit coefficient and the number of decimals it was printed with.
///
/// `1201.50` has the coefficient 120150 and the scale 2, and prints as `1201.50` again. Equality is
/// about what was printed: `1201.5` and `1201.50` are different amounts with the same value; use
/// ``isSameValue(as:)`` to compare values. No operation rounds, and overflow is an error.
public struct Amount: Hashable, Sendable {
  /// The digits as a whole number, with its sign.
  public let coefficient: Int128
  /// How many of the digits stand behind the decimal point.
  public let scale: Int

  /// The largest number of decimals an amount may have.
  public static let maximumScale = 18

  /// Makes an amount of a coefficient and a scale between 0 and ``maximumScale``.
  public init(coefficient: Int128, scale: Int) {
    precondition((0...Amount.maximumScale).contains(scale))
    self.coefficient = coefficient
    self.scale = scale
  }

  /// Nothing, without decimals.
  public static let zero = Amount(coefficient: 0, scale: 0)

  /// Whether the value is zero, however it was printed.
  public var isZero: Bool { coefficient == 0 }

  /// Whether both stand for the same value, printed decimals aside.
  public func isSameValue(as other: Amount) -> Bool {
    let scale = max(scale, other.scale)
    guard let a = aligned(to: scale), let b = other.aligned(to: scale) else { return false }
    return a == b
  }

  /// The coefficient at a larger scale, or nil where it does not fit 128 bits.
  package func aligned(to scale: Int) -> Int128? {
    guard scale >= self.scale, let factor = Amount.powerOfTen(scale - self.scale) else {
      return nil
    }
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// The amount multiplied by a power of ten (negative: divided), exactly.
  ///
  /// Decimals are added only where the value needs them. Returns nil where the result does not fit.
  public func shifted(byPowerOfTen power: Int) -> Amount? {
    let scale = self.scale - power
    if scale > Amount.maximumScale { return nil }
    if scale >= 0 { return Amount(coefficient: coefficient, scale: scale) }
    guard let factor = Amount.powerOfTen(-scale) else { return nil }
    let (product, overflow) = coefficient.multipliedReportingOverflow(by: factor)
    return overflow ? nil : Amount(coefficient: product, scale: 0)
  }

  private static let powers: [Int128] = (0..<37).reduce(into: [1]) { powers, _ in
    powers.append((powers.last ?? 1) * 10)
  }

  package static func powerOfTen(_ exponent: Int) -> Int128? {
    powers.indices.contains(exponent) ? powers[exponent] : nil
  }
}

extension Amount: CustomStringConvertible {
  /// Plain decimal text with the printed decimals: `-1201.50`.
  public var description: String {
    // At most 39 digits, with the zeros before them, a point and a sign.
    String(unsafeUninitializedCapacity: Amount.maximumScale + 42) { buffer in
      var rest = coefficient.magnitude
      var start = buffer.count
      func put(_ byte: UInt8) {
        start -= 1
        buffer[start] = byte
      }
      var count = 0
      while rest > 0 || count <= scale {
        if count == scale, scale > 0 { put(UInt8(ascii: ".")) }
        // Dividing 64 bits is much faster than dividing 128, which few amounts need.
        if let short = UInt64(exactly: rest) {
          put(UInt8(ascii: "0") + UInt8(short % 10))
          rest = UInt128(short / 10)
        } else {
          put(UInt8(ascii: "0") + UInt8(rest % 10))
          rest /= 10
        }
        count += 1
      }
      if coefficient < 0 { put(UInt8(ascii: "-")) }
      let length = buffer.count - start
      for index in 0..<length { buffer[index] = buffer[start + index] }
      return length
    }
  }
}

/// Why a text is no amount, and where.
public struct AmountError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// There is no digit.
    case noDigits
    /// A character that cannot stand in an amount.
    case unexpectedCharacter(Character)
    /// A grouping comma that does not separate three digits.
    case grouping
    /// More digits or decimals than an amount holds.
    case tooLong
  }
  /// What is wrong.
  public let reason: Reason
  /// The place of the offending character, counted in characters from 0.
  public let offset: Int

  /// Makes an error.
  public init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension Amount {
  /// Reads a printed amount: digits, grouping commas that separate exactly three digits, at most
  /// one decimal point, an optional sign. Full-width digits and signs are read as their ASCII forms.
  ///
  /// - Throws: ``AmountError`` with the offset of the first character that cannot stand there.
  ///   `2,88,2.93` is refused at 4.
  /// - Complexity: O(*n*) in the length of the text.
  @inlinable public init(_ text: some StringProtocol) throws(AmountError) {
    try self.init(reading: String(text))
  }

  @usableFromInline init(reading text: String) throws(AmountError) {
    var value: Int128 = 0
    var isNegative = false
    var digits = 0
    var decimals: Int?
    var group: Int?  // digits since the last comma
    var offset = 0
    for scalar in text.unicodeScalars {
      let folded = Amount.folded(scalar)
      switch folded {
      case "-", "+":
        guard offset == 0 else {
          throw .init(reason: .unexpectedCharacter(Character(scalar)), offset: offset)
        }
        isNegative = folded == "-"
      case "0"..."9":
        if let count = group {
          guard count < 3 else { throw .init(reason: .grouping, offset: offset) }
          group = count + 1
        }
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let digit = Int128(folded.value - 0x30)
        let (sum, carry) = product.addingReportingOverflow(digit)
        if overflow || carry { throw .init(reason: .tooLong, offset: offset) }
        value = sum
        digits += 1
        if let count = decimals {
          guard count < Amount.maximumScale else { throw .init(reason: .tooLong, offset: offset) }
          decimals = count + 1
        }
      case ",":
        guard decimals == nil, digits > 0, group == nil ? digits <= 3 : group == 3 else {
          throw .init(reason: .grouping, offset: offset)
        }
        group = 0
      case ".":
        guard decimals == nil else {
          throw .init(reason: .unexpectedCharacter(Character(scalar)), offset: offset)
        }
        if let count = group, count != 3 { throw .init(reason: .grouping, offset: offset) }
        guard digits > 0 else { throw .init(reason: .noDigits, offset: offset) }
        group = nil
        decimals = 0
      default:
        throw .init(reason: .unexpectedCharacter(Character(scalar)), offset: offset)
      }
      offset += 1
    }
    if let count = group, count != 3 { throw .init(reason: .grouping, offset: offset) }
    guard digits > 0, decimals != 0 else { throw .init(reason: .noDigits, offset: offset) }
    self.init(coefficient: isNegative ? -value : value, scale: decimals ?? 0)
  }

  private static func folded(_ scalar: UnicodeScalar) -> UnicodeScalar {
    switch scalar.value {
    case 0..<0x2212: scalar
    case 0x2212, 0xFF0D: "-"
    case 0xFF0B: "+"
    case 0xFF0C: ","
    case 0xFF0E: "."
    case 0xFF10...0xFF19: UnicodeScalar(scalar.value - 0xFF10 + 0x30) ?? scalar
    default: scalar
    }
  }
}
