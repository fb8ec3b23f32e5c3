internal import CLibXML2

/// Receives the events of a web page, in their order.
package protocol HTMLHandler {
  /// An element starts: its name in small letters, its attributes by name.
  mutating func startElement(_ name: String, _ attributes: [String: String])
  /// Text, which may come in several pieces.
  mutating func characters(_ text: String)
  /// An element ends; elements that the page leaves open are ended where HTML ends them.
  mutating func endElement(_ name: String)
}

/// Reads HTML, however it is written, through libxml2's HTML parser.
///
/// What the page says of its encoding is ignored: it must be in UTF-8, since what pages say is often
/// wrong. Nothing is fetched. A page that nests elements deeper than the bound ends there.
package enum HTMLReader {
  /// Parses a page and returns the handler that has seen it all, and whether it was seen to its end.
  package static func parse<Handler: HTMLHandler>(
    _ utf8: [UInt8], depth: Int = 1_000, handler: consuming Handler
  ) -> (handler: Handler, isWhole: Bool) {
    let parser = HTMLHandlingParser(handler, depth: depth)
    let isWhole = parser.run(utf8)
    return (parser.handler, isWhole)
  }
}

private class HTMLParser {
  private let depthBound: Int
  private var depth = 0
  private var context: htmlParserCtxtPtr?
  private var isStopped = false

  private static let libraryIsReady: Void = xmlInitParser()

  init(depthBound: Int) { self.depthBound = depthBound }

  func started(_ name: String, _ attributes: [String: String]) {}
  func read(_ text: String) {}
  func ended(_ name: String) {}

  func run(_ bytes: [UInt8]) -> Bool {
    Self.libraryIsReady
    var sax = Self.callbacks()
    let this = Unmanaged.passUnretained(self).toOpaque()
    context = htmlCreatePushParserCtxt(&sax, this, nil, 0, nil, XML_CHAR_ENCODING_UTF8)
    guard let context else { return false }
    defer {
      htmlFreeParserCtxt(context)
      self.context = nil
    }
    let options: [htmlParserOption] = [
      HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET,
      HTML_PARSE_IGNORE_ENC,
    ]
    htmlCtxtUseOptions(context, Int32(options.reduce(0) { $0 | $1.rawValue }))
    var next = 0
    while next < bytes.count, !isStopped {
      let count = min(1 << 16, bytes.count - next)
      bytes.withUnsafeBytes { buffer in
        let start = buffer.baseAddress?.advanced(by: next).assumingMemoryBound(to: CChar.self)
        _ = htmlParseChunk(context, start, Int32(count), 0)
      }
      next += count
    }
    if !isStopped { htmlParseChunk(context, nil, 0, 1) }
    return !isStopped
  }

  private static func callbacks() -> htmlSAXHandler {
    var sax = htmlSAXHandler()
    sax.startElement = { parser, name, attributes in
      guard let parser, let name else { return }
      HTMLParser.from(parser).start(name, attributes)
    }
    sax.endElement = { parser, name in
      guard let parser, let name else { return }
      HTMLParser.from(parser).end(name)
    }
    let characters: charactersSAXFunc = { parser, text, count in
      guard let parser, let text else { return }
      let bytes = UnsafeBufferPointer(start: text, count: Int(count))
      HTMLParser.from(parser).read(String(decoding: bytes, as: UTF8.self))
    }
    (sax.characters, sax.cdataBlock, sax.ignorableWhitespace) = (characters, characters, characters)
    return sax
  }

  private static func from(_ pointer: UnsafeMutableRawPointer) -> HTMLParser {
    Unmanaged<HTMLParser>.fromOpaque(pointer).takeUnretainedValue()
  }

  private func start(
    _ name: UnsafePointer<UInt8>,
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  ) {
    depth += 1
    if depth > depthBound, !isStopped {
      isStopped = true
      xmlStopParser(context)
    }
    guard !isStopped else { return }
    var values: [String: String] = [:]
    var index = 0
    while let attributes, let key = attributes[index] {
      values[String(cString: key).lowercased()] =
        attributes[index + 1].map { String(cString: $0) } ?? ""
      index += 2
    }
    started(String(cString: name), values)
  }

  private func end(_ name: UnsafePointer<UInt8>) {
    depth -= 1
    if !isStopped { ended(String(cString: name)) }
  }
}

private final class HTMLHandlingParser<Handler: HTMLHandler>: HTMLParser {
  var handler: Handler

  init(_ handler: consuming Handler, depth: Int) {
    self.handler = handler
    super.init(depthBound: depth)
  }

  override func started(_ name: String, _ attributes: [String: String]) {
    handler.startElement(name, attributes)
  }
  override func read(_ text: String) { handler.characters(text) }
  override func ended(_ name: String) { handler.endElement(name) }
}
