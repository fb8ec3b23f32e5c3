internal import CZlib

/// Unpacks a gzip file as its bytes come, one member behind the other.
package final class Gunzip {
  // zlib keeps the address of its stream: it must never move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool
  private var isAtEnd = false
  /// How many bytes came of it in all.
  private var produced = 0
  private let bound: Int

  /// The first bytes of such a file.
  package static let signature: [UInt8] = [0x1F, 0x8B, 0x08]

  /// One that unpacks no more than a bound, 4 GiB by default.
  package init(bound: Int = ZipLimits().totalBytes) {
    self.bound = bound
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    isReady = czlib_inflate_init_gzip(stream) == Z_OK
  }

  deinit {
    if isReady { inflateEnd(stream) }
    stream.deallocate()
  }

  /// Appends what the next bytes of the file are packed of.
  ///
  /// - Throws: ``ZipError`` where they are damaged, or become too many.
  package func append(
    _ packed: some Collection<UInt8>, to bytes: inout [UInt8]
  ) throws(ZipError) {
    guard isReady else { throw .unreadable(reason: "out of memory") }
    let packed = Array(packed)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var at = 0
    while at < packed.count {
      if isAtEnd {
        // Zeros fill the end of a tape; anything else is the next member.
        guard packed[at] != 0 else {
          at += 1
          continue
        }
        inflateReset(stream)
        isAtEnd = false
      }
      let (code, taken, count) = step(packed[at...], into: &piece)
      at += taken
      bytes += piece[..<count]
      produced += count
      guard produced <= bound else {
        throw .limitExceeded(limit: "unpacked bytes", allowed: bound, name: nil)
      }
      isAtEnd = code == Z_STREAM_END
      guard isAtEnd || code == Z_OK, taken + count > 0 else {
        throw .unreadable(reason: "gzip data is damaged")
      }
    }
    // What has had no room is still to come.
    while !isAtEnd, produced > 0 {
      let (code, _, count) = step([], into: &piece)
      guard count > 0 else { return }
      bytes += piece[..<count]
      produced += count
      isAtEnd = code == Z_STREAM_END
    }
  }

  /// Says that the file ends here.
  package func finish() throws(ZipError) {
    guard isAtEnd else { throw .unreadable(reason: "gzip data is cut off") }
  }

  private func step(
    _ packed: ArraySlice<UInt8>, into piece: inout [UInt8]
  ) -> (code: Int32, taken: Int, count: Int) {
    packed.withUnsafeBufferPointer { packed in
      piece.withUnsafeMutableBufferPointer { piece in
        stream.pointee.next_in = packed.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
        stream.pointee.avail_in = UInt32(packed.count)
        stream.pointee.next_out = piece.baseAddress
        stream.pointee.avail_out = UInt32(piece.count)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        return (
          code, packed.count - Int(stream.pointee.avail_in),
          piece.count - Int(stream.pointee.avail_out)
        )
      }
    }
  }
}
