import Foundation
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

  /// Whether the bytes are a web archive: headers of mail, with a web page or parts that belong together.
  static func isArchive(_ bytes: [UInt8]) -> Bool {
    let head = String(decoding: bytes.prefix(16_384), as: UTF8.self).lowercased()
    guard let type = head.range(of: "content-type:"),
      !head.drop(while: \.isWhitespace).hasPrefix("<")
    else { return false }
    let isMail =
      head[..<type.lowerBound].contains { $0.isNewline } || head.hasPrefix("content-type:")
    return isMail && head.contains("multipart/") && head.contains("boundary")
      || head.contains("mime-version:") && head[type.upperBound...].contains("text/html")
  }

  static func archive(name: String, bytes: [UInt8]) throws(DocumentError) -> Document {
    let texts = try pages(of: bytes)
    guard let last = texts.last else { throw .unsupported(.archiveWithoutPage) }
    return try document(
      name: name, form: .mhtml, encoding: last.encoding, texts: texts.map(\.text))
  }

  /// The web pages of an archive.
  private static func pages(
    of archive: [UInt8]
  ) throws(DocumentError) -> [(text: String, encoding: String)] {
    var texts: [(text: String, encoding: String)] = []
    for part in MailPart(archive).leaves where part.isWebPage {
      texts.append(try decode(part.body))
    }
    return texts
  }

  /// What a web page or a web archive within another file holds; nil where the bytes are neither.
  static func blocks(_ bytes: [UInt8]) throws(DocumentError) -> [MarkupBlock]? {
    var texts: [String] = []
    if isArchive(bytes) {
      texts = try pages(of: bytes).map(\.text)
    } else if let text = try? decode(bytes).text, isPage(text) {
      texts = [text]
    }
    var blocks: [MarkupBlock] = []
    for text in texts { blocks += try handler(text).builder.blocks }
    return blocks.isEmpty ? nil : blocks
  }

  private static func decode(
    _ bytes: [UInt8]
  ) throws(DocumentError) -> (text: String, encoding: String) {
    do throws(TextEncodingError) {
      let (text, encoding, _) = try TextEncoding.decode(bytes)
      return (text, encoding.rawValue)
    } catch {
      throw .undecodable(error)
    }
  }

  private static func handler(_ text: String) throws(DocumentError) -> WebHandler {
    var (handler, isWhole) = HTMLReader.parse(
      withoutConditions(Array(text.utf8)), handler: WebHandler())
    handler.builder.end()
    guard isWhole else { throw .web("its elements are nested too deep") }
    return handler
  }

  /// The page without Office's marks of conditions outside of comments (`<![if !supportEmptyParas]>`),
  /// which libxml2 takes for text.
  private static func withoutConditions(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("<![".utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == mark[0], bytes[index...].starts(with: mark) {
        // One that ends with `-->` is the end of a comment.
        let end = bytes[index...].prefix(256).firstIndex(of: UInt8(ascii: ">"))
        if let end, bytes[end - 1] == UInt8(ascii: "]"), bytes[end - 2] != UInt8(ascii: "]") {
          index = end + 1
          continue
        }
      }
      result.append(bytes[index])
      index += 1
    }
    return result
  }

  private static func document(
    name: String, form: Document.Form, encoding: String, texts: [String]
  ) throws(DocumentError) -> Document {
    var layout = BlockLayout()
    var repairs: [Document.Repair] = []
    var hasFrames = false
    for (index, text) in texts.enumerated() {
      let handler = try handler(text)
      hasFrames = hasFrames || handler.hasFrames
      layout.addPage(handler.builder.blocks)
      if handler.hiddenTexts > 0 {
        repairs.append(Document.Repair(.markedHidden(handler.hiddenTexts), page: index + 1))
      }
      if handler.deletions > 0 {
        repairs.append(Document.Repair(.trackedDeletions(handler.deletions), page: index + 1))
      }
    }
    guard !layout.isCut else { throw .web("its tables have too many cells") }
    guard !layout.isEmpty else {
      throw hasFrames ? .web("its text is in other files, which it shows in frames") : .empty
    }
    var document = Document(name: name, form: form, encoding: encoding, pages: layout.pages)
    document.repairs = repairs
    return document
  }
}
