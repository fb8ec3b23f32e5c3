/// A field while its row is looked at: a borrowed view that cannot be stored.
public struct CSVField: ~Copyable {
  /// Its place in the row, counted from 0.
  public let index: Int
  private let field: CSVScanner.Field
  private let base: UnsafePointer<UInt8>
  private unowned(unsafe) let scanner: CSVScanner

  init(
    _ index: Int, _ field: CSVScanner.Field, at base: UnsafePointer<UInt8>, of scanner: CSVScanner
  ) {
    (self.index, self.field, self.base, self.scanner) = (index, field, base, scanner)
  }

  /// Whether it is written with quotes.
  public var isQuoted: Bool { field.isQuoted }

  /// The text, quotes taken off.
  public var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

  /// The number that is written there, nil for everything else.
  public var decimal: CSVDecimal? { withBytes { CSVDecimal.read(padded: $0) } }

  /// What it holds.
  public var value: CSVValue {
    withBytes { bytes in
      if bytes.isEmpty { return .empty }
      if let decimal = CSVDecimal.read(padded: bytes) { return .decimal(decimal) }
      return .text(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Its text as UTF-8; the bytes must not leave `body`.
  @inline(__always)
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let bytes = UnsafeBufferPointer(start: base + Int(field.start), count: Int(field.count))
    return try body(field.hasEscapes ? scanner.unescaped(bytes) : bytes)
  }

  /// Where it begins, its opening quote included: line and column in characters, counted from 1, and the
  /// offset in the file in bytes, counted from 0.
  ///
  /// - Complexity: O(length of the row) and the distance from the last piece that was read.
  public var place: (line: Int, column: Int, offset: Int) { scanner.placeOfField(index) }
}
