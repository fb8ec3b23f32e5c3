/// Bytes of a structure whose integers have their low bytes first.
struct LittleEndianBytes {
  let bytes: [UInt8]
  private let part: String

  /// The bytes of a part, which errors name.
  init(_ bytes: [UInt8], _ part: String) { (self.bytes, self.part) = (bytes, part) }

  /// The unsigned integer at an offset.
  func integer<Integer: FixedWidthInteger>(
    _ offset: Int, as type: Integer.Type = UInt32.self
  ) throws(SpreadsheetError) -> Integer {
    let size = MemoryLayout<Integer>.size
    guard offset >= 0, offset <= bytes.count - size else {
      throw .invalidPart(part, reason: "it is shorter than what it holds")
    }
    return bytes.withUnsafeBytes {
      Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: type))
    }
  }
}
