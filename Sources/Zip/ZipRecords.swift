/// The records around the entries of an archive, as bytes. APPNOTE.TXT 4.3.
///
/// Every entry has the time 1980-01-01, the earliest there is, so that the same entries give the
/// same bytes. ZIP64 records appear only where the old ones are too small.
struct ZipRecords: Sendable {
  struct Entry: Sendable {
    var name: [UInt8]
    var crc: UInt32 = 0
    var size = 0
    var packedSize = 0
    var deflated = true
    var offset = 0
    /// Whether CRC and sizes follow the data, because the header was written before them.
    var isDescribed = false
    /// Whether a described entry has room for sizes of 64 bits, which its header must announce.
    var isLarge = false
  }

  /// What was written and not taken away.
  var bytes: [UInt8] = []

  /// 1980-01-01 00:00 as MS-DOS writes it: time, then date.
  private static let timestamp: UInt32 = 0x0021_0000
  private static let limit = Int(UInt32.max)

  /// The header before an entry's data.
  mutating func putLocal(_ entry: Entry) {
    let large =
      entry.isDescribed
      ? entry.isLarge : entry.size >= Self.limit || entry.packedSize >= Self.limit
    put32(0x0403_4B50)
    putCommon(entry, isZip64: large)
    put32(large ? .max : UInt32(entry.packedSize))
    put32(large ? .max : UInt32(entry.size))
    put16(UInt16(entry.name.count))
    put16(large ? 20 : 0)
    bytes += entry.name
    if large {
      // A local ZIP64 field has both sizes, whichever is too large. APPNOTE.TXT 4.5.3.
      put16(1)
      put16(16)
      put64(entry.size)
      put64(entry.packedSize)
    }
  }

  /// What follows the data of a described entry.
  mutating func putDescriptor(_ entry: Entry) {
    put32(0x0807_4B50)
    put32(entry.crc)
    if entry.isLarge {
      put64(entry.packedSize)
      put64(entry.size)
    } else {
      put32(UInt32(truncatingIfNeeded: entry.packedSize))
      put32(UInt32(truncatingIfNeeded: entry.size))
    }
  }

  /// The directory of all entries, which starts at `start`, and the records that end the archive.
  mutating func putDirectory(_ entries: [Entry], at start: Int) {
    let before = bytes.count
    for entry in entries { putCentral(entry) }
    let size = bytes.count - before
    if entries.count >= 0xFFFF || size >= Self.limit || start >= Self.limit {
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
      put64(start + size)
      put32(1)
    }
    put32(0x0605_4B50)
    put32(0)
    put16(UInt16(min(entries.count, 0xFFFF)))
    put16(UInt16(min(entries.count, 0xFFFF)))
    put32(UInt32(min(size, Self.limit)))
    put32(UInt32(min(start, Self.limit)))
    put16(0)
  }

  private mutating func putCentral(_ entry: Entry) {
    let large = [entry.size, entry.packedSize, entry.offset].filter { $0 >= Self.limit }
    put32(0x0201_4B50)
    put16(large.isEmpty ? 20 : 45)
    putCommon(entry, isZip64: !large.isEmpty)
    put32(UInt32(min(entry.packedSize, Self.limit)))
    put32(UInt32(min(entry.size, Self.limit)))
    put16(UInt16(entry.name.count))
    put16(large.isEmpty ? 0 : UInt16(4 + 8 * large.count))
    put16(0)  // comment
    put16(0)  // disk
    put16(0)  // internal attributes
    put32(0)  // external attributes
    put32(UInt32(min(entry.offset, Self.limit)))
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
    put16((entry.name.contains { $0 >= 0x80 } ? 0x800 : 0) | (entry.isDescribed ? 0x8 : 0))
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
