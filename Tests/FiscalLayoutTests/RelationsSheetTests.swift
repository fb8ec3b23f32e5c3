import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// The sheets that a workbook has beside its tables.
struct RelationsSheetTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  private func check(_ sample: Int) throws -> (reading: Reading, report: Validator.Report) {
    let name = Places.samples[sample]
    let reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: Samples.bytes(name)))
    return (reading, Validator(catalogue: catalogue).validate(reading))
  }

  @Test(arguments: Places.samples.indices)
  func everyRelationHasARowWithItsFormulas(_ sample: Int) throws {
    let (reading, report) = try check(sample)
    let (book, _) = DisclosureWriter(catalogue: catalogue).workbook(
      reading.disclosure, verdicts: report.verdicts, checks: report.checks)
    let sheet = try #require(book.sheets.last)
    #expect(sheet.name == "勾稽关系")
    #expect(sheet.usedRange?.last.row == report.checks.count)
    for (row, check) in report.checks.enumerated() {
      #expect(sheet[row + 1, 6]?.value == .number(check.left.value.description))
      #expect(sheet[row + 1, 10]?.value == .text(check.verdict.message.text(in: .chinese)))
      for column in [6, 7, 8, 10] { #expect(sheet[row + 1, column]?.formula != nil) }
      guard case .location(let target, _)? = sheet[row + 1, 4]?.hyperlink else {
        Issue.record("no link in row \(row + 1)")
        continue
      }
      let name = try #require(target.split(separator: "!").first).dropFirst().dropLast()
      #expect(book.sheets.contains { $0.name == name })
    }
    // Written, read back and checked, it says the same.
    let again = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.xlsx", bytes: book.xlsx()))
    #expect(again.disclosure == reading.disclosure)
    let second = Validator(catalogue: catalogue).validate(again)
    #expect(second.checks.map(\.verdict) == report.checks.map(\.verdict))
  }

  @Test func findingsAreMarkedAndListed() throws {
    var (reading, _) = try check(0)
    let table = try #require(reading.disclosure.index(of: "expenditure"))
    reading.disclosure[CellKey(section: table)].value = .amount(try Amount("2882.39"))
    let report = Validator(catalogue: catalogue).validate(reading)
    let (book, _) = DisclosureWriter(catalogue: catalogue).workbook(
      reading.disclosure, checks: report.checks, marking: report.findings)
    let list = try #require(book.sheets.first { $0.name == "发现" })
    #expect(list.usedRange?.last.row == report.findings.count)
    let marked = try #require(book.sheets.first { $0.name == "表3 支出决算表" })
    #expect(
      marked.comments.values.contains { $0.text.contains("不符") && $0.text.contains("2882.39") })
    for (reference, _) in marked.comments { #expect(marked[reference]?.style.fill != nil) }
    let again = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: "a.xlsx", bytes: book.xlsx()))
    #expect(again.disclosure == reading.disclosure)
  }

  private static let office = ["/usr/bin/soffice", "/usr/local/bin/soffice"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// A spreadsheet program that recalculates says what we say, and an altered figure turns its rows.
  @Test(.enabled(if: office != nil, "needs LibreOffice"))
  func aSpreadsheetProgramAgrees() throws {
    let (reading, report) = try check(2)
    var (book, _) = DisclosureWriter(catalogue: catalogue).workbook(
      reading.disclosure, checks: report.checks)
    let last = book.sheets.count - 1
    for row in 1...report.checks.count {
      for column in [6, 7, 8, 10] { book.sheets[last][row, column]?.value = .empty }
    }
    // Nothing is cached now; once as it is, and once with a figure altered.
    var altered = book
    let check = try #require(
      report.checks.first { $0.verdict == .exact && $0.left.value.coefficient > 0 })
    let target = try #require(altered.sheets[last][report.row(of: check), 4]?.hyperlink)
    guard case .location(let text, _) = target else { return }
    let parts = text.split(separator: "!")
    let name = parts[0].dropFirst().dropLast()
    let cell = try #require(CellReference(parts[1]))
    let sheet = try #require(altered.sheets.firstIndex { $0.name == name })
    altered.sheets[sheet][cell]?.value = .number("987654.32")
    for (workbook, isAltered) in [(book, false), (altered, true)] {
      let verdicts = try recalculated(workbook, count: report.checks.count)
      for (row, verdict) in verdicts.enumerated() {
        let own = report.checks[row]
        let entries = own.equation.left + own.equation.right
        let isConcerned =
          isAltered
          && entries.contains { $0.cell == check.equation.left[0].cell }
        if isConcerned, own.equation.comparison == .equal {
          #expect(verdict == Verdict.break.message.text(in: .chinese), "row \(row + 1)")
        } else if !isConcerned {
          #expect(verdict == own.verdict.message.text(in: .chinese), "row \(row + 1)")
        }
      }
    }
  }

  private func recalculated(_ book: Workbook, count: Int) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("relations-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.xlsx")
    try Data(book.xlsx()).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: RelationsSheetTests.office ?? "")
    let out = folder.appendingPathComponent("out")
    process.arguments = [
      "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", "xlsx",
      "--outdir", out.path, file.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let bytes = [UInt8](try Data(contentsOf: out.appendingPathComponent("a.xlsx")))
    let sheet = try #require(try Workbook(xlsx: bytes).sheets.last)
    return (1...count).map { row in
      if case .text(let text)? = sheet[row, 10]?.value { return text }
      return ""
    }
  }
}

extension Validator.Report {
  /// The row of a check in the sheet of relations.
  fileprivate func row(of check: EquationCheck) -> Int {
    1
      + (checks.firstIndex {
        $0.equation.left == check.equation.left && $0.equation.right == check.equation.right
      } ?? 0)
  }
}
