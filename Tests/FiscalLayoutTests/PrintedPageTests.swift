import Documents
import FiscalModel
import FiscalSchema
import TestSupport
import Testing

@testable import FiscalLayout

/// What the pages of a printed document leave in its text.
struct PrintedPageTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func read(_ text: String) throws -> Reading {
    try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.txt", bytes: Array(text.utf8)))
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try Samples.bytes(name), as: UTF8.self)
  }

  /// Facts without their places.
  private func facts(_ reading: Reading) -> [[String]] {
    reading.facts(catalogue).map { fact in
      zip(Fact.header, fact.fields)
        .filter { !["document", "source", "placed"].contains($0.0) }.map(\.1)
    }
  }

  @Test(arguments: ["2022-final-accounts.txt", "2020-department-budget.txt"])
  func bareNumbersThroughTheWholeTextArePageNumbers(_ name: String) throws {
    let text = try text(name)
    var lines: [Substring] = []
    var page = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      lines.append(line)
      if index % 60 == 59 {
        page += 1
        lines.append("\(page)")
      }
    }
    let reading = try read(lines.joined(separator: "\n"))
    #expect(reading.findings.count { $0.rule == "read/page-number" } == page && page > 2)
    #expect(facts(reading) == facts(try read(text)))
  }

  /// One number between two rows, as a page leaves it, here after every seventh row in turn.
  @Test(arguments: [
    ("2025-unit-budget.txt", "{}"), ("2022-final-accounts.txt", "\n{}\n"),
    ("2020-department-budget.txt", "第{}页 共60页"), ("2024-department-budget.txt", "  {}"),
  ])
  func oneNumberBetweenRowsIsAPageNumber(_ name: String, _ print: String) throws {
    let text = try text(name)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = facts(try read(text))
    // Rows that end with an amount, behind which a page may end.
    let rows = lines.indices.filter { index in
      lines[index].split { $0 == " " || $0 == "\t" }.count >= 3
        && lines[index].contains(/\.[0-9]+$/)
    }
    var tried = 0
    for index in stride(from: 3, to: rows.count, by: rows.count / 6) {
      var altered = lines
      let number = Substring(print.replacing("{}", with: "\(index % 59 + 1)"))
      altered.insert(
        contentsOf: number.split(separator: "\n", omittingEmptySubsequences: false),
        at: rows[index] + 1)
      let reading = try read(altered.joined(separator: "\n"))
      #expect(facts(reading) == expected, "after line \(rows[index] + 1)")
      tried += 1
    }
    #expect(tried >= 5)
  }

  @Test(arguments: Places.samples)
  func numbersOfRowsAreNoPageNumbers(_ name: String) throws {
    let reading = try read(text(name))
    // The budget of 2025 has one, between dashes.
    #expect(
      reading.findings.count { $0.rule == "read/page-number" } == (name.hasPrefix("2025") ? 1 : 0))
  }

  @Test func aLabelMayWrapWhereAPageEnds() throws {
    let text = try text("2024-department-budget.txt")
    let broken = text.replacing("长期绩效\n\n指标\n", with: "长期绩效\n\n— 12 —\n\n指标\n", maxReplacements: 1)
    #expect(broken != text)
    let (whole, other) = (try read(text), try read(broken))
    func rows(_ reading: Reading) -> [[Int]] {
      reading.disclosure.forms.map { form in
        form.blocks.indices.map { form.matrix(at: $0)?.rows.count ?? 0 }
      }
    }
    #expect(rows(other) == rows(whole))
    #expect(other.findings.contains { $0.rule == "read/page-number" })
  }

  @Test func titlesWithoutTheirNumbersAreStillTheFormsOfTheRegion() throws {
    let text = try text("2022-final-accounts.txt")
    let bare = text.replacing(/（表\d+）/, with: "")
    #expect(bare != text)
    let (numbered, other) = (try read(text), try read(bare))
    #expect(other.disclosure.profile == numbered.disclosure.profile)
    #expect(other.disclosure.tables.map(\.layout) == numbered.disclosure.tables.map(\.layout))
    #expect(
      other.facts(catalogue).map { $0["amount"] }
        == numbered.facts(catalogue).map { $0["amount"] })
  }

  @Test(arguments: [
    ("某中心一般公共预算无“三公”经费支出", true), ("一般公共预算没有“三公”经费支出。", true),
    ("“三公”经费支出无变化", false), ("一般公共预算“三公”经费支出", false),
  ])
  func aSentenceMayDenyWhatTheTitleNames(line: String, denies: Bool) {
    #expect(
      catalogue.vocabulary.isNilStatement(line, under: "一般公共预算“三公”经费支出表") == denies)
  }
}
