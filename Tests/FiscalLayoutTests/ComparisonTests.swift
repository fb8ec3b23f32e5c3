import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import TestSupport
import Testing

/// Disclosures compared fact by fact.
struct ComparisonTests {
  private let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func reading(_ name: String, _ edit: (String) -> String = { $0 }) throws -> Reading {
    let bytes = Array(edit(try Samples.text(name)).utf8)
    return try DisclosureReader(catalogue: catalogue).read(Document(name: name, bytes: bytes))
  }

  private func compare(_ first: Reading, _ second: Reading) -> Comparison {
    Comparison(
      (first.facts(catalogue), first.disclosure.stage),
      (second.facts(catalogue), second.disclosure.stage))
  }

  private let accounts = "2022-final-accounts.txt"

  @Test func aDocumentEqualsItself() throws {
    let reading = try reading(accounts)
    let comparison = compare(reading, reading)
    #expect(comparison.counts == [.same: 574])
  }

  @Test func oneFigureIsFoundWithItsDifference() throws {
    let draft = try reading(accounts)
    var published = draft
    let cell = try #require(firstAmount(of: draft, like: "23.38"))
    published.disclosure[cell].value = .amount(try Amount("24.00"))
    let changed = compare(draft, published).entries.filter { $0.status != .same }
    #expect(changed.count == 1)
    let entry = try #require(changed.first)
    #expect(entry.status == .changed && entry.difference?.description == "0.62")
    // 24.00 / 23.38 is 1.02651…
    #expect(entry.percentage?.description == "102.7" && !entry.isRenamed)
  }

  @Test func anotherPrintOfTheSameValueIsToldApart() throws {
    let draft = try reading(accounts)
    var published = draft
    let cell = try #require(firstAmount(of: draft, like: "7.60"))
    published.disclosure[cell].value = .amount(try Amount("7.6"))
    #expect(compare(draft, published).counts == [.same: 573, .reprinted: 1])
  }

  @Test func unitsAreComparedByValueAndRounding() throws {
    let draft = try reading(accounts)
    let exact = try draft.converted(to: .yuan, rounding: false, catalogue)
    #expect(compare(draft, exact).counts[.changed] == nil)
    var finer = exact
    let cell = try #require(firstAmount(of: exact, like: "233800"))
    // 23.38 of ten thousand may have been 233,849 before it was rounded, and cannot have been 233,900.
    for (yuan, status) in [("233849", Comparison.Status.rounding), ("233900", .changed)] {
      finer.disclosure[cell].value = .amount(try Amount(yuan))
      #expect(compare(draft, finer).counts[status] == 1)
    }
  }

  @Test func theOrderOfRowsAndTablesDoesNotMatter() throws {
    let draft = try reading(accounts)
    var other = draft
    other.disclosure.sections.reverse()
    let last = other.disclosure.index(of: "expenditure") ?? 0
    other.disclosure.sections[last].matrix.rows.reverse()
    #expect(compare(draft, other).counts == [.same: 574])
  }

  @Test func namesThatChangedAreMatchedByCode() throws {
    let draft = try reading(accounts)
    var renamed = draft
    var code: String?
    for (index, table) in draft.disclosure.sections.enumerated()
    where table.statement == "revenue" {
      let rows = table.matrix.rows
      let row = try #require(rows.firstIndex { $0.parts[0].code != nil })
      code = rows[row].parts[0].code
      renamed.disclosure.sections[index].matrix.rows[row].parts[0].label += "（新）"
    }
    let entries = compare(draft, renamed).entries.filter(\.isRenamed)
    #expect(!entries.isEmpty && entries.allSatisfy { $0.second?["code"] == code })
    #expect(entries.allSatisfy { $0.status == .same })
  }

  private func firstAmount(of reading: Reading, like text: String) -> CellKey? {
    for (index, table) in reading.disclosure.sections.enumerated() where table.isTable {
      for (row, parts) in table.matrix.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, value) in part.values.enumerated() where value.printed == text {
            return CellKey(section: index, row: row, panel: panel, slot: slot)
          }
        }
      }
    }
    return nil
  }
}
