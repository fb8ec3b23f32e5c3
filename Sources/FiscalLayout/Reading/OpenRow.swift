import FiscalModel

/// The row that is being put together: at most one cell a panel, from left to right.
struct OpenRow {
  struct Cell {
    var key: RowPart
    var part: DraftPart
  }

  private var cells: [Cell?]
  /// The panel of the last begun cell.
  private(set) var last: Int?

  init(panels: Int) { cells = Array(repeating: nil, count: panels) }

  var isEmpty: Bool { last == nil }
  var current: Cell? { last.flatMap { cells[$0] } }

  /// Begins a cell; one at or left of the last begun cell begins a new row.
  mutating func begin(
    _ panel: Int, _ key: RowPart, at location: Location, finishing draft: inout DraftTable,
    using closing: (inout [Cell?], inout DraftTable) -> Void
  ) {
    if let last, panel <= last { finish(into: &draft, using: closing) }
    cells[panel] = Cell(key: key, part: DraftPart(location: location))
    last = panel
  }

  /// Forgets what was begun.
  mutating func discard() {
    cells = Array(repeating: nil, count: cells.count)
    last = nil
  }

  mutating func add(_ value: PrintedValue) {
    guard let last else { return }
    if cells[last]?.part.location.line != value.location.line { cells[last]?.part.isJoined = true }
    cells[last]?.part.printed.append(value)
  }

  mutating func addName(_ text: String, at location: Location) {
    guard let last else { return }
    if cells[last]?.part.location.line != location.line { cells[last]?.part.isJoined = true }
    cells[last]?.key.label += text
  }

  mutating func finish(
    into draft: inout DraftTable, using closing: (inout [Cell?], inout DraftTable) -> Void
  ) {
    guard let location = cells.lazy.compactMap({ $0?.part.location }).first else { return }
    closing(&cells, &draft)
    draft.append(cells.map { cell in cell.map { ($0.key, $0.part) } }, at: location)
    discard()
  }
}
