import FiscalModel

/// The side of the accounts that a table, a panel or a line is about.
package enum Side: String, Codable, Sendable, CaseIterable {
  /// Where the money comes from.
  case revenue
  /// What it is spent on.
  case expenditure
}

/// What the title of a table says of it.
package struct StatementMeaning: Hashable, Sendable {
  /// The statement kind; nil where the words are a title's but of no kind that is known. Such a
  /// title forbids every statement all the same.
  package var statement: String?
  /// The words that say what the table is: without number, ordinal, year, agency and additions.
  package var core: String
  /// The printed number without the word for "table", leading zeros removed: `1`, `5-1`, `十`; or
  /// nil.
  package var number: String?
  /// The ordinal of a heading in front of the title, without its mark: the numeral of `一、`; or nil.
  package var ordinal: String?
  /// The fiscal year that the title names, or nil.
  package var year: Int?
  /// The agency that the title names before the year or the statement, or nil.
  package var agency: String?
  /// The dimension members that the title says: `fund_source`.
  package var members: [String: String] = [:]
  /// The stage that the title says, or nil.
  package var stage: Stage?
  /// The side that the whole table is about; nil for both or where the title does not say.
  package var side: Side?
  /// The classification that its rows follow, where the title says so, such as `functional` or
  /// `economic-departmental`; or nil.
  package var classification: String?
  /// What an amount column without a meaning of its own is there: the concept of the statement, or
  /// `amount` where the lines say it; nil where that is not known.
  package var measure: String?
  /// The concept of a column that totals the others, or nil.
  package var total: String?
  /// The concept of such a column where balances carried over are among the others; nil where those
  /// make no difference.
  package var totalWithBalances: String?
  /// The concept of what funds of the year before pay for, or nil where they are a source like
  /// others.
  package var carriedOver: String?
  /// The words from which all this was taken, for people.
  package var evidence = ""
}
