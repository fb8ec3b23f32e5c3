import Documents
import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

@testable import FiscalLayout

/// Columns of grids that differ from the form's, in documents of several tables; one table alone is read
/// as an export is.
struct GridColumnTests {
  private func reading(_ captions: [String], _ rows: [[String]]) throws -> Reading {
    func row(_ cells: [String]) -> String {
      "<tr>" + cells.map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    let page = """
      <html><body><p>2025年部门一般公共预算支出功能分类预算表</p><p>编制部门：某局 单位：元</p>
      <table><tr><td colspan="2">项目</td><td colspan="3">一般公共预算支出</td>\(
        captions.count > 3 ? "<td></td>" : "")</tr>
      \(row(["功能分类科目编码", "功能分类科目名称"] + captions))\(rows.map(row).joined())
      </table><p>2025年部门政府性基金预算支出功能分类预算表</p><p>单位：元</p><table>
      <tr><td colspan="2">项目</td><td colspan="3">政府性基金预算支出</td></tr>
      \(row(["功能分类科目编码", "功能分类科目名称", "合计", "基本支出", "项目支出"]))
      \(row(["", "合计", "", "", ""]))</table></body></html>
      """
    return try DisclosureReader(catalogue: Places.catalogue.get())
      .read(Document(name: "a.html", bytes: Array(page.utf8)))
  }

  private func values(_ reading: Reading) -> [[String]] {
    reading.disclosure.sections[0].matrix.rows.map { $0.parts[0].values.map(\.printed) }
  }

  private let rows = [
    ["201", "一般公共服务支出", "100.00", "40.00", "60.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "100.00", "40.00", "60.00"],
    ["2010301", "行政运行", "40.00", "40.00", ""],
    ["2010302", "一般行政管理事务", "60.00", "", "60.00"],
    ["", "合计", "100.00", "40.00", "60.00"],
  ]

  @Test func columnsInAnotherOrderAreReadByTheirCaptions() throws {
    let usual = try reading(["合计", "基本支出", "项目支出"], rows)
    #expect(!usual.findings.contains { $0.rule == "read/reordered-columns" })
    let other = try reading(
      ["合计", "项目支出", "基本支出"], rows.map { [$0[0], $0[1], $0[2], $0[4], $0[3]] })
    #expect(values(other) == values(usual))
    #expect(other.findings.contains { $0.rule == "read/reordered-columns" })
  }

  /// A table with a column that the form does not have is read by its own captions.
  @Test func columnsThatTheFormLacksAreKept() throws {
    let more = try reading(
      ["合计", "基本支出", "项目支出", "上年数"], rows.map { $0 + ["7.00"] })
    let table = try #require(more.disclosure.sections.first { $0.isTable })
    #expect(table.layout == nil)
    #expect(table.matrix.columns.last?.caption == "上年数")
    #expect(values(more).allSatisfy { $0.last == "7.00" })
    #expect(!more.findings.contains { $0.rule == "read/unread-column" })
  }

  @Test func figuresThatRelationsPlaceElsewhereAreFindings() throws {
    let validator = try Validator(catalogue: Places.catalogue.get())
    let captions = ["合计", "基本支出", "项目支出"]
    let right = validator.validate(try reading(captions, rows))
    #expect(!right.findings.contains { $0.rule == "check/other-column" })
    var moved = rows
    moved[2] = ["2010301", "行政运行", "40.00", "", "40.00"]
    let reading = try reading(captions, moved)
    let found = validator.validate(reading).findings.filter { $0.rule == "check/other-column" }
    #expect(found.count == 1)
    #expect(found.first?.message.text(in: .chinese).contains("2010301") ?? false)
    // What is printed stays where it is printed.
    #expect(values(reading)[2] == ["40.00", "", "40.00"])
  }
}
