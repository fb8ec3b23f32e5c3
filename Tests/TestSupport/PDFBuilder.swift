/// Makes small PDFs of text and lines, so that tests say what stands where.
package struct PDFBuilder {
  /// A page; places are counted from its upper left corner.
  package struct Page {
    /// The width in points.
    package var width: Double
    /// The height in points.
    package var height: Double
    /// By how many degrees it is shown turned.
    package var rotation = 0
    /// What is drawn, in the language of PDF.
    package var content = ""

    /// Makes an empty page.
    package init(width: Double = 400, height: Double = 300) {
      self.width = width
      self.height = height
    }

    /// Draws text with its baseline's beginning so far from the upper left corner; one that is not
    /// ASCII alone in a font of Chinese.
    package mutating func text(_ text: String, _ x: Double, _ y: Double, size: Double = 10) {
      let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
      let escaped = text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined()
      let shown = isPlain ? "(\(escaped))" : "<\(PDFBuilder.hex(text))>"
      content += "BT /\(isPlain ? "F1" : "F2") \(size) Tf \(x) \(height - y) Td \(shown) Tj ET\n"
    }

    /// Draws a line.
    package mutating func line(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) {
      content += "\(x0) \(height - y0) m \(x1) \(height - y1) l S\n"
    }

    /// Draws the rulings of a table.
    package mutating func grid(columns: [Double], rows: [Double]) {
      for x in columns { line(x, rows[0], x, rows[rows.count - 1]) }
      for y in rows { line(columns[0], y, columns[columns.count - 1], y) }
    }
  }

  /// The pages.
  package var pages: [Page]
  /// Characters that the Chinese font draws and calls by another: a character and its radical.
  package var radicals: [(drawn: String, called: String)] = []
  /// Whether the table of places at the end is missing.
  package var isDamaged = false

  /// Makes a document of pages.
  package init(pages: [Page]) { self.pages = pages }

  fileprivate static func hex(_ text: String) -> String {
    text.utf16.map { code in
      let digits = String(code, radix: 16, uppercase: true)
      return String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  /// A stream of a text, with further entries of its dictionary.
  public static func stream(_ text: String, _ entries: String = "") -> String {
    "<< \(entries) /Length \(text.utf8.count) >>\nstream\n\(text)\nendstream"
  }

  /// The fonts: one of ASCII, and one of Chinese that no file carries, every reader having it.
  private var fonts: [String] {
    let names = radicals.map {
      "<\(PDFBuilder.hex($0.drawn))> <\(PDFBuilder.hex($0.called))>\n"
    }
    let exceptions =
      names.isEmpty ? "" : "\(names.count) beginbfchar\n\(names.joined())endbfchar\n"
    return [
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        + "/DescendantFonts [5 0 R] /ToUnicode 7 0 R >>",
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R "
        + "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        + "/DW 1000 /W [1 95 500 814 939 500] >>",
      "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
        + "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
      PDFBuilder.stream(
        "/CIDInit /ProcSet findresource begin\nbegincmap\n1 begincodespacerange\n<0000> <FFFF>\n"
          + "endcodespacerange\n1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n\(exceptions)"
          + "endcmap\nend"),
    ]
  }

  /// The bytes of the file.
  package var bytes: [UInt8] {
    var objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count \(pages.count) /Kids ["
        + pages.indices.map { "\(8 + 2 * $0) 0 R" }.joined(separator: " ") + "] >>",
    ]
    objects += fonts
    for (index, page) in pages.enumerated() {
      objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(page.width) \(page.height)] "
          + "/Rotate \(page.rotation) /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
          + "/Contents \(9 + 2 * index) 0 R >>")
      objects.append(PDFBuilder.stream(page.content))
    }
    return PDFBuilder.file(objects, isDamaged: isDamaged)
  }

  /// A file of objects, the first of which is the root, with or without the table of their places.
  public static func file(_ objects: [String], isDamaged: Bool = false) -> [UInt8] {
    var file = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(file.utf8.count)
      file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    guard !isDamaged else { return Array((file + "trailer << /Root 1 0 R >>\n").utf8) }
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
