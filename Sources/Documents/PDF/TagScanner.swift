/// Runs over the tags that poppler's programs write.
///
/// They write neither well-formed XML (control characters) nor XML of bounded attributes (pictures of
/// many megabytes), so a parser of XML would refuse what this passes over.
struct TagScanner {
  /// A tag: where its name and its attributes stand.
  struct Tag {
    var name: Range<Int>
    var attributes: Range<Int>
    var isEnd: Bool
    /// Whether it ends the element that it begins.
    var isEmpty: Bool
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The next tag, or nil at the end.
  mutating func next() -> Tag? {
    let less = UInt8(ascii: "<")
    while position < bytes.count, bytes[position] != less { position += 1 }
    guard position < bytes.count else { return nil }
    position += 1
    let isEnd = position < bytes.count && bytes[position] == UInt8(ascii: "/")
    if isEnd { position += 1 }
    let start = position
    while position < bytes.count, !isNameEnd(bytes[position]) { position += 1 }
    let name = start..<position
    var quoted = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { quoted.toggle() }
      if byte == UInt8(ascii: ">"), !quoted { break }
      position += 1
    }
    guard position < bytes.count else { return nil }
    let isEmpty = bytes[position - 1] == UInt8(ascii: "/")
    let tag = Tag(
      name: name, attributes: name.upperBound..<max(name.upperBound, position), isEnd: isEnd,
      isEmpty: isEmpty)
    position += 1
    return tag
  }

  private func isNameEnd(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
  }

  /// Whether the tag is of this name.
  func `is`(_ tag: Tag, _ name: StaticString) -> Bool { equals(tag.name, name) }

  /// Where the value of an attribute stands, or nil.
  func value(_ tag: Tag, _ name: StaticString) -> Range<Int>? {
    var index = tag.attributes.lowerBound
    let end = tag.attributes.upperBound
    while index < end {
      while index < end, bytes[index] <= 0x20 { index += 1 }
      let start = index
      while index < end, bytes[index] != UInt8(ascii: "="), bytes[index] > 0x20 { index += 1 }
      let key = start..<index
      guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") else {
        index += 1
        continue
      }
      index += 2
      let first = index
      while index < end, bytes[index] != UInt8(ascii: "\"") { index += 1 }
      if equals(key, name) { return first..<index }
      index += 1
    }
    return nil
  }

  /// The number at the beginning of an attribute, or nil.
  func number(_ tag: Tag, _ name: StaticString) -> Double? {
    guard let range = value(tag, name) else { return nil }
    var index = range.lowerBound
    let isNegative = bytes[index...].first == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let first = index
    var value = 0.0
    var scale = 0.0
    while index < range.upperBound {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), scale == 0 {
        scale = 1
      } else if (0x30...0x39).contains(byte) {
        scale /= 10
        value = scale > 0 ? value + Double(byte - 0x30) * scale : value * 10 + Double(byte - 0x30)
      } else {
        break
      }
      index += 1
    }
    return index > first ? (isNegative ? -value : value) : nil
  }

  /// The text up to the next tag, entities resolved.
  func text() -> String {
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "<") { end += 1 }
    let raw = String(decoding: bytes[position..<end], as: UTF8.self)
    guard raw.utf8.contains(UInt8(ascii: "&")) else { return raw }
    var text = ""
    var rest = raw[...]
    while let start = rest.firstIndex(of: "&") {
      text += rest[..<start]
      rest = rest[start...]
      guard let stop = rest.firstIndex(of: ";"), let character = entity(rest[..<stop].dropFirst())
      else {
        text.append("&")
        rest = rest.dropFirst()
        continue
      }
      text.append(character)
      rest = rest[rest.index(after: stop)...]
    }
    return text + rest
  }

  private func entity(_ name: Substring) -> Character? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return value.flatMap(UnicodeScalar.init).map(Character.init)
    }
  }

  private func equals(_ range: Range<Int>, _ name: StaticString) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for (offset, index) in range.enumerated() where bytes[index] != name.utf8Start[offset] {
      return false
    }
    return true
  }
}
