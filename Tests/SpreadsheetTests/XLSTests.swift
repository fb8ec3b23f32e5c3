import Testing

@testable import Spreadsheet

/// Binary workbooks of Excel 5 to 2003.
struct XLSTests {
  private typealias B = BIFFBytes

  private static func name(_ text: String) -> [UInt8] { [UInt8(text.utf16.count)] + B.wide(text) }

  /// What all sheets share: a code page, styles, strings that go on in a second record, names, links.
  private static func globals() -> BIFFBytes {
    var globals = BIFFBytes()
    globals.add(0x42, B.two(1200))
    globals.add(
      0x31, B.twos(240, 2, 0x0A, 700, 0), [1, 0, 0, 0], name("宋体"))
    globals.add(0x41E, B.two(170), B.two(4), B.wide("0.0%"))
    for format in [0, 4, 170, 14] {
      globals.add(
        0xE0, B.twos(0, format, 1), [0x2A, 0, 1, 0], B.twos(0x1111, 0, 0, 0x0400, 0x0D))
    }
    globals.add(
      0xFC, CompoundBytes.four(3), CompoundBytes.four(3),
      // In bytes, with two runs of fonts; in wide characters with what is read aloud, and cut in two.
      B.two(3), [8], B.two(2), Array("abc".utf8), [UInt8](repeating: 7, count: 8),
      B.two(4), [5], CompoundBytes.four(6), B.two(0x9884), B.two(0x7B97))
    globals.add(
      0x3C, [0], Array("AB".utf8), [UInt8](repeating: 9, count: 6), B.two(1), B.wide("末"))
    globals.add(0x1AE, B.twos(2, 0x0401))
    globals.add(0x17, B.twos(1, 0, 1, 1))
    // The whole of column B, by a name of the second sheet; a print area of the first.
    globals.add(
      0x18, B.two(0), [0, 2], B.twos(11, 0, 2), [0, 0, 0, 0], [0], Array("nm".utf8),
      [0x3B], B.twos(0, 0, 0xFFFF, 1, 1))
    return globals
  }

  private static func sheet() -> BIFFBytes {
    var sheet = BIFFBytes()
    sheet.add(0x7D, B.twos(1, 2, 2560, 0, 1), [0, 0])
    sheet.add(0x208, B.twos(2, 0, 9, 400, 0, 0, 0x60, 0x0F))
    sheet.add(0x203, B.twos(0, 0, 1), B.eight(1201.5))
    sheet.add(0x27E, B.twos(0, 1, 2), CompoundBytes.four(UInt32(bitPattern: -12_345 << 2) | 3))
    sheet.add(
      0xBD, B.twos(0, 2), B.two(0), CompoundBytes.four(7 << 2 | 2), B.two(3),
      CompoundBytes.four(45_000 << 2 | 2), B.two(3))
    for index in 0..<3 {
      sheet.add(0xFD, B.twos(1, index, 0), CompoundBytes.four(UInt32(index)))
    }
    sheet.add(0x204, B.twos(2, 0, 0), B.two(2), B.wide("款项"))
    sheet.add(0x205, B.twos(2, 1, 0), [1, 0])
    sheet.add(0x205, B.twos(2, 2, 0), [7, 1])
    sheet.add(0x201, B.twos(2, 3, 1))
    // A1*2&"x" with a text behind it; one that is shared by A5 and A6; an array over B5:B6.
    sheet.formula(
      3, 0, value: [0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
      tokens: [0x44, 0, 0, 0, 0xC0, 0x1E, 2, 0, 5, 0x17, 1, 0, 0x78, 8])
    sheet.add(0x207, B.two(5), [0], Array("2403x".utf8))
    sheet.formula(
      3, 1, value: [1, 0, 1, 0, 0, 0, 0xFF, 0xFF],
      tokens: [0x3A, 0, 0, 0, 0, 0, 0, 0x43, 1, 0, 0, 0, 0x41, 105, 0, 9])
    sheet.formula(4, 0, value: B.eight(0.1), tokens: [1] + B.twos(4, 0))
    sheet.add(
      0x4BC, B.twos(4, 5), [0, 0, 0, 2], B.two(9),
      [0x4C], B.twos(0xFFFC, 0xC000), [0x62, 1, 4, 0])
    sheet.formula(4, 1, value: B.eight(2), tokens: [1] + B.twos(4, 1))
    sheet.add(
      0x221, B.twos(4, 5), [1, 1], [0, 0, 0, 0, 0, 0], B.two(9),
      [0x25], B.twos(0, 2, 0xC000, 0xC001))
    sheet.formula(5, 0, value: B.eight(0.2), tokens: [1] + B.twos(4, 0))
    sheet.formula(5, 1, value: B.eight(3), tokens: [1] + B.twos(4, 1))
    sheet.add(0x23E, B.twos(0x0E, 0, 0, 0, 0, 0, 0, 0, 0))
    sheet.add(0x41, B.twos(1, 2, 0, 0, 0))
    sheet.add(0xE5, B.two(1), B.twos(0, 1, 0, 1))
    let target: [UInt8] = "http://a.b/".utf16.flatMap { B.two(Int($0)) } + [0, 0]
    sheet.add(
      0x1B8, B.twos(2, 2, 0, 0), [UInt8](repeating: 0, count: 16), CompoundBytes.four(2),
      CompoundBytes.four(3), [0xE0] + [UInt8](repeating: 0, count: 15),
      CompoundBytes.four(UInt32(target.count)), target)
    sheet.add(0x5D, B.twos(0x15, 0x12, 0x19, 7), [UInt8](repeating: 0, count: 14))
    sheet.add(0x1B6, B.twos(0, 0, 0, 0, 0, 2, 8, 0, 0))
    sheet.add(0x3C, B.wide("批注"))
    sheet.add(0x3C, [UInt8](repeating: 0, count: 16))
    sheet.add(0x1C, B.twos(0, 0, 0, 7), B.two(2), B.wide("甲乙"))
    return sheet
  }

  private static func file() -> [UInt8] {
    BIFFBytes.file(
      globals: globals(), sheets: [(name("表1"), sheet()), (name("表 2"), BIFFBytes())])
  }

  @Test func everyKindOfCell() throws {
    let file = try WorkbookFile(Self.file())
    #expect(file.format == .xls)
    let sheet = try file.sheet(at: 0)
    func value(_ place: String) -> CellValue? { sheet[place]?.value }
    #expect(value("A1") == .number("1201.5"))
    #expect(value("B1") == .number("-123.45"))
    #expect(value("C1") == .number("7") && value("D1") == .number("45000"))
    #expect(value("A2") == .text("abc") && value("B2") == .text("预算AB"))
    #expect(value("C2") == .text("末") && value("A3") == .text("款项"))
    #expect(value("B3") == .boolean(true) && value("C3") == .error("#DIV/0!"))
    #expect(value("D3") == .empty && value("A4") == .text("2403x"))
    #expect(value("B4") == .boolean(true) && value("A5") == .number("0.1"))
    #expect(sheet["A4"]?.formula == #"A1*2&"x""#)
    #expect(sheet["B4"]?.formula == "'表 2'!$A$1<ISREF(nm)")
    #expect(sheet["A5"]?.formula == "SUM(A1)" && sheet["A6"]?.formula == "SUM(A2)")
    #expect(sheet["B5"]?.formula == "A1:B3" && sheet["B6"]?.formula == nil)
    #expect(sheet.arrayFormulas == [CellRange("B5:B6")])
  }

  @Test func whatStandsAroundTheCells() throws {
    let book = try WorkbookFile(Self.file()).workbook()
    let sheet = book.sheets[0]
    #expect(book.sheets.map(\.name) == ["表1", "表 2"])
    #expect(sheet.merges == [CellRange("A1:B2")])
    #expect(sheet.hiddenColumns == [1, 2] && sheet.columnWidths[1] == 10)
    #expect(sheet.hiddenRows == [2] && sheet.rowHeights[2] == 20)
    #expect(sheet.frozenRows == 2 && sheet.frozenColumns == 1 && sheet.showGridLines)
    #expect(sheet["A3"]?.hyperlink == .external("http://a.b/"))
    #expect(sheet.comments[CellReference(row: 0, column: 0)] == .init(author: "甲乙", text: "批注"))
    #expect(book.definedNames == [DefinedName(name: "nm", formula: "'表 2'!$B:$B", sheet: 1)])
    let style = try #require(sheet["A1"]?.style)
    #expect(style.numberFormat == "#,##0.00" && style.font.name == "宋体" && style.font.bold)
    #expect(style.font.size == 12 && style.font.color == CellStyle.Color(rgb: 0xFF0000))
    #expect(style.alignment.horizontal == .center && style.alignment.wrap)
    #expect(style.borders == CellStyle.Borders(all: .thin))
    #expect(style.fill == CellStyle.Color(rgb: 0xFFFF00))
    #expect(
      sheet["B1"]?.style.numberFormat == "0.0%" && sheet["D1"]?.style.numberFormat == "mm-dd-yy")
  }

  /// Before Excel 97 texts are bytes of a code page.
  @Test func olderWorkbooksHaveACodePage() throws {
    let gbk: [UInt8] = [0xD4, 0xA4, 0xCB, 0xE3]
    var globals = BIFFBytes()
    globals.add(0x42, B.two(936))
    globals.add(0x22, B.two(1))
    globals.add(0x41E, B.two(170), [4], Array("0.00".utf8))
    globals.add(0xE0, B.twos(0, 170, 1), [UInt8](repeating: 0, count: 10))
    var sheet = BIFFBytes()
    sheet.add(0x204, B.twos(0, 0, 0), B.two(4), gbk)
    sheet.formula(
      0, 1, value: [0, 0, 0, 0, 0, 0, 0xFF, 0xFF], tokens: [0x44] + B.two(0xC000) + [0])
    sheet.add(0x207, B.two(4), gbk)
    let file = try WorkbookFile(
      BIFFBytes.file(version: 0x500, globals: globals, sheets: [([4] + gbk, sheet)]))
    let read = try file.sheet(at: 0)
    #expect(file.date1904 && read.name == "预算")
    #expect(read["A1"]?.value == .text("预算") && read["B1"]?.value == .text("预算"))
    #expect(read["B1"]?.formula == "A1" && read["A1"]?.style.numberFormat == "0.00")
  }

  /// Wherever the stream ends there is an error, or the whole was read before.
  @Test func aCutIsAnError() throws {
    let stream = BIFFBytes.stream(
      0x600, Self.globals(), [(Self.name("表1"), Self.sheet())])
    let whole = try WorkbookFile(CompoundBytes.file([("Workbook", stream)])).workbook()
    #expect(whole.sheets[0].cellCount == 17)
    for count in 0..<stream.count {
      let cut = CompoundBytes.file([("Workbook", Array(stream[..<count]))])
      #expect(throws: SpreadsheetError.self) { try WorkbookFile(cut).workbook() }
    }
  }

  @Test func rowsAreThoseOfTheSheet() throws {
    let file = try WorkbookFile(Self.file())
    var rows = try file.rows(inSheet: 0)
    var count = 0
    let sheet = try file.sheet(at: 0)
    while let row = try rows.next() {
      #expect(row.isHidden == (row.index == 2))
      for cell in row {
        count += 1
        #expect(try cell.cell().value == sheet[cell.reference]?.value)
        #expect(cell.formula == sheet[cell.reference]?.formula)
      }
    }
    #expect(count == sheet.cellCount && rows.merges == sheet.merges)
    #expect(rows.hiddenColumns == [1...2])
  }
}
