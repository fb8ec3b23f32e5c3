/// Something in a CSV that RFC 4180 has no place for, with its place: an error when reading strictly,
/// else what was made of it.
public struct CSVIssue: Error, Hashable, Sendable {
  /// What is the matter; each says how it is read where reading is lenient.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// A quote inside a field that does not start with one: text.
    case loneQuote = "lone-quote"
    /// A quote inside a quoted field that is not doubled and that no delimiter or line end follows: text.
    case strayQuote = "stray-quote"
    /// Blanks between the closing quote and the delimiter: left out.
    case blankAfterQuote = "blank-after-quote"
    /// A quote at the start of a field that no other closes: text, and the field ends at the delimiter.
    case openQuote = "open-quote"
    /// A row with more or fewer fields than the first: as it is.
    case raggedRow = "ragged-row"
    /// A NUL: kept.
    case zeroByte = "nul"
    /// The first row is not the expected one. An error in both ways of reading.
    case header
  }

  /// What is the matter.
  public let rule: Rule
  /// The line of the file, counted from 1; lines end with LF, CRLF or CR, within quotes as well.
  public let line: Int
  /// The column, in characters of the line counted from 1.
  public let column: Int
  /// The offset in the file, in bytes counted from 0.
  public let offset: Int
  /// For rows of another length, how many fields there are and how many there should be.
  public let fields: Fields?

  /// How many fields a row has and should have.
  public struct Fields: Hashable, Sendable {
    /// How many it has.
    public let found: Int
    /// How many the first row has.
    public let expected: Int
  }
}

extension CSVIssue: CustomStringConvertible {
  /// The place and what is wrong there.
  public var description: String {
    let reason =
      switch rule {
      case .loneQuote: "a quote in a field that is not quoted"
      case .strayQuote: "text after the closing quote"
      case .blankAfterQuote: "blanks after the closing quote"
      case .openQuote: "a quote that is never closed"
      case .raggedRow:
        "\(fields?.found ?? 0) fields where the first row has \(fields?.expected ?? 0)"
      case .zeroByte: "a NUL byte"
      case .header: "not the expected header"
      }
    return "line \(line), column \(column) (byte \(offset)): \(reason)"
  }
}

/// What a CSV turned out to be.
public struct CSVReport: Sendable {
  /// The encoding.
  public internal(set) var encoding: TextEncoding
  /// How the encoding was found.
  public internal(set) var encodingEvidence: EncodingEvidence
  /// The delimiter.
  public internal(set) var delimiter: UInt8
  /// Whether the delimiter was given rather than found.
  public internal(set) var delimiterIsGiven: Bool
  /// The number of rows.
  public internal(set) var rows = 0
  /// How often each rule was followed.
  public internal(set) var counts: [CSVIssue.Rule: Int] = [:]
  /// The first issues, at most ``CSVReader/issueLimit``.
  public internal(set) var issues: [CSVIssue] = []
}
