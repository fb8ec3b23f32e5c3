/// A row as the file has it: its cells in the order of the file, which is from left to right but in odd
/// files. No value is made unless it is asked for.
///
/// It costs no memory of its own while it is looked at; one that is kept beyond the next row, or whose
/// cells are, gets a copy of its bytes.
public struct SheetRow: RandomAccessCollection {
  private let buffer: RowBuffer

  init(_ buffer: RowBuffer) { self.buffer = buffer }

  /// Zero-based row.
  public var index: Int { buffer.index }

  /// Whether the sheet does not show it.
  public var isHidden: Bool { buffer.isHidden }

  /// The first position, 0.
  public var startIndex: Int { 0 }

  /// The number of cells.
  public var endIndex: Int { buffer.records.count }

  /// The cell at a position from 0 to `count`, which is not its column.
  public subscript(position: Int) -> SheetCell { SheetCell(buffer, position) }

  /// The cell in a zero-based column, nil when the row has none there; of several the last one.
  ///
  /// - Complexity: O(*n*), *n* being the number of cells.
  public subscript(column column: Int) -> SheetCell? {
    buffer.records.lastIndex { $0.column == column }.map { SheetCell(buffer, $0) }
  }
}
