/// A row while it is looked at: a borrowed view that cannot be stored, so that it never outlives the
/// bytes that it looks at, and that makes no value unless asked.
public struct CSVRow: ~Copyable {
  // Copies of where things stand, which cost no check at each access as variables of a class do.
  private let fields: UnsafePointer<CSVScanner.Field>
  private let base: UnsafePointer<UInt8>
  private let scanner: CSVScanner
  /// The number of fields, at least 1.
  public let count: Int

  init(_ scanner: CSVScanner) {
    self.scanner = scanner
    fields = UnsafePointer(scanner.fields)
    base = scanner.base
    count = scanner.fieldCount
  }

  /// The row's number, counted from 0.
  public var index: Int { scanner.report.rows - 1 }

  /// The line of the file on which it starts, counted from 1.
  public var line: Int { scanner.rowLine }

  /// Looks at the fields from left to right.
  public func forEachField<Failure: Error>(
    _ body: (borrowing CSVField) throws(Failure) -> Void
  ) throws(Failure) {
    for index in 0..<count { try body(CSVField(index, fields[index], at: base, of: scanner)) }
  }

  /// What a field holds, by its place from 0 to `count`.
  public subscript(index: Int) -> CSVValue {
    precondition(index >= 0 && index < count)
    return CSVField(index, fields[index], at: base, of: scanner).value
  }
}
