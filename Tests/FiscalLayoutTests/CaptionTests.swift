import Documents
import FiscalModel
import FiscalSchema
import TestSupport
import Testing

@testable import FiscalLayout

/// One-line cases of what a printed line says.
struct CaptionTests {
  let vocabulary: Vocabulary

  init() throws { vocabulary = try Places.catalogue.get().vocabulary }

  @Test(arguments: [
    ("2021 年度收入支出决算总表（表 1）", "收入支出决算总表", "1", 2021, ""),
    ("2022年度收入决算表(表2)", "收入决算表", "2", 2022, ""), ("收入决算表", "收入决算表", "", 0, ""),
    ("表5-1 一般公共预算支出表", "一般公共预算支出表", "5-1", 0, ""),
    ("附表-5-2 一般公共预算支出表", "一般公共预算支出表", "5-2", 0, ""),
    ("表一：部门收支总表", "部门收支总表", "一", 0, ""), ("公开01表 收入决算表", "收入决算表", "1", 0, ""),
    ("某区财政局2024年度“三公”经费支出决算表（表 7）", "\"三公\"经费支出决算表", "7", 2024, "某区财政局"),
    ("一般公共预算支出表", "一般公共预算支出表", "", 0, ""),
  ])
  func titles(_ line: String, _ core: String, _ number: String, _ year: Int, _ agency: String)
    throws
  {
    let title = try #require(TitleLine(line, vocabulary: vocabulary))
    #expect(title.core == core)
    #expect(title.number ?? "" == number)
    #expect(title.year ?? 0 == year)
    #expect(title.agency ?? "" == agency)
  }

  @Test(arguments: [
    ("部门：某市数据中心 单位：万元", ["部门：某市数据中心", "单位：万元"], "某市数据中心", AmountUnit.tenThousandYuan),
    ("部门/单位:某局 单位: 元", ["部门/单位:某局", "单位:元"], "某局", .yuan),
    ("单位：万元", ["单位：万元"], "", .tenThousandYuan), ("单位名称：某局", ["单位名称：某局"], "某局", nil),
    ("金额单位：亿元", ["金额单位：亿元"], "", .hundredMillionYuan),
  ])
  func headings(_ line: String, _ pieces: [String], _ agency: String, _ unit: AmountUnit?) throws {
    let heading = try #require(HeadingLine(line, vocabulary: vocabulary))
    #expect(heading.pieces == pieces)
    #expect(heading.agency ?? "" == agency)
    #expect(heading.unit == unit)
  }

  @Test(arguments: ["项目 行次 决算数", "收入合计为 12 万元", "注：单位：万元的说明", "一、收入：10 万元"])
  func noHeadings(_ line: String) { #expect(HeadingLine(line, vocabulary: vocabulary) == nil) }

  @Test func notesAreJoinedAndEndWithTheTable() {
    var reader = NoteReader(vocabulary: vocabulary)
    let lines: [(String, Bool)] = [
      ("注：本表反映部门本年度的总收支和", true), ("年末结转结余情况。", true), ("27行＝（1＋2）行；30 行＝（27＋28）行；", true),
      ("2.本套报表金额单位转换时可能存在尾数误差。", true), ("说明：本部门无支出。", true), ("第三部分 情况说明", false),
    ]
    for (line, isNote) in lines { #expect(reader.take(line, joins: true) == isNote, "\(line)") }
    #expect(
      reader.notes == [
        "注：本表反映部门本年度的总收支和年末结转结余情况。", "27行＝（1＋2）行；30行＝（27＋28）行；",
        "2.本套报表金额单位转换时可能存在尾数误差。", "说明：本部门无支出。",
      ])
  }

  @Test(arguments: [
    ("合 计 2,882.93 288.9", "合计|2,882.93|288.9"), ("收 入 总 计", "收入总计"),
    ("407.91二、外交支出 0.00", "407.91|二、外交支出|0.00"),
    ("本年收入合计 407.91本年支出合计 407.91", "本年收入合计|407.91|本年支出合计|407.91"),
    ("合计407.91", "合计|407.91"), ("2060503科技条件专项 5", "2060503|科技条件专项|5"),
    ("604. 4 397", "604.4|397"), ("- — / …", "dash|emdash|slash|ellipsis"),
    ("9 九、卫生健康支出", "9|九、卫生健康支出"),
    ("30213 维修（护）费", "30213|维修（护）费"), ("2,88,2.93 5", "?2,88,2.93|5"), ("2021年 7x24", "2021年7x24"),
  ])
  func tokens(_ line: String, _ expected: String) {
    let lexer = Lexer { $0.utf8.count == 7 }
    let line = Line(page: 1, number: 1, cells: [line], division: .lost, followsGap: true)
    let tokens = lexer.tokens(line).map { token in
      switch token.token {
      case .text(let text), .number(let text): text
      case .mark(let kind): kind.rawValue
      case .unreadable(let text): "?" + text
      }
    }
    #expect(tokens.joined(separator: "|") == expected)
  }
}
