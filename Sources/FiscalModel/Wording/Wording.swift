/// The one catalogue of the words that the program itself writes: units, names of its own sheets and
/// messages, in both languages. Everything else that is Chinese stands in `schemas/`.
public enum Wording {
  // MARK: Marks and units

  static let noneMark = "无"
  /// The numeral ten.
  static let ten: Character = "十"

  static func unitName(_ unit: AmountUnit) -> String {
    switch unit {
    case .yuan: "元"
    case .tenThousandYuan: "万元"
    case .hundredMillionYuan: "亿元"
    }
  }

  /// The name of a stage.
  public static func stage(_ stage: Stage) -> BilingualText {
    switch stage {
    case .budget: BilingualText(zh: "预算", en: "budget")
    case .adjusted: BilingualText(zh: "调整预算", en: "adjusted budget")
    case .final: BilingualText(zh: "决算", en: "final accounts")
    }
  }

  /// The name of a verdict, as short as a table's cell.
  public static func verdict(_ verdict: Verdict) -> BilingualText {
    switch verdict {
    case .exact: BilingualText(zh: "相符", en: "exact")
    case .rounding: BilingualText(zh: "尾差", en: "rounding")
    case .break: BilingualText(zh: "不符", en: "break")
    case .ambiguous: BilingualText(zh: "存疑", en: "ambiguous")
    }
  }

  /// The name of a severity.
  public static func severity(_ severity: Severity) -> BilingualText {
    switch severity {
    case .note: BilingualText(zh: "提示", en: "note")
    case .warning: BilingualText(zh: "警告", en: "warning")
    case .error: BilingualText(zh: "错误", en: "error")
    }
  }
}
