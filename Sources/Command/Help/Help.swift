import FiscalTables

/// The texts of `--help`, in the language of the terminal. Nowhere else in the sources are words in
/// Chinese: what the program says besides stands in `schemas/`.
enum Help {
  private static func text(_ zh: String, _ en: String) -> String {
    Terminal.language == .chinese ? zh : en
  }

  // MARK: The command, convert, inspect and schema

  static let command = text(
    "把公开的部门预算、决算报表转为电子表格，再转回来，分毫不差。",
    "Turns published departmental budget and final-accounts tables into workbooks and back, exactly."
  )
  static let exitCodes = text(
    "退出码：0 完成；1 有达到 --fail-on 的发现；2 有输入不能读取或输出不能写入（其余照做）；64 用法错误；130 被中断。",
    "Exit codes: 0 done; 1 findings at or above --fail-on; 2 some input could not be read or some output not written (the others are still done); 64 usage; 130 interrupted."
  )
  static let convert = text("转换公开文档。", "Convert published documents.")
  static let convertDiscussion = text(
    "按内容而不是扩展名识别文件。结果写入文件或标准输出，其余信息写到标准错误。已有文件不覆盖，除非用 --force。",
    "Files are recognised by content, not by extension. Results go to files or standard output, everything else to standard error. Nothing is overwritten without --force."
  )
  static let inputs = text("输入文件；- 为标准输入。", "The documents; - is standard input.")
  static let output = text(
    "输出文件；多个输入或 --to csv 时为目录；- 为标准输出。",
    "The output file; a directory for several inputs and for --to csv; - is standard output.")
  static let target = text(
    "输出形式；默认按输出文件的扩展名，否则为 xlsx。",
    "What is written; by the output's extension, else xlsx.")
  static let unit = text("把金额精确换算为这个单位。", "Convert the amounts exactly to this unit.")
  static let unitValues = AmountUnit.allCases.map(\.name).joined(separator: "|")
  static let round = text(
    "与 --unit 一起用：表式的小数位数容不下时四舍五入，并逐一记为发现；不写则拒绝。",
    "With --unit: round amounts that need more decimals than the form prints, each a finding; refused otherwise."
  )
  static let layout = text(
    "写成另一个式样的表（同一阶段，见 schema list）；放不下的、原文件没有的都记为发现。",
    "Write the tables in the forms of another profile of the same stage (see schema list); what it cannot hold, and what the source lacks, are findings."
  )
  static let force = text("覆盖已有的输出文件。", "Replace outputs that exist.")
  static let skipExisting = text("输出已存在时跳过，继续下一个。", "Leave outputs that exist alone and go on.")
  static let failOn = text(
    "有这一级或更重的发现时退出码为 1。",
    "Exit with 1 where a finding is at or above this severity.")
  static let language = text(
    "信息的语言；默认依 LC_ALL、LC_MESSAGES、LANG。",
    "The language of messages; by LC_ALL, LC_MESSAGES, LANG.")
  static let schemas = text("增加一个表式目录，可重复。", "Add a directory of schemas; may be repeated.")
  static let quiet = text("只报告错误。", "Report errors only.")
  static let inspect = text(
    "说明文档是什么：形式、编码、找到的表、年度、阶段、单位，各单元格是怎样定位的；每张表是什么、各列是什么意思、凭什么认定、还有什么不知道。",
    "Say what a document is: form, encoding, tables found, year, stage, unit, and how its cells were placed; of each table what it is, what its columns mean, by what that is known, and what is not."
  )
  static let inspectFormat = text("给人看或 JSON。", "For people or JSON.")
  static let schema = text("查看表式。", "Look at the schemas.")
  static let schemaList = text("列出各式样及其表和表单。", "List the profiles, their tables and forms.")
  static let schemaShow = text(
    "显示一个式样、一张表或一种表单：栏目、列、行、会计含义和勾稽关系。",
    "Show a profile, a table or a form: fields, columns, rows, concepts and relations.")
  static let schemaTemplate = text(
    "写出一个式样的空白工作簿：代码可从列表选，金额有校验，合计是公式，表头锁定；填好后可用 convert 读取。",
    "Write the blank workbook of a profile: codes from lists, checked amounts, totals as formulas, locked headers; convert reads a filled one."
  )
  static let schemaLearn = text(
    "从公开的文件学会一种式样：写出表式、印出的栏目和在所有文件中都成立的勾稽关系，没有把握的地方用 doubt 标明。写好后用 --schemas 目录读取，没有单元格的文本也能照它读。",
    "Learn a profile from published documents: write layouts with their captions and the relations that hold in all of them; what is doubtful is marked doubt. With --schemas DIR, text without cells is read by it, too."
  )
  static let schemaNew = text(
    "照一个现有的式样写一个新的，供修改。", "Write a new profile as a copy of one, to be changed.")
  static let learnInputs = text(
    "同一种表式的公开文件，一份或几份；有单元格的（PDF、Word、网页、表格）。",
    "Published documents of one form, one or several, that have cells (PDF, Word, web page, workbook)."
  )
  static let newFrom = text("照哪个式样，见 schema list。", "The profile to copy, see schema list.")
  static let newOutput = text(
    "表式目录；式样写在它的 layouts/ID 下。", "A folder of schemas; the profile goes to layouts/ID in it.")
  static let newID = text(
    "新式样的标识：小写字母、数字、连字符和点。",
    "The identifier of the new profile: lower-case letters, digits, hyphens and dots.")
  static let schemaProfile = text("式样，见 schema list。", "The profile, see schema list.")
  static let templateOutput = text("输出文件。", "The output.")
  static let templateYear = text("标题里印的年度。", "The fiscal year for titles that print it.")
  static let schemaExport = text(
    "把一个式样的各表描述写成 JSON Schema 或 Table Schema，到标准输出。",
    "Describe the tables of a profile as JSON Schema or Table Schema, on standard output.")
  static let exportTarget = text(
    "json-schema：convert --to json 的形状；table-schema：convert --to csv 的各列。",
    "json-schema: the shape of convert --to json; table-schema: the columns of convert --to csv.")
  static let schemaLint = text(
    "检查表式文件，逐处说明哪里不对、怎样改；有问题时退出码为 1。",
    "Check schema files: say at each place what is wrong and how to mend it; exit code 1 if anything is."
  )
  static let schemaLintFolder = text(
    "表式目录，或一个式样的目录；不写则检查自带的表式。",
    "A folder of schemas, or of one profile; the schemas of the program where none is named.")
  static let schemaID = text(
    "式样或表式的标识，如 wuhan-final-accounts-2022/02。",
    "A profile or a layout, such as wuhan-final-accounts-2022/02.")

  // MARK: Runs over many inputs

  static let manyInputs = text("批量", "Many inputs")
  static let recursive = text(
    "目录中的文件也转换，按内容挑选；输出保持原来的目录结构。",
    "Convert the files in directories, chosen by content; the outputs keep the tree.")
  static let filesFrom = text(
    "从文件读取输入路径，每行一个；- 为标准输入。",
    "Read further inputs from a file, a path a line; - is standard input.")
  static let null = text("--files-from 的路径以 NUL 结尾。", "The paths of --files-from end with NUL.")
  static let nameTemplate = text(
    "输出文件名的样式，如 {stem}.{profile}.{ext}；另有 {agency} {year} {stage}。",
    "How outputs are named, such as {stem}.{profile}.{ext}; also {agency} {year} {stage}.")
  static let jobs = text(
    "同时转换的文件数；默认为处理器核数。",
    "How many files are converted at once; the cores, unless given.")
  static let timeout = text(
    "一个文件超过这么多秒就放弃，其余照做。",
    "Give a file up after this many seconds; the rest go on.")
  static let maxSize = text(
    "更大的文件不读；默认 256M。",
    "Files beyond this size are not read; 256M unless given.")
  static let failFast = text("有一个失败就停。", "Stop at the first failure.")
  static let manifest = text(
    "每个输入结束时在此文件记一行 JSON。",
    "Write a line of JSON to this file as each input ends.")
  static let resume = text(
    "接着这个记录做：已完成且未变的跳过，其余照做。",
    "Go on from this manifest: what is done and unchanged is not done again.")
  static let retryFailed = text(
    "与 --resume 同用：上次超时或使进程中止的文件也再做一次。",
    "With --resume: try files again that took too long or brought their process down.")
  static let report = text(
    "结束时写报告，每个输入一行（.xlsx、.json 或 .ndjson）。",
    "Write a report with a row for each input at the end (.xlsx, .json or .ndjson).")
  static let dryRun = text("只说明会做什么，不写任何文件。", "Say what would be done; write nothing.")
  static let noProgress = text("不显示进度。", "Show no progress.")

  // MARK: Exports

  static let map = text(
    "导出文件各列的对应（先用 inspect --write-map 生成，再修改）",
    "what the columns of an export are (proposed by inspect --write-map, then edited)")
  static let writeMap = text(
    "把导出文件各列的对应写到此文件，附依据和把握，供修改后用于 convert --map",
    "write what the columns of an export are taken for, with evidence and score, to edit and use with convert --map"
  )

  // MARK: CSV

  static let delimiter = text(
    "CSV 输入的分隔符：一个字符，或 comma、tab、semicolon、bar（默认按内容判断）",
    "the delimiter of a CSV that is read: one character, or comma, tab, semicolon, bar (default: found by looking)"
  )
  static let fromEncoding = text(
    "文本输入的编码：utf-8、utf-16le、utf-16be、gb18030（默认按内容判断）",
    "the encoding of text that is read: utf-8, utf-16le, utf-16be, gb18030 (default: found by looking)"
  )
  static let strict = text(
    "CSV 中不合 RFC 4180 之处（单独的引号、各行字段数不同、NUL）按错误处理；默认照读并说明",
    "make an error of what RFC 4180 does not allow (lone quotes, rows of different lengths, NUL); by default it is read and reported"
  )
  static let expectHeader = text(
    "CSV 的首行须是这些字段（逗号分隔），否则报错",
    "the fields that the first row of the CSV must have, separated by commas; anything else is an error"
  )
  static let bom = text("写出的 CSV 以字节序标记开头", "write CSV with a byte order mark")
  static let forExcel = text(
    "写出便于 Excel 打开的 CSV：相当于 --bom --crlf --guard-formulas",
    "write CSV as Excel opens it: --bom --crlf --guard-formulas")
  static let crlf = text(
    "写出的 CSV 以 CRLF 换行（默认 LF）",
    "end lines of written CSV with CRLF (default: LF)")
  static let encoding = text(
    "写出的 CSV 的编码：utf-8、gb18030、utf-16le、utf-16be（默认 utf-8）",
    "the encoding of written CSV: utf-8, gb18030, utf-16le, utf-16be (default: utf-8)")
  static let guardFormulas = text(
    "写出的 CSV 中，会被表格软件当作公式的文字（以 = + - @ 或其全角、制表符、回车开头）前加撇号，数字不变（默认不加）",
    "put an apostrophe before text of written CSV that a spreadsheet would take for a formula (starting with = + - @ in either width, a tab or a line end); numbers are left alone (off by default)"
  )

  // MARK: cells

  static let cells = text(
    "列出任意工作簿或 CSV 的单元格，与是否财政表格无关。",
    "List the cells of any workbook or CSV as they stand, fiscal or not.")
  static let cellsDiscussion = text(
    "ndjson：每个有值或公式的单元格一行，含隐藏的工作表。csv：一张工作表按显示的样子，默认第一张。",
    "ndjson: one line for each cell with a value or a formula, hidden sheets included. csv: one sheet's rows as displayed, the first unless named."
  )
  static let cellsInput = text(
    "工作簿、CSV 或网页；- 为标准输入。",
    "A workbook, a CSV file or a web page; - is standard input.")
  static let cellsSheet = text(
    "只要这张工作表：名称，或从 1 数起的序号。",
    "This sheet alone: its name, or its number counted from 1.")
  static let cellsTarget = text("输出形式；默认为 ndjson。", "What is written; ndjson unless given.")

  // MARK: validate and explain

  static let validate = text(
    "核对公开文档：勾稽关系、科目、各表之间和文字说明。",
    "Check published documents: relations, codes, tables against each other and the narrative.")
  static let validateDiscussion = text(
    "发现写到标准输出，最重的在前；汇总写到标准错误。规则的说明见 fiscaltables explain 标识。",
    "Findings go to standard output, the worst first; the summary to standard error. fiscaltables explain RULE says more about a rule."
  )
  static let reportFormat = text(
    "报告的形式：human 逐条说明，concise 每条一行，json，ndjson 每行一条，xlsx 标出单元格的工作簿。",
    "How findings are reported: human, concise (one a line), json, ndjson, or xlsx, the workbook with the cells marked."
  )
  static let reportOutput = text(
    "报告写到这里；默认为标准输出。xlsx 有多个输入时为目录。",
    "Where the report goes; standard output by default. A directory for xlsx with several inputs.")
  static let explain = text("说明一条规则。", "Explain a rule.")
  static let explainRule = text(
    "规则的标识，如 check/nil-statement 或 wuhan-final-accounts-2021/01/1。",
    "A rule, such as check/nil-statement or wuhan-final-accounts-2021/01/1.")
  static let explainAll = text("以 Markdown 列出全部规则。", "List all rules as Markdown.")

  // MARK: diff

  static let diff = text(
    "逐个事实比较两份公开：草稿与公开稿、预算与决算、年与年。",
    "Compare two disclosures fact by fact: draft and published, budget and final, year and year.")
  static let diffDiscussion = text(
    "按会计概念和科目编码配对，与表号、行次、位置无关；改了名的科目按编码配对。B/A 一列在预算与决算之间就是完成率。",
    "Facts are matched by concept and code, whatever the table numbers and places; names that changed are matched by code. Between a budget and final accounts, B/A is the completion rate."
  )
  static let diffFirst = text("甲：原来的。", "The one to compare from.")
  static let diffSecond = text("乙：后来的。", "The one to compare with it.")
  static let diffTarget = text(
    "输出形式；默认按输出文件的扩展名，否则给人看。",
    "What is written; by the output's extension, else for people.")
  static let diffOutput = text("输出文件；默认为标准输出。", "The output file; standard output unless given.")
  static let diffAll = text("相同的也列出。", "List what is the same, too.")
  static let diffExitCode = text("有不同时退出码为 1。", "Exit with 1 where anything differs.")
}
