/// The unit in which amounts are printed.
public enum AmountUnit: String, Codable, Sendable, CaseIterable {
  /// 元.
  case yuan
  /// 万元, ten thousand yuan.
  case tenThousandYuan
  /// 亿元, a hundred million yuan.
  case hundredMillionYuan

  /// How many powers of ten the unit has over a yuan.
  public var powerOfTen: Int {
    switch self {
    case .yuan: 0
    case .tenThousandYuan: 4
    case .hundredMillionYuan: 8
    }
  }
}

extension Amount {
  /// The same sum of money in another unit, exactly; nil where it does not fit.
  public func converted(from unit: AmountUnit, to target: AmountUnit) -> Amount? {
    shifted(byPowerOfTen: unit.powerOfTen - target.powerOfTen)
  }
}
