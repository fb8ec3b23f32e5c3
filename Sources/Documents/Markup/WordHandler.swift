import XMLStream

/// Builds blocks from the text of a Word file, as it is after its tracked changes (ECMA-376 Part 1,
/// 17.13): insertions are text, deletions are not.
struct WordHandler: XMLHandler {
  typealias Failure = Never
  private static let word = XMLNamespace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main")
  private static let compatibility = XMLNamespace(
    "http://schemas.openxmlformats.org/markup-compatibility/2006")
  private static let math = XMLNamespace(
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math")
  private static let relationships = XMLNamespace(
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships")

  let namespaces = [WordHandler.word, WordHandler.compatibility, WordHandler.math]
  var builder = BlockBuilder()
  /// What other parts hold, by the relationship that names the part; each is taken once.
  var chunks: [String: [MarkupBlock]]
  private var numbering: WordNumbering

  /// How many deletions, hidden texts, notes, and pictures or objects there are.
  private(set) var deletions = 0
  private(set) var hiddenTexts = 0
  private(set) var footnotes = 0
  private(set) var objects = 0

  /// How deep in something that is no text.
  private var hidden = 0
  private var isText = false
  /// For each of the alternatives that are open, whether one was taken.
  private var alternatives: [Bool] = []
  /// For each of the fields that are open in the paragraph, whether what comes is its code.
  private var fields: [Bool] = []
  private var properties = Properties.none
  /// For each of the runs, rows and cells that are open, whether it is hidden or deleted.
  private var runs: [Bool] = []
  private var rows: [Bool] = []
  private var cells: [Bool] = []
  /// Whether the paragraph goes on with the next one, as the mark between them is deleted.
  private var goesOn = false

  private enum Properties { case none, paragraph, row, cell }

  /// The list that the paragraph belongs to, and at which level.
  private var list: (id: String, level: Int)?

  init(chunks: [String: [MarkupBlock]], numbering: WordNumbering) {
    self.chunks = chunks
    self.numbering = numbering
  }

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if hidden > 0 {
      hidden += 1
      return
    }
    switch name.namespace {
    case 0: start(name, attributes)
    case 1:
      if name == "AlternateContent" {
        alternatives.append(false)
      } else if name == "Choice" || name == "Fallback" {
        guard let last = alternatives.indices.last else { return }
        if alternatives[last] { hidden = 1 } else { alternatives[last] = true }
      }
    case 2: if name == "t" { isText = true }
    default: break
    }
  }

  private mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {
    switch name.localName {
    case "t": isText = true
    case "r": runs.append(false)
    case "tab", "ptab": builder.add(" ")
    case "br", "cr": if isShown { builder.endParagraph() }
    case "noBreakHyphen": if isShown { builder.add("-") }
    case "sym": if isShown { addSymbol(attributes) }
    case "fldChar": changeField(attributes.string("fldCharType", in: WordHandler.word))
    case "p": goesOn = false
    case "tbl": builder.beginTable()
    case "tr":
      builder.beginRow()
      rows.append(false)
    case "tc":
      builder.beginCell(MarkupTable.Cell())
      cells.append(false)
    case "gridCol": builder.addColumn(width: integer("w", attributes) ?? 0)
    case "txbxContent":
      builder.beginAside()
      // The picture that it is the text of is no picture then.
      objects = max(0, objects - 1)
    case "drawing", "pict", "object": objects += 1
    case "footnoteReference", "endnoteReference": footnotes += 1
    case "altChunk":
      if let id = attributes.string("id", in: WordHandler.relationships),
        let blocks = chunks.removeValue(forKey: id)
      {
        builder.add(blocks)
      } else {
        objects += 1
      }
    default: startProperty(name, attributes)
    }
  }

  /// Properties of paragraphs, runs, rows and cells, and changes of them.
  private mutating func startProperty(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    switch name.localName {
    case "pPr":
      properties = .paragraph
      list = nil
    case "numId", "ilvl":
      if properties == .paragraph, let number = attributes.string("val", in: WordHandler.word) {
        let (id, level) = list ?? ("", 0)
        list = name == "numId" ? (number, level) : (id, Int(number) ?? 0)
      }
    case "trPr": properties = .row
    case "tcPr": properties = .cell
    // Within properties these mark what the properties are of; else they hold what is no more.
    case "del", "moveFrom": delete()
    case "cellDel": if !cells.isEmpty { cells[cells.count - 1] = true }
    // The mark of a paragraph may be hidden as well.
    case "vanish":
      if properties == .none, isOn(attributes), !runs.isEmpty { runs[runs.count - 1] = true }
    case "gridBefore": if properties == .row { builder.skip(integer("val", attributes) ?? 0) }
    case "gridSpan", "vMerge", "hMerge", "cellMerge":
      if properties == .cell { merge(name, attributes) }
    // How things were before a change, and the reading aid above a word.
    case "rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange", "tblPrExChange",
      "tblGridChange", "sectPrChange", "numberingChange", "rt":
      hidden = 1
    default: break
    }
  }

  mutating func characters(_ text: borrowing XMLText) {
    guard isText, hidden == 0 else { return }
    if runs.last ?? false { hiddenTexts += 1 }
    if isShown { builder.add(text.string) }
  }

  mutating func endElement(_ name: borrowing XMLName) {
    if hidden > 0 {
      hidden -= 1
      return
    }
    switch name.namespace {
    case 0: end(name)
    case 1: if name == "AlternateContent" { _ = alternatives.popLast() }
    case 2: if name == "t" { isText = false }
    default: break
    }
  }

  private mutating func end(_ name: borrowing XMLName) {
    switch name.localName {
    case "t": isText = false
    case "r": _ = runs.popLast()
    case "p":
      fields = []
      if !goesOn { builder.endParagraph() }
      goesOn = false
    case "tc": if cells.popLast() ?? false { builder.dropCell() } else { builder.endCell() }
    case "tr": if rows.popLast() ?? false { builder.dropRow() } else { builder.endCell() }
    case "tbl": builder.endTable()
    case "pPr":
      properties = .none
      if let list, !(rows.last ?? false), !(cells.last ?? false),
        let number = numbering.next(list: list.id, level: list.level)
      {
        builder.add(number)
      }
    case "trPr", "tcPr": properties = .none
    case "txbxContent": builder.endAside()
    default: break
    }
  }

  // MARK: Pieces

  /// Whether text that comes now is shown: not hidden, nor the code of a field.
  private var isShown: Bool { !(runs.last ?? false) && !fields.contains(true) }

  private mutating func delete() {
    deletions += 1
    switch properties {
    case .none, .cell: hidden = 1
    case .paragraph: goesOn = true
    case .row: if !rows.isEmpty { rows[rows.count - 1] = true }
    }
  }

  private mutating func changeField(_ type: String?) {
    switch type {
    // Nobody nests them deeper.
    case "begin": if fields.count < 64 { fields.append(true) }
    case "separate": if !fields.isEmpty { fields[fields.count - 1] = false }
    case "end": _ = fields.popLast()
    default: break
    }
  }

  private mutating func merge(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) {
    let value = attributes.string("val", in: WordHandler.word)
    if name == "gridSpan" {
      let columns = value.flatMap(Int.init) ?? 1
      builder.changeCell { $0.columns = max(1, columns) }
    } else if name == "vMerge" {
      builder.changeCell { $0.continues = value != "restart" }
    } else if name == "hMerge" {
      builder.changeCell { $0.joinsLeft = value != "restart" }
    } else if attributes.string("vMerge", in: WordHandler.word) == "cont" {
      // Merged by a tracked change.
      builder.changeCell { $0.continues = true }
    }
  }

  /// A character of a symbol font: what it looks like where that is a character, else its code.
  private mutating func addSymbol(_ attributes: borrowing XMLAttributes) {
    guard
      let code = attributes.string("char", in: WordHandler.word).flatMap({ UInt32($0, radix: 16) })
    else { return }
    let font = attributes.string("font", in: WordHandler.word) ?? ""
    let known = WordHandler.symbols[font]?[UInt8(truncatingIfNeeded: code)]
    guard let scalar = known.flatMap(UnicodeScalar.init) ?? UnicodeScalar(code) else { return }
    builder.add(String(Character(scalar)))
  }

  /// Boxes with and without a tick, and comparisons.
  private static let symbols: [String: [UInt8: UInt32]] = [
    "Wingdings": [
      0x6F: 0x25A1, 0xA8: 0x25A1, 0xFB: 0x2717, 0xFC: 0x2713, 0xFD: 0x2612, 0xFE: 0x2611,
    ],
    "Wingdings 2": [
      0x2A: 0x25A1, 0xA3: 0x25A1, 0x50: 0x2713, 0x4F: 0x2717, 0x52: 0x2611, 0x53: 0x2612,
      0x54: 0x2612,
    ],
    "Symbol": [0xA3: 0x2264, 0xB1: 0x00B1, 0xB3: 0x2265, 0xB4: 0x00D7, 0xB9: 0x2260],
  ]

  private func integer(_ name: StaticString, _ attributes: borrowing XMLAttributes) -> Int? {
    attributes.string(name, in: WordHandler.word).flatMap(Int.init)
  }

  private func isOn(_ attributes: borrowing XMLAttributes) -> Bool {
    let value = attributes.string("val", in: WordHandler.word)
    return value != "0" && value != "false" && value != "off"
  }
}
