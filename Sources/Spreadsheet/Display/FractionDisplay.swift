/// Shows a number as a fraction: `# ?/?`, `# ??/??`, `# ?/8`, `??/??`.
struct FractionDisplay {
  private typealias Token = FormatCode.Token

  private let head: ArraySlice<FormatCode.Token>
  private let numerator: [UInt8]
  private let denominator: [UInt8]
  /// A denominator that the format prescribes.
  private let fixedDenominator: Int?
  private let tail: ArraySlice<FormatCode.Token>

  /// The fraction whose slash is at an index; nil when there are no figures on both sides.
  init?(_ tokens: [FormatCode.Token], slash: Int) {
    var start = slash
    var above: [UInt8] = []
    while start > 0, case .digit(let byte) = tokens[start - 1] {
      above.insert(byte, at: 0)
      start -= 1
    }
    var end = slash + 1
    var below: [UInt8] = []
    var fixed = ""
    var rest: String?
    while end < tokens.count {
      if case .digit(let byte) = tokens[end] {
        below.append(byte)
        fixed += byte == 0x30 ? "0" : ""
      } else if case .literal(let text) = tokens[end], below.isEmpty,
        let first = text.utf8.first, 0x31...0x39 ~= first
      {
        let digits = text.prefix { "0"..."9" ~= $0 }
        fixed += digits
        if digits.count < text.count { rest = String(text.dropFirst(digits.count)) }
      } else {
        break
      }
      end += 1
      if rest != nil { break }
    }
    guard !above.isEmpty, !below.isEmpty || !fixed.isEmpty else { return nil }
    head = tokens[..<start]
    numerator = above
    denominator = below
    let prescribed = Int(fixed.prefix(9)) ?? 0
    fixedDenominator = prescribed > 0 ? prescribed : nil
    tail = (rest.map { [.literal($0)] } ?? []) + tokens[end...]
  }

  /// The number as a fraction; `fixed` shows what stands around it.
  func text(
    _ value: DecimalNumber, fixed: (DecimalNumber, ArraySlice<FormatCode.Token>) -> String
  ) -> String? {
    guard value.magnitudeExponent < 15 else { return nil }
    let isMixed = head.contains(where: \.isDigit)
    var whole = value.digits.integer.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
    let (rest, below) = approximation(value)
    // A whole of 15 digits and a denominator of nine.
    var above = UInt128(rest)
    if isMixed, rest >= below {
      // Near the next whole number the fraction is one.
      whole += rest / below
      above = UInt128(rest % below)
    } else if !isMixed {
      above += UInt128(whole) * UInt128(below)
    }
    let width = fixedDenominator.map { String($0).utf8.count } ?? denominator.count
    var result = ""
    if isMixed {
      let shown = DecimalNumber(isNegative: false, coefficient: whole, exponent: 0)
      let isBlank = above == 0
      result += fixed(shown, head)
      if isBlank, whole == 0, !result.contains("0") { result = "0" + result }
      if isBlank {
        return result + String(repeating: " ", count: numerator.count + 1 + width)
          + fixed(.zero, tail)
      }
    } else {
      result += fixed(.zero, head)
    }
    let top = String(above)
    result += Self.filler(numerator.prefix(max(0, numerator.count - top.utf8.count))) + top + "/"
    let bottom = String(below)
    result += bottom
    result += Self.filler(denominator.suffix(max(0, width - bottom.utf8.count)))
    return result + fixed(.zero, tail)
  }

  private static func filler(_ places: ArraySlice<UInt8>) -> String {
    places.map { $0 == 0x30 ? "0" : $0 == 0x3F ? " " : "" }.joined()
  }

  /// A near fraction of what follows the point whose denominator has room.
  private func approximation(_ value: DecimalNumber) -> (UInt64, UInt64) {
    let digits = value.digits.fraction.prefix(18)
    let top = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
    let bottom = digits.reduce(UInt64(1)) { one, _ in one * 10 }
    if let fixedDenominator {
      let product = UInt128(top) * UInt128(fixedDenominator)
      let (quotient, rest) = product.quotientAndRemainder(dividingBy: UInt128(bottom))
      return (UInt64(quotient) + (rest * 2 >= bottom ? 1 : 0), UInt64(fixedDenominator))
    }
    var limit: UInt64 = 1
    for _ in 0..<min(denominator.count, 9) { limit *= 10 }
    return Self.near(top, bottom, limit: limit - 1)
  }

  /// A near fraction with a denominator up to a limit, by continued fractions.
  private static func near(
    _ top: UInt64, _ bottom: UInt64, limit: UInt64
  ) -> (UInt64, UInt64) {
    var (p0, q0, p1, q1): (UInt64, UInt64, UInt64, UInt64) = (0, 1, 1, 0)
    var (n, d) = (top, bottom)
    while d != 0 {
      let a = n / d
      // Excel goes no further than the last whole step that has room, even where half a step
      // would be nearer: 12.3 is 12 1/3 in one digit, not 12 2/7.
      if q1 != 0, a > (limit - q0) / q1 { break }
      (p0, q0, p1, q1) = (p1, q1, p0 + a * p1, q0 + a * q1)
      (n, d) = (d, n - a * d)
    }
    return (p1, q1)
  }
}
