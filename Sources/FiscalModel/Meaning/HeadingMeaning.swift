/// What a line around a table says: agency, year, unit and number, as far as it says them.
public struct HeadingMeaning: Hashable, Sendable {
  /// The agency's name.
  public var agency: String?
  /// The agency's code, where it stands in front of the name.
  public var agencyCode: String?
  /// The fiscal year.
  public var year: Int?
  /// The unit of the amounts.
  public var unit: AmountUnit?
  /// The number of the table, where the line holds one and no title.
  public var number: String?
  /// The printed pieces, blanks removed.
  public var pieces: [String] = []

  /// Makes a meaning that says nothing.
  public init() {}
}

/// Which classification the codes of a column belong to, and how sure that is.
public struct CodeColumn: Hashable, Sendable {
  /// The classification: `functional`, `economic-departmental`, `economic-government`, `revenue`,
  /// `units`,
  /// `projects` or `fund-sources`.
  public var classification: String
  /// The dimension of facts that it is: `function_code` and so on.
  public var dimension: String?
  /// Whether codes and names stand in one cell.
  public var isJoined: Bool
  /// How many of the texts the classification has.
  public var proven: Int
  /// How many texts held a code.
  public var codes: Int

  /// Makes a finding about a column.
  public init(
    classification: String, dimension: String?, isJoined: Bool, proven: Int, codes: Int
  ) {
    self.classification = classification
    self.dimension = dimension
    self.isJoined = isJoined
    self.proven = proven
    self.codes = codes
  }
}
