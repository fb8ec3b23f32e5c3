/// The words of `validate` and `explain`.
extension Wording {
  /// One line for a document that was checked.
  public static func validated(
    _ input: String, _ verdict: BilingualText, findings: [Severity]
  ) -> BilingualText {
    let counts = [Severity.error, .warning, .note].map { severity in
      findings.count { $0 == severity }
    }
    func plural(_ count: Int, _ noun: String) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    return BilingualText(
      zh: "\(input)：\(verdict.zh)；\(counts[0]) 错误，\(counts[1]) 警告，\(counts[2]) 提示",
      en:
        "\(input): \(verdict.en); \(plural(counts[0], "error")), \(plural(counts[1], "warning")), "
        + plural(counts[2], "note"))
  }
  /// How the relations of a document came out.
  public static func relations(exact: Int, rounding: Int, breaks: Int, ambiguous: Int)
    -> BilingualText
  {
    let all = exact + rounding + breaks + ambiguous
    return BilingualText(
      zh: "\(all) 条勾稽关系，相符 \(exact)，尾差 \(rounding)，不符 \(breaks)"
        + (ambiguous > 0 ? "，存疑 \(ambiguous)" : ""),
      en:
        "\(all) relation\(all == 1 ? "" : "s"), \(exact) exact, \(rounding) rounding, \(breaks) broken"
        + (ambiguous > 0 ? ", \(ambiguous) ambiguous" : ""))
  }
  /// A workbook needs a place.
  public static let workbookNeedsOutput = BilingualText(
    zh: "--report-format xlsx 请用 -o 给出文件（多个输入时给目录），或把标准输出转到文件",
    en:
      "--report-format xlsx needs -o FILE (a directory for several inputs), or standard output sent to a file"
  )
  /// `explain` without a rule.
  public static let noRule = BilingualText(
    zh: "请给出规则的标识，或用 --all", en: "name a rule, or use --all")
  /// A rule that does not exist.
  public static func unknownRule(_ id: String, near: String?) -> BilingualText {
    BilingualText(
      zh: "没有规则“\(id)”" + (near.map { "；是不是 \($0)？" } ?? "；fiscaltables explain --all 列出全部"),
      en: "there is no rule \"\(id)\""
        + (near.map { "; did you mean \($0)?" } ?? "; fiscaltables explain --all shows them"))
  }

  /// The words of a finding's page.
  public enum Page {
    /// The left side.
    public static let left = BilingualText(zh: "左边", en: "left")
    /// The right side.
    public static let right = BilingualText(zh: "右边", en: "right")
    /// The difference.
    public static let difference = BilingualText(zh: "差额", en: "difference")
    /// A figure with its place.
    public static let figure = BilingualText(zh: "数字", en: "figure")
    /// Where the rule comes from.
    public static let source = BilingualText(zh: "依据", en: "source")
    /// What may be done.
    public static let hint = BilingualText(zh: "提示", en: "hint")
    /// What would repair it.
    public static let repair = BilingualText(zh: "若改", en: "repair")
    /// Between two corrections.
    public static let and = BilingualText(zh: "，并且 ", en: ", and ")
    /// The difference and what rounding explains.
    public static func difference(_ sums: Finding.Sums, _ unit: AmountUnit?) -> BilingualText {
      BilingualText(
        zh: "\(sums.difference) \(unit?.name ?? "")，四舍五入至多可差 \(sums.tolerance)",
        en:
          "\(sums.difference) \(unit?.name ?? ""), of which rounding explains at most \(sums.tolerance)"
      )
    }
    /// How many cells print nothing.
    public static func blank(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "（另有 \(count) 个空白）", en: " (and \(count) blank)")
    }
  }

  /// The words of the rules' pages.
  public enum Rules {
    /// The title of the reference.
    public static let title = BilingualText(zh: "规则", en: "Rules")
    /// What the reference is.
    public static let introduction = BilingualText(
      zh:
        "本页由 `fiscaltables explain --all --lang zh` 生成，内容来自 `schemas/rules.json` 和各表式。发现中的规则标识就是这里的标识；`fiscaltables explain 标识` 显示其中一条。",
      en:
        "This page is made by `fiscaltables explain --all --lang en` from `schemas/rules.json` and the layouts. The identifiers are those that findings name; `fiscaltables explain RULE` shows one of them."
    )
    /// The heading of the verdicts.
    public static let verdictsTitle = BilingualText(zh: "结论", en: "Verdicts")
    /// How verdicts come about.
    public static let verdicts = BilingualText(
      zh:
        "印出的数 v 有 d 位小数，就表示区间 v ± 0.5·10^-d。两边之和相等是相符；不相等而区间相交是尾差，记为提示；不相交是不符，按规则的级别报告。没有人为选定的误差。空白按零计；全是空白的关系不核对；列不能确定的数牵涉的关系是存疑。",
      en:
        "A printed figure v with d decimals means v ± 0.5·10^-d. Sums that are equal are exact; sums that differ while their intervals meet are rounding, a note; the others are broken, with the severity of the rule. No tolerance is chosen by hand. Blank cells count as zero; a relation without any figure is not checked; one with a figure whose column is not certain is ambiguous."
    )
    /// The heading of the built-in rules.
    public static let builtIn = BilingualText(zh: "内置的规则", en: "Built-in rules")
    /// The header of a table of relations.
    public static let columns = BilingualText(
      zh: "| 标识 | 关系 | 含义 | 不符时 | 依据 |",
      en: "| identifier | relation | meaning | when broken | source |")
    /// Before a severity.
    public static let severity = BilingualText(zh: "级别：", en: "severity: ")
    /// Before what is checked.
    public static let text = BilingualText(zh: "内容：", en: "checks: ")
    /// Before the source.
    public static let source = BilingualText(zh: "依据：", en: "source: ")
    /// Before the advice.
    public static let hint = BilingualText(zh: "办法：", en: "advice: ")
    /// Before the table.
    public static let table = BilingualText(zh: "表：", en: "table: ")
    /// Before the kind.
    public static let kind = BilingualText(zh: "种类：", en: "kind: ")
    /// Levels of codes.
    public static let hierarchy = BilingualText(
      zh: "按科目层级逐级相加", en: "each level of codes is the sum of the next")
    /// A relation by concept.
    public static let byConcept = BilingualText(
      zh: "按口径：印有各项之处都成立", en: "by concept: wherever the figures are printed")
    /// An inequality.
    public static let inequality = BilingualText(
      zh: "不等式：部分不大于整体", en: "inequality: a part is no more than the whole")
    /// Between tables.
    public static let betweenTables = BilingualText(zh: "表与表之间", en: "between tables")
    /// Between panels.
    public static let betweenPanels = BilingualText(
      zh: "同一张表的几部分之间", en: "between parts of a table")
    /// Between rows.
    public static let withinColumn = BilingualText(
      zh: "列内，行与行之间", en: "within a column, between its rows")
    /// Between columns.
    public static let withinRow = BilingualText(
      zh: "行内，列与列之间", en: "within a row, between its columns")
  }
}

extension Wording.Help {
  /// `validate`.
  public static let validate = BilingualText(
    zh: "核对公开文档：勾稽关系、科目、各表之间和文字说明。",
    en: "Check published documents: relations, codes, tables against each other and the narrative.")
  /// More about `validate`.
  public static let validateDiscussion = BilingualText(
    zh: "发现写到标准输出，最重的在前；汇总写到标准错误。规则的说明见 fiscaltables explain 标识。",
    en:
      "Findings go to standard output, the worst first; the summary to standard error. fiscaltables explain RULE says more about a rule."
  )
  /// `--report-format`.
  public static let reportFormat = BilingualText(
    zh: "报告的形式：human 逐条说明，concise 每条一行，json，ndjson 每行一条，xlsx 标出单元格的工作簿。",
    en:
      "How findings are reported: human, concise (one a line), json, ndjson, or xlsx, the workbook with the cells marked."
  )
  /// `--output` of `validate`.
  public static let reportOutput = BilingualText(
    zh: "报告写到这里；默认为标准输出。xlsx 有多个输入时为目录。",
    en:
      "Where the report goes; standard output by default. A directory for xlsx with several inputs."
  )
  /// `explain`.
  public static let explain = BilingualText(zh: "说明一条规则。", en: "Explain a rule.")
  /// The argument of `explain`.
  public static let explainRule = BilingualText(
    zh: "规则的标识，如 check/nil-statement 或 wuhan-final-accounts-2021/01/1。",
    en: "A rule, such as check/nil-statement or wuhan-final-accounts-2021/01/1.")
  /// `--all` of `explain`.
  public static let explainAll = BilingualText(
    zh: "以 Markdown 列出全部规则。", en: "List all rules as Markdown.")
}
