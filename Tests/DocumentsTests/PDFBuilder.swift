@testable import Documents

/// Makes small PDFs of text and lines, so that tests say what stands where.
struct PDFBuilder {
  struct Page {
    var width = 400.0
    var height = 300.0
    var rotation = 0
    var content = ""

    /// Draws text with its baseline's beginning so far from the upper left corner.
    mutating func text(_ text: String, _ x: Double, _ y: Double, size: Double = 10) {
      let escaped = text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined()
      content += "BT /F1 \(size) Tf \(x) \(height - y) Td (\(escaped)) Tj ET\n"
    }

    /// Draws a line.
    mutating func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
      content += "\(x0) \(height - y0) m \(x1) \(height - y1) l S\n"
    }

    /// Draws the rulings of a table.
    mutating func grid(columns: [Double], rows: [Double]) {
      for x in columns { line(x, rows[0], x, rows[rows.count - 1]) }
      for y in rows { line(columns[0], y, columns[columns.count - 1], y) }
    }
  }

  var pages: [Page] = []

  /// The bytes of the file.
  var bytes: [UInt8] {
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count \(pages.count) /Kids ["
        + pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ") + "] >>",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for (index, page) in pages.enumerated() {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(page.width) \(page.height)] "
          + "/Rotate \(page.rotation) /Resources << /Font << /F1 3 0 R >> >> "
          + "/Contents \(5 + 2 * index) 0 R >>")
      objects.append("<< /Length \(page.content.utf8.count) >>\nstream\n\(page.content)\nendstream")
    }
    var file = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = file.utf8.count
    file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets {
      let digits = String(offset)
      file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
    }
    file += "trailer << /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
    return Array(file.utf8)
  }
}

extension PDFBuilder {
  /// Without the programs the tests that read PDFs are skipped, and say so.
  static let isReadable =
    ToolRun.path(of: "pdftotext") != nil && ToolRun.path(of: "pdftocairo") != nil

  static func page(_ draw: (inout Page) -> Void) -> Page {
    var page = Page()
    draw(&page)
    return page
  }

  static func read(_ pages: Page...) throws -> Document {
    try Document(name: "a.pdf", bytes: PDFBuilder(pages: pages).bytes)
  }

  /// The rows of all grids.
  static func grid(_ document: Document) -> [[String]] {
    document.pages.flatMap(\.lines).filter(\.isGrid).map(\.cells)
  }
}
