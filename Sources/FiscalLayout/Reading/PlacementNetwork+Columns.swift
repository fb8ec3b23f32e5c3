import FiscalModel

/// What a row adds to all columns together does not depend on its placement.
extension PlacementNetwork {
  /// Which equations speak of the same rows, column by column.
  private struct Group: Hashable {
    var unknowns: [Int]
    var comparison: Relation.Comparison
    var sections: [Int]
    var relation: String?
  }

  /// What may be added to all open columns together.
  private struct Total {
    var least: Int128 = 0
    var most: Int128 = 0
    var printed = 0

    func holds(_ comparison: Relation.Comparison) -> Bool {
      let slack = Int128(printed) * PlacementSum.halfUnit  // bounded
      return switch comparison {
      case .equal: least <= slack && most >= -slack
      case .atLeast: most >= -slack
      case .atMost: least <= slack
      }
    }
  }

  /// The sums that no placement satisfies in all columns together.
  ///
  /// A misprinted figure breaks its sum in whatever column it is tried, so that column after column would
  /// refute it and the last one would win; together they tell beforehand.
  func contradictedSums(_ state: PlacementState) -> [[Int]] {
    var groups: [Group: [Int]] = [:]
    for (index, sum) in sums.enumerated() where !sum.isWithinRow && state.modes[index] != .off {
      let sections = Set(sum.cells.map(\.section)).sorted()
      let group = Group(
        unknowns: sum.terms.map(\.unknown), comparison: sum.equation.comparison,
        sections: sections, relation: sections.count > 1 ? nil : sum.equation.relation.id)
      groups[group, default: []].append(index)
    }
    return groups.values.sorted { $0[0] < $1[0] }.compactMap { contradicted($0, state) }
  }

  /// Those of a group that are open, where they contradict each other; nil where they do not.
  private func contradicted(_ members: [Int], _ state: PlacementState) -> [Int]? {
    let first = sums[members[0]]
    guard members.allSatisfy({ sums[$0].isUsable && sums[$0].scale == first.scale }) else {
      return nil
    }
    var total = Total()
    var open: [Int] = []
    // For each row what each of its placements adds, and how many figures.
    var added = first.terms.map { $0.presence.map { _ in (sum: Int128(0), printed: 0) } }
    for member in members {
      let sum = sums[member]
      // A column that is settled is judged by its own equation.
      let options = sum.options
      let isOpen = zip(options.unknowns, options.ofTerm).contains { unknown, places in
        places.count { options.isLeft($0, of: unknown, in: state) } > 1
      }
      guard isOpen else { continue }
      open.append(member)
      total.least += sum.known  // bounded
      total.most += sum.known  // bounded
      total.printed += sum.printed
      for (position, places) in options.ofTerm.enumerated() {
        for option in places where options.sums[option] != 0 {
          for placement in options.placements(of: option) {
            added[position][placement].sum += options.sums[option]  // bounded
            added[position][placement].printed += 1
          }
        }
      }
    }
    guard !open.isEmpty else { return nil }
    for (term, added) in zip(first.terms, added) {
      let left = state.placements(of: term.unknown).map { added[$0] }
      total.least += left.map(\.sum).min() ?? 0  // bounded
      total.most += left.map(\.sum).max() ?? 0  // bounded
      total.printed += left.map(\.printed).max() ?? 0
    }
    return total.holds(first.equation.comparison) ? nil : open
  }
}
