import FiscalModel

/// What the narrative says where the relations leave something open.
extension PlacementSolver {
  /// Keeps the candidates that no statement of the narrative contradicts, where it contradicts others.
  mutating func askNarrative() {
    let open = unknowns.indices.filter { state.counts[$0] > 1 }
    ask(Set(open.map { unknowns[$0].key.section }))
    for index in unknowns.indices {
      let left = state.placements(of: index)
      let agreeing = left.filter { contradictions($0, of: index) == 0 }
      guard !agreeing.isEmpty, agreeing.count < left.count else { continue }
      state.keep(agreeing, of: index)
      network.propagate(&state, from: network.sumsOfUnknown[index])
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
  func contradictions(_ candidate: Int, of index: Int) -> Int {
    guard !claims.isEmpty else { return 0 }
    let unknown = unknowns[index]
    let candidate = unknown.candidates[candidate]
    return (0..<unknown.columns).count { column in
      let cell = CellKey(
        section: unknown.key.section, row: unknown.key.row, panel: unknown.key.panel, slot: column)
      guard let claim = claims[cell] else { return false }
      let value = candidate.firstIndex(of: column).flatMap { unknown.amounts[$0] } ?? .zero
      return !value.isSameValue(as: claim)
    }
  }
}
