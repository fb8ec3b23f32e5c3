import XMLStream

/// Receives rows in the order in which the file has them.
protocol RowSink {
  /// A row is complete; its buffer is used again for the next one.
  mutating func take(_ row: RowBuffer) throws(SpreadsheetError)
}

/// Reads one `sheetN.xml`. Rows and cells may lack their places and stand in any order; the
/// `dimension` is not looked at. Plain rows are scanned, all others come from libxml2.
struct WorksheetHandler<Sink: RowSink>: ScanningHandler {
  static var namespace: XMLNamespace { OpenXML.Namespace.main }
  static var root: StaticString { "worksheet" }
  static var child: StaticString? { "sheetData" }

  private enum Collecting { case nothing, value, formula, inline, other(SheetProperties.Text) }

  private(set) var properties: SheetProperties
  let buffer: RowBuffer
  var sink: Sink

  // The row and cell being read.
  private var row = -1
  private var column = -1
  private var record = RowBuffer.Record()
  private var value: [UInt8] = []
  private var inline: [UInt8] = []
  private var hasInline = false
  private var formula: [UInt8] = []
  private var isInRow = false
  private var collecting = Collecting.nothing

  init(_ sheet: Sheet, path: String, _ context: RowBuffer.Context, sink: Sink) {
    properties = SheetProperties(sheet)
    buffer = RowBuffer(path: path, context)
    self.sink = sink
  }

  // MARK: Plain rows

  mutating func scan(_ window: PartWindow, knowsDescent: Bool) throws(SpreadsheetError) {
    var scanner = RowScanner(buffer: buffer, window: window, knowsDescent: knowsDescent)
    while true {
      switch scanner.scan(window, after: row) {
      case .row(let end):
        row = buffer.index
        take(scanner.head, window)
        try buffer.countCells(buffer.records.count)
        if !buffer.records.isEmpty {
          try sink.take(buffer)
          try buffer.settle()
        }
        window.start = end
      case .incomplete:
        if try window.refill() { continue }
        buffer.clear()
        return
      case .dataEnd, .odd:
        buffer.clear()
        return
      }
    }
  }

  private mutating func take(_ head: RowScanner.Head, _ window: PartWindow) {
    if head.isHidden { properties.sheet.hiddenRows.insert(row) }
    if head.hasCustomHeight, let range = head.height {
      let text = UnsafeBufferPointer(start: window.bytes + range.lowerBound, count: range.count)
      if let height = Double(String(decoding: text, as: UTF8.self)), height.isFinite {
        properties.sheet.rowHeights[row] = height
      }
    }
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
      startFormula(attributes)
    } else if name == "row" {
      try startRow(attributes)
    } else if name == "is" {
      hasInline = true
    } else if name == "t" {
      collecting = hasInline ? .inline : .nothing
    } else if name == "rPh" || name == "extLst" || name == "customSheetViews" {
      return false
    } else {
      let text = properties.start(name, attributes)
      if text != .none {
        value.removeAll()
        collecting = .other(text)
      }
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    switch collecting {
    case .nothing: break
    case .value, .other: text.append(to: &value)
    case .formula: text.append(to: &formula)
    case .inline: text.append(to: &inline)
    }
  }

  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if case .other(let kind) = collecting { properties.take(XString.decode(value), as: kind) }
    collecting = .nothing
    if name == "c" {
      endCell()
    } else if name == "row" || name == "sheetData" {
      try flush()
    } else {
      properties.end(name)
    }
  }

  // MARK: Cells

  private mutating func startRow(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    try flush()
    row = attributes.integer("r").map { $0 - 1 } ?? row + 1
    column = -1
    guard 0..<CellReference.rowCount ~= row else {
      throw .invalidPart(buffer.path, reason: "row \(row + 1) is beyond the sheet")
    }
    // A height that the program worked out itself is left to the next one.
    if attributes.boolean("customHeight") == true, let height = attributes.double("ht") {
      properties.sheet.rowHeights[row] = height
    }
    if attributes.boolean("hidden") == true { properties.sheet.hiddenRows.insert(row) }
  }

  private mutating func startCell(_ attributes: borrowing XMLAttributes) throws(SpreadsheetError) {
    record = RowBuffer.Record()
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
        record.style = text.integer.flatMap { Int32(exactly: $0) } ?? -1
      } else if name == "t" {
        record.kind = Self.kind(text)
      }
    }
    guard !isWrong else {
      throw .invalidPart(
        buffer.path, reason: "'\(attributes.string("r") ?? "")' is not a cell's reference")
    }
    let place = reference ?? CellReference(row: max(row, 0), column: column + 1)
    guard place.isValid else {
      throw .invalidPart(buffer.path, reason: "cell \(place) is beyond the sheet")
    }
    column = place.column
    record.column = column
    // A cell that names another row than the one it stands in is of the row that it names.
    if place.row != buffer.index || buffer.records.isEmpty {
      try flush()
      buffer.index = place.row
    }
    try buffer.countCells(1)
  }

  private mutating func startFormula(_ attributes: borrowing XMLAttributes) {
    collecting = .formula
    if attributes.string("t") == "shared", let index = attributes.integer("si") {
      record.shared = Int32(exactly: index) ?? -1
    } else if attributes.string("t") == "array",
      let range = attributes.string("ref").flatMap({ CellRange($0) })
    {
      properties.sheet.arrayFormulas.append(range)
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

  private mutating func endCell() {
    let isInline = hasInline && (record.kind == .inline || value.isEmpty)
    // Text in `is` counts whatever the type says; without it, `inlineStr` is text in `v`.
    if isInline { record.kind = .inline } else if record.kind == .inline { record.kind = .string }
    func copy(_ bytes: [UInt8]) -> (Int32, Int32) {
      let start = buffer.arena.count
      buffer.arena += bytes
      return (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: bytes.count))
    }
    (record.isValueCopied, record.isFormulaCopied) = (true, true)
    (record.value, record.valueCount) = copy(isInline ? inline : value)
    (record.formula, record.formulaCount) = copy(formula)
    record.hasFormula = record.formulaCount > 0 || record.shared >= 0
    if record.shared >= 0, record.formulaCount > 0 {
      buffer.sharedFormulas[record.shared] = SharedFormula(
        text: XString.decode(formula),
        origin: CellReference(row: buffer.index, column: record.column))
    }
    buffer.records.append(record)
  }

  private mutating func flush() throws(SpreadsheetError) {
    guard !buffer.records.isEmpty else { return }
    try sink.take(buffer)
    try buffer.settle()
    buffer.clear()
  }

  /// Hands on a last row that nothing ended.
  mutating func finish() throws(SpreadsheetError) { try flush() }

  mutating func resolveLinks(_ relationships: [PackageReader.Relationship]) {
    properties.resolveLinks(relationships)
  }
}
