extension Wording {
  /// Why a PDF is refused, and what was put right in one that was read.
  public enum PDF {
    /// A program is missing.
    public static func missingTool(package: String) -> BilingualText {
      BilingualText(
        zh: "读取 PDF 需要软件包 \(package)，这台机器上没有；请安装（apt-get install \(package)）",
        en:
          "reading a PDF needs the package \(package), which is not installed: apt-get install \(package)"
      )
    }

    /// A PDF of pictures.
    public static let scanned = BilingualText(
      zh: "是扫描件：页面是图片，没有文字；请先用文字识别软件转换，或向公开单位索取电子版",
      en:
        "is scanned: its pages are pictures without text; run it through character recognition first, or ask for the electronic version"
    )

    /// A PDF with a password.
    public static let encrypted = BilingualText(
      zh: "PDF 已加密，打开或复制文字需要密码；请先去掉密码（如 qpdf --decrypt --password=密码 文件.pdf 新文件.pdf）",
      en:
        "is encrypted: its text cannot be taken without the password; remove it first (qpdf --decrypt --password=PASSWORD FILE.pdf NEW.pdf)"
    )

    /// Too many pages.
    public static func tooManyPages(bound: Int) -> BilingualText {
      BilingualText(
        zh: "PDF 超过 \(bound) 页；请拆分后再转换", en: "the PDF has more than \(bound) pages; split it")
    }

    /// Too much on the pages.
    public static let tooMuch = BilingualText(
      zh: "PDF 页面内容过大（图片或线条太多）；请拆分后再转换",
      en: "there is too much on the PDF's pages (pictures or strokes); split it")

    /// Took too long.
    public static func tooSlow(seconds: Int) -> BilingualText {
      BilingualText(
        zh: "读取 PDF 超过 \(seconds) 秒，已停止；请拆分后再转换",
        en: "reading the PDF took longer than \(seconds) seconds and was stopped; split it")
    }

    /// Not a PDF after all.
    public static let damaged = BilingualText(
      zh: "PDF 已损坏或不完整；请重新下载", en: "the PDF is damaged or incomplete; download it again")

    /// A damaged PDF that could be rebuilt.
    public static func rebuilt(_ complaint: String) -> BilingualText {
      BilingualText(
        zh: "PDF 已损坏，能恢复的内容已读取，可能有缺页或缺字；请重新下载后核对（\(complaint)）",
        en:
          "the PDF is damaged; what could be recovered was read, pages or text may be missing: download it again and compare (\(complaint))"
      )
    }

    /// No program starts.
    public static let cannotStart = BilingualText(
      zh: "读取 PDF 的程序无法启动（内存、进程数或临时目录）",
      en: "the programs that read PDFs could not be started (memory, processes or temporary folder)"
    )

    /// A cell that two pages share.
    public static func continuedCell(_ text: String) -> BilingualText {
      BilingualText(
        zh: "单元格从上一页延续而来，文字“\(text)”归入该单元格开始的行",
        en:
          "\"\(text)\" stands in a cell that began on the page before, and was moved to its first row"
      )
    }

    /// Words that are clipped away.
    public static func hiddenText(_ text: String) -> BilingualText {
      BilingualText(
        zh: "页面上看不见的文字（超出单元格或页面而被截去），未读取：\(text)",
        en: "words that the page does not show, being clipped away, were left out: \(text)")
    }

    /// Radicals folded.
    public static func radicals(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(count) 个字符印成部首（如 U+2ED4），已改为对应的汉字",
        en:
          "\(count) characters were printed as radicals (such as U+2ED4) and became the ideographs")
    }

    /// Heading repeated.
    public static func repeatedHeading(_ lines: Int) -> BilingualText {
      BilingualText(
        zh: "续页重复的表头 \(lines) 行已略去",
        en: "\(lines) lines of a heading repeated on the next page were left out")
    }

    /// A table without rulings.
    public static func alignedTable(_ lines: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(lines) 行的表没有表格线，各列按文字对齐的位置划分；请核对空列较多的行",
        en:
          "nothing is ruled in a table of \(lines) lines; its columns are where texts stand below each other: check rows with blank cells"
      )
    }

    /// Columns without rulings.
    public static let doubtfulColumns = BilingualText(
      zh: "没有表格线，本页的数字属于哪一栏不能确定（续页没有表头，或数字上方没有栏目）；请对照原文核对",
      en:
        "nothing is ruled here, and below which captions the figures of this page stand is not certain (there is no heading, or none above them): check them with the original"
    )

    /// Columns of the next page.
    public static func columnsBeside(_ columns: Int) -> BilingualText {
      BilingualText(
        zh: "表太宽，右边 \(columns) 列印在本页，各行位置相同，已接到上一页的表上",
        en:
          "\(columns) columns of a table too wide for its page stand on this one at the same height; joined to it"
      )
    }

    /// Rows of several lines.
    public static func wrappedRows(_ rows: Int) -> BilingualText {
      BilingualText(
        zh: "表没有表格线，有 \(rows) 行由上下几行文字合成（名称折行，或数字与名称不在同一行）",
        en:
          "nothing is ruled in the table: \(rows) of its rows were joined of several lines, as of names that wrap"
      )
    }

    /// A text over a ruling.
    public static func overflowing(_ text: String) -> BilingualText {
      BilingualText(
        zh: "“\(text)”超出单元格，按大部分所在的格读取",
        en: "\u{201C}\(text)\u{201D} sticks out of its cell; read where most of it stands")
    }

    /// A run cut at a ruling.
    public static func split(_ text: String) -> BilingualText {
      BilingualText(
        zh: "“\(text)”与相邻单元格的文字相连，已在格线处分开",
        en: "\u{201C}\(text)\u{201D} ran together with the next cell; cut at the ruling")
    }
  }
}

extension Wording {
  /// A Word file that cannot be read.
  public static func badWordFile(_ reason: String) -> BilingualText {
    BilingualText(
      zh: "不是可以读取的 Word 文件（.docx）：\(reason)；请在 Word 或 WPS 中打开后另存为 .docx",
      en:
        "is no Word file that can be read: \(reason); open it in a word processor and save it as .docx"
    )
  }

  /// A web page that cannot be read.
  public static func badWebPage(_ reason: String) -> BilingualText {
    BilingualText(
      zh: "网页不能读取：\(reason)；请在表格软件中打开后另存为 .xlsx",
      en:
        "the web page cannot be read: \(reason); open it in a spreadsheet program and save it as .xlsx"
    )
  }
}
