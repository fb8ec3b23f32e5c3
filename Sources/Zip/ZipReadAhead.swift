/// Unpacks an entry on a thread of its own, a few pieces ahead of who reads them: inflating is half
/// of what reading a large part costs.
package final class ZipReadAhead {
  private static let pieceSize = 256 << 10
  private static let pieces = 4

  /// A piece and how much of it is filled; an error ends the entry.
  private struct Piece {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var count = 0
    var error: ZipError?
  }

  /// What both threads share. The thread owns those pieces that are not filled, the reader those
  /// that are.
  private struct Ring {
    var pieces: [Piece]
    var filled = 0
    var taken = 0
    var isClosed = false
  }

  private let ring: Monitor<Ring>
  private let thread: WorkerThread?
  /// Reads by itself where there is no thread to be had.
  private let reader: ZipEntryReader
  private var piece: Piece?
  private var offset = 0

  /// Unpacks what `reader`, which nobody else may use any more, would give.
  package init(_ reader: ZipEntryReader) {
    self.reader = reader
    let ring = Monitor(
      Ring(
        pieces: (0..<Self.pieces).map { _ in Piece(bytes: .allocate(capacity: Self.pieceSize)) }))
    self.ring = ring
    // Unchecked, because the reader changes its thread once, here.
    nonisolated(unsafe) let handed = reader
    thread = WorkerThread { Self.fill(ring, from: handed) }
  }

  deinit {
    ring.change { $0.isClosed = true }
    thread?.join()
    ring.change { ring in
      for piece in ring.pieces { piece.bytes.deallocate() }
    }
  }

  /// Fills pieces until the entry ends or nobody reads any more.
  private static func fill(_ ring: Monitor<Ring>, from reader: ZipEntryReader) {
    while true {
      let room = ring.wait { ring -> Piece?? in
        if ring.isClosed { return .some(nil) }
        return ring.filled - ring.taken == pieces ? nil : .some(ring.pieces[ring.filled % pieces])
      }
      guard let room else { return }
      var piece = Piece(bytes: room.bytes)
      do throws(ZipError) { piece.count = try reader.read(into: piece.bytes) } catch {
        piece.error = error
      }
      ring.change { ring in
        ring.pieces[ring.filled % pieces] = piece
        ring.filled += 1
      }
      if piece.count == 0 { return }
    }
  }

  /// Gives the next bytes, as ``ZipEntryReader/read(into:)`` does.
  package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int {
    guard thread != nil else { return try reader.read(into: buffer) }
    let piece =
      self.piece
      ?? ring.wait { $0.filled == $0.taken ? nil : $0.pieces[$0.taken % Self.pieces] }
    self.piece = piece
    if let error = piece.error { throw error }
    let count = min(piece.count - offset, buffer.count)
    guard count > 0, let target = buffer.baseAddress, let source = piece.bytes.baseAddress else {
      return 0
    }
    target.update(from: source + offset, count: count)
    offset += count
    if offset == piece.count {
      self.piece = nil
      offset = 0
      ring.change { $0.taken += 1 }
    }
    return count
  }
}
