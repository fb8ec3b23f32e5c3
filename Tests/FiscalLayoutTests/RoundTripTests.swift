import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

struct RoundTripTests {
  static let layouts =
    (try? Places.catalogue.get())?.profiles.flatMap { $0.tables.map(\.id) } ?? []

  @Test func thereAreLayouts() { #expect(RoundTripTests.layouts.count >= 18) }

  /// Any table that a layout allows survives the way into a workbook, and into CSV, and back.
  @Test(arguments: layouts)
  func tablesSurvive(_ id: String) throws {
    let catalogue = try Places.catalogue.get()
    let layout = try #require(catalogue.layout(id))
    let profile = try #require(catalogue.profiles.first { $0.layout(id) != nil })
    let seed = UInt64(id.utf8.reduce(7) { $0 &* 31 &+ Int($1) } & 0xFFFF)
    var source = RandomTable(layout: layout, catalogue: catalogue, seed: seed)
    for round in 0..<15 {
      let table = source.next()
      var disclosure = Disclosure(profile: profile.id, fiscalYear: 2021, stage: layout.stage)
      disclosure.agency = table.agency
      disclosure.sections = [table]
      let writer = DisclosureWriter(catalogue: catalogue)
      let bytes = try writer.workbook(disclosure).workbook.xlsx()
      let reader = DisclosureReader(catalogue: catalogue, profile: profile.id)
      let back = try reader.read(Document(name: "t.xlsx", bytes: bytes)).disclosure
      #expect(back == disclosure, "\(id), seed \(seed), round \(round)")
      let grid = try #require(writer.grids(disclosure).first)
      let csv = CSVWriter().bytes(grid.rows)
      let fromCSV = try reader.read(Document(name: grid.name + ".csv", bytes: csv)).disclosure
      #expect(fromCSV.sections == disclosure.sections, "\(id) as CSV, seed \(seed), round \(round)")
      guard back == disclosure, fromCSV.sections == disclosure.sections else { return }
    }
  }

  @Test(arguments: Places.samples)
  func documentsSurvive(_ name: String) throws {
    let catalogue = try Places.catalogue.get()
    let document = try Document(name: name, bytes: Samples.bytes(name))
    let reader = DisclosureReader(catalogue: catalogue)
    let reading = try reader.read(document)
    let bytes = try DisclosureWriter(catalogue: catalogue).workbook(reading.disclosure).workbook
      .xlsx()
    let back = try reader.read(Document(name: "back.xlsx", bytes: bytes))
    #expect(back.disclosure == reading.disclosure)
    let provenance: Set = ["document", "source", "placed"]
    func facts(_ reading: Reading) -> [[String]] {
      reading.facts(catalogue).map { fact in
        zip(Fact.header, fact.fields).filter { !provenance.contains($0.0) }.map(\.1)
      }
    }
    #expect(facts(back) == facts(reading))
    #expect(!facts(back).isEmpty)
  }

  /// In whole yuan, too: the unit is printed then, in labels as well, and read back.
  @Test(arguments: Places.samples)
  func documentsInAnotherUnitSurvive(_ name: String) throws {
    let catalogue = try Places.catalogue.get()
    let reader = DisclosureReader(catalogue: catalogue)
    let reading = try reader.read(Document(name: name, bytes: Samples.bytes(name)))
    let yuan = try reading.converted(to: .yuan, catalogue).disclosure
    let bytes = try DisclosureWriter(catalogue: catalogue).workbook(yuan).workbook.xlsx()
    let back = try reader.read(Document(name: "yuan.xlsx", bytes: bytes)).disclosure
    #expect(back.tables == yuan.tables)
    #expect(back.forms == yuan.forms)
    let texts = try Workbook(xlsx: bytes).sheets.filter {
      $0.name != PrintedWords.sheets.contents.name
    }
    .flatMap { $0.rows.flatMap { $0.cells.map(\.1.value) } }
    // Nothing beside the amounts says that they are in another unit.
    let others = texts.filter { value in
      guard case .text(let text) = value else { return false }
      return text.contains("（万元）") || text.contains("单位：万元") || text.contains("单位:万元")
    }
    #expect(others == [])
  }

  @Test func amountsThatANumberCannotHoldBecomeTextAndComeBack() throws {
    let catalogue = try Places.catalogue.get()
    let layout = try #require(catalogue.layout("wuhan-final-accounts-2021/05"))
    let amount = try Amount("1234567890123456.78")
    var table = layout.section()
    var total = Section.Part(
      kind: .total, line: "total", label: "合计",
      cells: [Section.Cell(.amount(amount)), Section.Cell(), Section.Cell()])
    layout.complete(&total, inPanel: 0)
    table.matrix.rows = [Section.Row(parts: [total])]
    let disclosure = Disclosure(
      profile: "wuhan-final-accounts-2021", fiscalYear: 2021, stage: .final, sections: [table])
    let (workbook, findings) = DisclosureWriter(catalogue: catalogue).workbook(disclosure)
    #expect(findings.map(\.rule) == ["write/amount-as-text"])
    let back = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "t.xlsx", bytes: workbook.xlsx()))
    #expect(back.disclosure == disclosure)
  }
}
