/// The words of comparisons.
extension Wording {
  /// The name of a status of a fact in a comparison.
  public static func comparison(_ status: String) -> BilingualText {
    switch status {
    case "same": BilingualText(zh: "相同", en: "same")
    case "reprinted": BilingualText(zh: "写法不同", en: "reprinted")
    case "rounding": BilingualText(zh: "尾差", en: "rounding")
    case "changed": BilingualText(zh: "改变", en: "changed")
    case "removed": BilingualText(zh: "仅A有", en: "only in A")
    default: BilingualText(zh: "仅B有", en: "only in B")
    }
  }

  /// The line that counts.
  public static func comparisonSummary(_ counts: [(BilingualText, Int)]) -> BilingualText {
    BilingualText(
      zh: counts.map { "\($0.0.zh) \($0.1)" }.joined(separator: "，"),
      en: counts.map { "\($0.1) \($0.0.en)" }.joined(separator: ", "))
  }

  /// The words of a comparison's workbook.
  public enum Comparison {
    /// The name of its sheet.
    public static let sheet = BilingualText(zh: "比较", en: "Comparison")
    /// Its columns.
    public static let columns = [
      BilingualText(zh: "结果", en: "status"), BilingualText(zh: "表", en: "table"),
      BilingualText(zh: "编码", en: "code"), BilingualText(zh: "A 项目", en: "label in A"),
      BilingualText(zh: "B 项目", en: "label in B"), BilingualText(zh: "栏", en: "column"),
      BilingualText(zh: "A", en: "A"), BilingualText(zh: "B", en: "B"),
      BilingualText(zh: "B−A", en: "B−A"), BilingualText(zh: "B/A", en: "B/A"),
      BilingualText(zh: "A 出处", en: "place in A"), BilingualText(zh: "B 出处", en: "place in B"),
    ]
  }
}

extension Wording.Help {
  /// `diff`.
  public static let diff = BilingualText(
    zh: "逐个事实比较两份公开：草稿与公开稿、预算与决算、年与年。",
    en:
      "Compare two disclosures fact by fact: draft and published, budget and final, year and year.")
  /// More about `diff`.
  public static let diffDiscussion = BilingualText(
    zh: "按会计概念和科目编码配对，与表号、行次、位置无关；改了名的科目按编码配对。B/A 一列在预算与决算之间就是完成率。",
    en:
      "Facts are matched by concept and code, whatever the table numbers and places; names that changed are matched by code. Between a budget and final accounts, B/A is the completion rate."
  )
  /// The first document.
  public static let diffFirst = BilingualText(zh: "甲：原来的。", en: "The one to compare from.")
  /// The second document.
  public static let diffSecond = BilingualText(zh: "乙：后来的。", en: "The one to compare with it.")
  /// `--to` of `diff`.
  public static let diffTarget = BilingualText(
    zh: "输出形式；默认按输出文件的扩展名，否则给人看。",
    en: "What is written; by the output's extension, else for people.")
  /// `-o` of `diff`.
  public static let diffOutput = BilingualText(
    zh: "输出文件；默认为标准输出。", en: "The output file; standard output unless given.")
  /// `--all`.
  public static let diffAll = BilingualText(zh: "相同的也列出。", en: "List what is the same, too.")
  /// `--exit-code`.
  public static let diffExitCode = BilingualText(
    zh: "有不同时退出码为 1。", en: "Exit with 1 where anything differs.")
}
