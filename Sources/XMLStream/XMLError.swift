/// Why an XML part could not be read, and where.
public struct XMLError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One-based line.
  public var line: Int
  /// One-based column.
  public var column: Int
  /// What is wrong, in one line.
  public var reason: String

  /// An error at a place.
  public init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `line 3, column 14: ...`.
  public var description: String { "line \(line), column \(column): \(reason)" }
}
