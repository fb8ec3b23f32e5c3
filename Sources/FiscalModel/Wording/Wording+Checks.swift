/// What the checks of tables find.
extension Wording {
  /// Where a relation comes from.
  public static func relationSource(_ relation: Relation) -> BilingualText {
    BilingualText(zh: relation.source, en: relation.source)
  }

  /// A printed relation that could not be understood.
  public static func printedRelationUnread(_ text: String) -> BilingualText {
    BilingualText(
      zh: "印出的勾稽关系无法识别，未核对：\(text)",
      en: "a printed relation could not be understood and was not checked: \(text)")
  }
  /// A printed relation that contradicts the form's.
  public static func printedRelation(_ text: String, _ own: Relation) -> BilingualText {
    BilingualText(
      zh: "印出的勾稽关系 \(text) 与表式的 \(own.rule)（\(own.id)）不一致",
      en: "the printed relation \(text) contradicts the form's \(own.rule) (\(own.id))")
  }
  /// A statement that there is nothing, beside figures.
  public static func nilStatement(_ statement: String, _ name: String, _ printed: String)
    -> BilingualText
  {
    BilingualText(
      zh: "说明称“\(statement)”，表中却有数字：\(name) \(printed)",
      en: "the statement \"\(statement)\" stands beside figures: \(name) \(printed)")
  }
  /// A table without figures and without a statement.
  public static func emptyTable(_ table: String) -> BilingualText {
    BilingualText(zh: "\(table)没有数字，也没有说明为何没有", en: "\(table) has no figures and does not say why")
  }
  /// A code under a code that is not its parent.
  public static func codeParent(_ code: String, _ label: String, _ parent: String) -> BilingualText
  {
    BilingualText(
      zh: "科目 \(code) \(label) 排在 \(parent) 之下，而它不属于 \(parent)",
      en: "the code \(code) \(label) stands under \(parent), to which it does not belong")
  }
  /// A code whose parent is not printed, where those of others are.
  public static func codeWithoutParent(_ code: String, _ label: String, _ parent: String)
    -> BilingualText
  {
    BilingualText(
      zh: "科目 \(code) \(label) 之上没有它的上级 \(parent)，其他科目的上级是印出的",
      en: "above the code \(code) \(label) its parent \(parent) is missing; others have theirs")
  }
  /// A row that a table prints more than once.
  public static func repeatedRow(_ table: String, _ row: String, _ place: String) -> BilingualText {
    BilingualText(
      zh: "\(table)中“\(row)”出现了不止一次，前一次在 \(place)",
      en: "\"\(row)\" stands more than once in \(table), before at \(place)")
  }
  /// A code that the classification does not have.
  public static func unknownCode(_ code: String, _ label: String) -> BilingualText {
    BilingualText(
      zh: "收集的科目中没有 \(code) \(label)", en: "the classification at hand has no code \(code) \(label)"
    )
  }
  /// A code that the classification lacks, with a name that it has under other codes.
  public static func codeOfOtherName(
    _ code: String, _ label: String, _ others: [String]
  ) -> BilingualText {
    let codes = others.joined(separator: ", ")
    return BilingualText(
      zh: "收集的科目中没有 \(code)，而“\(label)”的代码是 \(codes)",
      en: "the classification at hand has no code \(code), and \(label) is \(codes) in it")
  }
  /// A name that is not that of its code.
  public static func codeName(_ code: String, _ label: String, _ name: String) -> BilingualText {
    BilingualText(
      zh: "科目 \(code) 的名称印为“\(label)”，应为“\(name)”",
      en: "the code \(code) is printed with the name \"\(label)\"; its name is \"\(name)\"")
  }
  /// A table in another unit than most.
  public static func otherUnit(_ table: String, _ unit: AmountUnit, _ common: AmountUnit)
    -> BilingualText
  {
    BilingualText(
      zh: "\(table)以\(unit.name)为单位，其他表以\(common.name)为单位",
      en: "\(table) is in \(unit.name), the other tables in \(common.name)")
  }
  /// A table of another year than the document.
  public static func otherYear(_ table: String, _ year: Int, _ own: Int) -> BilingualText {
    BilingualText(
      zh: "\(table)的标题写 \(year) 年度，文档是 \(own) 年度",
      en: "the title of \(table) says \(year), the document is of \(own)")
  }
  /// A table that stands twice.
  public static func repeatedTable(_ table: String, _ place: String) -> BilingualText {
    BilingualText(
      zh: "\(table)出现了不止一次，前一次在 \(place)", en: "\(table) stands more than once, before at \(place)")
  }
  /// A listed title without a table.
  public static func listedNotFound(_ number: String, _ title: String) -> BilingualText {
    BilingualText(
      zh: "目录列有表\(number) \(title)，文中没有这张表",
      en: "the contents list table \(number) \(title), which is not there")
  }
  /// A table that the contents do not list.
  public static func notListed(_ table: String) -> BilingualText {
    BilingualText(zh: "目录没有列出\(table)", en: "the contents do not list \(table)")
  }
  /// A table that the contents list under another number.
  public static func listedNumber(_ table: String, _ listed: String, _ printed: String)
    -> BilingualText
  {
    BilingualText(
      zh: "\(table)在目录中的表号是 \(listed)，表上印的是 \(printed)",
      en: "the contents number \(table) \(listed), the table itself \(printed)")
  }

  /// A relation between figures of forms.
  public static func formRelation(
    _ verdict: Verdict, _ title: BilingualText, _ name: String, _ sums: Finding.Sums,
    _ unit: AmountUnit?
  ) -> BilingualText {
    let word = Wording.verdict(verdict)
    let unit = unit.map { " " + $0.name } ?? ""
    return BilingualText(
      zh:
        "\(word.zh)：\(title.zh)，\(name)：\(sums.left) 与 \(sums.right) 相差 \(sums.difference)\(unit)",
      en:
        "\(word.en): \(title.en), \(name): \(sums.left) against \(sums.right), difference \(sums.difference)\(unit)"
    )
  }
  /// A percentage of a form that its figures do not give.
  public static func formRatio(
    _ name: String, _ printed: String, _ part: String, _ whole: String, percent: String
  ) -> BilingualText {
    BilingualText(
      zh: "\(name)印为 \(printed)，\(part)÷\(whole) 是 \(percent)%",
      en: "\(name) is printed as \(printed), but \(part) / \(whole) is \(percent)%")
  }
  /// A score that does not follow from weight and rate.
  public static func formScore(
    _ name: String, _ score: String, _ weight: String, rate: String, percent: String
  ) -> BilingualText {
    BilingualText(
      zh: "\(name) \(score) 是 \(weight) 分的 \(percent)%，执行率是 \(rate)%",
      en: "\(name) \(score) is \(percent)% of \(weight) points, the rate is \(rate)%")
  }
  /// Overall targets that the narrative claims and the document does not have.
  public static func overallTargets(_ stated: String, _ statement: String) -> BilingualText {
    BilingualText(
      zh: "文中说“\(stated)”，而相应的表写“\(statement)”",
      en: "the narrative says \"\(stated)\", while the table says \"\(statement)\"")
  }
  /// An indicator that two forms give differently.
  public static func indicator(_ indicator: String, _ own: String, _ other: String) -> BilingualText
  {
    BilingualText(
      zh: "指标“\(indicator)”在整体自评表中是 \(own)，在项目自评表中是 \(other)",
      en:
        "the indicator \"\(indicator)\" is \(own) in the overall evaluation and \(other) in the project's"
    )
  }
}
