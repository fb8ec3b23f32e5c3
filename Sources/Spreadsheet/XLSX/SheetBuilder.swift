/// Keeps all rows of a sheet as cells.
struct SheetBuilder {
  private(set) var rows: [Sheet.KeptRow] = []
  /// Whether rows and cells came in their order, each once.
  private(set) var isOrdered = true

  init() {
    // Most sheets have so many rows: they grow no further, and others not from nothing.
    rows.reserveCapacity(32)
  }

  /// Keeps a row.
  mutating func take(_ row: RowBuffer) throws(SpreadsheetError) {
    var slots: [SheetCells.Slot] = []
    slots.reserveCapacity(row.records.count)
    var last = -1
    for record in row.records {
      var slot = SheetCells.Slot(
        value: try row.value(record), column: SheetCells.Slot.kept(record.column),
        style: row.styleNumber(record))
      if record.hasFormula { slot.extras = Cell.Extras(try row.countedFormula(record), nil) }
      slots.append(slot)
      if record.column <= last { isOrdered = false }
      last = record.column
    }
    if let before = rows.last?.index, row.index <= before { isOrdered = false }
    rows.append(Sheet.KeptRow(index: row.index, slots: slots))
  }
}
