import Spreadsheet
import Testing
import Zip

@testable import Documents

struct MarkupTests {
  private func word(_ body: String) throws -> Document {
    let xml =
      "<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>\(body)</w:body></w:document>"
    var writer = ZipWriter()
    try writer.add("[Content_Types].xml", Array("<Types/>".utf8))
    try writer.add("word/document.xml", Array(xml.utf8))
    return try Document(name: "a", bytes: writer.finish())
  }

  private func cell(_ text: String, _ properties: String = "") -> String {
    "<w:tc><w:tcPr>\(properties)</w:tcPr><w:p><w:r><w:t>\(text)</w:t></w:r></w:p></w:tc>"
  }

  private func web(_ html: String) throws -> Document {
    try Document(name: "a.xls", bytes: Array(html.utf8))
  }

  @Test func wordTablesHaveTheirSpans() throws {
    let document = try word(
      "<w:p><w:r><w:t>标题</w:t></w:r></w:p><w:tbl><w:tr>"
        + cell("项目", "<w:vMerge w:val='restart'/>") + cell("合计", "<w:gridSpan w:val='2'/>")
        + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("1.00") + cell("2.00")
        + "</w:tr></w:tbl>")
    #expect(document.form == .word)
    #expect(
      document.pages[0].lines.map(\.cells) == [["标题"], ["项目", "合计", ""], ["", "1.00", "2.00"]])
    #expect(document.pages[0].lines[1].extents[0].rows == 2)
    #expect(document.pages[0].lines[1].extents[1].columns == 2)
  }

  @Test func trackedChangesAreTaken() throws {
    let document = try word(
      "<w:p><w:r><w:t>一</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        + "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:instrText> TOC </w:instrText></w:r></w:p>"
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>" + cell("旧行") + "</w:tr><w:tr>"
        + cell("新行") + cell("3") + "</w:tr></w:tbl>")
    #expect(document.pages[0].lines.map(\.text) == ["一新", "新行 3"])
  }

  @Test func nestedTablesStandByThemselves() throws {
    let inner =
      "<w:tbl><w:tr>" + cell("甲") + cell("1") + "</w:tr><w:tr>" + cell("乙") + cell("2")
      + "</w:tr></w:tbl>"
    let document = try word(
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>表头</w:t></w:r></w:p>\(inner)<w:p/></w:tc></w:tr></w:tbl>")
    #expect(document.pages[0].lines.map(\.cells) == [["表头"], ["甲", "1"], ["乙", "2"]])
  }

  @Test func webTablesHaveTheirSpans() throws {
    let document = try web(
      """
      <html><head><style>td{}</style><title>x</title></head><body><p>收入&nbsp;表<br>单位：元</p>
      <table><tr><th rowspan=2>项目<th colspan="2">金额</tr><tr><td>1<td>2
      <tr><td>合<b>计</b><td>3<span style="display: none">9</span><td style='mso-element:x'>4</table>
      <table><tr><td>另</td></tr></table>
      """)
    #expect(document.form == .html)
    #expect(
      document.pages[0].lines.map(\.cells) == [
        ["收入 表"], ["单位：元"], ["项目", "金额", ""], ["", "1", "2"], ["合计", "3", "4"], ["另"],
      ])
    #expect(document.pages[0].lines.compactMap(\.grid) == [1, 1, 1, 2])
  }

  @Test func layoutTablesAreLookedThrough() throws {
    let document = try web(
      "<table><tr><td><table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table></td><td>nav</td></tr></table>"
    )
    #expect(document.pages[0].lines.map(\.cells) == [["a", "1"], ["b", "2"], ["nav"]])
  }

  @Test func fieldCodesAreNoText() throws {
    let document = try web(
      "<html><p>前<span style='mso-element:field-begin'></span> PAGEREF _Toc1 \\h <span style='mso-element:field-separator'></span>5<span style='mso-element:field-end'></span></p>"
    )
    #expect(document.pages[0].lines.map(\.text) == ["前5"])
  }

  @Test func labelsOfEncodingsAreNotBelieved() throws {
    // A character that GB 2312 does not have, in GBK, under that label.
    let html: [UInt8] =
      Array("<html><meta charset=gb2312><p>".utf8) + [0xE9, 0x46] + Array("</p></html>".utf8)
    #expect(try Document(name: "a", bytes: html).pages[0].lines.map(\.text) == ["镕"])
  }

  @Test(arguments: ["quoted-printable", "base64"])
  func webArchivesAreUnpacked(_ encoding: String) throws {
    let body =
      encoding == "base64"
      ? "PHRhYmxlPjx0cj48dGQ+5pWwPC90ZD48dGQ+MTwvdGQ+PC90cj48\r\nL3RhYmxlPg=="
      : "<table><tr><td>=E6=95=B0</td><td>=\r\n1</td></tr></table>"
    let text =
      "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"--b\"\r\n\r\n----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: \(encoding)\r\n\r\n\(body)\r\n----b\r\nContent-Type: image/png\r\n\r\nxx\r\n----b--\r\n"
    let document = try Document(name: "a.mht", bytes: Array(text.utf8))
    #expect(document.form == .mhtml)
    #expect(document.pages[0].lines.map(\.cells) == [["数", "1"]])
  }

  @Test func tablesAroundTablesAreLayoutAtAnyDepth() throws {
    let table = "<table><tr><td>a<td>1<tr><td>b<td>2</table>"
    let document = try web(
      "<table><tr><td>menu<td><table><tr><td><table><tr><td>\(table)</table></table></table>")
    #expect(document.pages[0].lines.map(\.cells) == [["menu"], ["a", "1"], ["b", "2"]])
  }

  @Test func hugeSpansAreBounded() throws {
    let document = try web(
      "<table><tr><td colspan=99999999 rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    #expect(document.pages[0].lines[0].cells.count <= 512)
  }

  @Test func deepNestingEnds() {
    let html = String(repeating: "<div>", count: 5_000) + "x"
    #expect(throws: DocumentError.web("its elements are nested too deep")) { try web(html) }
  }
}
