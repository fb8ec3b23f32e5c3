/// Keeps all rows of a sheet as cells.
struct SheetBuilder {
  private(set) var rows: [CellGrid.Row] = []
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
    rows.append(CellGrid.Row(index: row.index, slots: slots))
  }

  /// The rows in order; of two cells in one place the later one stays.
  func ordered() -> [CellGrid.Row] {
    if isOrdered { return rows }
    var all: [(row: Int, order: Int, slot: SheetCells.Slot)] = []
    for row in rows {
      for slot in row.slots { all.append((row.index, all.count, slot)) }
    }
    all.sort { ($0.row, $0.slot.column, $0.order) < ($1.row, $1.slot.column, $1.order) }
    var result: [CellGrid.Row] = []
    for (row, _, slot) in all {
      if result.last?.index != row { result.append(CellGrid.Row(index: row, slots: [])) }
      let last = result.count - 1
      if result[last].slots.last?.column == slot.column { result[last].slots.removeLast() }
      result[last].slots.append(slot)
    }
    return result
  }
}
