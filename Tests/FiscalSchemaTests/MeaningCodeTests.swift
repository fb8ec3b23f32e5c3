import FiscalModel
import FiscalSchema
import TestSupport
import Testing

/// Codes in cells, the classification of a column, and the lines around a table.
struct MeaningCodeTests {
  private static let meanings = Result { try Meanings(catalogue: try Places.catalogue.get()) }
  private var meanings: Meanings { get throws { try MeaningCodeTests.meanings.get() } }

  @Test(arguments: [
    ("2010301-行政运行", "2010301", "行政运行"), ("[301]工资福利支出", "301", "工资福利支出"),
    ("【30101】基本工资", "30101", "基本工资"), ("30101 基本工资", "30101", "基本工资"),
    ("1-一般公共预算", "1", "一般公共预算"), ("111 一般公共预算资金", "111", "一般公共预算资金"),
    ("201一般公共服务支出", "201", "一般公共服务支出"),
    ("101003-某某区实验小学", "101003", "某某区实验小学"),
    ("11000022T000000460216-《某某》杂志办刊经费", "11000022T000000460216", "《某某》杂志办刊经费"),
    ("3021202-其他因公出国（境）费用", "3021202", "其他因公出国（境）费用"),
  ])
  func codeAndName(_ text: String, _ code: String, _ name: String) throws {
    let found = try #require(try meanings.code(in: text))
    #expect(found.code == code)
    #expect(found.name == name)
  }

  @Test(arguments: [
    "2026年预算数", "100万元以上", "3-5岁儿童", "12月底前", "8-某某", "行政运行", "201", "1-6月支出",
    "2026-3-26", "A-货物", "", "1.事业收入", "20万以下", "2023-2024年档案",
  ])
  func noCode(_ text: String) throws { #expect(try meanings.code(in: text) == nil) }

  @Test(arguments: [
    (["201", "20103", "2010301", "合计"], "", "functional", "function_code", false),
    (["2010301-行政运行", "2010302-一般行政管理事务"], "", "functional", "function_code", true),
    (["301", "30101", "30299"], "", "economic-departmental", "economic_code", false),
    (["[301]工资福利支出", "[30101]基本工资"], "", "economic-departmental", "economic_code", true),
    (["3021101-差旅费", "30201-办公费"], "", "economic-departmental", "economic_code", true),
    (["50101-工资奖金津补贴", "50201-办公经费"], "", "economic-government", "economic_government_code", true),
    (["117", "117001", "117002"], "", "units", "unit_code", false),
    (["201", "201001"], "units", "units", "unit_code", false),
    (["42010425135T000000100", "42010425135T000000101"], "", "projects", "project_code", false),
    (["一、一般公共服务支出", "二、外交支出", "本年支出合计"], "", "functional", "function_code", false),
    (["基本工资", "津贴补贴", "奖金"], "", "economic-departmental", "economic_code", false),
  ])
  func classificationOfColumn(
    _ samples: [String], _ hint: String, _ classification: String, _ dimension: String,
    _ isJoined: Bool
  ) throws {
    let found = try meanings.classification(ofColumn: samples, hint: hint.isEmpty ? nil : hint)
    #expect(found?.classification == classification)
    #expect(found?.dimension == dimension)
    #expect(found?.isJoined == isJoined)
  }

  @Test(arguments: [["01", "03"], ["合计", ""], ["某某局", "某某中心"], []])
  func noClassification(_ samples: [String]) throws {
    #expect(try meanings.classification(ofColumn: samples, hint: nil) == nil)
  }

  @Test(arguments: [
    ("201", "functional", RowKind.class), ("20103", "functional", .section),
    ("2010301", "functional", .item), ("20827999", "functional", .item),
    ("3021101", "economic-departmental", .item), ("117001", "units", .unit),
    ("42010425135T000000100", "projects", .project),
  ])
  func rowKinds(_ code: String, _ classification: String, _ kind: RowKind) throws {
    #expect(try meanings.rowKind(ofCode: code, in: classification) == kind)
  }

  @Test(arguments: [
    ("部门：某某市审计局          单位：万元", "某某市审计局", AmountUnit.tenThousandYuan, 0, ""),
    ("单位名称：某某区教育局单位：元", "某某区教育局", .yuan, 0, ""),
    ("部门名称：某某市财政局（本级） 单位：万元", "某某市财政局（本级）", .tenThousandYuan, 0, ""),
    ("编制单位：2016年度金额单位:元", "", .yuan, 2016, ""),
    ("单位：某某区教育局", "某某区教育局", nil, 0, ""), ("(单位：万元)", "", .tenThousandYuan, 0, ""),
    ("公开05表", "", nil, 0, "5"), ("预算 01表", "", nil, 0, "1"), ("（2026年度）", "", nil, 2026, ""),
    ("金额单位：亿元", "", .hundredMillionYuan, 0, ""),
  ])
  func headings(
    _ text: String, _ agency: String, _ unit: AmountUnit?, _ year: Int, _ number: String
  ) throws {
    let heading = try #require(try meanings.heading(in: text))
    #expect(heading.agency ?? "" == agency)
    #expect(heading.unit == unit)
    #expect(heading.year ?? 0 == year)
    #expect(heading.number ?? "" == number)
  }

  @Test func theCodeOfAnAgency() throws {
    let heading = try #require(try meanings.heading(in: "部门：126001-某某市信访局"))
    #expect(heading.agencyCode == "126001")
    #expect(heading.agency == "某某市信访局")
  }

  @Test(arguments: [
    "打印日期：2025-03-01", "附件3", "合计", "一、部门概况", "注：本表金额单位转换时可能存在尾数误差。",
    "本部门2026年收入预算100万元", "",
  ])
  func noHeading(_ text: String) throws { #expect(try meanings.heading(in: text) == nil) }

  @Test(arguments: [
    ("2026年某某市审计局部门预算公开", Stage.budget), ("2022年度部门决算", .final),
    ("一般公共预算财政拨款支出情况", nil), ("2024年部门预决算公开", nil), ("预算单位名单", nil),
    ("2024年度部门决算（预算执行）", .final),
  ])
  func stages(_ text: String, _ stage: Stage?) throws {
    #expect(try meanings.stage(in: text) == stage)
  }
}
