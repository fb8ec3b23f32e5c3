/// Why an archive could not be read or written.
package struct ZipError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of thing went wrong. More kinds may come.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the kind.
    package let rawValue: String
    /// The kind of a name.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// There is no archive here, or its end is missing.
    package static let notAnArchive = Code(rawValue: "not-an-archive")
    /// The file cannot be read.
    package static let unreadable = Code(rawValue: "unreadable")
    /// The directory of the archive contradicts itself.
    package static let badDirectory = Code(rawValue: "bad-directory")
    /// The entry contradicts itself or the directory.
    package static let badEntry = Code(rawValue: "bad-entry")
    /// The entry is in a form that is not read, such as encrypted.
    package static let unsupported = Code(rawValue: "unsupported")
    /// Two entries have one name.
    package static let duplicateName = Code(rawValue: "duplicate-name")
    /// A limit was exceeded, at an entry where one is named.
    package static let limitExceeded = Code(rawValue: "limit-exceeded")
  }

  /// What kind of thing went wrong.
  package let code: Code
  /// What is wrong, in one line, without the place.
  package let message: String
  /// The name of the entry it is about, nil for the archive.
  package let entry: String?

  private init(_ code: Code, _ message: String, entry: String? = nil) {
    (self.code, self.message, self.entry) = (code, message, entry)
  }

  /// One line that names the entry.
  package var description: String {
    if let entry { return "ZIP entry '\(entry)': \(message)" }
    return switch code {
    case .badDirectory: "ZIP directory: \(message)"
    case .limitExceeded: "ZIP archive: \(message)"
    default: message
    }
  }

  package static let notAnArchive = ZipError(
    .notAnArchive, "not a ZIP archive, or its end is missing")

  package static func unreadable(reason: String) -> ZipError {
    ZipError(.unreadable, "the file cannot be read: \(reason)")
  }

  package static func badDirectory(reason: String) -> ZipError { ZipError(.badDirectory, reason) }

  package static func badEntry(name: String, reason: String) -> ZipError {
    ZipError(.badEntry, reason, entry: name)
  }

  package static func unsupported(name: String, reason: String) -> ZipError {
    ZipError(.unsupported, "\(reason) is not supported", entry: name)
  }

  package static func duplicateName(_ name: String) -> ZipError {
    ZipError(.duplicateName, "there are two of this name", entry: name)
  }

  package static func limitExceeded(limit: String, allowed: Int, name: String?) -> ZipError {
    ZipError(.limitExceeded, "more than \(allowed) \(limit)", entry: name)
  }
}
