/// Something in a CSV that RFC 4180 has no place for, with its place: an error when reading strictly,
/// else what was made of it.
public struct CSVIssue: Error, Hashable, Sendable {
  /// What is the matter; each says how it is read where reading is lenient.
  public struct Rule: RawRepresentable, Hashable, Sendable, CaseIterable {
    /// The name of the rule.
    public let rawValue: String
    /// The rule of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// All that there are, in the order in which they are told.
    public static let allCases = [
      loneQuote, strayQuote, blankAfterQuote, openQuote, raggedRow, zeroByte, header,
    ]

    /// A quote inside a field that does not start with one: text.
    public static let loneQuote = Rule(rawValue: "lone-quote")
    /// A quote inside a quoted field that is not doubled and that no delimiter or line end follows: text.
    /// Where none follows that ends the field before a delimiter or line end, the field with all its quotes is
    /// text up to there.
    public static let strayQuote = Rule(rawValue: "stray-quote")
    /// Blanks between the closing quote and the delimiter: left out.
    public static let blankAfterQuote = Rule(rawValue: "blank-after-quote")
    /// A quote at the start of a field that no other closes: text, and the field ends at the delimiter.
    public static let openQuote = Rule(rawValue: "open-quote")
    /// A row with more or fewer fields than the first: as it is.
    public static let raggedRow = Rule(rawValue: "ragged-row")
    /// A NUL: kept.
    public static let zeroByte = Rule(rawValue: "nul")
    /// The first row is not the expected one. An error in both ways of reading.
    public static let header = Rule(rawValue: "header")
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
      default: rule.rawValue
      }
    return "line \(line), column \(column) (byte \(offset)): \(reason)"
  }
}
