/// The rows of a sheet of an XLSB workbook.
final class BinaryRows: RowSource {
  private(set) var merges: [CellRange] = []
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  private(set) var hiddenRows: Set<Int> = []
  private(set) var arrays: [CellRange] = []
  private(set) var links: [SheetProperties.Link] = []

  private let part: BinaryPart
  private let sheet: RowContext
  private var row: RowBuffer?
  /// The header of the row that comes next.
  private var upcoming: (index: Int, isHidden: Bool)?
  private var isAtEnd = false

  init(_ part: BinaryPart, _ sheet: RowContext) { (self.part, self.sheet) = (part, sheet) }

  func next() throws(SpreadsheetError) -> RowBuffer? {
    guard !isAtEnd else { return nil }
    do throws(SpreadsheetError) {
      try sheet.settle()
      if let row = try readRow() { return row }
      isAtEnd = true
      return nil
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// Reads up to the header behind a row that has cells.
  private func readRow() throws(SpreadsheetError) -> RowBuffer? {
    if row == nil || !isKnownUniquelyReferenced(&row) { row = RowBuffer(sheet) }
    guard let row else { return nil }
    row.clear()
    while true {
      if let upcoming { (row.index, row.isHidden) = upcoming }
      guard let record = try part.next() else { return row.records.isEmpty ? nil : row }
      switch record.kind {
      case .row:
        upcoming = try header(record)
        if !row.records.isEmpty { return row }
      case .endSheetData: if !row.records.isEmpty { return row }
      case nil: break
      default:
        if let kind = record.kind, kind.rawValue <= 11 || kind == .richTextCell {
          try take(record, kind, into: row)
        } else {
          try take(record)
        }
      }
    }
  }

  private func header(_ record: BinaryRecord) throws(SpreadsheetError) -> (Int, Bool) {
    let index = Int(try record.integer(0))
    guard index < CellReference.rowCount else {
      throw .invalidPart(sheet.path, reason: "row \(index + 1) is beyond the sheet")
    }
    let isHidden = try record.integer(11, as: UInt8.self) & 0x10 != 0
    if isHidden { hiddenRows.insert(index) }
    return (index, isHidden)
  }

  /// Takes what stands around the cells.
  private func take(_ record: BinaryRecord) throws(SpreadsheetError) {
    switch record.kind {
    case .column:
      let (first, last) = (Int(try record.integer(0)), Int(try record.integer(4)))
      if try record.integer(16, as: UInt16.self) & 1 == 1, first <= last,
        last < CellReference.columnCount
      {
        hiddenColumns.append(first...last)
      }
    case .merge:
      if let range = try record.range(0), range.first != range.last { merges.append(range) }
    case .arrayFormula: if let range = try record.range(0) { arrays.append(range) }
    case .link:
      guard let range = try record.range(0) else { break }
      var offset = 16
      let relation = try record.text(&offset)
      let location = try record.text(&offset) ?? ""
      let tooltip = try record.text(&offset) ?? ""
      let isRelated = relation?.isEmpty == false
      links.append(
        (
          range, isRelated ? relation : nil,
          .location(location, tooltip: tooltip.isEmpty ? nil : tooltip)
        ))
    default: break
    }
  }

  // MARK: Cells

  private func take(
    _ record: BinaryRecord, _ kind: BinaryRecord.Kind, into row: RowBuffer
  ) throws(SpreadsheetError) {
    var cell = RowBuffer.Record()
    cell.column = Int(try record.integer(0))
    guard cell.column < CellReference.columnCount, row.index >= 0 else {
      throw .invalidPart(sheet.path, reason: "a cell is beyond the sheet")
    }
    cell.style = Int32(try record.integer(4) & 0xFF_FFFF)
    try sheet.count(cells: 1)
    var value: [UInt8] = []
    switch kind {
    case .rkCell: BinaryValue.append(rk: try record.integer(8), to: &value)
    case .realCell, .realFormula: BinaryValue.append(try record.double(8), to: &value)
    case .sharedCell: (cell.kind, value) = (.shared, Array(String(try record.integer(8)).utf8))
    case .booleanCell, .booleanFormula:
      (cell.kind, value) = (.boolean, [try record.integer(8, as: UInt8.self) == 0 ? 0x30 : 0x31])
    case .errorCell, .errorFormula:
      let name = BinaryValue.error(try record.integer(8, as: UInt8.self))
      (cell.kind, value) = (.error, Array(name.utf8))
    case .textCell, .textFormula, .richTextCell:
      var offset = kind == .richTextCell ? 9 : 8
      (cell.kind, value) = (.inline, Array((try record.text(&offset) ?? "").utf8))
    default: break
    }
    row.keep(value: value, formula: [], in: &cell)
    row.append(cell)
  }
}
