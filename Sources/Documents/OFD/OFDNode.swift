import XMLStream

/// An element of a part of an OFD file, with what stands in it. Names are told apart without their
/// namespace, of which writers use several, and none.
struct OFDNode {
  let name: String
  var attributes: [String: String] = [:]
  var children: [OFDNode] = []
  /// What is written right in it.
  var text = ""

  /// The first child of this name.
  func child(_ name: String) -> OFDNode? { children.first { $0.name == name } }

  /// The children of this name, in order.
  func all(_ name: String) -> [OFDNode] { children.filter { $0.name == name } }

  /// A number; nil where none is written, or one beyond all paper.
  func number(_ attribute: String) -> Double? {
    attributes[attribute].flatMap { Double($0) }.flatMap { abs($0) < 1e6 ? $0 : nil }
  }

  /// Whether an attribute is written as true or false; nil where it is neither.
  func flag(_ attribute: String) -> Bool? {
    switch attributes[attribute]?.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: nil
    }
  }

  /// The numbers of an attribute, as boxes and transforms are written; nil where others than so many.
  func numbers(_ attribute: String, _ count: Int) -> [Double]? {
    attributes[attribute].flatMap { OFDNode.numbers($0, count) }
  }

  /// A box, written as place and size.
  func box(_ attribute: String) -> Document.Box? {
    attributes[attribute].flatMap(OFDNode.box)
  }

  /// A box that is written as place and size.
  static func box(_ text: String) -> Document.Box? {
    numbers(text, 4).map {
      Document.Box(left: $0[0], top: $0[1], right: $0[0] + $0[2], bottom: $0[1] + $0[3])
    }
  }

  private static func numbers(_ text: String, _ count: Int) -> [Double]? {
    let numbers = text.split(whereSeparator: { $0.isWhitespace || $0 == "," }).prefix(count + 1)
      .compactMap { Double($0) }.filter { abs($0) < 1e6 }
    return numbers.count == count ? numbers : nil
  }
}

/// Makes the tree of a part; no larger one than it may be.
struct OFDTree: XMLHandler {
  typealias Failure = OFDFault

  let namespaces: [XMLNamespace] = []
  /// How many more elements and bytes of text are allowed.
  private(set) var rest: Int
  private var open = [OFDNode(name: "")]
  private var text: [[UInt8]] = [[]]

  init(bound: Int) { rest = bound }

  /// The outermost element.
  var root: OFDNode? { open.first?.children.first }

  private mutating func take(_ count: Int) throws(OFDFault) {
    rest -= count
    guard rest >= 0 else { throw .tooMuch }
  }

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(OFDFault) {
    var node = OFDNode(name: name.localName)
    var size = OFDNode.cost
    attributes.forEach { name, value in
      size += value.count
      node.attributes[name.localName] = value.string
    }
    try take(size)
    open.append(node)
    text.append([])
  }

  mutating func characters(_ text: borrowing XMLText) throws(OFDFault) {
    try take(text.count)
    text.append(to: &self.text[self.text.count - 1])
  }

  mutating func endElement(_ name: borrowing XMLName) {
    guard open.count > 1, var node = open.popLast(), let bytes = text.popLast() else { return }
    // Between elements nothing but indentation stands.
    if node.children.isEmpty { node.text = String(decoding: bytes, as: UTF8.self) }
    open[open.count - 1].children.append(node)
  }
}

extension OFDNode {
  /// How much an element counts beside the bytes of its text, for the memory that it takes.
  static let cost = 256
}
