import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// Forms: read from texts that are damaged or different, written and read back.
struct FormTests {
  static let forms = (try? Places.catalogue.get())?.profiles.flatMap { $0.forms.map(\.id) } ?? []

  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func read(_ text: String) throws -> Reading {
    try DisclosureReader(catalogue: catalogue).read(
      Document(name: "a.txt", bytes: Array(text.utf8)))
  }

  /// A sample with some print exchanged.
  private func sample(_ name: String, _ changes: (String, String)...) throws -> String {
    var text = try Samples.text(name)
    for (old, new) in changes {
      #expect(text.contains(old), "\(old)")
      text = text.replacing(old, with: new)
    }
    return text
  }

  private func texts(_ matrix: Section.Matrix?) -> [[String]] {
    matrix?.values.map { $0.map(\.printed) } ?? []
  }

  @Test func thereAreForms() { #expect(FormTests.forms.count >= 11) }

  /// Any form that a layout allows survives the way into a workbook, and into CSV, and back.
  @Test(arguments: forms)
  func formsSurvive(_ id: String) throws {
    let layout = try #require(catalogue.layout(id))
    let profile = try #require(catalogue.profiles.first { $0.layout(id) != nil })
    let seed = UInt64(id.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF)
    var source = RandomForm(layout: layout, seed: seed)
    for round in 0..<4 {
      var disclosure = Disclosure(profile: profile.id, fiscalYear: 2021, stage: profile.stage)
      disclosure.sections = [source.next()]
      let writer = DisclosureWriter(catalogue: catalogue)
      let bytes = try writer.workbook(disclosure).workbook.xlsx()
      let reader = DisclosureReader(catalogue: catalogue, profile: profile.id)
      let back = try reader.read(Document(name: "t.xlsx", bytes: bytes)).disclosure
      #expect(back.sections == disclosure.sections, "\(id), seed \(seed), round \(round)")
      let grid = try #require(writer.grids(disclosure).first)
      let csv = CSVWriter().bytes(grid.rows)
      let fromCSV = try reader.read(Document(name: grid.name + ".csv", bytes: csv)).disclosure
      #expect(fromCSV.sections == disclosure.sections, "\(id) as CSV, seed \(seed), round \(round)")
      guard back.sections == disclosure.sections, fromCSV.sections == disclosure.sections else {
        return
      }
    }
  }

  @Test func formsStandWhereTheyWerePublished() throws {
    let disclosure = try read(sample("2024-department-budget.txt")).disclosure
    #expect(disclosure.forms.map(\.number) == ["十二", "十三", "十三"])
    let last = try #require(disclosure.sections.last)
    #expect(last.isTable && last.number == "十四")
  }

  @Test func signsAndQuantitiesAreText() throws {
    let form = try #require(read(sample("2025-unit-budget.txt")).disclosure.forms.first)
    let values = try #require(form.matrix("long-term")).values.map { $0[4] }
    #expect(values.prefix(2) == [.text("=1份"), .text("=100%")])
    let costs = try #require(form.matrix("costs")).values
    #expect(costs[0][4] == .amount(try Amount("30,880.00")))
    #expect(costs[0][3] == .text("1"))
    #expect(form.unit == .yuan)
  }

  /// A level that was not printed goes on: nothing is supplied.
  @Test func levelsGoOnUntilTheNextOne() throws {
    let form = try #require(read(sample("2025-unit-budget.txt")).disclosure.forms.last)
    let annual = try #require(form.matrix("annual"))
    let carried = annual.carried
    let row = try #require(carried.firstIndex { $0[3].printed.hasPrefix("视频三期为提出申请") })
    #expect(annual.values[row][1] == .blank)
    #expect(carried[row][1] == .text("产出指标"))
    #expect(carried[row][0] == .text("年度绩效目标2"))
  }

  @Test func cellsBrokenByAPageAreJoinedAndFound() throws {
    let text = try sample(
      "2025-unit-budget.txt",
      ("\n\n=1 份 历史标准", "\n\n=1 份 历史标准\n （按年计）"))
    let reading = try read(text)
    let form = try #require(reading.disclosure.forms.first)
    #expect(form.matrix("long-term")?.values[0][3] == .text("签订整理服务合同的份数（按年计）"))
    let finding = try #require(reading.findings.first { $0.rule == "read/joined-over-page" })
    #expect(finding.section.map { reading.disclosure.sections[$0] } == form)
  }

  @Test func otherFiguresNamesAndRowsAreReadAsTheyStand() throws {
    let original = try read(sample("2024-department-budget.txt")).disclosure.forms
    let text = try sample(
      "2024-department-budget.txt", ("158.32", "1,258.32"), ("≤7 个工作日", "≤15 个工作日"),
      ("评估报告出具时限", "各类咨询评估报告的出具时限"), ("2022 211.97 211.97 100.00%\n\n", ""),
      ("视频会议室维\n\n护服务", "区级视频会议\n\n室和分会场的\n\n维护服务"), ("历史数据", "经验标准"))
    let forms = try read(text).disclosure.forms
    #expect(forms.count == original.count)
    let form = try #require(forms.last)
    #expect(form.value("annual-budget") == .amount(try Amount("1258.32")))
    #expect(texts(form.matrix("prior-years")) == [["2023", "219.02", "217.46", "99.29%"]])
    let long = texts(form.matrix("long-term"))
    #expect(long[1].suffix(3) == ["各类咨询评估报告的出具时限", "≤15个工作日", "计划数据"])
    #expect(long[2].suffix(3) == ["保障会议顺利召开", "有效保障", "经验标准"])
    #expect(texts(form.matrix("costs"))[1][0] == "区级视频会议室和分会场的维护服务")
  }

  @Test func aFormWithFewerGoalsIsRead() throws {
    let text = try Samples.text("2020-department-budget.txt")
    let start = try #require(text.range(of: "年度指标 2"))
    let end = try #require(text.range(of: "备注：1."))
    let cut = text[..<start.lowerBound] + text[end.lowerBound...]
    let form = try #require(read(String(cut)).disclosure.forms.first)
    #expect(form.matrices.count { $0.id == "annual" } == 1)
    #expect(form.notes.count == 2)
  }

  @Test func aFormInTheWrongUnitIsKeptAndFound() throws {
    let reading = try read(sample("2020-department-budget.txt"))
    let finding = try #require(reading.findings.first { $0.rule == "read/doubtful-unit" })
    #expect(finding.severity == .warning && !finding.locations.isEmpty)
    let form = reading.disclosure.forms[1]
    #expect(finding.section.map { reading.disclosure.sections[$0] } == form)
    #expect(form.unit == .tenThousandYuan)
    #expect(form.value("total-budget") == .amount(try Amount("11910000.00")))
    // The same figures in the unit that they are in are nothing to speak of.
    let right = try read(
      sample("2020-department-budget.txt", ("单位:万元\n\n项目申报表", "单位:元\n\n项目申报表")))
    #expect(!right.findings.contains { $0.rule == "read/doubtful-unit" })
  }

  @Test func markupIsRemovedAndFound() throws {
    let reading = try read(sample("2020-department-budget.txt"))
    #expect(reading.findings.contains { $0.rule == "read/markup" })
    let costs = try #require(reading.disclosure.forms.last?.matrix("costs")).values
    #expect(costs.count == 3)
    #expect(!costs.joined().contains { $0.printed.contains("<") || $0.printed.contains("--") })
  }

  @Test func anUnreadableFigureIsKeptAndFound() throws {
    let reading = try read(
      sample("2025-unit-budget.txt", ("项目总预算 30,880.00", "项目总预算 3,08,80.00")))
    let finding = try #require(reading.findings.first { $0.rule == "read/unreadable-amount" })
    let form = reading.disclosure.forms[0]
    #expect(finding.section.map { reading.disclosure.sections[$0] } == form)
    #expect(form.fields.contains { $0.cell.value == .text("3,08,80.00") })
  }
}
