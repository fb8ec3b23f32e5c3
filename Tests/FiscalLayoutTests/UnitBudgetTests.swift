import Documents
import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

@testable import FiscalLayout

/// Budgets of Shanghai's budget units: the first table divides expenditure, lines are counted anew, codes
/// stand in cells of their own. All names and figures are invented.
struct UnitBudgetTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func table(_ title: String, _ header: String, _ rows: [[String]]) -> String {
    let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined()
    return "<p>\(title)</p><p>编制单位：某区河道管理所 单位：元</p><table>\(header)\(body)</table>"
  }

  private let summary = """
    <tr><td colspan="2">本年收入</td><td colspan="5">本年支出</td></tr>
    <tr><td rowspan="3">项目</td><td rowspan="3">预算数</td><td rowspan="3">项目</td>
    <td colspan="4">预算数</td></tr><tr><td rowspan="2">合计</td><td colspan="2">基本支出</td>
    <td rowspan="2">项目支出</td></tr><tr><td>人员经费</td><td>公用经费</td></tr>
    """
  private let economic = """
    <tr><td colspan="3">项目</td><td colspan="3">一般公共预算基本支出</td></tr>
    <tr><td colspan="2">经济分类科目编码</td><td rowspan="2">部门经济分类科目名称</td>
    <td rowspan="2">合计</td><td rowspan="2">人员经费</td><td rowspan="2">公用经费</td></tr>
    <tr><td>类</td><td>款</td></tr>
    """

  private func reading(_ first: [[String]], _ second: [[String]]) throws -> Reading {
    let page =
      "<html><body>" + table("2026年预算单位财务收支预算总表", summary, first)
      + table("2026年预算单位一般公共预算基本支出部门预算经济分类预算表", economic, second) + "</body></html>"
    var reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.html", bytes: Array(page.utf8)))
    reading.findings += Validator(catalogue: catalogue).validate(reading).findings
    return reading
  }

  private let first = [
    [
      "一、财政拨款收入", "7,300,000.50", "一、农林水支出", "7,000,000.50", "2,600,000.50", "400,000",
      "4,000,000.00",
    ],
    ["1、一般公共预算", "7,300,000.50", "二、住房保障支出", "300,000.00", "300,000.00", "", ""],
    ["2、政府性基金预算", "0.00", "", "", "", "", ""],
    ["3、国有资本经营预算", "0.00", "", "", "", "", ""],
    ["收入总计", "7,300,000.50", "支出总计", "7,300,000.50", "2,900,000.50", "400,000", "4,000,000.00"],
  ]
  private let second = [
    ["301", "", "工资福利支出", "2,900,000.50", "2,900,000.50", ""],
    ["301", "1", "基本工资", "1,900,000.50", "1,900,000.50", ""],
    ["301", "2", "津贴补贴", "1,000,000.00", "1,000,000.00", ""],
    ["302", "", "商品和服务支出", "400,000.00", "", "400,000.00"],
    ["302", "01", "办公费", "400,000.00", "", "400,000.00"],
    ["", "", "合计", "3,300,000.50", "2,900,000.50", "400,000.00"],
  ]

  @Test func everyLineIsRead() throws {
    let reading = try reading(first, second)
    #expect(reading.disclosure.profile == "shanghai-unit-budget-2024")
    let tables = reading.disclosure.tables
    try #require(tables.count == 2)
    #expect(tables[0].matrix.rows.count == 5)
    #expect(tables[0].matrix.rows.map { $0.parts[0].line }.contains("government-fund"))
    #expect(
      tables[0].matrix.rows[0].parts[1].values.map(\.printed)
        == Array(first[0][3...]).map {
          $0.replacing(",", with: "")
        })
    #expect(!reading.findings.contains { $0.rule == "read/unknown-line" || $0.verdict == .break })
  }

  @Test func partsOfCodesGetTheirZeroBack() throws {
    let reading = try reading(first, second)
    let codes = reading.disclosure.tables[1].matrix.rows.compactMap { $0.parts[0].code }
    #expect(codes == ["301", "30101", "30102", "302", "30201"])
    #expect(reading.findings.count { $0.rule == "read/repaired-code" } == 2)
  }

  /// Agency and unit in narrow cells come in pieces; what they are not taken for, the heading keeps.
  @Test func piecesOfTheHeadingDoNotPartTitleAndTable() throws {
    let page =
      "<html><body><p>2026年预算单位财务收支预算总表</p><p>某区河</p><p>道管理所</p><p>单位：</p><p>元</p>"
      + "<table>\(summary)"
      + first.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined()
      + "</table></body></html>"
    let table = try #require(
      DisclosureReader(catalogue: catalogue)
        .read(Document(name: "a.html", bytes: Array(page.utf8))).disclosure.tables.first)
    #expect(table.title?.contains("财务收支预算总表") ?? false)
    #expect(table.heading == ["某区河", "道管理所", "单位：", "元"])
    #expect(table.matrix.rows.count == 5)
  }

  /// Lines that no form has stay rows, wherever they stand; nothing goes into the header.
  @Test func anUnknownFirstLineIsKept() throws {
    var rows = first
    rows[0][0] = "一、某种新的收入"
    rows[0][2] = "一、某种新的支出"
    let reading = try reading(rows, second)
    #expect(reading.disclosure.tables[0].matrix.rows.count == 5)
    #expect(reading.disclosure.tables[0].matrix.values[0][0].printed == "7300000.50")
    #expect(reading.findings.count { $0.rule == "read/unknown-line" } == 2)
  }

  @Test func divisionsOfExpenditureAreChecked() throws {
    var rows = first
    rows[0][6] = "4,100,000.00"
    let reading = try reading(rows, second)
    #expect(Set(reading.findings.filter { $0.verdict == .break }.map(\.rule)) == ["01/4"])
    // Lines without figures are not printed, so that the sum may lack one.
    #expect(reading.findings.contains { $0.rule == "01/3" && $0.verdict == .ambiguous })
  }
}
