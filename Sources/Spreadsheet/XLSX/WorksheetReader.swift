import XMLStream

/// Reads one `sheetN.xml`. Rows and cells may lack their places and stand in any order; the
/// `dimension` is not looked at.
struct WorksheetHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  /// What the sheets of a workbook share, budgets included.
  struct Context {
    var styles: [CellStyle]
    var strings: [String]
    var cells: Int
    var stringBytes: Int
    var limits: WorkbookLimits
  }

  private enum CellType { case number, shared, string, inline, boolean, error, date }

  private enum Collecting { case nothing, value, formula, inline, header, footer }

  private(set) var context: Context
  private var sheet: Sheet
  private let path: String

  // The row and cell being read.
  private var rows: [Sheet.Row] = []
  private var current: Sheet.Row = (-1, [])
  private var isOrdered = true
  private var row = -1
  private var column = -1
  private var place = CellReference(row: 0, column: 0)
  private var type = CellType.number
  private var style: Int?
  private var value: [UInt8] = []
  private var inline: [UInt8] = []
  private var hasInline = false
  private var formula: [UInt8] = []
  private var collecting = Collecting.nothing

  // The sheet around the cells.
  private var lastColumn = 0
  private var views = 0
  private var fitsToPage = false
  private var links: [(cell: CellReference, relation: String?, link: Hyperlink)] = []

  init(_ sheet: Sheet, path: String, _ context: Context) {
    self.sheet = sheet
    self.path = path
    self.context = context
  }

  // MARK: Events

  mutating func start(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) -> Bool {
    if name == "c" {
      try startCell(attributes)
    } else if name == "v" {
      collecting = .value
    } else if name == "f" {
      collecting = .formula
    } else if name == "row" {
      try startRow(attributes)
    } else if name == "is" {
      hasInline = true
    } else if name == "t" {
      collecting = hasInline ? .inline : .nothing
    } else if name == "rPh" || name == "extLst" || name == "customSheetViews" {
      return false
    } else {
      startOther(name, attributes)
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    switch collecting {
    case .nothing: break
    case .value, .header, .footer: text.append(to: &value)
    case .formula: text.append(to: &formula)
    case .inline: text.append(to: &inline)
    }
  }

  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    switch collecting {
    case .header: sheet.pageSetup.header = XString.decode(value)
    case .footer: sheet.pageSetup.footer = XString.decode(value)
    default: break
    }
    collecting = .nothing
    if name == "c" { try endCell() }
  }

  // MARK: Cells

  private mutating func startRow(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    row = attributes.integer("r").map { $0 - 1 } ?? row + 1
    column = -1
    guard 0..<CellReference.rowCount ~= row else {
      throw .invalidPart(path, reason: "row \(row + 1) is beyond the sheet")
    }
    // A height that the program worked out itself is left to the next one.
    if attributes.boolean("customHeight") == true, let height = attributes.double("ht") {
      sheet.rowHeights[row] = height
    }
    if attributes.boolean("hidden") == true { sheet.hiddenRows.insert(row) }
  }

  private mutating func startCell(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    type = .number
    style = nil
    value.removeAll(keepingCapacity: true)
    formula.removeAll(keepingCapacity: true)
    inline.removeAll(keepingCapacity: true)
    hasInline = false
    var reference: CellReference?
    var isWrong = false
    attributes.forEach { name, text in
      if name == "r" {
        reference = text.withBytes { CellReference(utf8: $0) }
        isWrong = reference == nil
      } else if name == "s" {
        style = text.integer
      } else if name == "t" {
        type = Self.type(text)
      }
    }
    guard !isWrong else {
      throw .invalidPart(
        path, reason: "'\(attributes.string("r") ?? "")' is not a cell's reference")
    }
    place = reference ?? CellReference(row: max(row, 0), column: column + 1)
    guard place.isValid else {
      throw .invalidPart(path, reason: "cell \(place) is beyond the sheet")
    }
    column = place.column
    context.cells -= 1
    guard context.cells >= 0 else {
      throw .limitExceeded(limit: "cells", allowed: context.limits.cells)
    }
  }

  private static func type(_ text: borrowing XMLText) -> CellType {
    if text == "s" { return .shared }
    if text == "str" { return .string }
    if text == "inlineStr" { return .inline }
    if text == "b" { return .boolean }
    if text == "e" { return .error }
    return text == "d" ? .date : .number
  }

  private mutating func endCell() throws(SpreadsheetError) {
    var cell = Cell(try cellValue(), style: plainStyle)
    if !formula.isEmpty { cell.formula = XString.decode(formula) }
    if current.index == place.row, current.cells.last.map({ $0.column < place.column }) ?? true {
      current.cells.append((place.column, cell))
      return
    }
    if !current.cells.isEmpty { rows.append(current) }
    isOrdered = isOrdered && place.row > current.index
    current = (place.row, [(place.column, cell)])
  }

  /// Cells without a style have the first.
  private var plainStyle: CellStyle {
    let index = style ?? 0
    if context.styles.indices.contains(index) { return context.styles[index] }
    return context.styles.first ?? CellStyle()
  }

  private mutating func cellValue() throws(SpreadsheetError) -> CellValue {
    if hasInline, type == .inline || value.isEmpty { return .text(try text(inline)) }
    if value.isEmpty { return type == .string && !formula.isEmpty ? .text("") : .empty }
    switch type {
    case .shared:
      let index = value.withUnsafeBufferPointer { Self.index($0) }
      guard let index, context.strings.indices.contains(index) else {
        throw .invalidPart(path, reason: "cell \(place) has a shared string that is not there")
      }
      return .text(context.strings[index])
    case .string, .inline: return .text(try text(value))
    case .boolean:
      let text = try text(value)
      return .boolean(text == "1" || text.lowercased() == "true")
    case .error: return .error(try text(value))
    case .date: return .date(try text(value))
    case .number:
      let text = String(decoding: Self.trimmed(value), as: UTF8.self)
      if text.isEmpty { return .empty }
      // Not a number after all, such as NaN: what stands there is kept.
      return NumberText.isNumber(text) ? .number(text) : .text(try self.text(value))
    }
  }

  private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    var rest = bytes[...]
    while let byte = rest.first, byte <= 0x20 { rest.removeFirst() }
    while let byte = rest.last, byte <= 0x20 { rest.removeLast() }
    return rest
  }

  private static func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var value = 0
    var digits = 0
    for byte in bytes where byte > 0x20 {
      guard 0x30...0x39 ~= byte, digits < 16 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
    }
    return digits > 0 ? value : nil
  }

  private mutating func text(_ bytes: [UInt8]) throws(SpreadsheetError) -> String {
    context.stringBytes -= bytes.count
    guard context.stringBytes >= 0 else {
      throw .limitExceeded(limit: "bytes of text", allowed: context.limits.stringBytes)
    }
    return XString.decode(bytes)
  }

  // MARK: Around the cells

  private mutating func startOther(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if name == "mergeCell" {
      // A merge of one cell is none.
      if let range = attributes.string("ref").flatMap({ CellRange($0) }), range.first != range.last
      {
        sheet.merges.append(range)
      }
    } else if name == "col" {
      readColumns(attributes)
    } else if name == "hyperlink" {
      readLink(attributes)
    } else if name == "sheetView" {
      // Further windows may show the sheet otherwise; the first counts.
      views += 1
      if views == 1 { sheet.showGridLines = attributes.boolean("showGridLines") ?? true }
    } else if name == "pane" {
      readPane(attributes)
    } else if name == "sheetFormatPr" {
      sheet.defaultColumnWidth = attributes.double("defaultColWidth")
      if attributes.boolean("customHeight") == true {
        sheet.defaultRowHeight = attributes.double("defaultRowHeight")
      }
    } else if name == "tabColor" {
      // The theme's colours would need the styles' palette, which tabs rarely ask for.
      sheet.tabColor = ColorPalette(theme: []).color(attributes)
    } else if name == "pageSetUpPr" {
      fitsToPage = attributes.boolean("fitToPage") ?? false
    } else if name == "printOptions" {
      sheet.pageSetup.horizontalCentered = attributes.boolean("horizontalCentered") ?? false
      sheet.pageSetup.verticalCentered = attributes.boolean("verticalCentered") ?? false
    } else if name == "pageMargins" {
      readMargins(attributes)
    } else if name == "pageSetup" {
      readPage(attributes)
    } else if name == "oddHeader" {
      value.removeAll()
      collecting = .header
    } else if name == "oddFooter" {
      value.removeAll()
      collecting = .footer
    }
  }

  /// Columns stand in ascending order; what overlaps is not read twice, or a short part could ask
  /// for billions.
  private mutating func readColumns(_ attributes: borrowing XMLAttributes) {
    guard let first = attributes.integer("min"), let last = attributes.integer("max"), first >= 1,
      last <= CellReference.columnCount, first <= last, first > lastColumn
    else { return }
    lastColumn = last
    let width = attributes.boolean("customWidth") == false ? nil : attributes.double("width")
    let hidden = attributes.boolean("hidden") ?? false
    for column in first - 1..<last {
      if let width { sheet.columnWidths[column] = width }
      if hidden { sheet.hiddenColumns.insert(column) }
    }
  }

  private mutating func readLink(_ attributes: borrowing XMLAttributes) {
    guard let range = attributes.string("ref").flatMap({ CellRange($0) }) else { return }
    let location = attributes.string("location").map { XString.decode($0) }
    let tooltip = attributes.string("tooltip").map { XString.decode($0) }
    let relation = attributes.string("id", in: OpenXML.Namespace.officeRelationships)
    guard relation != nil || location != nil else { return }
    links.append((range.first, relation, .location(location ?? "", tooltip: tooltip)))
  }

  private mutating func readPane(_ attributes: borrowing XMLAttributes) {
    let state = attributes.string("state")
    guard views == 1, state == "frozen" || state == "frozenSplit" else { return }
    let limits = (CellReference.rowCount, CellReference.columnCount)
    sheet.frozenRows = attributes.double("ySplit").flatMap { Self.count($0, limits.0) } ?? 0
    sheet.frozenColumns = attributes.double("xSplit").flatMap { Self.count($0, limits.1) } ?? 0
  }

  private static func count(_ value: Double, _ limit: Int) -> Int? {
    value >= 0 && value < Double(limit) ? Int(value) : nil
  }

  private mutating func readMargins(_ attributes: borrowing XMLAttributes) {
    var margins = PageSetup.Margins()
    margins.left = attributes.double("left") ?? margins.left
    margins.right = attributes.double("right") ?? margins.right
    margins.top = attributes.double("top") ?? margins.top
    margins.bottom = attributes.double("bottom") ?? margins.bottom
    margins.header = attributes.double("header") ?? margins.header
    margins.footer = attributes.double("footer") ?? margins.footer
    sheet.pageSetup.margins = margins
  }

  private mutating func readPage(_ attributes: borrowing XMLAttributes) {
    // What no program could do is left out; some write a scale of 0.
    func value(_ name: StaticString, _ range: ClosedRange<Int>) -> Int? {
      attributes.integer(name).flatMap { range ~= $0 ? $0 : nil }
    }
    sheet.pageSetup.paper = value("paperSize", 0...Int(Int32.max)).map {
      PageSetup.Paper(rawValue: $0)
    }
    sheet.pageSetup.scale = value("scale", 10...400)
    sheet.pageSetup.landscape = attributes.string("orientation") == "landscape"
    // Without `fitToPage` in the sheet's properties these say nothing.
    guard fitsToPage else { return }
    sheet.pageSetup.fitToWidth = value("fitToWidth", 0...32_767)
    sheet.pageSetup.fitToHeight = value("fitToHeight", 0...32_767)
  }

  // MARK: Afterwards

  /// Whether `resolveLinks` has anything to do.
  var hasExternalLinks: Bool { links.contains { $0.relation != nil } }

  mutating func resolveLinks(_ relationships: [PackageReader.Relationship]) {
    let targets = Dictionary(
      relationships.map { ($0.id, $0.target) }, uniquingKeysWith: { one, _ in one })
    for index in links.indices {
      guard let relation = links[index].relation, let target = targets[relation],
        case .location(let location, let tooltip) = links[index].link
      else { continue }
      let url = location.isEmpty ? target : "\(target)#\(location)"
      links[index].link = .external(url, tooltip: tooltip)
    }
  }

  /// The sheet, cells in order.
  consuming func finish() -> Sheet {
    if !current.cells.isEmpty { rows.append(current) }
    sheet.adopt(isOrdered ? rows : Self.ordered(rows))
    if fitsToPage, sheet.pageSetup.fitToWidth == nil, sheet.pageSetup.fitToHeight == nil {
      (sheet.pageSetup.fitToWidth, sheet.pageSetup.fitToHeight) = (1, 1)
    }
    for (place, _, link) in links {
      if link == .location("") { continue }
      var cell = sheet[place] ?? Cell(style: context.styles.first ?? CellStyle())
      cell.hyperlink = link
      sheet[place] = cell
    }
    return sheet
  }

  /// Puts runs of cells in order; of two cells in one place the later one stays.
  private static func ordered(_ rows: [Sheet.Row]) -> [Sheet.Row] {
    var all: [(row: Int, column: Int, order: Int, cell: Cell)] = []
    for row in rows {
      for (column, cell) in row.cells { all.append((row.index, column, all.count, cell)) }
    }
    all.sort { ($0.row, $0.column, $0.order) < ($1.row, $1.column, $1.order) }
    var result: [Sheet.Row] = []
    for (row, column, _, cell) in all {
      if result.last?.index != row { result.append((row, [])) }
      let last = result.count - 1
      if result[last].cells.last?.column == column { result[last].cells.removeLast() }
      result[last].cells.append((column, cell))
    }
    return result
  }
}
