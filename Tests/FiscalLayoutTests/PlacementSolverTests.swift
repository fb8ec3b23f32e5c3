import TestSupport
import Testing

@testable import FiscalLayout
@testable import FiscalModel

/// The solver against the search that follows every sum, and sections as large as are published.
struct PlacementSolverTests {
  /// A total, classes and items in columns the first of which adds up the others, printed without blanks.
  private struct Account {
    let columns: Int
    /// The total, then each class with its items below it.
    var rows: [[Int?]] = []
    /// The index of the row that each is a part of; nil for the total.
    var owners: [Int?] = [nil]
    var claims: [CellKey: Amount] = [:]

    init(classes: [Int], columns: Int, random: inout SeededGenerator) {
      self.columns = columns
      for items in classes {
        let owner = owners.count
        owners += [0] + Array(repeating: owner, count: items)
      }
      rows = owners.map { _ in Array(repeating: nil, count: columns) }
      for row in owners.indices.dropFirst() where !owners.contains(row) {
        let places = Set(
          (0...Int.random(in: 0...1, using: &random)).map { _ in
            Int.random(in: 1..<columns, using: &random)
          })
        for column in places {
          add(Int.random(in: 1...900_000, using: &random), to: row, column)
        }
      }
    }

    private mutating func add(_ figure: Int, to row: Int, _ column: Int) {
      var row = Int?(row)
      while let index = row {
        for column in [0, column] { rows[index][column] = (rows[index][column] ?? 0) + figure }
        row = owners[index]
      }
    }

    /// Misprints a figure, or loses it.
    mutating func damage(_ random: inout SeededGenerator) {
      let row = Int.random(in: rows.indices, using: &random)
      let printed = (0..<columns).filter { rows[row][$0] != nil }
      guard let column = printed.randomElement(using: &random) else { return }
      switch Int.random(in: 0...3, using: &random) {
      case 0 where printed.count > 1: rows[row][column] = nil
      case 1: rows[row][column]? += [1, 9, 90, 900].randomElement(using: &random) ?? 1
      default: rows[row][column] = Int.random(in: 1...900_000, using: &random)
      }
    }

    /// The table as it is read, and its equations.
    func draft(_ relation: Relation) -> (Draft, [Equation]) {
      var matrix = Section.Matrix(
        columns: (0..<columns).map { Section.Column(id: "\($0)", path: ["\($0)"], role: .amount) },
        panels: [Section.Panel(id: "a", columns: 0..<columns, valueColumns: Array(0..<columns))])
      let place = Location(page: 1, line: 1)
      var unplaced: [Draft.Unplaced] = []
      for (index, row) in rows.enumerated() {
        var part = Section.Part(kind: .item)
        let values = row.compactMap { $0.map { Amount(coefficient: Int128($0), scale: 2) } }
        part.cells = Array(repeating: Section.Cell(), count: columns)
        let printed = values.map {
          PrintedValue(value: .amount($0), raw: "", location: place)
        }
        if values.count == columns {
          part.take(printed, in: Array(0..<columns))
        } else {
          unplaced.append(
            Draft.Unplaced(
              row: index, panel: 0, printed: printed, location: place, known: [],
              open: Array(0..<columns)))
        }
        matrix.rows.append(Section.Row(parts: [part]))
      }
      let section = Section(unit: .yuan, blocks: [.matrix(matrix)])
      var draft = Draft(section: section, layout: nil, lines: 0..<1)
      draft.unplaced = unplaced
      func entry(_ row: Int, _ column: Int) -> Equation.Entry {
        .init(sign: 1, cell: CellKey(section: 0, row: row, slot: column))
      }
      var equations = rows.indices.map { row in
        Equation(
          relation: relation, left: [entry(row, 0)], comparison: .equal,
          right: (1..<columns).map { entry(row, $0) }, isComplete: true)
      }
      for owner in Set(owners.compactMap { $0 }).sorted() {
        let parts = owners.indices.filter { owners[$0] == owner }
        for column in 0..<columns {
          equations.append(
            Equation(
              relation: relation, left: [entry(owner, column)], comparison: .equal,
              right: parts.map { entry($0, column) }, isComplete: true))
        }
      }
      return (draft, equations)
    }
  }

  private let relation: Relation

  init() throws {
    relation = try Relation(
      id: "x", rule: "1=2+3", source: "", vocabulary: Places.catalogue.get().vocabulary)
  }

  /// What is taken of each row, and what else it may be.
  private func outcome(
    _ unknown: (candidates: [[Int]], isAmbiguous: Bool, alternatives: [[Int]])
  ) -> String {
    "\(unknown.candidates.first ?? []) \(unknown.isAmbiguous) \(unknown.alternatives)"
  }

  /// Up to nine items, with up to three wrong figures: the same placements, doubts and alternatives as those
  /// of the search that follows every sum.
  @Test func smallSectionsAreSolvedAsByFollowingEverySum() {
    var ambiguous = 0
    for seed in UInt64(1)...160 {
      var random = SeededGenerator(seed: seed)
      let classes =
        seed % 3 == 0 ? [2, 3] : [Int.random(in: 1...(seed % 8 == 1 ? 9 : 6), using: &random)]
      var account = Account(
        classes: classes, columns: Int.random(in: 3...5, using: &random), random: &random)
      let total = account.rows[0]
      for _ in 0..<(seed % 4) { account.damage(&random) }
      let (draft, equations) = account.draft(relation)
      var claims: [CellKey: Amount] = [:]
      if seed % 5 == 0 {
        for (column, figure) in total.enumerated() {
          claims[CellKey(section: 0, row: 0, slot: column)] = Amount(
            coefficient: Int128(figure ?? 0), scale: 2)
        }
      }
      let stated = claims
      var solver = PlacementSolver(drafts: [draft], equations: equations) { _ in stated }
      solver.solve()
      var oracle = PlacementOracle(drafts: [draft], equations: equations) { _ in stated }
      oracle.solve()
      for (own, other) in zip(solver.unknowns, oracle.unknowns) {
        #expect(
          outcome((own.candidates, own.isAmbiguous, own.alternatives))
            == outcome((other.candidates, other.isAmbiguous, other.alternatives)),
          "seed \(seed), row \(own.key.row) of \(account.rows)")
        ambiguous += own.isAmbiguous ? 1 : 0
      }
    }
    #expect(ambiguous > 50)
  }

  /// Sixty items with up to three wrong figures take no more work than linear counts of trials times the
  /// size of the section; and what is called certain is right.
  @Test(arguments: [[60], [30, 30], [12, 12, 12, 12, 12], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]])
  func sixtyItemsAreExplained(_ classes: [Int]) {
    for seed in UInt64(1)...6 {
      var random = SeededGenerator(seed: seed)
      var account = Account(classes: classes, columns: 6, random: &random)
      let right = account.rows
      for _ in 0..<(seed % 4) { account.damage(&random) }
      let (draft, equations) = account.draft(relation)
      var solver = PlacementSolver(drafts: [draft], equations: equations) { _ in [:] }
      solver.solve()
      #expect(solver.network.work < 15_000_000, "seed \(seed)")
      for unknown in solver.unknowns where !unknown.isAmbiguous {
        let row = unknown.key.row
        let places = right[row].indices.filter { right[row][$0] != nil }
        guard account.rows[row] == right[row] else { continue }
        #expect(unknown.candidates.first == places, "seed \(seed), row \(row)")
      }
    }
  }
}
