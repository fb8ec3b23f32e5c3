import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

/// The relations that hold by concept, in tables that follow no layout.
struct ConceptRelationTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  // MARK: Tables

  /// A column by its captions and what they mean.
  private struct Column {
    var path: [String]
    var concept: String?
    var fund: String?

    init(_ path: String..., concept: String? = nil, fund: String? = nil) {
      self.path = path
      self.concept = concept
      self.fund = fund
    }
  }

  /// A row by its key and its figures; an empty text is a blank cell.
  private struct Row {
    var kind: RowKind
    var code: String?
    var label: String
    var concept: String?
    var members: [String: String] = [:]
    var figures: [String]

    init(_ kind: RowKind, _ label: String, _ concept: String?, _ figures: String...) {
      self.kind = kind
      self.label = label
      self.concept = concept
      self.figures = figures
    }

    init(total figures: String...) {
      self.kind = .total
      label = "合计"
      self.figures = figures
    }

    init(_ code: String, _ figures: String...) {
      kind = Classification.level(of: code) ?? .item
      self.code = code
      label = code
      members = ["function_code": code]
      self.figures = figures
    }
  }

  /// With two decimals, so that rounding explains no whole difference.
  private func part(_ row: Row) throws -> Section.Part {
    Section.Part(
      kind: row.kind, code: row.code, label: row.label, concept: row.concept, members: row.members,
      cells: try row.figures.map {
        Section.Cell($0.isEmpty ? .blank : .amount(try Amount($0 + ".00")))
      })
  }

  /// A table of one panel: a column of labels and columns of amounts.
  private func table(
    _ statement: String?, _ columns: [Column], _ rows: [Row], numbers: [String]? = nil
  ) throws -> Section {
    var matrix = Section.Matrix(
      columns: [Section.Column(id: "c0", path: ["项目"], role: .label)]
        + columns.enumerated().map { index, column in
          Section.Column(
            id: "c\(index + 1)", path: column.path, role: .amount, concept: column.concept,
            members: column.fund.map { ["fund_source": $0] } ?? [:])
        },
      panels: [
        Section.Panel(
          id: "p1", columns: 0..<(columns.count + 1), labelColumn: 0,
          valueColumns: Array(1...columns.count))
      ], columnNumbers: numbers.map { ["栏次"] + $0 })
    matrix.rows = try rows.map { Section.Row(parts: [try part($0)]) }
    return Section(
      statement: statement, title: statement, unit: .tenThousandYuan, stage: .budget,
      blocks: [.matrix(matrix)])
  }

  /// A summary: a panel for each side, with one column of amounts.
  private func summary(_ revenue: [Row], _ expenditure: [Row]) throws -> Section {
    let left = try table(nil, [Column("预算数", concept: "amount")], revenue).matrix
    let right = try table(nil, [Column("预算数", concept: "amount")], expenditure).matrix
    var matrix = Section.Matrix(columns: left.columns + right.columns)
    matrix.panels = [0, 2].map { start in
      Section.Panel(
        id: "p\(start)", columns: start..<(start + 2), labelColumn: start,
        valueColumns: [start + 1])
    }
    let blank = Section.Part(kind: .blank, cells: [Section.Cell()])
    matrix.rows = (0..<max(left.rows.count, right.rows.count)).map { row in
      Section.Row(
        parts: [left, right].map { $0.rows.indices.contains(row) ? $0.rows[row].parts[0] : blank })
    }
    return Section(
      statement: "revenue-expenditure-summary", title: "收支总表", unit: .tenThousandYuan,
      stage: .budget, blocks: [.matrix(matrix)])
  }

  /// The worst verdict of each relation that was checked.
  private func verdicts(_ sections: Section...) -> [String: Verdict] {
    let report = Validator(catalogue: catalogue)
      .validate(.direct(Disclosure(fiscalYear: 2026, stage: .budget, sections: sections)))
    return Dictionary(
      report.checks.map { ($0.equation.relation.id, $0.verdict) }, uniquingKeysWith: max)
  }

  // MARK: Columns

  private static let kinds = [
    Column("合计", concept: "expenditure.current-year"),
    Column("基本支出", "小计", concept: "expenditure.basic"),
    Column("基本支出", "人员经费", concept: "expenditure.basic.personnel"),
    Column("基本支出", "公用经费", concept: "expenditure.basic.operating"),
    Column("项目支出", concept: "expenditure.project"),
  ]

  @Test func columnsAddUpByConcept() throws {
    let row = Row("2010301", "9", "6", "4", "2", "3")
    #expect(
      verdicts(try table("expenditure", Self.kinds, [row]))
        == ["concept/expenditure": .exact, "concept/basic-expenditure": .exact])
  }

  @Test func aWrongSumOfColumnsIsBroken() throws {
    let row = Row("2010301", "9", "6", "4", "1", "3")
    #expect(
      verdicts(try table("expenditure", Self.kinds, [row]))
        == ["concept/expenditure": .exact, "concept/basic-expenditure": .break])
  }

  /// A column without a meaning may be a part where it has a figure, and is none where it has not.
  @Test(arguments: [("1", Verdict.ambiguous), ("", .break), ("0", .break)])
  func anUnknownColumnMayBeAPart(figure: String, verdict: Verdict) throws {
    let columns = Self.kinds + [Column("不认识的栏目")]
    let row = Row("2010301", "10", "6", "4", "2", "3", figure)
    #expect(verdicts(try table("expenditure", columns, [row]))["concept/expenditure"] == verdict)
  }

  /// What is bought is paid as something else as well, and a figure less something is none of its parts.
  @Test func purchasesAndDerivedFiguresAreNoParts() throws {
    let columns =
      Self.kinds + [
        Column("政府采购", concept: "procurement"),
        Column("扣除中央基建投资后预算数", concept: "expenditure.current-year"),
        Column("增减额"),
      ]
    let row = Row("2010301", "9", "6", "4", "2", "3", "5", "8", "1")
    #expect(verdicts(try table("expenditure", columns, [row]))["concept/expenditure"] == .exact)
  }

  @Test func withoutProjectsThereIsNoSum() throws {
    let row = Row("2010301", "9", "6", "4", "2")
    #expect(
      verdicts(try table("expenditure", Array(Self.kinds.prefix(4)), [row]))
        == ["concept/basic-expenditure": .exact])
  }

  @Test(arguments: [("5", Verdict.exact), ("4", .break)])
  func columnsAddUpByFund(total: String, verdict: Verdict) throws {
    let columns = [
      Column("合计", concept: "expenditure.basic"),
      Column("财政拨款", "小计", concept: "expenditure.basic", fund: "fiscal-appropriation"),
      Column("财政拨款", "一般公共预算", concept: "expenditure.basic", fund: "general-public-budget"),
      Column("财政拨款", "政府性基金预算", concept: "expenditure.basic", fund: "government-fund"),
      Column("单位资金", concept: "expenditure.basic", fund: "unit-funds"),
    ]
    let row = Row("30101", total, "3", "2", "1", "2")
    #expect(
      verdicts(try table("total-basic-expenditure", columns, [row])) == ["concept/funds": verdict])
  }

  @Test(arguments: [("15", Verdict.exact), ("16", .break)])
  func threePublicExpensesAreTheirParts(total: String, verdict: Verdict) throws {
    let columns = [
      Column("合计", concept: "three-public.total"),
      Column("因公出国（境）费", concept: "three-public.overseas"),
      Column("公务用车购置及运行费", "小计", concept: "three-public.vehicles"),
      Column("公务用车购置及运行费", "购置费", concept: "three-public.vehicles.purchase"),
      Column("公务用车购置及运行费", "运行费", concept: "three-public.vehicles.operation"),
      Column("公务接待费", concept: "three-public.hospitality"),
    ]
    let row = Row(total: total, "", "9", "", "9", "6")
    #expect(
      verdicts(try table("three-public-expenses", columns, [row]))
        == ["concept/three-public": verdict, "concept/vehicles": .exact])
  }

  /// Where the fiscal year is not known, captions keep their years apart.
  @Test func yearsAreNotMixed() throws {
    func columns(_ year: String) -> [Column] {
      [
        Column(year, "小计", concept: "expenditure.current-year"),
        Column(year, "基本支出", concept: "expenditure.basic"),
        Column(year, "项目支出", concept: "expenditure.project"),
      ]
    }
    let row = Row("2010301", "5", "3", "2", "7", "3", "4")
    let section = try table("expenditure", columns("2023年预算数") + columns("2024年预算数"), [row])
    #expect(verdicts(section) == ["concept/expenditure": .exact])
  }

  // MARK: Column numbers

  /// A printed sum holds where the captions say so too; in another form the same number may mean another
  /// column.
  @Test(
    arguments: [
      ("expenditure.basic", "9", Verdict.exact), ("expenditure.basic", "8", .break),
      ("revenue.other", "8", .ambiguous), (nil, "8", .ambiguous),
    ] as [(String?, String, Verdict)])
  func printedColumnNumbers(concept: String?, total: String, verdict: Verdict) throws {
    let columns = [
      Column("合计", concept: "expenditure.current-year"), Column("基本支出", concept: concept),
      Column("项目支出", concept: "expenditure.project"),
    ]
    let section = try table(
      nil, columns, [Row("2010301", total, "6", "3")], numbers: ["1=2+3", "2", "3"])
    #expect(verdicts(section)["check/printed-equation"] == verdict)
  }

  // MARK: Codes

  private func levels(_ rows: [Row]) throws -> [String: Verdict] {
    verdicts(
      try table("expenditure", [Column("合计", concept: "expenditure.current-year")], rows))
  }

  @Test func codesAddUpLevelByLevel() throws {
    let rows = [
      Row(total: "10"), Row("201", "7"), Row("20103", "7"), Row("2010301", "4"),
      Row("2010302", "3"), Row("208", "3"), Row("20805", "3"), Row("2080505", "3"),
    ]
    #expect(try levels(rows) == ["concept/code-levels": .exact, "concept/total-row": .exact])
    var wrong = rows
    wrong[4].figures = ["2"]
    #expect(try levels(wrong)["concept/code-levels"] == .break)
    wrong[0].figures = ["11"]
    #expect(try levels(wrong)["concept/total-row"] == .break)
  }

  /// A total may stand below, and levels may be left out.
  @Test(arguments: [("7", Verdict.exact), ("8", .break)])
  func aTotalIsTheSumOfItems(total: String, verdict: Verdict) throws {
    let rows = [Row("2010301", "4"), Row("2080505", "3"), Row(total: total)]
    #expect(try levels(rows) == ["concept/total-row": verdict])
  }

  /// A row whose label is not known may be one of the codes: the sum holds with it, or is in doubt.
  @Test(arguments: [("3", Verdict.exact), ("2", .ambiguous)])
  func anUnknownRowMayBeAPart(figure: String, verdict: Verdict) throws {
    let rows = [Row("20103", "7"), Row("2010301", "4"), Row(.category, "别的", nil, figure)]
    #expect(try levels(rows) == ["concept/code-levels": verdict])
  }

  /// Rows of one code are parts where another dimension tells them apart or their sum does; else they may
  /// contain each other, and nothing is said of them.
  @Test func codesThatStandTwice() throws {
    var rows = [Row(total: "8"), Row("2010301", "4"), Row("2010301", "4")]
    #expect(try levels(rows) == ["concept/total-row": .exact])
    rows[0] = Row(total: "9")
    #expect(try levels(rows) == [:])
    rows[1].members["economic_code"] = "30101"
    rows[2].members["economic_code"] = "30102"
    #expect(try levels(rows) == ["concept/total-row": .break])
  }

  /// A piece of a code that stands divided proves nothing.
  @Test func piecesOfCodesAreNoLevels() throws {
    var piece = Row("201", "7")
    piece.code = "03"
    #expect(try levels([Row(total: "9"), Row("201", "7"), piece]) == [:])
  }

  // MARK: Lines

  private static let revenue = [
    Row(.category, "一、财政拨款收入", "revenue.fiscal-appropriation", "5"),
    Row(
      .category, "1.一般公共预算拨款", "revenue.general-public-budget-appropriation", "4"),
    Row(.category, "2.政府性基金预算拨款", "revenue.government-fund-appropriation", "1"),
    Row(.category, "二、其他收入", "revenue.other", "2"),
    Row(.subtotal, "本年收入合计", "revenue.current-year", "7"),
    Row(.category, "使用非财政拨款结余", "non-fiscal-balance.used", "1"),
    Row(.category, "上年结转", "carry-over.opening", "2"),
    Row(.total, "收入总计", "total.revenue", "10"),
  ]

  private static func expenditure(_ total: String) -> [Row] {
    var education = Row(.class, "一、教育支出", "expenditure.function", "6")
    education.members = ["function_code": "205"]
    var health = Row(.class, "二、卫生健康支出", "expenditure.function", "3")
    health.members = ["function_code": "210"]
    return [
      education, health, Row(.subtotal, "本年支出合计", "expenditure.current-year", "9"),
      Row(.category, "结转下年", "carry-over.closing", "1"),
      Row(.total, "支出总计", "total.expenditure", total),
    ]
  }

  @Test func aSummaryAddsUp() throws {
    #expect(
      verdicts(try summary(Self.revenue, Self.expenditure("10"))) == [
        "concept/revenue": .exact, "concept/total-revenue": .exact,
        "concept/fiscal-appropriation": .exact, "concept/expenditure-by-function": .exact,
        "concept/total-expenditure": .exact, "concept/balance": .exact,
      ])
  }

  @Test func bothSidesOfASummaryBalance() throws {
    let found = verdicts(try summary(Self.revenue, Self.expenditure("11")))
    #expect(found["concept/balance"] == .break)
    #expect(found["concept/total-expenditure"] == .break)
  }

  /// A line that is not known may be a part where it has a figure.
  @Test(arguments: [("1", Verdict.ambiguous), ("", .break)])
  func anUnknownLineMayBeAPart(figure: String, verdict: Verdict) throws {
    var lines = Self.revenue
    lines[4].figures = ["8"]
    lines.insert(Row(.category, "三、不认识的项目", nil, figure), at: 4)
    #expect(verdicts(try summary(lines, []))["concept/revenue"] == verdict)
  }

  /// What is named "of which" is contained in what stands before it.
  @Test func memosAreNoParts() throws {
    var lines = Self.revenue
    lines.insert(Row(.memo, "其中：专项收入", nil, "1"), at: 2)
    #expect(verdicts(try summary(lines, []))["concept/revenue"] == .exact)
  }

  // MARK: Several tables

  private func revenueTable(_ total: String) throws -> Section {
    try table(
      "revenue",
      [
        Column("合计", concept: "total.revenue"), Column("其他收入", concept: "revenue.other"),
      ], [Row(total: total, "2")])
  }

  @Test(arguments: [("10", Verdict.exact), ("12", .break)])
  func tablesPrintTheFiguresOfTheSummary(total: String, verdict: Verdict) throws {
    let sections = (
      try summary(Self.revenue, Self.expenditure("10")), try revenueTable(total)
    )
    #expect(verdicts(sections.0, sections.1)["concept/revenue-tables"] == verdict)
  }

  /// A statement that stands twice is that of several units, and none of them is the summary's.
  @Test func repeatedStatementsAreNotCompared() throws {
    let found = verdicts(
      try summary(Self.revenue, Self.expenditure("10")), try revenueTable("12"),
      try revenueTable("3"))
    #expect(found["concept/revenue-tables"] == nil)
  }

  @Test(arguments: [("9", Verdict.exact), ("8", .break)])
  func tablesByFunctionAndByEconomicClassAgree(total: String, verdict: Verdict) throws {
    let columns = [Column("合计", concept: "expenditure.current-year")]
    let found = verdicts(
      try table("general-public-budget-expenditure", columns, [Row(total: "9")]),
      try table(
        "general-public-budget-expenditure-by-economic-class", columns, [Row(total: total)]))
    #expect(found == ["concept/general-public-budget-tables": verdict])
  }

  // MARK: Sentences

  /// A sentence that names a figure of another place is no contradiction; one whose figure no table prints
  /// is.
  @Test(arguments: [("6.00", 0), ("9.00", 0), ("7.00", 1)])
  func sentencesMayMeanAnotherFigure(said: String, count: Int) throws {
    let columns = [
      Column("合计", concept: "three-public.total"),
      Column("因公出国（境）费", concept: "three-public.overseas"),
      Column("公务接待费", concept: "three-public.hospitality"),
    ]
    let section = try table("three-public-expenses", columns, [Row(total: "15", "9", "6")])
    var reading = Reading.direct(
      Disclosure(fiscalYear: 2026, stage: .budget, sections: [section]))
    reading.narrative = [
      NarrativeLine(
        text: "公务接待费预算\(said)万元。", location: Location(page: 1, line: 1))
    ]
    let report = Validator(catalogue: catalogue).validate(reading)
    #expect(report.findings.count { $0.rule == "narrative/amount" } == count)
  }

  // MARK: Accounts

  /// Where a layout says what holds, nothing is said twice.
  @Test func layoutsHaveTheirOwnRelations() {
    let report = Validator(catalogue: catalogue)
      .validate(.direct(RandomAccounts(seed: 1, catalogue: catalogue).disclosure))
    #expect(!report.checks.contains { $0.equation.relation.id.hasPrefix("concept/") })
  }

  /// Accounts that add up agree without the layouts that they follow.
  @Test func accountsThatAddUpAgree() {
    for seed in UInt64(1)...20 {
      let report = Validator(catalogue: catalogue).validate(
        .direct(RandomAccounts(seed: seed, catalogue: catalogue).disclosure.withoutLayouts))
      #expect(report.checks.allSatisfy { $0.verdict == .exact }, "seed \(seed)")
      #expect(report.checked > 50)
    }
  }
}
