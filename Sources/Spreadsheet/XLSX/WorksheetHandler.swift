import XMLStream

/// Reads what is not plain of one `sheetN.xml`. Rows and cells may lack their places and stand in any
/// order; the `dimension` is not looked at.
final class WorksheetHandler: ScanningHandler {
  static var namespace: XMLNamespace { OpenXML.Namespace.main }
  static var root: StaticString { "worksheet" }
  static var child: StaticString? { "sheetData" }

  private enum Collecting { case nothing, value, formula, inline, other(SheetProperties.Text) }

  let sheet: RowContext
  /// What stands around the cells; nil when nobody asks for it.
  var properties: SheetProperties?
  private(set) var merges: [CellRange] = []
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  /// The row that began last.
  var row = -1

  /// Rows that are complete, in the order of the file, and those of them that come next, the last first.
  private var rows: [RowBuffer] = []
  private var nextRows: [RowBuffer] = []

  // The row and cell being read.
  private var buffer: RowBuffer
  private var column = -1
  private var isRowHidden = false
  private var record = RowBuffer.Record()
  private var value: [UInt8] = []
  private var inline: [UInt8] = []
  private var hasInline = false
  private var formula: [UInt8] = []
  private var formulaNumber: Int32 = -1
  private var collecting = Collecting.nothing

  init(_ sheet: RowContext, properties: SheetProperties?) {
    (self.sheet, self.properties) = (sheet, properties)
    buffer = RowBuffer(sheet)
  }

  // MARK: Rows

  /// The next row that is complete; nil when there is none yet.
  func nextRow() -> RowBuffer? {
    if nextRows.isEmpty {
      swap(&rows, &nextRows)
      nextRows.reverse()
    }
    return nextRows.popLast()
  }

  /// Hands on a row that nothing ended.
  func flush() {
    guard !buffer.records.isEmpty else { return }
    rows.append(buffer)
    buffer = RowBuffer(sheet)
  }

  /// Keeps what a row says about itself.
  func take(height: Double?, isHidden: Bool) {
    if let height { properties?.sheet.rowHeights[row] = height }
    if isHidden { properties?.sheet.hiddenRows.insert(row) }
  }

  // MARK: Events

  func start(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) -> Bool {
    if name == "c" {
      try startCell(attributes)
    } else if name == "v" {
      collecting = .value
    } else if name == "f" {
      startFormula(attributes)
    } else if name == "row" {
      try startRow(attributes)
    } else if name == "is" {
      hasInline = true
    } else if name == "t" {
      collecting = hasInline ? .inline : .nothing
    } else if name == "rPh" || name == "extLst" || name == "customSheetViews" {
      return false
    } else if name == "mergeCell" {
      // A merge of one cell is none.
      if let range = attributes.string("ref").flatMap({ CellRange($0) }), range.first != range.last
      {
        merges.append(range)
      }
    } else {
      if name == "col", attributes.boolean("hidden") == true,
        let columns = SheetProperties.columns(attributes)
      {
        hiddenColumns.append(columns)
      }
      if let text = properties?.start(name, attributes), text != .none {
        value.removeAll()
        collecting = .other(text)
      }
    }
    return true
  }

  func text(_ text: borrowing XMLText) {
    switch collecting {
    case .nothing: break
    case .value, .other: text.append(to: &value)
    case .formula: text.append(to: &formula)
    case .inline: text.append(to: &inline)
    }
  }

  func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if case .other(let kind) = collecting { properties?.take(XString.decode(value), as: kind) }
    collecting = .nothing
    if name == "c" {
      endCell()
    } else if name == "row" || name == "sheetData" {
      flush()
    } else {
      properties?.end(name)
    }
  }

  // MARK: Cells

  private func startRow(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    flush()
    row = attributes.integer("r").map { $0 - 1 } ?? row + 1
    column = -1
    guard 0..<CellReference.rowCount ~= row else {
      throw .invalidPart(sheet.path, reason: "row \(row + 1) is beyond the sheet")
    }
    // A height that the program worked out itself is left to the next one.
    let isCustom = attributes.boolean("customHeight") == true
    isRowHidden = attributes.boolean("hidden") == true
    take(height: isCustom ? attributes.double("ht") : nil, isHidden: isRowHidden)
  }

  private func startCell(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    record = RowBuffer.Record()
    value.removeAll(keepingCapacity: true)
    formula.removeAll(keepingCapacity: true)
    inline.removeAll(keepingCapacity: true)
    hasInline = false
    formulaNumber = -1
    var reference: CellReference?
    var isWrong = false
    attributes.forEach { name, text in
      if name == "r" {
        reference = text.withBytes { CellReference(utf8: $0) }
        isWrong = reference == nil
      } else if name == "s" {
        record.style = text.integer.flatMap { Int32(exactly: $0) } ?? -1
      } else if name == "t" {
        record.kind = Self.kind(text)
      }
    }
    guard !isWrong else {
      throw .invalidPart(
        sheet.path, reason: "'\(attributes.string("r") ?? "")' is not a cell's reference")
    }
    let place = reference ?? CellReference(row: max(row, 0), column: column + 1)
    guard place.isValid else {
      throw .invalidPart(sheet.path, reason: "cell \(place) is beyond the sheet")
    }
    column = place.column
    record.column = column
    // A cell that names another row than the one it stands in is of the row that it names.
    if place.row != buffer.index || buffer.records.isEmpty {
      flush()
      buffer.index = place.row
      buffer.isHidden = isRowHidden
    }
    try sheet.count(cells: 1)
  }

  private func startFormula(_ attributes: borrowing XMLAttributes) {
    collecting = .formula
    if attributes.string("t") == "shared", let index = attributes.integer("si") {
      formulaNumber = Int32(exactly: index) ?? -1
      record.shared = sheet.place(ofFormula: formulaNumber)
    } else if attributes.string("t") == "array",
      let range = attributes.string("ref").flatMap({ CellRange($0) })
    {
      properties?.sheet.arrayFormulas.append(range)
    }
  }

  private static func kind(_ text: borrowing XMLText) -> RowBuffer.Record.Kind {
    if text == "s" { return .shared }
    if text == "str" { return .string }
    if text == "inlineStr" { return .inline }
    if text == "b" { return .boolean }
    if text == "e" { return .error }
    return text == "d" ? .date : .number
  }

  private func endCell() {
    let isInline = hasInline && (record.kind == .inline || value.isEmpty)
    // Text in `is` counts whatever the type says; without it, `inlineStr` is text in `v`.
    if isInline { record.kind = .inline } else if record.kind == .inline { record.kind = .string }
    buffer.keep(value: isInline ? inline : value, formula: formula, in: &record)
    if formulaNumber >= 0 { record.hasFormula = true }
    if formulaNumber >= 0, record.formulaCount > 0 {
      record.shared = sheet.define(
        formulaNumber,
        SharedFormula(
          text: XString.decode(formula),
          origin: CellReference(row: buffer.index, column: record.column)))
    }
    buffer.append(record)
  }
}
