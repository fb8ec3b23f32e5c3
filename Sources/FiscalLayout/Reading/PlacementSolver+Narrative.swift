import FiscalModel

/// What the narrative says where the relations leave something open.
extension PlacementSolver {
  /// Keeps the candidates that no statement of the narrative contradicts, where it contradicts others.
  mutating func askNarrative() {
    ask(Set(unknowns.filter { $0.candidates.count > 1 }.map(\.key.table)))
    for index in unknowns.indices where unknowns[index].candidates.count > 1 {
      let agreeing = unknowns[index].candidates.filter { contradictions($0, of: index) == 0 }
      guard !agreeing.isEmpty, agreeing.count < unknowns[index].candidates.count else { continue }
      unknowns[index].candidates = agreeing
      propagate(constraintsOfUnknown[index])
    }
  }

  /// Asks what the narrative says of the cells of tables.
  mutating func ask(_ tables: Set<Int>) {
    for table in tables.subtracting(asked) {
      claims.merge(narrative(table)) { first, _ in first }
      asked.insert(table)
    }
  }

  /// How many statements of the narrative a placement contradicts.
  func contradictions(_ candidate: Placement, of index: Int) -> Int {
    let unknown = unknowns[index]
    return (0..<unknown.columns).count { column in
      let cell = CellKey(
        table: unknown.key.table, row: unknown.key.row, panel: unknown.key.panel, value: column)
      guard let claim = claims[cell] else { return false }
      let value = candidate.firstIndex(of: column).flatMap { unknown.amounts[$0] } ?? .zero
      return !value.isSameValue(as: claim)
    }
  }
}
