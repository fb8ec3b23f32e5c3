import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Long exports of several agencies, years and stages in random rows and columns: nothing of two of them is
/// ever added up.
struct RandomExportTests {
  /// A row of an export.
  private struct Record {
    var agency: String
    var year: String
    var stage: String
    var fund: String
    var function: String
    var economic: String
    var category: String
    var amount: Int

    var amountText: String { "\(amount / 100).\(amount % 100 / 10)\(amount % 10)" }
  }

  private static let agencies = ["301": "甲局", "302": "乙中心", "303": "丙站"]
  private static let stages = ["年初预算": "budget", "决算": "final"]
  private static let funds = [
    "111 一般公共预算资金": "general-public-budget", "12-政府性基金预算": "government-fund",
  ]
  private static let categories = ["基本支出": "expenditure.basic", "项目支出": "expenditure.project"]

  private static func records(_ generator: inout SeededGenerator) -> [Record] {
    func one(_ texts: some Collection<String>) -> String {
      texts.sorted().randomElement(using: &generator) ?? ""
    }
    let years = ["2024", "2025"].prefix(Int.random(in: 1...2, using: &generator))
    let stages = stages.keys.sorted().prefix(Int.random(in: 1...2, using: &generator))
    let agencies = agencies.keys.sorted().prefix(Int.random(in: 1...3, using: &generator))
    return (0..<Int.random(in: 4...30, using: &generator)).map { _ in
      Record(
        agency: one(agencies), year: one(years), stage: one(stages), fund: one(funds.keys),
        function: one(["2010301", "2010302", "2080505", "2210201"]),
        economic: one(["30101", "30102", "30201"]), category: one(categories.keys),
        amount: Int.random(in: 1...9_999_999, using: &generator))
    }
  }

  /// The export as a file, its columns in random order.
  private static func export(
    _ records: [Record], _ generator: inout SeededGenerator
  ) throws -> Document {
    var columns: [(caption: String, text: (Record) -> String)] = [
      ("预算单位编码", { $0.agency }), ("预算单位名称", { agencies[$0.agency] ?? "" }),
      ("预算年度", { $0.year }), ("预算阶段", { $0.stage }), ("资金性质", { $0.fund }),
      ("支出功能分类科目编码", { $0.function }), ("部门支出经济分类科目编码", { $0.economic }),
      ("支出类型", { $0.category }), ("金额（元）", { $0.amountText }),
    ]
    columns.shuffle(using: &generator)
    let rows = [columns.map(\.caption)] + records.map { record in columns.map { $0.text(record) } }
    return try Document(name: "export.csv", bytes: CSVWriter().bytes(rows))
  }

  @Test(arguments: 1...40)
  func sumsAreOfOneAgencyYearStageAndFund(_ seed: UInt64) throws {
    let catalogue = try Places.catalogue.get()
    var generator = SeededGenerator(seed: seed)
    let records = Self.records(&generator)
    let readings = try DisclosureReader(catalogue: catalogue)
      .readings(Self.export(records, &generator))
    #expect(
      readings.count == Set(records.map { [$0.agency, $0.year, $0.stage] }).count,
      "\(readings.count)")
    let facts = readings.flatMap { $0.facts(catalogue) }
    #expect(facts.count == records.count)
    for (fact, record) in zip(facts.sorted { Self.line($0) < Self.line($1) }, records) {
      #expect(fact["amount"] == record.amountText && fact["placed"] == "direct")
      #expect(fact["agency_code"] == record.agency && fact["fiscal_year"] == record.year)
      #expect(fact["agency"] == Self.agencies[record.agency])
      #expect(fact["stage"] == Self.stages[record.stage])
      #expect(fact["fund_source"] == Self.funds[record.fund])
      #expect(fact["function_code"] == record.function && fact["economic_code"] == record.economic)
      #expect(fact["concept"] == Self.categories[record.category])
    }
    var tried = 0
    for reading in readings where reading.disclosure.stage == .budget {
      let official = try Translator(catalogue: catalogue)
        .translate(reading, to: "wuhan-unit-budget-2025")
      for fact in official.facts(catalogue) where !fact["amount"].isEmpty {
        #expect(fact["amount"] == Self.sum(records, of: fact, reading.disclosure), "\(fact.fields)")
        tried += 1
      }
    }
    #expect(tried > 0 || !records.contains { $0.stage == "年初预算" })
  }

  private static func line(_ fact: Fact) -> Int {
    Int(fact["source"].drop { $0 != "!" }.filter(\.isNumber)) ?? 0
  }

  /// What a figure of an official table must be by the records alone.
  private static func sum(
    _ records: [Record], of fact: Fact, _ disclosure: Disclosure
  ) -> String? {
    let own = records.filter { record in
      record.agency == disclosure.agencyCode && Int(record.year) == disclosure.fiscalYear
        && stages[record.stage] == "budget"
        && [nil, funds[record.fund]].contains(
          fact["fund_source"].isEmpty ? nil : fact["fund_source"])
        && record.function.hasPrefix(fact["function_code"])
        && record.economic.hasPrefix(fact["economic_code"])
        && belongs(record, to: fact["concept"])
    }
    return Record(
      agency: "", year: "", stage: "", fund: "", function: "", economic: "", category: "",
      amount: own.reduce(0) { $0 + $1.amount }
    ).amountText
  }

  private static func belongs(_ record: Record, to concept: String) -> Bool {
    if concept == "expenditure.current-year" { return true }
    guard let own = categories[record.category] else { return false }
    let part = record.economic.hasPrefix("302") ? ".operating" : ".personnel"
    let finer = own == "expenditure.basic" ? own + part : own
    return own == concept || finer == concept
  }
}
