import Testing
import Zip

@testable import Spreadsheet

/// Why a workbook of one sheet `S`, made by `edit`, is refused.
private func refusal(_ edit: (inout Sheet) -> Void) -> String? {
  var book = Workbook()
  var sheet = Sheet(name: "S")
  edit(&sheet)
  book.sheets = [sheet]
  do {
    _ = try book.xlsx()
    return nil
  } catch { return error.description }
}

@Test(arguments: [
  ("0", true), ("-0.00", true), ("1201.50", true), ("1.5E-3", true), ("1e5", true), (".5", true),
  ("5.", true), ("999999999999999", true), ("9999999999999990000", true),
  ("0.000123456789012345", true),
  ("0000000000000000001", true), ("9.99999999999999E307", true), ("0E999999999999999999", true),
  ("1234567890123456", false), ("0.1234567890123456", false), ("12345678901234.56", false),
  ("0.30000000000000004", false), ("1E308", false), ("1E-308", false),
  ("1E999999999999999999", false),
  ("", false), ("-", false), (".", false), ("1e", false), ("1e+", false), ("1,000", false),
  ("1 ", false), ("NaN", false), ("0x10", false), ("1.2.3", false), ("--1", false),
  ("\u{FF11}", false),
])
func numbersThatExcelHolds(text: String, isHeld: Bool) {
  #expect((DecimalText.refusal(text) == nil) == isHeld)
}

@Test func refusalsNameSheetAndCell() {
  let reason = refusal { $0[2, 1] = Cell(.number("1234567890123456")) }
  #expect(
    reason == "sheet 'S', cell B3: 1234567890123456 has more than the 15 significant digits that a "
      + "number can hold")
}

@Test(arguments: [
  "", "a/b", "a\\b", "a?b", "a*b", "[a", "a]", "a:b", "'a", "a'", "a\u{1}",
  String(repeating: "a", count: 32), String(repeating: "\u{1F600}", count: 16),
])
func refusesSheetNames(name: String) {
  #expect(refusal { $0.name = name } != nil)
}

@Test(arguments: [
  "a", "it's", "\u{8868}1 \u{6536}\u{652F}", String(repeating: "\u{8868}", count: 31), "a.b", " ",
])
func takesSheetNames(name: String) {
  #expect(refusal { $0.name = name } == nil)
}

@Test func refusesWhatExcelWouldRepair() throws {
  let long = String(repeating: "\u{5E74}", count: 32_767)
  #expect(refusal { $0[0, 0] = Cell(.text(long)) } == nil)
  #expect(refusal { $0[0, 0] = Cell(.text(long + "a")) } != nil)
  #expect(refusal { $0[CellReference.rowCount, 0] = Cell(.boolean(true)) } != nil)
  #expect(refusal { $0[0, CellReference.columnCount] = Cell(.boolean(true)) } != nil)
  #expect(refusal { $0[-1, 0] = Cell(.boolean(true)) } != nil)
  #expect(refusal { $0.columnWidths[0] = 256 } != nil)
  #expect(refusal { $0.rowHeights[0] = .nan } != nil)
  #expect(refusal { $0[0, 0] = Cell(style: CellStyle(numberFormat: "")) } != nil)
  #expect(
    refusal { $0[0, 0] = Cell(style: CellStyle(font: CellStyle.Font(size: .infinity))) } != nil)
  #expect(refusal { $0[0, 0] = Cell(formula: "") } != nil)
  #expect(refusal { $0[0, 0] = Cell(hyperlink: .external("a\nb")) } != nil)
  #expect(refusal { $0.pageSetup.footer = String(repeating: "a", count: 256) } != nil)
  #expect(refusal { $0.pageSetup.scale = 5 } != nil)
  #expect(refusal { $0.visibility = .hidden } != nil)
  #expect(throws: SpreadsheetError.self) { try Workbook().xlsx() }
  var book = Workbook()
  book.sheets = [Sheet(name: "a"), Sheet(name: "A")]
  #expect(throws: SpreadsheetError.self) { try book.xlsx() }
}

@Test(arguments: [
  (["A1:B2", "B2:C3"], true), (["A1:B2", "C3:D4"], false), (["A1:B2", "A3:B4"], false),
  (["C1:D9", "A5:B6", "A7:C8"], true), (["C1:D9", "A5:B6", "A7:B8"], false),
  (["A1:Z1", "D1:E1"], true), (["D1:E1", "A1:Z1"], true), (["A1:A1"], true),
  (["A1:B2", "A1:B2"], true), (["A1:A9", "B9:C9", "A10:C10"], false),
])
func refusesOverlappingMerges(ranges: [String], isRefused: Bool) {
  let reason = refusal { $0.merges = ranges.compactMap { CellRange($0) } }
  #expect((reason != nil) == isRefused, "\(reason ?? "taken")")
}

@Test func mergeCheckAgreesWithComparingAllPairs() {
  var generator = Generator(seed: 3)
  for _ in 0..<300 {
    let merges = (0..<generator.pick([2, 3, 6])).map { _ in
      let (row, column) = (generator.pick([0, 1, 3, 6]), generator.pick([0, 2, 4, 7]))
      return CellRange(
        rows: row...row + generator.pick([0, 1, 3]),
        columns: column...column + generator.pick([1, 2]))
    }
    let overlap = merges.indices.contains { one in
      merges.indices.contains { two in
        one < two && merges[one].first.row <= merges[two].last.row
          && merges[two].first.row <= merges[one].last.row
          && merges[one].first.column <= merges[two].last.column
          && merges[two].first.column <= merges[one].last.column
      }
    }
    #expect((refusal { $0.merges = merges } != nil) == overlap, "\(merges)")
  }
}

private func part(_ path: String, of book: Workbook) throws -> String {
  let archive = try ZipArchive(book.xlsx())
  let entry = try #require(archive.entry(named: path))
  return String(decoding: try archive.read(entry), as: UTF8.self)
}

@Test func stylesAreWrittenOnce() throws {
  var book = Workbook()
  var sheet = Sheet(name: "S")
  for row in 0..<10 {
    sheet[row, 0] = Cell(.number("1"), style: CellStyle(numberFormat: "0.000"))
    sheet[row, 1] = Cell(.number("1"), style: CellStyle(numberFormat: "0.00"))
  }
  book.sheets = [sheet]
  let styles = try part("xl/styles.xml", of: book)
  #expect(styles.contains("<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0.000\"/>"))
  #expect(styles.contains("<cellXfs count=\"3\">"))
  #expect(styles.contains("<fonts count=\"1\">"))
}

@Test func calculationIsAskedForOnlyWithFormulas() throws {
  var book = Workbook()
  book.sheets = [Sheet(name: "S")]
  book.sheets[0][0, 0] = Cell(.text("=1+1"))
  #expect(try !part("xl/workbook.xml", of: book).contains("calcPr"))
  #expect(try part("xl/sharedStrings.xml", of: book).contains("<t>=1+1</t>"))
  book.sheets[0][0, 1] = Cell(.number("2"), formula: "1+1")
  #expect(try part("xl/workbook.xml", of: book).contains("fullCalcOnLoad=\"1\""))
  #expect(
    try part("xl/worksheets/sheet1.xml", of: book).contains(
      "<c r=\"B1\"><f>1+1</f><v>2</v></c>"))
}

@Test func printNamesFollowTheSheet() throws {
  var book = Workbook()
  book.sheets = [Sheet(name: "it's")]
  book.sheets[0].pageSetup.repeatRows = 0...1
  book.sheets[0].pageSetup.repeatColumns = 0...27
  book.sheets[0].pageSetup.printArea = CellRange("A1:B2")
  let text = try part("xl/workbook.xml", of: book)
  #expect(text.contains(">'it''s'!$A:$AB,'it''s'!$1:$2</definedName>"))
  #expect(text.contains(">'it''s'!$A$1:$B$2</definedName>"))
}
