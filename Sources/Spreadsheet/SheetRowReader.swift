/// The rows of a sheet one after the other, in memory that does not grow with it.
///
///     for row in try file.rows(inSheet: 0) {
///       for cell in try row.get() { print(cell.reference, try cell.value()) }
///     }
///
/// Rows come as the file has them, which is from top to bottom in files of all known programs; rows
/// without cells are left out. Each element is a row or the error that ends the reading: a loop knows
/// no errors between two elements, and one that merely ended would take a damaged file for a short one.
///
/// It goes over the sheet once: what one loop has read, the next does not see, nor does that of a copy.
/// Outside of a loop, `try rows.next()?.get()` is the next row, nil at the end.
public struct SheetRowReader: Sequence, IteratorProtocol {
  /// Nil for a sheet that has no cells by its nature.
  private let reader: WorksheetReader?

  init(_ reader: WorksheetReader?) { self.reader = reader }

  /// Merged cells, which a file lists behind its rows: complete when the last row was read.
  public var merges: [CellRange] { reader?.merges ?? [] }

  /// The next row, an error after which there is nothing more, or nil at the end.
  public mutating func next() -> Result<SheetRow, SpreadsheetError>? {
    do throws(SpreadsheetError) {
      return try reader?.next().map { .success(SheetRow($0)) }
    } catch { return .failure(error) }
  }
}
