/// One sheet: cells, kept only where they are, and how they are shown and printed.
public struct Sheet: Sendable, Equatable {
  /// A row that has cells: its zero-based index and its cells by ascending column.
  public typealias Row = (index: Int, cells: SheetCells)

  /// Whether a sheet has its tab. ECMA-376 Part 1, 18.18.68 `ST_SheetState`.
  public enum Visibility: String, Hashable, Sendable {
    /// Shown.
    case visible
    /// Hidden; the user can show it.
    case hidden
    /// Hidden; only a program can show it.
    case veryHidden
  }

  /// The name on the tab.
  public var name: String
  /// Merged cells.
  public var merges: [CellRange] = []
  /// Widths by zero-based column, in characters of the default font.
  public var columnWidths: [Int: Double] = [:]
  /// Hidden columns, zero-based.
  public var hiddenColumns: Set<Int> = []
  /// Heights by zero-based row, in points.
  public var rowHeights: [Int: Double] = [:]
  /// Hidden rows, zero-based.
  public var hiddenRows: Set<Int> = []
  /// Width of the columns that have none, nil for the program's own.
  public var defaultColumnWidth: Double?
  /// Height of the rows that have none, nil for the program's own.
  public var defaultRowHeight: Double?
  /// Rows at the top that stay when the rest scrolls.
  public var frozenRows = 0
  /// Columns at the left that stay when the rest scrolls.
  public var frozenColumns = 0
  /// Whether the sheet has its tab.
  public var visibility = Visibility.visible
  /// How it is printed.
  public var pageSetup = PageSetup()
  /// The colour of the tab.
  public var tabColor: Color?
  /// Whether the lines between the cells are shown.
  public var showGridLines = true

  /// What may be entered where.
  public var dataValidations: [DataValidation] = []
  /// Comments by their cell.
  public var comments: [CellReference: Comment] = [:]
  /// The range whose first row has the buttons of a filter.
  public var autoFilter: CellRange?
  /// What that filter lets through; the rows that it hides are among ``hiddenRows``.
  public var filterColumns: [FilterColumn] = []
  /// Tables, which must not overlap each other or merges.
  public var tables: [Table] = []
  /// Looks that depend on values, the most important first.
  public var conditionalFormats: [ConditionalFormat] = []
  /// What users may still do, nil for everything.
  public var protection: SheetProtection?
  /// Zero-based rows before which a page starts.
  public var rowBreaks: Set<Int> = []
  /// Zero-based columns before which a page starts.
  public var columnBreaks: Set<Int> = []
  /// Outline levels by zero-based row, 1 to 7.
  public var rowOutlines: [Int: Int] = [:]
  /// Outline levels by zero-based column, 1 to 7.
  public var columnOutlines: [Int: Int] = [:]
  /// Links from ranges; those of single cells are the cells' own.
  public var rangeHyperlinks: [RangeHyperlink] = []
  /// Text in several fonts by its cell, whose value is the same text without fonts.
  public var richTexts: [CellReference: [TextRun]] = [:]
  /// The ranges of array formulas, whose text stands at their first cell; the others have values only.
  public var arrayFormulas: [CellRange] = []

  /// A row as it is kept.
  struct KeptRow: Sendable {
    var index: Int
    var slots: [SheetCells.Slot]
  }

  /// Ascending by row, each row ascending by column and never empty.
  private var storage: [KeptRow] = []
  private var styles = StyleList()

  /// An empty sheet.
  public init(name: String) { self.name = name }

  /// The cell at a zero-based row and column, nil where there is none.
  ///
  /// Finding it takes a time that grows with the logarithm of rows and cells; setting one before
  /// others moves those of its row, and in a new row the rows below.
  public subscript(row: Int, column: Int) -> Cell? {
    get {
      guard case (let at, true) = position(ofRow: row) else { return nil }
      let slots = storage[at].slots
      guard case (let index, true) = Self.position(of: column, in: slots) else { return nil }
      return Cell(slots[index], style: styles.styles[Int(slots[index].style)])
    }
    set { set(newValue, row: row, column: column) }
  }

  /// The cell at a reference, nil where there is none.
  public subscript(reference: CellReference) -> Cell? {
    get { self[reference.row, reference.column] }
    set { self[reference.row, reference.column] = newValue }
  }

  /// The rows that have cells, from top to bottom.
  public var rows: SheetRows { SheetRows(storage: storage, styles: styles.styles) }

  /// The number of cells.
  public var cellCount: Int { storage.reduce(0) { $0 + $1.slots.count } }

  /// The smallest rectangle that has all the cells, nil when there are none.
  public var usedRange: CellRange? {
    guard let top = storage.first, let bottom = storage.last else { return nil }
    var columns = UInt16.max...UInt16.max
    for row in storage {
      guard let first = row.slots.first?.column, let last = row.slots.last?.column else { continue }
      let lower = min(columns.lowerBound, first)
      columns = lower...(columns.upperBound == .max ? last : max(columns.upperBound, last))
    }
    return CellRange(
      rows: top.index...bottom.index, columns: Int(columns.lowerBound)...Int(columns.upperBound))
  }

  /// Takes rows in their order, whose cells have their styles in a list.
  mutating func adopt(_ rows: [KeptRow], styles: [CellStyle]) {
    storage = rows
    self.styles = StyleList(styles)
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

  private mutating func set(_ cell: Cell?, row: Int, column: Int) {
    let (at, rowExists) = position(ofRow: row)
    guard rowExists else {
      if let cell { storage.insert(KeptRow(index: row, slots: [slot(cell, column)]), at: at) }
      return
    }
    let (index, cellExists) = Self.position(of: column, in: storage[at].slots)
    switch (cell, cellExists) {
    case (let cell?, true): storage[at].slots[index] = slot(cell, column)
    case (let cell?, false): storage[at].slots.insert(slot(cell, column), at: index)
    case (nil, true):
      storage[at].slots.remove(at: index)
      if storage[at].slots.isEmpty { storage.remove(at: at) }
    case (nil, false): break
    }
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

  /// Sheets are equal when their cells and all else are.
  public static func == (left: Self, right: Self) -> Bool {
    left.attributesEqual(right)
      && left.rows.elementsEqual(right.rows) { one, two in
        one.index == two.index
          && one.cells.elementsEqual(two.cells) { $0.column == $1.column && $0.cell == $1.cell }
      }
  }

  private func attributesEqual(_ other: Self) -> Bool {
    name == other.name && merges == other.merges && columnWidths == other.columnWidths
      && hiddenColumns == other.hiddenColumns && rowHeights == other.rowHeights
      && hiddenRows == other.hiddenRows && defaultColumnWidth == other.defaultColumnWidth
      && defaultRowHeight == other.defaultRowHeight && frozenRows == other.frozenRows
      && frozenColumns == other.frozenColumns && visibility == other.visibility
      && pageSetup == other.pageSetup && tabColor == other.tabColor
      && showGridLines == other.showGridLines && dataValidations == other.dataValidations
      && comments == other.comments && arrayFormulas == other.arrayFormulas && additionsEqual(other)
  }

  private func additionsEqual(_ other: Self) -> Bool {
    autoFilter == other.autoFilter && filterColumns == other.filterColumns && tables == other.tables
      && conditionalFormats == other.conditionalFormats && protection == other.protection
      && rowBreaks == other.rowBreaks && columnBreaks == other.columnBreaks
      && rowOutlines == other.rowOutlines && columnOutlines == other.columnOutlines
      && rangeHyperlinks == other.rangeHyperlinks && richTexts == other.richTexts
  }
}
