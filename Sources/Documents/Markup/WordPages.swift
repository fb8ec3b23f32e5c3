import XMLStream
import Zip

/// A Word file (`.docx`) to lines and grid rows: paragraphs, and tables with their spans.
enum WordPages {
  /// The part that holds the text, where the archive is a Word file.
  static func part(of archive: ZipArchive) -> ZipEntry? {
    archive.entry(named: "word/document.xml")
      ?? archive.entries.first { $0.name.hasPrefix("word/document") && $0.name.hasSuffix(".xml") }
  }

  static func document(
    name: String, archive: ZipArchive, part: ZipEntry
  ) throws(DocumentError) -> Document {
    let chunks = try chunks(archive, part)
    var numbering = WordNumbering()
    if let lists = archive.entry(named: "word/numbering.xml") {
      let handler = try parse(archive, lists, WordNumberingHandler())
      guard !handler.isTooLong else { throw .word("the text of a numbering is too long") }
      numbering = handler.numbering
    }
    var handler = try parse(archive, part, WordHandler(chunks: chunks, numbering: numbering))
    handler.builder.end()
    var layout = BlockLayout()
    layout.addPage(handler.builder.blocks)
    guard !layout.isCut else { throw .word("its tables have too many cells") }
    guard !layout.isEmpty else { throw .empty }
    var document = Document(name: name, form: .word, pages: layout.pages)
    let repairs: [(Int, Document.Repair.Kind)] = [
      (handler.deletions, .trackedDeletions(handler.deletions)),
      (handler.hiddenTexts, .markedHidden(handler.hiddenTexts)),
      (handler.footnotes, .footnotes(handler.footnotes)),
      (handler.objects, .unreadObjects(handler.objects)),
    ]
    document.repairs = repairs.filter { $0.0 > 0 }.map { Document.Repair($0.1, page: 1) }
    return document
  }

  private static func parse<Handler: XMLHandler>(
    _ archive: ZipArchive, _ part: ZipEntry, _ handler: Handler
  ) throws(DocumentError) -> Handler where Handler.Failure == Never {
    let bytes: [UInt8]
    do {
      bytes = try archive.read(part)
    } catch {
      throw .word("\(error)")
    }
    do {
      return try XMLReader.parse(bytes, handler: handler)
    } catch {
      switch error {
      case .malformed(let reason): throw .word("\(reason)")
      }
    }
  }

  /// The web pages that are set into the text, by their relationships: programs that have a page and want
  /// a Word file write nothing else.
  private static func chunks(
    _ archive: ZipArchive, _ part: ZipEntry
  ) throws(DocumentError) -> [String: [MarkupBlock]] {
    let file = part.name.dropFirst("word/".count)
    guard let entry = archive.entry(named: "word/_rels/\(file).rels") else { return [:] }
    let parts = try parse(archive, entry, RelationshipHandler()).chunks
    var result: [String: [MarkupBlock]] = [:]
    for (id, target) in parts {
      let path = target.hasPrefix("/") ? String(target.dropFirst()) : "word/" + target
      guard let entry = archive.entry(named: path), let bytes = try? archive.read(entry),
        let blocks = try WebPages.blocks(bytes)
      else { continue }
      result[id] = blocks
    }
    return result
  }
}

/// Takes the parts that are set into the text from a list of relationships.
private struct RelationshipHandler: XMLHandler {
  typealias Failure = Never
  let namespaces = [
    XMLNamespace("http://schemas.openxmlformats.org/package/2006/relationships")
  ]
  /// The relationship and the part's path.
  private(set) var chunks: [(id: String, target: String)] = []

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    guard name.namespace == 0, name == "Relationship", chunks.count < 1_000,
      attributes.string("Type")?.hasSuffix("/aFChunk") ?? false,
      let id = attributes.string("Id"), let target = attributes.string("Target")
    else { return }
    chunks.append((id, target))
  }

  mutating func characters(_ text: borrowing XMLText) {}
  mutating func endElement(_ name: borrowing XMLName) {}
}
