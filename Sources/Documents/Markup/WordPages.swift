import XMLStream
import Zip

/// A Word file (`.docx`) to lines and grid rows: paragraphs, and tables with their spans.
///
/// Of tracked changes the insertions are text and the deletions are not (ECMA-376 Part 1, 17.13).
enum WordPages {
  /// The part that holds the text, where the archive is a Word file.
  static func part(of archive: ZipArchive) -> ZipEntry? {
    archive.entry(named: "word/document.xml")
      ?? archive.entries.first { $0.name.hasPrefix("word/document") && $0.name.hasSuffix(".xml") }
  }

  static func document(
    name: String, archive: ZipArchive, part: ZipEntry
  ) throws(DocumentError) -> Document {
    let bytes: [UInt8]
    do {
      bytes = try archive.read(part)
    } catch {
      throw .word("\(error)")
    }
    var handler: WordHandler
    do {
      handler = try XMLReader.parse(bytes, handler: WordHandler())
    } catch {
      switch error {
      case .malformed(let reason): throw .word("\(reason)")
      }
    }
    handler.builder.end()
    var layout = BlockLayout()
    layout.add(handler.builder.blocks, page: 1)
    guard !layout.isCut else { throw .word("its tables have too many cells") }
    guard !layout.lines.isEmpty else { throw .empty }
    return Document(
      name: name, form: .word, pages: [Page(name: nil, number: 1, lines: layout.lines)])
  }
}

private struct WordHandler: XMLHandler {
  typealias Failure = Never
  private static let word = XMLNamespace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main")
  private static let compatibility = XMLNamespace(
    "http://schemas.openxmlformats.org/markup-compatibility/2006")

  let namespaces = [WordHandler.word, WordHandler.compatibility]
  var builder = BlockBuilder()
  /// How deep in something that is no text: a deletion, the second of two alternatives.
  private var hidden = 0
  private var isText = false
  /// Whether the properties are those of a row, whose deletion takes the row away.
  private var isInRowProperties = false
  private var isInCellProperties = false
  private var isRowDeleted = false
  private var isRunHidden = false

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if hidden > 0 {
      hidden += 1
      return
    }
    if name.namespace == 1, name == "Fallback" {
      hidden = 1
      return
    }
    guard name.namespace == 0 else { return }
    if isInRowProperties, name == "del" {
      isRowDeleted = true
    } else if name == "del" || name == "moveFrom" {
      // Within properties it marks what they are of; around runs it holds what was deleted.
      hidden = 1
    } else if name == "tbl" {
      builder.beginTable()
    } else if name == "tr" {
      builder.beginRow()
      isRowDeleted = false
    } else if name == "trPr" {
      isInRowProperties = true
    } else if name == "gridBefore" {
      builder.skip(value(attributes).flatMap(Int.init) ?? 0)
    } else if name == "tc" {
      builder.beginCell(MarkupTable.Cell())
    } else if name == "tcPr" {
      isInCellProperties = true
    } else if name == "gridSpan", isInCellProperties {
      let columns = value(attributes).flatMap(Int.init) ?? 1
      builder.changeCell { $0.columns = max(1, columns) }
    } else if name == "vMerge", isInCellProperties {
      let continues = value(attributes) != "restart"
      builder.changeCell { $0.continues = continues }
    } else if name == "r" {
      isRunHidden = false
    } else if name == "vanish" || name == "webHidden" {
      let flag = value(attributes)
      isRunHidden = name == "vanish" && flag != "0" && flag != "false"
    } else if name == "t" {
      isText = true
    } else if name == "tab" || name == "br" || name == "cr" || name == "ptab" {
      builder.add(" ")
    } else if name == "noBreakHyphen" {
      builder.add("-")
    }
  }

  mutating func characters(_ text: borrowing XMLText) {
    if isText, hidden == 0, !isRunHidden { builder.add(text.string) }
  }

  mutating func endElement(_ name: borrowing XMLName) {
    if hidden > 0 {
      hidden -= 1
      return
    }
    guard name.namespace == 0 else { return }
    if name == "t" {
      isText = false
    } else if name == "p" {
      builder.endParagraph()
    } else if name == "tc" {
      builder.endCell()
    } else if name == "tcPr" {
      isInCellProperties = false
    } else if name == "trPr" {
      isInRowProperties = false
    } else if name == "tr" {
      if isRowDeleted { builder.dropRow() }
      isRowDeleted = false
    } else if name == "tbl" {
      builder.endTable()
    }
  }

  private func value(_ attributes: borrowing XMLAttributes) -> String? {
    attributes.string("val", in: WordHandler.word)
  }
}
