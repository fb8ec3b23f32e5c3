import FiscalModel

/// Divides the fragments of a table into rows and cells.
///
/// Text that was extracted from a page has its cells one after the other, each with all its lines, and
/// nothing that says where one ends. What a column usually holds (a level of indicators, an amount, a
/// value with its sign), how full the lines of a cell are, and where a blank line is missing together tell:
/// of all divisions the one counts that goes against the least of them.
struct FormRowSolver {
  let table: FormLayout.Table
  /// Where the columns stand in a grid, if the header says it.
  let positions: [Int]?

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

  /// The widest line of each column, as far as the first division knows.
  private(set) var widths: [Int]
  /// The words that belong to some columns, and so not into the texts of others.
  let words: Set<String>
  /// Texts that other tables of the form have in columns of the same kind.
  let known: [FormLayout.Kind: Set<String>]
  let hasCodes: Bool
  let isGrid: Bool

  init(
    table: FormLayout.Table, positions: [Int]?, isGrid: Bool,
    known: [FormLayout.Kind: Set<String>] = [:], widths: [Int]? = nil
  ) {
    self.table = table
    self.positions = positions
    self.isGrid = isGrid
    self.known = known
    hasCodes = table.columns.contains { $0.kind == .code }
    words = table.columns.reduce(into: []) { $0.formUnion($1.words) }
    self.widths = widths ?? Array(repeating: 0, count: table.columns.count)
  }

  /// How many fragments a cell may have; longer texts are a damaged table's.
  static let longest = 120

  /// The rows of a table.
  ///
  /// - Complexity: linear in the fragments, times the columns and the bound on a cell's length.
  mutating func rows(_ fragments: ArraySlice<FormFragment>) -> [Row] {
    let list = Array(fragments)
    guard !list.isEmpty else { return [] }
    var rows = solve(list)
    if !isGrid {
      // How wide the columns are is known once the first division stands.
      for slot in rows.filter({ $0.cost < 2.5 }).flatMap(\.slots) {
        let lines = FormCell(list[slot.range], words: words).lines
        widths[slot.column] = max(
          widths[slot.column], lines.map(\.least).max() ?? 0)
      }
      rows = solve(list)
    }
    for row in rows.indices {
      for slot in rows[row].slots.indices {
        let range = rows[row].slots[slot].range
        rows[row].slots[slot].range =
          (range.lowerBound + fragments.startIndex)..<(range.upperBound + fragments.startIndex)
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
    static func index(_ column: Int, _ mode: Int, _ filled: Bool, _ previous: Int) -> Int {
      ((column * 2 + mode) * 2 + (filled ? 1 : 0)) * 3 + previous
    }
  }

  private struct Step {
    var cost = Double.infinity
    /// The fragment and the state it came from.
    var fragment = -1
    var state = -1
  }

  private func solve(_ list: [FormFragment]) -> [Row] {
    let pieces = list.indices.map { FormPiece(list, $0, words: words) }
    let columns = table.columns.count
    let states = (columns + 1) * State.count
    var grid = [[Step]](
      repeating: [Step](repeating: Step(), count: states), count: list.count + 1)
    let start = State.index(0, 0, false, 0)
    grid[0][start].cost = 0
    func relax(_ fragment: Int, _ state: Int, _ cost: Double, _ from: Int, _ old: Int) {
      if cost < grid[fragment][state].cost {
        grid[fragment][state] = Step(cost: cost, fragment: from, state: old)
      }
    }
    for index in 0...list.count {
      let costs = index < list.count ? cells(pieces, index) : []
      // A row of a grid is whole: it neither ends in a row nor goes on in the next.
      let starts = index < list.count && isRowStart(list[index])
      // What stands in a row already, then the end of rows, then what begins one.
      for filled in [true, false] {
        if !filled, index > 0, index < list.count, list[index].before.endsPage,
          grid[index][start].cost < .infinity
        {
          let other = State.index(0, 1, false, 0)
          relax(index, other, grid[index][start].cost + 2.5, index, start)
        }
        for column in 0...columns {
          for mode in 0...1 {
            for previous in 0...2 {
              let state = State.index(column, mode, filled, previous)
              let cost = grid[index][state].cost
              guard cost < .infinity else { continue }
              if column == columns {
                if filled, starts || index == list.count || !isGrid {
                  relax(index, start, cost + 0.1, index, state)
                }
                continue
              }
              if index < list.count || filled {
                relax(
                  index, State.index(column + 1, mode, filled, previous == 2 ? 2 : 0),
                  cost + empty(column, mode, isFirst: index == 0, previous: previous > 0), index,
                  state)
              }
              guard index < list.count, !starts || !filled else { continue }
              // Cells of one line each stand in the same line.
              let apart = previous == 2 && list[index].before.endsLine && !starts ? 0.9 : 0
              for cell in costs[column] {
                let isSingle = cell.isSingle && table.columns[column].kind != .level
                relax(
                  index + cell.length, State.index(column + 1, mode, true, isSingle ? 2 : 1),
                  cost + (mode == 1 ? cell.continued : cell.cost) + (isSingle ? apart : 0), index,
                  state)
              }
            }
          }
        }
      }
    }
    return trace(grid, list)
  }

  func isRowStart(_ fragment: FormFragment) -> Bool {
    fragment.before == .row || fragment.before == .rowPage
  }

  private func trace(_ grid: [[Step]], _ list: [FormFragment]) -> [Row] {
    let columns = table.columns.count
    var best: (Int, Double)?
    for mode in 0...1 {
      for previous in 0...2 {
        let state = State.index(columns, mode, true, previous)
        let cost = grid[list.count][state].cost
        if cost < best?.1 ?? .infinity { best = (state, cost) }
      }
    }
    guard var (state, _) = best else { return [] }
    var fragment = list.count
    var rows: [Row] = []
    var row = Row()
    var end = grid[fragment][state].cost
    while state >= 0, fragment >= 0 {
      let step = grid[fragment][state]
      let column = state / State.count
      if column == 0 {
        let before = step.fragment >= 0 ? step.cost : 0
        row.slots.reverse()
        row.cost = end - before
        if !row.slots.isEmpty { rows.append(row) }
        row = Row()
        end = before
      } else if step.fragment >= 0, step.fragment < fragment {
        row.slots.append(Slot(column: column - 1, range: step.fragment..<fragment))
        row.continues = (state / 6) % 2 == 1
      }
      guard step.fragment >= 0 else { break }
      (fragment, state) = (step.fragment, step.state)
    }
    if !row.slots.isEmpty {
      row.slots.reverse()
      rows.append(row)
    }
    return rows.reversed()
  }
}
