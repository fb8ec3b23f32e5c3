/// One row as the file has it: where the pieces of its cells are, not yet what they mean. It is used
/// again for the next row, so that rows cost no memory of their own.
final class RowBuffer {
  /// What a cell says about itself, its bytes left where they are.
  struct Record {
    /// `ST_CellType`; `inline` has the text of `is`.
    enum Kind: UInt8 { case number, shared, string, inline, boolean, error, date }

    var column = 0
    var kind = Kind.number
    /// Whether the value's bytes are in the arena rather than in the window.
    var isValueCopied = false
    var isFormulaCopied = false
    var hasFormula = false
    var style: Int32 = -1
    var value: Int32 = 0
    var valueCount: Int32 = 0
    var formula: Int32 = 0
    var formulaCount: Int32 = 0
    /// The place of a shared formula, -1 for none.
    var shared: Int32 = -1
  }

  /// Zero-based row.
  var index = -1
  /// Whether the sheet does not show it.
  var isHidden = false
  /// The cells as they stand in the row; the pointers must not outlive it.
  var records: UnsafeBufferPointer<Record> { UnsafeBufferPointer(start: cells, count: count) }
  /// What an array of a class holds costs a check at each access, which a pointer does not.
  private var cells: UnsafeMutablePointer<Record>
  private var count = 0
  private var capacity = 16
  /// Bytes that stand nowhere else: values with escapes, or those that libxml2 gave out.
  var arena: [UInt8] = []
  /// What the places of bytes that are not in the arena count from, and which of them are the row's.
  private var window: UnsafePointer<UInt8>?
  private var span = 0..<0
  /// A copy of the row's bytes, once the window has moved on.
  private var copy: UnsafeMutablePointer<UInt8>?
  let sheet: RowContext

  init(_ sheet: RowContext) {
    self.sheet = sheet
    cells = .allocate(capacity: capacity)
  }

  deinit {
    cells.deallocate()
    copy?.deallocate()
  }

  /// Takes all cells out.
  func clear() {
    count = 0
    // Taking nothing away is not free either.
    if !arena.isEmpty { arena.removeAll(keepingCapacity: true) }
  }

  /// Adds a cell.
  @inline(__always)
  func append(_ record: Record) {
    if count == capacity { grow() }
    (cells + count).initialize(to: record)
    count += 1
  }

  /// Keeps the bytes of a cell's value and formula, which stand nowhere else, in the arena.
  func keep(value: some Collection<UInt8>, formula: some Collection<UInt8>, in record: inout Record)
  {
    (record.isValueCopied, record.isFormulaCopied) = (true, true)
    (record.value, record.valueCount) = (
      Int32(truncatingIfNeeded: arena.count), Int32(truncatingIfNeeded: value.count)
    )
    arena += value
    (record.formula, record.formulaCount) =
      (Int32(truncatingIfNeeded: arena.count), Int32(truncatingIfNeeded: formula.count))
    arena += formula
    record.hasFormula = record.formulaCount > 0
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Record>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: cells, count: count)
    cells.deallocate()
    (cells, capacity) = (larger, 2 * capacity)
  }

  /// Looks at a stretch of a window.
  func look(at span: Range<Int>, of window: UnsafePointer<UInt8>) {
    (self.window, self.span) = (window, span)
  }

  /// Copies what is looked at: the window is about to move on while somebody keeps this row.
  func detach() {
    guard copy == nil, let window else { return }
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: span.count)
    bytes.initialize(from: window + span.lowerBound, count: span.count)
    copy = bytes
    self.window = UnsafePointer(bytes) - span.lowerBound
  }

  @inline(__always)
  func withValue<Result, Failure: Error>(
    _ record: Record, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = Int(record.valueCount)
    if !record.isValueCopied {
      return try body(
        UnsafeBufferPointer(start: window.map { $0 + Int(record.value) }, count: count))
    }
    return try arena.withUnsafeBufferPointer { arena throws(Failure) in
      try body(UnsafeBufferPointer(rebasing: arena[Int(record.value)..<Int(record.value) + count]))
    }
  }

  // MARK: What records mean

  /// The value of a cell, its text counted against the limit.
  func value(_ record: Record) throws(SpreadsheetError) -> CellValue {
    if record.valueCount == 0 {
      if record.kind == .inline { return .text("") }
      return record.kind == .string && record.hasFormula ? .text("") : .empty
    }
    switch record.kind {
    case .number:
      let text = withValue(record) { Self.numberText($0) }
      if let text { return text.isEmpty ? .empty : .number(text) }
      // Not a number after all, such as NaN: what stands there is kept.
      return .text(try countedText(record))
    case .shared:
      let text = sheet.strings[try sharedIndex(record)]
      try sheet.count(repeated: text)
      return .text(text)
    case .string, .inline: return .text(try countedText(record))
    case .boolean:
      let text = try countedText(record)
      return .boolean(text == "1" || text.lowercased() == "true")
    case .error: return .error(try countedText(record))
    case .date: return .date(try countedText(record))
    }
  }

  /// Checks what `value` and `countedFormula` would throw, and counts what they would.
  func check(_ record: Record) throws(SpreadsheetError) {
    if record.valueCount > 0 {
      switch record.kind {
      case .shared: try sheet.count(repeated: sheet.strings[try sharedIndex(record)])
      case .number: if withValue(record, { Self.numberText($0) }) == nil { fallthrough }
      case .string, .inline, .boolean, .error, .date:
        if record.valueCount <= CellRules.cellCharacters {
          try sheet.count(text: Int(record.valueCount))
        } else {
          _ = try countedText(record)
        }
      }
    }
    _ = try countedFormula(record)
  }

  func sharedIndex(_ record: Record) throws(SpreadsheetError) -> Int {
    let index = withValue(record) { Self.index($0) }
    guard let index, index < sheet.strings.count else {
      let place = CellReference(row: self.index, column: record.column)
      throw .invalidPart(sheet.path, reason: "cell \(place) has a shared string that is not there")
    }
    return index
  }

  private func countedText(_ record: Record) throws(SpreadsheetError) -> String {
    try sheet.count(text: Int(record.valueCount))
    let text = text(record)
    try CellRules.check(read: text)
    return text
  }

  func text(_ record: Record) -> String { withValue(record) { decoded($0) } }

  private func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    sheet.hasEscapes ? XString.decode(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  /// The formula, that of a shared one moved to this cell.
  func formula(_ record: Record) -> String? {
    if record.formulaCount > 0 {
      let range = Int(record.formula)..<Int(record.formula + record.formulaCount)
      if record.isFormulaCopied {
        return arena.withUnsafeBufferPointer { decoded(UnsafeBufferPointer(rebasing: $0[range])) }
      }
      return window.map {
        decoded(UnsafeBufferPointer(start: $0 + range.lowerBound, count: range.count))
      }
    }
    return sheet.formula(at: record.shared)?.moved(
      to: CellReference(row: index, column: record.column))
  }

  /// The formula counted against the limit: shared ones may be long and many.
  func countedFormula(_ record: Record) throws(SpreadsheetError) -> String? {
    guard record.hasFormula, let formula = formula(record) else { return nil }
    try sheet.count(text: formula.utf8.count)
    if record.formulaCount == 0 { try sheet.count(repeated: formula) }
    return formula
  }

  func style(_ record: Record) -> CellStyle { sheet.styles[Int(styleNumber(record))] }

  /// The number of a cell's style among those of the workbook. Cells without one have the first.
  func styleNumber(_ record: Record) -> UInt32 {
    let index = Int(max(record.style, 0))
    return index < sheet.styles.count ? UInt32(index) : 0
  }

  /// The text of a number without blanks around it, empty for blanks alone, nil for none.
  private static func numberText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if isPlainNumber(bytes) { return String(decoding: bytes, as: UTF8.self) }
    var (start, end) = (0, bytes.count)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    let trimmed = UnsafeBufferPointer(rebasing: bytes[start..<end])
    guard trimmed.isEmpty || DecimalNumber(utf8: trimmed) != nil else { return nil }
    return String(decoding: trimmed, as: UTF8.self)
  }

  /// Whether there are digits alone, but for one point, and no more of them than any double has: what
  /// most numbers are, told in one pass.
  private static func isPlainNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 300 else { return false }
    var points = 0
    for byte in bytes {
      if byte &- 0x30 <= 9 { continue }
      guard byte == UInt8(ascii: ".") else { return false }
      points += 1
    }
    return points == 0 ? !bytes.isEmpty : points == 1 && bytes.count > 1
  }

  static func index(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var value = 0
    var digits = 0
    for byte in bytes where byte > 0x20 {
      guard byte.isDigit, digits < 16 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
    }
    return digits > 0 ? value : nil
  }
}
