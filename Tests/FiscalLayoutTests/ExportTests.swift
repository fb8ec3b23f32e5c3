import Documents
import FiscalModel
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Exports made of published tables: other orders, other captions, other encodings, damaged codes.
struct ExportTests {
  private static let catalogue = Places.catalogue

  /// The rows of a table as an office would export them: each caption over each of its columns.
  private func export(
    _ table: FiscalTable, _ disclosure: Disclosure, order: [Int], renamed: Bool, stripped: Bool,
    _ catalogue: Catalogue
  ) throws -> [[String]] {
    let layout = try #require(catalogue.layout(table.layout))
    var single = disclosure
    single.tables = [table]
    single.forms = []
    single.announcements = []
    let grid = try #require(DisclosureWriter(catalogue: catalogue).grids(single).first).rows
    let height = layout.columns.map(\.path.count).max() ?? 1
    let captions = layout.columns.indices.map { column -> [String] in
      var path = layout.columns[column].path
      if renamed { path[path.count - 1] = synonym(layout, column, catalogue) }
      // A caption that reaches down stands in each row.
      while path.count < height { path.append(path[path.count - 1]) }
      return path
    }
    let body = grid.dropFirst(
      grid.count - table.rows.count - table.notes.count - (table.nilStatement == nil ? 0 : 1)
    )
    .prefix(table.rows.count)
    var rows: [[String]] = []
    if let title = table.titleLine { rows.append([title]) }
    rows += table.heading.map { [$0] }
    for row in 0..<height { rows.append(order.map { captions[$0][row] }) }
    for row in body {
      rows.append(
        order.map { column in
          let text = column < row.count ? row[column] : ""
          guard stripped, layout.columns[column].role == .code else { return text }
          return String(text.drop { $0 == "0" })
        })
    }
    return rows + table.notes.map { [$0] }
  }

  /// Another name for a column's amounts, where it has one of its own.
  private func synonym(_ layout: Layout, _ column: Int, _ catalogue: Catalogue) -> String {
    let definition = layout.columns[column]
    let names = definition.concept.flatMap { catalogue.concepts[$0] }?.names ?? []
    let isAlone = layout.columns.count { $0.concept == definition.concept } == 1
    guard definition.role == .amount, isAlone,
      definition.concept.flatMap({ catalogue.concepts[$0]?.deferring }) != true,
      let name = names.first(where: { name in
        layout.columns.allSatisfy { $0.caption.folded != name.folded }
          && layout.columns.allSatisfy { other in
            other.concept == definition.concept
              || !(other.concept.flatMap { catalogue.concepts[$0] }?.names ?? []).contains(name)
          }
      })
    else { return definition.caption }
    return name
  }

  private func facts(_ reading: Reading, _ catalogue: Catalogue) -> [[String]] {
    let aside = ["document", "source", "placed"].compactMap { Fact.header.firstIndex(of: $0) }
    return reading.facts(catalogue).map { fact in
      fact.fields.enumerated().filter { !aside.contains($0.offset) }.map(\.element)
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Columns shuffled, renamed within the synonyms, in GB 18030 and without leading zeros: the same facts.
  @Test(arguments: Places.samples)
  func shuffledExportsGiveTheSameFacts(_ name: String) throws {
    let catalogue = try ExportTests.catalogue.get()
    let bytes = try Samples.bytes(name)
    let original = try DisclosureReader(catalogue: catalogue).read(
      Document(name: name, bytes: bytes))
    var generator = SeededGenerator(seed: 5)
    var tried = 0
    for (index, table) in original.disclosure.tables.enumerated() where table.rows.count > 1 {
      let layout = try #require(catalogue.layout(table.layout))
      var single = original
      single.disclosure.tables = [table]
      single.origins = [original.origins[index]]
      var order = layout.columns.indices.shuffled(using: &generator)
      // Columns under the same captions can be told apart by their order alone.
      for path in Set(layout.columns.map(\.path)) {
        let places = order.indices.filter { layout.columns[order[$0]].path == path }
        for (place, column) in zip(places, places.map { order[$0] }.sorted()) {
          order[place] = column
        }
      }
      let rows = try export(
        table, original.disclosure, order: order, renamed: true, stripped: true, catalogue)
      let csv = try CSVWriter(encoding: .gb18030).bytes(encoding: rows)
      let document = try Document(name: "export.csv", bytes: csv)
      // Without any title, columns alone do not tell a budget from final accounts.
      let profile = table.title == nil ? original.disclosure.profile : nil
      guard
        let reading = try? DisclosureReader(catalogue: catalogue, profile: profile).read(document)
      else {
        Issue.record(
          "\(table.layout) is not found:\n\(rows.prefix(5).map { $0.joined(separator: "|") }.joined(separator: "\n"))"
        )
        continue
      }
      single.disclosure.agency = reading.disclosure.agency
      single.disclosure.fiscalYear = reading.disclosure.fiscalYear
      let (found, expected) = (facts(reading, catalogue), facts(single, catalogue))
      #expect(
        found == expected, "\(name), \(table.layout): \(reading.disclosure.tables.map(\.layout))")
      tried += 1
    }
    #expect(tried > 3)
  }
}
