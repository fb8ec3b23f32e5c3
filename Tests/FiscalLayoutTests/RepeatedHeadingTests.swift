import Documents
import FiscalModel
import FiscalSchema
import TestSupport
import Testing

@testable import FiscalLayout

/// Tables that were cut where a page ends, with their heading again on the next one.
struct RepeatedHeadingTests {
  let catalogue: Catalogue
  let text: [String]

  init() throws {
    catalogue = try Places.catalogue.get()
    text = String(decoding: try Samples.bytes("2022-final-accounts.txt"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func read(_ lines: [String]) throws -> Reading {
    try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.txt", bytes: Array(lines.joined(separator: "\n").utf8)))
  }

  private func facts(_ reading: Reading) -> [[String]] {
    reading.facts(catalogue).map { fact in
      zip(Fact.header, fact.fields)
        .filter { !["document", "source", "placed"].contains($0.0) }.map(\.1)
    }
  }

  /// The heading of table 5: title, unit, three rows of captions; then its first row.
  private func heading() throws -> Range<Int> {
    let title = try #require(text.firstIndex { $0.hasSuffix("（表5）") })
    let end = try #require(text[title...].firstIndex { $0.hasPrefix("合 计") })
    return title..<end
  }

  @Test(arguments: [
    ["title"], ["title", "unit"], ["continued", "unit"], ["（续表）"], ["unit"], [],
  ])
  func theyAreReadAsOne(_ above: [String]) throws {
    let heading = try heading()
    let lines = text[heading].filter { !$0.isEmpty }
    let captions = lines.filter { $0.contains("\t") && !$0.contains("单位：") }
    #expect(captions.count == 3)
    let printed = above.map { word in
      switch word {
      case "title": lines[0]
      case "continued": lines[0].replacing("（表5）", with: "（续）（表5）")
      case "unit": lines.first { $0.contains("单位：") } ?? ""
      default: word
      }
    }
    var altered = text
    altered.insert(contentsOf: printed + captions, at: heading.upperBound + 5)
    let (whole, other) = (try read(text), try read(altered))
    #expect(facts(other) == facts(whole))
    #expect(
      other.disclosure.tables.map(\.matrix.rows.count)
        == whole.disclosure.tables.map(\.matrix.rows.count))
    #expect(
      above.first == "title" || other.findings.contains { $0.rule == "read/repeated-heading" })
  }

  @Test func aTableThatBeginsAnewIsAnother() throws {
    let heading = try heading()
    let end = try #require(text[heading.upperBound...].firstIndex { $0.isEmpty })
    var altered = text
    altered.insert(contentsOf: text[heading.lowerBound..<end], at: end)
    let table = "general-public-budget-expenditure"
    #expect(try read(altered).disclosure.tables.count { $0.statement == table } == 2)
  }
}
