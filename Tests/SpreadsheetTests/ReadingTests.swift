import Testing
import Zip

@testable import Spreadsheet

/// A package as other programs write it: the usual parts, replaced or left out as a test asks.
private func package(
  sheet: String, changes: [String: String?] = [:], namespace: String = main
) throws -> [UInt8] {
  var parts: [String: String?] = [
    "_rels/.rels": """
    <Relationships xmlns="\(packageRelations)"><Relationship Id="r" \
    Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
    """,
    "xl/workbook.xml": """
    <workbook xmlns="\(namespace)" xmlns:r="\(relations)"><sheets>\
    <sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>
    """,
    "xl/_rels/workbook.xml.rels": """
    <Relationships xmlns="\(packageRelations)"><Relationship Id="rId1" \
    Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
    Type="\(relations)/sharedStrings" Target="sharedStrings.xml"/></Relationships>
    """,
    "xl/worksheets/sheet1.xml": sheet,
  ]
  for (name, text) in changes { parts[name] = text }
  var zip = ZipWriter()
  for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
    if let text { try zip.add(name, Array(text.utf8)) }
  }
  return zip.finish()
}

private let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
private let strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
private let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
private let packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"

/// `A1=text B2=7`, and the formula in brackets where there is one.
private func cells(
  _ data: String, strings: String? = nil, limits: WorkbookLimits = WorkbookLimits()
) throws -> String {
  let bytes = try package(
    sheet:
      "<worksheet xmlns='\(main)'><dimension ref='A1'/><sheetData>\(data)</sheetData></worksheet>",
    changes: ["xl/sharedStrings.xml": strings.map { "<sst xmlns='\(main)'>\($0)</sst>" }])
  return try shown(Workbook(xlsx: bytes, limits: limits))
}

private func shown(_ book: Workbook) -> String {
  let sheet = book.sheets.first
  return (sheet?.rows.map { $0 } ?? []).flatMap { row in
    row.cells.map { column, cell in
      let value =
        switch cell.value {
        case .empty: ""
        case .text(let text): "'\(text)'"
        case .number(let text): text
        case .boolean(let value): "\(value)"
        case .error(let text), .date(let text): text
        }
      let formula = cell.formula.map { "[\($0)]" } ?? ""
      return "\(CellReference(row: row.index, column: column))=\(value)\(formula)"
    }
  }.joined(separator: " ")
}

@Test(arguments: [
  (
    "<row r='1'><c r='A1'><v>1201.50</v></c><c r='C1'><v>-1.5E-3</v></c></row>",
    "A1=1201.50 C1=-1.5E-3"
  ),
  ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "A1=1 B1=2 A2=3"),
  ("<row r='3'><c><v>1</v></c><c r='D3'><v>2</v></c><c><v>3</v></c></row>", "A3=1 D3=2 E3=3"),
  (
    "<row r='2'><c r='B2'><v>1</v></c><c r='A2'><v>2</v></c></row><row r='1'><c r='A1'><v>3</v></c></row>",
    "A1=3 A2=2 B2=1"
  ),
  ("<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "A1=2"),
  ("<row r='1'><c r='A1'/><c r='XFD1'><v>1</v></c></row>", "A1= XFD1=1"),
  (
    "<row r='1'><c r='A1' t='b'><v>1</v></c><c r='B1' t='b'><v>false</v></c></row>",
    "A1=true B1=false"
  ),
  (
    "<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1' t='d'><v>2024-08-01</v></c></row>",
    "A1=#N/A B1=2024-08-01"
  ),
  ("<row r='1'><c r='A1' t='str'><f>\"\"</f><v></v></c></row>", "A1=''[\"\"]"),
  (
    "<row r='1'><c r='A1'><f t='shared' si='0' ref='A1:A2'>B1+1</f><v>1</v></c>"
      + "<c r='B1'><f t='shared' si='0'/><v>2</v></c></row>", "A1=1[B1+1] B1=2[C1+1]"
  ),
  ("<row r='1'><c r='A1' t='inlineStr'><is><t>a</t></is></c></row>", "A1='a'"),
  // Blanks that are not marked by xml:space stay, too.
  ("<row r='1'><c r='A1' t='inlineStr'><is><t> a\t</t></is></c></row>", "A1=' a\t'"),
  (
    "<row r='1'><c r='A1' t='inlineStr'><is><r><rPr><b/></rPr><t>a</t></r><r><t> b</t></r>"
      + "<rPh sb='0' eb='1'><t>no</t></rPh></is></c></row>", "A1='a b'"
  ),
  ("<row r='1'><c r='A1' t='inlineStr'><is><t><![CDATA[<x>]]></t></is></c></row>", "A1='<x>'"),
  (
    "<row r='1'><c r='A1' t='str'><v> a_x000D__x005F_x0041_ </v></c></row>",
    "A1=' a\r_x0041_ '"
  ),
  ("<row r='1'><c r='A1'><v> 12 </v></c><c r='B1'><v>NaN</v></c></row>", "A1=12 B1='NaN'"),
  (
    "<row r='1'><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
      + "<mc:Choice Requires='x'><c r='A1'><v>1</v></c></mc:Choice>"
      + "<mc:Fallback><c r='A1'><v>2</v></c></mc:Fallback></mc:AlternateContent></row>", "A1=2"
  ),
  ("<row r='1'><c r='A1'><v>1</v><x:v xmlns:x='urn:x'>2</x:v></c></row>", "A1=1"),
])
func readsCells(data: String, expected: String) throws {
  #expect(try cells(data) == expected)
}

@Test func readsSharedStrings() throws {
  let strings = """
    <si><t>one</t></si><si><r><t>t</t></r><r><t xml:space='preserve'>wo </t></r>\
    <rPh sb='0' eb='1'><t>no</t></rPh><phoneticPr fontId='1'/></si><si/>
    """
  let row = (0..<3).map { "<c t='s'><v>\($0)</v></c>" }.joined()
  #expect(try cells("<row>\(row)</row>", strings: strings) == "A1='one' B1='two ' C1=''")
  let error = #expect(throws: SpreadsheetError.self) {
    try cells("<row r='1'><c r='B1' t='s'><v>3</v></c></row>", strings: strings)
  }
  #expect(error?.description.contains("cell B1") == true)
}

@Test func readsStrictFilesWithPrefixes() throws {
  let sheet = """
    <s:worksheet xmlns:s='\(strict)'><s:sheetData><s:row r='1'><s:c r='A1'><s:v>1</s:v></s:c>\
    </s:row></s:sheetData></s:worksheet>
    """
  #expect(try shown(Workbook(xlsx: package(sheet: sheet, namespace: strict))) == "A1=1")
}

private let one =
  "<worksheet xmlns='\(main)'><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>"

@Test(arguments: [
  "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets/sheet1.xml",
  "../xl/worksheets/sheet1.xml", "Worksheets/Sheet1.XML", "worksheets\\sheet1.xml",
  "xl/worksheets/sheet1.xml", "worksheets/sheet%31.xml",
])
func findsParts(target: String) throws {
  let rels = """
    <Relationships xmlns="\(packageRelations)"><Relationship Id="rId1" \
    Type="\(relations)/worksheet" Target="\(target)"/></Relationships>
    """
  let bytes = try package(sheet: one, changes: ["xl/_rels/workbook.xml.rels": rels])
  #expect(try shown(Workbook(xlsx: bytes)) == "A1=1")
}

@Test func readsWithoutRootRelationships() throws {
  #expect(try shown(Workbook(xlsx: package(sheet: one, changes: ["_rels/.rels": nil]))) == "A1=1")
}

@Test(
  arguments: [
    (["xl/workbook.xml": nil, "_rels/.rels": nil], "workbook: part is missing"),
    (["xl/worksheets/sheet1.xml": nil], "xl/worksheets/sheet1.xml: part is missing"),
    (["xl/_rels/workbook.xml.rels": nil], "xl/workbook.xml: sheet 'S' has no part"),
    (["XL/Workbook.xml": "<a/>"], "ZIP entry 'xl/workbook.xml': there are two of this name"),
    (
      ["xl/worksheets/sheet1.xml": "<!DOCTYPE worksheet><worksheet/>"],
      "xl/worksheets/sheet1.xml: line 1, column 20: a document type is not allowed"
    ),
    (
      [
        "xl/worksheets/sheet1.xml":
          "<worksheet xmlns='\(main)'><sheetData><row><c r='XFE1'/></row></sheetData></worksheet>"
      ],
      "xl/worksheets/sheet1.xml: 'XFE1' is not a cell's reference"
    ),
  ] as [([String: String?], String)])
func namesWhatIsWrong(changes: [String: String?], text: String) throws {
  let error = #expect(throws: SpreadsheetError.self) {
    try Workbook(xlsx: package(sheet: one, changes: changes))
  }
  #expect(error?.description == text)
}

@Test func limitsAreErrors() throws {
  let data = "<row><c t='str'><v>abc</v></c><c t='str'><v>def</v></c></row>"
  var limits = WorkbookLimits()
  (limits.cells, limits.stringBytes) = (2, 6)
  #expect(try cells(data, limits: limits) == "A1='abc' B1='def'")
  limits.cells = 1
  #expect(throws: SpreadsheetError.limitExceeded(limit: "cells", allowed: 1)) {
    try cells(data, limits: limits)
  }
  (limits.cells, limits.stringBytes) = (2, 5)
  #expect(throws: SpreadsheetError.limitExceeded(limit: "bytes of text", allowed: 5)) {
    try cells(data, limits: limits)
  }
  limits = WorkbookLimits()
  limits.archiveBytes = 100
  #expect(throws: SpreadsheetError.limitExceeded(limit: "bytes in the file", allowed: 100)) {
    try cells(data, limits: limits)
  }
  limits = WorkbookLimits()
  limits.depth = 4
  #expect(throws: SpreadsheetError.self) { try cells(data, limits: limits) }
  limits = WorkbookLimits()
  limits.partBytes = 50
  #expect(throws: SpreadsheetError.self) { try cells(data, limits: limits) }
}

@Test func overlappingColumnsCostNothing() throws {
  let columns = String(repeating: "<col min='1' max='16384' width='9'/>", count: 20_000)
  let sheet = "<worksheet xmlns='\(main)'><cols>\(columns)</cols><sheetData/></worksheet>"
  #expect(try Workbook(xlsx: package(sheet: sheet)).sheets[0].columnWidths.count == 16_384)
}

@Test func sparseCellsCostTwoCells() throws {
  let data =
    "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
  #expect(try cells(data) == "A1=1 XFD1048576=2")
}

/// What a small file can make much of ends where the format does.
@Test func whatNoCellHoldsIsAnError() throws {
  let long = String(repeating: "\u{5E74}", count: 32_767)
  #expect(try cells("<row><c t='str'><v>\(long)</v></c></row>") == "A1='\(long)'")
  let tooLong = SpreadsheetError.limitExceeded(limit: "characters in a cell", allowed: 32_767)
  #expect(throws: tooLong) { try cells("<row><c t='str'><v>\(long)1</v></c></row>") }
  #expect(throws: tooLong) {
    try cells("<row><c t='inlineStr'><is><t>\(long)1</t></is></c></row>")
  }
  for run in ["<si><t>\(long)1</t></si>", "<si><r><t>\(long)</t></r><r><t>1</t></r></si>"] {
    #expect(throws: tooLong) { try cells("<row><c t='s'><v>0</v></c></row>", strings: run) }
  }
}

@Test func numbersBeyondAnyDoubleStayText() throws {
  let data = [
    "1E308", "1E309", "4.9E-324", "1E-325", "1e99999", String(repeating: "9", count: 400),
  ]
  .map { "<c><v>\($0)</v></c>" }.joined()
  let nines = String(repeating: "9", count: 400)
  #expect(
    try cells("<row>\(data)</row>")
      == "A1=1E308 B1='1E309' C1=4.9E-324 D1='1E-325' E1='1e99999' F1='\(nines)'")
}

@Test func longSharedTextsAreCountedForEachCell() throws {
  var limits = WorkbookLimits()
  limits.repeatedBytes = 5000
  let data = "<row>" + String(repeating: "<c t='s'><v>0</v></c>", count: 3) + "</row>"
  func text(_ count: Int) -> String { "<si><t>\(String(repeating: "a", count: count))</t></si>" }
  #expect(throws: Never.self) { try cells(data, strings: text(1024), limits: limits) }
  #expect(
    throws: SpreadsheetError.limitExceeded(limit: "bytes of long shared texts", allowed: 5000)
  ) { try cells(data, strings: text(2000), limits: limits) }
}

@Test func formatsEndWhereExcelDoes() throws {
  func book(_ styles: String) throws -> Workbook {
    let relations = """
      <Relationships xmlns="\(packageRelations)"><Relationship Id="rId1" \
      Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" \
      Type="\(relations)/styles" Target="styles.xml"/></Relationships>
      """
    return try Workbook(
      xlsx: package(
        sheet: "<worksheet xmlns='\(main)'><sheetData/></worksheet>",
        changes: [
          "xl/_rels/workbook.xml.rels": relations,
          "xl/styles.xml": "<styleSheet xmlns='\(main)'>\(styles)</styleSheet>",
        ]))
  }
  func format(_ count: Int) -> String {
    let code = String(repeating: "0", count: count)
    return "<numFmts><numFmt numFmtId='200' formatCode='\(code)'/></numFmts>"
  }
  func formats(_ count: Int) -> String {
    "<cellXfs>\(String(repeating: "<xf/>", count: count))</cellXfs>"
  }
  for styles in [format(255), formats(65_490)] {
    #expect(throws: Never.self) { try book(styles) }
  }
  for styles in [format(256), formats(65_491)] {
    #expect {
      try book(styles)
    } throws: { ($0 as? SpreadsheetError)?.code == .limitExceeded }
  }
}

@Test func aPartIsOneSheetOnly() throws {
  let twice = """
    <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets><sheet name="S" sheetId="1" \
    r:id="rId1"/><sheet name="T" sheetId="2" r:id="rId1"/></sheets></workbook>
    """
  let bytes = try package(
    sheet: "<worksheet xmlns='\(main)'><sheetData/></worksheet>",
    changes: ["xl/workbook.xml": twice])
  #expect {
    try Workbook(xlsx: bytes)
  } throws: { ($0 as? SpreadsheetError)?.code == .invalidPart }
}
