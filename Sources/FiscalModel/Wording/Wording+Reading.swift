/// What reading finds.
extension Wording {
  /// More values than a row has columns.
  public static func surplusValues(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "行中的数值多于列数，放不下的是：\(raw)",
      en: "the row prints more values than it has columns; no column is left for: \(raw)")
  }

  /// A column that the form does not have.
  public static func unreadColumn(_ caption: String, _ values: [String]) -> BilingualText {
    let shown = values.prefix(5).joined(separator: " ") + (values.count > 5 ? " …" : "")
    return BilingualText(
      zh: "表样中没有的一列未读入（\(caption)，\(values.count) 格）：\(shown)",
      en:
        "a column that the form does not have was left out (\(caption), \(values.count) cells): \(shown)"
    )
  }

  /// Columns in another order.
  public static func reorderedColumns(_ captions: [String]) -> BilingualText {
    BilingualText(
      zh: "列的次序与表样不同，已按栏目名称读取：\(captions.joined(separator: "、"))",
      en:
        "columns stand in another order than the form's; read by their captions: \(captions.joined(separator: ", "))"
    )
  }

  /// A line inside a table that could not be read.
  public static func unreadLine(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "表内有一行无法识别，未读入：\(raw)",
      en: "a line inside the table could not be understood and was left out: \(raw)")
  }

  /// A label that the layout does not have.
  public static func unknownLine(_ label: String) -> BilingualText {
    BilingualText(
      zh: "表式中没有这一项，照印保留：\(label)",
      en: "the form has no such line; it was kept as printed: \(label)")
  }

  /// A label whose characters stood in several cells.
  public static func joinedLabel(_ label: String) -> BilingualText {
    BilingualText(
      zh: "标签的字散落在几个单元格中，已合并为“\(label)”，数值取自下一行",
      en:
        "the label's characters stood in several cells; joined as \"\(label)\", its values are those of the next row"
    )
  }

  /// An amount with blanks inside.
  public static func joinedAmount(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "数字中间有空格，已去掉：\(raw)", en: "the number had blanks inside, which were removed: \(raw)")
  }

  /// A text where an amount belongs.
  public static func unreadableAmount(_ raw: String, _ error: AmountError) -> BilingualText {
    let place = error.offset + 1
    let reason: (String, String)
    switch error.reason {
    case .noDigits: reason = ("没有数字", "there is no digit")
    case .unexpectedCharacter(let character):
      reason = (
        "第 \(place) 个字符“\(character)”不能出现在金额中",
        "character \(place), \"\(character)\", cannot stand in an amount"
      )
    case .grouping:
      reason = ("第 \(place) 个字符处的千分位分隔不正确", "the grouping at character \(place) is wrong")
    case .tooLong: reason = ("位数太多", "it has too many digits")
    }
    return BilingualText(
      zh: "金额列中不是金额，照印保留为文字：\(raw)（\(reason.0)）",
      en: "not an amount, kept as text: \(raw) (\(reason.1))")
  }

  /// A table that was found by its header.
  public static func untitled(_ title: String) -> BilingualText {
    BilingualText(
      zh: "没有印出标题，按表头认定为“\(title)”", en: "no title was printed; the header is that of \"\(title)\"")
  }

  /// A unit taken from the other tables.
  public static func unitAssumed(_ unit: AmountUnit) -> BilingualText {
    BilingualText(
      zh: "没有印出计量单位，按其他各表取为“\(unit.name)”",
      en: "no unit was printed; that of the other tables, \(unit.name), was taken")
  }

  /// A table that the profile has and the document lacks.
  public static func missingTable(_ number: String, _ title: String) -> BilingualText {
    BilingualText(zh: "没有找到表\(number) \(title)", en: "table \(number) \(title) was not found")
  }

  /// A page number that was left out.
  public static func pageNumber(_ raw: String) -> BilingualText {
    BilingualText(zh: "页码已略去：\(raw)", en: "a page number was left out: \(raw)")
  }

  /// A table whose last line is missing.
  public static func missingTotal(_ label: String) -> BilingualText {
    BilingualText(
      zh: "没有“\(label)”一行，表可能不完整", en: "there is no line \(label); the table may have been cut off")
  }

  /// A year for which the profile was not made.
  public static func yearOutside(_ year: Int, _ profile: String) -> BilingualText {
    BilingualText(
      zh: "\(year) 年度不在式样 \(profile) 的适用年度内，仍按其读取",
      en:
        "the year \(year) is outside those of the profile \(profile), with which it was read all the same"
    )
  }

  /// A placement that nothing decides.
  public static func ambiguous(_ values: [String], _ alternatives: [[String]]) -> BilingualText {
    let shown = alternatives.prefix(6).map { "[" + $0.joined(separator: ", ") + "]" }
    let more = alternatives.count - shown.count
    let list = shown.joined(separator: " | ") + (more > 0 ? " | +\(more)" : "")
    return BilingualText(
      zh: "数值 \(values.joined(separator: " ")) 所在的列不能确定，取第一种；可能的列：\(list)",
      en:
        "the columns of \(values.joined(separator: " ")) are not certain, the first was taken; possible: \(list)"
    )
  }
}
