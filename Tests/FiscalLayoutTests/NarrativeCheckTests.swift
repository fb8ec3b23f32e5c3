import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import TestSupport
import Testing

/// What the narrative may state of the tables of a sample, and what is found of it. The 2022 accounts have
/// 852.68 in all, 135.01 basic (128.98 personnel and 6.04 operating) and 717.67 project expenditure.
struct NarrativeCheckTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func findings(_ narrative: String, sample: Int = 1) throws -> [Finding] {
    var text = try Samples.text(Places.samples[sample])
    if let part = text.range(of: "\n 第三部分") ?? text.range(of: "\n第三部分") {
      text = String(text[..<part.lowerBound])
    }
    text += "\n第三部分 决算情况说明\n一、总体情况说明\n" + narrative + "\n"
    let reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.txt", bytes: Array(text.utf8)))
    return Validator(catalogue: catalogue).validate(reading).findings
      .filter { $0.rule.hasPrefix("narrative/") }
  }

  @Test(arguments: [
    // Changes: 407.72 / 1260.40 is 32.3 %.
    ("2022年度收、支总计852.68万元。与2021年度相比，收、支总计各减少407.72万元，下降32.4%。", "narrative/change"),
    ("2022年度收、支总计852.68万元，比2021年度增加100.00万元，增长13.4%。", "narrative/change"),
    // Completion: 852.68 / 1091.53 is 78.1 %.
    ("2022年度财政拨款支出年初预算为1091.53万元，支出决算为852.68万元，完成年初预算的79.1%。", "narrative/completion"),
    ("2022年度财政拨款支出年初预算为1091.53万元，支出决算为852.68万元，完成年初预算的72.83.1%。", "narrative/malformed"),
    // Shares, the denominator named or announced.
    ("共涉及项目3个，资金717.67万元，占一般公共预算项目支出总额的84.2%。", "narrative/share"),
    ("2022年度支出合计852.68万元。其中：基本支出135.01万元，占本年支出16.8%。", "narrative/share"),
    ("2022年度财政拨款支出852.68万元，主要用于：社会保障和就业(类)支出10.68万元，占1.2%。", "narrative/share"),
    // Amounts.
    ("2022年度支出合计952.68万元。", "narrative/amount"),
    ("基本支出中，人员经费138.97万元。", "narrative/amount"),
    ("人员经费138.97万元，主要包括：基本工资。", "narrative/amount"),
    ("1.一般公共服务支出(类)。年初预算为900.00万元。", nil),
    ("一般公共服务支出(类)支出821.37万元。", "narrative/amount"),
    // The item is named before what it was for.
    ("1.一般公共服务支出(类)网信事务(款)事业运行(项)。主要用于日常运行。支出决算为770.05万元。", "narrative/amount"),
    ("1、一般公共服务支出(类)网信事务(款)(1)事业运行(项)770.05万元。", "narrative/amount"),
    ("政府采购支出总额25.00万元，其中：政府采购货物支出20.00万元、政府采购服务支出6.00万元。", "narrative/sum"),
    ("纳入政府采购支出合计25.00万元。包括：货物类20.00万元，服务类6.00万元，工程类0万元。", "narrative/sum"),
    ("2022年度本单位收入总计852.68万元，较上年减少407.72万元，降低35.3%。", "narrative/change"),
    ("2022年度财政拨款收入决算952.68万元。", "narrative/amount"),
    ("2022年度调整预算总额852.68元。", "narrative/unit-word"),
    ("2022年度机关运行经费支出72.83万元。", "narrative/operating-expenses"),
    ("项目支出717.67万元。项目支出主要用于甲项目238.04万元；乙项目72.83万元。", "narrative/list"),
  ])
  func contradictions(_ text: String, _ rule: String?) throws {
    let findings = try findings(text)
    #expect(findings.map(\.rule) == [rule].compactMap { $0 })
    for finding in findings {
      #expect(finding.verdict == .break && finding.severity >= .warning)
      #expect(!finding.locations.isEmpty && finding.source != nil)
    }
  }

  /// What holds, what is not wholly understood, and what speaks of something else is left alone.
  @Test(arguments: [
    "2022年度收、支总计852.68万元。与2021年度相比，收、支总计各减少407.72万元，下降32.3%。",
    "2022年度支出合计852.68万元。其中：基本支出135.01万元，占本年支出15.8%；项目支出717.67万元，占本年支出84.2%。",
    "2022年度财政拨款支出年初预算为1091.53万元，支出决算为852.68万元，完成年初预算的78.1%。",
    "2022年度机关运行经费支出6.04万元。", "2022年度机关运行经费支出0万元。",
    "项目支出717.67万元。项目支出主要用于甲项目700.00万元；乙项目17.67万元。",
    "共涉及项目3个，资金717.67万元，占一般公共预算项目支出总额的100%。",
    "2021年度支出合计1260.40万元。", "所属单位某某学校基本支出50.00万元。", "某某小学2022年基本支出50.00万元。",
    "1.一般公共服务支出(类)网信事务(款)事业运行(项)。主要用于日常运行。支出决算为760.05万元。",
    "政府采购预算25.00万元，其中：1.货物类20.00万元。其中：纸质文具20.00万元。2.服务类5.00万元。其中：印刷服务5.00万元。",
    "某某中学2022年度支出合计52.68万元，其中：基本支出50.00万元，项目支出2.68万元。",
    "2022年单位预算收入1091.53万元，支出1091.53万元。",
    "本年度支出总计852.68万元，其中：基本支出135.01万元，占总支出的15.8%；项目支出717.67万元，占总支出的84.2%。",
    "2022年财政拨款支出852.68万元。其中：人员经费128.98万元，占15.1%；日常公用经费6.04万元，占0.7%。",
    "项目支出717.67万元，同比减少300.00万元，下降29.5%。",
    "比去年的支出合计多52.68万元。", "政府采购支出总额25.00万元，其中：货物支出20.00万元。",
    "公务接待费支出决算为0万元，完成年初预算的0.0%。", "共有车辆0辆，单价50万元以上设备7套。",
    "填报日期：2022.5.12", "预算数 852.68 852.68 100.0%", "基本支出约100万元左右。",
  ])
  func whatHoldsIsLeftAlone(_ text: String) throws {
    let findings = try findings(text)
    #expect(findings == [], "\(findings.map { $0.message.text(in: .english) })")
  }

  /// A numbered heading ends before the sentence below it, and total and parts of it are all tied.
  @Test(arguments: ["0.81", "9.81"])
  func threePublicExpensesAreTied(_ total: String) throws {
    let text =
      "2、一般公共预算财政拨款“三公”经费预算安排情况\n2025年财政拨款〝三公〞经费预算数\(total)万元，其中：公务接待费0.81万元。"
    let found = try findings(text, sample: 2).map(\.rule)
    #expect(found == (total == "0.81" ? [] : ["narrative/amount"]))
  }

  @Test func roundingIsANote() throws {
    let amounts = try findings("人员经费128.97万元。")
    #expect(amounts.map(\.verdict) == [.rounding] && amounts.map(\.severity) == [.note])
    let sums = try findings("2022年度支出合计852.69万元。其中：基本支出135.01万元，项目支出717.67万元。")
    #expect(sums.map(\.rule).sorted() == ["narrative/amount", "narrative/sum"])
    #expect(sums.allSatisfy { $0.verdict == .rounding && $0.severity == .note })
  }

  @Test func sharesThatWereBentAreSaidToBe() throws {
    let findings = try findings(
      "2022年度财政拨款支出852.68万元，主要用于以下方面：一般公共服务(类)支出821.73万元，占96.4%；"
        + "社会保障和就业(类)支出10.68万元，占1.2%；卫生健康(类)支出7.6万元，占0.9%；住房保障(类)支出12.67万元，占1.5%。")
    #expect(findings.map(\.rule) == ["narrative/share"])
    #expect(findings.first?.message.text(in: .english).contains("add up to exactly 100") ?? false)
    #expect(findings.first?.sums?.right.description == "1.3")
  }

  @Test func classesAddUpWhereAllAreNamed() throws {
    let list = "一般公共服务支出821.73万元、社会保障和就业支出10.68万元、卫生健康支出7.60万元、住房保障支出12.67万元"
    #expect(try findings("2022年度支出合计852.68万元。支出包括：\(list)。") == [])
    let wrong = try findings("2022年度支出合计852.68万元。支出包括：\(list.replacing("10.68", with: "10.86"))。")
    #expect(wrong.map(\.rule).sorted() == ["narrative/amount", "narrative/sum"])
    // A list of some says nothing of the total.
    #expect(try findings("2022年度支出合计852.68万元。支出包括：社会保障和就业支出10.68万元、卫生健康支出7.60万元。") == [])
  }

  @Test func projectsAddUpWhereAllAreThere() throws {
    let text = "共涉及项目2个，资金717.67万元。1.甲项目：项目全年预算数为700.00万元。2.乙项目：项目全年预算数为17.66万元。"
    let findings = try findings(text)
    #expect(findings.map(\.rule) == ["narrative/sum"] && findings.map(\.verdict) == [.rounding])
    #expect(try self.findings(text.replacing("项目2个", with: "项目3个")) == [])
  }

  /// Every figure of a statement is guarded: altered by more than its rounding, it is found.
  @Test func alteredStatementsAreFound() throws {
    let text =
      "2022年度支出合计852.68万元。其中：基本支出135.01万元，占本年支出15.8%；项目支出717.67万元，占本年支出84.2%。"
      + "人员经费128.98万元，公用经费6.04万元。一般公共服务支出(类)支出821.73万元。"
    #expect(try findings(text) == [])
    var generator = SeededGenerator(seed: 5)
    for printed in ["852.68", "135.01", "15.8", "717.67", "84.2", "128.98", "6.04", "821.73"] {
      let amount = try Amount(printed)
      let change = Int128(Int.random(in: 2...900, using: &generator))
      let altered = Amount(coefficient: amount.coefficient + change, scale: amount.scale)
      let found = try findings(
        text.replacing(printed, with: altered.description, maxReplacements: 1))
      #expect(found.contains { $0.verdict == .break }, "\(printed) -> \(altered)")
    }
  }
}
