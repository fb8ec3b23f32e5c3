import FiscalModel

/// The equations over rows whose columns are open, and what they allow: for each row of an equation the
/// placements that the others can complete.
struct PlacementNetwork {
  private(set) var sums: [PlacementSum] = []
  /// How many rows each equation has.
  private var sizes: [Int] = []
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
    sizes.append(sum.terms.count)
    for part in Set(sum.cells.map { PlacementSolver.PartKey($0) }) {
      sumsOfPart[part, default: []].append(sums.count)
    }
    sums.append(sum)
  }

  /// What an equation makes of the placements of its rows.
  enum Outcome {
    /// It refutes some placements of rows, by their position, or none.
    case refutes([Int])
    /// Nothing satisfies it.
    case fails
  }

  /// Which placements an equation leaves, for each of its rows; nil where it is not asked, and empty lists where
  /// nothing satisfies it.
  mutating func supported(
    _ index: Int, _ mode: PlacementState.Mode, in state: PlacementState
  ) -> [[Int]]? {
    guard mode != .off, sums[index].isUsable || mode == .presence else { return nil }
    var left = state
    let terms = sums[index].terms
    switch ask(index, mode, of: &left) {
    case .fails: return terms.map { _ in [] }
    case .refutes: return terms.map { left.placements(of: $0.unknown) }
    }
  }

  /// Removes the placements that an equation refutes.
  private mutating func ask(
    _ index: Int, _ mode: PlacementState.Mode, of state: inout PlacementState
  ) -> Outcome {
    work += sizes[index]
    if mode == .presence { return askPresence(sums[index], of: &state) }
    guard mode != .off, sums[index].isUsable else { return .refutes([]) }
    let options = sums[index].options
    support.removeAll()
    for (unknown, places) in zip(options.unknowns, options.ofTerm) {
      support.beginTerm()
      for option in places where options.isLeft(option, of: unknown, in: state) {
        support.add(options.sums[option])
      }
    }
    let before = support.work
    let holds = support.complete(
      sums[index].known, slack: mode == .exact ? 0 : sums[index].slack,
      sums[index].equation.comparison, unit: sums[index].unit,
      isExact: work < budget - PlacementNetwork.workBound / 2)
    work += support.work - before
    guard holds else { return .fails }
    return .refutes(support.refutesAny ? remove(options, from: &state) : [])
  }

  /// Removes the placements whose figures cannot complete a sum; says of which rows.
  private func remove(_ options: PlacementSum.Options, from state: inout PlacementState) -> [Int] {
    var concerned: [Int] = []
    for (position, places) in options.ofTerm.enumerated() where !support.keepsAll(position) {
      let unknown = options.unknowns[position]
      var number = 0
      for option in places where options.isLeft(option, of: unknown, in: state) {
        if !support.isKept(position, number) {
          for placement in options.placements(of: option) { state.remove(placement, of: unknown) }
        }
        number += 1
      }
      concerned.append(position)
    }
    return concerned
  }

  /// Removes of a total and its parts the placements under which the total stands without a part or a part
  /// without it; nothing where the equation has another form.
  private func askPresence(_ sum: PlacementSum, of state: inout PlacementState) -> Outcome {
    guard sum.isTotal else { return .refutes([]) }
    let left = sum.terms.map { term in
      term.presence.indices.reduce(into: PlacementSum.Presence()) {
        if state.isLeft($1, of: term.unknown) { $0.formUnion(term.presence[$1]) }
      }
    }
    let havingPart = left.count { !$0.isDisjoint(with: .withPart) }
    let lackingPart = left.count { !$0.isDisjoint(with: .withoutPart) }
    let known = sum.isKnownPresent
    let owner = sum.terms.firstIndex(where: \.ownsTotal)
    let mayHaveTotal = owner.map { !left[$0].isDisjoint(with: .withTotal) } ?? known.total
    let mayLackTotal = owner.map { !left[$0].isDisjoint(with: .withoutTotal) } ?? !known.total
    var refuted = left.map { _ in PlacementSum.Presence() }
    for (position, ways) in left.enumerated() {
      let otherPart = known.part || havingPart - (ways.isDisjoint(with: .withPart) ? 0 : 1) > 0
      let otherNone =
        !known.part
        && lackingPart - (ways.isDisjoint(with: .withoutPart) ? 0 : 1) == sum.terms.count - 1
      // Some choice of the others must make "total" and "part" agree.
      for way in PlacementSum.Presence.ways where ways.contains(way) {
        let hasPart = PlacementSum.Presence.withPart.contains(way)
        let isTotal = PlacementSum.Presence.withTotal.contains(way)
        let hasTotal = owner == position ? isTotal : mayHaveTotal
        let lacksTotal = owner == position ? !isTotal : mayLackTotal
        if !(hasTotal && (hasPart || otherPart) || lacksTotal && !hasPart && otherNone) {
          refuted[position].formUnion(way)
        }
      }
      if refuted[position] == ways { return .fails }
    }
    let concerned = refuted.indices.filter { !refuted[$0].isEmpty }
    for position in concerned {
      let term = sum.terms[position]
      for (placement, way) in term.presence.enumerated() where refuted[position].contains(way) {
        state.remove(placement, of: term.unknown)
      }
    }
    return .refutes(concerned)
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
    var queue = start.sorted { sizes[$0] < sizes[$1] }
    var isQueued = Array(repeating: false, count: sums.count)
    for index in queue { isQueued[index] = true }
    var failed: Set<Int> = []
    var next = 0
    // Where the work is spent, what is left stays.
    while next < queue.count, !isSpent {
      let index = queue[next]
      next += 1
      isQueued[index] = false
      var concerned: [Int] = []
      asking: while state.modes[index] != .off {
        switch ask(index, state.modes[index], of: &state) {
        case .refutes(let positions):
          concerned = positions
          break asking
        case .fails:
          state.modes[index] = state.modes[index].weaker
          failed.insert(index)
          if isTrial { return failed }
        }
      }
      for position in concerned {
        let unknown = sums[index].terms[position].unknown
        for other in sumsOfUnknown[unknown] where other != index && !isQueued[other] {
          queue.append(other)
          isQueued[other] = true
        }
      }
    }
    return failed
  }
}
