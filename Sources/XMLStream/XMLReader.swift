internal import CLibXML2

/// Receives the events of a document, in their order.
package protocol XMLHandler {
  /// What a handler may throw to end the parse.
  associatedtype Failure: Error

  /// The namespaces that the handler tells apart; `XMLName.namespace` is an index among them.
  var namespaces: [XMLNamespace] { get }

  /// An element starts.
  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(Failure)

  /// Text, which may come in several pieces.
  mutating func characters(_ text: borrowing XMLText) throws(Failure)

  /// An element ends.
  mutating func endElement(_ name: borrowing XMLName) throws(Failure)
}

/// Why a parse ended early.
package enum XMLFailure<Handler: Error>: Error {
  /// The document is not well-formed, or not allowed.
  case malformed(XMLError)
  /// The handler threw.
  case handler(Handler)
}

/// Reads XML 1.0 through libxml2's SAX2 interface, in half the time of its text reader.
///
/// The document is given as a whole or, since a caller may have to do something else between two of
/// its pieces, piece by piece; its events come as soon as their bytes are there.
///
/// Encodings are found by libxml2 (byte order mark, declaration). Nothing is fetched, no entity is
/// substituted but the five predefined ones, and a document type is an error.
package struct XMLReader<Handler: XMLHandler>: ~Copyable {
  private let parser: HandlingParser<Handler>

  /// libxml2 keeps what it is given until it has read it: of large pieces it gets a part at a time.
  private static var pieceSize: Int { 1 << 14 }

  /// A reader that has read nothing.
  ///
  /// - Parameters:
  ///   - depth: How deep elements may be nested.
  ///   - handler: What receives the events.
  package init(depth: Int = 128, handler: consuming Handler) {
    parser = HandlingParser(handler, depth: depth)
  }

  /// What receives the events; it may be changed between two pieces.
  package var handler: Handler {
    get { parser.handler }
    _modify { yield &parser.handler }
  }

  /// Reads on in the next bytes, which are not needed afterwards.
  ///
  /// - Throws: What is wrong with the document, or what the handler threw; nothing may be fed then.
  package mutating func feed(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(XMLFailure<Handler.Failure>) {
    var rest = bytes[...]
    while !rest.isEmpty {
      parser.parse(UnsafeBufferPointer(rebasing: rest.prefix(Self.pieceSize)), isLast: false)
      try parser.check()
      rest = rest.dropFirst(Self.pieceSize)
    }
  }

  /// Says that the document ends here.
  ///
  /// - Throws: As ``feed(_:)``, for what ends too early as well.
  package mutating func finish() throws(XMLFailure<Handler.Failure>) {
    parser.parse(UnsafeBufferPointer(start: nil, count: 0), isLast: true)
    try parser.check()
  }

  /// Parses a document and returns the handler that has seen it all.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - depth: How deep elements may be nested.
  ///   - handler: What receives the events.
  /// - Returns: The handler.
  /// - Throws: What is wrong with the document, or what the handler threw.
  package static func parse(
    _ bytes: [UInt8], depth: Int = 128, handler: consuming Handler
  ) throws(XMLFailure<Handler.Failure>) -> Handler {
    var reader = XMLReader(depth: depth, handler: handler)
    try bytes.withUnsafeBufferPointer { bytes throws(XMLFailure<Handler.Failure>) in
      try reader.feed(bytes)
    }
    try reader.finish()
    return reader.handler
  }
}

/// What the callbacks of libxml2, which know no generics, get back from their context.
private class Parser {
  var error: XMLError?
  fileprivate var depth = 0

  private let depthLimit: Int
  private let namespaces: [XMLNamespace]
  private var context: xmlParserCtxtPtr?
  /// libxml2 interns namespace URIs: within one document, one pointer is one namespace.
  private var known: [(uri: UnsafePointer<UInt8>, namespace: Int?)] = []

  /// Once, before any thread parses.
  private static let libraryIsReady: Void = xmlInitParser()

  init(depthLimit: Int, namespaces: [XMLNamespace]) {
    (self.depthLimit, self.namespaces) = (depthLimit, namespaces)
    Self.libraryIsReady
    var sax = Self.callbacks()
    context = xmlCreatePushParserCtxt(
      &sax, Unmanaged.passUnretained(self).toOpaque(), nil, 0, nil)
    // XML_PARSE_HUGE stays off: libxml2's own bounds on names, text and depth hold. Without
    // XML_PARSE_NOENT, `&amp;` in an attribute would come as `&#38;`; since a document type ends
    // the parse, there are no entities to substitute but the five predefined ones.
    let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue)
    if let context {
      xmlCtxtUseOptions(context, options)
    } else {
      fail(.limitExceeded, "out of memory")
    }
  }

  deinit { if let context { xmlFreeParserCtxt(context) } }

  func started(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {}
  func read(_ text: borrowing XMLText) {}
  func ended(_ name: borrowing XMLName) {}

  func parse(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) {
    guard let context, error == nil else { return }
    // What libxml2 says of bytes that are none of their encoding it says of no parser, on standard
    // error, and leaves them out. It must not be stopped where it does.
    let before = clibxml2_exchange_errors(
      clibxml2_errors(
        function: { parser, _ in
          if let parser {
            Parser.from(parser).note(.malformed, "its bytes are none of its encoding")
          }
        }, context: Unmanaged.passUnretained(self).toOpaque()))
    defer { _ = clibxml2_exchange_errors(before) }
    let code = bytes.withMemoryRebound(to: CChar.self) { bytes in
      xmlParseChunk(context, bytes.baseAddress, Int32(bytes.count), isLast ? 1 : 0)
    }
    if code != 0 || context.pointee.wellFormed == 0, error == nil {
      fail(.malformed, "it is not well-formed")
    }
  }

  func stop() {
    if let context { xmlStopParser(context) }
  }

  func fail(_ code: XMLError.Code, _ message: String) {
    note(code, message)
    stop()
  }

  /// Keeps an error, the first one, with the place that has been reached.
  private func note(_ code: XMLError.Code, _ message: String) {
    guard error == nil else { return }
    let input = context?.pointee.input
    error = XMLError(
      code: code, line: Int(input?.pointee.line ?? 1), column: Int(input?.pointee.col ?? 1),
      message: message)
  }

  // MARK: Callbacks

  private static func from(_ pointer: UnsafeMutableRawPointer) -> Parser {
    Unmanaged<Parser>.fromOpaque(pointer).takeUnretainedValue()
  }

  private static func callbacks() -> xmlSAXHandler {
    var sax = xmlSAXHandler()
    sax.initialized = 0xDEED_BEAF  // XML_SAX2_MAGIC: the SAX2 fields count
    sax.startElementNs = { parser, local, _, uri, _, _, count, _, attributes in
      guard let parser, let local else { return }
      Parser.from(parser).start(local, uri, XMLAttributes(attributes, count: Int(count)))
    }
    sax.endElementNs = { parser, local, _, uri in
      guard let parser, let local else { return }
      Parser.from(parser).end(local, uri)
    }
    let characters: charactersSAXFunc = { parser, text, count in
      guard let parser, let text else { return }
      Parser.from(parser).read(XMLText(UnsafeBufferPointer(start: text, count: Int(count))))
    }
    sax.characters = characters
    sax.cdataBlock = characters
    // The same function for both spares libxml2 the question whether blanks matter.
    sax.ignorableWhitespace = characters
    sax.internalSubset = { parser, _, _, _ in
      guard let parser else { return }
      Parser.from(parser).fail(.forbidden, "a document type is not allowed")
    }
    sax.serror = { parser, error in
      guard let parser, let error else { return }
      Parser.from(parser).report(error.pointee)
    }
    return sax
  }

  private func start(
    _ local: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?,
    _ attributes: borrowing XMLAttributes
  ) {
    depth += 1
    guard depth <= depthLimit else {
      fail(.limitExceeded, "elements are nested deeper than \(depthLimit)")
      return
    }
    started(
      XMLName(local, namespace: namespace(uri), isUnqualified: uri == nil), attributes)
  }

  private func end(_ local: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>?) {
    depth -= 1
    ended(XMLName(local, namespace: namespace(uri), isUnqualified: uri == nil))
  }

  private func namespace(_ uri: UnsafePointer<UInt8>?) -> Int? {
    guard let uri else { return nil }
    for one in known where one.uri == uri { return one.namespace }
    let namespace = namespaces.firstIndex { $0.contains(uri) }
    // A document may declare any number of namespaces; beyond a few, looking is cheaper.
    if known.count < 32 { known.append((uri, namespace)) }
    return namespace
  }

  private func report(_ reported: xmlError) {
    guard error == nil, reported.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    let message = reported.message.map { String(cString: $0) } ?? "it is not well-formed"
    error = XMLError(
      code: .malformed, line: max(1, Int(reported.line)), column: max(1, Int(reported.int2)),
      message: String(message.prefix { $0 != "\n" && $0 != "\r\n" }))
    stop()
  }
}

private final class HandlingParser<Handler: XMLHandler>: Parser {
  var handler: Handler
  private var failure: Handler.Failure?

  init(_ handler: consuming Handler, depth: Int) {
    let namespaces = handler.namespaces
    self.handler = handler
    super.init(depthLimit: depth, namespaces: namespaces)
  }

  /// Throws what has ended the parse, if anything has.
  func check() throws(XMLFailure<Handler.Failure>) {
    if let failure { throw .handler(failure) }
    if let error { throw .malformed(error) }
  }

  override func started(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {
    guard failure == nil else { return stop() }
    do throws(Handler.Failure) { try handler.startElement(name, attributes) } catch { end(error) }
  }

  override func read(_ text: borrowing XMLText) {
    guard failure == nil else { return stop() }
    do throws(Handler.Failure) { try handler.characters(text) } catch { end(error) }
  }

  override func ended(_ name: borrowing XMLName) {
    guard failure == nil else { return stop() }
    do throws(Handler.Failure) { try handler.endElement(name) } catch { end(error) }
  }

  private func end(_ error: Handler.Failure) {
    if failure == nil { failure = error }
    stop()
  }
}
