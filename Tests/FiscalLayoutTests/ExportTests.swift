import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Exports made of published tables: other orders, other captions, other encodings, damaged codes.
struct ExportTests {
  private static let catalogue = Places.catalogue

  /// The rows of a table as an office would export them: each caption over each of its columns.
  private func export(
    _ table: Section, _ disclosure: Disclosure, order: [Int], renamed: Bool, stripped: Bool,
    _ catalogue: Catalogue
  ) throws -> [[String]] {
    let layout = try #require(table.layout.flatMap(catalogue.layout))
    var single = disclosure
    single.sections = [table]
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
      grid.count - table.matrix.rows.count - table.notes.count
        - (table.nilStatement == nil ? 0 : 1)
    )
    .prefix(table.matrix.rows.count)
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
    for table in original.disclosure.tables where table.matrix.rows.count > 1 {
      let layout = try #require(table.layout.flatMap(catalogue.layout))
      var single = original
      single.disclosure.sections = [table]
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
          "\(layout.id) is not found:\n\(rows.prefix(5).map { $0.joined(separator: "|") }.joined(separator: "\n"))"
        )
        continue
      }
      single.disclosure.agency = reading.disclosure.agency
      single.disclosure.fiscalYear = reading.disclosure.fiscalYear
      // Alone, a table that prints no unit has none.
      let printsUnit = table.heading.contains { $0.hasSuffix(table.unit?.name ?? "?") }
      if !printsUnit { single.disclosure.sections[0].unit = nil }
      let (found, expected) = (facts(reading, catalogue), facts(single, catalogue))
      #expect(
        found == expected,
        "\(name), \(layout.id): \(reading.disclosure.tables.compactMap(\.layout))")
      tried += 1
    }
    #expect(tried > 3)
  }
}

/// Exports as files, and what is done with damaged codes and amounts.
struct ExportSampleTests {
  private func read(_ name: String) throws -> Reading {
    let catalogue = try Places.catalogue.get()
    let document = try Document(name: name, bytes: Samples.bytes(name))
    return try DisclosureReader(catalogue: catalogue).read(document)
  }

  private func read(csv rows: [[String]], map: ExportMap? = nil) throws -> [Reading] {
    let catalogue = try Places.catalogue.get()
    let document = try Document(name: "export.csv", bytes: CSVWriter().bytes(rows))
    return try DisclosureReader(catalogue: catalogue, map: map).readings(document)
  }

  /// What each export holds is what was published: the cells of the sample it was made of.
  @Test(arguments: [
    ("export-gbk.csv", "03"), ("export-utf16.txt", "05"), ("export-merged.xlsx", "02"),
  ])
  func samplesHoldThePublishedFigures(_ name: String, _ layout: String) throws {
    let reading = try read(name)
    let table = try #require(reading.disclosure.tables.first)
    let published = try read("2021-final-accounts.txt").disclosure.tables
      .first { $0.layout == "wuhan-final-accounts-2021/" + layout }
    #expect(table.layout == published?.layout)
    func cells(_ table: Section?) -> Set<[String]> {
      Set(
        (table?.matrix.rows ?? []).flatMap(\.parts).map { part in
          [part.code ?? "", part.label]
            + part.values.map {
              $0.amount.map { "\($0.shifted(byPowerOfTen: 2)?.coefficient ?? 0)" } ?? ""
            }
        })
    }
    #expect(cells(table) == cells(published))
    let doubts = reading.findings.filter { $0.severity >= .warning && $0.rule.hasPrefix("read/") }
    // One of the samples prints no unit, and so has none.
    #expect(doubts.allSatisfy { $0.rule == "read/unknown-unit" })
    #expect(!table.matrix.extraColumns.isEmpty)
  }

  @Test func codesAndAmountsAreRestored() throws {
    let rows = [
      ["2025年部门支出总表"],
      ["支出功能分类编码", "科目名称", "项目支出", "基本支出", "本年支出合计"],
      ["201", "一般公共服务支出", "", "1 234.50", "1,234.50"],
      ["20103", "政府办公厅（室）及相关机构事务", "—", "=\"1234.50\"", "1,234.50"],
      ["2.01035E+06", "事业运行", "…", "（1,234.50）", "△1,234.50"],
      ["", "合计", "/", "１２３４．５０", "1,234.50"],
    ]
    let reading = try #require(try read(csv: rows).first)
    let table = try #require(reading.disclosure.tables.first)
    #expect(table.matrix.rows.map { $0.parts[0].code } == ["201", "20103", "2010350", nil])
    let values = table.matrix.amounts.map(\.description)
    #expect(values.count(where: { $0 == "1234.50" }) == 6)
    #expect(values.count(where: { $0 == "-1234.50" }) == 2)
    let rules = Set(reading.findings.map(\.rule))
    #expect(rules.isSuperset(of: ["read/repaired-code", "read/repaired-amount"]))
    let repaired = reading.findings.first { $0.rule == "read/repaired-code" }
    #expect(repaired?.locations.first?.description == "export!A5")
  }

  @Test(arguments: [
    ("19001", "019001"), ("19", "019"), ("135002", nil), ("20103", nil),
  ])
  func zerosComeBackWhereTheyAreProved(_ raw: String, _ code: String?) throws {
    let catalogue = try Places.catalogue.get()
    let panel = try #require(catalogue.layout("wuhan-unit-budget-2025/02")?.panels.first)
    let repair = RepairedCode(
      opens: panel.opens
        + (catalogue.layout("wuhan-final-accounts-2021/03")?.panels[0].opens ?? []),
      classifications: catalogue.classifications, column: ["19", "19001", "135002", "20103"])
    #expect(repair.outcome(raw, name: "") == (code.map { .repaired($0) } ?? .unchanged))
  }

  @Test func eachAgencyHasItsOwnDisclosure() throws {
    let rows = [
      ["2021年度支出决算表"],
      ["预算单位编码", "预算单位", "科目编码", "科目名称", "基本支出", "本年支出合计"],
      ["135001", "甲局", "2010301", "行政运行", "1.00", "1.00"],
      ["135002", "乙中心", "2010350", "事业运行", "2.00", "2.00"],
      ["", "", "", "合计", "3.00", "3.00"],
    ]
    let readings = try read(csv: rows)
    #expect(readings.map(\.disclosure.agencyCode) == ["135001", "135002"])
    #expect(readings.map(\.disclosure.agency) == ["甲局", "乙中心"])
    #expect(readings.allSatisfy { $0.disclosure.tables.first?.matrix.rows.count == 1 })
    #expect(readings.allSatisfy { $0.findings.contains { $0.rule == "read/unread-line" } })
    #expect(readings.allSatisfy { $0.findings.contains { $0.rule == "read/missing-column" } })
  }

  @Test func mapsAreProposedCheckedAndUsed() throws {
    let catalogue = try Places.catalogue.get()
    let rows = [
      ["甲", "乙", "丙", "本年支出合计"], ["2010350", "事业运行", "1.00", "3.00"],
      ["", "合计", "1.00", "3.00"],
    ]
    let json = """
      {
        "tables": [
          { "layout": "wuhan-final-accounts-2021/03",
            "columns": [
              { "column": "A", "to": "class" },
              { "column": "B", "to": "name" },
              { "column": "C", "concept": "expenditure.project" },
              { "column": "D", "to": "total" }
            ] }
        ]
      }
      """
    let map = try ExportMap(json: Array(json.utf8), catalogue: catalogue)
    let table = try #require(try read(csv: rows, map: map).first?.disclosure.tables.first)
    #expect(table.matrix.values.map { $0[2].printed } == ["1.00", "1.00"])
    #expect(table.matrix.values.map { $0[1] } == [.null(.absent), .null(.absent)])
    for (from, to, line) in [
      ("\"class\"", "\"clas\"", 5), ("03\"", "33\"", 3), ("\"D\"", "\"4\"", 8),
      ("\"to\": \"total\"", "\"to\": \"name\"", 8), ("\"B\", \"to\"", "\"B\" \"to\"", 6),
    ] {
      let broken = json.replacing(from, with: to)
      let error = #expect(throws: ExportMapError.self) {
        try ExportMap(json: Array(broken.utf8), catalogue: catalogue)
      }
      #expect(error?.line == line, "\(to): \(String(describing: error))")
    }
    let document = try Document(name: "e.csv", bytes: Samples.bytes("export-gbk.csv"))
    let proposal = try #require(DisclosureReader(catalogue: catalogue).proposal(for: document))
    #expect(proposal.tables.first?.layout == "wuhan-final-accounts-2021/03")
    #expect(proposal.tables.first?.columns.count == 9)
    #expect(try ExportMap(json: proposal.json(), catalogue: catalogue) == proposal)
  }
}
