/// Writes a ZIP archive into memory.
///
/// Every entry has the time 1980-01-01, the earliest there is, so that the same entries give the
/// same bytes. ZIP64 records appear only where the old ones are too small.
public struct ZipWriter: Sendable {
  private struct Entry {
    var name: [UInt8]
    var crc: UInt32
    var size: Int
    var packedSize: Int
    var deflated: Bool
    var offset: Int
  }

  private let level: Int
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  private var names: Set<String> = []

  /// 1980-01-01 00:00 as MS-DOS writes it: time, then date.
  private static let timestamp: UInt32 = 0x0021_0000

  /// A writer that deflates at a level from 1 (fast) to 9 (small), or stores at 0.
  public init(level: Int = 6) { self.level = max(0, min(level, 9)) }

  /// Adds an entry: deflated, or stored where that is smaller.
  public mutating func add(_ name: String, _ content: [UInt8]) throws(ZipError) {
    let nameBytes = Array(name.utf8)
    guard nameBytes.count <= 0xFFFF else {
      throw .badEntry(name: name, reason: "its name is longer than 65535 bytes")
    }
    guard names.insert(name).inserted else { throw .duplicateName(name) }
    let packed = content.withUnsafeBufferPointer { Deflate.deflate($0, level: level) }
    let entry = Entry(
      name: nameBytes, crc: content.withUnsafeBufferPointer { Deflate.crc32($0) },
      size: content.count,
      packedSize: packed?.count ?? content.count, deflated: packed != nil, offset: bytes.count)
    let large = entry.size >= UInt32.max || entry.packedSize >= UInt32.max
    put32(0x0403_4B50)
    putCommon(entry, isZip64: large)
    put32(large ? .max : UInt32(entry.packedSize))
    put32(large ? .max : UInt32(entry.size))
    put16(UInt16(nameBytes.count))
    put16(large ? 20 : 0)
    bytes += nameBytes
    if large {
      // A local ZIP64 field has both sizes, whichever is too large. APPNOTE.TXT 4.5.3.
      put16(1)
      put16(16)
      put64(entry.size)
      put64(entry.packedSize)
    }
    bytes += packed ?? content
    entries.append(entry)
  }

  /// The archive with all that was added.
  public consuming func finish() -> [UInt8] {
    let start = bytes.count
    for entry in entries { putCentral(entry) }
    let size = bytes.count - start
    let limit = Int(UInt32.max)
    if entries.count >= 0xFFFF || size >= limit || start >= limit {
      let record = bytes.count
      put32(0x0606_4B50)
      put64(44)
      put16(45)
      put16(45)
      put32(0)
      put32(0)
      put64(entries.count)
      put64(entries.count)
      put64(size)
      put64(start)
      put32(0x0706_4B50)
      put32(0)
      put64(record)
      put32(1)
    }
    put32(0x0605_4B50)
    put32(0)
    put16(UInt16(min(entries.count, 0xFFFF)))
    put16(UInt16(min(entries.count, 0xFFFF)))
    put32(UInt32(min(size, limit)))
    put32(UInt32(min(start, limit)))
    put16(0)
    return bytes
  }

  private mutating func putCentral(_ entry: Entry) {
    let limit = Int(UInt32.max)
    let large = [entry.size, entry.packedSize, entry.offset].filter { $0 >= limit }
    put32(0x0201_4B50)
    put16(large.isEmpty ? 20 : 45)
    putCommon(entry, isZip64: !large.isEmpty)
    put32(UInt32(min(entry.packedSize, limit)))
    put32(UInt32(min(entry.size, limit)))
    put16(UInt16(entry.name.count))
    put16(large.isEmpty ? 0 : UInt16(4 + 8 * large.count))
    put16(0)  // comment
    put16(0)  // disk
    put16(0)  // internal attributes
    put32(0)  // external attributes
    put32(UInt32(min(entry.offset, limit)))
    bytes += entry.name
    if !large.isEmpty {
      put16(1)
      put16(UInt16(8 * large.count))
      for value in large { put64(value) }
    }
  }

  /// Version needed, flags, method, time, CRC: what local and central headers share.
  private mutating func putCommon(_ entry: Entry, isZip64: Bool) {
    put16(isZip64 ? 45 : 20)
    put16(entry.name.contains { $0 >= 0x80 } ? 0x800 : 0)
    put16(entry.deflated ? 8 : 0)
    put32(Self.timestamp)
    put32(entry.crc)
  }

  private mutating func put16(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
  }

  private mutating func put32(_ value: UInt32) {
    put16(UInt16(truncatingIfNeeded: value))
    put16(UInt16(truncatingIfNeeded: value >> 16))
  }

  private mutating func put64(_ value: Int) {
    put32(UInt32(truncatingIfNeeded: value))
    put32(UInt32(truncatingIfNeeded: value >> 32))
  }
}
