import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

/// What words mean: titles, captions and labels as departments of many places print them, with what each
/// says and what none may say. The tables are `Tests/Fixtures/meanings/`.
struct MeaningsTests {
  private static let meanings = Result { try Meanings(catalogue: try Places.catalogue.get()) }
  private var meanings: Meanings { get throws { try MeaningsTests.meanings.get() } }

  /// A group of lines `text => meaning` below a heading.
  struct Table: CustomTestStringConvertible, Sendable {
    var heading: String
    var rows: [(text: String, meaning: String)] = []
    var testDescription: String { heading }
  }

  private static func tables(_ name: String) -> [Table] {
    let path = Places.top.appendingPathComponent("Tests/Fixtures/meanings/\(name).txt")
    var tables: [Table] = []
    for line in ((try? String(contentsOf: path, encoding: .utf8)) ?? "").split(separator: "\n") {
      if line.hasPrefix("##") {
        tables.append(Table(heading: line.dropFirst(2).trimmingCharacters(in: .whitespaces)))
        continue
      }
      if tables.isEmpty { tables.append(Table(heading: name)) }
      guard let mark = line.firstRange(of: " => ") else { continue }
      tables[tables.count - 1].rows.append(
        (String(line[..<mark.lowerBound]), String(line[mark.upperBound...])))
    }
    return tables
  }

  @Test func theTablesAreThere() {
    let rows = ["titles", "columns", "lines"].map { MeaningsTests.tables($0).flatMap(\.rows) }
    #expect(rows.map(\.count).allSatisfy { $0 > 100 })
    #expect(rows.joined().count { $0.meaning == "unknown" } > 50)
  }

  @Test func titles() throws {
    for row in MeaningsTests.tables("titles").flatMap(\.rows) {
      #expect(
        try meanings.statement(ofTitle: row.text)?.summary ?? "unknown" == row.meaning, "\(row)")
    }
  }

  @Test(arguments: tables("columns"))
  func columns(_ table: Table) throws {
    let statement = try meanings.statement(ofTitle: table.heading)
    let paths = table.rows.map { row in row.text.components(separatedBy: " / ") }
    for (row, column) in zip(table.rows, try meanings.columns(paths, in: statement)) {
      #expect(column?.summary ?? "unknown" == row.meaning, "\(row.text)")
    }
  }

  @Test(arguments: tables("lines"))
  func lines(_ table: Table) throws {
    let heading = table.heading.split(separator: " ").map(String.init)
    let place = LinePlace(
      side: Side(rawValue: heading[0]), classification: heading.count > 1 ? heading[1] : nil)
    let lines = try meanings.lines(table.rows.map(\.text), at: place)
    for (row, line) in zip(table.rows, lines) {
      #expect(line?.summary ?? "unknown" == row.meaning, "\(row.text)")
    }
  }

  @Test func aTotalAloneSaysNothing() throws {
    let revenue = try #require(try meanings.statement(ofTitle: "收入总表"))
    // With a carry-over beside it, it is the grand total; alone nobody knows.
    #expect(try meanings.column(path: ["合计"], in: revenue)?.concept == nil)
    let whole = try meanings.columns([["合计"], ["事业收入"]], in: revenue)
    #expect(whole[0]?.concept == "revenue.current-year")
    let more = try meanings.columns([["合计"], ["事业收入"], ["上年结转"]], in: revenue)
    #expect(more[0]?.concept == "total.revenue")
  }

  @Test func yearsByNumberNeedTheFiscalYear() throws {
    let column = try #require(try meanings.column(path: ["2025年执行数"], in: nil))
    #expect(column.offset(from: 2026) == -1)
    #expect(column.offset(from: nil) == nil)
    #expect(try meanings.column(path: ["上年预算数"], in: nil)?.offset(from: nil) == -1)
  }

  @Test(arguments: [
    (["科目编码", "本年支出合计", "基本支出", "项目支出"], "expenditure"),
    (["本年收入合计", "财政拨款收入", "事业收入", "其他收入"], "revenue"),
    (["因公出国（境）费", "公务用车运行维护费", "公务接待费"], "three-public-expenses"),
    (["项目名称", "合计", "一般公共预算", "事业收入"], ""),
    (["序号", "会议名称", "人数", "金额"], ""),
  ])
  func columnsWithoutTitle(_ captions: [String], _ statement: String) throws {
    let found = try meanings.statement(ofColumns: captions.map { [$0] })
    #expect(found?.statement ?? "" == statement)
    #expect(found?.members.isEmpty ?? true)
    #expect(found?.stage == nil)
  }

  /// A folder beside the schemas adds words, codes and relations, and says before them what is meant.
  @Test func aFolderAddsToAll() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [
      "vocabulary/captions.json": #"""
      {"words": [{"words": ["专款"], "concept": "expenditure.project", "side": "expenditure"},
        {"words": ["会议费"], "concept": "training", "side": "expenditure"}], "columns": [], "parts": []}
      """#,
      "vocabulary/lines.json": #"{"memo": [], "kinds": [], "labels": []}"#,
      "relations.json": #"""
      {"beside": [], "relations": [{"id": "own/one", "form": "balance", "whole": "total.revenue",
        "parts": ["total.expenditure"], "zh": "相等。", "en": "Equal.", "source": "own"}]}
      """#,
      "classifications/functional.csv": """
      code,level,name,parent,valid_from,valid_to,former_names,status,source
      2019988,item,普查专项,20199,,,,observed in published documents,own

      """,
    ]
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let base = try Places.catalogue.get()
    let catalogue = try Catalogue(
      folder: Places.top.appendingPathComponent("schemas").path, additional: [folder.path])
    let meanings = try catalogue.meanings()
    #expect(meanings.column(path: ["专款"], in: nil)?.concept == "expenditure.project")
    #expect(meanings.column(path: ["会议费"], in: nil)?.concept == "training")
    #expect(meanings.column(path: ["培训费"], in: nil)?.concept == "training")
    #expect(meanings.rowKind(ofCode: "2019988", in: "functional") == .item)
    #expect(catalogue.classifications["functional"]?.isName("普查专项", of: "2019988") ?? false)
    #expect(catalogue.classifications["functional"]?.entries["2010101"] != nil)
    let known = base.relations.relations.map(\.id)
    #expect(catalogue.relations.relations.map(\.id) == known + ["own/one"])
  }

  @Test func rowsByAnotherDimension() throws {
    #expect(try meanings.statement("revenue", byRowsOf: "unit_code") == "revenue-by-unit")
    #expect(try meanings.statement("revenue", byRowsOf: "function_code") == "revenue")
    #expect(try meanings.statement("projects", byRowsOf: "unit_code") == "projects")
  }
}

extension StatementMeaning {
  fileprivate var summary: String {
    let parts: [String?] = [
      statement ?? "?", members["fund_source"], stage?.rawValue,
      classification.map { "by \($0)" }, number.map { "number \($0)" },
      ordinal.map { "ordinal \($0)" }, year.map { "year \($0)" }, agency.map { "agency \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

extension ColumnMeaning {
  fileprivate var summary: String {
    let parts: [String?] = [
      role.rawValue, concept, members["fund_source"], stage?.rawValue, year.map { "year \($0)" },
      yearOffset == 0 ? nil : "offset \(yearOffset)", unit.map { "unit \($0.rawValue)" },
      dimension ?? classification.map { "of \($0)" }, level.map { "level \($0.rawValue)" },
      isChange ? "change" : nil, isPartial ? "beside unknown captions" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

extension LineMeaning {
  fileprivate var summary: String {
    ([concept ?? "nothing"] + members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      + [kind.rawValue] + (isMemo && kind != .memo ? ["of which"] : [])).joined(separator: ", ")
  }
}
