@testable import FiscalLayout
import FiscalModel

/// The search that ``PlacementSolver`` had before it became polynomial, every sum being followed: what the
/// solver says of small sections is what this says.
struct PlacementOracle {
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
  /// Larger figures, which no budget has, are not added up; below it a million million of them fit.
  static let largest = UInt128(1) << 87
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

/// Figures that cannot all be right.
///
/// A wrong figure contradicts sums that are right, and would drive the figures of other rows out of their
/// columns. What contradicts itself is therefore explained before anything is placed: by a row whose
/// figures stand in some columns, one of which has another figure than it should, or none where a figure
/// was lost, while all its other columns agree with everything else. What all explanations agree in is
/// certain; of the rest the first is taken and marked as one among several.
extension PlacementOracle {
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

extension PlacementOracle.Constraint {
  /// Whether a cell of a row stands in the equation.
  fileprivate func asks(of column: Int, in part: PlacementOracle.PartKey) -> Bool {
    (equation.left + equation.right).contains {
      $0.cell.slot == column && PlacementOracle.PartKey($0.cell) == part
    }
  }
}

/// What the narrative says where the relations leave something open.
extension PlacementOracle {
  /// Keeps the candidates that no statement of the narrative contradicts, where it contradicts others.
  mutating func askNarrative() {
    ask(Set(unknowns.filter { $0.candidates.count > 1 }.map(\.key.section)))
    for index in unknowns.indices where unknowns[index].candidates.count > 1 {
      let agreeing = unknowns[index].candidates.filter { contradictions($0, of: index) == 0 }
      guard !agreeing.isEmpty, agreeing.count < unknowns[index].candidates.count else { continue }
      unknowns[index].candidates = agreeing
      propagate(constraintsOfUnknown[index])
    }
  }

  /// Asks what the narrative says of the cells of sections.
  mutating func ask(_ sections: Set<Int>) {
    for section in sections.subtracting(asked) {
      claims.merge(narrative(section)) { first, _ in first }
      asked.insert(section)
    }
  }

  /// How many statements of the narrative a placement contradicts.
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
  /// For each unknown of an equation the candidates that some choice of the others completes; nil where
  /// there are too many sums to follow.
  func supportedCandidates(_ constraint: Constraint) -> [[Placement]]? {
    if constraint.mode == .presence { return presentCandidates(constraint) }
    guard let sums = sums(constraint) else { return nil }
    // Reachable sums from the left and from the right, so that each unknown is tested once.
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
      slack: Int128(knownPrinted + unknownPrinted) * PlacementOracle.halfUnit, scale: scale - lowest
    )
  }
}

extension PlacementOracle.PartKey {
  init(_ cell: CellKey) { self.init(section: cell.section, row: cell.row, panel: cell.panel) }
}
