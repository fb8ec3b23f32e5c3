import Documents
import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written, in words for people.
public struct FileError: Error, Sendable {
  /// What is wrong and what to do; its identifier tells one kind of error from another.
  public let message: Message
  /// The file that it speaks of, where that is not the input.
  public let path: String?

  /// Whether the file is sound, but no disclosure.
  package let isForeign: Bool

  /// Makes an error.
  package init(_ message: Message, path: String? = nil, isForeign: Bool = false) {
    self.message = message
    self.path = path
    self.isForeign = isForeign
  }

  /// One with a message of its own.
  package init(
    _ id: String, _ arguments: [String: any MessageArgument] = [:], path: String? = nil,
    isForeign: Bool = false
  ) {
    self.init(Message(id, arguments), path: path, isForeign: isForeign)
  }

  /// The system's reason for the last call that failed.
  package static func system(_ action: String, path: String? = nil) -> FileError {
    FileError(Message(action, ["reason": String(cString: strerror(errno))]), path: path)
  }
}

extension FileError: CustomStringConvertible {
  /// The message in English, after the file that it speaks of.
  public var description: String {
    (path.map { $0 + ": " } ?? "") + message.text(in: .english)
  }
}

extension FileError {
  /// Why a file is no document.
  package init(_ error: DocumentError) {
    self.init(Message(error), isForeign: error.isForeign)
  }
}

extension DocumentError {
  /// Whether the file is of another kind altogether, rather than damaged.
  fileprivate var isForeign: Bool {
    switch self {
    case .empty, .unsupported, .notText: true
    case .tooLarge, .undecodable, .workbook, .delimited, .word, .web, .missingTool, .pdf, .office,
      .ofd:
      false
    }
  }
}
