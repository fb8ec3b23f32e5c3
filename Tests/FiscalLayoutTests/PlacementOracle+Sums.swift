import FiscalModel

@testable import FiscalLayout

/// Figures that cannot all be right.

///

/// A wrong figure contradicts sums that are right, and would drive the figures of other rows out of their

/// columns. What contradicts itself is therefore explained before anything is placed: by a row whose

/// figures stand in some columns, one of which has another figure than it should, or none where a figure

/// was lost, while all its other columns agree with everything else. What all explanations agree in is

/// certain; of the rest the first is taken and marked as one among several.

extension PlacementOracle {
  struct Contradiction {
    var constraints: Set<Int>
    var suspects: [PartKey]
  }
  private static let suspectBound = 48
  private static let explanationBound = 400
  mutating func noteDamage(of equation: Equation, decimals: Int) {
    let constraint = Constraint(equation: equation, unknowns: [], decimals: decimals)
    guard constraint.isWithinRow, equation.comparison == .equal, let first = equation.left.first,
      let sums = sums(constraint), abs(sums.known) > sums.slack,
      !damagedRows.contains(PartKey(first.cell))
    else { return }
    damagedRows.append(PartKey(first.cell))
  }
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
      for constraint in contradiction.constraints { constraints[constraint].mode = .presence }
    }
  }
  private mutating func explain(
    _ contradiction: Contradiction, _ complete: [[Placement]], without others: Set<Int>
  ) -> Bool {
    var explained: [PlacementOracle] = []
    for suspect in contradiction.suspects.prefix(PlacementOracle.suspectBound) {
      var base = self
      let own = (constraintsOfPart[suspect] ?? []).filter { !others.contains($0) }
      let unknown = unknownOfPart[suspect]
      if let unknown { base.unknowns[unknown].candidates = complete[unknown] }
      for constraint in contradiction.constraints { base.constraints[constraint].mode = .rounded }
      for constraint in own { base.constraints[constraint].mode = .off }
      guard base.failures(propagating: Array(constraints.indices)).isEmpty else { continue }
      let columns = tables[suspect.section].panels[suspect.panel].valueColumns.count
      let possible = base.possibleErrors(of: suspect, among: own, columns: columns)
      guard possible.count <= PlacementOracle.explanationBound else { continue }
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
  private mutating func failures(propagating start: [Int]) -> [Int] {
    let modes = constraints.map(\.mode)
    propagate(start)
    return constraints.indices.filter { modes[$0] != constraints[$0].mode }
  }
  private func parts(of constraints: some Sequence<Int>) -> [PartKey] {
    Set(
      constraints.flatMap { index in
        let equation = self.constraints[index].equation
        return (equation.left + equation.right).map { PartKey($0.cell) }
      }
    ).sorted { ($0.section, $0.row, $0.panel) < ($1.section, $1.row, $1.panel) }
  }
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

extension PlacementOracle.Constraint {
  fileprivate func asks(of column: Int, in part: PlacementOracle.PartKey) -> Bool {
    (equation.left + equation.right).contains {
      $0.cell.slot == column && PlacementOracle.PartKey($0.cell) == part
    }
  }
}

/// What the narrative says where the relations leave something open.

extension PlacementOracle {
  mutating func askNarrative() {
    ask(Set(unknowns.filter { $0.candidates.count > 1 }.map(\.key.section)))
    for index in unknowns.indices where unknowns[index].candidates.count > 1 {
      let agreeing = unknowns[index].candidates.filter { contradictions($0, of: index) == 0 }
      guard !agreeing.isEmpty, agreeing.count < unknowns[index].candidates.count else { continue }
      unknowns[index].candidates = agreeing
      propagate(constraintsOfUnknown[index])
    }
  }
  mutating func ask(_ sections: Set<Int>) {
    for section in sections.subtracting(asked) {
      claims.merge(narrative(section)) { first, _ in first }
      asked.insert(section)
    }
  }
  func contradictions(_ candidate: Placement, of index: Int) -> Int {
    let unknown = unknowns[index]
    return (0..<unknown.columns).count { column in
      let cell = CellKey(
        section: unknown.key.section, row: unknown.key.row, panel: unknown.key.panel, slot: column)
      guard let claim = claims[cell] else { return false }
      let value = candidate.firstIndex(of: column).flatMap { unknown.amounts[$0] } ?? .zero
      return !value.isSameValue(as: claim)
    }
  }
}

/// What the equations allow: for each row of an equation the placements that the others can complete.

extension PlacementOracle {
  func supportedCandidates(_ constraint: Constraint) -> [[Placement]]? {
    if constraint.mode == .presence { return presentCandidates(constraint) }
    guard let sums = sums(constraint) else { return nil }
    var left: [Set<Int128>] = [[sums.known]]
    for options in sums.options {
      guard let next = PlacementOracle.add(options.keys, to: left[left.count - 1]) else {
        return nil
      }
      left.append(next)
    }
    var right: [Set<Int128>] = [[0]]
    for options in sums.options.reversed() {
      guard let next = PlacementOracle.add(options.keys, to: right[right.count - 1]) else {
        return nil
      }
      right.append(next)
    }
    right.reverse()
    let slack: Int128
    switch constraint.mode {
    case .exact: slack = 0
    case .rounded: slack = sums.slack
    case .presence, .off: return nil
    }
    return sums.options.indices.map { index in
      let before = left[index]
      let after = right[index + 1]
      let sorted = slack > 0 || constraint.equation.comparison != .equal ? after.sorted() : []
      var kept: [Placement] = []
      for (sum, placements) in sums.options[index] {
        let holds = before.contains { start in
          PlacementOracle.completes(
            start + sum, after, sorted, slack: slack, comparison: constraint.equation.comparison)
        }
        if holds { kept += placements }
      }
      return kept.sorted { $0.lexicographicallyPrecedes($1) }
    }
  }
  private func presentCandidates(_ constraint: Constraint) -> [[Placement]]? {
    let equation = constraint.equation
    guard equation.comparison == .equal, equation.left.count == 1,
      (equation.left + equation.right).allSatisfy({ $0.sign == 1 })
    else { return nil }
    func presence(_ unknown: Int, _ placement: Placement) -> (total: Bool, part: Bool) {
      func stands(_ entries: [Equation.Entry]) -> Bool {
        entries.contains { entry in
          unknownOfPart[PartKey(entry.cell)] == unknown
            && placement.firstIndex(of: entry.cell.slot)
              .map { unknowns[unknown].present[$0] } ?? false
        }
      }
      return (stands(equation.left), stands(equation.right))
    }
    let known = (
      total: equation.left.contains { value($0.cell).isPresent },
      part: equation.right.contains { value($0.cell).isPresent }
    )
    let ownsTotal = equation.left.first.flatMap { unknownOfPart[PartKey($0.cell)] }
    let all = constraint.unknowns.map { unknown in
      unknowns[unknown].candidates.map { presence(unknown, $0) }
    }
    return constraint.unknowns.enumerated().map { position, unknown in
      let others = all.indices.filter { $0 != position }
      let mayHavePart = known.part || others.contains { all[$0].contains { $0.part } }
      let mayHaveNoPart = !known.part && others.allSatisfy { all[$0].contains { !$0.part } }
      let mayHaveTotal: Bool
      let mayHaveNoTotal: Bool
      if let owner = ownsTotal.flatMap({ constraint.unknowns.firstIndex(of: $0) }),
        owner != position
      {
        mayHaveTotal = all[owner].contains { $0.total }
        mayHaveNoTotal = all[owner].contains { !$0.total }
      } else {
        mayHaveTotal = known.total
        mayHaveNoTotal = !known.total
      }
      return zip(unknowns[unknown].candidates, all[position]).filter { _, own in
        let isOwner = ownsTotal == unknown
        let total = isOwner ? own.total : nil
        let canBePresent = (total ?? mayHaveTotal) && (own.part || mayHavePart)
        let canBeAbsent = !(total ?? !mayHaveNoTotal) && !own.part && mayHaveNoPart
        return canBePresent || canBeAbsent
      }.map(\.0)
    }
  }
  private static func completes(
    _ start: Int128, _ sums: Set<Int128>, _ sorted: [Int128], slack: Int128,
    comparison: Relation.Comparison
  ) -> Bool {
    switch comparison {
    case .equal:
      if slack == 0 { return sums.contains(-start) }
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < -start - slack { low = middle + 1 } else { high = middle }
      }
      return low < sorted.count && sorted[low] <= -start + slack
    case .atLeast: return sorted.last.map { start + $0 >= -slack } ?? false
    case .atMost: return sorted.first.map { start + $0 <= slack } ?? false
    }
  }

  private static func add(
    _ options: some Collection<Int128>, to sums: Set<Int128>
  ) -> Set<Int128>? {
    var result: Set<Int128> = []
    result.reserveCapacity(sums.count * options.count)
    for sum in sums {
      for option in options {
        let (total, overflow) = sum.addingReportingOverflow(option)
        if overflow { return nil }
        result.insert(total)
      }
    }
    return result.count <= sumBound ? result : nil
  }

  struct Sums {
    var known: Int128
    var options: [[Int128: [Placement]]]
    var printed: Int
    var slack: Int128
    var scale: Int
  }

  func sums(_ constraint: Constraint) -> Sums? {
    let entries =
      constraint.equation.left.map { ($0.sign, $0.cell) }
      + constraint.equation.right.map { (-$0.sign, $0.cell) }
    let units = entries.map { powers[$0.1.section] }
    let lowest = units.min() ?? 0
    let scale = constraint.decimals + 1
    func scaled(_ amount: Amount, _ unit: Int) -> Int128? {
      guard amount.scale <= scale,
        let value = amount.shifted(byPowerOfTen: unit - lowest)?.aligned(to: scale),
        value.magnitude < PlacementOracle.largest
      else { return nil }
      return value
    }
    var known: Int128 = 0
    var knownPrinted = 0
    var cells: [Int: [(sign: Int, column: Int, unit: Int)]] = [:]
    for ((sign, cell), unit) in zip(entries, units) {
      if let unknown = unknownOfPart[PartKey(cell)] {
        cells[unknown, default: []].append((sign, cell.slot, unit))
        continue
      }
      guard let amount = self.value(cell).amount else { continue }
      guard let value = scaled(amount, unit) else { return nil }
      known += Int128(sign) * value
      knownPrinted += 1
    }
    let unknownPrinted = cells.reduce(0) { count, unknown in
      count + min(unknown.value.count, unknowns[unknown.key].amounts.count { $0 != nil })
    }
    var options: [[Int128: [Placement]]] = []
    for unknown in constraint.unknowns {
      var sums: [Int128: [Placement]] = [:]
      for placement in unknowns[unknown].candidates {
        var sum: Int128 = 0
        for (sign, column, unit) in cells[unknown] ?? [] {
          guard let position = placement.firstIndex(of: column),
            let amount = unknowns[unknown].amounts[position]
          else { continue }
          guard let value = scaled(amount, unit) else { return nil }
          sum += Int128(sign) * value
        }
        sums[sum, default: []].append(placement)
      }
      options.append(sums)
    }
    return Sums(
      known: known, options: options, printed: knownPrinted,
      slack: Int128(knownPrinted + unknownPrinted) * PlacementOracle.halfUnit, scale: scale - lowest
    )
  }
}

extension PlacementOracle.PartKey {
  init(_ cell: CellKey) { self.init(section: cell.section, row: cell.row, panel: cell.panel) }
}
