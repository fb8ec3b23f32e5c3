/// A weighted sum of printed amounts together with the slack that their rounding leaves.
///
/// A printed value v with d decimals means the interval v ± 0.5·10^-d (the rule of XBRL
/// Calculations 1.1). The sum keeps its centre exactly and adds the half-widths.
package struct AmountSum: Hashable, Sendable {
  /// The printed values, added up exactly.
  package private(set) var value: Amount = .zero
  /// The sum of the half-widths, in units of 0.5·10^-``slackScale``.
  private var slack: Int128 = 0
  private static let slackScale = Amount.maximumScale

  /// An empty sum: zero, without slack.
  package init() {}

  /// Adds or subtracts an amount.
  ///
  /// - Parameters:
  ///   - amount: what is added.
  ///   - sign: 1 or -1.
  ///   - decimals: the decimals that its rounding is taken from, where they are not its own: negative
  ///     where a figure printed in a large unit was converted to a small one (`1201.50` in 万元 is
  ///     12015000 元, give or take 50).
  /// - Returns: whether the result still fits.
  @discardableResult
  package mutating func add(_ amount: Amount, sign: Int = 1, decimals: Int? = nil) -> Bool {
    let scale = max(value.scale, amount.scale)
    let places = min(decimals ?? amount.scale, AmountSum.slackScale)
    guard let a = value.aligned(to: scale), let b = amount.aligned(to: scale),
      let sum = sign < 0 ? a.minus(b) : a.plus(b),
      let half = Amount.powerOfTen(AmountSum.slackScale - places),
      let slack = slack.plus(half)
    else { return false }
    value = Amount(coefficient: sum, scale: scale)
    self.slack = slack
    return true
  }

  /// How the two sides of an equation compare.
  package func verdict(against other: AmountSum) -> Verdict {
    let scale = max(value.scale, other.value.scale)
    guard let a = value.aligned(to: scale), let b = other.value.aligned(to: scale),
      let difference = a.minus(b)
    else { return .break }
    if difference == 0 { return .exact }
    // 2·|difference| against the half-widths, both in units of 10^-slackScale.
    guard let unit = Amount.powerOfTen(AmountSum.slackScale - scale) else { return .break }
    let (double, tooLarge) = difference.magnitude.multipliedReportingOverflow(by: 2)
    let (distance, overflowed) = double.multipliedReportingOverflow(by: UInt128(unit))
    if tooLarge || overflowed { return .break }
    // Where the slack does not fit, it is larger than any distance.
    guard let slack = slack.plus(other.slack) else { return .rounding }
    return distance <= UInt128(slack) ? .rounding : .break
  }

  /// This sum less the other one, exactly, or nil where it does not fit.
  package func difference(from other: AmountSum) -> Amount? {
    var result = self
    return result.add(other.value, sign: -1) ? result.value : nil
  }

  /// The largest difference that rounding explains between this sum and the other, or nil where it does
  /// not fit.
  package func tolerance(against other: AmountSum) -> Amount? {
    // Half-widths are whole multiples of 0.5·10^-slackScale. The half of an odd one has a decimal more than
    // a difference can have, so that it explains none.
    guard let slack = slack.plus(other.slack) else { return nil }
    var coefficient = slack / 2
    var scale = AmountSum.slackScale
    while scale > 0, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    return Amount(coefficient: coefficient, scale: scale)
  }
}

/// How the two sides of a relation compare.
public enum Verdict: String, Codable, CaseIterable, Sendable, Comparable {
  /// The printed figures agree.
  case exact
  /// They differ by no more than the rounding of the printed figures explains.
  case rounding
  /// They differ by more.
  case `break`
  /// The figures could not be placed with certainty, so that nothing can be said.
  case ambiguous

  private var rank: Int {
    switch self {
    case .exact: 0
    case .rounding: 1
    case .ambiguous: 2
    case .break: 3
    }
  }

  /// Whether the first is the better verdict.
  public static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }
}
