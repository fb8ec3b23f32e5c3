import FiscalModel

@testable import FiscalLayout

/// The search that ``PlacementSolver`` had before it became polynomial, every sum being followed: what the
/// solver says of small sections is what this says.
struct PlacementOracle {
  typealias Placement = [Int]
  struct Unknown {
    let key: PartKey
    let amounts: [Amount?]
    let present: [Bool]
    let columns: Int
    var candidates: [Placement]
    var isAmbiguous = false
    var alternatives: [Placement] = []
    var doubts: [Placement] = []
  }

  struct PartKey: Hashable {
    var section: Int
    var row: Int
    var panel: Int
  }
  struct Constraint {
    let equation: Equation
    let unknowns: [Int]
    let decimals: Int
    var mode = Mode.rounded
    enum Mode {
      case rounded
      case exact
      case presence
      case off
    }
    var isWithinRow: Bool {
      Set((equation.left + equation.right).map { PartKey($0.cell) }).count == 1
    }

    var weakerMode: Mode {
      switch mode {
      case .exact: .rounded
      case .rounded: .presence
      case .presence, .off: .off
      }
    }
  }
  static let candidateBound = 20_000
  static let sumBound = 50_000
  static let largest = UInt128(1) << 87
  static let halfUnit: Int128 = 5
  let tables: [Section.Matrix]
  let powers: [Int]
  var unknowns: [Unknown] = []
  var unknownOfPart: [PartKey: Int] = [:]
  var constraints: [Constraint] = []
  private(set) var constraintsOfUnknown: [[Int]] = []
  private(set) var constraintsOfPart: [PartKey: [Int]] = [:]
  var damagedRows: [PartKey] = []
  let narrative: (Int) -> [CellKey: Amount]
  var claims: [CellKey: Amount] = [:]
  var asked: Set<Int> = []
  init(
    drafts: [Draft], equations: [Equation], narrative: @escaping (Int) -> [CellKey: Amount]
  ) {
    tables = drafts.map(\.section.matrix)
    powers = drafts.map { $0.section.unit?.powerOfTen ?? 0 }
    self.narrative = narrative
    for (section, draft) in drafts.enumerated() {
      for part in draft.unplaced {
        let key = PartKey(section: section, row: part.row, panel: part.panel)
        unknownOfPart[key] = unknowns.count
        unknowns.append(
          Unknown(
            key: key, amounts: part.printed.map { $0.value.amount },
            present: part.printed.map { $0.value.isPresent },
            columns: tables[section].panels[part.panel].valueColumns.count,
            candidates: PlacementOracle.placements(
              of: part.printed.count - part.known.count, in: part.open.count
            ).map { part.known + $0.map { part.open[$0] } }))
      }
    }
    constraintsOfUnknown = unknowns.map { _ in [] }
    guard !unknowns.isEmpty else { return }
    let decimals = drafts.map { draft in
      let waiting = draft.unplaced.flatMap(\.printed).compactMap { $0.value.amount?.scale }
      return max(draft.section.printedDecimals, waiting.max() ?? 0)
    }
    for equation in equations {
      let cells = equation.left + equation.right
      let isKnown = cells.map { drafts[$0.cell.section].section.unit != nil }
      guard !(isKnown.contains(true) && isKnown.contains(false)) else { continue }
      let involved = Set(cells.compactMap { unknownOfPart[PartKey($0.cell)] }).sorted()
      guard !involved.isEmpty else {
        noteDamage(of: equation, decimals: cells.map { decimals[$0.cell.section] }.max() ?? 0)
        continue
      }
      for unknown in involved { constraintsOfUnknown[unknown].append(constraints.count) }
      for part in Set(cells.map { PartKey($0.cell) }) {
        constraintsOfPart[part, default: []].append(constraints.count)
      }
      constraints.append(
        Constraint(
          equation: equation, unknowns: involved,
          decimals: cells.map { decimals[$0.cell.section] }.max() ?? 0))
    }
  }
  func value(_ cell: CellKey) -> FiscalValue {
    tables[cell.section].rows[cell.row].parts[cell.panel].cells[cell.slot].value
  }
  static func placements(of count: Int, in columns: Int) -> [Placement] {
    var result: [Placement] = []
    var choice: Placement = []
    func extend(from start: Int) {
      if choice.count == count {
        result.append(choice)
        return
      }
      guard start < columns else { return }
      for column in start...(columns - (count - choice.count)) where result.count < candidateBound {
        choice.append(column)
        extend(from: column + 1)
        choice.removeLast()
      }
    }
    guard count <= columns else { return [] }
    extend(from: 0)
    return result
  }
  mutating func solve() {
    guard !unknowns.isEmpty else { return }
    let complete = unknowns.map(\.candidates)
    solveRows()
    explainContradictions(complete)
    propagate(Array(constraints.indices))
    refuteByTrial()
    if isOpen {
      let inexact = inexactInRows()
      for index in constraints.indices
      where constraints[index].mode == .rounded && !inexact.contains(index) {
        constraints[index].mode = .exact
      }
      propagate(Array(constraints.indices))
      refuteByTrial()
    }
    askNarrative()
    for index in unknowns.indices {
      let left = Set(unknowns[index].candidates).union(unknowns[index].doubts)
      guard left.count > 1 else { continue }
      unknowns[index].isAmbiguous = true
      unknowns[index].alternatives = left.sorted { $0.lexicographicallyPrecedes($1) }
    }
    for index in unknowns.indices where unknowns[index].candidates.count > 1 {
      let counts = unknowns[index].candidates.map { contradictions($0, of: index) }
      let best = counts.firstIndex(of: counts.min() ?? 0) ?? 0
      unknowns[index].candidates = [unknowns[index].candidates[best]]
      propagate(constraintsOfUnknown[index])
    }
  }

  private var isOpen: Bool { unknowns.contains { $0.candidates.count > 1 } }
  mutating func propagate(_ start: [Int], cascading: Bool = true) {
    var queue = start
    var queued = Set(start)
    queue.sort { constraints[$0].unknowns.count < constraints[$1].unknowns.count }
    var next = 0
    while next < queue.count {
      let index = queue[next]
      next += 1
      queued.remove(index)
      var supported: [[Placement]]?
      while constraints[index].mode != .off {
        supported = supportedCandidates(constraints[index])
        guard let found = supported, found.contains(where: \.isEmpty) else { break }
        constraints[index].mode = constraints[index].weakerMode
        supported = nil
      }
      guard let supported else { continue }
      for (position, unknown) in constraints[index].unknowns.enumerated()
      where supported[position].count < unknowns[unknown].candidates.count {
        unknowns[unknown].candidates = supported[position]
        for other in constraintsOfUnknown[unknown]
        where cascading && other != index && !queued.contains(other) {
          queue.append(other)
          queued.insert(other)
        }
      }
    }
  }
  private mutating func solveRows() {
    for unknown in unknowns.indices {
      let own = constraintsOfUnknown[unknown].filter { constraints[$0].isWithinRow }
      guard !own.isEmpty else { continue }
      var left = unknowns[unknown].candidates
      for var constraint in own.map({ constraints[$0] }) {
        for mode in [Constraint.Mode.rounded, .presence] {
          constraint.mode = mode
          guard let kept = supportedCandidates(constraint)?.first else { continue }
          let set = Set(kept)
          left.removeAll { !set.contains($0) }
        }
      }
      if left.isEmpty {
        damagedRows.append(unknowns[unknown].key)
      } else {
        unknowns[unknown].candidates = left
      }
    }
  }
  private func inexactInRows() -> Set<Int> {
    var inexact: Set<Int> = []
    for unknown in unknowns.indices where unknowns[unknown].candidates.count > 1 {
      let own = constraintsOfUnknown[unknown].filter {
        constraints[$0].isWithinRow && constraints[$0].mode == .rounded
      }
      var left = Set(unknowns[unknown].candidates)
      for var constraint in own.map({ constraints[$0] }) {
        constraint.mode = .exact
        guard let kept = supportedCandidates(constraint)?.first else { continue }
        left.formIntersection(kept)
      }
      if left.isEmpty { inexact.formUnion(own) }
    }
    return inexact
  }
  private struct Group: Hashable {
    var unknowns: [Int]
    var comparison: Relation.Comparison
    var sections: [Int]
    var relation: String?
  }
  func contradictedSums() -> [[Int]] {
    var contradicted: [[Int]] = []
    var groups: [Group: [Int]] = [:]
    for (index, constraint) in constraints.enumerated()
    where !constraint.isWithinRow && constraint.mode != .off {
      let equation = constraint.equation
      let sections = Set((equation.left + equation.right).map(\.cell.section)).sorted()
      let group = Group(
        unknowns: constraint.unknowns, comparison: equation.comparison, sections: sections,
        relation: sections.count > 1 ? nil : equation.relation.id)
      groups[group, default: []].append(index)
    }
    for (group, members) in groups.sorted(by: { $0.value[0] < $1.value[0] }) {
      var sum: (least: Int128, most: Int128, printed: Int) = (0, 0, 0)
      var added = group.unknowns.map {
        unknowns[$0].candidates.map { _ in (sum: Int128(0), printed: 0) }
      }
      var scale: Int?
      var open: [Int] = []
      var isComparable = true
      for member in members {
        guard let sums = sums(constraints[member]), sums.scale == scale ?? sums.scale else {
          isComparable = false
          break
        }
        scale = sums.scale
        if sums.options.allSatisfy({ $0.count == 1 }) { continue }
        open.append(member)
        sum.least += sums.known
        sum.most += sums.known
        sum.printed += sums.printed
        for (position, unknown) in group.unknowns.enumerated() {
          var amounts: [Placement: Int128] = [:]
          for (amount, placements) in sums.options[position] {
            for placement in placements { amounts[placement] = amount }
          }
          for (index, candidate) in unknowns[unknown].candidates.enumerated() {
            guard let amount = amounts[candidate], amount != 0 else { continue }
            added[position][index].sum += amount
            added[position][index].printed += 1
          }
        }
      }
      guard isComparable, !open.isEmpty else { continue }
      for amounts in added {
        sum.least += amounts.map(\.sum).min() ?? 0
        sum.most += amounts.map(\.sum).max() ?? 0
        sum.printed += amounts.map(\.printed).max() ?? 0
      }
      let slack = Int128(sum.printed) * PlacementOracle.halfUnit
      let holds =
        switch group.comparison {
        case .equal: sum.least <= slack && sum.most >= -slack
        case .atLeast: sum.most >= -slack
        case .atMost: sum.least <= slack
        }
      if !holds { contradicted.append(open) }
    }
    return contradicted
  }
  private mutating func refuteByTrial() {
    var budget = 2_000
    var changed = true
    while changed, budget > 0 {
      changed = false
      for index in unknowns.indices where unknowns[index].candidates.count > 1 {
        guard unknowns[index].candidates.count <= 64 else { continue }
        var kept: [Placement] = []
        for candidate in unknowns[index].candidates {
          budget -= 1
          if budget <= 0 || !contradicts(candidate, of: index) { kept.append(candidate) }
        }
        guard !kept.isEmpty, kept.count < unknowns[index].candidates.count else { continue }
        unknowns[index].candidates = kept
        propagate(constraintsOfUnknown[index])
        changed = true
      }
    }
  }

  private func contradicts(_ candidate: Placement, of index: Int) -> Bool {
    var trial = self
    trial.unknowns[index].candidates = [candidate]
    let modes = constraints.map(\.mode)
    trial.propagate(constraintsOfUnknown[index])
    return trial.constraints.indices.contains { modes[$0] != trial.constraints[$0].mode }
  }
}
