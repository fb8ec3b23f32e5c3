import XMLStream

/// Reads XML Spreadsheet 2003 (SpreadsheetML): one XML file, mostly called `.xls`, that office programs and
/// reporting systems write. Values, merges and number formats are taken; looks are not.
public enum SpreadsheetXML {
  /// Whether a file begins as such a workbook, in whatever encoding that keeps ASCII.
  public static func isOne(_ head: some Sequence<UInt8>) -> Bool {
    let text = String(decoding: head.prefix(1 << 14).filter { $0 != 0 && $0 < 0x80 }, as: UTF8.self)
    guard text.drop(while: \.isWhitespace).hasPrefix("<") else { return false }
    return text.contains("urn:schemas-microsoft-com:office:spreadsheet")
      && (text.contains("<Workbook") || text.contains(":Workbook"))
  }

  /// Reads a workbook. A formula is kept as the file has it, in R1C1 notation.
  ///
  /// - Throws: ``SpreadsheetError`` where the XML is damaged or a limit is exceeded.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func workbook(
    _ bytes: [UInt8], limits: WorkbookLimits = .init()
  ) throws(SpreadsheetError) -> Workbook {
    let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
    let trimmed = blanks.contains(bytes.first ?? 0) ? Array(bytes.drop { blanks.contains($0) }) : bytes
    do throws(XMLFailure<SpreadsheetError>) {
      let handler = try XMLReader.parse(
        trimmed, depth: limits.depth, handler: SpreadsheetXMLHandler(limits: limits))
      return handler.workbook
    } catch {
      switch error {
      case .malformed(let error): throw .xml(part: "Workbook", error)
      case .handler(let error): throw error
      }
    }
  }
}

/// Puts the cells where they belong as their elements end.
private struct SpreadsheetXMLHandler: XMLHandler {
  static let main = XMLNamespace("urn:schemas-microsoft-com:office:spreadsheet")
  let namespaces = [
    Self.main, XMLNamespace("urn:schemas-microsoft-com:office:excel"),
  ]
  let limits: WorkbookLimits
  private(set) var workbook = Workbook()

  private var formats: [String: String] = [:]
  private var styleID = ""
  private var sheet: Sheet?
  private var row = -1
  private var nextRow = 0
  private var column = 0
  private var nextColumn = 0
  private var cell: Cell?
  private var type = ""
  private var isData = false
  private var isVisibility = false
  private var isComment = false
  private var text: [UInt8] = []
  private var cells = 0
  private var bytes = 0

  init(limits: WorkbookLimits) { self.limits = limits }

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if name.namespace == 1 {
      isVisibility = sheet != nil && name == "Visible"
      if isVisibility { text.removeAll() }
      return
    }
    guard name.namespace == 0 else { return }
    if name == "Worksheet" {
      sheet = Sheet(name: string("Name", attributes) ?? "Sheet\(workbook.sheets.count + 1)")
      nextRow = 0
    } else if name == "Style" {
      styleID = string("ID", attributes) ?? ""
    } else if name == "NumberFormat" {
      formats[styleID] = string("Format", attributes).map(Self.format)
    } else if name == "Row" {
      row = try index(attributes, after: nextRow, bound: 1 << 20)
      nextRow = row + 1 + (number("Span", attributes) ?? 0)
      nextColumn = 0
    } else if name == "Cell" {
      try startCell(attributes)
    } else if name == "Comment" {
      isComment = true
    } else if name == "Data", cell != nil, !isComment {
      type = string("Type", attributes) ?? "String"
      isData = true
      text.removeAll()
    }
  }

  private mutating func startCell(
    _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    column = try index(attributes, after: nextColumn, bound: 1 << 14)
    let across = number("MergeAcross", attributes) ?? 0
    let down = number("MergeDown", attributes) ?? 0
    guard column + across < 1 << 14, row + down < 1 << 20 else { throw tooFar() }
    nextColumn = column + 1 + across
    if across > 0 || down > 0 {
      sheet?.merges.append(
        CellRange(
          first: CellReference(row: row, column: column),
          last: CellReference(row: row + down, column: column + across)))
    }
    var style = CellStyle()
    if let format = string("StyleID", attributes).flatMap({ formats[$0] }) {
      style.numberFormat = format
    }
    let formula = string("Formula", attributes).map { $0.hasPrefix("=") ? String($0.dropFirst()) : $0 }
    cell = Cell(style: style, formula: formula)
  }

  mutating func characters(_ text: borrowing XMLText) throws(SpreadsheetError) {
    guard isData || isVisibility else { return }
    bytes += text.count
    guard bytes <= limits.stringBytes else {
      throw .limitExceeded(limit: "bytes of text", allowed: limits.stringBytes)
    }
    text.append(to: &self.text)
  }

  mutating func endElement(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if name.namespace == 1 {
      if isVisibility {
        let shown = String(decoding: text, as: UTF8.self)
        sheet?.visibility =
          shown == "SheetHidden" ? .hidden : shown == "SheetVeryHidden" ? .veryHidden : .visible
        isVisibility = false
      }
      return
    }
    guard name.namespace == 0 else { return }
    if name == "Data", isData {
      isData = false
      cell?.value = Self.value(String(decoding: text, as: UTF8.self), type)
    } else if name == "Comment" {
      isComment = false
    } else if name == "Cell", let cell {
      self.cell = nil
      guard cell.value != .empty || cell.formula != nil else { return }
      cells += 1
      guard cells <= limits.cells else {
        throw .limitExceeded(limit: "cells", allowed: limits.cells)
      }
      sheet?[row, column] = cell
    } else if name == "Worksheet", let sheet {
      workbook.sheets.append(sheet)
      self.sheet = nil
    }
  }

  // MARK: Attributes

  private func string(_ name: StaticString, _ attributes: borrowing XMLAttributes) -> String? {
    attributes.string(name, in: Self.main) ?? attributes.string(name)
  }

  private func number(_ name: StaticString, _ attributes: borrowing XMLAttributes) -> Int? {
    string(name, attributes).flatMap { Int($0) }.flatMap { (0..<(1 << 20)).contains($0) ? $0 : nil }
  }

  /// A place counted from 1 in the file, or the one that is next.
  private func index(
    _ attributes: borrowing XMLAttributes, after next: Int, bound: Int
  ) throws(SpreadsheetError) -> Int {
    guard let text = string("Index", attributes) else {
      guard next < bound else { throw tooFar() }
      return next
    }
    guard let place = Int(text), (next + 1...bound).contains(place) else { throw tooFar() }
    return place - 1
  }

  private func tooFar() -> SpreadsheetError {
    .invalidSheet(sheet?.name ?? "", reason: "row \(row + 1): a cell or row has no place there")
  }

  // MARK: Values

  private static func value(_ text: String, _ type: String) -> CellValue {
    switch type {
    case "Number": text.isEmpty ? .empty : .number(text)
    case "Boolean": .boolean(text == "1" || text.lowercased() == "true")
    case "Error": .error(text)
    case "DateTime":
      .date(
        text.hasSuffix("T00:00:00.000")
          ? String(text.dropLast(13)) : text.hasSuffix(".000") ? String(text.dropLast(4)) : text)
    default: .text(text)
    }
  }

  /// The codes of the formats that the file names by words.
  private static func format(_ name: String) -> String {
    switch name {
    case "Standard": "#,##0.00"
    case "Fixed": "0.00"
    case "Percent": "0.00%"
    case "Scientific": "0.00E+00"
    default: name
    }
  }
}
