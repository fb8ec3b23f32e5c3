import Spreadsheet

/// A workbook to pages of grid rows.
enum WorkbookPages {
  static func document(
    name: String, bytes: [UInt8], omitting omits: (String, [String]) -> Bool
  ) throws(DocumentError) -> Document {
    var pages: [Document.Page] = []
    do {
      let file = try WorkbookFile(bytes)
      for (index, sheet) in file.sheets.enumerated() where sheet.visibility == .visible {
        let lines =
          try inOrder(file, index) { omits(sheet.name, $0) } ?? lines(of: file.sheet(at: index))
        pages.append(Document.Page(name: sheet.name, number: index + 1, lines: lines))
      }
    } catch {
      throw .workbook("\(error)")
    }
    return Document(name: name, form: .workbook, pages: pages)
  }

  /// The rows of a sheet that has them, and the cells of each, in order, as files of all known programs
  /// do; nil for other sheets. Nothing but the cells that are looked at is made of them.
  private static func inOrder(
    _ file: WorkbookFile, _ index: Int, omits: ([String]) -> Bool
  ) throws -> [Document.Line]? {
    var lines: [Document.Line] = []
    var lastRow = -1
    var isOrdered = true
    var width = 0
    var rows = try file.rows(inSheet: index)
    while let row = try rows.next() {
      var texts: [String] = []
      texts.reserveCapacity(width)
      isOrdered = isOrdered && row.index > lastRow
      for cell in row {
        let text = shown(try cell.value(), format: cell.style.numberFormat)
        isOrdered = isOrdered && take(text, cell.column, &texts)
      }
      width = max(width, texts.count)
      let isFirst = lines.isEmpty
      add(texts, row.index, after: lastRow, to: &lines)
      if !texts.isEmpty { lastRow = row.index }
      if isFirst, !lines.isEmpty, omits(texts) { break }
    }
    merge(rows.merges, in: &lines)
    return isOrdered ? lines : nil
  }

  /// The rows that hold anything, each from column A to its last cell that holds anything.
  private static func lines(of sheet: Sheet) -> [Document.Line] {
    var lines: [Document.Line] = []
    var lastRow = -1
    for (index, cells) in sheet.rows {
      var texts: [String] = []
      for (column, cell) in cells {
        _ = take(shown(cell.value, format: cell.style.numberFormat), column, &texts)
      }
      add(texts, index, after: lastRow, to: &lines)
      if !texts.isEmpty { lastRow = index }
    }
    merge(sheet.merges, in: &lines)
    return lines
  }

  /// Says of the cells of rows what they take up, where any of a row is merged.
  private static func merge(_ merges: [CellRange], in lines: inout [Document.Line]) {
    guard !merges.isEmpty else { return }
    for merge in merges {
      // Rows are in order.
      let number = merge.first.row + 1
      var low = lines.startIndex
      var high = lines.endIndex
      while low < high {
        let middle = (low + high) / 2
        if lines[middle].number < number { low = middle + 1 } else { high = middle }
      }
      let column = merge.first.column
      guard low < lines.endIndex, lines[low].number == number, column < lines[low].cells.count
      else { continue }
      if lines[low].extents.isEmpty {
        lines[low].extents = lines[low].cells.map { _ in Document.CellExtent() }
      }
      lines[low].extents[column].columns = min(merge.last.column, widthBound) - column + 1
      lines[low].extents[column].rows = merge.last.row - merge.first.row + 1
    }
  }

  /// Puts a text into its column; false where the row has come further already.
  private static func take(_ text: String, _ column: Int, _ texts: inout [String]) -> Bool {
    guard !text.isEmpty, column < widthBound else { return true }
    guard texts.count <= column else { return false }
    while texts.count < column { texts.append("") }
    texts.append(text)
    return true
  }

  private static func add(
    _ texts: [String], _ index: Int, after last: Int, to lines: inout [Document.Line]
  ) {
    guard !texts.isEmpty else { return }
    lines.append(
      Document.Line(
        page: 1, number: index + 1, cells: texts, division: .markup, followsGap: index != last + 1))
  }

  /// No official table is wider; a cell far to the right must not cost a row of empty ones.
  private static let widthBound = 512

  private static func shown(_ value: CellValue, format: @autoclosure () -> String) -> String {
    switch value {
    case .empty: ""
    case .text(let text): text
    case .number(let number): DecimalText.shown(number, format: format())
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .error(let text), .date(let text): text
    }
  }
}
