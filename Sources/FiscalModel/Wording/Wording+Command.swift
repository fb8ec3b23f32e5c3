extension Wording {
  /// The name of standard input.
  public static let standardInput = BilingualText(zh: "标准输入", en: "standard input")
  /// The name of standard output.
  public static let standardOutput = BilingualText(zh: "标准输出", en: "standard output")
  /// No input was named.
  public static let noInput = BilingualText(
    zh: "没有给出输入文件", en: "no input was given")
  /// Options that exclude each other.
  public static let forceAndSkip = BilingualText(
    zh: "--force 与 --skip-existing 只能用一个", en: "--force and --skip-existing exclude each other")
  /// Standard input cannot be read twice.
  public static let standardInputTwice = BilingualText(
    zh: "标准输入（-）只能出现一次", en: "standard input (-) can stand only once")
  /// An output that names no form.
  public static let whichCSV = BilingualText(
    zh: "输出为 .csv 时请说明：--to facts（一个文件，每行一个事实）或 --to csv（每表一个文件，输出到目录）",
    en:
      "for a .csv output say which: --to facts (one file, one fact a row) or --to csv (one file a table, into a directory)"
  )
  /// The file exists.
  public static let exists = BilingualText(
    zh: "文件已存在；用 --force 覆盖，或用 --skip-existing 跳过",
    en: "exists already; --force replaces it, --skip-existing goes on without it")
  /// A directory stands where a file belongs.
  public static let isDirectory = BilingualText(
    zh: "是目录，不是文件；请给出目录中的文件，convert 也可用 -r",
    en: "is a directory, not a file; name the files in it, or give convert -r")
  /// Nothing is in the file.
  public static let emptyFile = BilingualText(zh: "文件是空的", en: "the file is empty")

  /// Rounding without a unit to round in.
  public static let roundWithoutUnit = BilingualText(
    zh: "--round 须与 --unit 一起用", en: "--round needs --unit")

  /// A value that an option does not have.
  public static func unknownChoice(_ option: String, _ value: String, _ choices: [String])
    -> BilingualText
  {
    let list = choices.joined(separator: ", ")
    return BilingualText(
      zh: "\(option) 的值“\(value)”无效；可用：\(list)", en: "\(option): \"\(value)\" is none of \(list)")
  }
  /// Output that standard output cannot take.
  public static func notToStandardOutput(_ target: String) -> BilingualText {
    BilingualText(
      zh: "--to \(target) 写出多个文件，不能写到标准输出；请给出目录",
      en: "--to \(target) makes several files, which standard output cannot take; name a directory")
  }
  /// Several inputs and one output file.
  public static func needsDirectory(_ path: String) -> BilingualText {
    BilingualText(
      zh: "有多个输入，-o 须是目录，而 \(path) 是文件",
      en: "several inputs need a directory for -o, but \(path) is a file")
  }
  /// Two inputs that would write the same file.
  public static func sameOutput(_ a: String, _ b: String, _ path: String) -> BilingualText {
    BilingualText(
      zh: "\(a) 与 \(b) 会写到同一个文件 \(path)", en: "\(a) and \(b) would both be written to \(path)")
  }
  /// A file cannot be read.
  public static func cannotRead(_ reason: String) -> BilingualText {
    BilingualText(zh: "无法读取（\(reason)）", en: "cannot be read (\(reason))")
  }
  /// A file cannot be written.
  public static func cannotWrite(_ reason: String) -> BilingualText {
    BilingualText(zh: "输出无法写入（\(reason)）", en: "the output cannot be written (\(reason))")
  }
  /// A workbook cannot be made.
  public static func cannotMake(_ reason: String) -> BilingualText {
    BilingualText(zh: "无法生成输出（\(reason)）", en: "the output cannot be made (\(reason))")
  }
  /// A file beyond the bound.
  public static func tooLarge(bytes: Int, bound: Int) -> BilingualText {
    BilingualText(
      zh: "文件太大：\(bytes) 字节，上限 \(bound) 字节", en: "too large: \(bytes) bytes, the bound is \(bound)")
  }
  /// A known kind of file that is not read.
  public static func unsupported(_ kind: String) -> BilingualText {
    switch kind {
    case "pdf":
      BilingualText(
        zh: "是 PDF，不是表格文件；其中的表请用 convert 转换",
        en: "is a PDF and no spreadsheet; convert reads the tables in it"
      )
    case "compoundFile":
      BilingualText(
        zh: "是旧的二进制格式（.xls 或 .doc），不能读取；请打开后另存为 .xlsx 或 .docx",
        en: "is an old binary file (.xls or .doc), which is not read; save it as .xlsx or .docx"
      )
    case "encryptedOffice":
      BilingualText(
        zh: "设有打开密码，不能读取；请用密码打开后去掉密码，另存为 .xlsx 或 .docx",
        en: "opens with a password only; open it, remove the password and save it again"
      )
    case "richText":
      BilingualText(
        zh: "是 RTF 文件（常以 .doc 为扩展名），不能读取；请打开后另存为 .docx",
        en: "is a Rich Text file (often called .doc), which is not read; save it as .docx"
      )
    case "openDocument":
      BilingualText(
        zh: "是 OpenDocument 文件（.odt 或 .ods），不能读取；请打开后另存为 .docx 或 .xlsx",
        en: "is an OpenDocument file (.odt or .ods), which is not read; save it as .docx or .xlsx"
      )
    case "fixedLayout":
      BilingualText(
        zh: "是 OFD 版式文件，不能读取；请用 OFD 阅读器导出为 PDF 后再转换",
        en: "is an OFD file, which is not read; export it as PDF in an OFD reader and convert that"
      )
    case "zip":
      BilingualText(
        zh: "是压缩包，不是表格文件；请解压后转换其中的文件",
        en: "is an archive and no document; unpack it and convert what is in it"
      )
    case "html", "xml", "archiveWithoutPage":
      BilingualText(
        zh: "内容是 XML 或没有表的网页存档；请在表格软件中打开后另存为 .xlsx",
        en:
          "is XML, or a web archive without a page; open it in a spreadsheet program and save it as .xlsx"
      )
    default:
      BilingualText(zh: "不能读取这种文件（\(kind)）", en: "files of this kind (\(kind)) are not read")
    }
  }
  /// Bytes that are no text.
  public static func notText(offset: Int) -> BilingualText {
    BilingualText(
      zh: "不是文本，也不是认识的文件格式（第 \(offset) 字节处有控制字符）",
      en: "is neither text nor a known kind of file (a control character at byte \(offset))")
  }
  /// A workbook that is broken.
  public static func badWorkbook(_ reason: String) -> BilingualText {
    BilingualText(
      zh: "电子表格文件损坏或不完整（\(reason)）", en: "the workbook is damaged or incomplete (\(reason))")
  }
  /// A delimited text that is broken.
  public static func badDelimited(_ reason: String) -> BilingualText {
    BilingualText(zh: "CSV 有误（\(reason)）", en: "the CSV is wrong (\(reason))")
  }
  /// No official table was found.
  public static func noTables(_ profiles: [String]) -> BilingualText {
    let list = profiles.joined(separator: ", ")
    return BilingualText(
      zh: "没有找到官方报表；认识的表式：\(list)（fiscaltables schema list 列出各表，--schemas DIR 增加表式）",
      en:
        "no official table was found; known profiles: \(list) (fiscaltables schema list shows their tables, --schemas DIR adds others)"
    )
  }
  /// No official table was found, and why that may be.
  public static func noTables(_ reason: BilingualText) -> BilingualText {
    BilingualText(
      zh: "没有找到官方报表。\(reason.zh)", en: "no official table was found: \(reason.en)")
  }
  /// Amounts that another unit cannot hold.
  public static func unitDoesNotFit(_ error: UnitConversionError) -> BilingualText {
    guard let from = error.from else {
      return BilingualText(
        zh: "\(error.location)：没有印出金额单位，不能换算为\(error.unit.name)",
        en: "\(error.location): no unit is printed, so nothing can be converted to \(error.unit.name)"
      )
    }
    let amount = "\(error.amount) \(from.name)"
    if error.isTooLarge {
      return BilingualText(
        zh: "\(error.location)：\(amount)换算为\(error.unit.name)后位数过多，不能精确表示",
        en: "\(error.location): \(amount) has too many digits to be converted to \(error.unit.name)"
      )
    }
    return BilingualText(
      zh:
        "有 \(error.count) 个金额换算为\(error.unit.name)需要超过 \(error.decimals) 位小数，如 \(error.location) 的 \(amount)；用 --round 四舍五入，或换一个单位",
      en:
        "\(error.count) amounts would need more than \(error.decimals) decimals in \(error.unit.name), such as \(amount) at \(error.location); --round rounds them, or choose another unit"
    )
  }
  /// An input that was left alone, and why.
  public static func skipped(_ input: String, _ reason: String) -> BilingualText {
    BilingualText(zh: "\(input)：已跳过，\(reason)", en: "\(input): skipped, \(reason)")
  }
  /// One line for a document that was converted.
  public static func converted(
    _ input: String, tables: Int, cells: Int, findings: Int, errors: Int, warnings: Int,
    verdict: BilingualText, path: String
  ) -> BilingualText {
    let notes = findings - errors - warnings
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    return BilingualText(
      zh: "\(input)：\(tables) 张表，\(cells) 个单元格；\(verdict.zh)；\(findings) 条发现"
        + (findings > 0 ? "（\(errors) 错误，\(warnings) 警告，\(notes) 提示）" : "") + " → \(path)",
      en:
        "\(input): \(count(tables, "table")), \(count(cells, "cell")); \(verdict.en); \(count(findings, "finding"))"
        + (findings > 0
          ? " (\(count(errors, "error")), \(count(warnings, "warning")), \(count(notes, "note")))"
          : "")
        + " -> \(path)")
  }
  /// How many findings were not shown.
  public static func more(_ count: Int) -> BilingualText {
    BilingualText(
      zh: "……另有 \(count) 条；用 fiscaltables validate 查看全部",
      en: "... and \(count) more; fiscaltables validate shows all")
  }
  /// An extension that says nothing of the form.
  public static func unknownForm(_ path: String) -> BilingualText {
    BilingualText(
      zh: "从扩展名看不出 \(path) 的形式；请用 --to 说明（xlsx、csv、json、facts、ndjson）",
      en:
        "the extension of \(path) does not say what to write; say it with --to (xlsx, csv, json, facts, ndjson)"
    )
  }
  /// A schema that does not exist.
  public static func unknownSchema(_ id: String, near: String?) -> BilingualText {
    BilingualText(
      zh: "没有式样或表式“\(id)”" + (near.map { "；是不是 \($0)？" } ?? "；用 fiscaltables schema list 查看"),
      en: "there is no profile or layout \"\(id)\""
        + (near.map { "; did you mean \($0)?" } ?? "; see fiscaltables schema list"))
  }

  /// The captions of `inspect`.
  public enum Inspect {
    /// Form and encoding.
    public static let form = BilingualText(zh: "形式", en: "form")
    /// The agency.
    public static let agency = BilingualText(zh: "部门", en: "agency")
    /// The fiscal year.
    public static let year = BilingualText(zh: "年度", en: "year")
    /// The stage.
    public static let stage = BilingualText(zh: "阶段", en: "stage")
    /// The profile.
    public static let profile = BilingualText(zh: "式样", en: "profile")
    /// Something that the document does not say.
    public static let unknown = BilingualText(zh: "（未印出）", en: "(not printed)")
    /// Before the ranges of lines that are no table.
    public static let prose = BilingualText(
      zh: "不属于表的行（不转换）：", en: "lines outside the tables (not converted): ")
    /// The columns of the list of tables.
    public static let columns = [
      BilingualText(zh: "表号", en: "no."), BilingualText(zh: "标题", en: "title"),
      BilingualText(zh: "行", en: "lines"), BilingualText(zh: "单位", en: "unit"),
      BilingualText(zh: "行数", en: "rows"), BilingualText(zh: "单元格", en: "cells"),
      BilingualText(zh: "直接/合并/求解/存疑", en: "direct/joined/solved/ambiguous"),
      BilingualText(zh: "核对", en: "verdict"),
    ]
  }

  /// The captions of `schema show`.
  public enum Show {
    /// Before the columns.
    public static let columns = BilingualText(zh: "列：", en: "columns:")
    /// Before the rows of a panel.
    public static let rows = BilingualText(zh: "行：", en: "rows:")
    /// Before the relations.
    public static let relations = BilingualText(zh: "勾稽关系：", en: "relations:")
  }

  /// The texts of `--help`.
  public enum Help {
    /// The command.
    public static let command = BilingualText(
      zh: "把公开的部门预算、决算报表转为电子表格，再转回来，分毫不差。",
      en:
        "Turns published departmental budget and final-accounts tables into workbooks and back, exactly."
    )
    /// The exit codes.
    public static let exitCodes = BilingualText(
      zh: "退出码：0 完成；1 有达到 --fail-on 的发现；2 有输入不能读取或输出不能写入（其余照做）；64 用法错误；130 被中断。",
      en:
        "Exit codes: 0 done; 1 findings at or above --fail-on; 2 some input could not be read or some output not written (the others are still done); 64 usage; 130 interrupted."
    )
    /// `convert`.
    public static let convert = BilingualText(zh: "转换公开文档。", en: "Convert published documents.")
    /// More about `convert`.
    public static let convertDiscussion = BilingualText(
      zh: "按内容而不是扩展名识别文件。结果写入文件或标准输出，其余信息写到标准错误。已有文件不覆盖，除非用 --force。",
      en:
        "Files are recognised by content, not by extension. Results go to files or standard output, everything else to standard error. Nothing is overwritten without --force."
    )
    /// The inputs.
    public static let inputs = BilingualText(
      zh: "输入文件；- 为标准输入。", en: "The documents; - is standard input.")
    /// The output.
    public static let output = BilingualText(
      zh: "输出文件；多个输入或 --to csv 时为目录；- 为标准输出。",
      en: "The output file; a directory for several inputs and for --to csv; - is standard output.")
    /// The form of the output.
    public static let target = BilingualText(
      zh: "输出形式；默认按输出文件的扩展名，否则为 xlsx。", en: "What is written; by the output's extension, else xlsx."
    )
    /// The unit of the output.
    public static let unit = BilingualText(
      zh: "把金额精确换算为这个单位。", en: "Convert the amounts exactly to this unit.")
    /// The names of the units.
    public static let unitValues = "元|万元|亿元"
    /// `--round`.
    public static let round = BilingualText(
      zh: "与 --unit 一起用：表式的小数位数容不下时四舍五入，并逐一记为发现；不写则拒绝。",
      en:
        "With --unit: round amounts that need more decimals than the form prints, each a finding; refused otherwise."
    )
    /// `--layout`.
    public static let layout = BilingualText(
      zh: "写成另一个式样的表（同一阶段，见 schema list）；放不下的、原文件没有的都记为发现。",
      en:
        "Write the tables in the forms of another profile of the same stage (see schema list); what it cannot hold, and what the source lacks, are findings."
    )
    /// `--force`.
    public static let force = BilingualText(zh: "覆盖已有的输出文件。", en: "Replace outputs that exist.")
    /// `--skip-existing`.
    public static let skipExisting = BilingualText(
      zh: "输出已存在时跳过，继续下一个。", en: "Leave outputs that exist alone and go on.")
    /// `--fail-on`.
    public static let failOn = BilingualText(
      zh: "有这一级或更重的发现时退出码为 1。", en: "Exit with 1 where a finding is at or above this severity.")
    /// `--lang`.
    public static let language = BilingualText(
      zh: "信息的语言；默认依 LC_ALL、LC_MESSAGES、LANG。",
      en: "The language of messages; by LC_ALL, LC_MESSAGES, LANG.")
    /// `--schemas`.
    public static let schemas = BilingualText(
      zh: "增加一个表式目录，可重复。", en: "Add a directory of schemas; may be repeated.")
    /// `--quiet`.
    public static let quiet = BilingualText(zh: "只报告错误。", en: "Report errors only.")
    /// `inspect`.
    public static let inspect = BilingualText(
      zh: "说明文档是什么：形式、编码、找到的表、年度、阶段、单位，以及各单元格是怎样定位的。",
      en:
        "Say what a document is: form, encoding, tables found, year, stage, unit, and how its cells were placed."
    )
    /// `schema`.
    public static let schema = BilingualText(zh: "查看表式。", en: "Look at the schemas.")
    /// `schema list`.
    public static let schemaList = BilingualText(
      zh: "列出各式样及其表。", en: "List the profiles and their tables.")
    /// `schema show`.
    public static let schemaShow = BilingualText(
      zh: "显示一个式样或一张表：列、行、会计含义和勾稽关系。",
      en: "Show a profile or a table: columns, rows, accounting concepts and relations.")
    /// `schema template`.
    public static let schemaTemplate = BilingualText(
      zh: "写出一个式样的空白工作簿：代码可从列表选，金额有校验，合计是公式，表头锁定；填好后可用 convert 读取。",
      en:
        "Write the blank workbook of a profile: codes from lists, checked amounts, totals as formulas, locked headers; convert reads a filled one."
    )
    /// The profile of `schema template` and `schema export`.
    public static let schemaProfile = BilingualText(
      zh: "式样，见 schema list。", en: "The profile, see schema list.")
    /// The output of `schema template`.
    public static let templateOutput = BilingualText(
      zh: "输出文件。", en: "The output.")
    /// The year of `schema template`.
    public static let templateYear = BilingualText(
      zh: "标题里印的年度。", en: "The fiscal year for titles that print it.")
    /// `schema export`.
    public static let schemaExport = BilingualText(
      zh: "把一个式样的各表描述写成 JSON Schema 或 Table Schema，到标准输出。",
      en: "Describe the tables of a profile as JSON Schema or Table Schema, on standard output.")
    /// The target of `schema export`.
    public static let exportTarget = BilingualText(
      zh: "json-schema：convert --to json 的形状；table-schema：convert --to csv 的各列。",
      en:
        "json-schema: the shape of convert --to json; table-schema: the columns of convert --to csv."
    )
    /// `schema lint`.
    public static let schemaLint = BilingualText(
      zh: "检查表式文件，逐处说明哪里不对、怎样改；有问题时退出码为 1。",
      en:
        "Check schema files: say at each place what is wrong and how to mend it; exit code 1 if anything is."
    )
    /// The argument of `schema lint`.
    public static let schemaLintFolder = BilingualText(
      zh: "表式目录，或一个式样的目录；不写则检查自带的表式。",
      en: "A folder of schemas, or of one profile; the schemas of the program where none is named.")
    /// The argument of `schema show`.
    public static let schemaID = BilingualText(
      zh: "式样或表式的标识，如 wuhan-final-accounts-2022/02。",
      en: "A profile or a layout, such as wuhan-final-accounts-2022/02.")
  }
}

extension Wording.Help {
  /// `cells`.
  public static let cells = BilingualText(
    zh: "列出任意工作簿或 CSV 的单元格，与是否财政表格无关。",
    en: "List the cells of any workbook or CSV as they stand, fiscal or not.")
  /// More about `cells`.
  public static let cellsDiscussion = BilingualText(
    zh: "ndjson：每个有值或公式的单元格一行，含隐藏的工作表。csv：一张工作表按显示的样子，默认第一张。",
    en:
      "ndjson: one line for each cell with a value or a formula, hidden sheets included. csv: one sheet's rows as displayed, the first unless named."
  )
  /// The input of `cells`.
  public static let cellsInput = BilingualText(
    zh: "工作簿、CSV 或网页；- 为标准输入。",
    en: "A workbook, a CSV file or a web page; - is standard input.")
  /// `--sheet`.
  public static let cellsSheet = BilingualText(
    zh: "只要这张工作表：名称，或从 1 数起的序号。", en: "This sheet alone: its name, or its number counted from 1.")
  /// `--to` of `cells`.
  public static let cellsTarget = BilingualText(
    zh: "输出形式；默认为 ndjson。", en: "What is written; ndjson unless given.")
}

extension Wording {
  /// A sheet that a workbook does not have, and those that it has.
  public static func noSuchSheet(_ name: String, _ sheets: [String]) -> BilingualText {
    BilingualText(
      zh: "没有工作表“\(name)”；有：\(sheets.joined(separator: "、"))",
      en: "there is no sheet '\(name)'; there are: \(sheets.joined(separator: ", "))")
  }
}
