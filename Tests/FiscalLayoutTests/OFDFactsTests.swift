import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

@testable import Documents
@testable import FiscalLayout

/// PDFs whose words and rulings are written as OFD files: what is read of them is the same.
@Suite(.enabled(if: ToolRun.path(of: "pdftotext") != nil, "needs poppler-utils"))
struct OFDFactsTests {
  private static let files: [URL] = {
    let own = ["2025-unit-budget", "shanghai-budget-2025", "shanghai-final-accounts-2024"].map {
      Places.top.appendingPathComponent("Tests/Fixtures/\($0).pdf")
    }
    let pages = [
      "pdf/putuo-2024-final-accounts-template", "pdf/putuo-finance-2024-final-accounts",
      "pdf/putuo-office-2025-budget", "regions/beijing-audit-2026-budget",
      "regions/guangzhou-petitions-2026-budget", "regions/quanzhou-police-2026-budget",
      "regions/suzhou-audit-2026-budget", "regions/wuhan-petitions-2026-budget",
      "regions/xian-audit-2026-budget",
    ]
    return own
      + pages.compactMap { Places.shared?.appendingPathComponent("disclosures/\($0).pdf") }
  }()

  @Test(arguments: files) func theSameFacts(_ file: URL) throws {
    let bytes = [UInt8](try Data(contentsOf: file))
    let catalogue = try Places.catalogue.get()
    let reader = DisclosureReader(catalogue: catalogue)
    func facts(_ bytes: [UInt8]) throws -> [String] {
      let reading = try reader.read(Document(name: "a", bytes: bytes))
      return reading.facts(catalogue).map { $0.fields.joined(separator: "|") }
    }
    let printed = try facts(bytes)
    let read = try facts(OFDBuilder(of: PDFPages.pages(bytes).pages).bytes)
    let difference = read.difference(from: printed)
    #expect(printed.count > 20)
    #expect(difference.isEmpty, "\(difference.count) changes, \("\(difference.first as Any)")")
  }
}

extension OFDBuilder {
  private static let millimetre = 72 / 25.4

  /// The words and rulings of pages, each word a text of its own.
  init(of pages: [PageText]) {
    self.init(pages: [])
    for var page in pages {
      page.turn()
      page.place(by: page.drawing.glyphs)
      _ = page.takeHidden()
      paper = (
        max(paper.width, page.width / Self.millimetre),
        max(paper.height, page.height / Self.millimetre)
      )
      let words = page.words.enumerated().sorted {
        ($0.element.order ?? .max, $0.offset) < ($1.element.order ?? .max, $1.offset)
      }
      let lines =
        page.drawing.horizontal.map {
          Self.line(Self.place($0.start, $0.position), Self.place($0.end, $0.position))
        }
        + page.drawing.vertical.map {
          Self.line(Self.place($0.position, $0.start), Self.place($0.position, $0.end))
        }
      self.pages.append(words.map { Self.text($0.element) }.joined() + lines.joined())
    }
  }

  private static func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
    (x / millimetre, y / millimetre)
  }

  private static func text(_ word: PageText.Word) -> String {
    let size = word.size / millimetre
    let (x, y) = place(word.left, word.baseline ?? word.box.bottom - 0.2 * word.size)
    let steps = zip(word.edges, word.edges.dropFirst()).dropLast().map {
      "\(($1 - $0) / millimetre)"
    }
    let text = word.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    return """
      <TextObject Boundary="\(x) \(y - size) \((word.right - word.left) / millimetre) \(1.2 * size)" \
      Font="1" Size="\(size)"><TextCode X="0" Y="\(size)" \
      DeltaX="\(steps.joined(separator: " "))">\(text)</TextCode></TextObject>
      """
  }
}
