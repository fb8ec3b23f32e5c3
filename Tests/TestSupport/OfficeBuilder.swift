/// Makes small Word files and workbooks, as little as a reader needs, of texts that people can read.
package enum OfficeBuilder {
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  private static let sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let types = "application/vnd.openxmlformats-officedocument."

  // MARK: Word

  /// A Word file with this text between the tags of its body.
  package static func word(body: String) -> [UInt8] {
    package(
      main: "word/document.xml", type: "wordprocessingml.document.main+xml",
      parts: [
        (
          "word/document.xml",
          "<w:document xmlns:w=\"\(word)\"><w:body>\(body)</w:body></w:document>"
        )
      ])
  }

  /// A Word file of paragraphs, one a line, and of tables between `[table]` and `[/table]`, a row a
  /// line, with cells divided by bars: `<` goes on from the left, `^` from above.
  package static func word(lines text: String) -> [UInt8] {
    var body = ""
    var rows: [[String]]?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line == "[table]" {
        rows = []
      } else if line == "[/table]" {
        body += table(rows ?? [])
        rows = nil
      } else if rows != nil {
        rows?.append(cells(line))
      } else {
        let runs = line.split(separator: "\t", omittingEmptySubsequences: false)
          .map { run(String($0)) }
        body += "<w:p>\(runs.joined(separator: "<w:r><w:tab/></w:r>"))</w:p>"
      }
    }
    return word(body: body)
  }

  private static func run(_ text: String) -> String {
    text.isEmpty ? "" : "<w:r><w:t xml:space=\"preserve\">\(escaped(text))</w:t></w:r>"
  }

  private static func table(_ rows: [[String]]) -> String {
    var text = "<w:tbl>"
    for (index, row) in rows.enumerated() {
      text += "<w:tr>"
      var column = 0
      while column < row.count {
        let width = 1 + row[(column + 1)...].prefix { $0 == "<" }.count
        var properties = width > 1 ? "<w:gridSpan w:val=\"\(width)\"/>" : ""
        if row[column] == "^" {
          properties += "<w:vMerge/>"
        } else if rows[(index + 1)...].first?.dropFirst(column).first == "^" {
          properties += "<w:vMerge w:val=\"restart\"/>"
        }
        let shown = row[column] == "^" ? "" : row[column]
        text += "<w:tc><w:tcPr>\(properties)</w:tcPr><w:p>\(run(shown))</w:p></w:tc>"
        column += width
      }
      text += "</w:tr>"
    }
    return text + "</w:tbl>"
  }

  // MARK: Workbooks

  /// A workbook of sheets that begin with `[NAME]`, a row a line, with cells divided by bars. A cell
  /// that reads as a number is one, behind an apostrophe a text; `<` goes on from the left, `^` from
  /// above.
  package static func workbook(lines text: String) -> [UInt8] {
    var sheets: [(name: String, rows: [[String]])] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("["), line.hasSuffix("]") {
        sheets.append((String(line.dropFirst().dropLast()), []))
      } else if !sheets.isEmpty {
        sheets[sheets.count - 1].rows.append(line.isEmpty ? [] : cells(line))
      }
    }
    let numbered = sheets.enumerated().map { (number: $0.offset + 1, sheet: $0.element) }
    var parts = [
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(sheet)\" xmlns:r=\"\(office)\"><sheets>"
          + numbered.map {
            "<sheet name=\"\(escaped($0.sheet.name))\" sheetId=\"\($0.number)\" "
              + "r:id=\"rId\($0.number)\"/>"
          }.joined() + "</sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        relationships(
          numbered.map { ("rId\($0.number)", "worksheet", "worksheets/sheet\($0.number).xml") })
      ),
    ]
    for (number, sheet) in numbered {
      parts.append(("xl/worksheets/sheet\(number).xml", worksheet(sheet.rows)))
    }
    return package(main: "xl/workbook.xml", type: "spreadsheetml.sheet.main+xml", parts: parts)
  }

  private static func worksheet(_ rows: [[String]]) -> String {
    var (data, merged) = ("", [String]())
    for (index, row) in rows.enumerated() {
      data += "<row r=\"\(index + 1)\">"
      for (column, cell) in row.enumerated() where !["", "<", "^"].contains(cell) {
        let place = name(column) + String(index + 1)
        let width = row[(column + 1)...].prefix { $0 == "<" }.count
        let height = rows[(index + 1)...].prefix { $0.dropFirst(column).first == "^" }.count
        if width + height > 0 {
          merged.append("\(place):\(name(column + width))\(index + height + 1)")
        }
        let isNumber = Double(cell) != nil
        let text = cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
        data +=
          isNumber
          ? "<c r=\"\(place)\"><v>\(cell)</v></c>"
          : "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
      }
      data += "</row>"
    }
    let merges = merged.map { "<mergeCell ref=\"\($0)\"/>" }.joined()
    return "<worksheet xmlns=\"\(sheet)\"><sheetData>\(data)</sheetData>"
      + (merged.isEmpty ? "" : "<mergeCells count=\"\(merged.count)\">\(merges)</mergeCells>")
      + "</worksheet>"
  }

  private static func name(_ column: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + column % 26)))
    return column < 26 ? letter : name(column / 26 - 1) + letter
  }

  // MARK: Packages

  private static func cells(_ line: String) -> [String] {
    line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  private static func relationships(_ list: [(id: String, type: String, target: String)]) -> String
  {
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      + list.map {
        "<Relationship Id=\"\($0.id)\" Type=\"\(office)/\($0.type)\" Target=\"\($0.target)\"/>"
      }.joined() + "</Relationships>"
  }

  private static func package(
    main: String, type: String, parts: [(name: String, text: String)]
  ) -> [UInt8] {
    var overrides = "<Override PartName=\"/\(main)\" ContentType=\"\(types)\(type)\"/>"
    for part in parts where part.name.contains("/worksheets/") {
      overrides +=
        "<Override PartName=\"/\(part.name)\" "
        + "ContentType=\"\(types)spreadsheetml.worksheet+xml\"/>"
    }
    let list = [
      (
        "[Content_Types].xml",
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
          + "<Default Extension=\"rels\" "
          + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>\(overrides)</Types>"
      ),
      ("_rels/.rels", relationships([("rId1", "officeDocument", main)])),
    ]
    let header = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
    return StoredArchive.bytes((list + parts).map { ($0.0, Array((header + $0.1).utf8)) })
  }
}
