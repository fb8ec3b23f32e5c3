/// Reads comma-separated values after RFC 4180: quotes around fields that need them, doubled quotes
/// within, lines ended by LF, CRLF or CR.
///
/// A quote inside a field that does not start with one is text, as in `38' 54"`: the RFC has no
/// place for it, but it can mean nothing else. Rows may have different numbers of fields, and an
/// empty line is a row of one empty field.
public struct CSVReader: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8

  /// A reader for a delimiter, a comma by default.
  public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

  /// The rows of a file in UTF-8, with or without byte order mark.
  ///
  /// An error names the one-based line and column, in bytes, of the byte that is wrong.
  public func rows(_ bytes: [UInt8]) throws(SpreadsheetError) -> [[String]] {
    var scanner = Scanner(bytes: bytes, delimiter: delimiter)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.skipByteOrderMark() }
    var rows: [[String]] = []
    while !scanner.isAtEnd {
      var row: [String] = []
      row.reserveCapacity(rows.last?.count ?? 8)
      repeat { row.append(try scanner.field()) } while scanner.skipDelimiter()
      scanner.skipLineEnd()
      rows.append(row)
    }
    return rows
  }

  private struct Scanner {
    let bytes: [UInt8]
    let delimiter: UInt8
    private var at = 0
    private var line = 1
    private var lineStart = 0
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    init(bytes: [UInt8], delimiter: UInt8) {
      self.bytes = bytes
      self.delimiter = delimiter
    }

    var isAtEnd: Bool { at >= bytes.count }

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func skipByteOrderMark() {
      at = 3
      lineStart = 3
    }

    mutating func skipDelimiter() -> Bool {
      guard byte == delimiter else { return false }
      at += 1
      return true
    }

    mutating func skipLineEnd() {
      guard let byte, byte == Self.lineFeed || byte == Self.carriageReturn else { return }
      at += 1
      if byte == Self.carriageReturn, self.byte == Self.lineFeed { at += 1 }
      line += 1
      lineStart = at
    }

    mutating func field() throws(SpreadsheetError) -> String {
      if byte == Self.quote { return try quotedField() }
      let start = at
      while let byte, byte != delimiter, byte != Self.lineFeed, byte != Self.carriageReturn {
        at += 1
      }
      return try text(bytes[start..<at], at: start)
    }

    private mutating func quotedField() throws(SpreadsheetError) -> String {
      let (start, startLine, startOfLine) = (at, line, lineStart)
      at += 1
      var content: [UInt8] = []
      var piece = at
      while let byte {
        switch byte {
        case Self.quote:
          content.append(contentsOf: bytes[piece..<at])
          at += 1
          if self.byte == Self.quote {
            piece = at
            at += 1
            continue
          }
          if let next = self.byte, next != delimiter, next != Self.lineFeed,
            next != Self.carriageReturn
          {
            throw error("text after the closing quote", at)
          }
          return try text(content[...], at: start)
        case Self.lineFeed, Self.carriageReturn: skipLineEnd()
        default: at += 1
        }
      }
      (line, lineStart) = (startLine, startOfLine)
      throw error("a quote that is never closed", start)
    }

    private func text(
      _ content: ArraySlice<UInt8>, at start: Int
    ) throws(SpreadsheetError) -> String {
      guard let text = String(validating: content, as: UTF8.self) else {
        throw error("a field that is not UTF-8", start)
      }
      return text
    }

    private func error(_ reason: String, _ at: Int) -> SpreadsheetError {
      .csv(line: line, column: max(at - lineStart, 0) + 1, reason: reason)
    }
  }
}
