import ChildProcess

/// A PDF to pages of lines and grid rows.
///
/// The words and their boxes come from `pdftotext` of poppler, a program of its own; what is drawn is read
/// from the file, or where it is written in a way that is seldom, from what `pdftocairo` of poppler
/// makes of it (docs/pdf.md says why). Nothing is trusted: neither that it is well-formed nor that it is
/// small.
enum PDFPages {
  private static let package = "poppler-utils"
  private static let dataPackage = "poppler-data"
  private static let seconds = 120
  /// The file as the programs see it: they want one, and open it anew.
  private static let input = "/dev/stdin"
  /// No disclosure has more pages.
  static let pageBound = 1_000
  private static let wordBytes = 128 << 20
  private static let writtenBytes = 512 << 20

  /// What the program that words come from says of itself; nil where there is none.
  static let version: String? = {
    guard let text = ToolRun.path(of: "pdftotext"),
      let result = ToolRun.run([ToolRun(command: [text, "-v"], outputBound: 1 << 10)], seconds: 5)
    else { return nil }
    return result[0].complaints.split(separator: "\n").first.map(String.init)
  }()

  /// Whether the bytes are a PDF: its mark stands within the first 1024 of them.
  static func isPDF(_ bytes: [UInt8]) -> Bool {
    let mark = Array("%PDF-".utf8)
    if bytes.starts(with: mark) { return true }
    let head = Array(bytes.prefix(1024))
    guard head.first == 0x0A || head.first == 0x0D || head.first == 0xEF || head.first == 0x20
    else {
      return false
    }
    return head.indices.contains { head[$0...].starts(with: mark) }
  }

  static func document(name: String, bytes: [UInt8]) throws(DocumentError) -> Document {
    let (pages, runs) = try pages(bytes)
    var document = PageAssembly(pages).document(name: name)
    let complaint = runs.lazy.compactMap(damage).first ?? (hasEnd(bytes) ? nil : "no %%EOF")
    if let complaint {
      document.repairs.append(Document.Repair(.rebuilt(complaint), page: 1))
    }
    return document
  }

  /// The words and drawings of the pages, and what the programs left behind that they come from.
  static func pages(
    _ bytes: [UInt8]
  ) throws(DocumentError) -> (pages: [PageText], runs: [ToolRun.Result]) {
    guard let text = ToolRun.path(of: "pdftotext"), let cairo = ToolRun.path(of: "pdftocairo")
    else {
      throw .missingTool(package: package)
    }
    guard let file = MemoryFile(bytes) else { throw .pdf(.cannotStart) }
    defer { withExtendedLifetime(file) {} }
    let words = try run([
      ToolRun(
        command: [text, "-bbox", "-enc", "UTF-8", "-l", "\(pageBound + 1)", input, "-"],
        input: file.descriptor, outputBound: wordBytes)
    ])
    var pages = PageText.pages(words[0].output)
    guard pages.count <= pageBound else { throw .pdf(.tooManyPages(bound: pageBound)) }
    let written = try draw(&pages, bytes, cairo, file: file.descriptor)
    return (pages, words + written)
  }

  /// Takes what is drawn on the pages, from the first to the last one with words, and gives back what
  /// a program left behind that was needed for it.
  private static func draw(
    _ pages: inout [PageText], _ bytes: [UInt8], _ cairo: String, file: Int32
  ) throws(DocumentError) -> [ToolRun.Result] {
    guard let first = pages.firstIndex(where: { !$0.words.isEmpty }),
      let last = pages.lastIndex(where: { !$0.words.isEmpty })
    else {
      throw pages.isEmpty ? .pdf(.damaged) : .pdf(.scanned)
    }
    if let drawings = try drawings(bytes, first...last, count: pages.count) {
      for (index, drawing) in zip(first...last, drawings) { pages[index].drawing = drawing }
      return []
    }
    // Poppler reads what we do not: it writes these pages anew, plainly.
    let written = try run([
      ToolRun(
        command: [
          cairo, "-pdf", "-origpagesizes", "-f", "\(first + 1)", "-l", "\(last + 1)", input, "-",
        ], input: file, outputBound: writtenBytes)
    ])
    guard
      let drawings = try drawings(written[0].output, 0...last - first, count: last - first + 1)
    else { throw .pdf(.damaged) }
    for (index, drawing) in zip(first...last, drawings) { pages[index].drawing = drawing }
    return written
  }

  /// What is drawn on some pages of a file of so many; nil where it is not written as we read it.
  private static func drawings(
    _ bytes: [UInt8], _ range: ClosedRange<Int>, count: Int
  ) throws(DocumentError) -> [PageDrawing]? {
    do throws(PDFFault) {
      let file = try PDFFile(bytes)
      let pages = try PDFPage.pages(of: file, bound: pageBound)
      guard pages.count == count else { return nil }
      var drawings: [PageDrawing] = []
      for page in pages[range] {
        drawings.append(try DrawingReader.drawing(of: page, in: file))
      }
      return drawings
    } catch .tooMuch {
      throw .pdf(.tooMuch)
    } catch {
      return nil
    }
  }

  /// The first complaint that says that the file is damaged: poppler goes on with what it can rebuild, and
  /// only warns of what is merely unusual.
  private static func damage(_ result: ToolRun.Result) -> String? {
    result.complaints.split(separator: "\n").first {
      $0.hasPrefix("Syntax Error") || $0.hasPrefix("Internal Error")
    }.map { String($0.prefix(160)) }
  }

  /// Whether the mark of the end stands near the end: poppler rebuilds what was cut off without a word.
  private static func hasEnd(_ bytes: [UInt8]) -> Bool {
    let mark = Array("%%EOF".utf8)
    let tail = bytes.suffix(16_384)
    return tail.indices.reversed().contains {
      tail[$0] == mark[0] && tail[$0...].starts(with: mark)
    }
  }

  /// What programs left behind that all have to succeed.
  private static func run(_ runs: [ToolRun]) throws(DocumentError) -> [ToolRun.Result] {
    guard let results = ToolRun.run(runs, seconds: seconds) else { throw .pdf(.cannotStart) }
    for result in results {
      // Without the language packs Chinese vanishes and all seems well.
      if result.complaints.contains("Missing language pack")
        || result.complaints.contains("Unknown character collection")
      {
        throw .missingTool(package: dataPackage)
      }
      if result.isLate { throw .pdf(.tooSlow(seconds: seconds)) }
      if result.isCut { throw .pdf(.tooMuch) }
      if result.complaints.contains("Incorrect password") || result.status == 3 {
        throw .pdf(.encrypted)
      }
      guard result.status == 0 else { throw .pdf(.damaged) }
    }
    return results
  }
}
