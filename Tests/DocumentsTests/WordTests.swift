import Testing
import Zip

@testable import Documents

/// Word files as people and programs leave them.
struct WordTests {
  private static let namespaces = [
    ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
    ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("v", "urn:schemas-microsoft-com:vml"),
  ].map { "xmlns:\($0)='\($1)'" }.joined(separator: " ")

  private func word(_ body: String, parts: [(String, String)] = []) throws -> Document {
    var writer = ZipWriter()
    try writer.add("[Content_Types].xml", Array("<Types/>".utf8))
    try writer.add(
      "word/document.xml",
      Array("<w:document \(WordTests.namespaces)><w:body>\(body)</w:body></w:document>".utf8))
    for (name, text) in parts { try writer.add(name, Array(text.utf8)) }
    return try Document(name: "a", bytes: writer.finish())
  }

  private func lines(_ body: String) throws -> [[String]] {
    try word(body).pages[0].lines.map(\.cells)
  }

  private func run(_ text: String, _ properties: String = "") -> String {
    "<w:r><w:rPr>\(properties)</w:rPr><w:t>\(text)</w:t></w:r>"
  }

  private func paragraph(_ text: String, _ properties: String = "") -> String {
    "<w:p><w:pPr>\(properties)</w:pPr>\(run(text))</w:p>"
  }

  private func cell(_ text: String, _ properties: String = "") -> String {
    "<w:tc><w:tcPr>\(properties)</w:tcPr>\(paragraph(text))</w:tc>"
  }

  private func row(_ cells: String..., properties: String = "") -> String {
    "<w:tr><w:trPr>\(properties)</w:trPr>\(cells.joined())</w:tr>"
  }

  private func table(_ rows: String..., widths: [Int] = []) -> String {
    let columns = widths.map { "<w:gridCol w:w='\($0)'/>" }.joined()
    return "<w:tbl><w:tblGrid>\(columns)</w:tblGrid>\(rows.joined())</w:tbl>"
  }

  @Test func whatPropertiesWereIsNotWhatTheyAre() throws {
    let old = "<w:tcPrChange><w:tcPr><w:gridSpan w:val='3'/><w:vMerge/></w:tcPr></w:tcPrChange>"
    let hidden = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    let document = try word(
      table(
        row(cell("a"), cell("b")),
        row(cell("1", old), "<w:tc><w:p>\(run("2", hidden))</w:p></w:tc>")))
    #expect(document.pages[0].lines.map(\.cells) == [["a", "b"], ["1", "2"]])
    #expect(document.repairs.isEmpty)
  }

  @Test func deletedRowsCellsAndParagraphMarksAreGone() throws {
    let document = try word(
      paragraph("Rev", "<w:rPr><w:del/></w:rPr>") + paragraph("enue")
        + table(
          row(cell("x", "<w:cellDel/>"), cell("a"), cell("1")),
          row(cell("y", "<w:cellDel/>"), cell("b"), cell("2")),
          row(cell("z"), cell("c"), cell("3"), properties: "<w:del/>"))
        + "<w:p><w:moveFrom>\(run("away"))</w:moveFrom><w:moveTo>\(run("here"))</w:moveTo></w:p>")
    #expect(
      document.pages[0].lines.map(\.cells) == [["Revenue"], ["a", "1"], ["b", "2"], ["here"]])
    #expect(document.repairs.map(\.kind) == [.trackedDeletions(3)])
  }

  @Test func oneOfSeveralAlternativesIsTaken() throws {
    let choices =
      "<mc:AlternateContent><mc:Choice Requires='x'><w:t>1</w:t></mc:Choice>"
      + "<mc:Choice Requires='y'><w:t>2</w:t></mc:Choice>"
      + "<mc:Fallback><w:t>3</w:t></mc:Fallback></mc:AlternateContent>"
    #expect(try lines("<w:p><w:r>\(choices)</w:r>\(run("0"))</w:p>") == [["10"]])
    let fallback =
      "<mc:AlternateContent><mc:Fallback><w:t>3</w:t></mc:Fallback></mc:AlternateContent>"
    #expect(try lines("<w:p><w:r>\(fallback)</w:r></w:p>") == [["3"]])
  }

  @Test func textBoxesComeBeforeTheParagraphAroundThem() throws {
    let box =
      "<w:r><w:pict><v:textbox><w:txbxContent>\(paragraph("Unit: yuan"))</w:txbxContent></v:textbox></w:pict></w:r>"
    let document = try word("<w:p>\(run("Table "))\(box)\(run("of it"))</w:p>")
    #expect(document.pages[0].lines.map(\.text) == ["Unit: yuan", "Table of it"])
    #expect(document.repairs.isEmpty)
  }

  @Test func codesOfFieldsAreNoText() throws {
    func mark(_ type: String) -> String { "<w:r><w:fldChar w:fldCharType='\(type)'/></w:r>" }
    let nested =
      mark("begin") + "<w:r><w:instrText> IF </w:instrText></w:r>" + mark("begin")
      + "<w:r><w:instrText>REF a</w:instrText></w:r>" + mark("separate") + run("inner")
      + mark("end") + mark("separate") + run("1.00") + mark("end")
    // A beginning without an end hides no more than its paragraph.
    #expect(
      try lines(
        "<w:p>\(nested)</w:p><w:p>\(mark("begin"))\(run("lost"))</w:p>" + paragraph("kept")
          + "<w:p><w:fldSimple w:instr='REF b'>\(run("2"))</w:fldSimple></w:p>")
        == [["1.00"], ["kept"], ["2"]])
  }

  @Test func breaksTabsSymbolsAndFormulasAreText() throws {
    #expect(
      try lines(
        "<w:p>\(run("a"))<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
          + "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>\(run("yes"))"
          + "<m:oMath><m:r><m:t>≥</m:t></m:r></m:oMath>"
          + "<w:r><w:noBreakHyphen/><w:sym w:font='Odd' w:char='F041'/></w:r></w:p>"
          + "<w:p><w:r><w:ruby><w:rt>\(run("du"))</w:rt><w:rubyBase>\(run("d"))</w:rubyBase></w:ruby></w:r></w:p>"
      ) == [["a b"], ["c"], ["\u{2611}yes≥-\u{F041}"], ["d"]])
  }

  @Test func cellsMergedTheOldWayAreMerged() throws {
    let document = try word(
      table(
        row(
          cell("a"), cell("b", "<w:hMerge w:val='restart'/>"), cell("", "<w:hMerge/>"), cell("d")),
        row(cell("1"), cell("2"), cell("3"), cell("4"))))
    let lines = document.pages[0].lines
    #expect(lines.map(\.cells) == [["a", "b", "", "d"], ["1", "2", "3", "4"]])
    #expect(lines[0].extents[1].columns == 2)
  }

  @Test func columnsBetweenMisplacedBordersAreNone() throws {
    // The border between the columns is 30 twentieths of a point further right in the second row.
    let document = try word(
      table(
        row(cell("a"), cell("b", "<w:gridSpan w:val='2'/>")),
        row(cell("1", "<w:gridSpan w:val='2'/>"), cell("2")),
        row(cell("3"), properties: "<w:gridBefore w:val='2'/>"), widths: [2000, 30, 2000]))
    let lines = document.pages[0].lines
    #expect(lines.map(\.cells) == [["a", "b"], ["1", "2"], ["", "3"]])
    #expect(lines.allSatisfy { $0.extents.allSatisfy { $0.columns == 1 } })
    // A narrow column with cells of its own stays.
    #expect(
      try lines.count == 3
        && self.lines(
          table(row(cell("a"), cell("b")), row(cell("1"), cell("2")), widths: [30, 30]))
          == [["a", "b"], ["1", "2"]]
    )
  }

  @Test(arguments: ["-5", "99999999999", "9223372036854775807", "x", ""])
  func oddCountsNeverCrash(_ count: String) throws {
    let body = table(
      row(
        cell("a", "<w:gridSpan w:val='\(count)'/>"), cell("b"),
        properties: "<w:gridBefore w:val='\(count)'/>"),
      row(cell("", "<w:vMerge/>"), cell("c")), widths: [-1, Int.max, 5])
    do {
      let cells = try lines(body)
      #expect(cells.joined().filter { !$0.isEmpty }.sorted() == ["a", "b", "c"])
    } catch let error as DocumentError {
      #expect(error == .word("its tables have too many cells"))
    }
  }

  @Test func whatIsLeftOutIsCounted() throws {
    let document = try word(
      "<w:p>\(run("a"))\(run("secret", "<w:vanish/>"))\(run("b", "<w:vanish w:val='0'/>"))"
        + "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:object/></w:r></w:p>")
    #expect(document.pages[0].lines.map(\.text) == ["ab"])
    #expect(
      document.repairs.map(\.kind) == [.markedHidden(1), .footnotes(1), .unreadObjects(1)])
  }

  @Test func numbersOfListsArePrinted() throws {
    func item(_ text: String, list: Int, level: Int = 0) -> String {
      paragraph(text, "<w:numPr><w:ilvl w:val='\(level)'/><w:numId w:val='\(list)'/></w:numPr>")
    }
    func level(_ level: Int, _ format: String, _ text: String) -> String {
      "<w:lvl w:ilvl='\(level)'><w:start w:val='1'/><w:numFmt w:val='\(format)'/><w:lvlText w:val='\(text)'/></w:lvl>"
    }
    let lists =
      "<w:numbering \(WordTests.namespaces)><w:abstractNum w:abstractNumId='7'>"
      + level(0, "japaneseCounting", "%1、") + level(1, "decimal", "%2.") + "</w:abstractNum>"
      + "<w:abstractNum w:abstractNumId='8'>\(level(0, "bullet", "*"))</w:abstractNum>"
      + "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
      + "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='11'/></w:lvlOverride></w:num>"
      + "<w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num></w:numbering>"
    let document = try word(
      item("a", list: 1) + item("b", list: 1, level: 1) + item("c", list: 1, level: 1)
        + item("d", list: 1) + item("e", list: 1, level: 1) + item("f", list: 2)
        + item("g", list: 3) + item("h", list: 0) + item("i", list: 9, level: -4),
      parts: [("word/numbering.xml", lists)])
    #expect(
      document.pages[0].lines.map(\.text) == [
        "一、a", "1. b", "2. c", "二、d", "1. e", "十一、f", "g", "h", "i",
      ])
  }

  @Test func numberingsAreNoLongerThanWordTakes() throws {
    func read(_ count: Int) throws -> Document {
      let text = "%1" + String(repeating: "a", count: count - 2)
      return try word(
        paragraph("b", "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"),
        parts: [
          (
            "word/numbering.xml",
            "<w:numbering \(WordTests.namespaces)><w:abstractNum w:abstractNumId='7'>"
              + "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:lvlText w:val='\(text)'/></w:lvl>"
              + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
              + "</w:numbering>"
          )
        ])
    }
    #expect(try read(255).pages[0].lines.map(\.text.count) == [256])
    #expect(throws: DocumentError.self) { try read(256) }
  }

  @Test(arguments: [true, false])
  func pagesThatAreSetInAreRead(isArchive: Bool) throws {
    let page = "<html><p>Title</p><table><tr><td>a</td><td>1</td></tr></table></html>"
    let chunk =
      isArchive
      ? "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        + "Content-Type: text/html\r\n\r\n\(page)\r\n--b--\r\n" : page
    let relationships =
      "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
      + "<Relationship Id='c1' Target='chunk' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk'/></Relationships>"
    let document = try word(
      paragraph("before") + "<w:altChunk r:id='c1'/><w:altChunk r:id='c1'/>",
      parts: [("word/_rels/document.xml.rels", relationships), ("word/chunk", chunk)])
    #expect(document.pages[0].lines.map(\.cells) == [["before"], ["Title"], ["a", "1"]])
    #expect(document.repairs.map(\.kind) == [.unreadObjects(1)])
  }
}
