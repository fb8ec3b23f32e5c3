/// The words of runs over many inputs.
extension Wording {
  /// A pattern that fits no file.
  public static let noMatch = BilingualText(zh: "没有与之匹配的文件", en: "no file fits this pattern")
  /// An input that was given up.
  public static let timedOut = BilingualText(
    zh: "超过 --timeout 的时限，已放弃", en: "took longer than --timeout allows and was given up")
  /// An output that exists and stays.
  public static func outputExists(_ path: String) -> BilingualText {
    BilingualText(zh: "\(path) 已存在", en: "\(path) exists")
  }
  /// A manifest that is none.
  public static func badManifest(line: Int) -> BilingualText {
    BilingualText(
      zh: "第 \(line) 行不是运行记录；--resume 须给出 --manifest 写的文件",
      en: "line \(line) is no record of a run; --resume takes a file that --manifest wrote")
  }
  /// A report in no known form.
  public static func unknownReport(_ path: String) -> BilingualText {
    BilingualText(
      zh: "--report 的文件须以 .xlsx、.json 或 .ndjson 结尾：\(path)",
      en: "the file of --report ends in .xlsx, .json or .ndjson, which \(path) does not")
  }
  /// A template without a stem or with an unknown placeholder.
  public static func badTemplate(_ template: String, _ placeholders: [String]) -> BilingualText {
    let list = placeholders.joined(separator: " ")
    return BilingualText(
      zh: "--name-template“\(template)”中有不认识的占位符；可用：\(list)",
      en: "--name-template \"\(template)\" has an unknown placeholder; there are \(list)")
  }
  /// A number that an option cannot have.
  public static func notPositive(_ option: String) -> BilingualText {
    BilingualText(zh: "\(option) 须是正数", en: "\(option) takes a positive number")
  }
  /// A size that cannot be understood.
  public static func badSize(_ text: String) -> BilingualText {
    BilingualText(
      zh: "--max-size 的“\(text)”不是大小；例如 500K、64M、1G",
      en: "--max-size \"\(text)\" is no size; write 500K, 64M or 1G")
  }
  /// Options that need a directory of files.
  public static let resumeNeedsFiles = BilingualText(
    zh: "--resume 要核对已写的文件，不能与 -o - 同用",
    en: "--resume verifies the files that were written and does not go with -o -")
  /// Two ways to name the manifest.
  public static let manifestAndResume = BilingualText(
    zh: "--resume 会续写同一个记录文件，不要再给 --manifest",
    en: "--resume goes on writing its file; --manifest does not go with it")
  /// A file that would be written.
  public static func wouldWrite(_ path: String, exists: Bool) -> BilingualText {
    BilingualText(
      zh: "将写 \(path)" + (exists ? "（已存在）" : ""),
      en: "would write \(path)" + (exists ? " (exists)" : ""))
  }
  /// What a dry run says of a document.
  public static func wouldConvert(_ input: String, profile: String, tables: Int) -> BilingualText {
    BilingualText(
      zh: "\(input)：\(profile)，\(tables) 张表",
      en: "\(input): \(profile), \(tables) table\(tables == 1 ? "" : "s")")
  }
  /// The line at the end of a run.
  public static func summary(
    total: Int, converted: Int, withFindings: Int, skipped: Int, failed: Int, kept: Int,
    seconds: String
  ) -> BilingualText {
    BilingualText(
      zh: "共 \(total) 个：转换 \(converted)（其中 \(withFindings) 个有发现），跳过 \(skipped)，失败 \(failed)"
        + (kept > 0 ? "，沿用上次 \(kept)" : "") + "；\(seconds) 秒",
      en:
        "\(total) inputs: \(converted) converted (\(withFindings) with findings), \(skipped) skipped, \(failed) failed"
        + (kept > 0 ? ", \(kept) kept from before" : "") + "; \(seconds) s")
  }
  /// How far a run is.
  public static func progress(
    done: Int, total: Int, rate: String, left: String?, failed: Int, current: String?
  ) -> BilingualText {
    BilingualText(
      zh: "\(done)/\(total)，每秒 \(rate)" + (left.map { "，还需 \($0)" } ?? "")
        + (failed > 0 ? "，失败 \(failed)" : "") + (current.map { "  \($0)" } ?? ""),
      en: "\(done)/\(total), \(rate)/s" + (left.map { ", \($0) left" } ?? "")
        + (failed > 0 ? ", \(failed) failed" : "") + (current.map { "  \($0)" } ?? ""))
  }
  /// The name of a status of an input.
  public static func status(_ status: String) -> BilingualText {
    switch status {
    case "ok": BilingualText(zh: "完成", en: "ok")
    case "findings": BilingualText(zh: "有发现", en: "findings")
    case "failed": BilingualText(zh: "失败", en: "failed")
    default: BilingualText(zh: "跳过", en: "skipped")
    }
  }

  /// The words of the report of a run.
  public enum Report {
    /// The name of its sheet.
    public static let sheet = BilingualText(zh: "运行报告", en: "Report")
    /// Its columns.
    public static let columns = [
      BilingualText(zh: "输入", en: "input"), BilingualText(zh: "结果", en: "status"),
      BilingualText(zh: "部门", en: "agency"), BilingualText(zh: "年度", en: "year"),
      BilingualText(zh: "阶段", en: "stage"), BilingualText(zh: "式样", en: "profile"),
      BilingualText(zh: "表", en: "tables"), BilingualText(zh: "单元格", en: "cells"),
      BilingualText(zh: "错误", en: "errors"), BilingualText(zh: "警告", en: "warnings"),
      BilingualText(zh: "提示", en: "notes"), BilingualText(zh: "毫秒", en: "milliseconds"),
      BilingualText(zh: "输出", en: "output"), BilingualText(zh: "说明", en: "message"),
    ]
  }
}

extension Wording.Help {
  /// The options of runs over many inputs.
  public static let manyInputs = BilingualText(zh: "批量", en: "Many inputs")
  /// `-r`.
  public static let recursive = BilingualText(
    zh: "目录中的文件也转换，按内容挑选；输出保持原来的目录结构。",
    en: "Convert the files in directories, chosen by content; the outputs keep the tree.")
  /// `--files-from`.
  public static let filesFrom = BilingualText(
    zh: "从文件读取输入路径，每行一个；- 为标准输入。",
    en: "Read further inputs from a file, a path a line; - is standard input.")
  /// `-0`.
  public static let null = BilingualText(
    zh: "--files-from 的路径以 NUL 结尾。", en: "The paths of --files-from end with NUL.")
  /// `--name-template`.
  public static let nameTemplate = BilingualText(
    zh: "输出文件名的样式，如 {stem}.{profile}.{ext}；另有 {agency} {year} {stage}。",
    en: "How outputs are named, such as {stem}.{profile}.{ext}; also {agency} {year} {stage}.")
  /// `-j`.
  public static let jobs = BilingualText(
    zh: "同时转换的文件数；默认为处理器核数。", en: "How many files are converted at once; the cores, unless given.")
  /// `--timeout`.
  public static let timeout = BilingualText(
    zh: "一个文件超过这么多秒就放弃，其余照做。", en: "Give a file up after this many seconds; the rest go on.")
  /// `--max-size`.
  public static let maxSize = BilingualText(
    zh: "更大的文件不读；默认 256M。", en: "Files beyond this size are not read; 256M unless given.")
  /// `--fail-fast`.
  public static let failFast = BilingualText(
    zh: "有一个失败就停。", en: "Stop at the first failure.")
  /// `--manifest`.
  public static let manifest = BilingualText(
    zh: "每个输入结束时在此文件记一行 JSON。", en: "Write a line of JSON to this file as each input ends.")
  /// `--resume`.
  public static let resume = BilingualText(
    zh: "接着这个记录做：已完成且未变的跳过，其余照做。",
    en: "Go on from this manifest: what is done and unchanged is not done again.")
  /// `--report`.
  public static let report = BilingualText(
    zh: "结束时写报告，每个输入一行（.xlsx、.json 或 .ndjson）。",
    en: "Write a report with a row for each input at the end (.xlsx, .json or .ndjson).")
  /// `--dry-run`.
  public static let dryRun = BilingualText(
    zh: "只说明会做什么，不写任何文件。", en: "Say what would be done; write nothing.")
  /// `--no-progress`.
  public static let noProgress = BilingualText(zh: "不显示进度。", en: "Show no progress.")
}
