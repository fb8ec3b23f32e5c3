import FiscalModel

/// Figures that cannot all be right.
///
/// A wrong figure contradicts sums that are right, and would drive the figures of other rows out of their
/// columns. What contradicts itself is therefore explained before anything is placed: by a row whose
/// figures stand in some columns, one of which has another figure than it should, or none where a figure
/// was lost, while all its other columns agree with everything else. What all explanations agree in is
/// certain; of the rest the first is taken and marked as one among several.
extension PlacementSolver {
  /// Equations that cannot all hold.
  struct Contradiction {
    var constraints: Set<Int>
    /// The rows that may have the wrong figure.
    var suspects: [PartKey]
  }

  /// More suspects, and more explanations by one row, than this are not tried.
  private static let suspectBound = 48
  private static let explanationBound = 400

  /// Takes note of an equation within a row of known columns that does not hold.
  mutating func noteDamage(of equation: Equation, decimals: Int) {
    let constraint = Constraint(equation: equation, unknowns: [], decimals: decimals)
    guard constraint.isWithinRow, equation.comparison == .equal, let first = equation.left.first,
      let sums = sums(constraint), abs(sums.known) > sums.slack,
      !damagedRows.contains(PartKey(first.cell))
    else { return }
    damagedRows.append(PartKey(first.cell))
  }

  /// Finds what contradicts itself and explains it.
  ///
  /// - Parameter complete: for each part all its placements, those included that its row refutes.
  mutating func explainContradictions(_ complete: [[Placement]]) {
    var open: [Contradiction] = []
    func setAside(_ contradiction: Contradiction) {
      guard !contradiction.constraints.isEmpty else { return }
      open.append(contradiction)
      for constraint in contradiction.constraints { constraints[constraint].mode = .off }
    }
    for row in damagedRows {
      setAside(Contradiction(constraints: Set(constraintsOfPart[row] ?? []), suspects: [row]))
    }
    for group in connected(contradictedSums()) {
      setAside(Contradiction(constraints: group, suspects: parts(of: group)))
    }
    var trial = self
    let failed = Set(trial.failures(propagating: Array(constraints.indices)))
    if !failed.isEmpty {
      let near = Set(parts(of: failed).flatMap { constraintsOfPart[$0] ?? [] })
      setAside(Contradiction(constraints: failed, suspects: parts(of: near)))
    }
    for (index, contradiction) in open.enumerated() {
      let others = open[(index + 1)...].reduce(into: Set<Int>()) { $0.formUnion($1.constraints) }
      guard !explain(contradiction, complete, without: others) else { continue }
      // More than one figure is wrong: a total still stands where, and only where, a part of it does.
      for constraint in contradiction.constraints { constraints[constraint].mode = .presence }
    }
  }

  /// Keeps of each part what the explanations allow; false where there is none.
  private mutating func explain(
    _ contradiction: Contradiction, _ complete: [[Placement]], without others: Set<Int>
  ) -> Bool {
    var explained: [PlacementSolver] = []
    for suspect in contradiction.suspects.prefix(PlacementSolver.suspectBound) {
      var base = self
      let own = (constraintsOfPart[suspect] ?? []).filter { !others.contains($0) }
      let unknown = unknownOfPart[suspect]
      if let unknown { base.unknowns[unknown].candidates = complete[unknown] }
      for constraint in contradiction.constraints { base.constraints[constraint].mode = .rounded }
      for constraint in own { base.constraints[constraint].mode = .off }
      guard base.failures(propagating: Array(constraints.indices)).isEmpty else { continue }
      let columns = tables[suspect.section].panels[suspect.panel].valueColumns.count
      let possible = base.possibleErrors(of: suspect, among: own, columns: columns)
      guard possible.count <= PlacementSolver.explanationBound else { continue }
      for (placement, column) in possible {
        var trial = base
        if let unknown, let placement { trial.unknowns[unknown].candidates = [placement] }
        let asked = own.filter { !constraints[$0].asks(of: column, in: suspect) }
        for constraint in asked { trial.constraints[constraint].mode = .rounded }
        if trial.failures(propagating: asked).isEmpty { explained.append(trial) }
      }
    }
    guard !explained.isEmpty else { return false }
    var allowed: [Set<Placement>] = unknowns.map { _ in [] }
    for trial in explained {
      for unknown in unknowns.indices {
        allowed[unknown].formUnion(trial.unknowns[unknown].candidates)
      }
    }
    ask(Set(contradiction.suspects.filter { unknownOfPart[$0] != nil }.map(\.section)))
    let doubts = unknowns.map(\.doubts)
    let contradicted = explained.map { trial in
      contradiction.suspects.compactMap { unknownOfPart[$0] }.reduce(0) { count, unknown in
        let candidates = trial.unknowns[unknown].candidates
        return count + (candidates.count == 1 ? contradictions(candidates[0], of: unknown) : 0)
      }
    }
    let best = contradicted.firstIndex(of: contradicted.min() ?? 0) ?? 0
    unknowns = explained[best].unknowns
    constraints = explained[best].constraints
    for unknown in unknowns.indices {
      unknowns[unknown].doubts = doubts[unknown]
      if allowed[unknown].count > unknowns[unknown].candidates.count {
        unknowns[unknown].doubts += allowed[unknown]
      }
    }
    return true
  }

  /// The placements of a row, each with a column whose figure may be wrong: one without which the row's
  /// own equations hold; those first under which the fewest equations fail. Of a row whose columns are
  /// known any one may be it.
  private func possibleErrors(
    of suspect: PartKey, among own: [Int], columns: Int
  ) -> [(placement: Placement?, column: Int)] {
    guard let unknown = unknownOfPart[suspect] else { return (0..<columns).map { (nil, $0) } }
    var kept: [(constraint: Constraint, placements: Set<Placement>)] = []
    for var constraint in own.map({ constraints[$0] }) where constraint.isWithinRow {
      constraint.mode = .rounded
      guard let placements = supportedCandidates(constraint)?.first else { continue }
      kept.append((constraint, Set(placements)))
    }
    var possible: [(failed: Int, placement: Placement?, column: Int)] = []
    for placement in unknowns[unknown].candidates {
      let failed = kept.filter { !$0.placements.contains(placement) }
      for column in 0..<columns
      where failed.allSatisfy({ $0.constraint.asks(of: column, in: suspect) }) {
        possible.append((failed.count, placement, column))
      }
    }
    return possible.enumerated()
      .sorted { ($0.element.failed, $0.offset) < ($1.element.failed, $1.offset) }
      .map { ($0.element.placement, $0.element.column) }
  }

  /// Propagates and returns the equations that nothing satisfied.
  private mutating func failures(propagating start: [Int]) -> [Int] {
    let modes = constraints.map(\.mode)
    propagate(start)
    return constraints.indices.filter { modes[$0] != constraints[$0].mode }
  }

  /// The rows that stand in equations, in printed order.
  private func parts(of constraints: some Sequence<Int>) -> [PartKey] {
    Set(
      constraints.flatMap { index in
        let equation = self.constraints[index].equation
        return (equation.left + equation.right).map { PartKey($0.cell) }
      }
    ).sorted { ($0.section, $0.row, $0.panel) < ($1.section, $1.row, $1.panel) }
  }

  /// Groups of equations, those that share a row put together.
  private func connected(_ groups: [[Int]]) -> [Set<Int>] {
    var result: [(constraints: Set<Int>, parts: Set<PartKey>)] = []
    for group in groups {
      var merged = (constraints: Set(group), parts: Set(parts(of: group)))
      result.removeAll { other in
        guard !other.parts.isDisjoint(with: merged.parts) else { return false }
        merged.constraints.formUnion(other.constraints)
        merged.parts.formUnion(other.parts)
        return true
      }
      result.append(merged)
    }
    return result.map(\.constraints)
  }
}

extension PlacementSolver.Constraint {
  /// Whether a cell of a row stands in the equation.
  fileprivate func asks(of column: Int, in part: PlacementSolver.PartKey) -> Bool {
    (equation.left + equation.right).contains {
      $0.cell.slot == column && PlacementSolver.PartKey($0.cell) == part
    }
  }
}
