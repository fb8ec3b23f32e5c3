/// Writes comma-separated values after RFC 4180, quotes only where they are needed.
public struct CSVWriter: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// Whether the file starts with a byte order mark, which Excel needs to see UTF-8.
  public var byteOrderMark: Bool
  /// The encoding.
  public var encoding: TextEncoding
  /// Whether lines end with CRLF, as the RFC has it, rather than with LF.
  public var crlf: Bool
  /// Whether a text that a spreadsheet program would take for a formula is preceded by an apostrophe.
  /// Numbers are left alone.
  public var guardsFormulas: Bool

  /// A writer: a comma, UTF-8 without mark and LF by default.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","), byteOrderMark: Bool = false,
    encoding: TextEncoding = .utf8, crlf: Bool = false, guardsFormulas: Bool = false
  ) {
    self.delimiter = delimiter
    self.byteOrderMark = byteOrderMark
    self.encoding = encoding
    self.crlf = crlf
    self.guardsFormulas = guardsFormulas
  }

  /// The bytes of a file with these rows.
  ///
  /// A row without fields is written as a row of one empty field: CSV has no other form for it.
  /// - Throws: ``EncodingError`` where the system does not have the encoding; UTF-8 always works.
  public func bytes(
    encoding rows: some Sequence<[String]>
  ) throws(EncodingError) -> [UInt8] {
    let text = utf8(rows, mark: byteOrderMark && encoding == .utf8)
    if encoding == .utf8 { return text }
    var bytes = byteOrderMark ? encoding.byteOrderMark : []
    try encoding.append(String(decoding: text, as: UTF8.self), to: &bytes)
    return bytes
  }

  /// The bytes of a file with these rows in UTF-8, whatever the encoding.
  public func bytes(_ rows: some Sequence<[String]>) -> [UInt8] {
    utf8(rows, mark: byteOrderMark)
  }

  private func utf8(
    _ rows: some Sequence<[String]>, mark: Bool
  ) -> [UInt8] {
    var bytes: [UInt8] = mark ? TextEncoding.utf8.byteOrderMark : []
    bytes.reserveCapacity(rows.reduce(64) { $0 + $1.reduce(2) { $0 + $1.utf8.count + 1 } })
    for row in rows {
      var isFirst = true
      for field in row {
        if !isFirst { bytes.append(delimiter) }
        isFirst = false
        append(field, to: &bytes)
      }
      if crlf { bytes.append(0x0D) }
      bytes.append(0x0A)
    }
    return bytes
  }

  private func append(_ field: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let isGuarded = guardsFormulas && Self.looksLikeFormula(field)
    let isFirst = bytes.isEmpty
    var field = field
    field.withUTF8 { text in
      var needsQuotes = false
      for byte in text
      where byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D {
        needsQuotes = true
        break
      }
      // A mark at the start of the file would be taken for its byte order mark.
      guard needsQuotes || isFirst && text.starts(with: [0xEF, 0xBB, 0xBF]) else {
        if isGuarded { bytes.append(UInt8(ascii: "'")) }
        bytes.append(contentsOf: text)
        return
      }
      bytes.append(quote)
      if isGuarded { bytes.append(UInt8(ascii: "'")) }
      for byte in text {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
      }
      bytes.append(quote)
    }
  }

  /// Whether spreadsheet programs take a text for a formula: it starts with `=`, `+`, `-`, `@`, a tab or
  /// a line end, and is neither a number nor a dash alone.
  private static func looksLikeFormula(_ field: String) -> Bool {
    guard let first = field.utf8.first, "=+-@\t\r\n".utf8.contains(first) else { return false }
    if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      let rest = field.utf8.dropFirst()
      return !rest.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }
    }
    return true
  }
}
