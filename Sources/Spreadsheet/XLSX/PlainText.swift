/// What scanners of bytes need to know of XML: entities, UTF-8, and how a part begins.
enum PlainText {
  /// The predefined entity that starts here and its length; nil for any other.
  static func entity(_ bytes: UnsafePointer<UInt8>) -> (UInt8, Int)? {
    func matches(_ literal: StaticString) -> Bool {
      for index in 0..<literal.utf8CodeUnitCount where bytes[index] != literal.utf8Start[index] {
        return false
      }
      return true
    }
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
    _ bytes: UnsafeBufferPointer<UInt8>, root: String, child: String?
  ) -> Beginning? {
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func tag(_ start: Int) -> String? {
      var quote: UInt8 = 0
      var end = start
      while end < bytes.count {
        let byte = bytes[end]
        if quote != 0 {
          if byte == quote { quote = 0 }
        } else if byte == 0x22 || byte == 0x27 {
          quote = byte
        } else if byte == UInt8(ascii: ">") {
          return String(decoding: bytes[start...end], as: UTF8.self)
        }
        end += 1
      }
      return nil
    }
    func skipBlanks() {
      while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    }
    if at < bytes.count, let first = tag(at), first.hasPrefix("<?xml ") {
      let lower = first.lowercased()
      guard !lower.contains("encoding") || lower.contains("\"utf-8\"") || lower.contains("'utf-8'"),
        first.hasSuffix("?>")
      else { return nil }
      at += first.utf8.count
    }
    skipBlanks()
    guard at < bytes.count, let opening = tag(at), opening.hasPrefix("<\(root) "),
      !opening.hasSuffix("/>"),
      opening.contains(" xmlns=\"\(OpenXML.main)\"")
        || opening.contains(" xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"")
    else { return nil }
    at += opening.utf8.count
    let knowsDescent = opening.contains(" xmlns:x14ac=\"")
    guard let child else { return Beginning(end: at, knowsDescent: knowsDescent) }
    var depth = 1
    while depth > 0 {
      skipBlanks()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "<"), let tag = tag(at) else { return nil }
      if tag == "<\(child)>", depth == 1 {
        return Beginning(end: at + tag.utf8.count, knowsDescent: knowsDescent)
      }
      if tag.hasPrefix("<!") || tag.hasPrefix("<?") { return nil }
      at += tag.utf8.count
      if tag.hasPrefix("</") { depth -= 1 } else if !tag.hasSuffix("/>") { depth += 1 }
    }
    return nil
  }
}
