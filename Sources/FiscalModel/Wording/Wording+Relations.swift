/// What relations find.
extension Wording {
  /// A figure that the relations would have in another column.
  public static func otherColumn(_ printed: String, _ own: String, _ other: String) -> BilingualText
  {
    BilingualText(
      zh: "\(printed) 印在“\(own)”，而按勾稽关系应在“\(other)”；按印出的位置读取",
      en:
        "\(printed) stands at \(own), where the relations would have it at \(other); read where it stands"
    )
  }

  /// A relation that does not hold exactly.
  public static func relation(
    _ verdict: Verdict, rule: String, place: String, sums: Finding.Sums, unit: AmountUnit?
  ) -> BilingualText {
    let name = Wording.verdict(verdict)
    if verdict == .ambiguous, sums.left.isZero != sums.right.isZero {
      // Either a blank side, or a figure whose column is not certain.
      return BilingualText(
        zh: "\(name.zh)：\(rule)，\(place)：一边是 \(sums.left)，一边是 \(sums.right)，可能漏印，也可能印在别的列",
        en:
          "\(name.en): \(rule), \(place): \(sums.left) against \(sums.right); a figure may be missing or stand in another column"
      )
    }
    let unit = unit.map { " " + $0.name } ?? ""
    return BilingualText(
      zh:
        "\(name.zh)：\(rule)，\(place)：\(sums.left) 与 \(sums.right) 相差 \(sums.difference)\(unit)",
      en:
        "\(name.en): \(rule), \(place): \(sums.left) against \(sums.right), difference \(sums.difference)\(unit)"
    )
  }
}
