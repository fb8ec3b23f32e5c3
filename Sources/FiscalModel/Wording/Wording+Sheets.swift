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
  /// The title of the sheet of contents.
  public static func contentsTitle(agency: String?, year: Int?, stage: Stage) -> String {
    let kind = stage == .final ? "部门决算" : "部门预算"
    return (agency ?? "") + (year.map { "\($0)年度" } ?? "") + kind
  }
}
