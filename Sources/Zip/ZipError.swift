/// Why an archive could not be read or written. Each names the entry it is about.
public enum ZipError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no archive here, or its end is missing.
  case notAnArchive
  /// The file cannot be read.
  case unreadable(reason: String)
  /// The directory of the archive contradicts itself.
  case badDirectory(reason: String)
  /// The entry contradicts itself or the directory.
  case badEntry(name: String, reason: String)
  /// The entry is in a form that is not read, such as encrypted.
  case unsupported(name: String, reason: String)
  /// Two entries have this name.
  case duplicateName(String)
  /// A limit was exceeded, at this entry where there is one.
  case limitExceeded(limit: String, allowed: Int, name: String?)

  /// One line that names the entry.
  public var description: String {
    switch self {
    case .notAnArchive: "not a ZIP archive, or its end is missing"
    case .unreadable(let reason): "the file cannot be read: \(reason)"
    case .badDirectory(let reason): "ZIP directory: \(reason)"
    case .badEntry(let name, let reason): "ZIP entry '\(name)': \(reason)"
    case .unsupported(let name, let reason): "ZIP entry '\(name)': \(reason) is not supported"
    case .duplicateName(let name): "ZIP entry '\(name)': there are two of this name"
    case .limitExceeded(let limit, let allowed, let name):
      "ZIP \(name.map { "entry '\($0)'" } ?? "archive"): more than \(allowed) \(limit)"
    }
  }
}
