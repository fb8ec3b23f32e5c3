import XMLStream

/// Reads what an OpenDocument file says of its sheets as a whole: their names, formats, defined names.
struct OpenDocumentOutline: XMLHandler {
  typealias Failure = SpreadsheetError

  let namespaces = OpenDocument.namespaces

  private(set) var sheets: [Sheet.Info] = []
  private(set) var definedNames: [DefinedName] = []
  private(set) var date1904 = false
  private(set) var styles = OpenDocumentStyles()
  /// Whether styles are being gathered, and whether this is a style sheet, whose automatic styles are of
  /// its pages alone.
  private var isStyles = false
  private var isStyleSheet = true
  /// Tables that are open, one in a cell of another among them.
  private var tables = 0
  /// Elements that are open within one that is left out, itself among them.
  private var skipped = 0

  /// Says that the style sheet has been read.
  mutating func endStyleSheet() { isStyleSheet = false }

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if skipped > 0 {
      skipped += 1
      return
    }
    if isStyles { return try styles.start(name, attributes) }
    switch OpenDocument.namespace(name) {
    case .office:
      if name == "styles" {
        isStyles = true
      } else if name == "automatic-styles" {
        if isStyleSheet { skipped = 1 } else { isStyles = true }
      } else if name == "body" || name == "document" {
        isStyleSheet = false
      } else if name == "text" || name == "presentation" || name == "drawing" {
        throw .invalidPart("content.xml", reason: "it is no spreadsheet")
      }
    case .table: startTable(name, attributes)
    default: break
    }
  }

  private mutating func startTable(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if name == "table-row" || name == "tracked-changes" {
      skipped = 1
    } else if name == "table" {
      let text = attributes.string("name", in: OpenDocument.table) ?? "Sheet\(sheets.count + 1)"
      guard OpenDocument.isSheet(text) else {
        skipped = 1
        return
      }
      tables += 1
      let style = attributes.string("style-name", in: OpenDocument.table) ?? ""
      sheets.append(
        Sheet.Info(
          name: text, visibility: styles.hiddenTables.contains(style) ? .hidden : .visible))
    } else if name == "null-date" {
      date1904 = attributes.string("date-value", in: OpenDocument.table) == "1904-01-01"
    } else if name == "named-range" {
      define(
        attributes,
        attributes.string("cell-range-address", in: OpenDocument.table).map {
          OpenFormula.reference($0[...])
        })
    } else if name == "named-expression" {
      define(
        attributes,
        attributes.string("expression", in: OpenDocument.table).map { OpenFormula.excel($0) })
    }
  }

  private mutating func define(_ attributes: borrowing XMLAttributes, _ formula: String?) {
    guard let formula, let name = attributes.string("name", in: OpenDocument.table) else { return }
    definedNames.append(
      DefinedName(name: name, formula: formula, sheet: tables > 0 ? sheets.count - 1 : nil))
  }

  mutating func characters(_ text: borrowing XMLText) {
    if isStyles, skipped == 0 { styles.characters(text) }
  }

  mutating func endElement(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    if isStyles {
      if OpenDocument.namespace(name) == .office, name == "styles" || name == "automatic-styles" {
        isStyles = false
        try styles.resolve()
      } else {
        styles.end(name)
      }
    } else if OpenDocument.namespace(name) == .table, name == "table" {
      tables -= 1
    }
  }
}
