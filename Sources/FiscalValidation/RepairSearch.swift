import FiscalModel

/// Looks for the smallest sets of cells whose correction satisfies every relation they stand in.
///
/// Broken equations that share a cell are repaired together. A set is tried by taking a broken equation
/// and giving one of its cells the value that makes both sides equal; what that breaks must be repaired by
/// the next cell. The search deepens up to ``mostCells`` and stops where its budget is spent, then with no
/// suggestion rather than a larger one.
struct RepairSearch {
  /// A cell with the value it would need.
  struct Step: Hashable {
    let cell: CellKey
    let needed: Amount
  }

  /// More cells than this are not a slip of the pen.
  static let mostCells = 3
  /// Where more sets would do, none of them says much.
  static let mostSets = 4
  /// Of one group so many equations are put figures into, and of all together so many cells.
  static let budget = 20_000
  private static let cellBudget = 2_000_000

  private let equations: [Equation]
  private let disclosure: Disclosure
  private let equationsOfCell: [CellKey: [Int]]
  private let verdicts: [Verdict]

  init(checks: [EquationCheck], disclosure: Disclosure) {
    equations = checks.map(\.equation)
    verdicts = checks.map(\.verdict)
    self.disclosure = disclosure
    var index: [CellKey: [Int]] = [:]
    for (number, equation) in equations.enumerated() {
      for entry in equation.left + equation.right { index[entry.cell, default: []].append(number) }
    }
    equationsOfCell = index
  }

  /// For each of the broken equations the sets that repair it together with those it hangs with.
  func repairs(of broken: [Int]) -> [[[Step]]] {
    var found: [Int: [[Step]]] = [:]
    var cellsLeft = RepairSearch.cellBudget
    for group in groups(broken) where canBeRepaired(group) {
      var budget = Budget(equations: RepairSearch.budget, cells: cellsLeft)
      defer { cellsLeft = budget.cells }
      for size in 1...RepairSearch.mostCells {
        var sets: Set<[Step]> = []
        search(group, [:], left: size, sets: &sets, &budget)
        guard sets.isEmpty, !budget.isSpent else {
          if sets.count <= RepairSearch.mostSets, !budget.isSpent {
            for equation in group {
              found[equation] = sets.sorted { a, b in
                a.map(\.cell).lexicographicallyPrecedes(b.map(\.cell))
              }
            }
          }
          break
        }
      }
    }
    return broken.map { found[$0] ?? [] }
  }

  /// What may still be tried.
  private struct Budget {
    var equations: Int
    var cells: Int
    var isSpent: Bool { equations <= 0 || cells <= 0 }
  }

  /// Broken equations that share cells, directly or through others.
  private func groups(_ broken: [Int]) -> [[Int]] {
    let all = Set(broken)
    var seen: Set<Int> = []
    var seenCells: Set<CellKey> = []
    return broken.compactMap { first in
      guard seen.insert(first).inserted else { return nil }
      var group = [first]
      var next = 0
      while next < group.count {
        for cell in cells(group[next]) where seenCells.insert(cell).inserted {
          for other in equationsOfCell[cell] ?? []
          where all.contains(other) && seen.insert(other).inserted {
            group.append(other)
          }
        }
        next += 1
      }
      return group.sorted()
    }
  }

  /// Whether so few cells stand in all of the equations at all.
  private func canBeRepaired(_ group: [Int]) -> Bool {
    var counts: [CellKey: Int] = [:]
    for cell in group.flatMap(cells) { counts[cell, default: 0] += 1 }
    return group.count <= (counts.values.max() ?? 0) * RepairSearch.mostCells
  }

  private func cells(_ equation: Int) -> Set<CellKey> {
    Set((equations[equation].left + equations[equation].right).map(\.cell))
  }

  /// Tries sets that have these corrections, the last of which made an equation whole.
  private func search(
    _ group: [Int], _ corrections: [CellKey: Amount], whole: Int? = nil, left: Int,
    sets: inout Set<[Step]>, _ budget: inout Budget
  ) {
    let touched = corrections.keys.reduce(into: Set<Int>()) {
      $0.formUnion(equationsOfCell[$1] ?? [])
    }
    var open: Int?
    for equation in touched.union(group).sorted() where equation != whole {
      // What no correction touches is as broken as it was.
      if touched.contains(equation) {
        budget.equations -= 1
        budget.cells -= equations[equation].left.count + equations[equation].right.count
        guard !budget.isSpent else { return }
        let check = EquationCheck(equations[equation], in: disclosure, corrections: corrections)
        guard let check, check.verdict == .break else { continue }
        // A relation that was broken before for another reason is not this group's matter.
        guard group.contains(equation) || verdicts[equation] != .break else { continue }
      }
      open = equation
      break
    }
    guard let open else {
      sets.insert(
        corrections.map { Step(cell: $0.key, needed: $0.value) }
          .sorted { $0.cell < $1.cell })
      return
    }
    guard left > 0, sets.count <= RepairSearch.mostSets else { return }
    let entries =
      equations[open].left.map { ($0.sign, $0.cell) }
      + equations[open].right.map { (-$0.sign, $0.cell) }
    guard let check = EquationCheck(equations[open], in: disclosure, corrections: corrections),
      let difference = check.left.difference(from: check.right)
    else { return }
    let counts = entries.reduce(into: [CellKey: Int]()) { $0[$1.1, default: 0] += 1 }
    for (sign, cell) in entries where corrections[cell] == nil {
      guard sets.count <= RepairSearch.mostSets, !budget.isSpent else { return }
      let unit = disclosure.unit(of: cell)
      // A blank cell could take up any difference; what is corrected is a figure.
      guard let printed = disclosure[cell].amount, counts[cell] == 1,
        let own = difference.converted(from: check.unit, to: unit),
        let needed = sum(printed, own, sign: -sign)
      else { continue }
      var next = corrections
      next[cell] = needed
      search(group, next, whole: open, left: left - 1, sets: &sets, &budget)
    }
  }

  private func sum(_ amount: Amount, _ difference: Amount, sign: Int) -> Amount? {
    var sum = AmountSum()
    guard sum.add(amount), sum.add(difference, sign: sign) else { return nil }
    return sum.value
  }
}
