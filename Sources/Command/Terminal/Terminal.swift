import FiscalTables
import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Language, standard error and the width of text: everything that depends on who is looking.
enum Terminal {
  /// The language of the messages: `--lang`, else the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
  /// set. Foundation's locale ignores these on Linux.
  static let language: Language = {
    let arguments = CommandLine.arguments
    for (index, argument) in arguments.enumerated() {
      if argument.hasPrefix("--lang="),
        let language = Language(rawValue: String(argument.dropFirst(7)))
      {
        return language
      }
      if argument == "--lang", index + 1 < arguments.count,
        let language = Language(rawValue: arguments[index + 1])
      {
        return language
      }
    }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
      return value.hasPrefix("zh") ? .chinese : .english
    }
    return .english
  }()

  static func text(_ text: BilingualText) -> String { text.text(in: language) }

  static func text(_ message: Message) -> String { message.text(in: language) }

  static func text(_ id: String, _ arguments: [String: any MessageArgument] = [:]) -> String {
    text(Message(id, arguments))
  }

  /// The lines of a message that is a list, such as the captions of columns.
  static func lines(_ id: String) -> [String] {
    text(id).split(separator: "\n").map(String.init)
  }

  /// Writes a message of the program to standard error.
  static func error(_ message: String) { note("fiscaltables: " + message) }

  /// Says what went wrong, and with which file where that is known.
  static func error(_ error: FileError) {
    self.error((error.path.map { $0 + ": " } ?? "") + text(error.message))
  }

  /// Text as it can be shown: names and documents may hold what moves the cursor or begins a line.
  static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isControl(scalar) {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether a character does something on a terminal rather than being shown: controls, and what turns the
  /// direction of text.
  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value || 0x202A...0x202E ~= scalar.value
      || 0x2066...0x2069 ~= scalar.value
  }

  /// Writes a line to standard error.
  static func note(_ line: String) {
    var bytes = Array((printable(line) + "\n").utf8)
    write(&bytes, to: 2)
  }

  /// Writes lines to standard output; where that fails, the program has nothing more to do.
  static func output(_ content: String) {
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    var bytes = Array(lines.map { printable(String($0)) + "\n" }.joined().utf8)
    if !write(&bytes, to: 1) {
      let reason = String(cString: strerror(errno))
      error(
        text(Message("output.standard")) + ": "
          + text(Message("output.unwritable", ["reason": reason])))
      exit(2)
    }
  }

  /// Writes all bytes to a file descriptor; returns false where that fails.
  @discardableResult
  static func write(_ bytes: inout [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: start), buffer.count - start)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        start += count
      }
      return true
    }
  }

  /// The columns that a text takes on a terminal: Chinese characters take two.
  static func width(_ text: String) -> Int {
    TextWidth.columns(text, isPrinted: false)
  }

  /// The text with blanks up to a width.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(text)))
  }

  /// Rows as columns that line up.
  static func table(_ rows: [[String]], indent: String = "") -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = indent
      for (column, text) in row.enumerated() {
        line += column + 1 < row.count ? padded(text, to: widths[column] + 2) : text
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
