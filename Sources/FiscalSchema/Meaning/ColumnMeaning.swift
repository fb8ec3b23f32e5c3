import FiscalModel

/// What the captions over a column say of it.
package struct ColumnMeaning: Hashable, Sendable {
  /// What stands in the column.
  package var role: Section.Role
  /// The concept of its amounts; nil where it is not known, or where the figures have none, being
  /// changes (``isChange``).
  package var concept: String?
  /// The dimension members of its amounts: `fund_source`.
  package var members: [String: String] = [:]
  /// The stage of its amounts, or nil where the captions do not say.
  package var stage: Stage?
  /// The year that the captions say by number, or nil.
  package var year: Int?
  /// The year that the captions say by word less the fiscal year: -1 for the year before.
  package var yearOffset = 0
  /// The unit that the captions name, or nil.
  package var unit: AmountUnit?
  /// The dimension of its codes or names: `function_code`, `economic_code`,
  /// `economic_government_code`, `unit_code`, `project_code`, `fund_source`, `category`; nil for
  /// others and where only the column's content tells
  /// (``Meanings/classification(ofColumn:hint:)``).
  package var dimension: String?
  /// The classification of its codes or names, or nil.
  package var classification: String?
  /// The level of a code that stands divided in several columns, or nil.
  package var level: RowKind?
  /// The side that the captions say, or nil: for columns of labels the one that their lines stand
  /// on.
  package var side: Side?
  /// Whether some of the captions are not known: then it has no concept, and the rest is what the others
  /// say.
  package var isPartial = false
  /// Whether its figures are differences or shares of others, which have no concept.
  package var isChange = false
  /// Whether it is a part that its neighbour already contains.
  package var isMemo = false
  /// Whether it totals the other columns of its group.
  package var isTotal = false
  /// The words from which all this was taken, for people.
  package var evidence = ""

  /// The column's year less a fiscal year, as ``Section/Column/yearOffset`` has it; nil where the
  /// captions name a year by number and the fiscal year is not known.
  package func offset(from fiscalYear: Int?) -> Int? {
    guard let year else { return yearOffset }
    return fiscalYear.map { year - $0 }
  }
}
