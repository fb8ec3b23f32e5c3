@testable import XMLStream

/// Keeps the events of a document as text; text that comes in pieces is one event.
private struct Recorder: XMLHandler {
  let namespaces = [XMLNamespace("urn:a", "urn:b")]
  var events: [String] = []
  private var text = ""

  mutating func startElement(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {
    flush()
    var event = "<\(name.namespace ?? -1) \(name.localName)"
    attributes.forEach { event += " \($0.localName)=\($1.string)" }
    events.append(event)
  }

  mutating func characters(_ piece: borrowing XMLText) { text += piece.string }

  mutating func endElement(_ name: borrowing XMLName) {
    flush()
    events.append(">\(name.localName)")
  }

  private mutating func flush() {
    if !text.isEmpty { events.append(text) }
    text = ""
  }
}

/// Any bytes as a document: whole and piece by piece must give the same events, and text that is
/// written must read back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzXML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let whole = try? XMLReader.parse(bytes, handler: Recorder()).events
  precondition(whole == inPieces(bytes), "whole and in pieces differ")

  let text = String(decoding: bytes, as: UTF8.self)
  var writer = XMLWriter()
  writer.start("a")
  writer.attribute("b", .text(text, as: .xstring))
  writer.text(text, as: .xstring)
  writer.end()
  precondition((try? XMLReader.parse(writer.bytes, handler: Recorder())) != nil, "not well-formed")
  return 0
}

private func inPieces(_ bytes: [UInt8]) -> [String]? {
  var reader = XMLReader(handler: Recorder())
  var rest = bytes[...]
  do {
    while !rest.isEmpty {
      let piece = rest.prefix(1 + rest.startIndex % 7)
      try piece.withUnsafeBufferPointer { try reader.feed($0) }
      rest = rest.dropFirst(piece.count)
    }
    try reader.finish()
  } catch { return nil }
  return reader.handler.events
}
