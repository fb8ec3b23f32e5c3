/// The cells of a sheet, kept only where they are.
struct CellGrid: Sendable, Equatable {
  /// A row as it is kept.
  struct Row: Sendable {
    var index: Int
    var slots: [SheetCells.Slot]
  }

  /// Ascending by row, each row ascending by column and never empty.
  private var storage: [Row] = []
  private var styles = StyleList()

  init() {}

  /// Takes rows in their order, whose cells have their styles in a list.
  init(_ rows: [Row], styles: [CellStyle]) {
    storage = rows
    self.styles = StyleList(styles)
  }

  var rows: SheetRows { SheetRows(storage: storage, styles: styles.styles) }

  var count: Int { storage.reduce(0) { $0 + $1.slots.count } }

  subscript(row: Int, column: Int) -> Cell? {
    get {
      guard case (let at, true) = position(ofRow: row) else { return nil }
      let slots = storage[at].slots
      guard case (let index, true) = Self.position(of: column, in: slots) else { return nil }
      return Cell(slots[index], style: styles.styles[Int(slots[index].style)])
    }
    set {
      let (at, rowExists) = position(ofRow: row)
      guard rowExists else {
        if let cell = newValue {
          storage.insert(Row(index: row, slots: [slot(cell, column)]), at: at)
        }
        return
      }
      let (index, cellExists) = Self.position(of: column, in: storage[at].slots)
      switch (newValue, cellExists) {
      case (let cell?, true): storage[at].slots[index] = slot(cell, column)
      case (let cell?, false): storage[at].slots.insert(slot(cell, column), at: index)
      case (nil, true):
        storage[at].slots.remove(at: index)
        if storage[at].slots.isEmpty { storage.remove(at: at) }
      case (nil, false): break
      }
    }
  }

  /// The smallest rectangle that has all the cells, nil when there are none.
  var usedRange: CellRange? {
    guard let top = storage.first, let bottom = storage.last else { return nil }
    var (first, last) = (UInt16.max, UInt16.min)
    for row in storage {
      first = min(first, row.slots.first?.column ?? first)
      last = max(last, row.slots.last?.column ?? last)
    }
    return CellRange(rows: top.index...bottom.index, columns: Int(first)...Int(last))
  }

  /// The places within a range that have cells.
  func places(in range: CellRange) -> [CellReference] {
    var places: [CellReference] = []
    for row in storage[position(ofRow: range.first.row).index...] {
      guard row.index <= range.last.row else { break }
      for slot in row.slots where range.first.column...range.last.column ~= Int(slot.column) {
        places.append(CellReference(row: row.index, column: Int(slot.column)))
      }
    }
    return places
  }

  private mutating func slot(_ cell: Cell, _ column: Int) -> SheetCells.Slot {
    SheetCells.Slot(
      value: cell.value, column: SheetCells.Slot.kept(column),
      style: styles.number(of: cell.style), extras: cell.extras)
  }

  /// Where a row stands or would stand. Sheets are mostly filled downwards: the end comes first.
  private func position(ofRow row: Int) -> (index: Int, found: Bool) {
    guard let last = storage.last else { return (0, false) }
    if row > last.index { return (storage.count, false) }
    if row == last.index { return (storage.count - 1, true) }
    return Self.search(storage.count) { storage[$0].index < row ? -1 : storage[$0].index - row }
  }

  private static func position(
    of column: Int, in slots: [SheetCells.Slot]
  ) -> (index: Int, found: Bool) {
    let column = SheetCells.Slot.kept(column)
    guard let last = slots.last else { return (0, false) }
    if column > last.column { return (slots.count, false) }
    return search(slots.count) { Int(slots[$0].column) - Int(column) }
  }

  /// Binary search; `compare` is negative before the place, zero at it.
  private static func search(_ count: Int, compare: (Int) -> Int) -> (index: Int, found: Bool) {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      let order = compare(middle)
      if order == 0 { return (middle, true) }
      if order < 0 { low = middle + 1 } else { high = middle }
    }
    return (low, false)
  }

  /// Equal when all cells are, whatever the numbers of their styles.
  static func == (left: Self, right: Self) -> Bool {
    left.rows.elementsEqual(right.rows) { one, two in
      one.index == two.index
        && one.cells.elementsEqual(two.cells) { $0.column == $1.column && $0.cell == $1.cell }
    }
  }
}
