import Documents
import FiscalModel
import FiscalSchema
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
    for (position, table) in reading.disclosure.sections.enumerated() where table.isTable {
      guard let statement = table.statement, let stage = reading.disclosure.stage else { continue }
      var index = FactIndex()
      index.add(position, table, stage: stage, catalogue)
      for entry in index.entries {
        guard let amount = entry.cell.amount else { continue }
        var zeros = amount
        while zeros.scale > 0, zeros.coefficient % 10 == 0 {
          zeros = Amount(coefficient: zeros.coefficient / 10, scale: zeros.scale - 1)
        }
        result[statement, default: [:]][entry.meaning] = zeros.description
      }
    }
    return result
  }

  /// Every sample with every other profile of its stage.
  static let pairs: [(String, String)] = {
    guard let catalogue = try? Places.catalogue.get() else { return [] }
    return Places.samples.flatMap { name -> [(String, String)] in
      guard
        let document = try? Document(name: name, bytes: Samples.bytes(name)),
        let own = try? DisclosureReader(catalogue: catalogue).read(document).disclosure
      else { return [] }
      return catalogue.profiles.filter { $0.stage == own.stage && $0.id != own.profile }
        .map { (name, $0.id) }
    }
  }()

  @Test func thereArePairs() { #expect(TranslationTests.pairs.count >= 13) }

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
    let back = try translator.translate(read, to: try #require(source.disclosure.profile))
    let original = facts(source)
    let returned = facts(back)
    let lost = there.findings.filter { $0.rule == "translate/not-held" }.map {
      $0.message.text(in: .english)
    }
    let merged = there.findings.filter { $0.rule == "translate/not-told-apart" }.map {
      $0.message.text(in: .english)
    }
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
    #expect(kept > 40, "\(kept)")
    // Forms: each text stands in the same part when it comes back, or was said to be lost.
    let formLosses = there.findings.filter { $0.rule.hasPrefix("translate/form") }.map {
      $0.message.text(in: .chinese)
    }
    for form in source.disclosure.forms {
      let own = back.disclosure.forms.filter { $0.layout == form.layout }
      let position =
        source.disclosure.forms.filter { $0.layout == form.layout }
        .firstIndex(of: form) ?? 0
      let returned = position < own.count ? texts(own[position]) : [:]
      for (part, texts) in texts(form) {
        for text in texts where !(returned[part] ?? []).contains(text) {
          #expect(
            formLosses.contains { $0.contains(text) },
            "\(form.layout ?? "") \(part) \(text) is lost")
        }
      }
    }
    #expect(
      read.disclosure.forms.map(\.blocks) == there.disclosure.forms.map(\.blocks))
    #expect(read.disclosure.sections.map(\.layout) == there.disclosure.sections.map(\.layout))
  }

  /// What a form says besides labels, by part.
  private func texts(_ form: Section) -> [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for field in form.fields { result[field.id, default: []].insert(field.cell.value.printed) }
    for matrix in form.matrices {
      for row in matrix.values {
        for (value, column) in zip(row, matrix.columns) where column.role != .label {
          result[matrix.id ?? "", default: []].insert(value.printed)
        }
      }
    }
    return result.mapValues { $0.filter { !$0.isEmpty } }
  }

  @Test func formsAreWrittenAsTheTargetPrintsThem() throws {
    let there = try Translator(catalogue: catalogue).translate(
      reading("2020-department-budget.txt"), to: "wuhan-department-budget-2024")
    #expect(there.disclosure.forms.map(\.number) == ["十二", "十三"])
    let overall = there.disclosure.forms[0]
    #expect(overall.titleLine == "表十二：整体支出绩效目标表")
    let funds = try #require(overall.matrix("funds"))
    // 财政拨款 and the two 合计 have their places, in the target's order; the levels are the target's.
    #expect(
      funds.values.map { $0[1].printed } == [
        "财政拨款", "财政专户管理资金", "单位资金", "合计", "人员类项目支出", "运转类项目支出", "特定目标类项目支出",
        "合计",
      ])
    #expect(funds.values.map { $0[0].printed } == ["收入构成", "", "", "", "支出构成", "", "", ""])
    #expect(funds.values.map { $0[2].printed } == ["604.4", "", "", "604.4", "", "", "", "604.4"])
    #expect(funds.columns.map(\.caption).filter { $0.hasPrefix("20") } == ["2019年", "2018年"])
    // The two goals of the year, each with its own indicators.
    let goals = overall.fields.filter { $0.id == "annual-goal" }
    #expect(goals.map(\.label) == ["年度目标1", "年度目标2"])
    #expect(overall.matrices.count { $0.id == "annual" } == 2)
    let lost = there.findings.filter { $0.rule == "translate/form-part-not-held" }.map {
      $0.message.text(in: .chinese)
    }
    #expect(lost.contains { $0.contains("基本支出 207.4") })
    let missing = there.findings.filter { $0.rule == "translate/not-in-source" }.map {
      $0.message.text(in: .chinese)
    }
    #expect(missing.contains { $0.contains("项目支出情况") })
  }

  /// What one form says in a field stands in a line of the other's table, and comes back from there.
  @Test func aGoalIsAFieldOrALine() throws {
    let source = try reading("2020-department-budget.txt")
    let own = try #require(source.disclosure.forms.last?.fields.first { $0.id == "goal" })
    #expect(own.cell.value != .blank)
    let translator = Translator(catalogue: catalogue)
    for profile in ["wuhan-department-budget-2024", "wuhan-unit-budget-2025"] {
      let there = try translator.translate(source, to: profile)
      let goals = try #require(there.disclosure.forms.last?.matrix("goals"))
      #expect(goals.values.map { $0[1] } == [own.cell.value, .blank])
      #expect(
        !there.findings.contains { $0.message.text(in: .english).contains(own.cell.value.printed) })
      let back = try translator.translate(there, to: try #require(source.disclosure.profile))
      #expect(back.disclosure.forms.last?.fields.first { $0.id == "goal" } == own)
    }
    // The goal of the year has no place in the form of 2020, which is said.
    let later = try reading("2024-department-budget.txt")
    let earlier = try translator.translate(later, to: "wuhan-department-budget-2020")
    let lost = earlier.findings.filter { $0.rule == "translate/form-part-not-held" }
    let annual = later.disclosure.forms
      .filter { $0.statement == "project-performance-targets" }
      .flatMap(\.matrices).filter { $0.id == "goals" }
      .compactMap { $0.values.last?[1].printed }.filter { !$0.isEmpty }
    #expect(!annual.isEmpty)
    for text in annual { #expect(lost.contains { $0.message.text(in: .chinese).contains(text) }) }
  }

  @Test func selfEvaluationsKeepTheirIndicators() throws {
    let source = try reading("2021-final-accounts.txt")
    let there = try Translator(catalogue: catalogue).translate(
      source, to: "wuhan-final-accounts-2022")
    let forms = there.disclosure.forms
    #expect(
      forms.map(\.statement) == ["overall-self-evaluation", "project-self-evaluation", "key-tasks"])
    let own = try #require(
      source.disclosure.forms.first { $0.statement == "project-self-evaluation" })
    let form = try #require(forms.first { $0.statement == "project-self-evaluation" })
    #expect(form.title?.hasSuffix("绩效自评表") ?? false)
    let before = try #require(own.matrix("annual")).values
    let after = try #require(form.matrix("annual")).values
    // One form has boxes, the other a word for the one that is ticked.
    func attribute(_ form: Section) -> FiscalValue? { form.value("attribute") }
    #expect(attribute(own)?.printed.contains("☑") == true)
    #expect(attribute(form).map { ["持续性项目", "新增性项目"].contains($0.printed) } == true)
    let back = try Translator(catalogue: catalogue).translate(
      there, to: try #require(source.disclosure.profile))
    let returned = back.disclosure.forms.first { $0.statement == own.statement }
    #expect(returned.flatMap(attribute) == attribute(own))
    // The target set at the beginning of the year is the value expected of it.
    #expect(after.map { $0[6] } == before.map { $0[3] })
    #expect(after.map { $0[3] } == before.map { $0[2] })
    let lost = there.findings.filter { $0.rule == "translate/form-part-not-held" }.map {
      $0.message.text(in: .chinese)
    }
    #expect(lost.contains { $0.contains("得分") })
  }

  @Test func classesAndSectionsAreDerivedFromItems() throws {
    let source = try reading("2020-department-budget.txt")
    let there = try Translator(catalogue: catalogue).translate(
      source, to: "wuhan-unit-budget-2025")
    let rows = try #require(
      there.disclosure.tables.first { $0.statement == "expenditure" }
    ).matrix.rows.map { $0.parts[0] }
    let row = try #require(rows.first { $0.code == "210" })
    #expect(row.kind == .class)
    #expect(row.label == "卫生健康支出")
    // 8.2 + 13.5 + 1.4
    #expect(row.cells[0].value.printed == "23.1")
    #expect(row.cells[0].origin.placed == .derived)
    let item = try #require(rows.first { $0.code == "2101102" })
    #expect(item.cells[0].origin.placed == .direct)
    #expect(rows.map { $0.code ?? "" } == rows.map { $0.code ?? "" }.sorted())
    #expect(there.findings.contains { $0.rule == "translate/derived-rows" })
  }

  @Test func rowNumbersAndCaptionsAreTheTargets() throws {
    let source = try reading("2021-final-accounts.txt")
    let there = try Translator(catalogue: catalogue).translate(
      source, to: "wuhan-final-accounts-2022")
    let first = there.disclosure.tables[0]
    let total = try #require(first.matrix.rows.last?.parts.map(\.number))
    #expect(total == ["31", "62"])
    #expect(first.matrix.rows.count == 31)
    #expect(first.titleLine == "2021年度收入支出决算总表（表1）")
    let three = try #require(there.disclosure.tables.last)
    // The initial budget is not the adjusted one, and nothing was spent.
    #expect(three.number == "9" && three.matrix.rows.isEmpty)
    #expect(
      there.findings.contains {
        $0.rule == "translate/not-held"
          && $0.message.text(in: .english).contains("three-public.total")
      })
    #expect(
      there.findings.contains {
        $0.rule == "translate/not-in-source"
          && $0.message.text(in: .english).contains("three-public.total")
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
    let source = Reading(document: "random", disclosure: disclosure, findings: [])
    let other =
      disclosure.profile == "wuhan-final-accounts-2021"
      ? "wuhan-final-accounts-2022" : "wuhan-final-accounts-2021"
    let translator = Translator(catalogue: catalogue)
    let there = try translator.translate(source, to: other)
    let back = try translator.translate(there, to: try #require(disclosure.profile))
    let original = facts(source)
    let returned = facts(back)
    for (statement, own) in original {
      for (meaning, amount) in own where meaning.stage == .final {
        #expect(returned[statement]?[meaning] == amount, "seed \(seed) \(statement) \(meaning)")
      }
    }
  }
}
