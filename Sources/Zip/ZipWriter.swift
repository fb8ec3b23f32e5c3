/// Writes a ZIP archive into memory.
///
/// Every entry has the time 1980-01-01, the earliest there is, so that the same entries give the
/// same bytes. ZIP64 records appear only where the old ones are too small.
package struct ZipWriter: Sendable {
  private let level: Int
  private var records = ZipRecords()
  private var entries: [ZipRecords.Entry] = []
  private var names: Set<String> = []

  /// A writer that deflates at a level from 1 (fast) to 9 (small), or stores at 0.
  package init(level: Int = 6) { self.level = max(0, min(level, 9)) }

  /// Adds an entry: deflated, or stored where that is smaller.
  package mutating func add(_ name: String, _ content: [UInt8]) throws(ZipError) {
    let nameBytes = Array(name.utf8)
    guard nameBytes.count <= 0xFFFF else {
      throw .badEntry(name: name, reason: "its name is longer than 65535 bytes")
    }
    guard names.insert(name).inserted else { throw .duplicateName(name) }
    let packed = content.withUnsafeBufferPointer { Deflate.deflate($0, level: level) }
    let entry = ZipRecords.Entry(
      name: nameBytes, crc: content.withUnsafeBufferPointer { Deflate.crc32($0) },
      size: content.count, packedSize: packed?.count ?? content.count, deflated: packed != nil,
      offset: records.bytes.count)
    records.putLocal(entry)
    records.bytes += packed ?? content
    entries.append(entry)
  }

  /// The archive with all that was added.
  package consuming func finish() -> [UInt8] {
    records.putDirectory(entries, at: records.bytes.count)
    return records.bytes
  }
}
