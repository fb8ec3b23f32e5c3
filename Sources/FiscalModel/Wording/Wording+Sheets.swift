/// The words of the program's own sheets.
extension Wording {
  /// The name of the sheet of contents.
  public static let contentsSheet = "目录"
  /// The caption of the agency there.
  public static let contentsAgency = "部门"
  /// The caption of the fiscal year there.
  public static let contentsYear = "年度"
  /// The caption of the stage there.
  public static let contentsStage = "阶段"
  /// The caption of the profile there.
  public static let contentsProfile = "式样"
  /// The captions of its columns: number, title, unit, rows, cells, verdict.
  public static let contentsColumns = ["序号", "工作表", "单位", "行数", "单元格数", "核对"]
  /// The name of the sheet of relations.
  public static let relationsSheet = "勾稽关系"
  /// The captions of its columns: number, rule, relation, tables, cell, unit, left, right, difference,
  /// tolerance, verdict.
  public static let relationsColumns = [
    "序号", "规则", "关系", "表", "单元格", "单位", "左边", "右边", "差额", "允许尾差", "结论",
  ]
  /// The name of the sheet of findings.
  public static let findingsSheet = "发现"
  /// The captions of its columns: number, severity, rule, verdict, place, message, left, right, difference,
  /// tolerance, source, advice.
  public static let findingsColumns = [
    "序号", "级别", "规则", "结论", "位置", "内容", "左边", "右边", "差额", "允许尾差", "依据", "提示",
  ]
  /// The title of the sheet of contents.
  public static func contentsTitle(agency: String?, year: Int?, stage: Stage) -> String {
    let kind = stage == .final ? "部门决算" : "部门预算"
    return (agency ?? "") + (year.map { "\($0)年度" } ?? "") + kind
  }
}
