import Testing

@testable import Spreadsheet

private let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/// A workbook of one sheet whose `sheetData` and all behind it are given.
private func file(_ rows: String, isScanning: Bool = true) throws -> XLSXReader {
  let bytes = try package(
    sheet: Array("<worksheet xmlns=\"\(main)\"><sheetData>\(rows)".utf8),
    strings: Array("<sst xmlns=\"\(main)\"/>".utf8))
  return try XLSXReader(bytes, limits: WorkbookLimits(), isScanning: isScanning)
}

/// All rows, as nobody but a test keeps them.
private func all(_ rows: SheetRowReader) throws -> [SheetRow] {
  var (rows, kept) = (rows, [SheetRow]())
  while let row = try rows.next() { kept.append(row) }
  return kept
}

private let ending = "</sheetData></worksheet>"

private func values(_ row: SheetRow) throws -> [CellValue] {
  try row.map { try $0.value() }
}

@Test(arguments: [true, false])
func keptRowsStayAsTheyAre(isScanning: Bool) throws {
  // More than the window has room for, with rows in between that are not plain.
  let rows = (1...9000).map { row in
    let blank = row % 1000 == 0 ? "<!-- -->" : ""
    return """
      <row r="\(row)">\(blank)<c r="A\(row)" t="str"><v>text &amp; \(row)</v></c>\
      <c r="C\(row)"><f>A\(row)</f><v>\(row).5</v></c></row>
      """
  }
  let file = try file(rows.joined() + ending, isScanning: isScanning)
  let kept = try all(file.rows(inSheet: 0))
  #expect(kept.count == 9000)
  for (index, row) in kept.enumerated() {
    let number = index + 1
    #expect(row.index == index && row.count == 2)
    #expect(try values(row) == [.text("text & \(number)"), .number("\(number).5")])
    #expect(row[column: 2]?.formula == "A\(number)")
    #expect(row[column: 1]?.column == nil)
  }
}

@Test(arguments: [true, false])
func anErrorComesInThePlaceOfTheRow(isScanning: Bool) throws {
  let good = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
  for bad in ["<row r=\"2\"><c r=\"A2\"><v>2</v></row>", "<row r=\"2000000\"><c/></row>", "<row"] {
    var rows = try file(good + bad, isScanning: isScanning).rows(inSheet: 0)
    let first = try rows.next()
    #expect(try first.map(values) == [.number("1")])
    #expect(throws: SpreadsheetError.self) { try rows.next() }
    let behind = try rows.next()
    #expect(behind == nil)
  }
}

@Test func leavingTheLoopEndsTheReading() throws {
  let rows = (1...3).map { "<row r=\"\($0)\"><c r=\"A\($0)\"><v>\($0)</v></c></row>" }
  let file = try file(rows.joined() + ending)
  var last: SheetRow?
  do {
    var rows = try file.rows(inSheet: 0)
    while let row = try rows.next() {
      last = row
      if row.index == 1 { break }
    }
  }
  // The reader is gone, the row is not.
  #expect(try last.map(values) == [.number("2")])
}

@Test func theLoopGoesOnWhereItWasLeft() throws {
  let rows = (1...3).map { "<row r=\"\($0)\"><c r=\"A\($0)\"/></row>" }
  var reader = try file(rows.joined() + ending).rows(inSheet: 0)
  while let row = try reader.next(), row.index < 1 {}
  #expect(try all(reader).map(\.index) == [2])
}

@Test(arguments: [true, false])
func aSharedFormulaIsThatOfItsNumberThen(isScanning: Bool) throws {
  func row(_ number: Int, _ text: String) -> String {
    let ref = text.isEmpty ? "" : " ref=\"A1:A9\""
    return """
      <row r="\(number)"><c r="A\(number)"><f t="shared"\(ref) si="0">\(text)</f><v>1</v></c></row>
      """
  }
  let rows = row(1, "B1") + row(2, "") + row(3, "C3*2") + row(4, "")
  let file = try file(rows + ending, isScanning: isScanning)
  // All at once, so that the later formula is there when the earlier ones are looked at.
  let kept = try all(file.rows(inSheet: 0))
  #expect(kept.map { $0[column: 0]?.formula } == ["B1", "B2", "C3*2", "C4*2"])
}
