import Testing

@testable import Documents

/// Web pages and archives as programs save them.
struct WebTests {
  private func web(_ html: String) throws -> Document {
    try Document(name: "a.htm", bytes: Array(html.utf8))
  }

  private func lines(_ html: String) throws -> [[String]] {
    try web(html).pages.flatMap(\.lines).map(\.cells)
  }

  @Test func whatIsNotShownIsNotRead() throws {
    let document = try web(
      """
      <html><!--[if gte mso 9]><xml><w:WordDocument>1.00</w:WordDocument></xml><![endif]-->
      <xml><o:x>2.00</o:x></xml><p>a<del>b</del>c<o:p></o:p><![if !supportEmptyParas]>&nbsp;<![endif]></p>
      <div style="DISPLAY: none"><script>var x = "y";</script><p>menu</p><p>more</p></div>
      <span hidden>z</span></html>
      """)
    #expect(document.pages[0].lines.map(\.text) == ["ac"])
    #expect(document.repairs.map(\.kind) == [.markedHidden(2), .trackedDeletions(1)])
  }

  @Test func codesOfFieldsEndWithTheirParagraph() throws {
    #expect(
      try lines(
        "<html><p>a<span style='mso-element:field-begin'></span>PAGE</p><p>b</p><table><tr><td>"
          + "<span style='mso-element:field-begin'></span>SUM</td><td>1</td></tr></table></html>")
        == [["a"], ["b"], ["", "1"]])
  }

  @Test func rowsThatOnlySayWidthsAreNone() throws {
    let document = try web(
      """
      <table><tr><td>a</td><td colspan=2>b</td></tr><tr><td colspan=2>1</td><td>2</td></tr>
      <![if !supportMisalignedColumns]><tr height=0><td width=90></td><td width=2></td><td width=90></td></tr><![endif]></table>
      """)
    #expect(document.pages[0].lines.map(\.cells) == [["a", "b"], ["1", "2"]])
  }

  @Test func spansMayBeWrong() throws {
    #expect(
      try lines(
        "<table><tr><td rowspan=9 colspan=0>a<td rowspan=-1>b<td colspan='2%'>c</tr><tr><td colspan=x>d</table>"
      ) == [["a", "b", "c", ""], ["", "d"]])
    // What no other cell divides of a span costs nothing.
    let wide = try lines("<table><tr><td colspan=99999999>a<td>b</tr><tr><td>c<td>d</table>")
    #expect(wide == [["a", "", "", "b"], ["c", "d"]])
    let overlapping = try lines(
      "<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c<td>d</table>")
    #expect(overlapping == [["a", "b"], ["c", "", "d"]])
  }

  @Test func pagesOfFramesSayWhereTheTextIs() {
    #expect(throws: DocumentError.web("its text is in other files, which it shows in frames")) {
      try web("<html><frameset rows='*'><frame src='sheet001.htm'></frameset></html>")
    }
  }

  @Test func tooManyColumnsAreRefused() {
    let html = "<table><tr>" + String(repeating: "<td>1", count: 5_000) + "</table>"
    #expect(throws: DocumentError.web("its tables have too many cells")) { try web(html) }
  }

  private func archive(_ header: String, _ body: String) throws -> [[String]] {
    let document = try Document(
      name: "a.mht", bytes: Array("MIME-Version: 1.0\r\n\(header)\r\n\r\n\(body)".utf8))
    #expect(document.form == .mhtml)
    return document.pages.flatMap(\.lines).map(\.cells)
  }

  private let page =
    "Content-Type: text/html; charset=gb2312\r\n\r\n<table><tr><td>a<td>1</table>\r\n"

  @Test(arguments: [
    "boundary=\"b b\"", "boundary = 'b b'", "type=\"text/html\";\r\n\tBOUNDARY=\"b b\"",
    "charset=x",
  ])
  func boundariesAreFound(_ parameter: String) throws {
    // One that begins like the boundary is none.
    let body = "preamble\r\n--b b\r\n\(page)--b b2\r\n\r\n--b b--\r\nafter"
    let cells = try archive("Content-Type: multipart/related; \(parameter)", body)
    #expect(cells == [["a", "1"], ["--b b2"]] || cells == [["a", "1"]])
  }

  @Test func partsMayBeNestedAndUnnamed() throws {
    let inner = "Content-Type: multipart/alternative; boundary=bb\r\n\r\n--bb\r\n\(page)--bb--\r\n"
    #expect(
      try archive("Content-Type: multipart/related; boundary=b", "--b\r\n\(inner)--b--")
        == [["a", "1"]])
    #expect(
      try archive(
        "Content-Type: multipart/related; boundary=b", "--b\r\n\r\n<html><p>c</p></html>\r\n--b--")
        == [["c"]])
  }

  @Test func archivesOfOnePartAreArchives() throws {
    #expect(
      try archive(
        "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable",
        "<p>a=\r\nb =3D</p>") == [["ab ="]])
  }

  @Test func archivesWithoutPageSayIt() {
    #expect(throws: DocumentError.unsupported(.archiveWithoutPage)) {
      try archive(
        "Content-Type: multipart/related; boundary=b", "--b\r\nContent-Type: image/png\r\n\r\nx")
    }
  }
}
