import Documents
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// A region whose forms are nothing but files: a code in three cells, the total last, whole yuan, budget
/// and final figures in turn.
struct FourthRegionTests {
  private let folder = Places.top.appendingPathComponent("Tests/Fixtures/fourth-region")
  private let catalogue: Catalogue
  private let profile = "fourth-region-final-accounts"

  init() throws {
    catalogue = try Catalogue(
      folder: Places.top.appendingPathComponent("schemas").path,
      additional: [folder.path])
  }

  private func reading() throws -> Reading {
    let bytes = [UInt8](
      try Data(contentsOf: folder.appendingPathComponent("final-accounts.txt")))
    return try DisclosureReader(catalogue: catalogue).read(
      Document(name: "final-accounts.txt", bytes: bytes))
  }

  @Test func itsFilesAreInOrder() throws {
    var linter = SchemaLinter(folder: folder.path, base: try Places.catalogue.get())
    #expect(linter.findings() == [])
  }

  @Test func itsTextIsRead() throws {
    let reading = try reading()
    let disclosure = reading.disclosure
    #expect(disclosure.profile == profile && disclosure.fiscalYear == 2024)
    #expect(disclosure.agency == "某区统计局")
    try #require(disclosure.tables.count == 2)
    let table = disclosure.tables[1]
    #expect(table.unit == .yuan)
    let rows = table.matrix.rows.map(\.parts[0])
    #expect(
      rows.map { $0.code ?? $0.label } == [
        "201", "20105", "2010501", "2010505", "2010507", "208", "20805", "2080505", "合计",
      ])
    #expect(rows[7].label == "机关事业单位基本养老保险缴费支出")
    #expect(rows.last?.kind == .total)
    #expect(rows[3].values.map(\.printed) == ["", "", "600000", "587103", "600000", "587103"])
    #expect(rows[5].values.map(\.printed) == ["320000", "317100", "", "", "320000", "317100"])
    let first = disclosure.tables[0].matrix.rows
    #expect(first[1].parts[0].values == [.blank, .blank])
    #expect(first[2].parts[0].values.map(\.printed) == ["", "3"])
    let report = Validator(catalogue: catalogue).validate(reading)
    #expect(!report.findings.contains { $0.verdict == .break } && report.checked > 30)
    let stages = reading.facts(catalogue).map { $0.fields[4] }
    #expect(stages.contains("budget") && stages.contains("final"))
  }

  @Test func itSurvivesAWorkbook() throws {
    let reading = try reading()
    let workbook = DisclosureWriter(catalogue: catalogue).workbook(reading.disclosure).workbook
    let sheet = try #require(workbook.sheets.last)
    // The code stands in its three cells.
    let row = try #require((0..<40).first { sheet[$0, 3]?.value == .text("行政运行") })
    #expect((0..<3).map { sheet[row, $0]?.value } == [.text("201"), .text("05"), .text("01")])
    let back = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "b.xlsx", bytes: workbook.xlsx()))
    #expect(back.disclosure == reading.disclosure)
  }

  @Test(arguments: ["01", "02"])
  func randomTablesSurvive(_ id: String) throws {
    let layout = try #require(catalogue.layout("\(profile)/\(id)"))
    var source = RandomTable(layout: layout, catalogue: catalogue, seed: 4)
    let writer = DisclosureWriter(catalogue: catalogue)
    let reader = DisclosureReader(catalogue: catalogue, profile: profile)
    for round in 0..<12 {
      let table = source.next()
      var disclosure = Disclosure(profile: profile, fiscalYear: 2021, stage: .final)
      disclosure.agency = table.agency
      disclosure.sections = [table]
      let bytes = try writer.workbook(disclosure).workbook.xlsx()
      let back = try reader.read(Document(name: "t.xlsx", bytes: bytes)).disclosure
      #expect(back == disclosure, "round \(round)")
      let grid = try #require(writer.grids(disclosure).first)
      let csv = try reader.read(
        Document(name: grid.name + ".csv", bytes: CSVWriter().bytes(grid.rows)))
      #expect(csv.disclosure.sections == disclosure.sections, "CSV, round \(round)")
    }
  }

  @Test func itIsTranslated() throws {
    let there = try Translator(catalogue: catalogue).translate(
      try reading(), to: "wuhan-final-accounts-2022")
    let table = try #require(
      there.disclosure.tables.first { $0.statement == "expenditure" })
    #expect(table.matrix.rows.first?.parts[0].label == "合计")
    #expect(table.matrix.values.first?.first?.printed == "5098203")
    #expect(there.findings.contains { $0.rule == "translate/not-held" })
  }
}
