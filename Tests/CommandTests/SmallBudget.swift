import Foundation

/// A unit's budget of two tables, as text with tabs: what tests of the command write, alter and read.
enum SmallBudget {
  /// The text.
  static let text = lines.joined(separator: "\n") + "\n"

  /// Writes it, with some print exchanged, and returns the path.
  static func file(
    _ name: String = "budget.txt", in folder: URL, replacing changes: [(String, String)] = []
  ) throws -> String {
    let text = changes.reduce(text) { $0.replacing($1.0, with: $1.1) }
    let file = folder.appendingPathComponent(name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  private static let lines = [
    "白鹭市档案馆2025年单位预算",
    "表3",
    "支出总表",
    "部门/单位：白鹭市档案馆\t\t\t\t\t\t\t单位：万元",
    "科目编码\t科目名称\t合计\t基本支出\t项目支出\t事业单位经营支出\t上缴上级支出\t对附属单位补助支出",
    "\t合计\t90.00\t60.00\t30.00\t\t\t",
    "201\t一般公共服务支出\t70.00\t40.00\t30.00\t\t\t",
    "20103\t政府办公厅（室）及相关机构事务\t70.00\t40.00\t30.00\t\t\t",
    "2010301\t行政运行\t40.00\t40.00\t\t\t\t",
    "2010302\t一般行政管理事务\t30.00\t\t30.00\t\t\t",
    "221\t住房保障支出\t20.00\t20.00\t\t\t\t",
    "22102\t住房改革支出\t20.00\t20.00\t\t\t\t",
    "2210201\t住房公积金\t20.00\t20.00\t\t\t\t",
    "表8",
    "政府性基金预算支出表",
    "部门/单位：白鹭市档案馆\t\t\t\t单位：万元",
    "科目编码\t科目名称\t本年政府性基金预算支出\t\t",
    "\t\t合计\t基本支出\t项目支出",
    "\t合计\t\t\t",
    "本单位2025年没有政府性基金预算。",
  ]
}
