import FiscalModel
import FiscalSchema
import TestSupport
import Testing

/// What a layout's file says in short is spelled out.
struct LayoutTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  @Test(arguments: [
    ("wuhan-unit-budget-2025/01", "231", "廿四、债务还本支出", nil),
    ("wuhan-final-accounts-2022/01", "231", "二十四、债务还本支出", "55"),
    ("wuhan-department-budget-2024/01", "208", "208社会保障和就业支出", nil),
    ("wuhan-department-budget-2020/01", "216", "商品服务业等支出", nil),
  ])
  func eachCodeHasALine(_ id: String, _ code: String, _ label: String, _ number: String?) throws {
    let layout = try #require(catalogue.layout(id))
    let line = try #require(layout.matrix.lines.first { $0.id == "function-" + code })
    #expect(line.label == label && line.number == number && line.kind == .class)
    #expect(line.members == ["function_code": code])
    #expect(line.concept == "expenditure.function")
    // Where the form prints another name, the official one is an alias.
    let name = try #require(officialName(code))
    #expect(line.labels.contains { $0.text.hasSuffix(name) })
    #expect(layout.matrix.lines.allSatisfy { $0.id != "function-209" })
  }

  private func officialName(_ code: String) -> String? {
    catalogue.classifications["functional"]?.entries[code]?.name
  }

  @Test func sumsOfLinesAndSourcesAreSpelledOut() throws {
    let layout = try #require(catalogue.layout("shanghai-budget-2024/01"))
    let relation = try #require(layout.relations.first { $0.rule.contains("function-201") })
    #expect(relation.rule.hasPrefix("{#total-expenditure}={#function-201}+{#function-202}+"))
    #expect(relation.rule.hasSuffix("+{#function-234}"))
    #expect(relation.source == "accounting identity")
    let table = try #require(catalogue.layout("shanghai-budget-2024/03"))
    let levels = try #require(table.relations.first { $0.rule.contains("Σ") })
    #expect(levels.source.hasPrefix("functional classification: every class"))
  }
}
