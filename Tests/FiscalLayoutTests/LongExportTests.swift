import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Long exports: one column of amounts, the dimensions beside it.
struct LongExportTests {
  private func readings(_ document: Document, profile: String? = nil) throws -> [Reading] {
    try DisclosureReader(catalogue: Places.catalogue.get(), profile: profile).readings(document)
  }

  private func readings(csv rows: [[String]]) throws -> [Reading] {
    try readings(Document(name: "long.csv", bytes: CSVWriter().bytes(rows)))
  }

  /// The amounts of a table by code, label and column.
  private func amounts(_ reading: Reading, _ number: String) throws -> [String: String] {
    let catalogue = try Places.catalogue.get()
    var result: [String: String] = [:]
    for fact in reading.facts(catalogue)
    where fact["concept"].hasPrefix("expenditure.") && !fact["amount"].isEmpty {
      let table = reading.disclosure.tables.first { $0.statement == fact["statement"] }
      guard table?.layout?.hasSuffix("/" + number) ?? false else { continue }
      result[[fact["code"], fact["column"]].joined(separator: " ")] = fact["amount"]
    }
    return result
  }

  /// The tables made of the sample are those that were published, whose figures it has.
  @Test(arguments: ["03", "05-1", "06"])
  func theSampleGivesThePublishedTables(_ number: String) throws {
    let catalogue = try Places.catalogue.get()
    let profile = "wuhan-unit-budget-2025"
    let long = try #require(
      try readings(
        Document(name: "l.csv", bytes: Samples.bytes("export-long.csv")), profile: profile
      ).first)
    let published = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "p.txt", bytes: Samples.bytes("2025-unit-budget.txt")))
    let made = try long.converted(to: .tenThousandYuan, rounding: true, catalogue)
    let (found, expected) = (try amounts(made, number), try amounts(published, number))
    #expect(!expected.isEmpty)
    for (cell, amount) in expected {
      let (a, b) = (try Amount(found[cell] ?? "-1"), try Amount(amount))
      // A total is the sum of the items, from which the published one may differ by their rounding.
      guard cell.hasPrefix(" ") else {
        #expect(a.isSameValue(as: b), "\(number) \(cell): \(a), published \(b)")
        continue
      }
      var (total, items) = (AmountSum(), AmountSum())
      total.add(b)
      let length = number == "06" ? 5 : 7
      for (other, item) in expected
      where other.hasSuffix(cell) && other.prefix { $0 != " " }.count == length {
        items.add(try Amount(item))
      }
      #expect(a.isSameValue(as: items.value), "\(number) \(cell): \(a), items \(items.value)")
      #expect(total.verdict(against: items) != .break)
    }
    #expect(found.count == expected.count)
    #expect(long.disclosure.agencyCode == "135002")
    #expect(long.disclosure.fiscalYear == 2025)
  }

  /// Whatever stands in a file, a sum is of rows of one agency and one year only.
  @Test(arguments: 0..<20)
  func noSumGoesOverAgenciesOrYears(_ seed: Int) throws {
    var state = UInt64(seed + 1)
    func pick(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(count))
    }
    var rows = [
      ["年度", "单位编码", "资金性质编码", "支出功能分类科目编码", "部门支出经济分类科目编码", "项目类别名称", "金额（元）"]
    ]
    var sums: [[String]: Int] = [:]
    for _ in 0..<(4 + pick(30)) {
      let key = [["2024", "2025", "2026"][pick(3)], ["135001", "135002"][pick(2)]]
      let amount = 1 + pick(10_000)
      sums[key, default: 0] += amount
      let code = ["2010301", "2010302", "2080505"][pick(3)]
      let economic = ["30101", "30201"][pick(2)]
      rows.append(key + ["111", code, economic, "人员类项目", "\(amount)"])
    }
    let readings = try readings(csv: rows)
    #expect(readings.count == sums.count)
    for reading in readings {
      let disclosure = reading.disclosure
      let key = [disclosure.fiscalYear.map(String.init) ?? "", disclosure.agencyCode ?? ""]
      let facts = reading.facts(try Places.catalogue.get())
      let totals = facts.filter { $0["label"] == "合计" && !$0["amount"].isEmpty }.map {
        $0["amount"]
      }
      #expect(!totals.isEmpty)
      #expect(totals.allSatisfy { $0 == sums[key].map(String.init) }, "\(key)")
      #expect(facts.allSatisfy { $0["fiscal_year"] == key[0] })
    }
  }

  /// Totals of one year, of one agency and of everything are each recognised, and a wrong one is said.
  @Test func totalsOfYearsAreRecognised() throws {
    func findings(_ total: [String]) throws -> [Finding] {
      try readings(
        csv: [
          ["年度", "单位编码", "资金性质编码", "支出功能分类科目编码", "部门支出经济分类科目编码", "项目类别名称", "金额"],
          ["2024", "135001", "111", "2010301", "30101", "人员类项目", "10"],
          ["2025", "135001", "111", "2010301", "30101", "人员类项目", "20"],
          ["2025", "135002", "111", "2010301", "30101", "人员类项目", "30"], total,
        ]
      )[0].findings
    }
    for (year, agency, amount) in [
      ("2025", "", "50"), ("", "135001", "30"), ("2025", "135001", "20"), ("", "", "60"),
    ] {
      let found = try findings([year, agency, "", "合计", "", "", amount]).map(\.rule)
      #expect(found.contains("read/sum-row") && !found.contains("read/wrong-total"), "\(amount)")
    }
    #expect(
      try findings(["2025", "", "", "合计", "", "", "51"]).map(\.rule).contains("read/wrong-total"))
  }

  @Test func sumsAreDerivedAndSingleRowsAreDirect() throws {
    let reading = try #require(
      try readings(Document(name: "l.csv", bytes: Samples.bytes("export-long.csv"))).first)
    let table = try #require(
      reading.disclosure.tables.first { $0.statement == "expenditure" })
    for part in table.matrix.rows.map({ $0.parts[0] }) {
      let placed = part.cells[0].origin.placed
      if part.code == "2210201" { #expect(placed == .direct) }
      if part.code == "2014150" || part.kind != .item { #expect(placed == .derived) }
    }
  }

  private static let header = [
    "agency_code", "agency_name", "资金性质", "功能分类科目编码", "支出类型", "金额",
  ]

  @Test func agenciesTotalsParentsAndOddRowsAreToldApart() throws {
    let readings = try readings(csv: [
      ["单位：元"], Self.header,
      ["", "", "", "合计", "", "600.00"],
      ["001", "甲局", "一般公共预算", "2010301", "基本支出", "100.00"],
      ["001", "甲局", "政府性基金预算", "2120801", "项目支出", "(50.00)"],
      ["002", "乙中心", "一般公共预算", "20103", "基本支出", "200.00"],
      ["002", "乙中心", "一般公共预算", "2010350", "基本支出", "150.00"],
      ["002", "乙中心", "一般公共预算", "2010399", "基本支出", "50.00"],
      ["002", "乙中心", "一般公共预算", "无此码", "项目支出", "350.00"],
      ["002", "乙中心", "一般公共预算", "2010399", "项目支出", "多少"],
    ])
    #expect(readings.map(\.disclosure.agencyCode) == ["001", "002"])
    let first = try #require(readings.first)
    #expect(first.disclosure.tables.allSatisfy { $0.unit == .yuan })
    let expenditure = try #require(
      first.disclosure.tables.first { $0.statement == "expenditure" })
    #expect(expenditure.matrix.values.first?[0].printed == "50.00")
    let rules = Set(readings[1].findings.map(\.rule))
    // The section counts once, the text is no amount.
    #expect(
      rules.isSuperset(of: [
        "read/sum-row", "read/unpivoted-rows", "read/unread-line", "read/pivoted-table",
        "read/repaired-amount",
      ]))
    // What has no code of the function still stands where the agencies alone are listed.
    let totals = readings[1].disclosure.tables.compactMap {
      $0.matrix.values.first?[0].printed
    }
    #expect(Set(totals) == ["200.00", "550.00"])
    let own = try #require(
      readings[1].disclosure.tables.first { $0.statement == "expenditure" })
    #expect(own.matrix.values.first?[0].printed == "200.00")
  }

  @Test func aTotalThatIsNotTheSumIsReported() throws {
    let rows = [
      Self.header, ["001", "甲局", "一般公共预算", "2010301", "基本支出", "100.00"],
      ["", "", "", "合计", "", "100.01"],
    ]
    #expect(try readings(csv: rows)[0].findings.contains { $0.rule == "read/wrong-total" })
  }
}
