/// Why an XML part could not be read, and where.
public struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of thing is wrong. More kinds may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the kind.
    public let rawValue: String
    /// The kind of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The part is not well-formed, or its bytes are none of its encoding.
    public static let malformed = Code(rawValue: "malformed")
    /// The part has what is not read: a document type.
    public static let forbidden = Code(rawValue: "forbidden")
    /// A bound was exceeded.
    public static let limitExceeded = Code(rawValue: "limit-exceeded")
  }

  /// What kind of thing is wrong.
  public let code: Code
  /// One-based line.
  public let line: Int
  /// One-based column.
  public let column: Int
  /// What is wrong, in one line.
  public let message: String

  /// `line 3, column 14: ...`.
  public var description: String { "line \(line), column \(column): \(message)" }
}
