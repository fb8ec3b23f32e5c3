/// What a CSV turned out to be.
public struct CSVReport: Sendable {
  /// The encoding.
  public internal(set) var encoding: TextEncoding
  /// How the encoding was found.
  public internal(set) var encodingEvidence: EncodingEvidence
  /// What the encoding may be as well; nil where there is no doubt.
  public internal(set) var otherEncoding: TextEncoding?
  /// The delimiter.
  public internal(set) var delimiter: UInt8
  /// Another delimiter that gives as many rows of one shape; nil where there is none.
  public internal(set) var rivalDelimiter: UInt8?
  /// Whether the delimiter was given rather than found.
  public internal(set) var delimiterIsGiven: Bool
  /// The number of rows.
  public internal(set) var rows = 0
  /// How often each rule was followed.
  public internal(set) var counts: [CSVIssue.Rule: Int] = [:]
  /// The first issues, at most ``CSVReader/issueLimit``.
  public internal(set) var issues: [CSVIssue] = []
}
