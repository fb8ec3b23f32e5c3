import Testing

@testable import XMLStream

/// Writes down what it is told: `<name` with its attributes, text, `>`; `p:` before names of a
/// namespace that it knows.
private struct Recorder: XMLHandler {
  struct Stop: Error {}
  typealias Failure = Stop

  let namespaces = [XMLNamespace("urn:one", "urn:uno"), XMLNamespace("urn:two")]
  var events = ""
  var stopAt = ""

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(Stop) {
    if name.localName == stopAt { throw Stop() }
    events += "<" + (name.namespace.map { "\($0):" } ?? "") + name.localName
    attributes.forEach { name, value in events += " \(name.localName)=\(value.string)" }
    events += ">"
  }

  mutating func characters(_ text: borrowing XMLText) { events += text.string }

  mutating func endElement(_ name: borrowing XMLName) { events += "</>" }
}

private func events(of bytes: [UInt8], depth: Int = 128) throws -> String {
  try XMLReader.parse(bytes, depth: depth, handler: Recorder()).events
}

private func error(_ text: String, depth: Int = 128) -> XMLError? {
  do {
    _ = try XMLReader.parse(Array(text.utf8), depth: depth, handler: Recorder())
  } catch {
    if case .malformed(let error) = error { return error }
  }
  return nil
}

@Test(arguments: [
  ("<a/>", "<a></>"),
  ("<a b=\"1&amp;2\" c='&lt;&#x41;'>x&amp;y</a>", "<a b=1&2 c=<A>x&y</>"),
  ("<a><![CDATA[<&>]]></a>", "<a><&></>"),
  ("<a xmlns='urn:one'><b/></a>", "<0:a><0:b></></>"),
  ("<p:a xmlns:p='urn:uno' xmlns:q='urn:two' q:z='1'><q:b/></p:a>", "<0:a z=1><1:b></></>"),
  ("<a xmlns='urn:other'/>", "<a></>"), ("<a xmlns='relative' xml:lang='?'/>", "<a lang=?></>"),
  ("<?xml version=\"1.0\"?><!-- c --><a> \r\n </a>", "<a> \n </>"),
  ("\u{FEFF}<a>\u{5E74}</a>", "<a>\u{5E74}</>"),
])
func deliversEvents(text: String, expected: String) throws {
  #expect(try events(of: Array(text.utf8)) == expected)
}

@Test func readsUTF16() throws {
  let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\u{5E74}</a>"
  let units = text.utf16.map { (high: UInt8($0 >> 8), low: UInt8($0 & 0xFF)) }
  let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { [$0.low, $0.high] }
  let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { [$0.high, $0.low] }
  #expect(try events(of: little) == "<a>\u{5E74}</>")
  #expect(try events(of: big) == "<a>\u{5E74}</>")
}

@Test func bytesOfNoEncodingEndTheParse() throws {
  // Half a surrogate pair, late enough that libxml2 has begun to decode.
  let content = String(repeating: "b", count: 200)
  let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\(content)</a>"
  var bytes: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  #expect(try events(of: bytes).hasSuffix("b</>"))
  bytes[200] = 0xD9
  for size in [1, 7, bytes.count] {
    #expect(throws: XMLFailure<Recorder.Stop>.self) { try inPieces(bytes, of: size) }
  }
}

/// The events of a document that is fed in pieces.
private func inPieces(_ bytes: [UInt8], of size: Int) throws -> String {
  var reader = XMLReader(handler: Recorder())
  for start in stride(from: 0, to: bytes.count, by: size) {
    let piece = bytes[start..<min(bytes.count, start + size)]
    try piece.withUnsafeBufferPointer { try reader.feed($0) }
  }
  try reader.finish()
  return reader.handler.events
}

@Test(arguments: [1, 2, 3, 7, 64])
func piecesGiveTheSameAsTheWhole(size: Int) throws {
  let text = """
    \u{FEFF}<?xml version="1.0" encoding="UTF-8"?><!-- c --><a xmlns='urn:one' b='1&amp;2'>\r
     \u{5E74}&#x41;<![CDATA[<&>]]]]><p:c xmlns:p='urn:two' p:d="&lt;"/>]] > \u{1F600}</a>
    """
  let bytes = Array(text.utf8)
  #expect(try inPieces(bytes, of: size) == events(of: bytes))
}

@Test func longTextComesInPiecesAndWhole() throws {
  let text = String(repeating: "0123456789\u{5E74}", count: 10_000)
  #expect(try events(of: Array("<a>\(text)</a>".utf8)) == "<a>\(text)</>")
}

@Test(arguments: [
  "", " ", "<a>", "<a></b>", "<a b=1/>", "<a/><b/>", "<a>&nbsp;</a>", "<a>\u{1}</a>", "text",
  "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
  "<!DOCTYPE a SYSTEM 'file:///none'><a/>", "<a><p:b/></a>", "<a b='1' b='2'/>",
])
func refuses(text: String) {
  #expect(error(text) != nil)
}

@Test func errorsNameTheirPlace() throws {
  let found = try #require(error("<a>\n  <b></c>\n</a>"))
  #expect(found.line == 2)
  #expect(found.column > 1)
  #expect(found.description.hasPrefix("line 2, column "))
  #expect(error("<!DOCTYPE a><a/>")?.message == "a document type is not allowed")
}

@Test func depthIsBounded() {
  let deep = String(repeating: "<a>", count: 11) + String(repeating: "</a>", count: 11)
  #expect(error(deep, depth: 11) == nil)
  #expect(error(deep, depth: 10)?.message == "elements are nested deeper than 10")
}

@Test func aHandlerEndsTheParse() {
  #expect(throws: XMLFailure<Recorder.Stop>.self) {
    try XMLReader.parse(Array("<a><b/><".utf8), handler: Recorder(stopAt: "b"))
  }
}

@Test func noTruncationCrashes() {
  let text = Array("<?xml version='1.0'?><a xmlns='urn:one' b='c'>t&amp;<![CDATA[x]]></a>".utf8)
  for count in 0..<text.count {
    #expect(throws: XMLFailure<Recorder.Stop>.self) {
      try XMLReader.parse(Array(text[..<count]), handler: Recorder())
    }
  }
}

@Test(arguments: [
  ("0", 0), ("42", 42), ("-7", -7), ("", nil), ("-", nil), ("1.0", nil), (" 1", nil),
  ("99999999999999999999", nil), ("123456789012345", 123_456_789_012_345),
])
func readsIntegers(text: String, expected: Int?) {
  let bytes = Array(text.utf8)
  #expect(bytes.withUnsafeBufferPointer { XMLText($0).integer } == expected)
}

@Test(arguments: [
  ("plain", "plain"), ("a<b>&\"c\"", "a&lt;b&gt;&amp;\"c\""), ("\t\n", "\t\n"),
  ("\r", "_x000D_"), ("\u{1}", "_x0001_"), ("_x0001_", "_x005F_x0001_"), ("_x00G1_", "_x00G1_"),
  ("_x000", "_x000"), ("\u{FFFF}\u{FFFD}", "_xFFFF_\u{FFFD}"), ("\u{5E74}_", "\u{5E74}_"),
  ("__x0041__", "__x005F_x0041__"),
])
func escapesText(text: String, expected: String) {
  var writer = XMLWriter()
  writer.text(text, as: .xstring)
  #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
}

@Test func writesElements() throws {
  var writer = XMLWriter()
  writer.start("a")
  writer.attribute("b", .text("\"<\n>\""))
  writer.attribute("c", .number(8.5))
  writer.attribute("d", .number(3.0))
  writer.attribute("e", .integer(-120))
  writer.element("f", ["g": true, "h": nil])
  writer.spaced("h", " x")
  writer.end()
  let text = """
    <a b="&quot;&lt;&#10;&gt;&quot;" c="8.5" d="3" e="-120"><f g="1"/>\
    <h xml:space="preserve"> x</h></a>
    """
  #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
  #expect(
    try events(of: writer.bytes)
      == "<a b=\"<\n>\" c=8.5 d=3 e=-120><f g=1></><h space=preserve> x</></>")
}
