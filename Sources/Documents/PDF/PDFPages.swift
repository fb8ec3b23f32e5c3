/// A PDF to pages of lines and grid rows.
///
/// The words and their boxes come from `pdftotext`, what is drawn from `pdftocairo`, both of poppler, as
/// programs of their own (docs/pdf.md says why). Nothing they say is trusted: neither that it is
/// well-formed nor that it is small.
enum PDFPages {
  private static let package = "poppler-utils"
  private static let dataPackage = "poppler-data"
  private static let seconds = 120
  private static let pageBound = 1_000
  private static let wordBytes = 128 << 20
  private static let drawingBytes = 512 << 20

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
    guard let text = ToolRun.path(of: "pdftotext"), let cairo = ToolRun.path(of: "pdftocairo")
    else {
      throw .missingTool(package: package)
    }
    guard let file = TemporaryFile.holding(bytes) else { throw .pdf(.cannotStart) }
    let words = try run([
      ToolRun(
        command: [text, "-bbox", "-enc", "UTF-8", "-l", "\(pageBound + 1)", file.path, "-"],
        outputBound: wordBytes)
    ])[0]
    var pages = PageText.pages(words)
    guard pages.count <= pageBound else { throw .pdf(.tooManyPages(bound: pageBound)) }
    guard let first = pages.firstIndex(where: { !$0.words.isEmpty }),
      let last = pages.lastIndex(where: { !$0.words.isEmpty })
    else {
      throw pages.isEmpty ? .pdf(.damaged) : .pdf(.scanned)
    }
    // Two halves at the same time, on a square that every page fits on: what is drawn beyond the paper
    // is left out, and the paper is that of the first page, upright, unless it is said.
    let side = "\(Int(pages.map { min(max($0.width, $0.height), 20_000).rounded(.up) }.max() ?? 0))"
    let middle = (first + last) / 2
    let halves = [first...middle, middle + 1...max(last, middle + 1)].filter {
      $0.lowerBound <= last
    }
    let drawings = try run(
      halves.map { half in
        ToolRun(
          command: [
            cairo, "-svg", "-noshrink", "-nocenter", "-paperw", side, "-paperh", side, "-f",
            "\(half.lowerBound + 1)", "-l", "\(half.upperBound + 1)",
            file.path, "-",
          ], outputBound: drawingBytes)
      })
    for (half, svg) in zip(halves, drawings) {
      for (index, drawing) in zip(half, PageDrawing.pages(svg)) {
        pages[index].drawing = drawing
      }
    }
    return PageAssembly(pages).document(name: name)
  }

  /// The outputs of programs that all have to succeed.
  private static func run(_ runs: [ToolRun]) throws(DocumentError) -> [[UInt8]] {
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
    return results.map(\.output)
  }
}
