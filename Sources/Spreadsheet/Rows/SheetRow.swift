/// A row as the file has it: its cells in the order of the file, which is from left to right but in odd
/// files. No value is made unless it is asked for.
///
/// It costs no memory of its own while it is looked at; one that is kept beyond the next row, or whose
/// cells are, gets a copy of its bytes.
public struct SheetRow: Sequence {
  private let buffer: RowBuffer

  init(_ buffer: RowBuffer) { self.buffer = buffer }

  /// Zero-based row.
  public var index: Int { buffer.index }

  /// The number of cells.
  public var count: Int { buffer.records.count }

  /// As many as there are, so that an array of the cells grows once.
  public var underestimatedCount: Int { count }

  /// The cell in a zero-based column, nil when the row has none there; of several the last one.
  ///
  /// - Complexity: O(*n*), *n* being the number of cells.
  public subscript(column column: Int) -> SheetCell? {
    buffer.records.lastIndex { $0.column == column }.map { SheetCell(buffer, $0) }
  }

  /// Goes over the cells.
  public struct Iterator: IteratorProtocol {
    private let buffer: RowBuffer
    private let count: Int
    private var position = 0

    init(_ buffer: RowBuffer) {
      self.buffer = buffer
      count = buffer.records.count
    }

    /// The next cell, nil behind the last.
    public mutating func next() -> SheetCell? {
      guard position < count else { return nil }
      position += 1
      return SheetCell(buffer, position - 1)
    }
  }

  /// The cells from the first on.
  public func makeIterator() -> Iterator { Iterator(buffer) }
}
