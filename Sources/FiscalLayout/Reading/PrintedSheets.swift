import Documents
import FiscalModel
import FiscalSchema

/// What a print of one of our workbooks, a PDF, its text or a web page, holds of the sheets that the writer
/// adds for people: contents, relations and findings. No sheet has a name there, so the captions tell.
enum PrintedSheets {
  /// A flow without those sheets: the contents end with their page, relations and findings are last.
  static func removed(from flow: Page) -> Page {
    guard flow.name == nil else { return flow }
    var flow = flow
    if let start = flow.lines.firstIndex(where: { isHeader($0, of: lastSheets) }) {
      flow.lines.removeSubrange(start...)
    }
    if let start = flow.lines.firstIndex(where: { isHeader($0, of: contents) }) {
      let first = flow.lines[start]
      let rest = flow.lines[start...].drop { line in
        first.grid == nil ? line.page == first.page : line.grid == first.grid
      }
      flow.lines.removeSubrange(start..<rest.startIndex)
    }
    return flow
  }

  private static let contents = [PrintedWords.sheets.contents.columns.joined().folded]
  private static let lastSheets = [
    PrintedWords.sheets.relations.columns, PrintedWords.sheets.findings.columns,
  ]
  .map { $0.joined().folded }

  private static func isHeader(_ line: Line, of sheets: [String]) -> Bool {
    // All of them begin with the number of the line.
    guard line.cells.first(where: { !$0.isEmpty })?.first == sheets.first?.first else {
      return false
    }
    return sheets.contains(line.cells.joined().folded)
  }
}
