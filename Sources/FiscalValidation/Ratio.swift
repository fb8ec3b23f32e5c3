import FiscalModel

/// Whether a printed percentage can come from two printed amounts, each being known up to its rounding.
enum Ratio {
  /// How the percentage is formed of a part and another amount.
  enum Form {
    /// part : whole
    case share
    /// part : (whole - part), the part being an increase of the whole.
    case increase
    /// part : (whole + part), the part being a decrease of the whole.
    case decrease
  }

  /// Whether some values within the rounding of all three give the percentage; nil where nothing can be
  /// said, as with a whole of zero.
  static func holds(
    _ percent: Amount, of part: Amount, in whole: Amount, _ form: Form
  ) -> Bool? {
    // Everything as whole numbers of half units at one scale.
    let scale = max(part.scale, whole.scale)
    guard let a = part.aligned(to: scale), let b = whole.aligned(to: scale),
      let halfA = Amount(coefficient: 1, scale: part.scale).aligned(to: scale),
      let halfB = Amount(coefficient: 1, scale: whole.scale).aligned(to: scale),
      [a, b, halfA, halfB, percent.coefficient].allSatisfy({ $0.magnitude < bound })
    else { return nil }
    let (lowA, highA) = (2 * a - halfA, 2 * a + halfA)  // bounded
    let (lowB, highB) = (2 * b - halfB, 2 * b + halfB)  // bounded
    // The quotient grows with the part and falls with the whole.
    let low: (Int128, Int128)
    let high: (Int128, Int128)
    switch form {
    case .share:
      low = (lowA, highB)
      high = (highA, lowB)
    case .increase:
      low = (lowA, highB - lowA)  // bounded
      high = (highA, lowB - highA)  // bounded
    case .decrease:
      low = (lowA, highB + lowA)  // bounded
      high = (highA, lowB + highA)  // bounded
    }
    guard low.1 > 0, high.1 > 0 else { return nil }
    // percent ± half a unit, in units of 0.5·10^-scale percent.
    guard let unit = Amount(coefficient: 1, scale: 0).aligned(to: percent.scale) else { return nil }
    let (lowP, highP) = (2 * percent.coefficient - 1, 2 * percent.coefficient + 1)  // bounded
    // low.0 / low.1 <= highP / (200·unit), and high.0 / high.1 >= lowP / (200·unit).
    return low.0 * 200 * unit <= highP * low.1  // bounded
      && high.0 * 200 * unit >= lowP * high.1  // bounded
  }

  /// Of factors below it no product overflows: the largest is 3·10^17·200·10^18.
  private static let bound: UInt128 = 100_000_000_000_000_000

  /// The percentage that two amounts give, rounded to as many decimals; nil where it cannot be formed.
  static func percent(_ part: Amount, _ whole: Amount, _ form: Form, decimals: Int) -> Amount? {
    let scale = max(part.scale, whole.scale)
    guard let a = part.aligned(to: scale), let b = whole.aligned(to: scale),
      a.magnitude < bound, b.magnitude < bound, decimals <= 6,
      let unit = Amount(coefficient: 1, scale: 0).aligned(to: decimals)
    else { return nil }
    let divisor =
      switch form {
      case .share: b
      case .increase: b - a  // bounded
      case .decrease: b + a  // bounded
      }
    guard divisor > 0 else { return nil }
    let doubled = a * 200 * unit  // bounded
    let (quotient, _) = (doubled + (doubled < 0 ? -divisor : divisor))  // bounded
      .quotientAndRemainder(dividingBy: 2 * divisor)
    return Amount(coefficient: quotient, scale: decimals)
  }
}
