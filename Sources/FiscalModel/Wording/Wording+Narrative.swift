/// What the checks of the narrative find.
extension Wording {
  /// A figure that is no number.
  public static func malformed(_ printed: String) -> BilingualText {
    BilingualText(zh: "“\(printed)”不成数字", en: "\"\(printed)\" is no number")
  }
  /// A completion rate that is no number.
  public static func malformedCompletion(
    _ printed: String, _ final: String, _ budget: String, percent: String
  ) -> BilingualText {
    BilingualText(
      zh: "“\(printed)”不成数字；\(final)÷\(budget) 是 \(percent)%",
      en: "\"\(printed)\" is no number; \(final) / \(budget) is \(percent)%")
  }
  /// A stated amount against a figure of the tables.
  public static func narrativeAmount(
    _ verdict: Verdict, _ stated: String, _ name: String, _ printed: String
  ) -> BilingualText {
    let word = Wording.verdict(verdict)
    return BilingualText(
      zh: "\(word.zh)：文中说“\(stated)”，\(name)是 \(printed)",
      en: "\(word.en): the narrative says \"\(stated)\", \(name) is \(printed)")
  }
  /// A stated total against its stated parts.
  public static func narrativeSum(
    _ verdict: Verdict, _ stated: String, _ parts: [String], _ sums: Finding.Sums
  ) -> BilingualText {
    let word = Wording.verdict(verdict)
    let list = parts.joined(separator: "+")
    return BilingualText(
      zh: "\(word.zh)：文中说“\(stated)”，所列各项 \(list)=\(sums.right)，相差 \(sums.difference)",
      en:
        "\(word.en): the narrative says \"\(stated)\", its parts are \(list)=\(sums.right), difference \(sums.difference)"
    )
  }
  /// An amount with the wrong unit word.
  public static func unitWord(_ stated: String, _ name: String, _ printed: String) -> BilingualText
  {
    BilingualText(
      zh: "文中的 \(stated) 与\(name) \(printed) 数字相同而单位不同",
      en: "\(stated) of the narrative has the digits of \(name) \(printed), but another unit")
  }
  /// Operating expenses beyond those of the tables.
  public static func operatingExpenses(_ stated: String, _ name: String, _ printed: String)
    -> BilingualText
  {
    BilingualText(
      zh: "机关运行经费 \(stated) 大于\(name) \(printed)",
      en: "operating expenses of \(stated) exceed \(name) \(printed)")
  }
  /// A share that its figures do not give.
  public static func share(
    _ printed: String, _ part: String, _ whole: String, percent: String, isForced: Bool
  ) -> BilingualText {
    BilingualText(
      zh: "占比印为 \(printed)，\(part)÷\(whole) 是 \(percent)%"
        + (isForced ? "；各占比之和恰为 100，可能是为凑足 100 改的" : ""),
      en: "the share is printed as \(printed), but \(part) / \(whole) is \(percent)%"
        + (isForced ? "; the shares add up to exactly 100, one may have been bent" : ""))
  }
  /// A completion rate that its figures do not give.
  public static func completion(
    _ printed: String, _ final: String, _ budget: String, percent: String
  ) -> BilingualText {
    BilingualText(
      zh: "完成率印为 \(printed)，\(final)÷\(budget) 是 \(percent)%",
      en: "the completion rate is printed as \(printed), but \(final) / \(budget) is \(percent)%")
  }
  /// A rate of change that its figures do not give.
  public static func change(
    _ printed: String, _ whole: String, _ change: String, isIncrease: Bool, percent: String
  ) -> BilingualText {
    let sign = isIncrease ? "-" : "+"
    return BilingualText(
      zh: "增减幅度印为 \(printed)，\(change)÷(\(whole)\(sign)\(change)) 是 \(percent)%",
      en:
        "the change is printed as \(printed), but \(change) / (\(whole) \(sign) \(change)) is \(percent)%"
    )
  }
}
