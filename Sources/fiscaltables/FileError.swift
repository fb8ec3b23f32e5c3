import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written, in words for people.
struct FileError: Error {
  let message: BilingualText
  /// The file that it speaks of, where that is not the input.
  let path: String?

  /// Whether the file is sound, but no disclosure.
  let isForeign: Bool

  init(_ message: BilingualText, path: String? = nil, isForeign: Bool = false) {
    self.message = message
    self.path = path
    self.isForeign = isForeign
  }

  /// The system's reason for the last call that failed.
  static func system(_ action: (String) -> BilingualText, path: String? = nil) -> FileError {
    FileError(action(String(cString: strerror(errno))), path: path)
  }
}
