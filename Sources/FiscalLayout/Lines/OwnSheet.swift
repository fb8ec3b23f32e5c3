import FiscalSchema

/// The sheets that the program writes beside those of tables, as they are known again.
package enum OwnSheet {
  /// What the contents say of the disclosure.
  struct Contents {
    var profile: String?
    var agency: String?
    var fiscalYear: Int?
  }

  /// Whether a page is one of them: the contents, the relations or the findings.
  static func isOne(_ page: Page) -> Bool {
    let contents = PrintedWords.sheets.contents
    if page.name == contents.name {
      return page.lines.contains { $0.cells.starts(with: contents.columns.prefix(2)) }
    }
    guard let name = page.name, let header = page.lines.first?.cells else { return false }
    return isWithoutTables(name, header)
  }

  /// Whether a sheet is one of which nothing is read: the relations, often most of a workbook's cells, the
  /// findings, or the codes that cells offer, which are hidden: of a hidden sheet there is no first row.
  package static func isWithoutTables(_ sheet: String, _ firstRow: [String]) -> Bool {
    if firstRow.isEmpty { return sheet == PrintedWords.sheets.codes.name }
    return [PrintedWords.sheets.relations, PrintedWords.sheets.findings].contains {
      sheet.hasPrefix($0.name) && firstRow == $0.columns
    }
  }

  /// What the contents among the pages say, or nil where there are none.
  static func contents(_ pages: [Page]) -> Contents? {
    let words = PrintedWords.sheets.contents
    guard let page = pages.first(where: { $0.name == words.name && isOne($0) }) else { return nil }
    var contents = Contents()
    for line in page.lines {
      guard line.cells.count > 1 else { continue }
      switch line.cells[0] {
      case words.agency: contents.agency = line.cells[1]
      case words.year: contents.fiscalYear = Int(line.cells[1])
      case words.profile: contents.profile = line.cells[1]
      case words.columns[0]: return contents
      default: break
      }
    }
    return contents
  }
}
