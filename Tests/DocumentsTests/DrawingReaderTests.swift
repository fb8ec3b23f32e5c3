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
    try compare([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), path)
  }

  private func compare(_ bytes: [UInt8], _ path: String) throws {
    let file = try PDFFile(bytes)
    let pages = try PDFPage.pages(of: file, bound: 1000)
    let cairo = try #require(ToolRun.path(of: "pdftocairo"))
    let side = "\(Int(pages.map { max($0.paper.width, $0.paper.height).rounded(.up) }.max() ?? 0))"
    guard let temporary = TemporaryFile.holding(bytes) else { return }
    let run = ToolRun(
      command: [
        cairo, "-svg", "-noshrink", "-nocenter", "-paperw", side, "-paperh", side, temporary.path,
        "-",
      ], outputBound: 512 << 20)
    let svg = try #require(ToolRun.run([run], seconds: 120)?.first)
    let oracle = PageDrawing.svgPages(svg.output)
    #expect(oracle.count == pages.count)
    for (index, (page, expected)) in zip(pages, oracle).enumerated() {
      let own = try DrawingReader.drawing(of: page, in: file)
      func key(_ r: PageDrawing.Rule) -> String {
        "\(Int((r.position*2).rounded())) \(Int(r.start.rounded())) \(Int(r.end.rounded()))"
      }
      let h = (Set(own.horizontal.map(key)), Set(expected.horizontal.map(key)))
      let v = (Set(own.vertical.map(key)), Set(expected.vertical.map(key)))
      func g(_ r: PageDrawing.Glyph) -> String { "\(Int(r.x.rounded())) \(Int(r.y.rounded()))" }
      let gl = (Set(own.glyphs.map(g)), Set(expected.glyphs.map(g)))
      print(path.split(separator: "/").last!, index + 1,
        "h", own.horizontal.count, expected.horizontal.count, h.0.subtracting(h.1).count, h.1.subtracting(h.0).count,
        "v", own.vertical.count, expected.vertical.count, v.0.subtracting(v.1).count, v.1.subtracting(v.0).count,
        "g", own.glyphs.count, expected.glyphs.count, gl.0.subtracting(gl.1).count, gl.1.subtracting(gl.0).count,
        "s", own.shapes.count, expected.shapes.count, "p", own.hasPictures, expected.hasPictures)
    }
  }
}
