/// A cell as its row has it, of which no value is made unless it is asked for.
public struct SheetCell {
  /// What a cell holds.
  public enum Kind: Sendable {
    /// Nothing.
    case empty
    /// Text.
    case text
    /// A number.
    case number
    /// `TRUE` or `FALSE`.
    case boolean
    /// An error such as `#DIV/0!`.
    case error
    /// A date in ISO 8601.
    case date
  }

  // Two words, so that a cell is handed on in registers.
  private let buffer: RowBuffer
  private let position: Int

  init(_ buffer: RowBuffer, _ position: Int) {
    (self.buffer, self.position) = (buffer, position)
  }

  private var record: RowBuffer.Record { buffer.records[position] }

  /// Zero-based column.
  public var column: Int { record.column }

  /// The place.
  public var reference: CellReference { CellReference(row: buffer.index, column: record.column) }

  /// What the cell holds, as its type says; a number may still turn out to be none.
  public var kind: Kind {
    switch record.kind {
    case .inline: .text
    case .string: record.valueCount == 0 && !record.hasFormula ? .empty : .text
    case _ where record.valueCount == 0: .empty
    case .number: .number
    case .shared: .text
    case .boolean: .boolean
    case .error: .error
    case .date: .date
    }
  }

  /// The value.
  ///
  /// - Throws: ``SpreadsheetError`` for a shared string that is not there, or beyond the limits.
  public func value() throws(SpreadsheetError) -> CellValue { try buffer.value(record) }

  /// The cell with its value, look and formula, for what must outlive the row.
  ///
  /// - Throws: As ``value()``.
  public func cell() throws(SpreadsheetError) -> Cell {
    Cell(try buffer.value(record), style: style, formula: try buffer.countedFormula(record))
  }

  /// The text of a cell of text, nil for others and for a shared string that is not there.
  public var text: String? {
    switch record.kind {
    case .shared:
      guard let index = buffer.withValue(record, { RowBuffer.index($0) }),
        index < buffer.sheet.strings.count
      else { return nil }
      return buffer.sheet.strings[index]
    case .string, .inline: return buffer.text(record)
    default: return nil
    }
  }

  /// The number as spreadsheet programs show it, 15 significant digits; nil for no number.
  public var number: DecimalNumber? {
    guard record.kind == .number, record.valueCount > 0 else { return nil }
    return buffer.withValue(record) { DecimalNumber(utf8: $0) }
  }

  /// The number as the nearest binary double; nil for no number.
  public var double: Double? {
    guard let number else { return nil }
    let power = number.exponent
    // Up to 10^22 both are exact, and so is what one division or multiplication makes of them.
    if -22...22 ~= power {
      let value = Double(number.coefficient)
      let result = power < 0 ? value / Self.powers[-power] : value * Self.powers[power]
      return number.isNegative ? -result : result
    }
    return Double(buffer.text(record))
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { one, _ in one * 10 }
  }

  /// The formula without `=`, nil for none.
  public var formula: String? { record.hasFormula ? buffer.formula(record) : nil }

  /// The look.
  public var style: CellStyle { buffer.style(record) }

  /// The value's bytes as the file has them, an index for shared strings; they must not leave `body`,
  /// which must not read on.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try buffer.withValue(record, body)
  }
}
