import ChildProcess
import Foundation
import TestSupport
import Testing

@testable import Documents

/// What is drawn, read from the file, is what a program makes of it that draws pages.
@Suite(.enabled(if: PDFBuilder.isReadable, "needs poppler-utils"))
struct DrawingReaderTests {
  private static let files: [String] = {
    let folders =
      [Places.top.appendingPathComponent("Tests/Fixtures")]
      + ["disclosures/regions", "disclosures/pdf"].compactMap {
        Places.shared?.appendingPathComponent($0)
      }
    return folders.flatMap { folder in
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
        .filter { $0.hasSuffix(".pdf") && !$0.hasPrefix("encrypted") }
        .map { folder.appendingPathComponent($0).path }.sorted()
    }
  }()

  @Test(arguments: files) func bothWaysSeeTheSame(_ path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let file = try PDFFile(bytes)
    let pages = try PDFPage.pages(of: file, bound: 1000)
    let oracle = try Self.drawnByPoppler(bytes, pages)
    #expect(oracle.count == pages.count)
    for (index, (page, expected)) in zip(pages, oracle).enumerated() {
      let own = try DrawingReader.drawing(of: page, in: file)
      try Self.compare(own, expected, "\(path), page \(index + 1)")
    }
  }

  /// Every operator that draws, in forms within forms, on turned pages, clipped and white.
  @Test(arguments: [0, 90, 180, 270]) func operatorsDrawWhatPopplerDraws(_ rotation: Int) throws {
    let content = """
      q 1 0 0 1 10 20 cm 0.5 w 20 20 m 120 20 l 120 90 l s 20 100 m 90 100 l 90 140 l b Q
      30 200 100 1.2 re f 30 210 1 40 re f* 40 260 60 2 re 40 280 60 50 re B
      1 g 1 1 1 RG 30 300 90 1 re B 0 0 0 0 k 30 310 90 1 re f 0 G
      /CS0 cs 0 scn 30 320 90 1 re f 1 scn 30 330 90 1 re f
      0 g 150 20 m 160 30 170 40 180 20 c 190 40 200 20 v 210 40 220 20 y h S
      q 200 100 50 50 re W n 150 120 m 300 120 l S 10 10 m 150 10 l S Q
      q 0.7 0.7 -0.7 0.7 250 250 cm 0 0 m 50 0 l S Q
      /Form Do q 2 0 0 2 100 100 cm /Form Do Q
      q 20 0 0 20 300 300 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q
      BT /F1 12 Tf 1 0 0 1 50 350 Tm 14 TL (one) Tj T* 2 Tc 5 Tw (two three) Tj 0 Tc 0 Tw
      80 Tz [(four) -500 (five)] TJ 100 Tz 0 -20 TD (six\\051\\)) ' 4 Ts 1 1 (seven) " 0 Ts
      3 Tr (hidden) Tj 0 Tr 1 0 0.2 1 200 350 Tm <6569676874> Tj ET 20 30 m 60 30 l S
      """
    let form = """
      q 0 0 m 30 0 l 30 20 l S 0 50 m 90 50 l S BT /F1 8 Tf 2 2 Td (in a form) Tj ET Q /Form Do
      """
    let resources =
      "/Resources << /Font << /F1 5 0 R >> /XObject << /Form 6 0 R >> "
      + "/ColorSpace << /CS0 [/Separation /Black /DeviceGray 7 0 R] >> >>"
    let bytes = PDFBuilder.file([
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Count 1 /Kids [3 0 R] /Rotate \(rotation) \(resources) >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [10 5 410 505] /Contents 4 0 R >>",
      PDFBuilder.stream(content), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      PDFBuilder.stream(
        form, "/Type /XObject /Subtype /Form /BBox [0 -5 60 40] /Matrix [1 0 0 1 5 400]"),
      "<< /FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1 >>",
    ])
    let file = try PDFFile(bytes)
    let pages = try PDFPage.pages(of: file, bound: 1)
    let own = try DrawingReader.drawing(of: try #require(pages.first), in: file)
    let expected = try #require(try Self.drawnByPoppler(bytes, pages).first)
    try Self.compare(own, expected, "rotation \(rotation)")
    #expect(own.hasPictures && expected.hasPictures)
    #expect(own.horizontal.count + own.vertical.count == 19)
  }

  private static func drawnByPoppler(
    _ bytes: [UInt8], _ pages: [PDFPage]
  ) throws -> [PageDrawing] {
    let cairo = try #require(ToolRun.path(of: "pdftocairo"))
    // All pages are drawn on the paper of the first one unless they are given a square that all fit on.
    let side = "\(Int(pages.map { max($0.paper.width, $0.paper.height).rounded(.up) }.max() ?? 0))"
    let memory = try #require(MemoryFile(bytes))
    defer { withExtendedLifetime(memory) {} }
    let run = ToolRun(
      command: [
        cairo, "-svg", "-noshrink", "-nocenter", "-paperw", side, "-paperh", side,
        "/dev/stdin", "-",
      ], input: memory.descriptor, outputBound: 512 << 20)
    return PageDrawing.svgPages(try #require(ToolRun.run([run], seconds: 120)?.first).output)
  }

  /// Rulings on both sides, and the glyphs that poppler draws; what it leaves out within a clip is
  /// not known to the last point.
  private static func compare(
    _ own: PageDrawing, _ expected: PageDrawing, _ place: String
  ) throws {
    #expect(own.hasPictures == expected.hasPictures, "\(place)")
    for (rules, others) in [
      (own.horizontal, expected.horizontal), (own.vertical, expected.vertical),
    ] {
      #expect(missing(rules, in: others).isEmpty, "\(place): only in the file")
      // Bold characters are drawn as outlines by poppler; theirs are short.
      let lost = missing(others, in: rules).filter { $0.end - $0.start > 20 }
      #expect(lost.isEmpty, "\(place): not in the file")
    }
    let lost = expected.glyphs.count { glyph in
      !own.glyphs.contains { abs($0.x - glyph.x) < 0.3 && abs($0.y - glyph.y) < 0.3 }
    }
    // At the edge of a clip one may see what the other does not.
    #expect(lost * 200 <= expected.glyphs.count, "\(place): glyphs that are not in the file")
  }

  private static func missing(
    _ rules: [PageDrawing.Rule], in others: [PageDrawing.Rule]
  ) -> [PageDrawing.Rule] {
    rules.filter { rule in
      !others.contains {
        abs($0.position - rule.position) < 0.6 && abs($0.start - rule.start) < 0.6
          && abs($0.end - rule.end) < 0.6
      }
    }
  }
}

/// Files as programs write them, and as nobody should.
struct PDFFileTests {
  private static let page =
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R >>"
  private static let pages = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"

  private func drawing(_ bytes: [UInt8], allowance: Int = PDFFile.allowance) throws -> PageDrawing {
    let file = try PDFFile(bytes, allowance: allowance)
    let page = try #require(try PDFPage.pages(of: file, bound: 10).first)
    return try DrawingReader.drawing(of: page, in: file)
  }

  private func file(_ content: String, kids: String = "[3 0 R]") -> [UInt8] {
    PDFBuilder.file([
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids \(kids) >>",
      Self.page, PDFBuilder.stream(content),
    ])
  }

  /// Objects in a stream, found by a stream of places.
  @Test func packedObjectsAreRead() throws {
    let objects = ["<< /Type /Catalog /Pages 2 0 R >>", Self.pages, Self.page]
    var head = ""
    var body = ""
    for (index, object) in objects.enumerated() {
      head += "\(index + 1) \(body.utf8.count) "
      body += object + " "
    }
    var file = "%PDF-1.5\n"
    let content = file.utf8.count
    file += "4 0 obj \(PDFBuilder.stream("10 20 m 90 20 l S")) endobj\n"
    let pack = file.utf8.count
    file += "5 0 obj "
    file += PDFBuilder.stream(head + body, "/Type /ObjStm /N 3 /First \(head.utf8.count)")
    file += " endobj\n"
    let start = file.utf8.count
    var places: [UInt8] = [0, 0, 0, 0]
    for index in 0..<3 { places += [2, 0, 5, UInt8(index)] }
    for place in [content, pack, start] { places += [1, UInt8(place >> 8), UInt8(place & 255), 0] }
    file += "6 0 obj << /Type /XRef /W [1 2 1] /Size 7 /Root 1 0 R /Length \(places.count) >>\n"
    let bytes =
      Array((file + "stream\n").utf8) + places
      + Array("\nendstream endobj\nstartxref\n\(start)\n%%EOF".utf8)
    let rules = try drawing(bytes).horizontal
    #expect(rules.map(\.position) == [80] && rules.map(\.end) == [90])
  }

  @Test func rowsAreRestored() {
    let rows = PNGRows(width: 3, step: 1)
    #expect(
      rows.restored([0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 2, 2, 2, 4, 1, 1, 1]) == [
        1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 5, 6, 4, 6, 7,
      ])
    #expect(rows.restored([9, 1, 2, 3]) == nil)
  }

  /// Nothing ends in a trap or without an end.
  @Test(arguments: [
    "q cm re /X Do 1 Tf (a Tj", "[ [ [ << >> ] Tj", "1e9 99999999999999999999999 m 1 1 l S",
    String(repeating: "q ", count: 20_000) + String(repeating: "Q ", count: 30_000),
    "BI /W 1 ID \u{1}\u{2} EI", "(((((", "<0", "-.-.5 --3 m 4. l S",
  ])
  func oddContentIsPassedOver(_ content: String) throws {
    _ = try drawing(file(content))
  }

  @Test func workIsBounded() throws {
    let lines = String(repeating: "1 1 m 9 9 l S ", count: 1_000)
    _ = try drawing(file(lines))
    #expect(throws: PDFFault.tooMuch) { try drawing(file(lines), allowance: 50_000) }
    // A node of the tree that is twice its own kid would have no end.
    #expect(throws: PDFFault.self) { try drawing(file("", kids: "[2 0 R 2 0 R]")) }
  }

  @Test func mutantsNeverTrap() throws {
    let whole = file("q 1 0 0 1 5 5 cm 0 0 50 1 re f BT /F1 9 Tf (a) Tj ET Q")
    var random = SeededGenerator(seed: 7)
    for _ in 0..<3_000 {
      var bytes = whole
      for _ in 0...Int.random(in: 0..<3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.insert(UInt8.random(in: 0x30...0x39, using: &random), at: place)
        default: bytes.remove(at: place)
        }
      }
      _ = try? drawing(bytes, allowance: 1 << 20)
    }
  }
}
