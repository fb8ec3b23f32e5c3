import Spreadsheet
import Testing
import Zip

@testable import Documents

struct DocumentTests {
  private func read(_ text: String, name: String = "a.txt") throws -> Document {
    try Document(name: name, bytes: Array(text.utf8))
  }

  @Test(arguments: [
    ("一、收入 1 2,882.93\n\n二、支出 2 3\n", Document.Form.spacedText),
    ("项目\t行次\n一、收入\t1\n", .tabbedText),
    ("a,b,c\n1,2,3\n4,5,6\n", .delimitedText), ("a;b;c\n\"1;2\";2;3\n", .delimitedText),
    ("收入合计 2,882.93 万元，支出合计 2,882.93 万元\n没有逗号\n", .spacedText),
  ])
  func theContentDecidesTheForm(_ text: String, _ form: Document.Form) throws {
    #expect(try read(text, name: "misleading.xlsx").form == form)
  }

  @Test func linesKeepTheirNumbersAndGaps() throws {
    let document = try read("一\n二\n\n三\r\n 四\n\u{0C}五\n")
    let lines = document.flows[0].lines
    #expect(lines.map(\.text) == ["一", "二", "三", "四", "五"])
    #expect(lines.map(\.number) == [1, 2, 4, 5, 6])
    #expect(lines.map(\.page) == [1, 1, 1, 2, 3])
    #expect(lines.map(\.followsGap) == [true, false, true, true, true])
  }

  @Test func tabsKeepEmptyCells() throws {
    let lines = try read("题名\n项目\t\t行次\t\n\t9\t\t\n").flows[0].lines
    #expect(lines.map(\.cells) == [["题名"], ["项目", "", "行次", ""], ["", "9", "", ""]])
    #expect(lines.map(\.isGrid) == [false, true, true])
  }

  @Test(arguments: [
    ([0xB5, 0xA5, 0xCE, 0xBB] as [UInt8], "单位", "GB18030"),
    ([0xEF, 0xBB, 0xBF, 0xE5, 0x85, 0x83], "元", "UTF-8"),
    ([0xFF, 0xFE, 0x43, 0x51], "元", "UTF-16LE"),
    ([0xFE, 0xFF, 0x51, 0x43], "元", "UTF-16BE"), ([0x81, 0x30, 0x81, 0x30], "\u{80}", "GB18030"),
  ])
  func decodes(_ bytes: [UInt8], _ text: String, _ encoding: String) throws {
    let document = try Document(name: "a", bytes: bytes)
    #expect(document.flows[0].lines.map(\.text) == [text])
    #expect(document.encoding == encoding)
  }

  /// Typed, since the compiler gives up on the element type of a list this long.
  private static let refused: [([UInt8], DocumentError)] = [
    ([], DocumentError.empty), (Array(" \n\n".utf8), .empty),
    (Array("a".utf8) + [0, 1], .notText(offset: 1)),
    ([0x41, 0xFF, 0xFF], .undecodable(TextEncodingError(encoding: .gb18030, offset: 1))),
    (
      [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00],
      .undecodable(TextEncodingError(encoding: .utf16LE, offset: 2))
    ),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .unsupported(.compoundFile)),
    (Array(" <!DOCTYPE html><table>".utf8), .empty),
    (Array("<?xml version='1.0'?><a/>".utf8), .unsupported(.xml)),
    (
      [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 508)
        + "EncryptedPackage\0".utf8.flatMap { [$0, 0] },
      .unsupported(.encryptedOffice)
    ),
  ]

  @Test(arguments: [
    (["mimetype", "content.xml"], DocumentError.unsupported(.openDocument)),
    (["a.txt", "b/c.pdf"], .unsupported(.zip)),
  ])
  func otherArchivesAreRefusedByName(_ entries: [String], _ error: DocumentError) throws {
    var writer = ZipWriter()
    for entry in entries { try writer.add(entry, Array("x".utf8)) }
    let bytes = try writer.finish()
    #expect(throws: error) { try Document(name: "a", bytes: bytes) }
  }

  @Test(arguments: refused)
  func refuses(_ bytes: [UInt8], _ error: DocumentError) {
    #expect(throws: error) { try Document(name: "a", bytes: bytes) }
  }

  @Test func sizesAreBounded() {
    #expect(throws: DocumentError.tooLarge(bytes: 3, bound: 2)) {
      try Document(name: "a", bytes: [65, 66, 67], byteBound: 2)
    }
  }

  @Test func aTruncatedWorkbookIsAnErrorWhereverItEnds() throws {
    var workbook = Workbook()
    workbook.sheets = [Sheet(name: "a")]
    workbook.sheets[0][0, 0] = Cell(.text("x"))
    let bytes = try workbook.xlsx()
    for length in stride(from: 4, to: bytes.count, by: 7) {
      #expect(throws: DocumentError.self) {
        try Document(name: "a", bytes: Array(bytes[..<length]))
      }
    }
  }

  @Test func sheetsAreAsDisplayedAndHiddenOnesAreNot() throws {
    var workbook = Workbook()
    workbook.sheets = [Sheet(name: "甲"), Sheet(name: "乙")]
    workbook.sheets[0][2, 1] = Cell(.number("1201.5"), style: CellStyle(numberFormat: "#,##0.00"))
    workbook.sheets[0][2, 3] = Cell(.text("019001"))
    workbook.sheets[0][4, 0] = Cell(.text("注"))
    workbook.sheets[1][0, 0] = Cell(.text("x"))
    workbook.sheets[1].visibility = .hidden
    let document = try Document(name: "a", bytes: workbook.xlsx())
    #expect(document.pages.map(\.name) == ["甲"])
    #expect(document.pages[0].lines.map(\.cells) == [["", "1201.50", "", "019001"], ["注"]])
    #expect(document.pages[0].lines.map(\.number) == [3, 5])
    #expect(document.pages[0].lines.map(\.followsGap) == [true, true])
  }

  @Test(arguments: [
    ("1201.5", "#,##0.00", "1201.50"), ("123.45000000000001", "General", "123.45"),
    ("123.45000000000001", "0.00", "123.45"), ("0.1", "0", "0.1"), ("2882.93", "0.0", "2882.93"),
    ("1E3", "General", "1000"), ("1.5E-3", "0.0000", "0.0015"), ("-0.00", "0.00", "0.00"),
    ("749", "#,##0", "749"), ("749", "0.00;-0.00", "749.00"),
    ("0.999999999999999999", "0.0", "1.0"),
    ("9999999999999995", "0", "10000000000000000"), ("5", "\"约\"0.0", "5.0"),
    ("0", "#,##0.00", "0.00"),
    ("-12.5", "0.00", "-12.50"), ("x", "0", "x"),
  ])
  func numbersKeepWhatWasPrinted(_ number: String, _ format: String, _ shown: String) {
    #expect(DecimalText.shown(number, format: format) == shown)
  }
}
