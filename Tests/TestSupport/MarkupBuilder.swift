/// Writes tables as programs for texts and for the web mark them up.
package struct MarkupBuilder {
  /// A table: what stands above it, its rows, and its cells that are merged.
  package struct Table {
    /// The lines above the table, each in pieces that stand apart.
    package var lines: [[String]]
    /// The rows, all of one length.
    package var rows: [[String]]
    /// For each merged cell its first row and column, and how many of each it takes.
    package var spans: [(row: Int, column: Int, rows: Int, columns: Int)]

    /// Makes a table.
    package init(
      lines: [[String]], rows: [[String]],
      spans: [(row: Int, column: Int, rows: Int, columns: Int)]
    ) {
      self.lines = lines
      self.rows = rows
      self.spans = spans
    }

    private func span(
      at row: Int, _ column: Int
    ) -> (row: Int, column: Int, rows: Int, columns: Int) {
      spans.first {
        $0.row..<$0.row + $0.rows ~= row && $0.column..<$0.column + $0.columns ~= column
      } ?? (row, column, 1, 1)
    }

    /// The cells of a row from left to right, with what they span and whether they go on from above.
    fileprivate func cells(
      of row: Int
    ) -> [(column: Int, rows: Int, columns: Int, continues: Bool)] {
      var result: [(column: Int, rows: Int, columns: Int, continues: Bool)] = []
      var column = 0
      while column < rows[row].count {
        let span = span(at: row, column)
        result.append((column, span.rows, span.columns, span.row < row))
        column += span.columns
      }
      return result
    }
  }

  private let tables: [Table]
  /// What stands below each table, and belongs to none.
  private static let prose = "以上数字均来自本单位的账簿，详细情况见后文。"

  /// A document of tables.
  package init(_ tables: [Table]) { self.tables = tables }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  // MARK: Word

  /// The text of a Word file. Its tables are cut after every `length` rows, their borders do not meet,
  /// and some of its text was changed under revision.
  package func wordBody(cutAfter length: Int) -> String {
    var body = ""
    for table in tables {
      for line in table.lines {
        body += "<w:p>" + line.map(run).joined(separator: "<w:r><w:tab/></w:r>") + "</w:p>"
      }
      var first = 0
      while first < table.rows.count {
        var end = min(first + length, table.rows.count)
        // Not through a merged cell.
        while end < table.rows.count, table.cells(of: end).contains(where: \.continues) { end += 1 }
        body += word(table, first..<end) + "<w:p/>"
        first = end
      }
      body += "<w:p>\(run(MarkupBuilder.prose))</w:p>"
    }
    return body
  }

  private func word(_ table: Table, _ rows: Range<Int>) -> String {
    let width = table.rows.first?.count ?? 0
    // Each column has a narrow one behind it, which belongs to the left in odd rows.
    var text = "<w:tbl><w:tblGrid>"
    for _ in 0..<width { text += "<w:gridCol w:w='1000'/><w:gridCol w:w='40'/>" }
    text += "</w:tblGrid>"
    for row in rows {
      let shift = row % 2
      text += "<w:tr>"
      if shift == 0 { text += "<w:trPr><w:ins/></w:trPr>" }
      for cell in table.cells(of: row) {
        let end = cell.column + cell.columns
        // A merged cell has the same borders in all its rows.
        let first = cell.column == 0 ? 0 : cell.column * 2 - 1 + shift
        let last = end == width ? end * 2 : end * 2 - 1 + shift
        text += "<w:tc><w:tcPr><w:gridSpan w:val='\(last - first)'/>"
        if cell.rows > 1 { text += cell.continues ? "<w:vMerge/>" : "<w:vMerge w:val='restart'/>" }
        text +=
          "<w:tcPrChange><w:tcPr><w:gridSpan w:val='9'/></w:tcPr></w:tcPrChange></w:tcPr><w:p>"
        if !cell.continues { text += run(table.rows[row][cell.column]) }
        text += "</w:p></w:tc>"
      }
      text += "</w:tr>"
    }
    return text + "</w:tbl>"
  }

  private func run(_ text: String) -> String {
    guard text.count > 3 else { return "<w:r><w:t>\(escaped(text))</w:t></w:r>" }
    let head = escaped(String(text.prefix(2)))
    let tail = escaped(String(text.dropFirst(2)))
    return "<w:r><w:t>\(head)</w:t></w:r><w:del><w:r><w:delText>0.00</w:delText></w:r></w:del>"
      + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>1</w:t></w:r><w:ins><w:r><w:t>\(tail)</w:t></w:r></w:ins>"
  }

  // MARK: Web

  /// A web page as Word saves it, within the table of a site that is there for the looks.
  package func webPage() -> String {
    var text = """
      <html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
      <meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>td { width: 9px }</style>
      <!--[if gte mso 9]><xml><w:View>1.00</w:View></xml><![endif]--></head><body>
      <table><tr><td>menu<td><script>var x = "<table>";</script></tr><tr><td colspan=2>

      """
    for table in tables {
      for line in table.lines {
        text +=
          "<p class=MsoNormal>" + line.map(cell).joined(separator: "&nbsp;&nbsp; ") + "</p>\r\n"
      }
      text += "<table class=MsoNormalTable border=1>\r\n"
      for row in table.rows.indices {
        text += "<tr>\r\n"
        for cell in table.cells(of: row) where !cell.continues {
          text += "<td"
          if cell.rows > 1 { text += " rowspan=\(cell.rows)" }
          if cell.columns > 1 { text += " colspan=\"\(cell.columns)\"" }
          text += "><p class=MsoNormal>\(self.cell(table.rows[row][cell.column]))</p>\r\n"
        }
        text += "</tr>"
      }
      text += """
        </table><p>\(MarkupBuilder.prose)</p><p><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p>
        <span style='mso-element:field-begin'></span> PAGE <span style='mso-element:field-end'></span></p>

        """
    }
    return text + "</table><div style='display: none'>9.99</div></body></html>"
  }

  private func cell(_ text: String) -> String {
    text.isEmpty ? "&nbsp;<o:p></o:p>" : "<span lang=ZH-CN>\(escaped(text))</span><o:p></o:p>"
  }

  /// A web archive of a page, in lines of quoted-printable.
  package static func archive(_ page: [UInt8]) -> [UInt8] {
    var text = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"=_b\"\r\n\r\n"
    text += "--=_b\r\nContent-Type: text/html; charset=\"gb2312\"\r\n"
    text += "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    var column = 0
    for byte in page {
      let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
      let code =
        isPlain
        ? String(UnicodeScalar(byte))
        : "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      if column + code.utf8.count > 75 {
        text += "=\r\n"
        column = 0
      }
      text += code
      column += code.utf8.count
    }
    return Array((text + "\r\n--=_b2 no boundary\r\n--=_b--\r\n").utf8)
  }
}
