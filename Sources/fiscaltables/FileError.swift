import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written, in words for people.
struct FileError: Error {
  let message: Message
  /// The file that it speaks of, where that is not the input.
  let path: String?

  /// Whether the file is sound, but no disclosure.
  let isForeign: Bool

  init(_ message: Message, path: String? = nil, isForeign: Bool = false) {
    self.message = message
    self.path = path
    self.isForeign = isForeign
  }

  /// One with a message of its own.
  init(
    _ id: String, _ arguments: [String: any MessageArgument] = [:], path: String? = nil,
    isForeign: Bool = false
  ) {
    self.init(Message(id, arguments), path: path, isForeign: isForeign)
  }

  /// The system's reason for the last call that failed.
  static func system(_ action: String, path: String? = nil) -> FileError {
    FileError(Message(action, ["reason": String(cString: strerror(errno))]), path: path)
  }
}
