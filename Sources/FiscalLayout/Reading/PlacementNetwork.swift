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
  /// Behind so many steps bounds alone refute.
  private(set) var budget = 0

  /// So many steps are spent on sums beyond their bounds at a time.
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

  /// Which placements an equation leaves, for each of its rows; nil where it refutes nothing, and empty lists
  /// where nothing satisfies it.
  mutating func supported(
    _ index: Int, _ mode: PlacementState.Mode, in state: PlacementState
  ) -> [[Int]]? {
    let sum = sums[index]
    work += sum.terms.count
    if mode == .presence { return present(sum, in: state) }
    guard mode != .off, sum.isUsable else { return nil }
    support.removeAll()
    for term in sum.terms {
      support.beginTerm()
      for (value, placements) in zip(term.sums, term.placements)
      where placements.contains(where: { state.isLeft($0, of: term.unknown) }) {
        support.add(value)
      }
    }
    let before = support.work
    let holds = support.complete(
      sum.known, slack: mode == .exact ? 0 : sum.slack, sum.equation.comparison, unit: sum.unit,
      isExact: !isSpent)
    work += support.work - before
    guard holds else { return sum.terms.map { _ in [] } }
    return sum.terms.enumerated().map { position, term in
      var number = 0
      var kept: [Int] = []
      for placements in term.placements {
        let left = placements.filter { state.isLeft($0, of: term.unknown) }
        guard !left.isEmpty else { continue }
        if support.isKept(position, number) { kept += left }
        number += 1
      }
      return kept
    }
  }

  /// For each row of a total and its parts the placements under which the total stands if and only if a part
  /// does; nil where the equation has another form.
  private func present(_ sum: PlacementSum, in state: PlacementState) -> [[Int]]? {
    guard sum.isTotal else { return nil }
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
    return sum.terms.indices.map { position in
      let otherPart = known.part || havingPart - (mayHavePart[position] ? 1 : 0) > 0
      let otherNone =
        !known.part && lackingPart - (mayLackPart[position] ? 1 : 0) == sum.terms.count - 1
      return left[position].filter { placement in
        let own = sum.terms[position].presence[placement]
        let hasTotal = owner == position ? own.total : mayHaveTotal
        let lacksTotal = owner == position ? !own.total : mayLackTotal
        // Some choice of the others must make "total" and "part" agree.
        return hasTotal && (own.part || otherPart) || lacksTotal && !own.part && otherNone
      }
    }
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
    while next < queue.count {
      let index = queue[next]
      next += 1
      isQueued[index] = false
      var supported: [[Int]]?
      while state.modes[index] != .off {
        supported = self.supported(index, state.modes[index], in: state)
        guard let found = supported, found.contains(where: \.isEmpty) else { break }
        state.modes[index] = state.modes[index].weaker
        failed.insert(index)
        if isTrial { return failed }
        supported = nil
      }
      guard let supported else { continue }
      for (term, kept) in zip(sums[index].terms, supported)
      where kept.count < state.counts[term.unknown] {
        state.keep(kept, of: term.unknown)
        for other in sumsOfUnknown[term.unknown] where other != index && !isQueued[other] {
          queue.append(other)
          isQueued[other] = true
        }
      }
    }
    return failed
  }
}
