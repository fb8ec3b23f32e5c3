import Documents
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Another region given as files alone: two panels of open rows side by side, each with its own total at
/// the end, codes in one cell, whole yuan, three header rows, and a form.
struct FifthRegionTests {
  private let folder = Places.top.appendingPathComponent("Tests/Fixtures/fifth-region")
  private let catalogue: Catalogue
  private let profile = "fifth-region-budget"

  init() throws {
    catalogue = try Catalogue(
      folder: Places.top.appendingPathComponent("schemas").path, additional: [folder.path])
  }

  private func reading(_ change: (String, String)? = nil) throws -> Reading {
    var text = try String(contentsOf: folder.appendingPathComponent("budget.txt"), encoding: .utf8)
    if let (old, new) = change {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    return try DisclosureReader(catalogue: catalogue).read(
      Document(name: "budget.txt", bytes: Array(text.utf8)))
  }

  @Test func itsFilesAreInOrder() throws {
    var linter = SchemaLinter(folder: folder.path, base: try Places.catalogue.get())
    #expect(linter.findings() == [])
  }

  @Test func itsTextIsRead() throws {
    let disclosure = try reading().disclosure
    #expect(disclosure.profile == profile && disclosure.agency == "某县档案馆")
    try #require(disclosure.tables.count == 2)
    let rows = disclosure.tables[0].matrix.rows
    try #require(rows.count == 6)
    #expect(rows.map { $0.parts[0].code ?? $0.parts[0].label }.last == "合计")
    #expect(
      rows.map { $0.parts[1].code ?? $0.parts[1].label } == ["301", "302", "303", "", "", "合计"])
    #expect(rows[5].parts.map { $0.values[0].printed } == ["2755600", "2755600"])
    #expect(disclosure.tables[1].matrix.values.last?.last?.printed == "2755600")
    let form = try #require(disclosure.forms.first)
    #expect(form.number == "3" && form.unit == .yuan)
    #expect(form.fields.map(\.cell.value.printed).prefix(2) == ["档案数字化", "550000"])
    let indicators = form.matrices[1]
    #expect(indicators.columns.map(\.caption).filter { $0.hasPrefix("20") } == ["2023年", "2024年"])
    #expect(indicators.values.map(\.count) == [4, 4, 4])
    #expect(indicators.values[1].map(\.printed) == ["", "图像合格率", "", "=99.5%"])
  }

  /// A figure that was altered breaks the relations that the files state, and no other.
  @Test func itsRelationsHold() throws {
    let report = Validator(catalogue: catalogue).validate(try reading())
    #expect(!report.findings.contains { $0.verdict == .break } && report.checked > 8)
    let altered = Validator(catalogue: catalogue).validate(
      try reading(("303 对个人和家庭的补助 20,000", "303 对个人和家庭的补助 20,100")))
    #expect(Set(altered.findings.filter { $0.verdict == .break }.map(\.rule)) == ["01/1"])
  }

  @Test func itSurvivesAWorkbookAndCSV() throws {
    let disclosure = try reading().disclosure
    let writer = DisclosureWriter(catalogue: catalogue)
    let workbook = writer.workbook(disclosure).workbook
    let reader = DisclosureReader(catalogue: catalogue)
    let back = try reader.read(Document(name: "b.xlsx", bytes: workbook.xlsx())).disclosure
    #expect(back == disclosure)
    for (index, grid) in writer.grids(disclosure).enumerated() {
      let csv = try DisclosureReader(catalogue: catalogue, profile: profile).read(
        Document(name: grid.name + ".csv", bytes: CSVWriter().bytes(grid.rows))
      ).disclosure
      if index < 2 {
        #expect(csv.tables == [disclosure.sections[index]])
      } else {
        #expect(csv.forms.map(\.blocks) == disclosure.forms.map(\.blocks))
      }
    }
  }

  @Test(arguments: ["01", "02"])
  func randomTablesSurvive(_ id: String) throws {
    let layout = try #require(catalogue.layout("\(profile)/\(id)"))
    var source = RandomTable(layout: layout, catalogue: catalogue, seed: 5)
    let writer = DisclosureWriter(catalogue: catalogue)
    let reader = DisclosureReader(catalogue: catalogue, profile: profile)
    for round in 0..<12 {
      let table = source.next()
      var disclosure = Disclosure(profile: profile, fiscalYear: 2021, stage: .budget)
      disclosure.agency = table.agency
      disclosure.sections = [table]
      let bytes = try writer.workbook(disclosure).workbook.xlsx()
      let back = try reader.read(Document(name: "t.xlsx", bytes: bytes)).disclosure
      #expect(back == disclosure, "round \(round)")
    }
  }

  @Test func itsFormIsTranslated() throws {
    let there = try Translator(catalogue: catalogue).translate(
      try reading(), to: "wuhan-unit-budget-2025")
    let form = try #require(there.disclosure.forms.first)
    #expect(form.number == "12-1")
    #expect(form.value("annual-budget")?.printed == "550000")
    let funding = try #require(form.matrix("funding"))
    #expect(funding.values.map { $0[1].printed } == ["550000", "500000", "", "", "", "50000", ""])
    #expect(there.disclosure.tables.contains { $0.statement == "expenditure" })
  }

  @Test func itHasABlankWorkbook() throws {
    let own = try #require(catalogue.profile(profile))
    let bytes = try TemplateWriter(catalogue: catalogue).workbook(own, year: 2025).xlsx()
    let disclosure = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "blank.xlsx", bytes: bytes)
    ).disclosure
    #expect(disclosure.tables.map(\.layout) == own.tables.map(\.id))
    #expect(
      disclosure.forms.first?.matrices.last?.columns.map(\.caption).filter { $0.hasPrefix("20") }
        == ["2024年", "2025年"])
  }
}
