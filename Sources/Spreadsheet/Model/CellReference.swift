/// The place of one cell: zero-based row and column, `B12` in text.
public struct CellReference: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Rows in a sheet, 1,048,576.
  public static let rowCount = 1_048_576
  /// Columns in a sheet, 16,384 (`A` to `XFD`).
  public static let columnCount = 16_384

  /// Zero-based row.
  public var row: Int
  /// Zero-based column.
  public var column: Int

  /// The cell at a zero-based row and column.
  public init(row: Int, column: Int) {
    (self.row, self.column) = (row, column)
  }

  /// Reads `B12`, with `$` signs or without; nil when it is not a cell of a sheet.
  public init?(_ text: some StringProtocol) {
    guard let reference = Self(utf8: text.utf8) else { return nil }
    self = reference
  }

  /// Reads the bytes of `B12`, with `$` signs or without, in either case.
  init?(utf8: some Sequence<UInt8>) {
    var column = 0
    var row = 0
    // 0 nothing yet, 1 `$`, 2 letters, 3 `$` after letters, 4 digits.
    var state = 0
    for byte in utf8 {
      switch byte {
      case 0x24 where state == 0 || state == 2:
        state += 1
      case 0x41...0x5A where state <= 2, 0x61...0x7A where state <= 2:
        column = column * 26 + Int(byte & 0x1F)
        state = 2
        guard column <= Self.columnCount else { return nil }
      case _ where byte.isDigit && state >= 2:
        row = row * 10 + Int(byte - 0x30)
        state = 4
        guard row <= Self.rowCount else { return nil }
      default:
        return nil
      }
    }
    guard state == 4, row > 0 else { return nil }
    self.init(row: row - 1, column: column - 1)
  }

  /// Whether it lies within the rows and columns that a sheet has.
  public var isValid: Bool {
    row >= 0 && row < Self.rowCount && column >= 0 && column < Self.columnCount
  }

  /// `B12`.
  public var description: String { "\(Self.columnName(column))\(row + 1)" }

  /// `$B$12`, as defined names write it.
  public var absoluteDescription: String { "$\(Self.columnName(column))$\(row + 1)" }

  /// The letters of a zero-based column: `A`, `Z`, `AA`.
  public static func columnName(_ column: Int) -> String {
    var bytes: [UInt8] = []
    appendColumnName(column, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the letters of a zero-based column.
  static func appendColumnName(_ column: Int, to bytes: inout [UInt8]) {
    if column >= 26 { appendColumnName(column / 26 - 1, to: &bytes) }
    bytes.append(0x41 + UInt8(truncatingIfNeeded: max(column, 0) % 26))
  }

  /// Sheet order: by row, then by column.
  public static func < (left: Self, right: Self) -> Bool {
    (left.row, left.column) < (right.row, right.column)
  }
}

/// A rectangle of cells, both corners included, `A1:C3` in text.
public struct CellRange: Hashable, Sendable, CustomStringConvertible {
  /// The upper left corner.
  public var first: CellReference
  /// The lower right corner.
  public var last: CellReference

  /// The rectangle with these two corners, `first` above and left of `last`.
  public init(first: CellReference, last: CellReference) {
    (self.first, self.last) = (first, last)
  }

  /// The rectangle over zero-based rows and columns.
  public init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    first = CellReference(row: rows.lowerBound, column: columns.lowerBound)
    last = CellReference(row: rows.upperBound, column: columns.upperBound)
  }

  /// Reads `A1:C3`, or `A1` for a single cell; swapped corners are put right.
  public init?(_ text: some StringProtocol) {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    guard halves.count <= 2, let half = halves.first, let one = CellReference(half) else {
      return nil
    }
    guard let two = halves.count == 1 ? one : CellReference(halves[1]) else { return nil }
    first = CellReference(row: min(one.row, two.row), column: min(one.column, two.column))
    last = CellReference(row: max(one.row, two.row), column: max(one.column, two.column))
  }

  /// Whether the corners are in order and within the sheet.
  public var isValid: Bool {
    first.isValid && last.isValid && first.row <= last.row && first.column <= last.column
  }

  /// Whether the cell lies within.
  public func contains(_ cell: CellReference) -> Bool {
    first.row <= cell.row && cell.row <= last.row
      && first.column <= cell.column && cell.column <= last.column
  }

  /// `A1:C3`, and `A1` when it is one cell.
  public var description: String {
    first == last ? first.description : "\(first):\(last)"
  }
}
