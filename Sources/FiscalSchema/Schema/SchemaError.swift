import FiscalModel

/// What is wrong with a schema file.
package struct SchemaError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, once it is known.
  package var file: String?
  /// What is wrong in it.
  package var reason: String

  init(_ reason: String, file: String? = nil) {
    self.reason = reason
    self.file = file
  }

  /// File and reason in one line.
  package var description: String { (file.map { "\($0): " } ?? "") + reason }
}
