import Documents
import FiscalModel
import FiscalValidation
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

struct TranslationTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func reading(_ name: String) throws -> Reading {
    try DisclosureReader(catalogue: catalogue).read(
      Document(name: name, bytes: Samples.bytes(name)))
  }

  /// What a disclosure says: the amounts by statement and meaning, however they are laid out.
  private func facts(_ reading: Reading) -> [String: [CellMeaning: String]] {
    var result: [String: [CellMeaning: String]] = [:]
    for (position, table) in reading.disclosure.tables.enumerated() {
      guard let layout = catalogue.layout(table.layout) else { continue }
      var index = FactIndex()
      index.add(position, table, reading.origins[position], layout, catalogue)
      for entry in index.entries {
        guard let amount = entry.value.amount else { continue }
        var zeros = amount
        while zeros.scale > 0, zeros.coefficient % 10 == 0 {
          zeros = Amount(coefficient: zeros.coefficient / 10, scale: zeros.scale - 1)
        }
        result[table.statement, default: [:]][entry.meaning] = zeros.description
      }
    }
    return result
  }

  static let pairs: [(String, String)] = [
    ("2021-final-accounts.txt", "wuhan-final-accounts-2022"),
    ("2022-final-accounts.txt", "wuhan-final-accounts-2021"),
    ("2020-department-budget.txt", "wuhan-unit-budget-2025"),
    ("2020-department-budget.txt", "wuhan-department-budget-2024"),
    ("2024-department-budget.txt", "wuhan-unit-budget-2025"),
    ("2024-department-budget.txt", "wuhan-department-budget-2020"),
    ("2025-unit-budget.txt", "wuhan-department-budget-2020"),
    ("2025-unit-budget.txt", "wuhan-department-budget-2024"),
  ]

  /// There and back through a workbook: what the other forms hold comes back, nothing else appears, and
  /// what they cannot hold was said.
  @Test(arguments: pairs)
  func nothingIsLostThatBothFormsHold(_ name: String, _ profile: String) throws {
    let source = try reading(name)
    let translator = Translator(catalogue: catalogue)
    let there = try translator.translate(source, to: profile)
    #expect(there.disclosure.profile == profile)
    let bytes = try DisclosureWriter(catalogue: catalogue).workbook(there.disclosure).workbook
      .xlsx()
    let read = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "there.xlsx", bytes: bytes))
    #expect(read.disclosure.tables.count == there.disclosure.tables.count)
    let held = facts(there)
    #expect(facts(read) == held)
    let back = try translator.translate(read, to: source.disclosure.profile)
    let original = facts(source)
    let returned = facts(back)
    let lost = there.findings.filter { $0.rule == "translate/not-held" }.map(\.message.en)
    let merged = there.findings.filter { $0.rule == "translate/not-told-apart" }.map(\.message.en)
    var kept = 0
    for (statement, own) in original {
      for (meaning, amount) in own {
        if held[statement]?[meaning] != nil {
          #expect(held[statement]?[meaning] == amount, "\(statement) \(meaning)")
          #expect(returned[statement]?[meaning] == amount, "\(statement) \(meaning)")
          kept += 1
        } else if returned[statement]?[meaning] != amount,
          !(held[statement] ?? [:]).keys.contains(where: { FactIndex.refines($0, meaning) })
        {
          let isMerged = held.values.contains { facts in
            facts.contains { FactIndex.refines(meaning, $0.key) && $0.value == amount }
          }
          if isMerged,
            merged.contains(where: { text in
              meaning.members.values.contains { text.contains($0) }
            })
          {
            continue
          }
          let isSaid = lost.contains { $0.contains(meaning.concept ?? "?") && $0.contains(amount) }
          #expect(isSaid, "\(statement) \(meaning) \(amount) is lost in silence")
        }
      }
    }
    #expect(kept > 60, "\(kept)")
  }

  @Test func classesAndSectionsAreDerivedFromItems() throws {
    let source = try reading("2020-department-budget.txt")
    let there = try Translator(catalogue: catalogue).translate(
      source, to: "wuhan-unit-budget-2025")
    let position = try #require(
      there.disclosure.tables.firstIndex { $0.statement == "expenditure" })
    let table = there.disclosure.tables[position]
    let row = try #require(table.rows.firstIndex { $0.parts[0].code == "210" })
    #expect(table.rows[row].parts[0].kind == .class)
    #expect(table.rows[row].parts[0].label == "卫生健康支出")
    // 8.2 + 13.5 + 1.4
    #expect(table.rows[row].parts[0].values[0].printed == "23.1")
    #expect(there.origins[position].rows[row][0][0].placed == .derived)
    let item = try #require(table.rows.firstIndex { $0.parts[0].code == "2101102" })
    #expect(there.origins[position].rows[item][0][0].placed == .direct)
    #expect(
      table.rows.map { $0.parts[0].code ?? "" }
        == table.rows.map { $0.parts[0].code ?? "" }.sorted())
    #expect(there.findings.contains { $0.rule == "translate/derived-rows" })
  }

  @Test func rowNumbersAndCaptionsAreTheTargets() throws {
    let source = try reading("2021-final-accounts.txt")
    let there = try Translator(catalogue: catalogue).translate(
      source, to: "wuhan-final-accounts-2022")
    let first = there.disclosure.tables[0]
    let total = try #require(first.rows.last?.parts.map(\.number))
    #expect(total == ["31", "62"])
    #expect(first.rows.count == 31)
    #expect(first.titleLine == "2021年度收入支出决算总表（表1）")
    let three = try #require(there.disclosure.tables.last)
    // The initial budget is not the adjusted one, and nothing was spent.
    #expect(three.number == "9" && three.rows.isEmpty)
    #expect(
      there.findings.contains {
        $0.rule == "translate/not-held" && $0.message.en.contains("three-public.total")
      })
    #expect(
      there.findings.contains {
        $0.rule == "translate/not-in-source" && $0.message.en.contains("three-public.total")
      })
    let report = Validator(catalogue: catalogue).validate(there)
    #expect(!report.findings.contains { $0.verdict == .break })
  }

  @Test func anotherStageIsRefused() throws {
    let source = try reading("2021-final-accounts.txt")
    let translator = Translator(catalogue: catalogue)
    #expect(throws: TranslationError.self) {
      try translator.translate(source, to: "wuhan-unit-budget-2025")
    }
    #expect(throws: TranslationError.self) { try translator.translate(source, to: "nowhere") }
    let same = try translator.translate(source, to: "wuhan-final-accounts-2021")
    #expect(same.disclosure == source.disclosure)
  }

  /// Accounts with random codes and figures, to the other form of final accounts and back.
  @Test(arguments: 1...6)
  func randomAccountsComeBack(_ seed: Int) throws {
    let disclosure = RandomAccounts(seed: UInt64(seed), catalogue: catalogue).disclosure
    let origins = disclosure.tables.map { table in
      TableOrigin(
        extent: 1...1, location: Location(page: 1, line: 1),
        rows: table.rows.map { row in
          row.parts.map { part in
            part.values.map { _ in CellOrigin(location: Location(page: 1, line: 1)) }
          }
        })
    }
    let source = Reading(document: "random", disclosure: disclosure, origins: origins, findings: [])
    let other =
      disclosure.profile == "wuhan-final-accounts-2021"
      ? "wuhan-final-accounts-2022" : "wuhan-final-accounts-2021"
    let translator = Translator(catalogue: catalogue)
    let there = try translator.translate(source, to: other)
    let back = try translator.translate(there, to: disclosure.profile)
    let original = facts(source)
    let returned = facts(back)
    for (statement, own) in original {
      for (meaning, amount) in own where meaning.stage == .final {
        #expect(returned[statement]?[meaning] == amount, "seed \(seed) \(statement) \(meaning)")
      }
    }
  }
}
