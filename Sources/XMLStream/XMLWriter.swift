/// Writes XML by appending bytes to a buffer, which is ten times faster than libxml2's writer.
///
/// Names are literals and are not checked; every value and text is escaped.
package struct XMLWriter: Sendable {
  /// How text that XML cannot hold is written.
  package enum Escaping: Sendable {
    /// Markup characters only; control characters, which XML has no form for, become `_xHHHH_`.
    case plain
    /// `ST_Xstring` (ECMA-376 Part 1, 22.9.2.19): control characters as `_xHHHH_`, and an
    /// underscore that would start such an escape as `_x005F_`, so that all text comes back.
    case xstring
  }

  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  private var open: [StaticString] = []
  private var tagIsOpen = false

  /// An empty document with room for `capacity` bytes.
  package init(capacity: Int = 1 << 10) { bytes.reserveCapacity(capacity) }

  /// Takes away what was written so far; the elements that are open stay so.
  package mutating func take() -> [UInt8] {
    closeTag()
    defer { bytes = [] }
    return bytes
  }

  /// The XML declaration that office programs write.
  package mutating func declaration() {
    literal("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
  }

  /// The value of an attribute.
  package enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    /// Text, which is escaped.
    case text(String, as: Escaping = .plain)
    /// A literal, which needs no escape.
    case literal(StaticString)
    /// An integer.
    case integer(Int)
    /// The shortest text of a number.
    case number(Double)
    /// `1` or `0`.
    case flag(Bool)

    /// `1` where something holds, nothing where it does not.
    package static func when(_ holds: Bool) -> Value? { holds ? .flag(true) : nil }

    /// A literal.
    package init(stringLiteral value: StaticString) { self = .literal(value) }
    /// A flag.
    package init(booleanLiteral value: Bool) { self = .flag(value) }
  }

  /// Starts an element; attributes without a value are left out, further ones may come next.
  package mutating func start(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value?> = [:]
  ) {
    closeTag()
    bytes.append(UInt8(ascii: "<"))
    literal(name)
    open.append(name)
    tagIsOpen = true
    for (name, value) in attributes { attribute(name, value) }
  }

  /// Ends the element that was started last, `<a/>` when it has no content.
  package mutating func end() {
    guard let name = open.popLast() else { return }
    if tagIsOpen {
      literal("/>")
      tagIsOpen = false
    } else {
      literal("</")
      literal(name)
      bytes.append(UInt8(ascii: ">"))
    }
  }

  /// Writes an element and what `content` puts into it.
  package mutating func element<Failure: Error>(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value?> = [:],
    _ content: (inout XMLWriter) throws(Failure) -> Void
  ) throws(Failure) {
    start(name, attributes)
    try content(&self)
    end()
  }

  /// Writes an element without content.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value?>
  ) {
    start(name, attributes)
    end()
  }

  /// Writes an element of text.
  package mutating func element(
    _ name: StaticString, text: some StringProtocol, as escaping: Escaping = .xstring
  ) {
    start(name)
    self.text(text, as: escaping)
    end()
  }

  /// Writes an element of text that keeps the blanks at its ends.
  package mutating func spaced(_ name: StaticString, _ text: String) {
    start(name)
    preserveSpace(of: text)
    self.text(text, as: .xstring)
    end()
  }

  /// Adds an attribute to the element just started, unless it has no value.
  package mutating func attribute(_ name: StaticString, _ value: Value?) {
    guard let value else { return }
    bytes.append(UInt8(ascii: " "))
    literal(name)
    literal("=\"")
    switch value {
    case .text(let text, let escaping): escape(text, escaping, inAttribute: true)
    case .literal(let text): literal(text)
    case .integer(let value): integer(value)
    case .number(let value): literal(of: value)
    case .flag(let value): integer(value ? 1 : 0)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func literal(of value: Double) {
    let text = value.description
    bytes += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
  }

  /// Adds `xml:space="preserve"` to the element just started when its text needs it.
  private mutating func preserveSpace(of text: String) {
    guard let first = text.utf8.first, let last = text.utf8.last else { return }
    // Other control characters are escaped, and so are carriage returns: they are no blanks.
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }
    if isBlank(first) || isBlank(last) { literal(" xml:space=\"preserve\"") }
  }

  /// Adds text.
  package mutating func text(_ text: some StringProtocol, as escaping: Escaping = .plain) {
    closeTag()
    escape(text, escaping, inAttribute: false)
  }

  /// Adds markup as it stands, for the few places where speed asks for it.
  package mutating func markup(_ markup: StaticString) {
    closeTag()
    literal(markup)
  }

  private mutating func integer(_ value: Int) {
    guard value >= 10 || value < 0 else {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: value))
      return
    }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    while rest > 0 {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  private mutating func closeTag() {
    guard tagIsOpen else { return }
    bytes.append(UInt8(ascii: ">"))
    tagIsOpen = false
  }

  private mutating func literal(_ literal: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(
        start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  // MARK: Escaping

  private mutating func escape(
    _ text: some StringProtocol, _ escaping: Escaping, inAttribute: Bool
  ) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable {
      escape($0, escaping, inAttribute)
    }
    if done == nil {
      Array(text.utf8).withUnsafeBufferPointer { escape($0, escaping, inAttribute) }
    }
  }

  private mutating func escape(
    _ text: UnsafeBufferPointer<UInt8>, _ escaping: Escaping, _ inAttribute: Bool
  ) {
    var copied = 0
    for index in 0..<text.count {
      let byte = text[index]
      // Most bytes are none of these; one comparison settles the letters and all CJK leads but one.
      guard byte < 0x40 || byte == 0x5F || byte == 0xEF else { continue }
      guard
        let replacement = Self.replacement(
          byte, before: text[(index + 1)...], escaping, inAttribute: inAttribute)
      else { continue }
      bytes.append(contentsOf: text[copied..<index])
      switch replacement {
      case .literal(let text): literal(text)
      case .escape(let unit): xEscape(unit)
      }
      // U+FFFE and U+FFFF take three bytes.
      copied = index + (byte == 0xEF ? 3 : 1)
    }
    bytes.append(contentsOf: text[copied...])
  }

  private enum Replacement {
    case literal(StaticString)
    case escape(UInt16)
  }

  private static func replacement(
    _ byte: UInt8, before rest: Slice<UnsafeBufferPointer<UInt8>>, _ escaping: Escaping,
    inAttribute: Bool
  ) -> Replacement? {
    switch byte {
    case UInt8(ascii: "&"): return .literal("&amp;")
    case UInt8(ascii: "<"): return .literal("&lt;")
    case UInt8(ascii: ">"): return .literal("&gt;")
    case UInt8(ascii: "\""): return inAttribute ? .literal("&quot;") : nil
    case 0x09: return inAttribute ? .literal("&#9;") : nil
    case 0x0A: return inAttribute ? .literal("&#10;") : nil
    // A bare carriage return would be read as a line feed.
    case 0x0D: return escaping == .xstring ? .escape(0x0D) : .literal("&#13;")
    case ..<0x20: return .escape(UInt16(byte))
    case 0x5F where escaping == .xstring && isEscape(rest): return .escape(0x5F)
    case 0xEF:
      let next = rest.prefix(2)
      guard next.first == 0xBF, let last = next.last, last == 0xBE || last == 0xBF else {
        return nil
      }
      return next.count == 2 ? .escape(0xFFC0 | UInt16(last & 0x3F)) : nil
    default: return nil
    }
  }

  /// Whether `xHHHH_` follows.
  private static func isEscape(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let next = rest.prefix(6)
    guard next.count == 6, next.first == UInt8(ascii: "x"), next.last == 0x5F else { return false }
    return next.dropFirst().dropLast().allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
      default: false
      }
    }
  }

  private mutating func xEscape(_ unit: UInt16) {
    literal("_x")
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xF
      bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
    }
    bytes.append(0x5F)
  }
}
