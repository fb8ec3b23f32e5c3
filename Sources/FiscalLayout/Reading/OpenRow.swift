import FiscalModel

/// The row that is being put together: at most one cell a panel, from left to right.
struct OpenRow {
  private var cells: [DraftPart?]
  /// The panel of the last begun cell.
  private(set) var last: Int?

  init(panels: Int) { cells = Array(repeating: nil, count: panels) }

  var isEmpty: Bool { last == nil }
  var current: DraftPart? { last.flatMap { cells[$0] } }

  /// Begins a cell; one at or left of the last begun cell begins a new row.
  mutating func begin(
    _ panel: Int, _ key: Section.Part, at location: Location, finishing draft: inout Draft,
    using closing: (inout [DraftPart?], inout Draft) -> Void
  ) {
    if let last, panel <= last { finish(into: &draft, using: closing) }
    cells[panel] = DraftPart(key: key, location: location)
    last = panel
  }

  /// Forgets what was begun.
  mutating func discard() {
    cells = Array(repeating: nil, count: cells.count)
    last = nil
  }

  mutating func add(_ value: PrintedValue) {
    guard let last else { return }
    if cells[last]?.location.line != value.location.line { cells[last]?.isJoined = true }
    cells[last]?.printed.append(value)
  }

  mutating func addName(_ text: String, at location: Location) {
    guard let last else { return }
    if cells[last]?.location.line != location.line { cells[last]?.isJoined = true }
    cells[last]?.key.label += text
  }

  mutating func finish(
    into draft: inout Draft, using closing: (inout [DraftPart?], inout Draft) -> Void
  ) {
    guard let location = cells.lazy.compactMap({ $0?.location }).first else { return }
    closing(&cells, &draft)
    draft.append(cells, at: location)
    discard()
  }
}
