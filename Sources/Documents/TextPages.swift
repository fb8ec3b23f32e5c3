import Spreadsheet

/// Text to pages of lines.
enum TextPages {
  static func document(
    name: String, text: String, bytes: [UInt8], encoding: TextEncoding
  ) throws(DocumentError) -> Document {
    let lines = split(text)
    if isTabbed(lines) {
      return Document(
        name: name, form: .tabbedText, encoding: encoding.rawValue,
        pages: pages(lines, tabbed: true))
    }
    if let delimiter = delimiter(lines) {
      let table: CSVTable
      do {
        table = try CSVReader(delimiter: delimiter, encoding: encoding).table(bytes)
      } catch {
        throw .delimited("\(error)")
      }
      let result = Self.lines(of: table, page: 1)
      let stem = name.split(separator: "/").last.map(String.init) ?? name
      let sheet = stem.lastIndex(of: ".").map { String(stem[..<$0]) } ?? stem
      var document = Document(
        name: name, form: .delimitedText, encoding: encoding.rawValue,
        pages: [Document.Page(name: sheet, number: 1, lines: result)])
      document.csv = table.report
      return document
    }
    if LayoutText.isLaidOut(lines) {
      return LayoutText.document(name: name, encoding: encoding.rawValue, lines: lines)
    }
    return Document(
      name: name, form: .spacedText, encoding: encoding.rawValue, pages: pages(lines, tabbed: false)
    )
  }

  /// The rows of a table that hold anything.
  static func lines(of table: CSVTable, page: Int) -> [Document.Line] {
    var gap = true
    var result: [Document.Line] = []
    for (index, row) in table.rows.enumerated() {
      if row.allSatisfy(\.isEmpty) {
        gap = true
        continue
      }
      result.append(
        Document.Line(
          page: page, number: index + 1, cells: row, division: .delimiters, followsGap: gap))
      gap = false
    }
    return result
  }

  /// Splits at LF, CRLF and CR; keeps empty lines so that numbers stay those of the file.
  private static func split(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    let bytes = text.utf8
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      let byte = bytes[index]
      let next = bytes.index(after: index)
      guard byte == 0x0A || byte == 0x0D else {
        index = next
        continue
      }
      lines.append(text[start..<index])
      index =
        byte == 0x0D && next < bytes.endIndex && bytes[next] == 0x0A
        ? bytes.index(after: next) : next
      start = index
    }
    lines.append(text[start...])
    return lines
  }

  private static func isBlank(_ line: Substring) -> Bool {
    line.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }

  private static func isTabbed(_ lines: [Substring]) -> Bool {
    var rows = 0
    for line in lines where line.utf8.contains(0x09) {
      rows += 1
      if rows == 2 { return true }
    }
    return false
  }

  /// The delimiter of which nearly every line holds the same number, or nil where there is none.
  private static func delimiter(_ lines: [Substring]) -> UInt8? {
    for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|")] {
      var counts: [Int: Int] = [:]
      var filled = 0
      for line in lines where !isBlank(line) {
        filled += 1
        var quoted = false
        var count = 0
        for byte in line.utf8 {
          if byte == UInt8(ascii: "\"") { quoted.toggle() }
          if byte == delimiter, !quoted { count += 1 }
        }
        // Commas between groups of digits are no delimiters, in text whose columns are spaces.
        if delimiter == UInt8(ascii: ","), count > 0, isGrouped(line) { count = 0 }
        counts[count, default: 0] += 1
      }
      guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
        return nil
      }
      // One delimiter a line may be chance, unless it stands in nearly every line.
      if most.key >= 2, most.value * 5 >= filled * 4 { return delimiter }
      // Titles above and notes below a short table have none.
      if most.key >= 3, most.value >= 2, most.value * 2 >= filled - 4 { return delimiter }
      if most.key == 1, filled >= 3, most.value * 20 >= filled * 19 { return delimiter }
      if most.key == 1, most.value >= 4, most.value * 10 >= (filled - 4) * 9 { return delimiter }
    }
    return nil
  }

  /// Whether every comma of a line stands between digits, three of which follow it.
  private static func isGrouped(_ line: Substring) -> Bool {
    let bytes = Array(line.utf8)
    func isDigit(_ index: Int) -> Bool {
      bytes.indices.contains(index) && 0x30...0x39 ~= bytes[index]
    }
    return bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: ",")
        || isDigit(index - 1) && (1...3).allSatisfy { isDigit(index + $0) } && !isDigit(index + 4)
    }
  }

  private static func pages(_ lines: [Substring], tabbed: Bool) -> [Document.Page] {
    var pages = [Document.Page(name: nil, number: 1, lines: [])]
    var gap = true
    for (index, line) in lines.enumerated() {
      // A form feed begins a page; so does, in text that keeps its line breaks, a line set off by a
      // single blank.
      let breaks =
        line.utf8.first == 0x0C
        || (!tabbed && line.utf8.first == 0x20
          && line.utf8.dropFirst().first.map { $0 != 0x20 } ?? false)
      if breaks, pages.last?.lines.isEmpty == false {
        pages.append(Document.Page(name: nil, number: pages.count + 1, lines: []))
        gap = true
      }
      if isBlank(line) {
        gap = true
        continue
      }
      let isGrid = line.utf8.contains(0x09)
      let cells =
        isGrid
        ? line.split(separator: "\t", omittingEmptySubsequences: false).map(trimmed)
        : [trimmed(line)]
      pages[pages.count - 1].lines.append(
        Document.Line(
          page: pages.count, number: index + 1, cells: cells,
          division: isGrid ? .tabs : tabbed ? .text : .lost, followsGap: gap))
      gap = false
    }
    return pages
  }

  private static func trimmed(_ text: Substring) -> String {
    var scalars = text.unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(Substring(scalars))
  }
}
