/// Unpacks an entry on a thread of its own, a few pieces ahead of who reads them: inflating is half
/// of what reading a large part costs.
public final class ZipReadAhead {
  private static let pieceSize = 256 << 10
  private static let pieces = 4

  /// A piece and how much of it is filled; an error ends the entry.
  private struct Piece {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var count = 0
    var error: ZipError?
  }

  /// What both threads share. Of the ring of pieces the thread owns those not filled, the reader
  /// those filled; the two counts are touched under the monitor.
  private final class Shared: @unchecked Sendable {
    let monitor = Monitor()
    var ring: [Piece] = []
    var filled = 0
    var taken = 0
    var isClosed = false

    init() {
      ring = (0..<ZipReadAhead.pieces).map { _ in
        Piece(bytes: .allocate(capacity: ZipReadAhead.pieceSize))
      }
    }

    deinit { for piece in ring { piece.bytes.deallocate() } }

    /// Fills pieces until the entry ends or nobody reads any more.
    func fill(from reader: ZipEntryReader) {
      while let index = room() {
        let bytes = ring[index].bytes
        var piece = Piece(bytes: bytes)
        do throws(ZipError) { piece.count = try reader.read(into: bytes) } catch {
          piece.error = error
        }
        monitor.locked {
          ring[index] = piece
          filled += 1
          monitor.wakeAll()
        }
        if piece.count == 0 { return }
      }
    }

    private func room() -> Int? {
      monitor.locked {
        while filled - taken == ring.count, !isClosed { monitor.wait() }
        return isClosed ? nil : filled % ring.count
      }
    }

    /// The piece that is to be read now, once it is filled.
    func current() -> Piece {
      monitor.locked {
        while filled == taken { monitor.wait() }
        return ring[taken % ring.count]
      }
    }

    /// Gives back the piece that was read.
    func release() {
      monitor.locked {
        taken += 1
        monitor.wakeAll()
      }
    }
  }

  /// A reader that changes its thread once.
  private struct Handed: @unchecked Sendable { let reader: ZipEntryReader }

  private let shared = Shared()
  private let thread: WorkerThread?
  /// Reads by itself where there is no thread to be had.
  private let reader: ZipEntryReader
  private var piece: Piece?
  private var offset = 0

  /// Unpacks what `reader`, which nobody else may use any more, would give.
  public init(_ reader: ZipEntryReader) {
    self.reader = reader
    let (shared, handed) = (shared, Handed(reader: reader))
    thread = WorkerThread { shared.fill(from: handed.reader) }
  }

  deinit {
    guard let thread else { return }
    shared.monitor.locked {
      shared.isClosed = true
      shared.monitor.wakeAll()
    }
    thread.join()
  }

  /// Gives the next bytes, as ``ZipEntryReader/read(into:)`` does.
  public func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int {
    guard thread != nil else { return try reader.read(into: buffer) }
    let piece = self.piece ?? shared.current()
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
      shared.release()
    }
    return count
  }
}
