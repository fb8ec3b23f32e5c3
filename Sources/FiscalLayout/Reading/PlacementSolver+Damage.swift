import FiscalModel

/// Figures that cannot all be right.
///
/// A wrong figure contradicts sums that are right, and would drive the figures of other rows out of their
/// columns. What contradicts itself is therefore explained before anything is placed: by a row whose
/// figures stand in some columns, one of which has another figure than it should, or none where a figure
/// was lost, while all its other columns agree with everything else. What all explanations agree in is
/// certain; of the rest the first is taken and marked as one among several. Where more would have to be
/// tried than there is work for, nothing is explained.
extension PlacementSolver {
  /// Equations that cannot all hold.
  private struct Contradiction {
    var sums: Set<Int>
    /// The rows that may have the wrong figure.
    var suspects: [PartKey]
  }

  /// What the explanations of a contradiction have in common, and the best of them.
  private struct Explanations {
    /// What some explanation allows.
    var allowed: PlacementState?
    var best: PlacementState?
    /// How many statements of the narrative the best one contradicts.
    var contradictions = Int.max
  }

  /// More explanations by one row than this are not tried.
  private static let explanationBound = 400

  /// Takes note of an equation within a row of known columns that does not hold.
  mutating func noteDamage(of sum: PlacementSum) {
    guard sum.isWithinRow, sum.isUsable, sum.equation.comparison == .equal,
      let first = sum.equation.left.first, sum.known.magnitude > sum.slack.magnitude,
      !damagedRows.contains(PartKey(first.cell))
    else { return }
    damagedRows.append(PartKey(first.cell))
  }

  /// Finds what contradicts itself and explains it.
  mutating func explainContradictions() {
    var open: [Contradiction] = []
    func setAside(_ contradiction: Contradiction) {
      guard !contradiction.sums.isEmpty else { return }
      open.append(contradiction)
      for sum in contradiction.sums { state.modes[sum] = .off }
    }
    for row in damagedRows {
      setAside(Contradiction(sums: Set(network.sumsOfPart[row] ?? []), suspects: [row]))
    }
    for group in connected(network.contradictedSums(state)) {
      setAside(Contradiction(sums: group, suspects: parts(of: group)))
    }
    var trial = state
    let failed = network.propagate(&trial, from: Array(network.sums.indices))
    if !failed.isEmpty {
      let near = Set(parts(of: failed).flatMap { network.sumsOfPart[$0] ?? [] })
      setAside(Contradiction(sums: failed, suspects: parts(of: near)))
    }
    for (index, contradiction) in open.enumerated() {
      let others = open[(index + 1)...].reduce(into: Set<Int>()) { $0.formUnion($1.sums) }
      guard !explain(contradiction, without: others) else { continue }
      // More than one figure is wrong: a total still stands where, and only where, a part of it does.
      for sum in contradiction.sums { state.modes[sum] = .presence }
    }
  }

  /// Keeps of each part what the explanations allow; false where there is none.
  private mutating func explain(_ contradiction: Contradiction, without others: Set<Int>) -> Bool {
    network.grant()
    var base = state
    // What no suspect stands in holds whichever of them it is, and is asked once, before all else.
    let near = Set(contradiction.suspects.flatMap { network.sumsOfPart[$0] ?? [] })
    for sum in near { base.modes[sum] = .off }
    guard network.propagate(&base, from: Array(network.sums.indices), isTrial: true).isEmpty else {
      return false
    }
    for sum in near {
      base.modes[sum] = contradiction.sums.contains(sum) ? .rounded : state.modes[sum]
    }
    var found = Explanations()
    for suspect in contradiction.suspects {
      guard !network.isSpent else { return false }
      let own = (network.sumsOfPart[suspect] ?? []).filter { !others.contains($0) }
      var trial = base
      if let unknown = unknownOfPart[suspect] { trial.restoreAll(of: unknown) }
      for sum in own { trial.modes[sum] = .off }
      guard network.propagate(&trial, from: near.sorted(), isTrial: true).isEmpty else { continue }
      explain(contradiction, by: suspect, among: own, from: trial, &found)
    }
    guard !network.isSpent, let best = found.best, let allowed = found.allowed else { return false }
    state = best
    for unknown in unknowns.indices where allowed.counts[unknown] > best.counts[unknown] {
      unknowns[unknown].doubts.formUnion(allowed.placements(of: unknown))
    }
    return true
  }

  /// Tries each placement of a suspect with each of its columns as the wrong one.
  private mutating func explain(
    _ contradiction: Contradiction, by suspect: PartKey, among own: [Int],
    from base: PlacementState, _ found: inout Explanations
  ) {
    let unknown = unknownOfPart[suspect]
    // For each of its equations the columns it asks of, and the placements that it allows.
    let columns = own.map { sum in
      Set(network.sums[sum].cells.filter { PartKey($0) == suspect }.map(\.slot))
    }
    let allowed = own.map { sum -> Set<Int>? in
      guard let kept = network.supported(sum, .rounded, in: base) else { return nil }
      guard let unknown else { return kept.contains(where: \.isEmpty) ? [] : nil }
      return Set(kept[network.sums[sum].terms.firstIndex { $0.unknown == unknown } ?? 0])
    }
    for (placement, column) in possibleErrors(of: suspect, among: own, columns, allowed, base) {
      let asked = own.indices.filter { !columns[$0].contains(column) }
      let isAllowed = asked.allSatisfy { index in
        allowed[index].map { set in placement.map(set.contains) ?? false } ?? true
      }
      guard isAllowed, !network.isSpent else { continue }
      var trial = base
      if let unknown, let placement { trial.keep([placement], of: unknown) }
      for index in asked { trial.modes[own[index]] = .rounded }
      guard network.propagate(&trial, from: asked.map { own[$0] }, isTrial: true).isEmpty else {
        continue
      }
      take(trial, contradiction, &found)
    }
  }

  /// Takes note of an explanation.
  private mutating func take(
    _ trial: PlacementState, _ contradiction: Contradiction, _ found: inout Explanations
  ) {
    let suspects = contradiction.suspects.compactMap { unknownOfPart[$0] }
    if found.best == nil { ask(Set(suspects.map { unknowns[$0].key.section })) }
    if found.allowed == nil { found.allowed = trial } else { found.allowed?.formUnion(trial) }
    let contradictions = suspects.reduce(0) { count, unknown in
      guard trial.counts[unknown] == 1, let only = trial.placements(of: unknown).first else {
        return count
      }
      return count + self.contradictions(only, of: unknown)
    }
    guard contradictions < found.contradictions else { return }
    found.best = trial
    found.contradictions = contradictions
  }

  /// The placements of a row, each with a column whose figure may be wrong: one without which the row's
  /// own equations hold; those first under which the fewest equations fail. Of a row whose columns are
  /// known any one may be it.
  private func possibleErrors(
    of suspect: PartKey, among own: [Int], _ columns: [Set<Int>], _ allowed: [Set<Int>?],
    _ base: PlacementState
  ) -> [(placement: Int?, column: Int)] {
    let count = tables[suspect.section].panels[suspect.panel].valueColumns.count
    guard let unknown = unknownOfPart[suspect] else { return (0..<count).map { (nil, $0) } }
    let within = own.indices.filter { network.sums[own[$0]].isWithinRow }
    var possible: [(failed: Int, placement: Int, column: Int)] = []
    for placement in base.placements(of: unknown) {
      let failed = within.filter { !(allowed[$0]?.contains(placement) ?? true) }
      for column in 0..<count where failed.allSatisfy({ columns[$0].contains(column) }) {
        possible.append((failed.count, placement, column))
      }
    }
    guard possible.count <= PlacementSolver.explanationBound else { return [] }
    return possible.enumerated()
      .sorted { ($0.element.failed, $0.offset) < ($1.element.failed, $1.offset) }
      .map { ($0.element.placement, $0.element.column) }
  }

  /// The rows that stand in equations, in printed order.
  private func parts(of sums: some Sequence<Int>) -> [PartKey] {
    Set(sums.flatMap { network.sums[$0].cells.map { PartKey($0) } }).sorted()
  }

  /// Groups of equations, those that share a row put together.
  private func connected(_ groups: [[Int]]) -> [Set<Int>] {
    var result: [(sums: Set<Int>, parts: Set<PartKey>)] = []
    for group in groups {
      var merged = (sums: Set(group), parts: Set(parts(of: group)))
      result.removeAll { other in
        guard !other.parts.isDisjoint(with: merged.parts) else { return false }
        merged.sums.formUnion(other.sums)
        merged.parts.formUnion(other.parts)
        return true
      }
      result.append(merged)
    }
    return result.map(\.sums)
  }
}
