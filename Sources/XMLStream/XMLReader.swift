internal import CLibXML2

/// Receives the events of a document, in their order.
public protocol XMLHandler {
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
public enum XMLFailure<Handler: Error>: Error {
  /// The document is not well-formed, or not allowed.
  case malformed(XMLError)
  /// The handler threw.
  case handler(Handler)
}

/// Reads XML 1.0 through libxml2's SAX2 interface, in half the time of its text reader.
///
/// Encodings are found by libxml2 (byte order mark, declaration). Nothing is fetched, no entity is
/// substituted but the five predefined ones, and a document type is an error.
public enum XMLReader {
  /// Parses a document and returns the handler that has seen it all.
  ///
  /// - Parameters:
  ///   - bytes: The document; it is not copied.
  ///   - depth: How deep elements may be nested.
  ///   - handler: What receives the events.
  /// - Returns: The handler.
  /// - Throws: What is wrong with the document, or what the handler threw.
  public static func parse<Handler: XMLHandler>(
    _ bytes: [UInt8], depth: Int = 128, handler: consuming Handler
  ) throws(XMLFailure<Handler.Failure>) -> Handler {
    var next = 0
    return try parse(depth: depth, handler: handler) {
      (_, target) throws(Handler.Failure) -> Int in
      let count = min(target.count, bytes.count - next)
      guard count > 0, let start = target.baseAddress else { return 0 }
      bytes.withUnsafeBufferPointer { bytes in
        if let from = bytes.baseAddress { start.update(from: from + next, count: count) }
      }
      next += count
      return count
    }
  }

  /// Parses a document that comes piece by piece and returns the handler that has seen it all.
  ///
  /// - Parameters:
  ///   - depth: How deep elements may be nested.
  ///   - handler: What receives the events.
  ///   - read: Puts the next bytes into a buffer and returns their number, 0 at the end. It is asked
  ///     ahead of the events, and is given the handler, which it may change between two of them.
  /// - Returns: The handler.
  /// - Throws: What is wrong with the document, or what the handler or `read` threw.
  public static func parse<Handler: XMLHandler>(
    depth: Int = 128, handler: consuming Handler,
    read:
      @escaping (inout Handler, UnsafeMutableBufferPointer<UInt8>) throws(Handler.Failure) -> Int
  ) throws(XMLFailure<Handler.Failure>) -> Handler {
    let parser = HandlingParser(handler, depth: depth, source: read)
    parser.run()
    if let failure = parser.failure { throw .handler(failure) }
    if let error = parser.error { throw .malformed(error) }
    return parser.handler
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
    self.depthLimit = depthLimit
    self.namespaces = namespaces
  }

  func started(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {}
  func read(_ text: borrowing XMLText) {}
  func ended(_ name: borrowing XMLName) {}

  /// The next bytes; a negative number ends the parse.
  func fill(_ target: UnsafeMutableBufferPointer<UInt8>) -> Int { 0 }

  func run() {
    Self.libraryIsReady
    var sax = Self.callbacks()
    let this = Unmanaged.passUnretained(self).toOpaque()
    context = xmlCreateIOParserCtxt(
      &sax, this,
      { parser, target, count in
        guard let parser, let target else { return -1 }
        return target.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { target in
          let room = UnsafeMutableBufferPointer(start: target, count: Int(count))
          return Int32(Parser.from(parser).fill(room))
        }
      }, nil, this, XML_CHAR_ENCODING_NONE)
    guard let context else {
      if error == nil { fail("it is empty or out of memory") }
      return
    }
    defer {
      xmlFreeParserCtxt(context)
      self.context = nil
    }
    // XML_PARSE_HUGE stays off: libxml2's own bounds on names, text and depth hold. Without
    // XML_PARSE_NOENT, `&amp;` in an attribute would come as `&#38;`; since a document type ends
    // the parse, there are no entities to substitute but the five predefined ones.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    xmlParseDocument(context)
    if context.pointee.wellFormed == 0, error == nil { fail("it is not well-formed") }
  }

  func stop() {
    if let context { xmlStopParser(context) }
  }

  func fail(_ reason: String) {
    if error == nil {
      let input = context?.pointee.input
      error = XMLError(
        line: Int(input?.pointee.line ?? 1), column: Int(input?.pointee.col ?? 1), reason: reason)
    }
    stop()
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
      Parser.from(parser).fail("a document type is not allowed")
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
      fail("elements are nested deeper than \(depthLimit)")
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
      line: max(1, Int(reported.line)), column: max(1, Int(reported.int2)),
      reason: String(message.prefix { $0 != "\n" && $0 != "\r\n" }))
    stop()
  }
}

private final class HandlingParser<Handler: XMLHandler>: Parser {
  var handler: Handler
  private(set) var failure: Handler.Failure?
  private let source:
    (inout Handler, UnsafeMutableBufferPointer<UInt8>) throws(Handler.Failure) -> Int

  /// libxml2 looks 250 bytes ahead, and takes a shorter piece for the document's end.
  private static var leastPiece: Int { 512 }

  init(
    _ handler: consuming Handler, depth: Int,
    source:
      @escaping (inout Handler, UnsafeMutableBufferPointer<UInt8>) throws(Handler.Failure)
      -> Int
  ) {
    let namespaces = handler.namespaces
    self.handler = handler
    self.source = source
    super.init(depthLimit: depth, namespaces: namespaces)
  }

  override func fill(_ target: UnsafeMutableBufferPointer<UInt8>) -> Int {
    guard failure == nil else { return 0 }
    var filled = 0
    do throws(Handler.Failure) {
      while filled < min(Self.leastPiece, target.count) {
        let count = try source(&handler, UnsafeMutableBufferPointer(rebasing: target[filled...]))
        if count <= 0 { break }
        filled += count
      }
    } catch {
      // To stop here would free the very buffer that libxml2 is about to fill; the next event does.
      failure = error
      return -1
    }
    return filled
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
