import XMLStream

/// Receives the elements of a part's own namespace; all others are kept away from it.
protocol PartHandler {
  static var namespace: XMLNamespace { get }

  /// An element starts; false leaves out all that is in it, and its end.
  mutating func start(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) -> Bool
  mutating func text(_ text: borrowing XMLText)
  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError)
}

extension PartHandler {
  mutating func text(_ text: borrowing XMLText) {}
  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {}
}

/// A handler of a part that has a stretch in which most is plain.
protocol ScanningHandler: PartHandler {
  /// The root element.
  static var root: StaticString { get }
  /// The child of the root that the stretch stands in, nil for the root itself.
  static var child: StaticString? { get }
}

/// Leaves out foreign elements and chooses the fallback of `mc:AlternateContent`, which every
/// program understands. ECMA-376 Part 3.
struct PartReader<Handler: PartHandler>: XMLHandler {
  typealias Failure = SpreadsheetError

  var handler: Handler
  /// Elements that are open and left out, the outermost included.
  private var skipped = 0

  init(handler: consuming Handler) { self.handler = handler }

  var namespaces: [XMLNamespace] { [Handler.namespace, OpenXML.Namespace.compatibility] }

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    guard skipped == 0 else {
      skipped += 1
      return
    }
    if name.namespace == 1 {
      if !(name == "AlternateContent" || name == "Fallback") { skipped = 1 }
    } else if name.namespace == 0 || name.isUnqualified {
      if try !handler.start(name, attributes) { skipped = 1 }
    } else {
      skipped = 1
    }
  }

  mutating func characters(_ text: borrowing XMLText) {
    if skipped == 0 { handler.text(text) }
  }

  mutating func endElement(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if skipped > 0 {
      skipped -= 1
    } else if name.namespace != 1 {
      try handler.end(name)
    }
  }
}
