import FiscalModel

/// What a line around a table says: agency, year, unit and number, as far as it says them.
package struct HeadingMeaning: Hashable, Sendable {
  /// The agency's name.
  package var agency: String?
  /// The agency's code, where it stands in front of the name.
  package var agencyCode: String?
  /// The fiscal year.
  package var year: Int?
  /// The unit of the amounts.
  package var unit: AmountUnit?
  /// The number of the table, where the line holds one and no title.
  package var number: String?
  /// The printed pieces, blanks removed.
  package var pieces: [String] = []

  /// Makes a meaning that says nothing.
  package init() {}
}

/// Which classification the codes of a column belong to, and how sure that is.
package struct CodeColumn: Hashable, Sendable {
  /// The classification: an identifier of `classifications/index.json`.
  package var classification: String
  /// Whether a file lists its codes; those of units and projects are in none.
  package var isListed: Bool
  /// The dimension of facts that it is: `function_code` and so on.
  package var dimension: String?
  /// Whether codes and names stand in one cell.
  package var isJoined: Bool
  /// How many of the texts the classification has.
  package var proven: Int
  /// How many texts held a code.
  package var codes: Int
}
