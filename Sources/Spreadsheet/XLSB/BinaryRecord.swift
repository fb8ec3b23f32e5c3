/// One record of a part of an XLSB workbook, its bytes as they stand there; they are gone with the next
/// record. MS-XLSB 2.1.4.
struct BinaryRecord {
  /// What kind of record it is, by its number in MS-XLSB 2.3.2.
  enum Kind: Int {
    case row = 0
    case blankCell, rkCell, errorCell, booleanCell, realCell, textCell, sharedCell
    case textFormula, realFormula, booleanFormula, errorFormula
    case sharedString = 19
    case format = 44
    case cellFormat = 47
    case column = 60
    case richTextCell = 62
    case endSheetData = 146
    case workbookProperties = 153
    case sheet = 156
    case merge = 176
    case arrayFormula = 426
    case link = 494
    case beginCellFormats = 617
    case endCellFormats = 618
    case author = 632
    case comment = 635
    case commentText = 637
  }

  /// Nil for the many that nothing is read of.
  let kind: Kind?
  let bytes: UnsafeBufferPointer<UInt8>
  let part: String

  /// The unsigned integer at an offset.
  func integer<Integer: FixedWidthInteger>(
    _ offset: Int, as type: Integer.Type = UInt32.self
  ) throws(SpreadsheetError) -> Integer {
    let size = MemoryLayout<Integer>.size
    guard offset >= 0, offset <= bytes.count - size else { throw tooShort }
    return Integer(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The double at an offset.
  func double(_ offset: Int) throws(SpreadsheetError) -> Double {
    Double(bitPattern: try integer(offset, as: UInt64.self))
  }

  /// The text at an offset, which is moved behind it; nil for one that is said not to be there.
  func text(_ offset: inout Int) throws(SpreadsheetError) -> String? {
    let count = try integer(offset)
    offset += 4
    if count == UInt32.max { return nil }
    guard Int(count) <= (bytes.count - offset) / 2 else { throw tooShort }
    let start = offset
    offset += 2 * Int(count)
    let raw = UnsafeRawBufferPointer(bytes)
    let units = (0..<Int(count)).lazy.map { index in
      UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: start + 2 * index, as: UInt16.self))
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// The cells from one corner to the other, at an offset; nil where a sheet has none such.
  func range(_ offset: Int) throws(SpreadsheetError) -> CellRange? {
    let (top, bottom) = (try integer(offset), try integer(offset + 4))
    let (left, right) = (try integer(offset + 8), try integer(offset + 12))
    let range = CellRange(
      first: CellReference(row: Int(top), column: Int(left)),
      last: CellReference(row: Int(bottom), column: Int(right)))
    return range.isValid ? range : nil
  }

  private var tooShort: SpreadsheetError {
    .invalidPart(part, reason: "a record is shorter than what it holds")
  }
}

/// The records of a part one after the other.
final class BinaryPart {
  private let path: String
  private let window: PartWindow

  init(_ path: String, _ window: PartWindow) { (self.path, self.window) = (path, window) }

  /// The next record; nil at the part's end.
  func next() throws(SpreadsheetError) -> BinaryRecord? {
    while true {
      let rest = UnsafeBufferPointer(
        start: window.bytes + window.start, count: window.end - window.start)
      if let (kind, head, size) = Self.header(rest), size <= rest.count - head {
        window.start += head + size
        return BinaryRecord(
          kind: BinaryRecord.Kind(rawValue: kind),
          bytes: UnsafeBufferPointer(rebasing: rest[head..<head + size]), part: path)
      }
      guard try window.refill() else {
        if rest.isEmpty { return nil }
        throw .invalidPart(path, reason: "its last record is cut off, or longer than any")
      }
    }
  }

  /// The number and the size of a record and how many bytes say so; nil where there are too few.
  private static func header(_ bytes: UnsafeBufferPointer<UInt8>) -> (Int, Int, Int)? {
    guard bytes.count >= 2 else { return nil }
    var at = 1
    var kind = Int(bytes[0])
    if kind >= 0x80 {
      kind = kind & 0x7F | Int(bytes[1] & 0x7F) << 7
      at = 2
    }
    var size = 0
    for shift in stride(from: 0, to: 28, by: 7) {
      guard at < bytes.count else { return nil }
      let byte = bytes[at]
      at += 1
      size |= Int(byte & 0x7F) << shift
      if byte < 0x80 { break }
    }
    return (kind, at, size)
  }
}
