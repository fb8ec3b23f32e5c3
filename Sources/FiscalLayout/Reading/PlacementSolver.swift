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
    var candidates: [Placement]
    /// Whether a placement had to be chosen among several.
    var isAmbiguous = false
    /// What was left when it had to be chosen.
    var alternatives: [Placement] = []
    /// What explanations of a wrong figure allow, where they do not agree.
    var doubts: [Placement] = []
  }

  struct PartKey: Hashable {
    var section: Int
    var row: Int
    var panel: Int
  }

  /// An equation over the unknowns: for each the sum that a candidate adds, and what is known.
  struct Constraint {
    let equation: Equation
    let unknowns: [Int]
    let decimals: Int
    var mode = Mode.rounded

    /// How much is asked of the equation.
    enum Mode {
      /// Both sides agree but for the rounding of what was printed.
      case rounded
      /// Both sides agree to the last digit.
      case exact
      /// The figures do not add up whatever their columns are, so that one of them is wrong; but a
      /// total still stands where, and only where, one of its parts stands.
      case presence
      /// Nothing.
      case off
    }

    /// Whether all cells stand in one row of one panel.
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

  /// More placements of one row than this are not enumerated.
  static let candidateBound = 20_000
  /// More partial sums than this are not kept; the equation then refutes nothing.
  static let sumBound = 50_000
  /// Half a unit of the last printed decimal, at the scale of the sums, which is one decimal finer.
  static let halfUnit: Int128 = 5

  /// The matrices of the sections; one without rows for what is no table.
  let tables: [Section.Matrix]
  /// The powers of ten of their units.
  let powers: [Int]
  var unknowns: [Unknown] = []
  var unknownOfPart: [PartKey: Int] = [:]
  var constraints: [Constraint] = []
  private(set) var constraintsOfUnknown: [[Int]] = []
  /// The equations of each row, by their indices.
  private(set) var constraintsOfPart: [PartKey: [Int]] = [:]
  /// The rows whose own equations no placement satisfies, so that one of their figures is wrong.
  var damagedRows: [PartKey] = []
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
    for (section, draft) in drafts.enumerated() {
      for part in draft.unplaced {
        let key = PartKey(section: section, row: part.row, panel: part.panel)
        unknownOfPart[key] = unknowns.count
        unknowns.append(
          Unknown(
            key: key, amounts: part.printed.map { $0.value.amount },
            present: part.printed.map { $0.value.isPresent },
            columns: tables[section].panels[part.panel].valueColumns.count,
            candidates: PlacementSolver.placements(
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
      // A figure in a unit that is not known cannot be compared with one in a unit that is.
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

  /// What stands in a cell of a row whose columns are known; nothing where they are not.
  func value(_ cell: CellKey) -> FiscalValue {
    tables[cell.section].rows[cell.row].parts[cell.panel].cells[cell.slot].value
  }

  /// All ascending choices of `count` columns out of `columns`, in lexicographic order.
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

  // MARK: Solving

  /// Decides every placement; afterwards each unknown has exactly one candidate.
  mutating func solve() {
    guard !unknowns.isEmpty else { return }
    // First what is certain: a row by itself, then all, every figure being off by its rounding at most.
    let complete = unknowns.map(\.candidates)
    solveRows()
    explainContradictions(complete)
    propagate(Array(constraints.indices))
    refuteByTrial()
    // Then, where something is open, sums that can be exact are taken to be exact.
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
    // The conventional choice: what the narrative contradicts least, then as far left as possible, so
    // that a lone value stands in the total column.
    for index in unknowns.indices where unknowns[index].candidates.count > 1 {
      let counts = unknowns[index].candidates.map { contradictions($0, of: index) }
      let best = counts.firstIndex(of: counts.min() ?? 0) ?? 0
      unknowns[index].candidates = [unknowns[index].candidates[best]]
      propagate(constraintsOfUnknown[index])
    }
  }

  private var isOpen: Bool { unknowns.contains { $0.candidates.count > 1 } }

  /// Removes candidates until every equation can be satisfied by what is left of each part.
  ///
  /// An equation that nothing satisfies exactly is taken with the slack of rounding again; one that
  /// nothing satisfies does not hold in this document, and only says where a total must stand.
  mutating func propagate(_ start: [Int], cascading: Bool = true) {
    var queue = start
    var queued = Set(start)
    // Equations of a single row are the strongest and cheapest.
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

  /// Applies the equations within single rows.
  ///
  /// Where no placement satisfies all of a row's equations with its total printed, a figure of it is wrong;
  /// taken one by one, the first of them would drive the figures out of its columns.
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

  /// The equations within rows of which no placement satisfies all exactly; one by one, the first would
  /// drive the figures into columns of which another one speaks.
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

  /// Which equations speak of the same rows, column by column.
  private struct Group: Hashable {
    var unknowns: [Int]
    var comparison: Relation.Comparison
    var sections: [Int]
    var relation: String?
  }

  /// The sums that no placement satisfies in all columns together.
  ///
  /// A misprinted figure breaks its sum in whatever column it is tried, so that column after column would
  /// refute it and the last one would win. What a row adds to all columns together does not depend on
  /// its placement and tells that beforehand.
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
    for (group, members) in groups {
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
        // A column that is settled is judged by its own equation.
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
      let slack = Int128(sum.printed) * PlacementSolver.halfUnit
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

  // MARK: Where propagation is not enough

  /// Tries each candidate of what is still open; one that leads to a contradiction is refuted.
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
    // Propagation never empties a part; it gives up an equation instead.
    return trial.constraints.indices.contains { modes[$0] != trial.constraints[$0].mode }
  }
}
