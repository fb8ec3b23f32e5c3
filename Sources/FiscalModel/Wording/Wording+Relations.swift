/// What relations find.
extension Wording {
  /// A relation that does not hold exactly.
  public static func relation(
    _ verdict: Verdict, rule: String, place: String, sums: Finding.Sums, unit: AmountUnit
  ) -> BilingualText {
    let name = Wording.verdict(verdict)
    return BilingualText(
      zh:
        "\(name.zh)：\(rule)，\(place)：\(sums.left) 与 \(sums.right) 相差 \(sums.difference) \(unit.name)",
      en:
        "\(name.en): \(rule), \(place): \(sums.left) against \(sums.right), difference \(sums.difference) \(unit.name)"
    )
  }
}
