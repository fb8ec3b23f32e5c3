/// Writes comma-separated values after RFC 4180, lines ended by LF, quotes only where needed.
public struct CSVWriter: Sendable {
  /// The byte between fields.
  public var delimiter: UInt8
  /// Whether the file starts with a byte order mark, which Excel needs to see UTF-8.
  public var byteOrderMark: Bool

  /// A writer for a delimiter, a comma by default.
  public init(delimiter: UInt8 = UInt8(ascii: ","), byteOrderMark: Bool = false) {
    self.delimiter = delimiter
    self.byteOrderMark = byteOrderMark
  }

  /// The bytes of a file with these rows.
  ///
  /// A row without fields is written as a row of one empty field: CSV has no other form for it.
  public func bytes(_ rows: some Sequence<some Sequence<some StringProtocol>>) -> [UInt8] {
    var bytes: [UInt8] = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    for row in rows {
      var isFirst = true
      for field in row {
        if !isFirst { bytes.append(delimiter) }
        isFirst = false
        append(field, to: &bytes)
      }
      bytes.append(0x0A)
    }
    return bytes
  }

  private func append(_ field: some StringProtocol, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = field.utf8.contains { byte in
      byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D
    }
    // A mark at the start of the file would be taken for its byte order mark.
    guard needsQuotes || (bytes.isEmpty && field.utf8.starts(with: [0xEF, 0xBB, 0xBF])) else {
      bytes.append(contentsOf: field.utf8)
      return
    }
    bytes.append(quote)
    for byte in field.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
