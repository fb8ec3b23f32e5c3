import Testing
import Zip

@testable import Spreadsheet

private let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
private let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/// A workbook of one sheet whose parts are given as bytes.
func package(sheet: [UInt8], strings: [UInt8]) throws -> [UInt8] {
  var zip = ZipWriter(level: 1)
  try zip.add(
    "xl/workbook.xml",
    Array(
      "<workbook xmlns='\(main)' xmlns:r='\(relations)'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>"
        .utf8))
  try zip.add(
    "xl/_rels/workbook.xml.rels",
    Array(
      """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="r1" Type="\(relations)/worksheet" Target="sheet.xml"/>\
      <Relationship Id="r2" Type="\(relations)/sharedStrings" Target="strings.xml"/></Relationships>
      """.utf8))
  try zip.add("xl/sheet.xml", sheet)
  try zip.add("xl/strings.xml", strings)
  return zip.finish()
}

/// What a reading gives: the sheet, or that it fails.
private func sheet(_ bytes: [UInt8], isScanning: Bool) -> Sheet? {
  let file = try? XLSXReader(bytes, limits: WorkbookLimits(), isScanning: isScanning)
  return try? file?.sheet(at: 0)
}

extension Generator {
  fileprivate mutating func plainText() -> String {
    (0..<Int.random(in: 0...3, using: &self)).map { _ in
      pick([
        "a", "12", " ", "&amp;", "&lt;", "&quot;", "\u{5E74}", "\u{1F600}", "_x000D_", "\n", "\t",
        chance(3) ? "&#10;" : "b", "c", chance(2) ? "\r\n" : "d",
        chance(2) ? "<!-- -->" : "e", chance(2) ? "<![CDATA[<]]>" : "f",
      ])
    }.joined()
  }

  fileprivate mutating func plainCell(_ row: Int, _ column: Int) -> String {
    let place = "\(CellReference(row: row, column: column))"
    var head = chance(90) ? " r=\"\(place)\"" : ""
    if chance(40) { head += " s=\"\(Int.random(in: 0...3, using: &self))\"" }
    switch Int.random(in: 0..<9, using: &self) {
    case 0: return "<c\(head)/>"
    case 1: return "<c\(head) t=\"s\"><v>\(Int.random(in: 0...2, using: &self))</v></c>"
    case 2:
      return
        "<c\(head) t=\"inlineStr\"><is><t\(chance(50) ? " xml:space=\"preserve\"" : "")>\(plainText())</t></is></c>"
    case 3: return "<c\(head) t=\"str\"><f>\(plainText())</f><v>\(plainText())</v></c>"
    case 4: return "<c\(head) t=\"b\"><v>\(pick(["0", "1"]))</v></c>"
    case 5:
      return chance(50)
        ? "<c\(head)><f t=\"shared\" ref=\"A1:B9\" si=\"0\">SUM(A1:$B2)+C$3</f><v>1</v></c>"
        : "<c\(head)><f t=\"shared\" si=\"0\"/><v>2</v></c>"
    case 6: return chance(80) ? "<c\(head)><v>-1.5E-3</v></c>" : "<c t='n'\(head)> <v>1</v></c>"
    default: return "<c\(head)><v>\(number())</v></c>"
    }
  }

  fileprivate mutating func plainRows(_ count: Int) -> String {
    (0..<count).map { row in
      let cells = (0..<Int.random(in: 0...5, using: &self)).map { plainCell(row, 2 * $0) }.joined()
      var head = chance(90) ? " r=\"\(row + 1)\" spans=\"1:9\"" : ""
      if chance(10) { head += " ht=\"20.5\" customHeight=\"1\"" }
      if chance(5) { head += " hidden=\"1\" x14ac:dyDescent=\"0.2\"" }
      return cells.isEmpty && chance(50) ? "<row\(head)/>" : "<row\(head)>\(cells)</row>"
    }.joined()
  }

  fileprivate mutating func damage(_ bytes: inout [UInt8]) {
    for _ in 0..<Int.random(in: 1...3, using: &self) where !bytes.isEmpty {
      let at = Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<5, using: &self) {
      case 0: bytes.remove(at: at)
      case 1: bytes[at] = UInt8.random(in: 0...255, using: &self)
      case 2: bytes.insert(pick(Array("<>/\"'=& c1A!]".utf8)), at: at)
      case 3: bytes.insert(contentsOf: Array("]]>".utf8), at: at)
      default: bytes.insert(contentsOf: bytes[at..<min(at + 9, bytes.count)], at: at)
      }
    }
  }
}

private let beginning =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet xmlns=\"\(main)\" xmlns:x14ac=\"urn:x\"><cols><col min=\"1\" max=\"2\" width=\"9\"/></cols><sheetData>"
private let ending = "</sheetData><mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells></worksheet>"

@Test func bothWaysOfReadingAgree() throws {
  var generator = Generator(seed: 20_240_801)
  var read = 0
  for round in 0..<1500 {
    let rows = generator.plainRows(Int.random(in: 0...6, using: &generator))
    var sheetBytes = Array((beginning + rows + ending).utf8)
    let texts = (0..<3).map { _ in
      generator.chance(90) ? "<si><t>\(generator.plainText())</t></si>" : "<si><r><t>x</t></r></si>"
    }
    var strings = Array("<sst xmlns=\"\(main)\" count=\"3\">\(texts.joined())</sst>".utf8)
    if round % 2 == 1 { generator.damage(&sheetBytes) }
    if round % 8 == 3 { generator.damage(&strings) }
    let bytes = try package(sheet: sheetBytes, strings: strings)
    let (one, two) = (sheet(bytes, isScanning: true), sheet(bytes, isScanning: false))
    if one != nil { read += 1 }
    guard one == two else {
      Issue.record(
        "round \(round): \(String(decoding: sheetBytes, as: UTF8.self)) \(String(decoding: strings, as: UTF8.self))"
      )
      return
    }
  }
  #expect(read > 500)
}

@Test func bothWaysAgreeOnLargeSheets() throws {
  var generator = Generator(seed: 7)
  let rows = generator.plainRows(6000)
  let plain = Array((beginning + rows + ending).utf8)
  let bytes = try package(
    sheet: plain, strings: Array("<sst xmlns=\"\(main)\"><si/><si/><si/></sst>".utf8))
  let (one, two) = (sheet(bytes, isScanning: true), sheet(bytes, isScanning: false))
  #expect(one != nil && one == two)
}

@Test func bothWaysAgreeOnRowsOfAllLengths() throws {
  var rows = ""
  for row in [1, 9, 10, 99, 100, 12_345, 99_999, 100_000, 1_048_575, 1_048_576] {
    let cells = "<c r=\"A\(row)\"><v>\(row)</v></c><c r=\"XFD\(row)\"><v>1</v></c>"
    rows += "<row r=\"\(row)\">\(cells)</row>"
  }
  func read(_ rows: String, isScanning: Bool) throws -> Sheet? {
    let bytes = try package(
      sheet: Array((beginning + rows + ending).utf8),
      strings: Array("<sst xmlns=\"\(main)\"/>".utf8))
    return sheet(bytes, isScanning: isScanning)
  }
  let one = try read(rows, isScanning: true)
  #expect(one?.cellCount == 20 && one?[1_048_575, 0]?.value == .number("1048576"))
  #expect(try one == read(rows, isScanning: false))
  // References to other rows, with zeros before the number, too long or too short for theirs.
  for reference in ["A13", "A012", "A1", "A123", "A", "12", "AAAA12", "A12 ", "a12"] {
    let odd = "<row r=\"12\"><c r=\"\(reference)\"><v>1</v></c></row>"
    #expect(try read(odd, isScanning: true) == read(odd, isScanning: false), "\(reference)")
  }
}

@Test func rowByRowIsTheWholeSheet() throws {
  var generator = Generator(seed: 11)
  for _ in 0..<20 {
    let book = generator.workbook()
    let bytes = try book.xlsx()
    let file = try WorkbookFile(bytes)
    #expect(file.sheets.map(\.name) == book.sheets.map(\.name))
    for (index, whole) in try Workbook(xlsx: bytes).sheets.enumerated() {
      #expect(try file.sheet(named: whole.name)?.cellCount == whole.cellCount)
      var seen = 0
      var rows = try file.rows(inSheet: index)
      while let row = try rows.next() {
        for cell in row {
          seen += 1
          let expected = whole[cell.reference]
          let (value, formula, style) = (try cell.value(), cell.formula, cell.style)
          #expect(value == expected?.value)
          #expect(formula == expected?.formula && style == expected?.style)
          if case .text(let text) = expected?.value {
            let found = cell.text
            #expect(found == text)
          }
          if case .number(let text) = expected?.value {
            let found = cell.double
            #expect(found == Double(text))
          }
        }
      }
      #expect(seen <= whole.cellCount)
    }
  }
}

@Test(arguments: [
  ("A1+B$2", "B3", "B3+C$2"), ("$A$1*2", "C9", "$A$1*2"), ("SUM(A1:C3)", "A2", "SUM(A2:C4)"),
  ("LOG10(A1)&\"A1\"", "B1", "LOG10(B1)&\"A1\""), ("'A1 x'!A1", "A2", "'A1 x'!A2"),
  ("SUM(A:B)+SUM(1:2)", "B2", "SUM(B:C)+SUM(2:3)"), ("T1[A1]+Name", "A2", "T1[A1]+Name"),
  ("Data!A1+A_1+1", "B1", "Data!B1+A_1+1"), ("XFD1", "B1", "#REF!"),
])
func movesSharedFormulas(formula: String, place: String, moved: String) {
  let shared = SharedFormula(text: formula, origin: CellReference(row: 0, column: 0))
  #expect(CellReference(place).map { shared.moved(to: $0) } == moved)
}
