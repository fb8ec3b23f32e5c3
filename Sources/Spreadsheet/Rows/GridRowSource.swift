/// The rows of a sheet that is in memory.
final class GridRowSource: RowSource {
  private var rows: IndexingIterator<SheetRows>
  let merges: [CellRange]
  let hiddenColumns: [ClosedRange<Int>]
  private let hiddenRows: Set<Int>
  private let context: RowContext

  init(_ sheet: Sheet) {
    rows = sheet.rows.makeIterator()
    merges = sheet.merges
    hiddenColumns = sheet.hiddenColumns.sorted().map { $0...$0 }
    hiddenRows = sheet.hiddenRows
    // What is in memory has been within its limits.
    var limits = WorkbookLimits()
    (limits.cells, limits.stringBytes) = (.max, .max)
    context = RowContext(
      path: sheet.name, styles: sheet.rows.styles, strings: [], budget: ReadingBudget(limits),
      hasEscapes: false)
  }

  func next() -> RowBuffer? {
    guard let row = rows.next() else { return nil }
    let buffer = RowBuffer(context)
    buffer.index = row.index
    buffer.isHidden = hiddenRows.contains(row.index)
    for slot in row.cells.slots { buffer.append(slot) }
    return buffer
  }
}

extension RowBuffer {
  fileprivate func append(_ slot: SheetCells.Slot) {
    var record = Record()
    record.column = Int(slot.column)
    record.style = Int32(bitPattern: slot.style)
    let text: String
    switch slot.value {
    case .empty: text = ""
    case .text(let value): (record.kind, text) = (.inline, value)
    case .number(let value): text = value
    case .boolean(let value): (record.kind, text) = (.boolean, value ? "1" : "0")
    case .error(let value): (record.kind, text) = (.error, value)
    case .date(let value): (record.kind, text) = (.date, value)
    }
    keep(value: text.utf8, formula: (slot.extras?.formula ?? "").utf8, in: &record)
    append(record)
  }
}
