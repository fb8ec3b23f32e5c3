/// The words by which readers recognise the parts of a document: `schemas/vocabulary.json`.
public struct Vocabulary: Decodable, Sendable {
  /// Captions before the agency's name, without the colon.
  public let agency: [String]
  /// Captions before the unit of the amounts.
  public let unit: [String]
  /// The word that precedes a table's number.
  public let table: String
  /// Words that may precede ``table``.
  public let tablePrefixes: [String]
  /// The words that precede the number of an annex.
  public let annexes: [String]
  /// The words between a year and what it is the year of, longest first.
  public let fiscalYear: [String]
  /// The caption of the column of row numbers.
  public let rowNumber: String
  /// The caption of the row of column numbers.
  public let columnNumber: String
  /// What is left of ``columnNumber`` where vertical print was torn apart.
  public let columnNumberFragment: String
  /// The captions of a code's levels, with their row kinds.
  public let codeLevels: [String: RowKind]
  /// The labels of rows that total everything.
  public let totals: [String]
  /// The words that begin a note.
  public let notes: [String]
  /// The characters that number lines, such as the Chinese numerals.
  public let ordinals: String
  /// The words around the number of a document's part.
  public let part: PartWords
  /// The heading of the list of contents.
  public let contents: String
  /// What a published document is called, behind its year.
  public let disclosures: [String]
  /// The words that say that there is nothing to report.
  public let nilStatement: [String]
  /// The words with which a sentence that says so may begin, where it does not end with a full stop.
  public let nilSubjects: [String]
  /// The words of the officials' notation of relations.
  public let relation: RelationWords
  /// The words of the narrative below the tables.
  public let narrative: NarrativeWords

  /// The words around the number of a document's part.
  public struct PartWords: Decodable, Sendable {
    /// Before the number.
    public let prefix: String
    /// Behind it.
    public let suffix: String
  }

  /// Whether a line is the heading of a part of the document, such as the one that follows the tables.
  public func beginsPart(_ line: String) -> Bool {
    guard line.unicodeScalars.contains(where: { $0 == part.prefix.unicodeScalars.first }) else {
      return false
    }
    let text = line.squeezed
    guard text.hasPrefix(part.prefix) else { return false }
    let number = text.dropFirst(part.prefix.count).prefix { ordinals.contains($0) || $0.isNumber }
    return !number.isEmpty
      && text.dropFirst(part.prefix.count + number.count).hasPrefix(part.suffix)
  }

  /// The words of the officials' notation of relations.
  public struct RelationWords: Decodable, Sendable {
    /// The suffix of a row number.
    public let row: String
    /// The suffix of a column number.
    public let column: String
    /// "Every".
    public let each: String
    /// The prefix of a table number.
    public let table: String
    /// The word that may stand between a table number and what is taken of the table.
    public let of: String
    /// The sign of a sum over a level of codes.
    public let sum: String
    /// The name of the total row.
    public let total: String
    /// The signs of a range.
    public let through: [String]
  }

  /// The words by which the narrative states figures.
  public struct NarrativeWords: Decodable, Sendable {
    /// What a section's heading has after the words it shares with a table's title.
    public let headingSuffixes: [String]
    /// What a table's title has after the words it shares with a section's heading.
    public let titleSuffixes: [String]
    /// The units that follow an amount, longest first.
    public let amountUnits: [String]
    /// The phrases between a subject and its amount.
    public let claims: [ClaimPhrase]
  }

  /// One way in which a sentence states an amount of its subject.
  public struct ClaimPhrase: Decodable, Sendable {
    /// The words between the subject and the amount.
    public let phrase: String
    /// The stage the amount belongs to, or nil where the table's own is meant.
    public let stage: Stage?
    /// How the amount is stated.
    public let form: Form

    /// How an amount is stated.
    public enum Form: String, Decodable, Sendable {
      /// The amount itself.
      case value
      /// By how much the final amount is above this stage's.
      case increaseOver = "increase-over"
      /// By how much the final amount is below this stage's.
      case decreaseFrom = "decrease-from"
    }
  }
}
