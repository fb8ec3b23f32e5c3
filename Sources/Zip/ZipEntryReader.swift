internal import CZlib

/// Unpacks one entry piece by piece, so that it never stands in memory as a whole. Size and CRC are
/// checked when its end is reached.
package final class ZipEntryReader {
  private let entry: ZipEntry
  private let source: ByteSource
  /// Packed bytes of a file that were read, of which so many at the end are not yet inflated.
  private var piece: [UInt8] = []
  private var pieceRest = 0
  private static let pieceSize = 1 << 16

  /// Room behind an entry's bytes with which a buffer unpacks them soonest: zlib goes byte by byte
  /// where less than its longest match, 258 bytes, has room.
  package static let idealRoom = 272

  /// zlib keeps the address of its stream: it must never move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isDeflated: Bool
  /// Offset of the next packed byte.
  private var next: Int
  private let end: Int
  private var produced = 0
  private var crc: UInt = 0
  private var isFinished = false

  init(_ entry: ZipEntry, source: ByteSource) throws(ZipError) {
    (self.entry, self.source) = (entry, source)
    next = entry.dataOffset
    end = entry.dataOffset + entry.packedSize
    isDeflated = entry.method == 8
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if isDeflated, czlib_inflate_init_raw(stream) != Z_OK {
      throw .badEntry(name: entry.name, reason: "out of memory")
    }
  }

  deinit {
    if isDeflated { inflateEnd(stream) }
    stream.deallocate()
  }

  /// Unpacks the next bytes into a buffer and returns their number, 0 at the entry's end.
  ///
  /// - Throws: ``ZipError`` when the entry is damaged or not what the directory says; what came
  ///   before was the entry's beginning.
  package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int {
    guard !isFinished, !buffer.isEmpty else { return 0 }
    let count = isDeflated ? try inflate(into: buffer) : try copy(into: buffer)
    produced += count
    guard produced <= entry.size else {
      throw .badEntry(name: entry.name, reason: "its size is not the declared one")
    }
    if let base = buffer.baseAddress { crc = crc32_z(crc, base, count) }
    if count == 0 || (!isDeflated && next == end) { isFinished = true }
    if isFinished {
      guard produced == entry.size, next == end else {
        throw .badEntry(name: entry.name, reason: "its size is not the declared one")
      }
      guard UInt32(truncatingIfNeeded: crc) == entry.crc else {
        throw .badEntry(name: entry.name, reason: "CRC does not match")
      }
    }
    return count
  }

  private func copy(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int {
    let count = min(buffer.count, end - next)
    try source.read(at: next, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    next += count
    return count
  }

  /// Fills the buffer as far as the data go.
  private func inflate(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int {
    let room = min(buffer.count, Int(UInt32.max / 2))
    var code = Z_OK
    stream.pointee.next_out = buffer.baseAddress
    stream.pointee.avail_out = UInt32(room)
    while stream.pointee.avail_out > 0, code == Z_OK {
      if case .bytes(let bytes) = source {
        code = bytes.withUnsafeBufferPointer { step(UnsafeBufferPointer(rebasing: $0[next..<end])) }
      } else {
        try refill()
        code = piece.withUnsafeBufferPointer {
          step(UnsafeBufferPointer(rebasing: $0.suffix(pieceRest)))
        }
      }
    }
    if code == Z_STREAM_END {
      isFinished = true
    } else if code != Z_OK {
      throw .badEntry(name: entry.name, reason: "deflate data is damaged")
    }
    return room - Int(stream.pointee.avail_out)
  }

  /// Reads packed bytes of a file when there are none left.
  private func refill() throws(ZipError) {
    guard pieceRest == 0, next < end else { return }
    piece = try source.bytes(next..<min(next + Self.pieceSize, end))
    pieceRest = piece.count
  }

  /// Inflates from packed bytes, the first of which is the next one.
  private func step(_ packed: UnsafeBufferPointer<UInt8>) -> Int32 {
    let give = min(packed.count, Int(UInt32.max / 2))
    stream.pointee.next_in = packed.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(give)
    let before = stream.pointee.avail_out
    // Told that all is here and all has room, zlib keeps no copy of what it has unpacked.
    let isWhole = give == end - next && Int(before) >= entry.size - produced
    var code = CZlib.inflate(stream, isWhole ? Z_FINISH : Z_NO_FLUSH)
    if isWhole, code == Z_BUF_ERROR, stream.pointee.avail_out == 0 { code = Z_OK }
    let taken = give - Int(stream.pointee.avail_in)
    next += taken
    pieceRest = max(0, pieceRest - taken)
    return taken == 0 && stream.pointee.avail_out == before && code == Z_OK ? Z_BUF_ERROR : code
  }
}
