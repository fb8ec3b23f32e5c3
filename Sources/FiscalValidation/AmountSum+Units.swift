import FiscalModel

extension AmountUnit {
  /// The smallest of those that are known, or nil.
  static func smallest(of units: [AmountUnit?]) -> AmountUnit? {
    units.compactMap { $0 }.min { $0.powerOfTen < $1.powerOfTen }
  }
}

extension Amount {
  /// The same sum of money in another unit, exactly; as it is where neither unit is known, and nil where it
  /// does not fit or where only one unit is known.
  func converted(from own: AmountUnit?, to unit: AmountUnit?) -> Amount? {
    guard let own, let unit else { return own == unit ? self : nil }
    return converted(from: own, to: unit)
  }
}

extension AmountSum {
  /// The sum of one amount that is not rounded.
  init(exactly amount: Amount) {
    self.init()
    add(amount, decimals: Amount.maximumScale)
  }

  /// The sum of one amount.
  init(_ amount: Amount) {
    self.init()
    add(amount)
  }

  /// The sum of one amount, converted to another unit; nil where it does not fit or a unit is not known.
  init?(_ amount: Amount, from own: AmountUnit?, to unit: AmountUnit?) {
    self.init()
    guard add(amount, from: own, to: unit) else { return nil }
  }

  /// Adds or subtracts an amount in another unit, whose rounding is that of its own unit; returns whether it
  /// could be converted and the result still fits.
  mutating func add(
    _ amount: Amount, from own: AmountUnit?, to unit: AmountUnit?, sign: Int = 1,
    isRounded: Bool = true
  ) -> Bool {
    guard let converted = amount.converted(from: own, to: unit) else { return false }
    let shift = (unit?.powerOfTen ?? 0) - (own?.powerOfTen ?? 0)
    return add(
      converted, sign: sign, decimals: isRounded ? amount.scale + shift : Amount.maximumScale)
  }
}

extension Amount {
  /// Whether it is more than any public budget, a thousand trillion yuan, and sums with it may not fit.
  func isTooLarge(in unit: AmountUnit?) -> Bool {
    let yuan = converted(from: unit ?? .yuan, to: .yuan)
    return yuan.map { $0.aligned(to: Amount.maximumScale)?.magnitude ?? .max >= Amount.bound }
      ?? true
  }

  /// 10^15 yuan at the largest scale.
  private static let bound: UInt128 = 1_000_000_000_000_000_000_000_000_000_000_000
}
