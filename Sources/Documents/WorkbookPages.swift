import Spreadsheet

/// A workbook to pages of grid rows.
enum WorkbookPages {
  static func document(name: String, bytes: [UInt8]) throws(DocumentError) -> Document {
    let workbook: Workbook
    do {
      workbook = try Workbook(xlsx: bytes)
    } catch {
      throw .workbook("\(error)")
    }
    var pages: [Page] = []
    for (index, sheet) in workbook.sheets.enumerated() where sheet.visibility == .visible {
      pages.append(Page(name: sheet.name, number: index + 1, lines: lines(of: sheet)))
    }
    return Document(name: name, form: .workbook, pages: pages)
  }

  /// The rows that hold anything, each from column A to its last cell that holds anything.
  private static func lines(of sheet: Sheet) -> [Line] {
    var lines: [Line] = []
    var previous = -1
    for (index, cells) in sheet.rows {
      var texts: [String] = []
      for (column, cell) in cells {
        let text = shown(cell)
        guard !text.isEmpty, column < widthBound else { continue }
        while texts.count < column { texts.append("") }
        texts.append(text)
      }
      guard !texts.isEmpty else { continue }
      lines.append(
        Line(
          page: 1, number: index + 1, cells: texts, isGrid: true, followsGap: index != previous + 1)
      )
      previous = index
    }
    return lines
  }

  /// No official table is wider; a cell far to the right must not cost a row of empty ones.
  private static let widthBound = 512

  private static func shown(_ cell: Cell) -> String {
    switch cell.value {
    case .empty: ""
    case .text(let text): text
    case .number(let number): DecimalText.shown(number, format: cell.style.numberFormat)
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .error(let text), .date(let text): text
    }
  }
}
