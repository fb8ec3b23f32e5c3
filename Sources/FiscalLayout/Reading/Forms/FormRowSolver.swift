import FiscalModel
import FiscalSchema

/// Divides the fragments of a table into rows and cells.
///
/// Text that was extracted from a page has its cells one after the other, each with all its lines, and
/// nothing that says where one ends. What a column usually holds (a level of indicators, an amount, a
/// value with its sign), how full the lines of a cell are, and where a blank line is missing together tell:
/// of all divisions the one counts that goes against the least of them.
struct FormRowSolver {
  /// A cell: its column and its fragments.
  struct Slot {
    var column: Int
    var range: Range<Int>
  }

  /// A row, or what the next page prints of the row before.
  struct Row {
    var slots: [Slot] = []
    /// Whether it goes on with the cells of the row before.
    var continues = false
    var cost = 0.0
  }

  private let candidates: FormCandidates
  /// The index of the first fragment.
  private let start: Int
  /// The widest line of each column, as far as the last division knows.
  private(set) var widths: [Int]
  /// Texts that other tables of the form have in columns of the same kind.
  private var known: [Section.Role: Set<String>] = [:]

  private var table: Layout.Matrix { candidates.table }
  private var isGrid: Bool { candidates.isGrid }

  /// Over the fragments of a table; `positions` are those of its columns in a grid, if the header says it.
  init(
    _ fragments: ArraySlice<FormFragment>, table: Layout.Matrix, positions: [Int]?, isGrid: Bool
  ) {
    candidates = FormCandidates(
      Array(fragments), table: table, positions: positions, isGrid: isGrid)
    start = fragments.startIndex
    widths = Array(repeating: 0, count: table.columns.count)
  }

  /// The rows of the table; with what is known of the widths of its columns and of other tables' texts,
  /// they may be others.
  ///
  /// - Complexity: linear in the fragments, times the columns and the bound on a cell's length.
  mutating func rows(
    known: [Section.Role: Set<String>] = [:], widths: [Int]? = nil
  ) -> [Row] {
    guard !candidates.pieces.isEmpty else { return [] }
    self.known = known
    if let widths { self.widths = widths }
    var rows = solve()
    if !isGrid {
      // How wide the columns are is known once the first division stands.
      let before = self.widths
      for slot in rows.filter({ $0.cost < 2.5 }).flatMap(\.slots) {
        self.widths[slot.column] = max(
          self.widths[slot.column], candidates.width(of: slot.range))
      }
      if self.widths != before { rows = solve() }
    }
    for row in rows.indices {
      for slot in rows[row].slots.indices {
        let range = rows[row].slots[slot].range
        rows[row].slots[slot].range = (range.lowerBound + start)..<(range.upperBound + start)
      }
    }
    return rows
  }

  // MARK: The cheapest division

  /// Where a division stands: the next fragment, the next column, what the row has so far.
  private enum State {
    /// How many states a column has.
    static let count = 12

    /// The number of a state: `mode` is 0 in a row and 1 in what the next page prints of the row before,
    /// `filled` whether the row has a cell, `previous` 0 behind an empty cell, 1 behind a level or a cell
    /// of several lines, 2 behind a cell of one line.
    static func index(_ column: Int, _ mode: Int, filled: Bool, _ previous: Int) -> Int {
      ((column * 2 + mode) * 2 + (filled ? 1 : 0)) * 3 + previous
    }
  }

  private struct Step {
    var cost = Double.infinity
    /// The fragment and the state it came from.
    var fragment: Int32 = -1
    var state: Int32 = -1
  }

  /// The steps to every state of every fragment, one fragment after the other.
  private struct Grid {
    /// The state in which a row begins.
    static let start = State.index(0, 0, filled: false, 0)

    let states: Int
    var steps: [Step]

    subscript(_ fragment: Int, _ state: Int) -> Step {
      get { steps[fragment * states + state] }
      set { steps[fragment * states + state] = newValue }
    }

    /// Takes a step if none so far is cheaper.
    mutating func relax(_ fragment: Int, _ state: Int, cost: Double, from: Int, _ old: Int) {
      let index = fragment * states + state
      if cost < steps[index].cost {
        steps[index] = Step(cost: cost, fragment: Int32(from), state: Int32(old))
      }
    }
  }

  private func solve() -> [Row] {
    let pieces = candidates.pieces
    let columns = table.columns.count
    let states = (columns + 1) * State.count
    var grid = Grid(
      states: states, steps: Array(repeating: Step(), count: states * (pieces.count + 1)))
    grid[0, Grid.start].cost = 0
    for index in 0...pieces.count {
      let isLast = index == pieces.count
      let stop = Stop(
        index: index, isLast: isLast, starts: !isLast && candidates.isRowStart(index),
        cells: isLast ? [] : candidates.candidates(at: index, widths: widths, known: known))
      // What stands in a row already, then the end of rows, then what begins one.
      for filled in [true, false] {
        if !filled, index > 0, !isLast, grid[index, Grid.start].cost < .infinity,
          pieces[index].before.endsPage || stop.starts && candidates.isText(rowAt: index)
        {
          let other = State.index(0, 1, filled: false, 0)
          grid.relax(
            index, other, cost: grid[index, Grid.start].cost + 2.5, from: index, Grid.start)
        }
        for column in 0...columns {
          for mode in 0...1 {
            for previous in 0...2 {
              let place = Place(column: column, mode: mode, filled: filled, previous: previous)
              goOn(from: place, at: stop, &grid)
            }
          }
        }
      }
    }
    return trace(grid)
  }

  /// A fragment, or the end of all, at which cells and rows may begin.
  private struct Stop {
    let index: Int
    let isLast: Bool
    /// Whether a row of a grid begins there: it neither ends in a row nor goes on in the next.
    let starts: Bool
    /// The cells that may begin there, by their columns.
    let cells: [[FormCandidates.Candidate]]
  }

  /// What a ``State`` is the number of.
  private struct Place {
    let column: Int
    let mode: Int
    let filled: Bool
    let previous: Int
    var state: Int { State.index(column, mode, filled: filled, previous) }
  }

  /// Ends the row, leaves the next column empty, or puts a cell into it.
  private func goOn(from place: Place, at stop: Stop, _ grid: inout Grid) {
    let (index, state) = (stop.index, place.state)
    let (column, mode, previous) = (place.column, place.mode, place.previous)
    let cost = grid[index, state].cost
    guard cost < .infinity else { return }
    if column == table.columns.count {
      if place.filled, stop.starts || stop.isLast || !isGrid {
        grid.relax(index, Grid.start, cost: cost + 0.1, from: index, state)
      }
      return
    }
    if !stop.isLast || place.filled {
      grid.relax(
        index, State.index(column + 1, mode, filled: place.filled, previous == 2 ? 2 : 0),
        cost: cost + empty(column, mode, isFirst: index == 0, previous: previous > 0),
        from: index, state)
    }
    guard !stop.isLast, !stop.starts || !place.filled else { return }
    // Cells of one line each stand in the same line.
    let isApart = previous == 2 && candidates.pieces[index].before.endsLine && !stop.starts
    for cell in stop.cells[column] {
      let isSingle = cell.isSingle && table.columns[column].role != .level
      grid.relax(
        index + cell.length, State.index(column + 1, mode, filled: true, isSingle ? 2 : 1),
        cost: cost + (mode == 1 ? cell.continued : cell.cost) + (isSingle && isApart ? 0.9 : 0),
        from: index, state)
    }
  }

  /// What it costs to leave a column empty.
  private func empty(_ column: Int, _ mode: Int, isFirst: Bool, previous: Bool) -> Double {
    if mode == 1 { return 0 }
    let definition = table.columns[column]
    switch definition.role {
    case .level:
      if isFirst { return definition.words.isEmpty ? 0.5 : 2 }
      // A new level has the levels below it anew.
      return previous && column > 0 && table.columns[column - 1].role == .level ? 1.5 : 0
    // Of several columns that may be empty the last ones usually are.
    case .label: return definition.isOptional ? 0.3 : 4
    default:
      guard definition.isOptional else { return 3 }
      // Of texts the last are usually missing, of figures those of the first years.
      let order =
        definition.role == .longText || definition.role == .text
        ? table.columns.count - column : column
      return 0.3 + 0.02 * Double(order)
    }
  }

  private func trace(_ grid: Grid) -> [Row] {
    let columns = table.columns.count
    var best: (Int, Double)?
    for mode in 0...1 {
      for previous in 0...2 {
        let state = State.index(columns, mode, filled: true, previous)
        let cost = grid[candidates.pieces.count, state].cost
        if cost < best?.1 ?? .infinity { best = (state, cost) }
      }
    }
    guard var (state, _) = best else { return [] }
    var fragment = candidates.pieces.count
    var rows: [Row] = []
    var row = Row()
    var end = grid[fragment, state].cost
    while state >= 0, fragment >= 0 {
      let step = grid[fragment, state]
      let column = state / State.count
      if column == 0 {
        let before = step.fragment >= 0 ? step.cost : 0
        row.slots.reverse()
        row.cost = end - before
        if !row.slots.isEmpty { rows.append(row) }
        row = Row()
        end = before
      } else if step.fragment >= 0, Int(step.fragment) < fragment {
        row.slots.append(Slot(column: column - 1, range: Int(step.fragment)..<fragment))
        row.continues = (state / 6) % 2 == 1
      }
      guard step.fragment >= 0 else { break }
      (fragment, state) = (Int(step.fragment), Int(step.state))
    }
    if !row.slots.isEmpty {
      row.slots.reverse()
      rows.append(row)
    }
    return rows.reversed()
  }
}
