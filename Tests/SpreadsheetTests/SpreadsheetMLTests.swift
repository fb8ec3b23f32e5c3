import Testing

@testable import Spreadsheet

/// Workbooks of Excel 2003 in XML.
struct SpreadsheetMLTests {
  private static func workbook(_ body: String) -> [UInt8] {
    Array(
      """
      <?xml version="1.0"?>
      <?mso-application progid="Excel.Sheet"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
        xmlns:x="urn:schemas-microsoft-com:office:excel"
        xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
        xmlns:html="http://www.w3.org/TR/REC-html40">
      <Styles><Style ss:ID="a"><NumberFormat ss:Format="Standard"/></Style>
      <Style ss:ID="b" ss:Parent="a"/></Styles>
      \(body)</Workbook>
      """.utf8)
  }

  private static func sheet(_ rows: String) throws -> Sheet {
    let bytes = workbook(#"<Worksheet ss:Name="支出"><Table>\#(rows)</Table></Worksheet>"#)
    return try WorkbookFile(bytes).sheet(at: 0)
  }

  @Test func cellsStandWhereTheirIndexesSay() throws {
    let sheet = try SpreadsheetMLTests.sheet(
      """
      <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell>
      <Cell><Data ss:Type="Number">1</Data></Cell></Row>
      <Row ss:Index="4"><Cell ss:Index="3" ss:StyleID="b"><Data ss:Type="Number">2594.030</Data></Cell>
      <Cell ss:MergeDown="1"/></Row>
      <Row><Cell><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#N/A</Data></Cell>
      <Cell><Data ss:Type="DateTime">2024-08-01T00:00:00.000</Data></Cell></Row>
      """)
    #expect(sheet.name == "支出")
    #expect(sheet[0, 0]?.value == .text("标题"))
    #expect(sheet[0, 3]?.value == .number("1"))
    #expect(sheet[3, 2]?.value == .number("2594.030"))
    #expect(sheet[3, 2]?.style.numberFormat == "#,##0.00")
    #expect(sheet[4, 0]?.value == .boolean(true))
    #expect(sheet[4, 1]?.value == .error("#N/A"))
    #expect(sheet[4, 2]?.value == .date("2024-08-01T00:00:00.000"))
    #expect(sheet.merges.map(\.description) == ["A1:C1", "D4:D5"])
  }

  @Test(arguments: [
    ("Currency", "-1234.5", "\u{A5}-1,234.50"), ("Euro Currency", "3", "\u{20AC} 3.00"),
    ("Yes/No", "0", "No"), ("True/False", "2", "True"), ("On/Off", "-1", "On"),
    ("Short Time", "0.5", "12:00"), ("Long Date", "45505", "2024\u{5E74}8\u{6708}1\u{65E5}"),
    ("0.0", "1", "1.0"),
  ])
  func formatsMayGoByNames(_ name: String, _ value: String, _ shown: String) throws {
    let bytes = Array(
      """
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
        xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Styles><Style ss:ID="a"><NumberFormat ss:Format="\(name)"/></Style></Styles>
      <Worksheet ss:Name="x"><Table><Row><Cell ss:StyleID="a">\
      <Data ss:Type="Number">\(value)</Data></Cell></Row></Table></Worksheet></Workbook>
      """.utf8)
    let cell = try #require(try WorkbookFile(bytes).sheet(at: 0)["A1"])
    var display = CellDisplay()
    #expect(display.text(of: cell) == shown)
  }

  @Test func textsComeWithoutTheirLooksAndCommentsApart() throws {
    let sheet = try SpreadsheetMLTests.sheet(
      """
      <Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">019<B>001</B>&#10;x\
      </ss:Data><Comment ss:Author="局"><ss:Data>旁注</ss:Data></Comment></Cell></Row>
      """)
    #expect(sheet[0, 0]?.value == .text("019001\nx"))
    #expect(
      sheet.comments[CellReference(row: 0, column: 0)] == Sheet.Comment(author: "局", text: "旁注"))
  }

  @Test(arguments: [
    ("=SUM(R[-2]C:R[-1]C)", "SUM(C1:C2)"), ("=RC[-1]*R1C2", "B3*$B$1"),
    (#"="R1C1"&'R1C1'!R5C[1]"#, #""R1C1"&'R1C1'!D$5"#), ("=ROUND(RC[-2],2)", "ROUND(A3,2)"),
    ("=R1C1x+MYR1C1", "R1C1x+MYR1C1"), ("=R[-9]C", "R[-9]C"),
  ])
  func formulasAreInA1(r1c1: String, a1: String) {
    #expect(R1C1Formula.a1(r1c1, row: 2, column: 2) == a1)
  }

  @Test func hiddenSheetsRowsAndColumnsAreKnown() throws {
    let workbook = try WorkbookFile(
      SpreadsheetMLTests.workbook(
        """
        <Worksheet ss:Name="a"><Table><Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
        <Row ss:Hidden="1"><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
        <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
        </WorksheetOptions></Worksheet>
        """)
    ).workbook()
    #expect(workbook.sheets[0].visibility == .hidden)
    #expect(workbook.sheets[0].hiddenColumns == [1, 2])
    #expect(workbook.sheets[0].hiddenRows == [0])
  }

  @Test(arguments: [
    #"<Row ss:Index="0"/>"#, #"<Row ss:Index="1048577"/>"#, #"<Row><Cell ss:Index="16385"/></Row>"#,
    #"<Row><Cell ss:MergeAcross="16384"/></Row>"#, #"<Cell/>"#,
    #"<Row ss:Index="99999999999999999999"/>"#, #"<Row/><Row ss:Index="1"/>"#,
    #"<Row><Cell ss:Index="2"/><Cell ss:Index="2"/></Row>"#, #"<Column/><Column ss:Index="1"/>"#,
  ])
  func placesThatExcelDoesNotHaveAreErrors(rows: String) {
    #expect(throws: SpreadsheetError.self) { try SpreadsheetMLTests.sheet(rows) }
  }

  @Test func limitsAreKept() {
    var limits = WorkbookLimits()
    limits.cells = 1
    let bytes = SpreadsheetMLTests.workbook(
      #"<Worksheet><Table><Row><Cell><Data ss:Type="String">a</Data></Cell>"#
        + #"<Cell><Data ss:Type="String">b</Data></Cell></Row></Table></Worksheet>"#)
    #expect(throws: SpreadsheetError.limitExceeded(limit: "cells", allowed: 1)) {
      try WorkbookFile(bytes, limits: limits)
    }
    #expect(throws: SpreadsheetError.self) {
      try WorkbookFile(Array(bytes.dropLast(20)))
    }
  }

  @Test func hiddenRowsAreCounted() {
    let hidden = (1...5).map { #"<Row ss:Index="\#($0)" ss:Span="1000000" ss:Hidden="1"/>"# }
    #expect(throws: SpreadsheetError.self) { try SpreadsheetMLTests.sheet(hidden.joined()) }
  }

  @Test func itIsKnownByItsContent() throws {
    let text = String(decoding: SpreadsheetMLTests.workbook(""), as: UTF8.self)
    #expect(SpreadsheetMLReader.recognizes(Array(text.utf8)))
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    #expect(SpreadsheetMLReader.recognizes(wide))
    #expect(!SpreadsheetMLReader.recognizes(Array("<html><body>Workbook</body></html>".utf8)))
    #expect(
      !SpreadsheetMLReader.recognizes(Array("a,urn:schemas-microsoft-com:office:spreadsheet".utf8)))
  }
}
