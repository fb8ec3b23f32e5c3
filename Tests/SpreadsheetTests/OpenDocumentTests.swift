import Testing
import Zip

@testable import Spreadsheet

/// Spreadsheets in OpenDocument, packed and flat.
struct OpenDocumentTests {
  private static let names = """
    xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
    xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"
    xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    """

  private static func flat(_ tables: String, styles: String = "") -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <office:document \(names) office:version="1.3"
        office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
      <office:automatic-styles>\(styles)</office:automatic-styles>
      <office:body><office:spreadsheet>\(tables)</office:spreadsheet></office:body></office:document>
      """.utf8)
  }

  private static func sheet(_ rows: String, styles: String = "") throws -> Sheet {
    let file = try WorkbookFile(
      flat(#"<table:table table:name="支出">\#(rows)</table:table>"#, styles: styles))
    #expect(file.format == .openDocument)
    return try file.sheet(at: 0)
  }

  private static func row(_ cells: String) -> String {
    "<table:table-row>\(cells)</table:table-row>"
  }

  private static func number(_ value: String, _ attributes: String = "") -> String {
    """
    <table:table-cell \(attributes) office:value-type="float" office:value="\(value)">\
    <text:p>?</text:p></table:table-cell>
    """
  }

  @Test func valuesAreOfTheirTypes() throws {
    let sheet = try OpenDocumentTests.sheet(
      OpenDocumentTests.row(
        """
        <table:table-cell office:value-type="string"><text:p>合 计</text:p><text:p>二</text:p></table:table-cell>
        \(OpenDocumentTests.number("2594.030"))
        <table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p></table:table-cell>
        <table:table-cell office:value-type="currency" office:currency="CNY" office:value="3"/>
        <table:table-cell office:value-type="date" office:date-value="2024-08-01T00:00:00"/>
        <table:table-cell office:value-type="time" office:time-value="PT09H30M05.5S"/>
        <table:table-cell office:value-type="time" office:time-value="PT36H00M00S"/>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
        <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""
          calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="?"><text:p>无</text:p></table:table-cell>
        """))
    let values = (0..<10).map { sheet[0, $0]?.value }
    #expect(
      values == [
        .text("合 计\n二"), .number("2594.030"), .number("0.125"), .number("3"),
        .date("2024-08-01"), .date("09:30:05.5"), .number("1.5"), .boolean(true),
        .error("#DIV/0!"), .text("无"),
      ])
  }

  @Test func repeatsStandWhereTheyAreAndEmptyOnesCostNothing() throws {
    let sheet = try OpenDocumentTests.sheet(
      """
      <table:table-row table:number-rows-repeated="2">
      <table:table-cell table:number-columns-repeated="3"/>\
      \(OpenDocumentTests.number("7", #"table:number-columns-repeated="2""#))
      <table:table-cell table:number-columns-repeated="16379"/></table:table-row>
      <table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>
      \(OpenDocumentTests.row(OpenDocumentTests.number("8")))
      <table:table-row table:number-rows-repeated="9999999"><table:table-cell/></table:table-row>
      """)
    #expect(sheet.cellCount == 5)
    #expect(sheet["D1"]?.value == .number("7"))
    #expect(sheet["E2"]?.value == .number("7"))
    #expect(sheet["A1000003"]?.value == .number("8"))
  }

  @Test func cellsBeyondASheetAndTooManyAreErrors() throws {
    let many = #"table:number-columns-repeated="16384""#
    #expect(throws: SpreadsheetError.self) {
      try OpenDocumentTests.sheet(
        OpenDocumentTests.row("<table:table-cell/>" + OpenDocumentTests.number("1", many)))
    }
    let rows = #"""
      <table:table-row table:number-rows-repeated="1048576">\#(OpenDocumentTests.number("1", many))\#
      </table:table-row>
      """#
    let bytes = OpenDocumentTests.flat(#"<table:table table:name="a">\#(rows)</table:table>"#)
    var limits = WorkbookLimits()
    limits.cells = 100_000
    let file = try WorkbookFile(bytes, limits: limits)
    var reader = try file.rows(inSheet: 0)
    let error = #expect(throws: SpreadsheetError.self) { while try reader.next() != nil {} }
    #expect(error?.code == .limitExceeded)
  }

  @Test func mergesHiddenPartsNotesAndLinksAreKept() throws {
    let sheet = try OpenDocumentTests.sheet(
      """
      <table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
      <table:table-header-rows><table:table-row>
      <table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"
        office:value-type="string"><office:annotation><dc:creator>局</dc:creator>\
      <text:p>旁注</text:p><text:p>二</text:p></office:annotation><text:p>题</text:p>\
      <draw:frame><draw:text-box><text:p>图</text:p></draw:text-box></draw:frame></table:table-cell>
      <table:covered-table-cell/></table:table-row></table:table-header-rows>
      <table:table-row table:visibility="filter"><table:covered-table-cell table:number-columns-repeated="2"/>
      <table:table-cell office:value-type="string"><text:p><text:a xlink:href="http://a.cn/">网<text:span>页</text:span>\
      </text:a></text:p></table:table-cell></table:table-row>
      <table:shapes><table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>\
      </table:table-row></table:table></table:shapes>
      """)
    #expect(sheet.merges.map(\.description) == ["A1:B2"])
    #expect(sheet["A1"]?.value == .text("题"))
    #expect(sheet.comments[CellReference(row: 0, column: 0)] == .init(author: "局", text: "旁注\n二"))
    #expect(sheet["C2"] == Cell(.text("网页"), hyperlink: .external("http://a.cn/")))
    #expect(sheet.hiddenRows == [1])
    #expect(sheet.hiddenColumns == [1, 2])
    #expect(sheet.cellCount == 2)
  }

  @Test func blanksAreThoseOfParagraphs() throws {
    let sheet = try OpenDocumentTests.sheet(
      OpenDocumentTests.row(
        """
        <table:table-cell office:value-type="string"><text:p>
          一 <text:span>  二</text:span><text:s text:c="2"/>三<text:tab/>四<text:line-break/>五
        </text:p></table:table-cell>
        """))
    #expect(sheet["A1"]?.value == .text("一 二  三\t四\n五"))
  }

  @Test(arguments: [
    ("of:=SUM([.A1:.B2];2)", "SUM(A1:B2,2)"),
    ("of:=[$'支 出'.$A$1]+['b.c'.D4]", "'支 出'!$A$1+'b.c'!D4"),
    ("of:=IF([.A1]=\"a;[.B1]\";{1;2|3;4};#N/A)", "IF(A1=\"a;[.B1]\",{1,2;3,4},#N/A)"),
    ("of:=['file:///d/b.ods'#$Sheet1.A1]", "'[file:///d/b.ods]Sheet1'!A1"),
    ("of:=[.A1:.B2]![.B1:.B4]", "A1:B2 B1:B4"), ("of:=[.#REF!]*2", "#REF!*2"),
    ("of:=COM.MICROSOFT.CONCAT([.A1])", "_xlfn.CONCAT(A1)"), ("msoxl:=SUM(A1,B2)", "SUM(A1,B2)"),
    ("=[.A1]", "A1"),
  ])
  func formulasAreInTheFormOfExcel(_ formula: String, _ expected: String) {
    #expect(OpenFormula.excel(formula) == expected)
  }

  @Test(arguments: [
    (#"number-style"#, #"<number:number number:min-integer-digits="1"/>"#, "General"),
    (
      "number-style",
      #"<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>"#,
      "#,##0.00"
    ),
    (
      "currency-style",
      #"<number:currency-symbol>￥</number:currency-symbol><number:number number:decimal-places="0"/>"#,
      "\"￥\"#"
    ),
    (
      "percentage-style",
      #"<number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text>"#,
      "0.0%"
    ),
    (
      "date-style",
      #"""
      <number:year number:style="long"/><number:text>年</number:text><number:month/>\#
      <number:text>月</number:text><number:day number:style="long"/>
      """#, "yyyy\"年\"m\"月\"dd"
    ),
    (
      "time-style",
      #"""
      <number:hours number:style="long"/><number:text>:</number:text>\#
      <number:minutes number:style="long"/><number:text> </number:text><number:am-pm/>
      """#, "hh:mm AM/PM"
    ),
    (
      "number-style",
      #"<number:number number:decimal-places="0" number:min-integer-digits="1" number:display-factor="1000"/>"#,
      "0,"
    ),
    (
      "number-style",
      #"<number:fraction number:min-integer-digits="0" number:min-numerator-digits="1" number:min-denominator-digits="2"/>"#,
      "# ?/??"
    ),
    ("text-style", "<number:text-content/>", "@"),
  ])
  func formatsAreCodes(_ element: String, _ parts: String, _ code: String) throws {
    let styles = """
      <number:\(element) style:name="N1">\(parts)</number:\(element)>
      <style:style style:name="b" style:family="table-cell" style:data-style-name="N1"/>
      <style:style style:name="a" style:family="table-cell" style:parent-style-name="b"/>
      """
    let sheet = try OpenDocumentTests.sheet(
      """
      <table:table-column table:default-cell-style-name="a"/>
      \(OpenDocumentTests.row(OpenDocumentTests.number("1")))
      """, styles: styles)
    #expect(sheet["A1"]?.style.numberFormat == code)
  }

  @Test func formatsOfSomeValuesAreSections() throws {
    let styles = """
      <number:number-style style:name="N1P0"><number:number number:decimal-places="2"
        number:min-integer-digits="1"/></number:number-style>
      <number:number-style style:name="N1"><number:text>(</number:text><number:number
        number:decimal-places="2" number:min-integer-digits="1"/><number:text>)</number:text>
      <style:map style:condition="value()&gt;=0" style:apply-style-name="N1P0"/></number:number-style>
      <style:style style:name="a" style:family="table-cell" style:data-style-name="N1"/>
      """
    let cell = OpenDocumentTests.number("-1.5", #"table:style-name="a""#)
    let sheet = try OpenDocumentTests.sheet(OpenDocumentTests.row(cell), styles: styles)
    #expect(sheet["A1"]?.style.numberFormat == "0.00;(0.00)")
  }

  @Test func sheetsAreThoseOfTheWorkbookAlone() throws {
    let tables = """
      <table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell/>
      </table:previous></table:cell-content-change></table:tracked-changes>
      <table:table table:name="甲" table:style-name="h">\(OpenDocumentTests.row(OpenDocumentTests.number("1")))
      <table:named-expressions><table:named-range table:name="n"
        table:cell-range-address="$甲.$A$1:.$B$2"/></table:named-expressions></table:table>
      <table:table table:name="'file:///x.ods'#$a"><table:table-row/></table:table>
      <table:table table:name="乙">\(OpenDocumentTests.row(OpenDocumentTests.number("2")))</table:table>
      """
    let styles = """
      <style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>
      """
    let book = try WorkbookFile(OpenDocumentTests.flat(tables, styles: styles)).workbook()
    #expect(book.sheets.map(\.name) == ["甲", "乙"])
    #expect(book.sheets.map(\.visibility) == [.hidden, .visible])
    #expect(book.sheets.map { $0["A1"]?.value } == [.number("1"), .number("2")])
    #expect(book.definedNames == [DefinedName(name: "n", formula: "甲!$A$1:$B$2", sheet: 0)])
  }

  @Test func packedFilesAreTheSame() throws {
    let flat = OpenDocumentTests.flat(
      #"<table:table table:name="a">\#(OpenDocumentTests.row(OpenDocumentTests.number("1")))</table:table>"#
    )
    func packed(_ manifest: String) throws -> [UInt8] {
      var bytes: [UInt8] = []
      let zip = ZipStreamWriter { bytes.append(contentsOf: $0) }
      for (name, content) in [
        ("content.xml", flat), ("META-INF/manifest.xml", Array(manifest.utf8)),
      ] {
        try zip.add(name, content)
      }
      try zip.finish()
      return bytes
    }
    let file = try WorkbookFile(packed("<manifest/>"))
    #expect(file.format == .openDocument)
    #expect(try file.workbook() == WorkbookFile(flat).workbook())
    #expect(throws: SpreadsheetError.self) {
      try WorkbookFile(packed("<m><encryption-data/></m>"))
    }
  }
}
