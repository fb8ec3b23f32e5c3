import Documents
import FiscalModel
import FiscalSchema
import Foundation
import Spreadsheet
import TestSupport
import Testing

@testable import FiscalLayout

/// Files that a spreadsheet program printed from workbooks that `convert` wrote.
struct PublishedFileTests {
  static let names = ["2025-unit-budget", "shanghai-budget-2025", "shanghai-final-accounts-2024"]
  private static let hasPoppler = ["pdftotext", "pdftocairo"].allSatisfy { tool in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)")
    }
  }

  private func reading(_ url: URL) throws -> Reading {
    let catalogue = try Places.catalogue.get()
    let document = try Document(
      name: url.lastPathComponent, bytes: [UInt8](Data(contentsOf: url)))
    return try DisclosureReader(catalogue: catalogue).read(document)
  }

  private func reading(_ name: String) throws -> Reading {
    try reading(Places.top.appendingPathComponent("Tests/Fixtures/" + name))
  }

  /// The facts without what says where they were read.
  private func facts(_ reading: Reading) throws -> [[String]] {
    let away = Set(["document", "source", "placed"].compactMap(Fact.header.firstIndex))
    return reading.facts(try Places.catalogue.get()).map { fact in
      fact.fields.enumerated().filter { !away.contains($0.offset) }.map(\.element)
    }
  }

  @Test(.enabled(if: hasPoppler, "needs poppler-utils"), arguments: names)
  func printedAndWordFilesSayTheSame(_ name: String) throws {
    let printed = try reading(name + ".pdf")
    let word = try reading(name + ".docx")
    #expect(printed.disclosure.tables.count >= 9)
    #expect(try facts(printed) == facts(word))
    #expect(!printed.findings.contains { $0.severity == .error })
  }

  @Test func wordFilesSayWhatTheSampleSays() throws {
    let word = try reading("2025-unit-budget.docx")
    let sample = try reading(Places.sample("2025-unit-budget.txt"))
    #expect(try facts(word) == facts(sample))
  }

  /// With forms, and the workbook's sheets of contents and relations between the tables.
  @Test(arguments: ["2021-final-accounts", "2020-department-budget"])
  func wordFilesOfWholeWorkbooksSayWhatTheSampleSays(_ name: String) throws {
    let word = try reading(name + ".docx")
    let sample = try reading(Places.sample(name + ".txt"))
    // Whose they are, and of which year, stands in the text around the tables.
    func amounts(_ reading: Reading) throws -> [[String]] {
      let places = ["agency_code", "agency", "fiscal_year", "printed"].compactMap {
        Fact.header.filter { !["document", "source", "placed"].contains($0) }.firstIndex(of: $0)
      }
      return try facts(reading).map { fact in
        fact.enumerated().filter { !places.contains($0.offset) }.map(\.element)
      }
    }
    #expect(try amounts(word) == amounts(sample))
    #expect(word.disclosure.forms.map(\.blocks) == sample.disclosure.forms.map(\.blocks))
  }

  @Test func dividedCodesAndLabelsComeBack() throws {
    let catalogue = try Places.catalogue.get()
    let word = try reading("shanghai-final-accounts-2024.docx").disclosure
    let revenue = try #require(word.tables.first { $0.statement == "revenue" })
    #expect(revenue.matrix.dividesCodes)
    let total = try #require(revenue.matrix.rows.first { $0.parts[0].kind == .total })
    #expect(total.parts[0].isUnderName)
    let bytes = try DisclosureWriter(catalogue: catalogue).workbook(word).workbook.xlsx()
    let back = try DisclosureReader(catalogue: catalogue).read(
      Document(name: "a.xlsx", bytes: bytes))
    #expect(back.disclosure.tables == word.tables)
  }

  /// Pages of published documents against what was read off them by eye, cell by cell.
  @Test(
    .enabled(if: hasPoppler, "needs poppler-utils"),
    arguments: ["published-budget-2025-table-5", "published-final-accounts-2024-table-4"])
  func pagesSayWhatIsPrinted(_ name: String) throws {
    let folder = Places.top.appendingPathComponent("Tests/Fixtures")
    let bytes = try Data(contentsOf: folder.appendingPathComponent(name + ".pdf"))
    let document = try Document(name: name, bytes: [UInt8](bytes))
    let printed = try String(
      contentsOf: folder.appendingPathComponent(name + ".txt"), encoding: .utf8
    ).split(separator: "\n").map(String.init)
    let read = document.pages.flatMap(\.lines).map { $0.cells.joined(separator: "|") }
    #expect(read == printed)
  }

  /// What a download that broke off leaves: without its last line a PDF can be read, without the list of its
  /// parts it cannot.
  @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
  func damagedFilesAreReadOrRefusedAndSayIt() throws {
    let file = Places.top.appendingPathComponent("Tests/Fixtures/2025-unit-budget.pdf")
    let bytes = [UInt8](try Data(contentsOf: file))
    let whole = try reading("2025-unit-budget.pdf")
    let cut = try DisclosureReader(catalogue: Places.catalogue.get())
      .read(Document(name: "2025-unit-budget.pdf", bytes: Array(bytes.dropLast(10))))
    #expect(try facts(cut) == facts(whole))
    let findings = cut.findings.filter { $0.rule == "read/rebuilt-pdf" }
    #expect(findings.map(\.severity) == [.warning])
    #expect(!whole.findings.contains { $0.rule == "read/rebuilt-pdf" })
    #expect(throws: DocumentError.pdf(.damaged)) {
      try Document(name: "a.pdf", bytes: Array(bytes.dropLast(bytes.count / 2)))
    }
  }

  @Test(.enabled(if: hasPoppler, "needs poppler-utils"))
  func encryptedFilesAreRefused() {
    #expect(throws: DocumentError.pdf(.encrypted)) { try reading("encrypted.pdf") }
  }
}
