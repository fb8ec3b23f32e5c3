import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Tables in which nothing is ruled: text that keeps the places of a page by blanks.
struct UnruledTableTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func read(_ text: String) throws -> Reading {
    try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.txt", bytes: Array(text.utf8)))
  }

  /// Facts of the tables, without their places.
  private func facts(_ reading: Reading) -> [[String]] {
    let left: Set = ["document", "source", "placed", "agency", "fiscal_year", "agency_code"]
    return reading.facts(catalogue).map { fact in
      zip(Fact.header, fact.fields).filter { !left.contains($0.0) }.map(\.1)
    }
  }

  /// Prints sheets as `pdftotext -layout` does: a page each, figures at the right of their columns, and
  /// each line a little off its place.
  private func printed(_ grids: [(name: String, rows: [[String]])], shift: (Int) -> Int) -> String {
    grids.map { grid in
      var widths: [Int] = []
      // Whose table it is and in which unit stands at either end, whatever the columns.
      for row in grid.rows where row.count(where: { !$0.isEmpty }) > 2 {
        for (column, cell) in row.enumerated() {
          if column == widths.count { widths.append(2) }
          widths[column] = max(widths[column], cell.count)
        }
      }
      let width = widths.reduce(0) { $0 + $1 + 3 }
      return grid.rows.enumerated().map { index, row in
        let cells = row.filter { !$0.isEmpty }
        let margin = String(repeating: " ", count: shift(index))
        if cells.count == 1, index == 0 {
          return margin + String(repeating: " ", count: max(0, width - cells[0].count) / 2)
            + cells[0]
        }
        if cells.count == 2, index < 2 {
          let gap = max(3, width - cells[0].count - cells[1].count)
          return margin + cells[0] + String(repeating: " ", count: gap) + cells[1]
        }
        var line = margin
        for (column, cell) in row.enumerated() where column < widths.count {
          let blank = String(repeating: " ", count: max(0, widths[column] - cell.count))
          line +=
            (Double(cell.replacing(",", with: "")) != nil ? blank + cell : cell + blank) + "   "
        }
        return row.count > widths.count ? line + row[widths.count...].joined(separator: " ") : line
      }.joined(separator: "\n")
    }.joined(separator: "\n\u{0C}")
  }

  @Test(arguments: ["2022-final-accounts.txt", "2021-final-accounts.txt", "2025-unit-budget.txt"])
  func samplesSurviveAsTextThatKeepsPlaces(_ name: String) throws {
    let source = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: Samples.bytes(name)))
    var disclosure = source.disclosure
    disclosure.sections.removeAll(where: \.isForm)
    let grids = DisclosureWriter(catalogue: catalogue).grids(disclosure)
    let text = printed(grids.map { ($0.name, $0.rows) }) { [0, 1, 2, 0, 2, 1, 1][$0 % 7] }
    let reading = try read(text)
    let expected = Set(facts(source)), found = Set(facts(reading))
    #expect(expected.subtracting(found).isEmpty, "\(text)")
    #expect(found.subtracting(expected).isEmpty)
  }

  /// Names that wrap, and figures a line above their name.
  @Test func linesOfOneRowAreJoined() throws {
    let text = """
                              一般公共预算财政拨款支出决算表
                                                                    单位：万元
        支出功能分类
          科目编码              科目名称                合计        基本支出       项目支出
      类     款   项
      201                 一般公共服务支出            110.00     100.00      10.00
      201   06            财政事务                110.00     100.00      10.00
                                              100.00     100.00
      201   06   01       行政运行
      201   06   02       一般行政管理事务             10.00                 10.00
      208                 社会保障和就业支出            20.00      20.00
      208   05            行政事业单位养老支出           20.00      20.00
      208   05   05                            20.00      20.00
                          机关事业单位基本养老保险
                          缴费支出
                              合计              130.00     120.00      10.00
      """
    let reading = try read(text)
    let table = try #require(reading.disclosure.tables.first)
    #expect(table.matrix.rows.count == 8)
    let names = table.matrix.rows.map { $0.parts[0].label }
    #expect(names.contains("机关事业单位基本养老保险缴费支出") && names.contains("行政运行"))
    #expect(reading.findings.contains { $0.rule == "read/wrapped-rows" })
    #expect(!reading.findings.contains { $0.severity == .error })
    let row = try #require(table.matrix.rows.first { $0.parts[0].code == "2010601" })
    #expect(row.parts[0].values.map(\.printed) == ["100.00", "100.00", ""])
  }
}
