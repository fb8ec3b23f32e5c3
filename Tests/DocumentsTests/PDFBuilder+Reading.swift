import TestSupport

@testable import Documents

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
