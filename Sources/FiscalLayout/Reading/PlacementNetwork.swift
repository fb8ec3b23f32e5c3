import FiscalModel

/// The equations over rows whose columns are open, and what they allow: for each row of an equation the
/// placements that the others can complete.
struct PlacementNetwork {
  private(set) var sums: [PlacementSum] = []
  /// The equations of each row whose columns are open, and of each row at all, by their indices.
  private(set) var sumsOfUnknown: [[Int]]
  private(set) var sumsOfPart: [PlacementSolver.PartKey: [Int]] = [:]
  private var support = SumSupport()
  /// The elementary steps so far.
  private(set) var work = 0
  /// Behind so many steps nothing more is refuted.
  private(set) var budget = 0

  /// So many steps are spent at a time, the second half of them on bounds alone.
  private static let workBound = 4_000_000

  /// - Parameter unknowns: how many rows have open columns.
  init(unknowns: Int) { sumsOfUnknown = Array(repeating: [], count: unknowns) }

  /// Whether what may be spent is spent.
  var isSpent: Bool { work > budget }

  /// Lets as many steps be spent again.
  mutating func grant() { budget = work + PlacementNetwork.workBound }

  mutating func append(_ sum: PlacementSum) {
    for term in sum.terms { sumsOfUnknown[term.unknown].append(sums.count) }
    for part in Set(sum.cells.map { PlacementSolver.PartKey($0) }) {
      sumsOfPart[part, default: []].append(sums.count)
    }
    sums.append(sum)
  }

  /// What an equation makes of the placements of its rows.
  enum Outcome {
    /// It refutes some placements, or none: for each row concerned, by its position, those.
    case refutes([(position: Int, placements: [Int])])
    /// Nothing satisfies it.
    case fails
  }

  /// Which placements an equation leaves, for each of its rows; nil where it refutes nothing, and empty lists
  /// where nothing satisfies it.
  mutating func supported(
    _ index: Int, _ mode: PlacementState.Mode, in state: PlacementState
  ) -> [[Int]]? {
    guard mode != .off, sums[index].isUsable || mode == .presence else { return nil }
    let terms = sums[index].terms
    switch outcome(of: index, mode, in: state) {
    case .fails: return terms.map { _ in [] }
    case .refutes(let refuted):
      var kept = terms.map { state.placements(of: $0.unknown) }
      for (position, placements) in refuted {
        let refuted = Set(placements)
        kept[position].removeAll(where: refuted.contains)
      }
      return kept
    }
  }

  /// What an equation says of the placements that are left.
  private mutating func outcome(
    of index: Int, _ mode: PlacementState.Mode, in state: PlacementState
  ) -> Outcome {
    work += sums[index].terms.count
    if mode == .presence { return presence(sums[index], in: state) }
    guard mode != .off, sums[index].isUsable else { return .refutes([]) }
    support.removeAll()
    for term in sums[index].terms {
      support.beginTerm()
      for option in term.sums.indices where term.isLeft(option, in: state) {
        support.add(term.sums[option])
      }
    }
    let before = support.work
    let holds = support.complete(
      sums[index].known, slack: mode == .exact ? 0 : sums[index].slack,
      sums[index].equation.comparison, unit: sums[index].unit,
      isExact: work < budget - PlacementNetwork.workBound / 2)
    work += support.work - before
    guard holds else { return .fails }
    var refuted: [(position: Int, placements: [Int])] = []
    for (position, term) in sums[index].terms.enumerated() where !support.keepsAll(position) {
      var number = 0
      var placements: [Int] = []
      for option in term.sums.indices where term.isLeft(option, in: state) {
        if !support.isKept(position, number) {
          placements += term.placements[option].filter { state.isLeft($0, of: term.unknown) }
        }
        number += 1
      }
      refuted.append((position, placements))
    }
    return .refutes(refuted)
  }

  /// Of a total and its parts the placements under which the total stands without a part or a part without
  /// it; nothing where the equation has another form.
  private func presence(_ sum: PlacementSum, in state: PlacementState) -> Outcome {
    guard sum.isTotal else { return .refutes([]) }
    let left = sum.terms.map { state.placements(of: $0.unknown) }
    /// What some placement that is left of a row says of a kind.
    func some(_ position: Int, _ says: ((total: Bool, part: Bool)) -> Bool) -> Bool {
      left[position].contains { says(sum.terms[position].presence[$0]) }
    }
    let mayHavePart = sum.terms.indices.map { some($0) { $0.part } }
    let mayLackPart = sum.terms.indices.map { some($0) { !$0.part } }
    let havingPart = mayHavePart.count { $0 }
    let lackingPart = mayLackPart.count { $0 }
    let known = sum.isKnownPresent
    let owner = sum.terms.firstIndex(where: \.ownsTotal)
    let mayHaveTotal = owner.map { some($0) { $0.total } } ?? known.total
    let mayLackTotal = owner.map { some($0) { !$0.total } } ?? !known.total
    var refuted: [(position: Int, placements: [Int])] = []
    for position in sum.terms.indices {
      let otherPart = known.part || havingPart - (mayHavePart[position] ? 1 : 0) > 0
      let otherNone =
        !known.part && lackingPart - (mayLackPart[position] ? 1 : 0) == sum.terms.count - 1
      let placements = left[position].filter { placement in
        let own = sum.terms[position].presence[placement]
        let hasTotal = owner == position ? own.total : mayHaveTotal
        let lacksTotal = owner == position ? !own.total : mayLackTotal
        // Some choice of the others must make "total" and "part" agree.
        return !(hasTotal && (own.part || otherPart) || lacksTotal && !own.part && otherNone)
      }
      if placements.count == left[position].count { return .fails }
      if !placements.isEmpty { refuted.append((position, placements)) }
    }
    return .refutes(refuted)
  }

  /// Removes placements until every equation can be satisfied by what is left of each row.
  ///
  /// An equation that nothing satisfies exactly is taken with the slack of rounding again; one that nothing
  /// satisfies does not hold in this document, and only says where a total must stand.
  ///
  /// - Parameters:
  ///   - state: what is left.
  ///   - start: the equations to begin with.
  ///   - isTrial: whether to stop at the first equation that nothing satisfies.
  /// - Returns: The equations that nothing satisfied as they were asked.
  @discardableResult
  mutating func propagate(
    _ state: inout PlacementState, from start: [Int], isTrial: Bool = false
  ) -> Set<Int> {
    // Equations of a single row are the strongest and cheapest.
    var queue = start.sorted { sums[$0].terms.count < sums[$1].terms.count }
    var isQueued = Array(repeating: false, count: sums.count)
    for index in queue { isQueued[index] = true }
    var failed: Set<Int> = []
    var next = 0
    // Where the work is spent, what is left stays.
    while next < queue.count, !isSpent {
      let index = queue[next]
      next += 1
      isQueued[index] = false
      var refuted: [(position: Int, placements: [Int])] = []
      asking: while state.modes[index] != .off {
        switch outcome(of: index, state.modes[index], in: state) {
        case .refutes(let placements):
          refuted = placements
          break asking
        case .fails:
          state.modes[index] = state.modes[index].weaker
          failed.insert(index)
          if isTrial { return failed }
        }
      }
      for (position, placements) in refuted {
        let unknown = sums[index].terms[position].unknown
        for placement in placements { state.remove(placement, of: unknown) }
        for other in sumsOfUnknown[unknown] where other != index && !isQueued[other] {
          queue.append(other)
          isQueued[other] = true
        }
      }
    }
    return failed
  }
}
