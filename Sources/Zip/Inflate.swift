internal import CZlib

/// Inflates what is deflated elsewhere than in a ZIP archive.
package enum Inflate {
  /// Inflates a zlib stream. Its checksum is left unread: programs that write PDFs get it wrong.
  ///
  /// - Returns: The bytes, only the first `bound` + 1 of them where there are more than `bound`; nil
  ///   where the data are damaged or end too early.
  package static func zlib(_ packed: ArraySlice<UInt8>, bound: Int) -> [UInt8]? {
    // Two bytes say how it was deflated; the method has to be the only one there is.
    guard packed.count > 2, packed[packed.startIndex] & 0x0F == 8 else { return nil }
    // zlib keeps the address of its stream: it must not move.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard czlib_inflate_init_raw(stream) == Z_OK else { return nil }
    defer { inflateEnd(stream) }
    var output: [UInt8] = []
    output.reserveCapacity(min(4 * packed.count, bound + 1))
    let isWhole = packed.dropFirst(2).withUnsafeBufferPointer { input in
      guard input.count <= Int(UInt32.max / 2) else { return false }
      stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0) }
      stream.pointee.avail_in = UInt32(input.count)
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { piece in
        while output.count <= bound {
          stream.pointee.next_out = piece.baseAddress
          stream.pointee.avail_out = UInt32(piece.count)
          let code = CZlib.inflate(stream, Z_NO_FLUSH)
          let count = piece.count - Int(stream.pointee.avail_out)
          output.append(contentsOf: piece[..<min(count, bound + 1 - output.count)])
          if code == Z_STREAM_END { return true }
          guard code == Z_OK, count > 0 else { return false }
        }
        return true
      }
    }
    return isWhole ? output : nil
  }
}
