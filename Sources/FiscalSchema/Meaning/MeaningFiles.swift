import FiscalModel

/// A file of `schemas/vocabulary/`, to which folders of schemas add.
protocol VocabularyFile: Decodable {
  /// The file's name.
  static var name: String { get }

  /// What is in both; where they differ, this one's says what a word means.
  func adding(_ other: Self) -> Self
}

extension VocabularyFile {
  /// The file with what all folders have of it, the last of them first.
  ///
  /// - Throws: ``SchemaError`` where one cannot be read, or the first folder has none.
  init(_ folders: [String]) throws(SchemaError) {
    var file: Self?
    for folder in folders.reversed()
    where folder == folders.first || Catalogue.exists(folder, "vocabulary/" + Self.name) {
      let next = try Catalogue.decode(Self.self, folder + "/vocabulary/" + Self.name)
      file = file?.adding(next) ?? next
    }
    guard let file else { throw SchemaError("has no folder", file: Self.name) }
    self = file
  }
}

/// `schemas/vocabulary/statements.json`: the words of titles and the statements they name.
struct StatementsFile: VocabularyFile {
  static let name = "statements.json"

  /// Words before the number of a table, longest first.
  let numberPrefixes: [String]
  /// The capitals before the numbers in the names of sheets.
  let sheetNumbers: String
  /// How names of agencies end.
  let agencyEndings: [String]
  let words: [Word]
  let statements: [Statement]
  let endings: [Ending]

  func adding(_ other: StatementsFile) -> StatementsFile {
    StatementsFile(
      numberPrefixes: numberPrefixes + other.numberPrefixes,
      sheetNumbers: sheetNumbers + other.sheetNumbers,
      agencyEndings: agencyEndings + other.agencyEndings, words: words + other.words,
      statements: statements + other.statements, endings: endings + other.endings)
  }

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
package struct CaptionsFile: VocabularyFile {
  static let name = "captions.json"

  let words: [Word]
  let columns: [Column]
  let parts: [Parts]

  func adding(_ other: CaptionsFile) -> CaptionsFile {
    CaptionsFile(
      words: words + other.words, columns: columns + other.columns, parts: parts + other.parts)
  }

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
    let marks: [Mark]?
    /// The concept that the captions above must name.
    let under: String?
    /// Whether they say it only as a whole caption.
    let isWhole: Bool?
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
package struct LinesFile: VocabularyFile {
  static let name = "lines.json"

  /// Words before a part that its parent contains.
  let memo: [String]
  let kinds: [Kind]
  let labels: [Label]

  func adding(_ other: LinesFile) -> LinesFile {
    LinesFile(memo: memo + other.memo, kinds: kinds + other.kinds, labels: labels + other.labels)
  }

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
