/// One record of the stream of a binary workbook, its bytes as they stand there; they are gone with the
/// next record. MS-XLS 2.1.4.
struct BIFFRecord {
  /// What kind of record it is, by its number in MS-XLS 2.3.2.
  enum Kind: UInt16 {
    case formula = 0x06
    case end = 0x0A
    case externalSheets = 0x17
    case name = 0x18
    case note = 0x1C
    case date1904 = 0x22
    case externalName = 0x23
    case filePassword = 0x2F
    case font = 0x31
    case continuation = 0x3C
    case pane = 0x41
    case codePage = 0x42
    case object = 0x5D
    case column = 0x7D
    case sheet = 0x85
    case palette = 0x92
    case standardWidth = 0x99
    case rkCells = 0xBD
    case blankCells = 0xBE
    case richCell = 0xD6
    case cellFormat = 0xE0
    case merges = 0xE5
    case sharedStrings = 0xFC
    case sharedCell = 0xFD
    case supportingBook = 0x1AE
    case textObject = 0x1B6
    case link = 0x1B8
    case blankCell = 0x201
    case numberCell = 0x203
    case textCell = 0x204
    case flagCell = 0x205
    case formulaText = 0x207
    case row = 0x208
    case arrayFormula = 0x221
    case dataTable = 0x236
    case window = 0x23E
    case rkCell = 0x27E
    case format = 0x41E
    case sharedFormula = 0x4BC
    case linkTip = 0x800
    case beginning = 0x809
  }

  /// Nil for the many that nothing is read of.
  var kind: Kind? { Kind(rawValue: code) }
  let code: UInt16
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where its bytes stand in the stream.
  let place: Int

  /// The unsigned integer at an offset.
  @inline(__always)
  func integer<Integer: FixedWidthInteger>(
    _ offset: Int, as type: Integer.Type = UInt16.self
  ) throws(SpreadsheetError) -> Integer {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Integer>.size else { throw tooShort }
    return Integer(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The unsigned 16 bits at an offset.
  @inline(__always)
  func number(_ offset: Int) throws(SpreadsheetError) -> Int { Int(try integer(offset)) }

  /// The byte at an offset.
  @inline(__always)
  func byte(_ offset: Int) throws(SpreadsheetError) -> UInt8 {
    guard bytes.indices.contains(offset) else { throw tooShort }
    return bytes[offset]
  }

  /// The rows and the columns of a range at an offset, whose columns have one byte or two.
  func range(_ offset: Int, columnBytes: Int) throws(SpreadsheetError) -> CellRange? {
    let (top, bottom) = (try number(offset), try number(offset + 2))
    let (left, right) =
      columnBytes == 1
      ? (Int(try byte(offset + 4)), Int(try byte(offset + 5)))
      : (try number(offset + 4), try number(offset + 6))
    let range = CellRange(
      first: CellReference(row: top, column: left), last: CellReference(row: bottom, column: right))
    return range.isValid ? range : nil
  }

  /// What is wrong with a record that ends too soon.
  var tooShort: SpreadsheetError { invalid("is shorter than what it holds") }

  /// What is wrong with the record.
  func invalid(_ reason: String) -> SpreadsheetError {
    .invalidPart(
      XLSReader.part,
      reason: "record \(String(code, radix: 16, uppercase: true)) at byte \(place) \(reason)")
  }
}

/// The records of a stream one after the other, of which only a window is in memory.
final class BIFFRecords {
  private let stream: CompoundStream
  private let window: UnsafeMutablePointer<UInt8>
  private var (start, end) = (0, 0)
  /// Where the window's first byte stands in the stream.
  private var base: Int

  /// Room for the longest record twice.
  private static let capacity = 2 * (4 + 0xFFFF)

  /// The records from a place on.
  init(_ stream: CompoundStream, at place: Int = 0) {
    (self.stream, base) = (stream, place)
    window = .allocate(capacity: Self.capacity)
  }

  deinit { window.deallocate() }

  /// The next record; nil at the stream's end.
  @inline(__always)
  func next() throws(SpreadsheetError) -> BIFFRecord? {
    guard let (code, size) = try header() else { return nil }
    if end - start < 4 + size {
      try refill()
      guard end - start >= 4 + size else {
        throw .invalidPart(
          XLSReader.part, reason: "the record at byte \(base + start) is cut off")
      }
    }
    let bytes = UnsafeBufferPointer(start: window + start + 4, count: size)
    let place = base + start + 4
    start += 4 + size
    return BIFFRecord(code: code, bytes: bytes, place: place)
  }

  /// Whether the next record is of a kind; bytes of the one before are gone.
  func isNext(_ kind: BIFFRecord.Kind) throws(SpreadsheetError) -> Bool {
    try header()?.code == kind.rawValue
  }

  /// The number and the size of the next record; nil at the stream's end, where zeros may fill it up.
  @inline(__always)
  private func header() throws(SpreadsheetError) -> (code: UInt16, size: Int)? {
    if end - start < 4 {
      try refill()
      guard end - start >= 4 else { return nil }
    }
    let word = UnsafeRawPointer(window + start).loadUnaligned(as: UInt32.self).littleEndian
    return word == 0 ? nil : (UInt16(truncatingIfNeeded: word), Int(word >> 16))
  }

  private func refill() throws(SpreadsheetError) {
    window.update(from: window + start, count: end - start)
    (base, start, end) = (base + start, 0, end - start)
    end += try stream.read(
      at: base + end,
      into: UnsafeMutableBufferPointer(start: window + end, count: Self.capacity - end))
  }
}
