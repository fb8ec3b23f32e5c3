/// The words of forms.
extension Wording {
  /// What may follow the digits of a year in a caption.
  static let yearSuffixes: [[Character]] = [Array("年度"), Array("年")]
  /// The character by which a weight in brackets is known.
  static let pointCharacter: Character = "分"

  /// What a web page or Markdown left in a text.
  public static func markup(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "网页或 Markdown 的标记已去掉：\(raw)",
      en: "what a web page or Markdown had left was removed: \(raw)")
  }

  /// A cell that the next page goes on with.
  public static func joinedOverPage(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "单元格被翻页断开，已与上页的部分接上：\(raw)",
      en: "a cell was broken by the end of a page and joined again: \(raw)")
  }

  /// A row of a form whose cells are not certain.
  public static func doubtfulRow(_ values: [String]) -> BilingualText {
    let list = values.joined(separator: " | ")
    return BilingualText(
      zh: "这一行的单元格划分不能确定，取为：\(list)", en: "the cells of this row are not certain, taken as: \(list)"
    )
  }

  /// A form whose text has nothing that tells where a cell of several lines ends.
  public static let unseparatedCells = BilingualText(
    zh: "表单的文字没有分格的空行，各格按表式和文字划分，较长的文字请对照原文件",
    en:
      "nothing sets the cells of the form's text apart; they were told apart by the form and the words, compare the longer texts"
  )

  /// A row that stands under other captions than those of what it holds.
  public static func slippedRow(_ values: [String]) -> BilingualText {
    let list = values.joined(separator: " | ")
    return BilingualText(
      zh: "这一行没有对齐表头，已按内容归列：\(list)",
      en: "this row does not stand under the captions; it was placed by what it holds: \(list)")
  }

  /// A text in a column of amounts.
  public static func textAmongAmounts(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "金额列中是文字，照印保留：\(raw)", en: "a text stands where an amount belongs and was kept: \(raw)")
  }

  /// A form whose figures speak for another unit.
  public static func doubtfulUnit(
    _ unit: AmountUnit, _ figure: String, _ other: AmountUnit
  ) -> BilingualText {
    BilingualText(
      zh: "表上写的单位是\(unit.name)，但 \(figure) \(unit.name)超过各表中最大的金额，应当是\(other.name)；数字照印保留",
      en:
        "the form says \(unit.name), but \(figure) \(unit.name) is more than the largest amount of all tables; it is probably \(other.name). The figures were kept as printed"
    )
  }

  /// A form that the profile has and the document lacks.
  public static func missingForm(_ title: String) -> BilingualText {
    BilingualText(zh: "没有找到\(title)", en: "the form \(title) was not found")
  }
}
