import FiscalModel

/// What is wrong with a schema file.
public struct SchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, once it is known.
  public var file: String?
  /// What is wrong in it.
  public var reason: String

  init(_ reason: String, file: String? = nil) {
    self.reason = reason
    self.file = file
  }

  /// File and reason in one line.
  public var description: String { (file.map { "\($0): " } ?? "") + reason }
}
