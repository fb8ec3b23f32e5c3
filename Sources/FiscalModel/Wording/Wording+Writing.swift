/// What writing finds.
extension Wording {
  /// An amount that a workbook's number cannot hold.
  public static func amountAsText(_ amount: Amount) -> BilingualText {
    BilingualText(
      zh: "金额 \(amount) 超过 15 位有效数字，电子表格的数字存不下，写为文字",
      en:
        "the amount \(amount) has more than the 15 digits that a spreadsheet's number holds; written as text"
    )
  }
}
