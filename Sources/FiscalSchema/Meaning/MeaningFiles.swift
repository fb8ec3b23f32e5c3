import FiscalModel

/// `schemas/vocabulary/statements.json`: the words of titles and the statements they name.
struct StatementsFile: Decodable {
  /// Words before the number of a table, longest first.
  let numberPrefixes: [String]
  /// The capitals before the numbers in the names of sheets.
  let sheetNumbers: String
  /// How names of agencies end.
  let agencyEndings: [String]
  let words: [Word]
  let statements: [Statement]
  let endings: [Ending]

  /// Words that say the same.
  struct Word: Decodable {
    let words: [String]
    /// What they say of the content; empty or nil for nothing.
    let says: String?
    let fund: String?
    let stage: Stage?
    /// The classification or other dimension that orders the rows.
    let by: String?
    /// What they say where nothing else says what the table is of.
    let implies: String?
  }

  /// What a title must say to be a statement's, and what follows from that.
  struct Statement: Decodable {
    let id: String
    let says: [String]
    let mayAlsoSay: [String]?
    /// What may order the rows; empty where the title need not say.
    let by: [String]
    let fund: String?
    /// Several funds, empty for none, where it is one statement for all of them.
    let funds: [String]?
    let side: Side?
    /// The classification of the rows where the title does not say one.
    let rows: String?
    let measure: String?
    let total: String?
    /// The concept of a total that contains balances carried over, where a neighbour says so.
    let totalWithBalances: String?
    /// The concept of what funds of the year before pay for.
    let carriedOver: String?
    /// The statements of the same content by other dimensions.
    let byRows: [String: String]?
  }

  /// How titles with a name in front end.
  struct Ending: Decodable {
    let statement: String
    let words: [String]
  }
}

/// `schemas/vocabulary/captions.json`: the words of captions.
struct CaptionsFile: Decodable {
  let words: [Word]
  let columns: [Column]
  let parts: [Parts]

  /// What a word says beside a concept or a source.
  enum Mark: String, Decodable {
    /// It says only that there are amounts.
    case amount
    /// It totals its group.
    case total
    /// It totals its panel, with or without balances: the other lines tell.
    case openTotal
    /// A part that is contained in what stands before.
    case memo
    /// A difference to another figure.
    case change
    /// A share or rate.
    case percent
    /// Something else than its words without this one would say.
    case other
  }

  /// Words that say the same.
  struct Word: Decodable {
    let words: [String]
    let concept: String?
    /// The source of funds that they name where they stand on the side of expenditure.
    let fund: String?
    /// The concept that they name on the side of revenue.
    let revenue: String?
    /// The concepts that they name instead below captions that name others, by those.
    let revenueUnder: [String: String]?
    /// Whether the fund is a member on the side of revenue, too.
    let keepsMember: Bool?
    let side: Side?
    let stage: Stage?
    let yearOffset: Int?
    /// The part of the year that they name: `03` for March, `Q1` for a quarter, `01-06` for several months.
    let period: String?
    let marks: [Mark]?
    /// The concept that the captions above must name.
    let under: String?
    /// Whether they say it only as a whole caption.
    let isWhole: Bool?

    /// A word that says only that there are amounts.
    static func amount(_ word: String) -> Word {
      Word(
        words: [word], concept: nil, fund: nil, revenue: nil, revenueUnder: nil, keepsMember: nil,
        side: nil, stage: nil, yearOffset: nil, period: nil, marks: [.amount], under: nil,
        isWhole: true)
    }
  }

  /// Words of columns that hold no amounts.
  struct Column: Decodable {
    let words: [String]
    let role: Section.Role?
    let dimension: String?
    let classification: String?
    let level: RowKind?
  }

  /// A concept that contains others.
  struct Parts: Decodable {
    let whole: String
    /// Identifiers; with `.*` at the end all below one.
    let parts: [String]
  }
}

/// `schemas/vocabulary/lines.json`: labels of lines that captions do not have, and what lines are.
struct LinesFile: Decodable {
  /// Words before a part that its parent contains.
  let memo: [String]
  let kinds: [Kind]
  let labels: [Label]

  /// The kind of the rows of some concepts; the first that fits counts.
  struct Kind: Decodable {
    let kind: RowKind
    let concepts: [String]
  }

  /// Labels that say the same.
  struct Label: Decodable {
    let labels: [String]
    let side: Side?
    let concept: String?
    let members: [String: String]?
    let kind: RowKind
  }
}
