/// What scanners of bytes need to know of XML: entities, UTF-8, and how a part begins.
enum PlainText {
  /// The predefined entity that starts here and its length; nil for any other.
  static func entity(_ bytes: UnsafePointer<UInt8>) -> (UInt8, Int)? {
    func matches(_ literal: StaticString) -> Bool { ByteWord.matches(literal, bytes) }
    if matches("&amp;") { return (UInt8(ascii: "&"), 5) }
    if matches("&lt;") { return (UInt8(ascii: "<"), 4) }
    if matches("&gt;") { return (UInt8(ascii: ">"), 4) }
    if matches("&quot;") { return (UInt8(ascii: "\""), 6) }
    return matches("&apos;") ? (UInt8(ascii: "'"), 6) : nil
  }

  /// The length of the character of several bytes that starts here, 0 when XML would not take it.
  static func scalarLength(_ bytes: UnsafePointer<UInt8>) -> Int {
    let (first, second) = (bytes[0], bytes[1])
    guard second & 0xC0 == 0x80 else { return 0 }
    if 0xC2...0xDF ~= first { return 2 }
    guard bytes[2] & 0xC0 == 0x80 else { return 0 }
    if first & 0xF0 == 0xE0 {
      if first == 0xE0, second < 0xA0 { return 0 }
      if first == 0xED, second >= 0xA0 { return 0 }
      // U+FFFE and U+FFFF.
      return first == 0xEF && second == 0xBF && bytes[2] >= 0xBE ? 0 : 3
    }
    guard bytes[3] & 0xC0 == 0x80, 0xF0...0xF4 ~= first else { return 0 }
    if first == 0xF0, second < 0x90 { return 0 }
    return first == 0xF4 && second >= 0x90 ? 0 : 4
  }

  /// Reads text up to the next `<`, from a place at or behind its start. What XML would change or refuse
  /// is not plain, but for the five predefined entities: text that has any is copied into an arena.
  ///
  /// - Returns: Where in the arena the copy begins, -1 without one; nil, and the place, for what is not
  ///   plain.
  @inline(never)
  static func readText(
    _ at: inout UnsafePointer<UInt8>, from start: UnsafePointer<UInt8>, into arena: inout [UInt8]
  ) -> Int? {
    var piece = start
    var copyStart = -1
    while at[0] != UInt8(ascii: "<") {
      let byte = at[0]
      if byte > UInt8(ascii: ">"), byte < 0x80 {
        at += 1
      } else if byte == UInt8(ascii: "&") {
        guard let (scalar, length) = entity(at) else { return nil }
        if copyStart < 0 { copyStart = arena.count }
        arena.append(contentsOf: UnsafeBufferPointer(start: piece, count: at - piece))
        arena.append(scalar)
        at += length
        piece = at
      } else if byte >= 0x80 {
        let length = scalarLength(at)
        guard length > 0 else { return nil }
        at += length
      } else if byte == UInt8(ascii: ">") || (byte < 0x20 && byte != 0x0A && byte != 0x09) {
        return nil
      } else {
        at += 1
      }
    }
    if copyStart >= 0 {
      arena.append(contentsOf: UnsafeBufferPointer(start: piece, count: at - piece))
    }
    return copyStart
  }

  /// The beginning of a part up to and with a start tag, when it is plain: UTF-8, no comment, no
  /// instruction, the root in the main namespace and without a prefix.
  struct Beginning {
    /// Just behind the start tag.
    var end: Int
    /// Whether the root declares `xmlns:x14ac`.
    var knowsDescent: Bool
  }

  /// Looks for the start tag of a child of the root, or of the root itself.
  static func beginning(
    _ bytes: UnsafeBufferPointer<UInt8>, root: StaticString, child: StaticString?
  ) -> Beginning? {
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard var tag = Tag(bytes, at) else { return nil }
    if tag.hasPrefix("<?xml ") {
      guard
        !tag.contains("encoding", ignoringCase: true)
          || tag.contains("\"utf-8\"", ignoringCase: true)
          || tag.contains("'utf-8'", ignoringCase: true),
        tag.hasSuffix("?>")
      else { return nil }
      guard let next = Tag(bytes, tag.end) else { return nil }
      tag = next
    }
    guard tag.hasPrefix("<"), tag.hasPrefix(root, after: 1),
      tag.isBlank(1 + root.utf8CodeUnitCount),
      !tag.hasSuffix("/>"),
      tag.contains(" xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"")
        || tag.contains(" xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"")
    else { return nil }
    let knowsDescent = tag.contains(" xmlns:x14ac=\"")
    at = tag.end
    guard let child else { return Beginning(end: at, knowsDescent: knowsDescent) }
    var depth = 1
    while depth > 0 {
      guard let tag = Tag(bytes, at), !tag.hasPrefix("<!"), !tag.hasPrefix("<?") else { return nil }
      at = tag.end
      if depth == 1, tag.count == child.utf8CodeUnitCount + 2, tag.hasPrefix(child, after: 1) {
        return Beginning(end: at, knowsDescent: knowsDescent)
      }
      if tag.hasPrefix("</") { depth -= 1 } else if !tag.hasSuffix("/>") { depth += 1 }
    }
    return nil
  }

  /// A tag, with nothing but blanks before it.
  private struct Tag {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let start: Int
    /// Just behind its `>`.
    let end: Int

    var count: Int { end - start }

    init?(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int) {
      var at = from
      while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
      guard at < bytes.count, bytes[at] == UInt8(ascii: "<") else { return nil }
      start = at
      var quote: UInt8 = 0
      while at < bytes.count {
        let byte = bytes[at]
        at += 1
        if quote != 0 {
          if byte == quote { quote = 0 }
        } else if byte == 0x22 || byte == 0x27 {
          quote = byte
        } else if byte == UInt8(ascii: ">") {
          self.bytes = bytes
          end = at
          return
        }
      }
      return nil
    }

    func isBlank(_ offset: Int) -> Bool { offset < count && bytes[start + offset] <= 0x20 }

    func hasPrefix(_ literal: StaticString, after offset: Int = 0) -> Bool {
      matches(literal, start + offset)
    }

    func hasSuffix(_ literal: StaticString) -> Bool {
      matches(literal, end - literal.utf8CodeUnitCount)
    }

    func contains(_ literal: StaticString, ignoringCase: Bool = false) -> Bool {
      var at = start
      while at + literal.utf8CodeUnitCount <= end {
        if matches(literal, at, mask: ignoringCase ? 0x20 : 0) { return true }
        at += 1
      }
      return false
    }

    private func matches(_ literal: StaticString, _ at: Int, mask: UInt8 = 0) -> Bool {
      guard at >= start, at + literal.utf8CodeUnitCount <= end else { return false }
      let wanted = literal.utf8Start
      for index in 0..<literal.utf8CodeUnitCount
      where bytes[at + index] | mask != wanted[index] | mask { return false }
      return true
    }
  }
}
