/// How much an archive may hold. All are checked before memory is taken.
package struct ZipLimits: Hashable, Sendable {
  /// Entries, 65,536 by default.
  package var entries: Int
  /// Unpacked bytes of one entry, 1 GiB by default.
  package var entryBytes: Int
  /// Unpacked bytes of all entries, 4 GiB by default.
  package var totalBytes: Int

  /// Limits; without arguments the defaults.
  package init(entries: Int = 65_536, entryBytes: Int = 1 << 30, totalBytes: Int = 4 << 30) {
    (self.entries, self.entryBytes, self.totalBytes) = (entries, entryBytes, totalBytes)
  }
}

/// One file of an archive.
package struct ZipEntry: Hashable, Sendable {
  /// The name as the archive has it; unpacked by nobody, so it may be anything.
  package let name: String
  /// Unpacked bytes, as declared.
  package let size: Int
  /// Packed bytes.
  package let packedSize: Int
  /// CRC-32 of the unpacked bytes, as declared.
  package let crc: UInt32

  let method: UInt16
  let flags: UInt16
  let dataOffset: Int
}

/// A ZIP archive in memory or in a file. Its directory is checked as a whole when it is opened, its entries when
/// they are read: sizes and CRC must be what the directory says.
package struct ZipArchive: Sendable {
  /// The entries in the directory's order.
  package let entries: [ZipEntry]

  private let source: ByteSource
  private let limits: ZipLimits

  /// Opens an archive. Bytes before and after it are tolerated, contradictions are not.
  package init(_ bytes: [UInt8], limits: ZipLimits = ZipLimits()) throws(ZipError) {
    try self.init(.bytes(bytes), limits: limits)
  }

  /// Opens an archive in a file, of which only pieces are ever in memory. The file stays open.
  package init(path: String, limits: ZipLimits = ZipLimits()) throws(ZipError) {
    try self.init(.file(InputFile(path: path)), limits: limits)
  }

  private init(_ source: ByteSource, limits: ZipLimits) throws(ZipError) {
    (self.source, self.limits) = (source, limits)
    entries = try ZipDirectory(source, limits: limits).entries
  }

  /// The number of bytes of the archive and of all that stands before and after it.
  package var byteCount: Int { source.count }

  /// The entry of exactly this name.
  package func entry(named name: String) -> ZipEntry? {
    entries.first { $0.name == name }
  }

  /// Unpacks an entry of this archive piece by piece.
  package func reader(_ entry: ZipEntry) throws(ZipError) -> ZipEntryReader {
    try check(entry)
    return try ZipEntryReader(entry, source: source)
  }

  /// Refuses what cannot be an entry of this archive before memory is taken for it.
  private func check(_ entry: ZipEntry) throws(ZipError) {
    guard entry.flags & 1 == 0 else { throw .unsupported(name: entry.name, reason: "encryption") }
    guard entry.size <= limits.entryBytes else {
      throw .limitExceeded(
        limit: "unpacked bytes", allowed: limits.entryBytes, name: entry.name)
    }
    guard entry.dataOffset >= 0, entry.packedSize >= 0,
      entry.dataOffset <= source.count - entry.packedSize
    else { throw .badEntry(name: entry.name, reason: "it is not of this archive") }
    switch entry.method {
    case 0:
      guard entry.size == entry.packedSize else {
        throw .badEntry(name: entry.name, reason: "stored, but packed and unpacked sizes differ")
      }
    case 8:
      // Deflate cannot do better than 1032 to 1: a larger claim is a lie, told before we allocate.
      guard entry.size / 1032 <= entry.packedSize else {
        throw .badEntry(name: entry.name, reason: "its bytes cannot hold the size it declares")
      }
    default:
      throw .unsupported(name: entry.name, reason: "compression method \(entry.method)")
    }
  }

  /// The unpacked bytes of an entry of this archive.
  package func read(_ entry: ZipEntry) throws(ZipError) -> [UInt8] {
    let reader = try reader(entry)
    var failure: ZipError?
    // More than declared, so that data that goes on is seen, and unpacked in one go.
    let room = entry.size + ZipEntryReader.idealRoom
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      do throws(ZipError) {
        while true {
          let got = try reader.read(into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
          guard got > 0 else { return }
          count += got
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}
