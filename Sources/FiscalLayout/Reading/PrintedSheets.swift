import Documents
import FiscalModel

/// What a print of one of our workbooks, a PDF or a web page, holds of the sheets that the writer adds for
/// people: relations, findings and contents. No sheet has a name there, so the captions tell.
enum PrintedSheets {
  /// A flow without the grids of those sheets. A page of a print that goes on with one repeats its captions.
  static func removed(from flow: Page) -> Page {
    guard flow.name == nil else { return flow }
    var flow = flow
    var own: Int?
    flow.lines.removeAll { line in
      guard let grid = line.grid else {
        own = nil
        return false
      }
      if grid != own { own = isHeader(line) ? grid : nil }
      return own != nil
    }
    return flow
  }

  private static let headers = [
    Wording.relationsColumns, Wording.findingsColumns, Wording.contentsColumns,
  ].map { $0.map(\.folded) }

  private static func isHeader(_ line: Line) -> Bool {
    headers.contains { header in
      header.count <= line.cells.count && line.cells.map(\.folded).filter { !$0.isEmpty } == header
    }
  }
}
