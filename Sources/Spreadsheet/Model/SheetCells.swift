/// The cells of a row by ascending column.
///
/// A sheet of millions of cells is mostly this, so that each is kept in 32 bytes: its style is a
/// number in the sheet's own list, and what few cells have, formula and link, is behind one pointer.
public struct SheetCells: RandomAccessCollection, Sendable {
  /// A zero-based column and its cell.
  public typealias Element = (column: Int, cell: Cell)

  /// A cell as it is kept.
  struct Slot: Sendable {
    var value: CellValue
    var column: UInt16
    /// The number of its style in the sheet's list.
    var style: UInt32
    var extras: Cell.Extras?

    /// Columns beyond the sheet, which no file can have, are all kept as one beyond it.
    static func kept(_ column: Int) -> UInt16 { UInt16(exactly: column) ?? .max }
  }

  let slots: [Slot]
  let styles: [CellStyle]

  /// The first position, 0.
  public var startIndex: Int { 0 }

  /// The number of cells.
  public var endIndex: Int { slots.count }

  /// The column and the cell at a position from 0 to `count`.
  public subscript(position: Int) -> Element {
    let slot = slots[position]
    return (Int(slot.column), Cell(slot, style: styles[Int(slot.style)]))
  }
}

/// The rows of a sheet that have cells, from top to bottom.
public struct SheetRows: RandomAccessCollection, Sendable {
  let storage: [CellGrid.Row]
  let styles: [CellStyle]

  /// The first position, 0.
  public var startIndex: Int { 0 }

  /// The number of rows that have cells.
  public var endIndex: Int { storage.count }

  /// The row at a position from 0 to `count`, which is not its place in the sheet.
  public subscript(position: Int) -> Sheet.Row {
    (storage[position].index, SheetCells(slots: storage[position].slots, styles: styles))
  }
}

/// The styles of a sheet's cells, each once.
struct StyleList: Sendable {
  private(set) var styles: [CellStyle]
  /// Numbers by value, and by identity for the very copies that stand in the list.
  private var numbers: [CellStyle: UInt32] = [:]
  private var known: [ObjectIdentifier: UInt32] = [:]
  private var counted = 0
  private var last: (identity: ObjectIdentifier, number: UInt32)?

  /// A list that starts with these styles.
  init(_ styles: [CellStyle] = []) { self.styles = styles }

  /// The number of a style, which is added when it is new.
  mutating func number(of style: CellStyle) -> UInt32 {
    // The list keeps the style alive, so that no other can have its identity.
    if let last, last.identity == style.identity { return last.number }
    while counted < styles.count {
      let number = UInt32(counted)
      numbers[styles[counted], default: number] = min(numbers[styles[counted]] ?? number, number)
      known[styles[counted].identity] = number
      counted += 1
    }
    if let number = known[style.identity] {
      last = (style.identity, number)
      return number
    }
    if let number = numbers[style] { return number }
    styles.append(style)
    return UInt32(styles.count - 1)
  }
}
