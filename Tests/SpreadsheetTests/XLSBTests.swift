import Testing
import Zip

@testable import Spreadsheet

/// Workbooks whose parts are records.
struct XLSBTests {
  /// Bytes of records, put together by hand.
  private struct Records {
    var bytes: [UInt8] = []

    mutating func add(_ kind: Int, _ parts: [UInt8]...) {
      let body = parts.flatMap { $0 }
      if kind < 0x80 {
        bytes.append(UInt8(kind))
      } else {
        bytes += [UInt8(kind & 0x7F) | 0x80, UInt8(kind >> 7)]
      }
      var size = body.count
      repeat {
        bytes.append(UInt8(size & 0x7F) | (size > 0x7F ? 0x80 : 0))
        size >>= 7
      } while size > 0
      bytes += body
    }

    mutating func cell(_ kind: Int, _ column: Int, style: Int = 0, _ value: [UInt8] = []) {
      add(kind, four(column), four(style), value)
    }

    mutating func row(_ index: Int, isHidden: Bool = false) {
      add(0, four(index), four(0), [0, 1, 0, isHidden ? 0x10 : 0, 0])
    }
  }

  private static func four(_ value: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func text(_ text: String) -> [UInt8] {
    let units = Array(text.utf16)
    return four(units.count) + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  private static func real(_ value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  private static func relations(_ list: [(String, String, String)]) -> [UInt8] {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    let all = list.map {
      #"<Relationship Id="\#($0.0)" Type="\#(office)\#($0.1)" Target="\#($0.2)"/>"#
    }
    return Array(
      """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      \(all.joined())</Relationships>
      """.utf8)
  }

  /// A workbook of a sheet with these records between its beginning and its end.
  private static func workbook(
    _ cells: (inout Records) -> Void, after: (inout Records) -> Void = { _ in }
  ) throws -> [UInt8] {
    var (book, styles, strings, sheet) = (Records(), Records(), Records(), Records())
    book.add(153, four(1), four(0), text(""))
    book.add(156, four(1), four(1), text("rId1"), text("支出"))
    styles.add(44, [164, 0], text("0.00\"元\""))
    styles.add(617, four(2))
    styles.add(47, [0, 0, 0, 0], four(0), four(0), four(0))
    styles.add(47, [0, 0, 164, 0], four(0), four(0), four(0))
    styles.add(618)
    strings.add(19, [0], text("合计"))
    sheet.add(60, four(1), four(2), four(2304), four(0), [1, 0])
    sheet.add(145)
    cells(&sheet)
    sheet.add(146)
    after(&sheet)
    var bytes: [UInt8] = []
    let zip = ZipStreamWriter { bytes.append(contentsOf: $0) }
    try zip.add("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.bin")]))
    try zip.add("xl/workbook.bin", book.bytes)
    try zip.add(
      "xl/_rels/workbook.bin.rels",
      relations([
        ("rId1", "worksheet", "worksheets/sheet1.bin"), ("rId2", "styles", "styles.bin"),
        ("rId3", "sharedStrings", "sharedStrings.bin"),
      ]))
    try zip.add("xl/styles.bin", styles.bytes)
    try zip.add("xl/sharedStrings.bin", strings.bytes)
    try zip.add("xl/worksheets/sheet1.bin", sheet.bytes)
    try zip.finish()
    return bytes
  }

  @Test func cellsOfAllKindsAreRead() throws {
    let bytes = try XLSBTests.workbook { sheet in
      sheet.row(0)
      sheet.cell(7, 0, XLSBTests.four(0))
      sheet.cell(2, 1, style: 1, XLSBTests.four(12345 << 2 | 3))
      sheet.cell(2, 2, XLSBTests.four(-7 << 2 | 2))
      sheet.cell(5, 3, XLSBTests.real(0.07))
      sheet.cell(5, 4, XLSBTests.real(1.0 / 3))
      sheet.row(4, isHidden: true)
      sheet.cell(3, 0, [0x07])
      sheet.cell(4, 1, [1])
      sheet.cell(6, 2, XLSBTests.text("内\u{1F600}"))
      sheet.cell(8, 3, XLSBTests.text("算") + [0, 0] + XLSBTests.four(0) + XLSBTests.four(0))
      sheet.cell(9, 4, XLSBTests.real(-1234.5) + [0, 0] + XLSBTests.four(0) + XLSBTests.four(0))
      sheet.cell(62, 5, [1] + XLSBTests.text("富") + XLSBTests.four(1) + [0, 0, 1, 0])
    } after: { sheet in
      sheet.add(176, XLSBTests.four(0), XLSBTests.four(1), XLSBTests.four(0), XLSBTests.four(2))
      sheet.add(
        494, XLSBTests.four(4), XLSBTests.four(4), XLSBTests.four(2), XLSBTests.four(2),
        XLSBTests.four(0), XLSBTests.text("支出!A1"), XLSBTests.text(""), XLSBTests.text(""))
    }
    let file = try WorkbookFile(bytes)
    #expect(file.format == .xlsb)
    #expect(file.date1904)
    let sheet = try file.sheet(at: 0)
    #expect(sheet.name == "支出")
    #expect(
      (0..<5).map { sheet[0, $0]?.value } == [
        .text("合计"), .number("123.45"), .number("-7"), .number("0.07"),
        .number("0.3333333333333333"),
      ])
    #expect(sheet["B1"]?.style.numberFormat == "0.00\"元\"")
    #expect(
      (0..<6).map { sheet[4, $0]?.value } == [
        .error("#DIV/0!"), .boolean(true), .text("内\u{1F600}"), .text("算"), .number("-1234.5"),
        .text("富"),
      ])
    #expect(sheet["C5"]?.hyperlink == .location("支出!A1"))
    #expect(sheet.merges.map(\.description) == ["A1:C2"])
    #expect(sheet.hiddenRows == [4])
    #expect(sheet.hiddenColumns == [1, 2])
  }

  @Test func whatRecordsCannotHoldIsAnError() throws {
    let damages: [(inout Records) -> Void] = [
      { $0.cell(2, 0, XLSBTests.four(2)) },
      {
        $0.row(0)
        $0.cell(7, 0, XLSBTests.four(9))
      },
      {
        $0.row(0)
        $0.cell(6, 0, XLSBTests.four(1 << 30))
      },
      { $0.row(1 << 20) },
      {
        $0.row(0)
        $0.cell(2, 1 << 14, XLSBTests.four(2))
      },
      { $0.bytes += [7, 0xFF, 0x7F] },
    ]
    for damage in damages {
      let file = try WorkbookFile(XLSBTests.workbook(damage))
      #expect(throws: SpreadsheetError.self) { try file.sheet(at: 0) }
    }
  }

  @Test(arguments: [
    (0.1, "0.1"), (1201.5, "1201.5"), (-0.05, "-0.05"),
    (0.30000000000000004, "0.30000000000000004"),
    (1e300, "1e+300"), (12_345_678_901_234.56, "12345678901234.56"), (0.005, "0.005"), (3, "3"),
  ])
  func doublesAreTheirShortestText(_ value: Double, _ text: String) {
    var bytes: [UInt8] = []
    BinaryValue.append(value, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
