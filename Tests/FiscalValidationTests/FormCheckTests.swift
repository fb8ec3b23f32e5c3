import FiscalModel
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

  private func disclosure(_ profile: String, _ forms: [FiscalForm]) -> Disclosure {
    Disclosure(profile: profile, fiscalYear: 2025, stage: .budget, forms: forms)
  }

  /// The targets of a project of 105,771.20 yuan.
  private func targets(_ changes: (inout FiscalForm) throws -> Void = { _ in }) throws -> FiscalForm
  {
    let layout = try #require(catalogue.form("wuhan-unit-budget-2025/12"))
    func row(_ table: String, _ cells: [String: FiscalValue]) throws -> [FiscalValue] {
      try #require(layout.table(table)).columns.map { cells[$0.id] ?? .blank }
    }
    let total = try amount("105771.20")
    var form = FiscalForm(
      layout: layout.id, statement: layout.statement, number: "12-1", unit: .yuan,
      parts: [
        .field(.init(id: "project", label: "项目名称", value: .text("信息化项目维护及运行"))),
        .field(.init(id: "annual-budget", label: "项目当年预算", value: total)),
        .table(
          .init(
            id: "prior-years",
            rows: [
              try row(
                "prior-years",
                [
                  "year": .text("2023"), "budget": amount("18.08"), "executed": amount("17.23"),
                  "rate": .text("95.30%"),
                ])
            ])),
        .table(
          .init(
            id: "funding",
            rows: [
              try row("funding", ["source": .text("合计"), "amount": total]),
              try row("funding", ["source": .text("一般公共预算财政拨款"), "amount": amount("100000.00")]),
              try row("funding", ["source": .text("其中：申请当年预算拨款"), "amount": amount("100000.00")]),
              try row("funding", ["source": .text("单位资金"), "amount": amount("5771.20")]),
            ])),
        .table(
          .init(
            id: "costs",
            rows: [
              try row("costs", ["task": .text("a"), "amount": amount("100000.00")]),
              try row(
                "costs",
                ["task": .text("b"), "basis": .text("2885.60元/月*2"), "amount": amount("5771.20")]),
            ])),
      ])
    try changes(&form)
    return form
  }

  private func set(
    _ form: inout FiscalForm, _ table: String, _ row: Int, _ column: String, _ value: FiscalValue
  ) throws {
    let layout = try #require(catalogue.form(form.layout)?.table(table))
    let position = try #require(layout.columns.firstIndex { $0.id == column })
    for (index, part) in form.parts.enumerated() {
      guard case .table(var own) = part, own.id == table else { continue }
      own.rows[row][position] = value
      form.parts[index] = .table(own)
    }
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
    #expect(found.allSatisfy { $0.verdict == .break && $0.form == 0 })
  }

  /// 105,771.20 yuan are 10.58 in ten thousands, and nothing else.
  @Test func projectsAreComparedAcrossUnits() throws {
    let layout = try #require(catalogue.layout("wuhan-unit-budget-2025/10"))
    let panel = layout.panels[0]
    for (printed, rules) in [
      ("10.58", [String]()), ("10.57", ["forms/project", "forms/project-sum"]),
      ("11.58", ["forms/project", "forms/project-sum"]),
    ] {
      var table = FiscalTable(
        layout: layout.id, statement: layout.statement, unit: .tenThousandYuan)
      for (kind, label) in [(RowKind.total, ""), (.project, "信息化项目维护及运行")] {
        var values = [FiscalValue](repeating: .blank, count: panel.valueColumns.count)
        let value = try #require(
          panel.valueColumns.firstIndex { layout.columns[$0].role == .amount })
        values[value] = try amount(printed)
        table.rows.append(
          Row(parts: [
            RowPart(kind: kind, line: kind == .total ? "total" : nil, label: label, values: values)
          ]))
      }
      var both = disclosure("wuhan-unit-budget-2025", [try targets()])
      both.tables = [table]
      #expect(findings(both).map(\.rule) == rules, "\(printed)")
    }
  }

  /// A self-evaluation: 20 points for the execution, 80 in two groups.
  private func evaluation(
    _ groups: [(String, [(String, String)])] = [
      ("产出指标（40分）", [("数量指标（25分）", "25"), ("质量指标（15分）", "15")]),
      ("效益指标（40分）", [("社会效益指标（40分）", "40")]),
    ], score: String = "20", rate: String = "100.0%", total: String = "100"
  ) throws -> FiscalForm {
    let layout = try #require(catalogue.form("wuhan-final-accounts-2021/11"))
    let execution = try #require(layout.table("execution"))
    let indicators = try #require(layout.table("annual"))
    var rows: [[FiscalValue]] = []
    for (group, items) in groups {
      for (index, item) in items.enumerated() {
        rows.append(
          indicators.columns.map { column in
            switch column.id {
            case "level-1": index == 0 ? .text(group) : .blank
            case "level-2": .text(item.0)
            case "indicator": .text("\(group)\(index)")
            case "score": .text(item.1)
            default: .text("100%")
            }
          })
      }
    }
    let cells: [String: FiscalValue] = [
      "item": .text("年度财政资金总额"), "budget": try amount("13.9"), "executed": try amount("13.9"),
      "rate": .text(rate), "score": .text(score),
    ]
    return FiscalForm(
      layout: layout.id, statement: layout.statement, unit: .tenThousandYuan,
      parts: [
        .field(.init(id: "project", label: "项目名称", value: .text("某项目"))),
        .table(
          .init(
            id: "execution", label: "预算执行情况（万元）（20分）", captions: ["得分（20分*执行率）"],
            rows: [execution.columns.map { cells[$0.id] ?? .blank }])),
        .table(.init(id: "annual", label: "年度绩效目标（80分）", rows: rows)),
        .field(.init(id: "total-score", label: "总分", value: .text(total))),
      ])
  }

  private func rules(_ form: FiscalForm) -> Set<String> {
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
