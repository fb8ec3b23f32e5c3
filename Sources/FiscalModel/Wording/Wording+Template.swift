/// What stands in blank workbooks.
extension Wording {
  /// The name of the hidden sheet of codes.
  public static let codesSheet = "代码"
  /// The mark behind a caption.
  public static let colon = "："

  /// What a blank workbook says of an entry that it does not take.
  public enum Template {
    /// The title over a wrong amount.
    public static let amountTitle = "金额"
    /// The title over a wrong code.
    public static let codeTitle = "代码"
    /// A code that is not in its list.
    public static let code = "请从列表中选一个代码。"
    /// What belongs in a cell of amounts.
    public static func amount(_ unit: AmountUnit, decimals: Int) -> String {
      "请填数字，单位\(unit.name)，保留 \(decimals) 位小数。"
    }
    /// A code of the wrong length.
    public static func code(_ lengths: [Int]) -> String {
      "代码应为 " + lengths.map(String.init).joined(separator: "、") + " 位。"
    }
  }
}
