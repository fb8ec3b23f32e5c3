import FiscalModel
import FiscalSchema
import FiscalValidation
import TestSupport
import Testing

/// Performance forms in themselves and against the tables.
struct FormCheckTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func amount(_ text: String) throws -> FiscalValue { .amount(try Amount(text)) }

  private func findings(_ disclosure: Disclosure) -> [Finding] {
    Validator(catalogue: catalogue).validate(.direct(disclosure)).findings
      .filter { $0.rule.hasPrefix("forms/") }
  }

  private func disclosure(_ profile: String, _ forms: [Section]) -> Disclosure {
    Disclosure(profile: profile, fiscalYear: 2025, stage: .budget, sections: forms)
  }

  private func field(_ id: String, _ label: String, _ value: FiscalValue) -> Section.Block {
    .field(Section.Field(id: id, label: label, cell: Section.Cell(value)))
  }

  /// A matrix of a form; what a row does not give is blank.
  private func table(
    _ form: Layout, _ id: String, label: String? = nil, captions: [String] = [],
    rows: [[String: FiscalValue]]
  ) throws -> Section.Block {
    let layout = try #require(form.matrix(id))
    var matrix = layout.section(label: label, captions: captions)
    for row in rows {
      matrix.append(layout.columns.map { Section.Cell(row[$0.id] ?? .blank) })
    }
    return .matrix(matrix)
  }

  /// The targets of a project of 105,771.20 yuan.
  private func targets(_ changes: (inout Section) throws -> Void = { _ in }) throws -> Section {
    let layout = try #require(catalogue.layout("wuhan-unit-budget-2025/12"))
    let total = try amount("105771.20")
    var form = layout.section()
    form.number = "12-1"
    form.unit = .yuan
    form.blocks = [
      field("project", "项目名称", .text("信息化项目维护及运行")),
      field("annual-budget", "项目当年预算", total),
      try table(
        layout, "prior-years",
        rows: [
          [
            "year": .text("2023"), "budget": amount("18.08"), "executed": amount("17.23"),
            "rate": .text("95.30%"),
          ]
        ]),
      try table(
        layout, "funding",
        rows: [
          ["source": .text("合计"), "amount": total],
          ["source": .text("一般公共预算财政拨款"), "amount": amount("100000.00")],
          ["source": .text("其中：申请当年预算拨款"), "amount": amount("100000.00")],
          ["source": .text("单位资金"), "amount": amount("5771.20")],
        ]),
      try table(
        layout, "costs",
        rows: [
          ["task": .text("a"), "amount": amount("100000.00")],
          ["task": .text("b"), "basis": .text("2885.60元/月*2"), "amount": amount("5771.20")],
        ]),
    ]
    try changes(&form)
    return form
  }

  private func set(
    _ form: inout Section, _ table: String, _ row: Int, _ column: String, _ value: FiscalValue
  ) throws {
    let matrix = try #require(form.matrix(table))
    let block = try #require(form.blocks.firstIndex(of: .matrix(matrix)))
    let slot = try #require(matrix.columns.firstIndex { $0.id == column })
    form[cell: CellKey(section: 0, block: block, row: row, slot: slot)].value = value
  }

  @Test func targetsThatAddUpHaveNothing() throws {
    #expect(findings(disclosure("wuhan-unit-budget-2025", [try targets()])) == [])
  }

  @Test(arguments: [
    ("funding", 1, "amount", "100000.05", ["forms/funding"]),
    ("funding", 0, "amount", "105771.00", ["forms/funding", "forms/funding"]),
    // More "of it" than there is.
    ("funding", 2, "amount", "105771.80", ["forms/funding"]),
    ("costs", 0, "amount", "99999.00", ["forms/costs"]),
    ("costs", 1, "amount", "5771.60", ["forms/costs", "forms/product"]),
    ("prior-years", 0, "executed", "17.32", ["forms/rate"]),
  ])
  func alteredTargetsAreFound(
    _ table: String, _ row: Int, _ column: String, _ value: String, _ rules: [String]
  ) throws {
    let form = try targets { try set(&$0, table, row, column, try amount(value)) }
    let found = findings(disclosure("wuhan-unit-budget-2025", [form]))
    #expect(Set(found.map(\.rule)) == Set(rules))
    #expect(found.allSatisfy { $0.verdict == .break && $0.section == 0 })
  }

  /// 105,771.20 yuan are 10.58 in ten thousands, and nothing else.
  @Test func projectsAreComparedAcrossUnits() throws {
    let layout = try #require(catalogue.layout("wuhan-unit-budget-2025/10"))
    let panel = layout.panels[0]
    for (printed, rules) in [
      ("10.58", [String]()), ("10.57", ["forms/project", "forms/project-sum"]),
      ("11.58", ["forms/project", "forms/project-sum"]),
    ] {
      var table = layout.section()
      table.unit = .tenThousandYuan
      for (kind, label) in [(RowKind.total, ""), (.project, "信息化项目维护及运行")] {
        var cells = panel.valueColumns.map { _ in Section.Cell() }
        let slot = try #require(
          panel.valueColumns.firstIndex { layout.columns[$0].role == .amount })
        cells[slot].value = try amount(printed)
        table.matrix.rows.append(
          .init(parts: [
            .init(kind: kind, line: kind == .total ? "total" : nil, label: label, cells: cells)
          ]))
      }
      var both = disclosure("wuhan-unit-budget-2025", [try targets()])
      both.sections.insert(table, at: 0)
      #expect(findings(both).map(\.rule) == rules, "\(printed)")
    }
  }

  /// A self-evaluation: 20 points for the execution, 80 in two groups.
  private func evaluation(
    _ groups: [(String, [(String, String)])] = [
      ("产出指标（40分）", [("数量指标（25分）", "25"), ("质量指标（15分）", "15")]),
      ("效益指标（40分）", [("社会效益指标（40分）", "40")]),
    ], score: String = "20", rate: String = "100.0%", total: String = "100"
  ) throws -> Section {
    let layout = try #require(catalogue.layout("wuhan-final-accounts-2021/11"))
    let indicators = try #require(layout.matrix("annual"))
    var rows: [[String: FiscalValue]] = []
    for (group, items) in groups {
      for (index, item) in items.enumerated() {
        var row: [String: FiscalValue] = [
          "level-1": index == 0 ? .text(group) : .blank, "level-2": .text(item.0),
          "indicator": .text("\(group)\(index)"), "score": .text(item.1),
        ]
        for column in indicators.columns where row[column.id] == nil {
          row[column.id] = .text("100%")
        }
        rows.append(row)
      }
    }
    var form = layout.section()
    form.unit = .tenThousandYuan
    form.blocks = [
      field("project", "项目名称", .text("某项目")),
      try table(
        layout, "execution", label: "预算执行情况（万元）（20分）", captions: ["得分（20分*执行率）"],
        rows: [
          [
            "item": .text("年度财政资金总额"), "budget": amount("13.9"), "executed": amount("13.9"),
            "rate": .text(rate), "score": .text(score),
          ]
        ]),
      try table(layout, "annual", label: "年度绩效目标（80分）", rows: rows),
      field("total-score", "总分", .text(total)),
    ]
    return form
  }

  private func rules(_ form: Section) -> Set<String> {
    Set(findings(disclosure("wuhan-final-accounts-2021", [form])).map(\.rule))
  }

  @Test func pointsThatAddUpHaveNothing() throws { #expect(try rules(evaluation()) == []) }

  @Test func pointsThatDoNotAddUpAreFound() throws {
    // 70 + 10 are 80 as 40 + 40 are, but each group is wrong.
    let swapped = findings(
      disclosure(
        "wuhan-final-accounts-2021",
        [
          try evaluation([
            ("产出指标（70分）", [("数量指标（25分）", "25"), ("质量指标（15分）", "15")]),
            ("效益指标（10分）", [("社会效益指标（40分）", "40")]),
          ])
        ]))
    #expect(swapped.map(\.rule) == ["forms/weight", "forms/weight"])
    #expect(swapped.map { $0.sums?.difference.description } == ["30", "-30"])
    #expect(try rules(evaluation(score: "19")) == ["forms/score", "forms/total-score"])
    #expect(try rules(evaluation(rate: "90.0%")) == ["forms/rate", "forms/score"])
    #expect(try rules(evaluation(total: "99")) == ["forms/total-score"])
    #expect(
      try rules(
        evaluation([("产出指标（81分）", [("数量指标（81分）", "80")])])) == ["forms/weight"])
  }
}
