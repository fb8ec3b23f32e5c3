/// Keeps all rows of a sheet as cells.
struct SheetBuilder: RowSink {
  private(set) var rows: [Sheet.Row] = []
  /// Whether rows and cells came in their order, each once.
  private(set) var isOrdered = true

  mutating func take(_ row: RowBuffer) throws(SpreadsheetError) {
    var cells: [(column: Int, cell: Cell)] = []
    cells.reserveCapacity(row.records.count)
    var last = -1
    for record in row.records {
      var cell = Cell(try row.value(record), style: row.style(record))
      cell.formula = try row.countedFormula(record)
      cells.append((record.column, cell))
      if record.column <= last { isOrdered = false }
      last = record.column
    }
    if let before = rows.last?.index, row.index <= before { isOrdered = false }
    rows.append((row.index, cells))
  }
}
