import FiscalModel
import FiscalSchema

/// What the equations allow: for each row of an equation the placements that the others can complete.
extension PlacementSolver {
  /// For each unknown of an equation the candidates that some choice of the others completes; nil where
  /// there are too many sums to follow.
  func supportedCandidates(_ constraint: Constraint) -> [[Placement]]? {
    if constraint.mode == .presence { return presentCandidates(constraint) }
    guard let sums = sums(constraint) else { return nil }
    // Reachable sums from the left and from the right, so that each unknown is tested once.
    var left: [Set<Int128>] = [[sums.known]]
    for options in sums.options {
      guard let next = PlacementSolver.add(options.keys, to: left[left.count - 1]) else {
        return nil
      }
      left.append(next)
    }
    var right: [Set<Int128>] = [[0]]
    for options in sums.options.reversed() {
      guard let next = PlacementSolver.add(options.keys, to: right[right.count - 1]) else {
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
          PlacementSolver.completes(
            start + sum, after, sorted, slack: slack, comparison: constraint.equation.comparison)
        }
        if holds { kept += placements }
      }
      return kept.sorted { $0.lexicographicallyPrecedes($1) }
    }
  }

  /// For each unknown of a total and its parts the candidates under which the total stands if and only
  /// if a part does; nil where the equation has another form.
  private func presentCandidates(_ constraint: Constraint) -> [[Placement]]? {
    let equation = constraint.equation
    guard equation.comparison == .equal, equation.left.count == 1,
      (equation.left + equation.right).allSatisfy({ $0.sign == 1 })
    else { return nil }
    /// Whether a total and whether a part stands in the columns of a placement.
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
        // Some choice of the others must make "total" and "part" agree.
        let canBePresent = (total ?? mayHaveTotal) && (own.part || mayHavePart)
        let canBeAbsent = !(total ?? !mayHaveNoTotal) && !own.part && mayHaveNoPart
        return canBePresent || canBeAbsent
      }.map(\.0)
    }
  }

  /// Whether some of the sums complete a start to zero (or to the allowed side of it).
  private static func completes(
    _ start: Int128, _ sums: Set<Int128>, _ sorted: [Int128], slack: Int128,
    comparison: Relation.Comparison
  ) -> Bool {
    switch comparison {
    case .equal:
      if slack == 0 { return sums.contains(-start) }
      // The first sum not below -start - slack.
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
    /// What the cells with known places add, left less right.
    var known: Int128
    /// For each unknown the sums its candidates add, with the candidates.
    var options: [[Int128: [Placement]]]
    /// How many of the cells with known places print an amount.
    var printed: Int
    /// What rounding may add, at the same scale.
    var slack: Int128
    /// The decimals of a yuan that the sums count.
    var scale: Int
  }

  func sums(_ constraint: Constraint) -> Sums? {
    let entries =
      constraint.equation.left.map { ($0.sign, $0.cell) }
      + constraint.equation.right.map { (-$0.sign, $0.cell) }
    // Tables may print in different units; what is compared is yuan.
    let units = entries.map { powers[$0.1.section] }
    let lowest = units.min() ?? 0
    let scale = constraint.decimals + 1
    func scaled(_ amount: Amount, _ unit: Int) -> Int128? {
      amount.shifted(byPowerOfTen: unit - lowest)?.aligned(to: max(scale, amount.scale))
        .flatMap { amount.scale > scale ? nil : $0 }
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
    // Of an unknown row no more cells have figures, and with them rounding, than it prints.
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
      slack: Int128(knownPrinted + unknownPrinted) * PlacementSolver.halfUnit, scale: scale - lowest
    )
  }
}

extension FiscalValue {
  /// Whether something other than zero stands here.
  var isPresent: Bool {
    switch self {
    case .amount(let amount): !amount.isZero
    case .text: true
    case .null: false
    }
  }
}

extension PlacementSolver.PartKey {
  init(_ cell: CellKey) { self.init(section: cell.section, row: cell.row, panel: cell.panel) }
}
