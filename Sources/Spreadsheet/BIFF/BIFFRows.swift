/// The rows of a sheet of a binary workbook. MS-XLS 2.1.7.20.5.
final class BIFFRows: RowSource {
  var merges: [CellRange] { outline.merges }
  var hiddenColumns: [ClosedRange<Int>] { outline.hiddenColumns }
  /// What stands around the cells, as far as was read.
  private(set) var outline: BIFFOutline

  private let records: BIFFRecords
  private let sheet: RowContext
  private let globals: BIFFGlobals
  private var row: RowBuffer?
  /// A cell of the row that comes next, whose number was read already.
  private var upcoming: BIFFRecord?
  private var isAtEnd = false
  private var hasBegun = false
  /// Formulas that cells share, or that fill a range, by the cell that they stand at.
  private var shared: [CellReference: [UInt8]] = [:]

  /// Rows whose formulas are longer than this are none that a program wrote.
  private static let rowBytes = 64 << 20

  init(_ records: BIFFRecords, _ sheet: RowContext, _ globals: BIFFGlobals) {
    (self.records, self.sheet, self.globals) = (records, sheet, globals)
    outline = BIFFOutline(globals.text)
  }

  func next() throws(SpreadsheetError) -> RowBuffer? {
    guard !isAtEnd else { return nil }
    do throws(SpreadsheetError) {
      if !hasBegun { try begin() }
      try sheet.settle()
      return try readRow()
    } catch {
      isAtEnd = true
      throw error
    }
  }

  private func begin() throws(SpreadsheetError) {
    hasBegun = true
    guard let first = try records.next(), first.kind == .beginning else {
      throw .invalidPart(sheet.path, reason: "no sheet begins at its place")
    }
  }

  /// Reads up to the first cell of another row.
  private func readRow() throws(SpreadsheetError) -> RowBuffer? {
    if row == nil || !isKnownUniquelyReferenced(&row) { row = RowBuffer(sheet) }
    guard let row else { return nil }
    row.clear()
    var isOpen = false
    while let record = try nextRecord() {
      guard let kind = record.kind else { continue }
      switch kind {
      case .end:
        isAtEnd = true
        return isOpen ? finish(row) : nil
      case .beginning: try skipPart()
      case .numberCell, .rkCell, .rkCells, .sharedCell, .textCell, .richCell, .flagCell, .formula,
        .blankCell, .blankCells:
        let index = try record.number(0)
        if !isOpen {
          (row.index, isOpen) = (index, true)
        } else if row.index != index {
          upcoming = record
          return finish(row)
        }
        try take(record, kind, into: row)
        guard row.arena.count <= Self.rowBytes else {
          throw .limitExceeded(limit: "bytes of text in a row", allowed: Self.rowBytes)
        }
      default: try outline.take(record, records)
      }
    }
    throw .invalidPart(sheet.path, reason: "it has no end")
  }

  private func nextRecord() throws(SpreadsheetError) -> BIFFRecord? {
    guard let record = upcoming else { return try records.next() }
    upcoming = nil
    return record
  }

  private func finish(_ row: RowBuffer) -> RowBuffer {
    row.isHidden = outline.hiddenRows.contains(row.index)
    return row
  }

  /// Leaves out a chart that stands within the sheet.
  private func skipPart() throws(SpreadsheetError) {
    var depth = 1
    while depth > 0, let record = try records.next() {
      if record.kind == .beginning { depth += 1 }
      if record.kind == .end { depth -= 1 }
    }
  }

  // MARK: Cells

  private func take(
    _ record: BIFFRecord, _ kind: BIFFRecord.Kind, into row: RowBuffer
  ) throws(SpreadsheetError) {
    if kind == .rkCells || kind == .blankCells { return try takeCells(record, kind, into: row) }
    var cell = RowBuffer.Record()
    cell.column = try record.number(2)
    cell.style = Int32(try record.number(4))
    guard cell.column < 256 else { throw record.invalid("is of a cell beyond the sheet") }
    try sheet.count(cells: 1)
    let start = row.arena.count
    switch kind {
    case .numberCell:
      BinaryValue.append(Double(bitPattern: try record.integer(6, as: UInt64.self)), to: &row.arena)
    case .rkCell: BinaryValue.append(rk: try record.integer(6, as: UInt32.self), to: &row.arena)
    case .sharedCell:
      cell.kind = .shared
      BinaryValue.append(UInt(try record.integer(6, as: UInt32.self)), to: &row.arena)
    case .textCell, .richCell:
      cell.kind = .inline
      row.arena += try globals.text.read(record, at: 6, lengthBytes: 2).text.utf8
    case .flagCell:
      cell.kind = try record.byte(7) == 0 ? .boolean : .error
      row.arena += Self.text(flag: try record.byte(6), isError: cell.kind == .error)
    case .formula: return try takeFormula(record, cell, into: row)
    default: break
    }
    row.append(cell, valueFrom: start)
  }

  private static func text(flag: UInt8, isError: Bool) -> [UInt8] {
    isError ? Array(BinaryValue.error(flag).utf8) : [flag == 0 ? 0x30 : 0x31]
  }

  /// Cells beside each other, which one record has.
  private func takeCells(
    _ record: BIFFRecord, _ kind: BIFFRecord.Kind, into row: RowBuffer
  ) throws(SpreadsheetError) {
    let size = kind == .rkCells ? 6 : 2
    let first = try record.number(2)
    let count = (record.bytes.count - 6) / size
    guard count >= 0, first + count <= 256 else { throw record.invalid("goes beyond the sheet") }
    try sheet.count(cells: count)
    for index in 0..<count {
      var cell = RowBuffer.Record()
      cell.column = first + index
      cell.style = Int32(try record.number(4 + size * index))
      let start = row.arena.count
      if size == 6 {
        BinaryValue.append(
          rk: try record.integer(6 + size * index, as: UInt32.self), to: &row.arena)
      }
      row.append(cell, valueFrom: start)
    }
  }

  // MARK: Formulas

  private func takeFormula(
    _ record: BIFFRecord, _ found: RowBuffer.Record, into row: RowBuffer
  ) throws(SpreadsheetError) {
    var cell = found
    let start = row.arena.count
    var isTextBehind = false
    let place = CellReference(row: row.index, column: cell.column)
    if try record.integer(12) == 0xFFFF {
      let flag = try record.byte(8)
      switch try record.byte(6) {
      case 0: (cell.kind, isTextBehind) = (.inline, true)
      case 1: cell.kind = .boolean
      case 2: cell.kind = .error
      default: cell.kind = .string
      }
      if cell.kind == .boolean || cell.kind == .error {
        row.arena += Self.text(flag: flag, isError: cell.kind == .error)
      }
    } else {
      BinaryValue.append(Double(bitPattern: try record.integer(6, as: UInt64.self)), to: &row.arena)
    }
    let formula = try formula(record, at: place)
    if isTextBehind, try records.isNext(.formulaText), let text = try records.next() {
      var utf8: [UInt8] = []
      if globals.text.isUnicode {
        var reader = ContinuedText(records, text, at: 0)
        let count = try reader.integer(bytes: 2)
        let flags = count > 0 ? try reader.integer(bytes: 1) : 0
        try reader.append(count, isWide: flags & 1 == 1, to: &utf8)
      } else {
        utf8 = Array(try globals.text.read(text, at: 0, lengthBytes: 2).text.utf8)
      }
      row.arena += utf8
    }
    cell.valueCount = Int32(row.arena.count - start)
    row.arena += (formula ?? "").utf8
    row.append(cell, valueFrom: start, formulaFrom: start + Int(cell.valueCount))
  }

  /// The text of a cell's formula, and where it is shared reads it, which stands behind its first cell.
  private func formula(
    _ record: BIFFRecord, at place: CellReference
  ) throws(SpreadsheetError) -> String? {
    let (size, bytes) = (try record.number(20), record.bytes)
    guard size > 0, 22 + size <= bytes.count else { return nil }
    guard bytes[22] == 1 else {
      return FormulaTokens.text(
        Array(bytes[22...]), tokens: 0..<size, at: place, book: globals.book)
    }
    // It stands elsewhere: behind the cell that is named.
    let origin = CellReference(
      row: try record.number(23),
      column: globals.text.isUnicode ? try record.number(25) : Int(try record.byte(25)))
    if try records.isNext(.sharedFormula), let next = try records.next() {
      shared[origin] = try Self.tokens(next, at: 8)
    } else if try records.isNext(.arrayFormula), let next = try records.next() {
      if let range = try next.range(0, columnBytes: 1) { outline.arrayFormulas.append(range) }
      guard origin == place else { return nil }
      let tokens = try Self.tokens(next, at: 12)
      return text(tokens, at: place)
    } else if try records.isNext(.dataTable) {
      _ = try records.next()
    }
    guard let formula = shared[origin].flatMap({ text($0, at: place) }) else { return nil }
    try sheet.count(repeated: formula)
    return formula
  }

  /// The tokens whose length stands at an offset, with it before them.
  private static func tokens(
    _ record: BIFFRecord, at offset: Int
  ) throws(SpreadsheetError) -> [UInt8] {
    _ = try record.number(offset)
    return Array(record.bytes[offset...])
  }

  private func text(_ tokens: [UInt8], at place: CellReference) -> String? {
    let size = Int(tokens[0]) | Int(tokens[1]) << 8
    return FormulaTokens.text(tokens, tokens: 2..<2 + size, at: place, book: globals.book)
  }
}

extension RowBuffer {
  /// Adds a cell whose value, and behind it the formula, were put into the arena from a place on.
  @inline(__always)
  fileprivate func append(_ cell: Record, valueFrom start: Int, formulaFrom middle: Int? = nil) {
    var cell = cell
    let end = arena.count
    (cell.isValueCopied, cell.isFormulaCopied) = (true, true)
    (cell.value, cell.valueCount) = (Int32(start), Int32((middle ?? end) - start))
    (cell.formula, cell.formulaCount) = (Int32(middle ?? end), Int32(end - (middle ?? end)))
    cell.hasFormula = cell.formulaCount > 0
    append(cell)
  }
}
