/// A relation resolved for particular cells: one line of a proof.
package struct Equation: Sendable {
  /// The relation it comes from.
  package let relation: Relation
  /// The cells on the left, with their signs.
  package let left: [Entry]
  /// How the sides compare.
  package let comparison: Relation.Comparison
  /// The cells on the right.
  package let right: [Entry]
  /// Whether every row that the relation names is there. A sum that lacks a row cannot be said to be wrong:
  /// the row may have been left out because it has nothing, or it may have been lost.
  package let isComplete: Bool

  /// Makes an equation.
  package init(
    relation: Relation, left: [Entry], comparison: Relation.Comparison, right: [Entry],
    isComplete: Bool
  ) {
    self.relation = relation
    self.left = left
    self.comparison = comparison
    self.right = right
    self.isComplete = isComplete
  }

  /// The same of other cells.
  package func moved(_ place: (CellKey) -> CellKey) -> Equation {
    func moved(_ entries: [Entry]) -> [Entry] {
      entries.map { Entry(sign: $0.sign, cell: place($0.cell)) }
    }
    return Equation(
      relation: relation, left: moved(left), comparison: comparison, right: moved(right),
      isComplete: isComplete)
  }

  /// Whether it joins cells of different tables.
  package var isCrossTable: Bool {
    guard let table = left.first?.cell.section else { return false }
    return (left + right).contains { $0.cell.section != table }
  }

  /// A cell with its sign.
  package struct Entry: Hashable, Sendable {
    /// 1 or -1.
    package let sign: Int
    /// The cell.
    package let cell: CellKey

    /// Makes an entry.
    package init(sign: Int, cell: CellKey) {
      self.sign = sign
      self.cell = cell
    }
  }
}
