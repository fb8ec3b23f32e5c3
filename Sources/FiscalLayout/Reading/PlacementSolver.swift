import FiscalModel
import FiscalSchema

/// Finds the columns of values whose empty neighbours left no trace.
///
/// A row of *n* columns that prints *k* values allows C(*n*, *k*) placements in order. The relations of
/// the form say which of them agree with the row itself, with the totals, and with the other tables;
/// then what the narrative states is asked; what remains open is ambiguous, and the most conventional
/// placement is taken and marked so. Nothing is decided by order of discovery: a placement counts as
/// solved only if every other one was refuted.
struct PlacementSolver {
  /// One way to place the values of a part: for each printed value its value column.
  typealias Placement = [Int]

  /// A part whose placement is asked for.
  struct Unknown {
    let key: PartKey
    let amounts: [Amount?]
    /// Which of the values are figures other than zero, be they readable or not.
    let present: [Bool]
    let columns: Int
    /// All placements, and once it is solved the one that was taken.
    var candidates: [Placement]
    /// Whether a placement had to be chosen among several.
    var isAmbiguous = false
    /// What was left when it had to be chosen.
    var alternatives: [Placement] = []
    /// What explanations of a wrong figure allow, where they do not agree.
    var doubts: Set<Int> = []
  }

  struct PartKey: Hashable, Comparable {
    var section: Int
    var row: Int
    var panel: Int

    init(section: Int, row: Int, panel: Int) {
      (self.section, self.row, self.panel) = (section, row, panel)
    }

    init(_ cell: CellKey) { self.init(section: cell.section, row: cell.row, panel: cell.panel) }

    static func < (a: PartKey, b: PartKey) -> Bool {
      (a.section, a.row, a.panel) < (b.section, b.row, b.panel)
    }
  }

  /// A row with more placements than this, and rows beyond so many in all, are not solved: their figures
  /// are ambiguous.
  static let candidateBound = 20_000
  private static let totalBound = 400_000
  /// More placements are not tried one by one.
  private static let trialBound = 2_000

  /// The matrices of the sections; one without rows for what is no table.
  let tables: [Section.Matrix]
  /// The powers of ten of their units.
  private let powers: [Int]
  var unknowns: [Unknown] = []
  private(set) var unknownOfPart: [PartKey: Int] = [:]
  var network = PlacementNetwork(unknowns: 0)
  /// The rows whose own equations no placement satisfies, so that one of their figures is wrong.
  var damagedRows: [PartKey] = []
  var state = PlacementState([], equations: 0)
  /// What the narrative says of the cells of a section; asked only where something is open.
  let narrative: (Int) -> [CellKey: Amount]
  var claims: [CellKey: Amount] = [:]
  var asked: Set<Int> = []

  /// - Parameters:
  ///   - drafts: the sections, whose cells with values are taken as they are.
  ///   - equations: the relations resolved for these sections.
  ///   - narrative: what the text says of the cells of a section, given its index.
  init(
    drafts: [Draft], equations: [Equation], narrative: @escaping (Int) -> [CellKey: Amount]
  ) {
    tables = drafts.map(\.section.matrix)
    powers = drafts.map { $0.section.unit?.powerOfTen ?? 0 }
    self.narrative = narrative
    takeUnknowns(drafts)
    guard !unknowns.isEmpty else { return }
    takeEquations(equations, drafts)
    state = PlacementState(unknowns.map(\.candidates.count), equations: network.sums.count)
  }

  private mutating func takeUnknowns(_ drafts: [Draft]) {
    var total = 0
    for (section, draft) in drafts.enumerated() {
      for part in draft.unplaced {
        let key = PartKey(section: section, row: part.row, panel: part.panel)
        let count = part.printed.count - part.known.count
        let placements = PlacementSolver.placements(
          of: count, in: part.open.count,
          bound: min(PlacementSolver.candidateBound, PlacementSolver.totalBound - total))
        total += placements?.count ?? 0
        unknownOfPart[key] = unknowns.count
        var unknown = Unknown(
          key: key, amounts: part.printed.map { $0.value.amount },
          present: part.printed.map { $0.value.isPresent },
          columns: tables[section].panels[part.panel].valueColumns.count,
          candidates: (placements ?? []).map { part.known + $0.map { part.open[$0] } })
        if placements == nil {
          unknown.candidates = [part.known + part.open.prefix(count)]
          unknown.alternatives = unknown.candidates + [part.known + part.open.suffix(count)]
          unknown.isAmbiguous = true
        }
        unknowns.append(unknown)
      }
    }
    network = PlacementNetwork(unknowns: unknowns.count)
  }

  private mutating func takeEquations(_ equations: [Equation], _ drafts: [Draft]) {
    let decimals = drafts.map { draft in
      let waiting = draft.unplaced.flatMap(\.printed).compactMap { $0.value.amount?.scale }
      return max(draft.section.printedDecimals, waiting.max() ?? 0)
    }
    for equation in equations {
      let sections = Set((equation.left + equation.right).map(\.cell.section))
      // A figure in a unit that is not known cannot be compared with one in a unit that is.
      let isKnown = Set(sections.map { drafts[$0].section.unit != nil })
      guard isKnown.count == 1 else { continue }
      let sum = PlacementSum(
        equation, decimals: sections.map { decimals[$0] }.max() ?? 0, unknownOfPart: unknownOfPart,
        unknowns: unknowns, value: value, power: { powers[$0] })
      guard !sum.terms.isEmpty else {
        noteDamage(of: sum)
        continue
      }
      // Of a row that is not solved nothing is known.
      guard !sum.terms.contains(where: { unknowns[$0.unknown].isAmbiguous }) else { continue }
      network.append(sum)
    }
  }

  /// What stands in a cell of a row whose columns are known; nothing where they are not.
  private func value(_ cell: CellKey) -> FiscalValue {
    tables[cell.section].rows[cell.row].parts[cell.panel].cells[cell.slot].value
  }

  /// All ascending choices of `count` columns out of `columns`, in lexicographic order; nil where there are
  /// more than a bound.
  static func placements(of count: Int, in columns: Int, bound: Int) -> [Placement]? {
    guard (0...columns).contains(count) else { return [] }
    var total = 1
    for step in 0..<min(count, columns - count) {
      total = total * (columns - step) / (step + 1)
      guard total <= bound else { return nil }
    }
    guard total <= bound else { return nil }
    var result: [Placement] = []
    result.reserveCapacity(total)
    var choice = Array(0..<count)
    while true {
      result.append(choice)
      // The last column that can move to the right, with all behind it close to it.
      guard let last = choice.indices.last(where: { choice[$0] < columns - count + $0 }) else {
        return result
      }
      choice[last] += 1
      for next in (last + 1)..<max(count, last + 1) { choice[next] = choice[next - 1] + 1 }
    }
  }

  // MARK: Solving

  /// Decides every placement; afterwards each unknown has exactly one candidate.
  mutating func solve() {
    guard !unknowns.isEmpty else { return }
    // First what is certain: a row by itself, then all, every figure being off by its rounding at most.
    network.grant()
    solveRows()
    explainContradictions()
    network.grant()
    network.propagate(&state, from: Array(network.sums.indices))
    refuteByTrial()
    // Then, where something is open, sums that can be exact are taken to be exact.
    if state.counts.contains(where: { $0 > 1 }) {
      let inexact = inexactInRows()
      for index in network.sums.indices
      where state.modes[index] == .rounded && !inexact.contains(index) {
        state.modes[index] = .exact
      }
      network.grant()
      network.propagate(&state, from: Array(network.sums.indices))
      refuteByTrial()
    }
    network.grant()
    askNarrative()
    noteAlternatives()
    choose()
  }

  private mutating func noteAlternatives() {
    for index in unknowns.indices where !unknowns[index].isAmbiguous {
      let left = unknowns[index].doubts.union(state.placements(of: index))
      guard left.count > 1 else { continue }
      unknowns[index].isAmbiguous = true
      unknowns[index].alternatives = left.sorted().map { unknowns[index].candidates[$0] }
    }
  }

  /// The conventional choice: what the narrative contradicts least, then as far left as possible, so that a
  /// lone value stands in the total column.
  private mutating func choose() {
    for index in unknowns.indices {
      let left = state.placements(of: index)
      let counts = left.map { contradictions($0, of: index) }
      guard let least = counts.min(), let best = counts.firstIndex(of: least) else { continue }
      if left.count > 1 {
        state.keep([left[best]], of: index)
        network.propagate(&state, from: network.sumsOfUnknown[index])
      }
    }
    for index in unknowns.indices {
      unknowns[index].candidates = state.placements(of: index).prefix(1).map {
        unknowns[index].candidates[$0]
      }
    }
  }

  /// Applies the equations within single rows.
  ///
  /// Where no placement satisfies all of a row's equations with its total printed, a figure of it is wrong;
  /// taken one by one, the first of them would drive the figures out of its columns.
  private mutating func solveRows() {
    for unknown in unknowns.indices {
      let own = network.sumsOfUnknown[unknown].filter { network.sums[$0].isWithinRow }
      guard !own.isEmpty else { continue }
      var left = Set(state.placements(of: unknown))
      for index in own {
        for mode in [PlacementState.Mode.rounded, .presence] {
          guard let kept = network.supported(index, mode, in: state)?.first else { continue }
          left.formIntersection(kept)
        }
      }
      if left.isEmpty {
        damagedRows.append(unknowns[unknown].key)
      } else {
        state.keep(left, of: unknown)
      }
    }
  }

  /// The equations within rows of which no placement satisfies all exactly; one by one, the first would
  /// drive the figures into columns of which another one speaks.
  private mutating func inexactInRows() -> Set<Int> {
    var inexact: Set<Int> = []
    for unknown in unknowns.indices where state.counts[unknown] > 1 {
      let own = network.sumsOfUnknown[unknown].filter {
        network.sums[$0].isWithinRow && state.modes[$0] == .rounded
      }
      var left = Set(state.placements(of: unknown))
      for index in own {
        guard let kept = network.supported(index, .exact, in: state)?.first else { continue }
        left.formIntersection(kept)
      }
      if left.isEmpty { inexact.formUnion(own) }
    }
    return inexact
  }

  // MARK: Where propagation is not enough

  /// Tries each candidate of what is still open; one that leads to a contradiction is refuted.
  private mutating func refuteByTrial() {
    network.grant()
    var trials = PlacementSolver.trialBound
    var changed = true
    while changed, trials > 0 {
      changed = false
      for index in unknowns.indices where (2...64).contains(state.counts[index]) {
        var kept: [Int] = []
        for candidate in state.placements(of: index) {
          trials -= 1
          if trials <= 0 || network.isSpent || !contradicts(candidate, of: index) {
            kept.append(candidate)
          }
        }
        guard !kept.isEmpty, kept.count < state.counts[index] else { continue }
        state.keep(kept, of: index)
        network.propagate(&state, from: network.sumsOfUnknown[index])
        changed = true
      }
    }
  }

  private mutating func contradicts(_ candidate: Int, of index: Int) -> Bool {
    var trial = state
    trial.keep([candidate], of: index)
    return !network.propagate(&trial, from: network.sumsOfUnknown[index], isTrial: true).isEmpty
  }
}
