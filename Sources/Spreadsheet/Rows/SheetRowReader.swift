/// The rows of a sheet one after the other, in memory that does not grow with it.
///
///     var rows = try file.rows(inSheet: 0)
///     while let row = try rows.next() {
///       for cell in row { print(cell.reference, try cell.value()) }
///     }
///
/// Rows come as the file has them, which is from top to bottom in files of all known programs; rows
/// without cells are left out. It goes over the sheet once; copies go on where the others are.
public struct SheetRowReader {
  /// Nil for a sheet that has no cells by its nature.
  private let source: (any RowSource)?

  init(_ source: (any RowSource)?) { self.source = source }

  /// The rows of a sheet that is in memory.
  public init(_ sheet: Sheet) { source = GridRowSource(sheet) }

  /// The next row; nil at the end.
  ///
  /// - Throws: ``SpreadsheetError`` for what is wrong with the file up to the row's end. There is
  ///   nothing after it.
  public mutating func next() throws(SpreadsheetError) -> SheetRow? {
    guard let row = try source?.next() else { return nil }
    return SheetRow(row)
  }

  /// Merged cells, which a file lists behind its rows: complete when the last row was read.
  public var merges: [CellRange] { source?.merges ?? [] }

  /// The zero-based columns that the sheet does not show, which a file lists before its rows: complete when
  /// the first row was read.
  public var hiddenColumns: [ClosedRange<Int>] { source?.hiddenColumns ?? [] }

  /// Reads on to the end and keeps nothing: whether the rows, and the cells of each, come in order and
  /// each once.
  mutating func isInOrder() throws(SpreadsheetError) -> Bool {
    var isOrdered = true
    var lastRow = -1
    while let row = try source?.next() {
      if row.index <= lastRow { isOrdered = false }
      lastRow = row.index
      var last = -1
      for record in row.records {
        if record.column <= last { isOrdered = false }
        last = record.column
        try row.check(record)
      }
    }
    return isOrdered
  }
}

/// Where rows come from.
protocol RowSource: AnyObject {
  /// The next row that has cells; nil at the end and after an error.
  func next() throws(SpreadsheetError) -> RowBuffer?
  /// Merged cells, once all rows were read.
  var merges: [CellRange] { get }
  /// The columns that are not shown, once a row was read.
  var hiddenColumns: [ClosedRange<Int>] { get }
}
