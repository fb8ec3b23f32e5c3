/// Texts of records: characters of 8 or 16 bits, or before Excel 97 bytes of a code page. MS-XLS 2.5.293 to
/// 2.5.296.
struct BIFFText: Sendable {
  /// Whether texts are Unicode, as from BIFF8 on.
  let isUnicode: Bool
  /// What bytes stand for where they are not.
  let codePage: CodePage

  /// A text whose length stands at an offset in one byte or two, and the place behind it.
  func read(
    _ record: BIFFRecord, at offset: Int, lengthBytes: Int
  ) throws(SpreadsheetError) -> (text: String, end: Int) {
    let count = lengthBytes == 1 ? Int(try record.byte(offset)) : try record.number(offset)
    return try read(record, at: offset + lengthBytes, count: count)
  }

  /// A text of so many characters, before which stand the flags where it is Unicode, and the place behind it.
  func read(
    _ record: BIFFRecord, at offset: Int, count: Int
  ) throws(SpreadsheetError) -> (text: String, end: Int) {
    guard isUnicode else {
      guard offset + count <= record.bytes.count else { throw record.tooShort }
      let bytes = UnsafeBufferPointer(rebasing: record.bytes[offset..<offset + count])
      return (codePage.text(bytes), offset + count)
    }
    // A text of no characters may lack its flags.
    if count == 0 { return ("", min(offset + 1, record.bytes.count)) }
    let width = try record.byte(offset) & 1 == 1 ? 2 : 1
    let end = offset + 1 + count * width
    guard end <= record.bytes.count else { throw record.tooShort }
    var utf8: [UInt8] = []
    Self.append(
      UnsafeBufferPointer(rebasing: record.bytes[(offset + 1)..<end]), width: width, to: &utf8)
    return (String(decoding: utf8, as: UTF8.self), end)
  }

  /// Appends characters of one or two bytes as UTF-8.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, width: Int, to utf8: inout [UInt8]) {
    if width == 1 {
      for byte in bytes {
        if byte < 0x80 {
          utf8.append(byte)
        } else {
          utf8 += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
        }
      }
      return
    }
    var high: UInt32 = 0
    for index in stride(from: 0, to: bytes.count - 1, by: 2) {
      var value = UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8
      if high != 0 {
        if 0xDC00...0xDFFF ~= value {
          value = 0x10000 + (high - 0xD800) << 10 + (value - 0xDC00)
        } else {
          append(0xFFFD, to: &utf8)
        }
        high = 0
      }
      if 0xD800...0xDBFF ~= value { high = value } else { append(value, to: &utf8) }
    }
    if high != 0 { append(0xFFFD, to: &utf8) }
  }

  @inline(__always)
  private static func append(_ value: UInt32, to utf8: inout [UInt8]) {
    if value < 0x80 { return utf8.append(UInt8(truncatingIfNeeded: value)) }
    let value = 0xDC00...0xDFFF ~= value ? 0xFFFD : value
    if value < 0x800 {
      utf8.append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
    } else {
      if value < 0x10000 {
        utf8.append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
      } else {
        utf8.append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
        utf8.append(0x80 | UInt8(truncatingIfNeeded: value >> 12) & 0x3F)
      }
      utf8.append(0x80 | UInt8(truncatingIfNeeded: value >> 6) & 0x3F)
    }
    utf8.append(0x80 | UInt8(truncatingIfNeeded: value) & 0x3F)
  }
}

/// A text that goes on in further records, each of which says anew whether its characters have 8 bits.
struct ContinuedText {
  private let records: BIFFRecords
  private var record: BIFFRecord
  private(set) var offset: Int

  /// The text that begins at an offset of a record.
  init(_ records: BIFFRecords, _ record: BIFFRecord, at offset: Int) {
    (self.records, self.record, self.offset) = (records, record, offset)
  }

  /// Goes to the next record where this one has ended; an error where none goes on.
  private mutating func advance() throws(SpreadsheetError) {
    while offset >= record.bytes.count {
      guard try records.isNext(.continuation), let next = try records.next() else {
        throw .invalidPart(
          XLSReader.part, reason: "the text before byte \(record.place) is cut off")
      }
      (record, offset) = (next, 0)
    }
  }

  /// The next integer, which may be divided.
  mutating func integer(bytes count: Int) throws(SpreadsheetError) -> Int {
    var value = 0
    for shift in 0..<count {
      try advance()
      value |= Int(record.bytes[offset]) << (8 * shift)
      offset += 1
    }
    return value
  }

  /// Leaves bytes out.
  mutating func skip(_ count: Int) throws(SpreadsheetError) {
    var left = count
    while left > 0 {
      try advance()
      let piece = min(left, record.bytes.count - offset)
      offset += piece
      left -= piece
    }
  }

  /// Appends characters whose flags said that they have two bytes, or one.
  mutating func append(
    _ count: Int, isWide: Bool, to utf8: inout [UInt8]
  ) throws(SpreadsheetError) {
    var (left, width) = (count, isWide ? 2 : 1)
    // Two units that are one character may stand in two records.
    var units: [UInt16] = []
    while left > 0 {
      if offset >= record.bytes.count {
        try advance()
        width = record.bytes[offset] & 1 == 1 ? 2 : 1
        offset += 1
      }
      let piece = min(left, (record.bytes.count - offset) / width)
      guard piece > 0 || offset >= record.bytes.count else { throw record.tooShort }
      let bytes = UnsafeBufferPointer(rebasing: record.bytes[offset..<offset + piece * width])
      offset += piece * width
      left -= piece
      if piece == count { return BIFFText.append(bytes, width: width, to: &utf8) }
      for index in stride(from: 0, to: bytes.count, by: width) {
        units.append(UInt16(bytes[index]) | (width == 2 ? UInt16(bytes[index + 1]) << 8 : 0))
      }
    }
    utf8 += String(decoding: units, as: UTF16.self).utf8
  }
}
