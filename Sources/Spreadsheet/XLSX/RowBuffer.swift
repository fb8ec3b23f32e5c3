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
    /// The index of a shared formula, -1 for none.
    var shared: Int32 = -1
  }

  /// What all rows of a workbook share.
  struct Context {
    /// One at least.
    let styles: [CellStyle]
    let strings: [String]
    let budget: ReadingBudget
  }

  /// Zero-based row.
  var index = -1
  var records: [Record] = []
  /// Bytes that stand nowhere else: values with escapes, or those that libxml2 gave out.
  var arena: [UInt8] = []
  /// Where bytes that are not copied are; valid while the row is looked at.
  var window: UnsafePointer<UInt8>?
  var sharedFormulas: [Int32: SharedFormula] = [:]
  let path: String
  /// Constants, which cost no check at each access as variables of a class do.
  let strings: [String]
  private let styles: [CellStyle]
  private let budget: ReadingBudget
  /// Bytes of text of this row that the budget does not know of yet.
  private var pendingBytes = 0

  init(path: String, _ context: Context) {
    self.path = path
    strings = context.strings
    styles = context.styles
    budget = context.budget
  }

  func clear() {
    // Taking nothing away is not free either.
    if !records.isEmpty { records.removeAll(keepingCapacity: true) }
    if !arena.isEmpty { arena.removeAll(keepingCapacity: true) }
  }

  /// Counts cells against the limit.
  func countCells(_ count: Int) throws(SpreadsheetError) { try budget.take(cells: count) }

  /// Counts text against the limit, before it is made.
  private func countText(_ bytes: Int) throws(SpreadsheetError) {
    pendingBytes += bytes
    if pendingBytes > 1 << 12 { try settle() }
  }

  /// Tells the budget what was taken of it: once a row, for threads share it.
  func settle() throws(SpreadsheetError) {
    guard pendingBytes > 0 else { return }
    defer { pendingBytes = 0 }
    try budget.take(stringBytes: pendingBytes)
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
    case .shared: return .text(strings[try sharedIndex(record)])
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
      case .shared: _ = try sharedIndex(record)
      case .number: if withValue(record, { Self.numberText($0) }) == nil { fallthrough }
      case .string, .inline, .boolean, .error, .date: try countText(Int(record.valueCount))
      }
    }
    _ = try countedFormula(record)
  }

  func sharedIndex(_ record: Record) throws(SpreadsheetError) -> Int {
    let index = withValue(record) { Self.index($0) }
    guard let index, index < strings.count else {
      let place = CellReference(row: self.index, column: record.column)
      throw .invalidPart(path, reason: "cell \(place) has a shared string that is not there")
    }
    return index
  }

  private func countedText(_ record: Record) throws(SpreadsheetError) -> String {
    try countText(Int(record.valueCount))
    return text(record)
  }

  func text(_ record: Record) -> String { withValue(record) { XString.decode($0) } }

  /// The formula, that of a shared one moved to this cell.
  func formula(_ record: Record) -> String? {
    if record.formulaCount > 0 {
      let range = Int(record.formula)..<Int(record.formula + record.formulaCount)
      if record.isFormulaCopied { return XString.decode(Array(arena[range])) }
      return window.map {
        XString.decode(UnsafeBufferPointer(start: $0 + range.lowerBound, count: range.count))
      }
    }
    guard record.shared >= 0 else { return nil }
    return sharedFormulas[record.shared]?.moved(
      to: CellReference(row: index, column: record.column))
  }

  /// The formula counted against the limit: shared ones may be long and many.
  func countedFormula(_ record: Record) throws(SpreadsheetError) -> String? {
    guard record.hasFormula, let formula = formula(record) else { return nil }
    try countText(formula.utf8.count)
    return formula
  }

  func style(_ record: Record) -> CellStyle { styles[Int(styleNumber(record))] }

  /// The number of a cell's style among those of the workbook. Cells without one have the first.
  func styleNumber(_ record: Record) -> UInt32 {
    let index = Int(max(record.style, 0))
    return index < styles.count ? UInt32(index) : 0
  }

  /// The text of a number without blanks around it, empty for blanks alone, nil for none.
  private static func numberText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    if isPlainNumber(bytes) { return String(decoding: bytes, as: UTF8.self) }
    var (start, end) = (0, bytes.count)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    let trimmed = UnsafeBufferPointer(rebasing: bytes[start..<end])
    guard trimmed.isEmpty || NumberText.isNumber(trimmed) else { return nil }
    return String(decoding: trimmed, as: UTF8.self)
  }

  /// Whether there are digits alone, but for one point: what most numbers are, told in one pass.
  private static func isPlainNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
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
      guard 0x30...0x39 ~= byte, digits < 16 else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
    }
    return digits > 0 ? value : nil
  }
}
