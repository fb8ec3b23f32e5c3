import Spreadsheet

/// What is said of delimited text.
extension Wording {
  /// A CSV that cannot be read strictly, or at all.
  public static func csvError(_ issue: CSVIssue) -> BilingualText {
    let text = csvIssue(issue)
    return BilingualText(zh: "CSV 有误：" + text.zh, en: "the CSV is wrong: " + text.en)
  }

  /// An issue with its place; what was made of it is said by ``csvRule(_:)``.
  public static func csvIssue(_ issue: CSVIssue) -> BilingualText {
    let what: BilingualText =
      switch issue.rule {
      case .loneQuote: BilingualText(zh: "不带引号的字段中有引号", en: "a quote in a field that is not quoted")
      case .strayQuote: BilingualText(zh: "结束引号之后还有文字", en: "text after the closing quote")
      case .blankAfterQuote: BilingualText(zh: "结束引号之后有空格", en: "blanks after the closing quote")
      case .openQuote: BilingualText(zh: "引号没有结束", en: "a quote that is never closed")
      case .raggedRow:
        BilingualText(
          zh: "本行有 \(issue.fields?.found ?? 0) 个字段，首行有 \(issue.fields?.expected ?? 0) 个",
          en:
            "\(issue.fields?.found ?? 0) fields where the first row has \(issue.fields?.expected ?? 0)"
        )
      case .zeroByte: BilingualText(zh: "有 NUL 字节", en: "a NUL byte")
      case .header: BilingualText(zh: "首行不是要求的表头", en: "the first row is not the expected header")
      default: BilingualText(zh: issue.rule.rawValue, en: issue.rule.rawValue)
      }
    return BilingualText(
      zh: "第 \(issue.line) 行第 \(issue.column) 列（第 \(issue.offset) 字节）：\(what.zh)",
      en: "line \(issue.line), column \(issue.column) (byte \(issue.offset)): \(what.en)")
  }

  /// How lenient reading treats an issue.
  public static func csvRule(_ rule: CSVIssue.Rule) -> BilingualText {
    switch rule {
    case .loneQuote, .strayQuote:
      BilingualText(zh: "引号按文字读", en: "the quote is read as text")
    case .blankAfterQuote: BilingualText(zh: "空格略去", en: "the blanks are left out")
    case .openQuote:
      BilingualText(
        zh: "引号按文字读，字段到分隔符为止", en: "the quote is read as text, the field ends at the delimiter")
    case .raggedRow: BilingualText(zh: "各行照原样读", en: "rows are read as they are")
    case .zeroByte: BilingualText(zh: "照原样保留", en: "kept as it is")
    default: BilingualText(zh: "", en: "")
    }
  }

  /// A rule that was followed, how often, and where first.
  public static func csvFollowed(_ issue: CSVIssue, count: Int) -> BilingualText {
    let (text, rule) = (csvIssue(issue), csvRule(issue.rule))
    return BilingualText(
      zh: "\(text.zh)；\(rule.zh)" + (count > 1 ? "（共 \(count) 处）" : ""),
      en: "\(text.en); \(rule.en)" + (count > 1 ? " (\(count) places in all)" : ""))
  }

  /// Bytes that are not in the encoding.
  public static func encodingFailed(_ error: TextEncodingError) -> BilingualText {
    if let character = error.character {
      let code = String(character.value, radix: 16, uppercase: true)
      return BilingualText(
        zh: "\(error.encoding.rawValue) 编码没有字符 U+\(code)；请写成 UTF-8",
        en: "\(error.encoding.rawValue) has no character U+\(code); write UTF-8 instead")
    }
    guard let offset = error.offset else {
      return BilingualText(
        zh: "本系统没有 \(error.encoding.rawValue) 编码的转换表（glibc 的 gconv 模块）",
        en: "this system has no tables for \(error.encoding.rawValue) (the gconv modules of glibc)")
    }
    return BilingualText(
      zh: "第 \(offset) 字节不是 \(error.encoding.rawValue) 编码；如果是别的编码，请先转为 UTF-8，或用 --from-encoding 说明",
      en:
        "byte \(offset) is not \(error.encoding.rawValue); convert the file to UTF-8, or say what it is with --from-encoding"
    )
  }

  /// How an encoding was found.
  public static func evidence(_ evidence: EncodingEvidence) -> BilingualText {
    switch evidence {
    case .given: BilingualText(zh: "由选项指定", en: "as given")
    case .mark: BilingualText(zh: "有字节序标记", en: "by its byte order mark")
    case .ascii: BilingualText(zh: "只有 ASCII 字符", en: "nothing but ASCII")
    case .valid: BilingualText(zh: "全部字节合乎 UTF-8", en: "every byte is valid UTF-8")
    case .zeros: BilingualText(zh: "隔字节为零", en: "every other byte is zero")
    case .remaining:
      BilingualText(
        zh: "不是 UTF-8，按 GB 18030 解码无误", en: "not UTF-8, and every byte decodes as GB 18030")
    }
  }

  /// The name of a delimiter.
  public static func delimiter(_ byte: UInt8) -> BilingualText {
    switch byte {
    case 0x2C: BilingualText(zh: "逗号分隔", en: "comma")
    case 0x09: BilingualText(zh: "制表符分隔", en: "tab")
    case 0x3B: BilingualText(zh: "分号分隔", en: "semicolon")
    case 0x7C: BilingualText(zh: "竖线分隔", en: "vertical bar")
    default:
      BilingualText(
        zh: "以 \(String(UnicodeScalar(byte))) 分隔", en: "\(String(UnicodeScalar(byte)))")
    }
  }

  /// An option whose value is no delimiter.
  public static func badDelimiter(_ text: String) -> BilingualText {
    BilingualText(
      zh: "--delimiter “\(text)”无效；请给一个 ASCII 字符，或 comma、tab、semicolon、bar",
      en: "--delimiter \"\(text)\": give one ASCII character, or comma, tab, semicolon or bar")
  }
  /// An option whose value is no encoding.
  public static func badEncoding(_ option: String, _ text: String) -> BilingualText {
    BilingualText(
      zh: "\(option) “\(text)”无效；可用：utf-8、utf-16le、utf-16be、gb18030（gbk、gb2312、cp936 与它相同）",
      en:
        "\(option) \"\(text)\": use utf-8, utf-16le, utf-16be or gb18030 (also for gbk, gb2312, cp936)"
    )
  }
}

extension Wording.Help {
  /// `--delimiter`
  public static let delimiter = BilingualText(
    zh: "CSV 输入的分隔符：一个字符，或 comma、tab、semicolon、bar（默认按内容判断）",
    en:
      "the delimiter of a CSV that is read: one character, or comma, tab, semicolon, bar (default: found by looking)"
  )
  /// `--from-encoding`
  public static let fromEncoding = BilingualText(
    zh: "文本输入的编码：utf-8、utf-16le、utf-16be、gb18030（默认按内容判断）",
    en:
      "the encoding of text that is read: utf-8, utf-16le, utf-16be, gb18030 (default: found by looking)"
  )
  /// `--strict`
  public static let strict = BilingualText(
    zh: "CSV 中不合 RFC 4180 之处（单独的引号、各行字段数不同、NUL）按错误处理；默认照读并说明",
    en:
      "make an error of what RFC 4180 does not allow (lone quotes, rows of different lengths, NUL); by default it is read and reported"
  )
  /// `--expect-header`
  public static let expectHeader = BilingualText(
    zh: "CSV 的首行须是这些字段（逗号分隔），否则报错",
    en:
      "the fields that the first row of the CSV must have, separated by commas; anything else is an error"
  )
  /// `--bom`
  public static let bom = BilingualText(
    zh: "写出的 CSV 以字节序标记开头", en: "write CSV with a byte order mark")
  /// `--for-excel`
  public static let forExcel = BilingualText(
    zh: "写出便于 Excel 打开的 CSV：相当于 --bom --crlf", en: "write CSV as Excel opens it: --bom --crlf")
  /// `--crlf`
  public static let crlf = BilingualText(
    zh: "写出的 CSV 以 CRLF 换行（默认 LF）", en: "end lines of written CSV with CRLF (default: LF)")
  /// `--encoding`
  public static let encoding = BilingualText(
    zh: "写出的 CSV 的编码：utf-8、gb18030、utf-16le、utf-16be（默认 utf-8）",
    en: "the encoding of written CSV: utf-8, gb18030, utf-16le, utf-16be (default: utf-8)")
  /// `--guard-formulas`
  public static let guardFormulas = BilingualText(
    zh: "写出的 CSV 中，会被表格软件当作公式的文字前加撇号，数字不变（默认不加）",
    en:
      "put an apostrophe before text of written CSV that a spreadsheet would take for a formula; numbers are left alone (off by default)"
  )
}
