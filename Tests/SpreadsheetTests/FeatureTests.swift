import Foundation
import Testing
import Zip

@testable import Spreadsheet

/// Why the workbook of all features is refused once its first sheet is changed.
private func refusal(_ edit: (inout Sheet) -> Void) -> String? {
  var book = featureBook()
  edit(&book.sheets[0])
  do {
    _ = try book.xlsx()
    return nil
  } catch { return error.description }
}

private func parts(_ bytes: [UInt8]) throws -> [String: String] {
  let archive = try ZipArchive(bytes)
  return try Dictionary(
    uniqueKeysWithValues: archive.entries.map {
      ($0.name, String(decoding: try archive.read($0), as: UTF8.self))
    })
}

@Test func featuresAreWrittenInTheOrderOfTheSchema() throws {
  let sheet = try #require(try parts(featureBook().xlsx())["xl/worksheets/sheet1.xml"])
  let order = [
    "<cols>", "<sheetData>", "<sheetProtection", "<conditionalFormatting", "<dataValidations",
    "<hyperlinks", "<pageMargins", "<rowBreaks", "<colBreaks", "<legacyDrawing", "<tableParts",
  ]
  var rest = sheet[...]
  for element in order {
    let place = try #require(rest.firstRange(of: element), "\(element) is missing or out of order")
    rest = rest[place.upperBound...]
  }
}

@Test func featuresHaveTheirParts() throws {
  let parts = try parts(featureBook().xlsx())
  #expect(parts["xl/comments2.xml"]?.contains("<author>B</author>") == true)
  #expect(parts["xl/drawings/vmlDrawing1.vml"]?.contains("<x:Row>3</x:Row>") == true)
  #expect(parts["xl/tables/table1.xml"]?.contains("displayName=\"Amounts\"") == true)
  #expect(
    parts["xl/tables/table1.xml"]?.contains(
      "totalsRowCount=\"1\"><autoFilter ref=\"A1:C7\"><filterColumn colId=\"1\"><customFilters>"
        + "<customFilter operator=\"notEqual\" val=\"none\"/></customFilters>") == true)
  #expect(parts["xl/tables/table1.xml"]?.contains("totalsRowFunction=\"sum\"") == true)
  let other = try #require(parts["xl/worksheets/sheet2.xml"])
  #expect(
    other.contains("<filters blank=\"1\"><filter val=\"v1\"/><filter val=\"v2\"/></filters>"))
  #expect(other.contains("<c r=\"A7\"><f t=\"array\" ref=\"A7:A9\">ROW(A1:A3)*2</f><v>2</v></c>"))
  #expect(parts["[Content_Types].xml"]?.contains("Extension=\"vml\"") == true)
  #expect(parts["xl/styles.xml"]?.contains("<dxfs count=\"2\">") == true)
  #expect(
    parts["xl/workbook.xml"]?.contains("workbookPassword=\"DAA7\" lockStructure=\"1\"") == true)
  #expect(parts["xl/workbook.xml"]?.contains("_xlnm._FilterDatabase") == true)
  let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
  #expect(sheet.contains("<row r=\"4\" outlineLevel=\"2\" hidden=\"1\">"))
  #expect(sheet.contains("<row r=\"13\" outlineLevel=\"1\">"))
  #expect(sheet.contains("sqref=\"A2:B7 A9\""))
  #expect(sheet.contains("<formula>$C2&gt;\"&lt;\"&amp;400</formula>"))
  #expect(sheet.contains("<t xml:space=\"preserve\"> plain </t>"))
}

@Test func featuresGiveTheSameBytesEachTime() throws {
  let bytes = try featureBook().xlsx()
  for _ in 0..<5 { #expect(try featureBook().xlsx() == bytes) }
  #expect(try featureBook().xlsx(WritingOptions(threads: 2)) == bytes)
}

@Test(arguments: [("secret", "DAA7"), ("a", "CE88"), ("", "CE4B")])
func passwordsHaveTheHashThatProgramsKnow(password: String, hash: String) {
  #expect(PasswordHash.text(password) == hash)
}

@Test func refusesFeaturesThatExcelWouldRepair() {
  #expect(refusal { _ in } == nil)
  #expect(refusal { $0.tables[0].name = "A1" } != nil)
  #expect(refusal { $0.tables[0].name = "a b" } != nil)
  #expect(refusal { $0.tables[0].columns[1] = "code" } != nil)
  #expect(refusal { $0[0, 1] = Cell(.text("other")) } != nil)
  #expect(refusal { $0.tables.append($0.tables[0]) } != nil)
  #expect(refusal { $0.merges = [CellRange(rows: 6...7, columns: 0...0)] } != nil)
  #expect(refusal { $0.autoFilter = CellRange(rows: 0...1, columns: 0...0) } != nil)
  #expect(refusal { $0.tables[0].totals = [.label("Total")] } != nil)
  #expect(refusal { $0[7, 2] = Cell(.number("2103")) } != nil)
  #expect(refusal { $0[7, 0] = Cell(.text("Sum")) } != nil)
  #expect(refusal { $0.tables[0].filterColumns[0].column = 3 } != nil)
  #expect(refusal { $0.tables[0].hasFilter = false } != nil)
  #expect(refusal { $0.filterColumns = [FilterColumn(column: 0, .values(["a"]))] } != nil)
  #expect(refusal { $0.arrayFormulas = [CellRange(rows: 1...2, columns: 0...0)] } != nil)
  #expect(refusal { $0.dataValidations[0].ranges = [] } != nil)
  #expect(refusal { $0.dataValidations[0].formula1 = nil } != nil)
  #expect(
    refusal { $0.dataValidations[1].formula1 = "\"\(String(repeating: "a", count: 256))\"" } != nil)
  #expect(refusal { $0.dataValidations[0].prompt = String(repeating: "a", count: 256) } != nil)
  #expect(refusal { $0.conditionalFormats[0].ranges = [] } != nil)
  #expect(refusal { $0.conditionalFormats[0].rule = .expression("", look: .init()) } != nil)
  #expect(refusal { $0.rowBreaks = [0] } != nil)
  #expect(refusal { $0.rowOutlines[0] = 8 } != nil)
  #expect(
    refusal { $0.comments[CellReference(row: -1, column: 0)] = Sheet.Comment(text: "") } != nil)
  #expect(refusal { $0.rangeHyperlinks[0].link = .external("") } != nil)
  #expect(refusal { $0.richTexts[CellReference(row: 8, column: 0)] = [] } != nil)
}

@Test func widthsAndHeightsFollowTheText() {
  var sheet = Sheet(name: "S")
  sheet[0, 0] = Cell(.text("\u{9884}\u{7B97}\u{5355}\u{4F4D}\u{540D}\u{79F0}"))
  sheet[0, 1] = Cell(.text("twelve chars"))
  sheet[0, 2] = Cell(.number("1234567.5"), style: CellStyle(numberFormat: "#,##0.00"))
  sheet[0, 3] = Cell(.text("a"))
  sheet[0, 4] = Cell(.text(String(repeating: "\u{5B57}", count: 200)))
  let wrap = CellStyle(alignment: CellStyle.Alignment(wrap: true))
  sheet[1, 0] = Cell(.text(String(repeating: "\u{5B57}", count: 30)), style: wrap)
  sheet[2, 0] = Cell(.text("short"), style: wrap)
  sheet[3, 1] = Cell(.text("1\n2\n3"), style: wrap)
  sheet.fitColumns()
  #expect(sheet.columnWidths == [0: 13.5, 1: 13.5, 2: 13.5, 3: 4, 4: 60])
  sheet.fitRows()
  // Thirty characters of two digits each in lines of twelve.
  #expect(sheet.rowHeights == [1: 75, 3: 45])
}

@Test func arrayFormulasReadBack() throws {
  let read = try Workbook(xlsx: featureBook().xlsx()).sheets[1]
  #expect(read.arrayFormulas == [CellRange(rows: 6...8, columns: 0...0)])
  #expect(read[6, 0]?.formula == "ROW(A1:A3)*2")
  #expect(read[7, 0]?.formula == nil)
}

@Test func totalsHaveTheirFormula() {
  let table = Sheet.Table(
    name: "T", range: CellRange(rows: 0...2, columns: 0...1), columns: ["a", "b [#'1]"],
    totals: [.none, .function(.average)])
  #expect(table.totalFormula(0) == nil)
  #expect(table.totalFormula(1) == "SUBTOTAL(101,T[b '['#''1']])")
  #expect(table.totalFormula(2) == nil)
}

/// With `WRITTEN_TO` naming a folder, what scripts/verify-written checks with other programs.
@Test func writtenBooksAreLeftForOtherPrograms() throws {
  var streamed: [UInt8] = []
  let writer = try WorkbookRowWriter(options: WritingOptions(strings: .inline)) { streamed += $0 }
  let book = featureBook()
  for sheet in book.sheets {
    var template = sheet
    for row in sheet.rows { for (column, _) in row.cells { template[row.index, column] = nil } }
    try writer.startSheet(template)
    for row in sheet.rows {
      try writer.row(at: row.index) { cells in
        for (column, cell) in row.cells {
          cells.skip(column - cells.column)
          try cells.cell(cell)
        }
      }
    }
  }
  try writer.finish()
  let whole = try book.xlsx()
  let counts = try [whole, streamed].map { try Workbook(xlsx: $0).sheets.map(\.cellCount) }
  #expect(counts[0] == counts[1])
  guard let folder = ProcessInfo.processInfo.environment["WRITTEN_TO"] else { return }
  let place = URL(fileURLWithPath: folder, isDirectory: true)
  try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  var books = [("features", whole), ("features-by-row", streamed)]
  var generator = Generator(seed: 2024)
  for index in 0..<5 { books.append(("random\(index)", try generator.workbook().xlsx())) }
  for (name, bytes) in books {
    try Data(bytes).write(to: place.appendingPathComponent("\(name).xlsx"))
  }
}
