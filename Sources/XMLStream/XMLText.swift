/// Text of a document while its event lasts: a borrowed view that cannot be stored, so that it never
/// outlives the parser's buffer, and that makes no `String` unless asked.
package struct XMLText: ~Copyable {
  private let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The number of bytes in UTF-8.
  package var count: Int { bytes.count }

  /// A copy as a string.
  package var string: String { String(decoding: bytes, as: UTF8.self) }

  /// The decimal integer that stands here, nil when it is something else.
  package var integer: Int? {
    var value = 0
    var negative = false
    for (index, byte) in bytes.enumerated() {
      if index == 0, byte == 0x2D, bytes.count > 1 {
        negative = true
        continue
      }
      // More than fifteen digits are no count, row or identifier of anything.
      guard 0x30...0x39 ~= byte, index < 16 else { return nil }
      value = value * 10 + Int(byte &- 0x30)
    }
    return bytes.isEmpty ? nil : negative ? -value : value
  }

  /// Appends a copy of the bytes.
  package func append(to target: inout [UInt8]) { target.append(contentsOf: bytes) }

  /// Runs over the bytes in UTF-8; the pointer must not leave `body`.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes)
  }

  /// Whether the text is exactly this.
  package static func == (text: borrowing XMLText, literal: StaticString) -> Bool {
    guard text.bytes.count == literal.utf8CodeUnitCount else { return false }
    let start = literal.utf8Start
    for index in 0..<text.bytes.count where text.bytes[index] != start[index] { return false }
    return true
  }
}

/// A namespace under all the names that it goes by, such as transitional and strict.
package struct XMLNamespace: Sendable {
  let names: [StaticString]

  /// A namespace of these URIs.
  package init(_ names: StaticString...) { self.names = names }

  func contains(_ uri: UnsafePointer<UInt8>) -> Bool { names.contains { matches(uri, $0) } }
}

/// The name of an element while its event lasts: a borrowed view that cannot be stored.
package struct XMLName: ~Copyable {
  private let local: UnsafePointer<UInt8>

  /// Index in the handler's `namespaces`, nil for a namespace that is not among them.
  package let namespace: Int?
  /// Whether the element is in no namespace at all.
  package let isUnqualified: Bool

  init(_ local: UnsafePointer<UInt8>, namespace: Int?, isUnqualified: Bool) {
    (self.local, self.namespace, self.isUnqualified) = (local, namespace, isUnqualified)
  }

  /// The local name, without its prefix.
  package var localName: String { String(cString: local) }

  /// Whether the local name is exactly this.
  package static func == (name: borrowing XMLName, literal: StaticString) -> Bool {
    matches(name.local, literal)
  }
}

/// The attributes of an element while its event lasts: a borrowed view that cannot be stored.
package struct XMLAttributes: ~Copyable {
  /// Five pointers each: local name, prefix, namespace, start and end of the value.
  private let fields: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

  /// The number of attributes.
  package let count: Int

  init(_ fields: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
    self.fields = fields
    self.count = fields == nil ? 0 : count
  }

  /// Looks at the value of the attribute of this name in no namespace; nil when there is none.
  package func with<Result>(
    _ name: StaticString, _ body: (borrowing XMLText) -> Result
  ) -> Result? {
    guard let fields else { return nil }
    for index in 0..<count where fields[5 * index + 2] == nil {
      guard let local = fields[5 * index], matches(local, name) else { continue }
      return body(value(index))
    }
    return nil
  }

  /// The value of the attribute of this name in no namespace.
  package func string(_ name: StaticString) -> String? { with(name) { $0.string } }

  /// The value of the attribute of this name in this namespace.
  package func string(_ name: StaticString, in namespace: XMLNamespace) -> String? {
    guard let fields else { return nil }
    for index in 0..<count {
      guard let uri = fields[5 * index + 2], namespace.contains(uri),
        let local = fields[5 * index], matches(local, name)
      else { continue }
      return value(index).string
    }
    return nil
  }

  /// The integer value of the attribute of this name in no namespace.
  package func integer(_ name: StaticString) -> Int? { with(name) { $0.integer } ?? nil }

  /// The value of `xsd:boolean` of the attribute of this name in no namespace.
  package func boolean(_ name: StaticString) -> Bool? {
    with(name) { value in
      if value == "1" || value == "true" || value == "on" { return true }
      return value == "0" || value == "false" || value == "off" ? false : nil
    } ?? nil
  }

  /// Looks at all attributes in their order: local names and values.
  package func forEach(_ body: (borrowing XMLName, borrowing XMLText) -> Void) {
    guard let fields else { return }
    for index in 0..<count {
      guard let local = fields[5 * index] else { continue }
      let name = XMLName(local, namespace: nil, isUnqualified: fields[5 * index + 2] == nil)
      body(name, value(index))
    }
  }

  private func value(_ index: Int) -> XMLText {
    guard let fields, let start = fields[5 * index + 3], let end = fields[5 * index + 4] else {
      return XMLText(UnsafeBufferPointer(start: nil, count: 0))
    }
    return XMLText(UnsafeBufferPointer(start: start, count: end - start))
  }
}

/// Compares a string that ends with NUL with a literal.
private func matches(_ name: UnsafePointer<UInt8>, _ literal: StaticString) -> Bool {
  let start = literal.utf8Start
  let count = literal.utf8CodeUnitCount
  for index in 0..<count where name[index] != start[index] { return false }
  return name[count] == 0
}
