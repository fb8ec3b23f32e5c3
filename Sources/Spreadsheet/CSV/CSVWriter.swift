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
    (self.delimiter, self.byteOrderMark, self.encoding) = (delimiter, byteOrderMark, encoding)
    (self.crlf, self.guardsFormulas) = (crlf, guardsFormulas)
  }

  /// The bytes of a file with these rows.
  ///
  /// A row without fields is written as a row of one empty field: CSV has no other form for it.
  /// - Throws: ``TextEncodingError`` where the system does not have the encoding; UTF-8 always works.
  public func bytes(
    encoding rows: some Sequence<[String]>
  ) throws(TextEncodingError) -> [UInt8] {
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
    let line = ByteBuffer()
    for row in rows {
      // Every byte may need another one before it, and every field quotes, a guard and a delimiter.
      line.count = 0
      line.reserve(row.reduce(2) { $0 + 2 * $1.utf8.count + 4 })
      var to = line.base
      for (index, field) in row.enumerated() {
        if index > 0 {
          to.pointee = delimiter
          to += 1
        }
        write(field, isFirst: index == 0 && bytes.isEmpty, to: &to)
      }
      if crlf {
        to.pointee = 0x0D
        to += 1
      }
      to.pointee = 0x0A
      line.count = to - line.base + 1
      bytes.append(contentsOf: line.bytes)
    }
    return bytes
  }

  private func write(_ field: String, isFirst: Bool, to: inout UnsafeMutablePointer<UInt8>) {
    let isGuarded = guardsFormulas && Self.looksLikeFormula(field)
    let done: Void? = field.utf8.withContiguousStorageIfAvailable { text in
      write(text, isGuarded: isGuarded, isFirst: isFirst, to: &to)
    }
    if done == nil {
      Array(field.utf8).withUnsafeBufferPointer { text in
        write(text, isGuarded: isGuarded, isFirst: isFirst, to: &to)
      }
    }
  }

  @inline(__always)
  private func write(
    _ text: UnsafeBufferPointer<UInt8>, isGuarded: Bool, isFirst: Bool,
    to: inout UnsafeMutablePointer<UInt8>
  ) {
    guard let start = text.baseAddress else { return }
    let quote = UInt8(ascii: "\"")
    // A mark at the start of the file would be taken for its byte order mark.
    let isQuoted = needsQuotes(text) || isFirst && text.starts(with: [0xEF, 0xBB, 0xBF])
    if isQuoted {
      to.pointee = quote
      to += 1
    }
    if isGuarded {
      to.pointee = UInt8(ascii: "'")
      to += 1
    }
    guard isQuoted else {
      to.update(from: start, count: text.count)
      to += text.count
      return
    }
    for byte in text {
      if byte == quote {
        to.pointee = quote
        to += 1
      }
      to.pointee = byte
      to += 1
    }
    to.pointee = quote
    to += 1
  }

  /// Whether a delimiter, a quote or a line end stands in a text.
  @inline(__always)
  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = text.baseAddress else { return false }
    var at = 0
    // Eight bytes at a time, nearly none of which is less than a blank, a quote or the delimiter.
    let ones: UInt64 = 0x0101_0101_0101_0101
    while at + 8 <= text.count {
      let word = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
      let others = word ^ ones &* UInt64(delimiter)
      let quotes = word ^ ones &* 0x22
      let hits =
        ((word &- ones &* 0x20) & ~word) | ((others &- ones) & ~others)
        | ((quotes &- ones) & ~quotes)
      if hits & (ones &* 0x80) != 0 { break }
      at += 8
    }
    while at < text.count {
      let byte = start[at]
      if byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
      at += 1
    }
    return false
  }

  /// Whether spreadsheet programs take a text for a formula: it starts with `=`, `+`, `-` or `@`, in
  /// either width, as East Asian editions take both, with a tab or a line end, and is neither a number
  /// nor a dash alone.
  private static func looksLikeFormula(_ field: String) -> Bool {
    guard let first = field.utf8.first else { return false }
    if first == 0xEF {
      let wide: Set<Unicode.Scalar> = ["\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]
      return field.unicodeScalars.first.map { wide.contains($0) } ?? false
    }
    guard "=+-@\t\r\n".utf8.contains(first) else { return false }
    if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      let rest = field.utf8.dropFirst()
      return !rest.allSatisfy { $0.isDigit || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }
    }
    return true
  }
}
