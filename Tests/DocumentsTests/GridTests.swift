import Spreadsheet
import TestSupport
import Testing
import Zip

@testable import Documents

/// What a grid says of its cells, whatever file it comes from.
struct GridTests {
  /// A cell as it is compared: its text, column, columns and rows.
  private typealias Cell = (text: String, column: Int, columns: Int, rows: Int)

  private func grids(_ document: Document) -> [Document.Grid] {
    document.flows.flatMap(\.blocks).compactMap {
      if case .grid(let grid) = $0 { grid } else { nil }
    }
  }

  private func expect(
    _ grid: Document.Grid, _ cells: [[Cell]], _ location: SourceLocation = #_sourceLocation
  ) {
    let found = grid.cells.map {
      $0.map { [$0.text, "\($0.column)", "\($0.columns)", "\($0.rows)"] }
    }
    let wanted = cells.map { $0.map { [$0.text, "\($0.column)", "\($0.columns)", "\($0.rows)"] } }
    #expect(found == wanted, sourceLocation: location)
  }

  /// A caption over two rows, one over two columns, an empty cell.
  private static let cells: [[Cell]] = [
    [("Name", 0, 1, 2), ("Both", 1, 2, 1)], [("One", 1, 1, 1), ("Two", 2, 1, 1)],
    [("Tax", 0, 1, 1), ("", 1, 1, 1), ("2.00", 2, 1, 1)],
  ]

  @Test func webPagesSayWhatIsMerged() throws {
    let document = try Document(
      name: "a",
      bytes: Array(
        """
        <table><tr><td rowspan=2>Name<td colspan=2>Both<tr><td>One<td>Two
        <tr><td>Tax<td><td>2.00</table>
        """.utf8))
    let grid = try #require(grids(document).first)
    #expect(grid.division == .markup)
    expect(grid, GridTests.cells)
  }

  @Test func workbooksSayWhatIsMerged() throws {
    var sheet = Sheet(name: "a")
    for (row, cells) in GridTests.cells.enumerated() {
      for cell in cells {
        sheet[row, cell.column] = Spreadsheet.Cell(.text(cell.text))
        guard cell.columns + cell.rows > 2 else { continue }
        sheet.merges.append(
          CellRange(
            rows: row...row + cell.rows - 1, columns: cell.column...cell.column + cell.columns - 1))
      }
    }
    var workbook = Workbook()
    workbook.sheets = [sheet]
    let document = try Document(name: "a", bytes: workbook.xlsx())
    let grid = try #require(grids(document).first)
    #expect(grid.division == .markup)
    expect(grid, GridTests.cells)
  }

  @Test(.enabled(if: PDFBuilder.isReadable, "needs poppler-utils"))
  func rulingsSayWhatIsMerged() throws {
    var page = PDFBuilder.Page()
    for y in [20.0, 60, 80] { page.line(20, y, 260, y) }
    page.line(100, 40, 260, 40)
    for x in [20.0, 100, 260] { page.line(x, 20, x, 80) }
    page.line(180, 40, 180, 80)
    for (text, x, y) in [
      ("Name", 30.0, 43.0), ("Both", 170, 34), ("One", 110, 54), ("Two", 190, 54),
      ("Tax", 30, 74), ("2.00", 200, 74),
    ] { page.text(text, x, y) }
    let document = try Document(name: "a", bytes: PDFBuilder(pages: [page]).bytes)
    let grid = try #require(grids(document).first)
    #expect(grid.division == .rulings)
    #expect(grid.table?.columns.map { $0.rounded() } == [20, 100, 180, 260])
    expect(grid, GridTests.cells)
  }

  @Test func tabsAndDelimitersKnowNoMerges() throws {
    for (text, division) in [
      ("a\tb\n\t1\n", Document.Division.tabs), ("a,b,c\n,1,2\n", .delimiters),
    ] {
      let grid = try #require(grids(Document(name: "a", bytes: Array(text.utf8))).first)
      #expect(grid.division == division)
      #expect(grid.cells.joined().allSatisfy { $0.columns == 1 && $0.rows == 1 })
    }
  }

  @Test func textThatLostItsCellsSaysSo() throws {
    let document = try Document(name: "a", bytes: Array("Tax 1.00 2.00\n".utf8))
    #expect(document.flows[0].lines.map(\.division) == [.lost])
    #expect(grids(document).isEmpty)
  }

  @Test func whatStandsBetweenTablesDividesThem() throws {
    let document = try Document(
      name: "a",
      bytes: Array("<table><tr><td>1<td>2</table><p>x</p><table><tr><td>3<td>4</table>".utf8))
    let blocks = document.flows[0].blocks
    #expect(blocks.count == 3)
    #expect(grids(document).map(\.table?.number) == [1, 2])
    #expect(grids(document).allSatisfy { $0.table?.follows == nil })
  }

  @Test func tablesThatMayGoOnSaySo() throws {
    let document = try Document(
      name: "a",
      bytes: Array(
        """
        <table><tr><td>1<td>2</table><table><tr><td>3<td>4</table>
        <table><tr><td>5<td>6<td>7</table>
        """.utf8))
    #expect(grids(document).map(\.table?.follows) == [nil, 1, nil])
  }
}
