#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Bytes to text: a byte order mark, else strict UTF-8, else GB 18030, never a silent guess.
enum TextDecoding {
  /// The text and the name of its encoding.
  static func decode(_ bytes: [UInt8]) throws(DocumentError) -> (text: String, encoding: String) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      let body = Array(bytes.dropFirst(3))
      guard let text = String(validating: body, as: UTF8.self) else {
        throw .undecodable(offset: 3 + invalidUTF8Offset(body))
      }
      return (text, "UTF-8")
    }
    if bytes.starts(with: [0xFF, 0xFE]) {
      return (try convert(Array(bytes.dropFirst(2)), from: "UTF-16LE", skipped: 2), "UTF-16LE")
    }
    if bytes.starts(with: [0xFE, 0xFF]) {
      return (try convert(Array(bytes.dropFirst(2)), from: "UTF-16BE", skipped: 2), "UTF-16BE")
    }
    // A NUL stands in no text of these encodings, nor do most control characters.
    if let offset = bytes.firstIndex(where: {
      $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1A
    }) {
      throw .notText(offset: offset)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return (text, "UTF-8") }
    return (try convert(bytes, from: "GB18030", skipped: 0), "GB18030")
  }

  private static func invalidUTF8Offset(_ bytes: [UInt8]) -> Int {
    // The longest valid beginning ends where a repaired decoding first differs from the bytes.
    var offset = 0
    for byte in String(decoding: bytes, as: UTF8.self).utf8 {
      guard offset < bytes.count, bytes[offset] == byte else { break }
      offset += 1
    }
    return offset
  }

  /// Converts through iconv, which decodes strictly and tells where it stopped.
  private static func convert(
    _ bytes: [UInt8], from encoding: String, skipped: Int
  ) throws(DocumentError) -> String {
    let converter = iconv_open("UTF-8", encoding)
    guard Int(bitPattern: converter) != -1 else { throw .undecodable(offset: 0) }
    defer { iconv_close(converter) }
    var input = bytes
    // One unit of the source never becomes more than four bytes of UTF-8 for two of its own.
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
    var left = input.count
    var room = output.count
    let failed = input.withUnsafeMutableBytes { source in
      output.withUnsafeMutableBytes { target in
        var from = source.bindMemory(to: CChar.self).baseAddress
        var to = target.bindMemory(to: CChar.self).baseAddress
        return iconv(converter, &from, &left, &to, &room) == -1
      }
    }
    guard !failed, left == 0 else { throw .undecodable(offset: skipped + bytes.count - left) }
    return String(decoding: output[..<(output.count - room)], as: UTF8.self)
  }
}
