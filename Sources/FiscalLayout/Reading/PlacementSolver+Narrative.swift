import FiscalModel

/// What the narrative says where the relations leave something open.
extension PlacementSolver {
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
