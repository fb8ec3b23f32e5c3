import Spreadsheet
import XMLStream

/// Web pages, and web archives (MHTML), to lines and grid rows.
///
/// The page is decoded here, by what its bytes are and not by what it says of itself: `gb2312` stands
/// above GB 18030 more often than not.
enum WebPages {
  /// Whether a text is a web page; spreadsheets that are web pages begin with a table or a namespace.
  static func isPage(_ text: String) -> Bool {
    let start = text.prefix(4096).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    guard start.hasPrefix("<") else { return false }
    return ["<!doctype html", "<html", "<table", "<body", "<head", "<div", "<meta", "<style"]
      .contains { start.hasPrefix($0) } || start.hasPrefix("<?xml") && start.contains("<html")
      || start.hasPrefix("<!--") && (start.contains("<html") || start.contains("<table"))
  }

  static func document(
    name: String, text: String, encoding: String
  ) throws(DocumentError) -> Document {
    try document(name: name, form: .html, encoding: encoding, texts: [text])
  }

  /// Whether the bytes are a web archive: headers of mail with parts that belong together.
  static func isArchive(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self).lowercased()
    return head.contains("content-type:") && head.contains("multipart/")
      && head.contains("boundary=") && !head.drop { $0.isWhitespace }.hasPrefix("<")
  }

  static func archive(name: String, bytes: [UInt8]) throws(DocumentError) -> Document {
    var texts: [String] = []
    var encoding = ""
    for part in MailPart(bytes).leaves where part.contentType.hasPrefix("text/html") {
      let (text, found) = try decode(part.body)
      texts.append(text)
      encoding = found
    }
    guard !texts.isEmpty else { throw .unsupported(.archiveWithoutPage) }
    return try document(name: name, form: .mhtml, encoding: encoding, texts: texts)
  }

  private static func decode(
    _ bytes: [UInt8]
  ) throws(DocumentError) -> (String, String) {
    do throws(EncodingError) {
      let (text, encoding, _) = try TextEncoding.decode(bytes)
      return (text, encoding.rawValue)
    } catch {
      throw .undecodable(error)
    }
  }

  private static func document(
    name: String, form: Document.Form, encoding: String, texts: [String]
  ) throws(DocumentError) -> Document {
    var layout = BlockLayout()
    for (index, text) in texts.enumerated() {
      var (handler, isWhole) = HTMLReader.parse(Array(text.utf8), handler: WebHandler())
      handler.builder.end()
      layout.add(handler.builder.blocks, page: index + 1)
      guard isWhole else { throw .web("its elements are nested too deep") }
    }
    guard !layout.isCut else { throw .web("its tables have too many cells") }
    guard !layout.lines.isEmpty else { throw .empty }
    let pages = texts.indices.map { index in
      Page(name: nil, number: index + 1, lines: layout.lines.filter { $0.page == index + 1 })
    }
    return Document(name: name, form: form, encoding: encoding, pages: pages)
  }
}

private struct WebHandler: HTMLHandler {
  var builder = BlockBuilder()
  /// The elements that are open within one that is not shown.
  private var hidden: [String] = []
  /// Whether what comes is the code of one of Word's fields, not its result.
  private var isFieldCode = false
  /// The elements that begin a field code, so that their ends are not taken for others'.
  private static let breaks: Set<String> = [
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "form",
    "section", "article", "header", "footer", "blockquote", "pre", "caption", "dt", "dd", "title",
  ]
  private static let unseen: Set<String> = [
    "script", "style", "noscript", "template", "title", "select", "object", "iframe", "svg",
  ]
  /// Elements without an end.
  private static let single: Set<String> = [
    "br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "param", "embed",
  ]

  mutating func startElement(_ name: String, _ attributes: [String: String]) {
    if !hidden.isEmpty {
      if !WebHandler.single.contains(name) { hidden.append(name) }
      return
    }
    let style = (attributes["style"] ?? "").lowercased().filter { !$0.isWhitespace }
    if WebHandler.unseen.contains(name) || style.contains("display:none")
      || style.contains("mso-hide:all") || attributes["hidden"] != nil
    {
      if !WebHandler.single.contains(name) { hidden.append(name) }
      return
    }
    if style.contains("mso-element:field-begin") { isFieldCode = true }
    if style.contains("mso-element:field-separator") || style.contains("mso-element:field-end") {
      isFieldCode = false
    }
    switch name {
    case "table": builder.beginTable()
    case "tr": builder.beginRow()
    case "td", "th":
      builder.beginCell(
        MarkupTable.Cell(
          columns: span(attributes["colspan"]) ?? 1, rows: span(attributes["rowspan"]) ?? 1))
    default: if WebHandler.breaks.contains(name) { builder.endParagraph() }
    }
  }

  mutating func characters(_ text: String) {
    guard hidden.isEmpty, !isFieldCode else { return }
    builder.add(text)
  }

  mutating func endElement(_ name: String) {
    if !hidden.isEmpty {
      if let index = hidden.lastIndex(of: name) { hidden.removeSubrange(index...) }
      return
    }
    switch name {
    case "table": builder.endTable()
    case "td", "th": builder.endCell()
    default: if WebHandler.breaks.contains(name) { builder.endParagraph() }
    }
  }

  private func span(_ value: String?) -> Int? {
    guard let digits = value?.drop(while: \.isWhitespace).prefix(while: \.isNumber) else {
      return nil
    }
    return Int(digits).map { min($0, 65_534) }
  }
}
