/// Why an XML part could not be read, and where.
package struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of thing is wrong. More kinds may come.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the kind.
    package let rawValue: String
    /// The kind of a name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The part is not well-formed, or its bytes are none of its encoding.
    package static let malformed = Code(rawValue: "malformed")
    /// The part has what is not read: a document type.
    package static let forbidden = Code(rawValue: "forbidden")
    /// A bound was exceeded.
    package static let limitExceeded = Code(rawValue: "limit-exceeded")
  }

  /// What kind of thing is wrong.
  package let code: Code
  /// One-based line.
  package let line: Int
  /// One-based column.
  package let column: Int
  /// What is wrong, in one line.
  package let message: String

  /// `line 3, column 14: ...`.
  package var description: String { "line \(line), column \(column): \(message)" }
}
