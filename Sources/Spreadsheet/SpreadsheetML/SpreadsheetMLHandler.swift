import XMLStream

/// Takes the events of a SpreadsheetML 2003 document.
struct SpreadsheetMLHandler: XMLHandler {
  /// What errors call the file, which has no parts.
  static let part = "workbook"
  private static let main = XMLNamespace("urn:schemas-microsoft-com:office:spreadsheet")
  private static let excel = XMLNamespace("urn:schemas-microsoft-com:office:excel")

  let namespaces = [SpreadsheetMLHandler.main, SpreadsheetMLHandler.excel]
  private(set) var sheets: [Sheet] = []
  private(set) var date1904 = false

  private let limits: WorkbookLimits
  private var formats: [String: String] = [:]
  private var style: String?
  private var sheet: Sheet?
  private var row = -1
  private var nextRow = 0
  private var column = -1
  private var nextColumn = 0
  private var cell: PendingCell?
  private var isComment = false
  /// What the characters belong to, and how deep within it they are.
  private var text: [UInt8] = []
  private var isText = false
  private var depth = 0
  private var cells = 0
  private var textBytes = 0
  private var hiddenCount = 0

  /// Four sheets of which every row is hidden.
  private static let hiddenBound = 4 * CellReference.rowCount

  /// A cell until its element ends.
  private struct PendingCell {
    var format = "General"
    var formula: String?
    var type = ""
    var value: String?
    var comment: String?
    var author: String?
    var across = 0
    var down = 0
  }

  init(limits: WorkbookLimits) { self.limits = limits }

  // MARK: Elements

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if isText {
      // Formatted text has elements of its own.
      depth += 1
      return
    }
    if name.namespace == 1 {
      if name == "Visible", sheet != nil { startText() }
      if name == "Date1904" { date1904 = true }
      return
    }
    guard name.namespace == 0 else { return }
    if name == "Style" {
      style = string("ID", attributes)
      if let style, let parent = string("Parent", attributes) { formats[style] = formats[parent] }
    } else if name == "NumberFormat" {
      if let style { formats[style] = try Self.format(string("Format", attributes)) }
      guard formats.count <= CellRules.formats else {
        throw .limitExceeded(limit: "formats of cells", allowed: CellRules.formats)
      }
    } else if name == "Worksheet" {
      sheet = Sheet(name: string("Name", attributes) ?? "Sheet\(sheets.count + 1)")
      (row, nextRow, nextColumn) = (-1, 0, 0)
    } else if name == "Column" {
      try startColumn(attributes)
    } else if name == "Row" {
      try startRow(attributes)
    } else if name == "Cell" {
      try startCell(attributes)
    } else if name == "Comment" {
      isComment = true
      let author = string("Author", attributes)
      cell?.author = author
    } else if name == "Data", cell != nil {
      let type = string("Type", attributes) ?? "String"
      if !isComment { cell?.type = type }
      startText()
    }
  }

  private mutating func startText() {
    isText = true
    text.removeAll(keepingCapacity: true)
  }

  mutating func characters(_ piece: borrowing XMLText) throws(SpreadsheetError) {
    guard isText else { return }
    textBytes += piece.count
    guard textBytes <= limits.stringBytes else {
      throw .limitExceeded(limit: "bytes of text", allowed: limits.stringBytes)
    }
    piece.append(to: &text)
  }

  mutating func endElement(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if isText {
      guard depth == 0 else {
        depth -= 1
        return
      }
      isText = false
      let text = String(decoding: text, as: UTF8.self)
      try CellRules.check(read: text)
      take(text, isVisibility: name.namespace == 1)
      return
    }
    guard name.namespace == 0 else { return }
    if name == "Cell" {
      try endCell()
    } else if name == "Comment" {
      isComment = false
    } else if name == "Style" {
      style = nil
    } else if name == "Worksheet", let sheet {
      sheets.append(sheet)
      self.sheet = nil
    }
  }

  private mutating func take(_ text: String, isVisibility: Bool) {
    if isVisibility {
      switch text {
      case "SheetHidden": sheet?.visibility = .hidden
      case "SheetVeryHidden": sheet?.visibility = .veryHidden
      default: break
      }
    } else if isComment {
      cell?.comment = text
    } else {
      cell?.value = text
    }
  }

  // MARK: Columns, rows, cells

  private mutating func startColumn(
    _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    let first = try index(
      "Index", attributes, after: nextColumn - 1, next: nextColumn,
      bound: CellReference.columnCount)
    let last =
      first + (try count("Span", attributes, from: first, bound: CellReference.columnCount))
    nextColumn = last + 1
    if string("Hidden", attributes) == "1" { try hide(first...last, \.hiddenColumns) }
  }

  /// Hides rows or columns. A few bytes may name a million of them.
  private mutating func hide(
    _ range: ClosedRange<Int>, _ hidden: WritableKeyPath<Sheet, Set<Int>>
  ) throws(SpreadsheetError) {
    hiddenCount += range.count
    guard hiddenCount <= Self.hiddenBound else {
      throw .limitExceeded(limit: "hidden rows and columns", allowed: Self.hiddenBound)
    }
    sheet?[keyPath: hidden].formUnion(range)
  }

  private mutating func startRow(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    row = try index(
      "Index", attributes, after: row, next: nextRow, bound: CellReference.rowCount)
    let last = row + (try count("Span", attributes, from: row, bound: CellReference.rowCount))
    nextRow = last + 1
    (column, nextColumn) = (-1, 0)
    if string("Hidden", attributes) == "1" { try hide(row...last, \.hiddenRows) }
  }

  private mutating func startCell(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    guard row >= 0 else {
      throw .invalidPart(Self.part, reason: "a cell stands outside the rows")
    }
    column = try index(
      "Index", attributes, after: column, next: nextColumn, bound: CellReference.columnCount)
    var new = PendingCell()
    new.across = try count(
      "MergeAcross", attributes, from: column, bound: CellReference.columnCount)
    new.down = try count("MergeDown", attributes, from: row, bound: CellReference.rowCount)
    nextColumn = column + new.across + 1
    new.format = string("StyleID", attributes).flatMap { formats[$0] } ?? "General"
    if let formula = string("Formula", attributes) {
      new.formula = R1C1Formula.a1(formula, row: row, column: column)
    }
    cell = new
  }

  private mutating func endCell() throws(SpreadsheetError) {
    guard let cell else { return }
    self.cell = nil
    let place = CellReference(row: row, column: column)
    if cell.across > 0 || cell.down > 0 {
      sheet?.merges.append(
        CellRange(
          first: place,
          last: CellReference(row: row + cell.down, column: column + cell.across)))
    }
    if let comment = cell.comment {
      sheet?.comments[place] = Sheet.Comment(author: cell.author, text: comment)
    }
    let value = value(cell)
    guard value != .empty || cell.formula != nil else { return }
    cells += 1
    guard cells <= limits.cells else {
      throw .limitExceeded(limit: "cells", allowed: limits.cells)
    }
    var look = CellStyle()
    look.numberFormat = cell.format
    sheet?[place] = Cell(value, style: look, formula: cell.formula)
  }

  private func value(_ cell: PendingCell) -> CellValue {
    guard let text = cell.value else { return .empty }
    switch cell.type {
    // What is no number although it says so is still what was printed.
    case "Number": return DecimalNumber(text) == nil ? .text(text) : .number(text)
    case "Boolean": return .boolean(text == "1")
    case "Error": return .error(text)
    case "DateTime": return .date(text)
    default: return .text(text)
    }
  }

  // MARK: Attributes

  /// Some programs leave the prefix of attributes out.
  private func string(
    _ name: StaticString, _ attributes: borrowing XMLAttributes
  ) -> String? {
    attributes.string(name, in: Self.main) ?? attributes.string(name)
  }

  /// The zero-based place that an attribute says, counted there from 1 and behind the last one, or the
  /// next one.
  private func index(
    _ name: StaticString, _ attributes: borrowing XMLAttributes, after last: Int, next: Int,
    bound: Int
  ) throws(SpreadsheetError) -> Int {
    guard let text = string(name, attributes) else {
      if next < bound { return next }
      throw .invalidPart(Self.part, reason: "more than \(bound) rows or columns")
    }
    guard let index = Int(text), (1...bound).contains(index) else {
      throw .invalidPart(Self.part, reason: "\(name)=\"\(text)\" is no row or column of Excel")
    }
    guard index - 1 > last else {
      throw .invalidPart(Self.part, reason: "\(name)=\"\(text)\" goes back")
    }
    return index - 1
  }

  /// How many more rows or columns an attribute says.
  private func count(
    _ name: StaticString, _ attributes: borrowing XMLAttributes, from first: Int, bound: Int
  ) throws(SpreadsheetError) -> Int {
    guard let text = string(name, attributes) else { return 0 }
    guard let count = Int(text), (0..<(bound - first)).contains(count) else {
      throw .invalidPart(Self.part, reason: "\(name)=\"\(text)\" goes beyond Excel's limits")
    }
    return count
  }

  /// The code of a format, which may go by a name; those that depend on the language are simplified
  /// Chinese.
  private static func format(_ name: String?) throws(SpreadsheetError) -> String {
    guard let name else { return "General" }
    if let code = named[name] { return code }
    return try NumberFormat.read(name)
  }

  /// All the names that Excel gives to formats.
  private static let named = [
    "General": "General", "General Number": "General", "Standard": "#,##0.00", "Fixed": "0.00",
    "Currency": "\"\u{A5}\"#,##0.00;[Red]\"\u{A5}\"-#,##0.00",
    "Euro Currency": "[$\u{20AC}-2] #,##0.00;[Red]-[$\u{20AC}-2] #,##0.00",
    "Percent": "0.00%", "Scientific": "0.00E+00", "Yes/No": "\"Yes\";\"Yes\";\"No\"",
    "True/False": "\"True\";\"True\";\"False\"", "On/Off": "\"On\";\"On\";\"Off\"",
    "General Date": "yyyy/m/d h:mm", "Short Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy", "Long Date": "yyyy\"\u{5E74}\"m\"\u{6708}\"d\"\u{65E5}\"",
    "Short Time": "h:mm", "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss",
  ]
}
