import Spreadsheet

/// A workbook to pages of grid rows.
enum WorkbookPages {
  static func document(
    name: String, bytes: [UInt8], omitting omits: (String, [String]) -> Bool
  ) throws(DocumentError) -> Document {
    var pages: [Document.Page] = []
    var repairs: [Document.Repair] = []
    do {
      let file = try WorkbookFile(bytes, limits: limits)
      let hidden = file.sheets.filter { $0.visibility != .visible && !omits($0.name, []) }
      if !hidden.isEmpty {
        repairs.append(Document.Repair(.hiddenSheets(hidden.map(\.name)), page: 1))
      }
      for (index, sheet) in file.sheets.enumerated() where sheet.visibility == .visible {
        var rows = SheetLines()
        var isInOrder = try rows.take(file.rows(inSheet: index)) { omits(sheet.name, $0) }
        if !isInOrder {
          rows = SheetLines()
          isInOrder = try rows.take(SheetRowReader(file.sheet(at: index))) { _ in false }
        }
        pages.append(Document.Page(name: sheet.name, number: index + 1, lines: rows.lines))
        repairs += rows.repairs(page: index + 1)
      }
    } catch {
      let kind = (error as? SpreadsheetError).flatMap { DocumentError.Kind($0) }
      throw kind.map { .unsupported($0) } ?? .workbook("\(error)")
    }
    var document = Document(name: name, form: .workbook, pages: pages)
    document.repairs = repairs
    return document
  }

  /// A table's text is said by few cells; what a small file says in many costs each of them.
  private static let limits: WorkbookLimits = {
    var limits = WorkbookLimits()
    limits.repeatedBytes = 32 << 20
    return limits
  }()
}

/// The lines of a sheet on their way from its rows.
private struct SheetLines {
  private(set) var lines: [Document.Line] = []
  /// Columns that hold anything although the sheet does not show them, and how many such rows there are.
  private var hiddenColumns: Set<Int> = []
  private var hiddenRows = 0
  /// How many cells stand too far to the right.
  private var leftOut = 0

  /// No official table is wider; a cell far to the right must not cost a row of empty ones.
  private static let widthBound = 512

  /// What has to be said of the sheet.
  func repairs(page: Int) -> [Document.Repair] {
    var repairs: [Document.Repair] = []
    if leftOut > 0 { repairs.append(Document.Repair(.leftOutCells(leftOut), page: page)) }
    if hiddenRows > 0 || !hiddenColumns.isEmpty {
      repairs.append(
        Document.Repair(.hiddenCells(rows: hiddenRows, columns: hiddenColumns.count), page: page))
    }
    return repairs
  }

  /// Takes the rows that hold anything, each from column A to its last cell that holds anything; false
  /// where they, or the cells of one, are not in order, as in files of all known programs they are. Nothing
  /// but the cells that are looked at is made of them.
  mutating func take(_ rows: SheetRowReader, omits: ([String]) -> Bool) throws -> Bool {
    var rows = rows
    var lastRow = -1
    var width = 0
    while let row = try rows.next() {
      var texts: [String] = []
      texts.reserveCapacity(width)
      guard row.index > lastRow else { return false }
      for cell in row {
        let text = Self.shown(try cell.value(), format: cell.style.numberFormat)
        guard take(text, cell.column, &texts) else { return false }
      }
      width = max(width, texts.count)
      guard !texts.isEmpty else { continue }
      if row.isHidden { hiddenRows += 1 }
      for columns in rows.hiddenColumns {
        for column in columns where column < texts.count && !texts[column].isEmpty {
          hiddenColumns.insert(column)
        }
      }
      lines.append(
        Document.Line(
          page: 1, number: row.index + 1, cells: texts, division: .markup,
          followsGap: row.index != lastRow + 1))
      lastRow = row.index
      if lines.count == 1, omits(texts) { break }
    }
    merge(rows.merges)
    return true
  }

  /// Says of the cells of rows what they take up, where any of a row is merged.
  private mutating func merge(_ merges: [CellRange]) {
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
      lines[low].extents[column].columns = min(merge.last.column, Self.widthBound) - column + 1
      lines[low].extents[column].rows = merge.last.row - merge.first.row + 1
    }
  }

  /// Puts a text into its column; false where the row has come further already.
  private mutating func take(_ text: String, _ column: Int, _ texts: inout [String]) -> Bool {
    guard !text.isEmpty else { return true }
    guard column < Self.widthBound else {
      leftOut += 1
      return true
    }
    guard texts.count <= column else { return false }
    while texts.count < column { texts.append("") }
    texts.append(text)
    return true
  }

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
