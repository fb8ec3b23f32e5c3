import Zip

/// A stream of a compound file, of which any piece may be read.
struct CompoundStream: Sendable {
  /// A piece of the file.
  struct Extent: Sendable {
    var start: Int
    var count: Int
  }

  let source: ByteSource
  /// How many bytes it has.
  let count: Int
  private let extents: [Extent]
  /// Where each piece begins in the stream.
  private let starts: [Int]

  init(_ source: ByteSource, _ extents: [Extent]) {
    (self.source, self.extents) = (source, extents)
    var starts: [Int] = []
    var count = 0
    for extent in extents {
      starts.append(count)
      count += extent.count
    }
    (self.starts, self.count) = (starts, count)
  }

  /// The piece that has a place of the stream, from that place on; nil beyond the end.
  func piece(at offset: Int) -> Extent? {
    guard 0..<count ~= offset else { return nil }
    // The last one that begins at the place or before it.
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    let within = offset - starts[low]
    return Extent(start: extents[low].start + within, count: extents[low].count - within)
  }

  /// Reads bytes from a place on, as many as there are and as the target takes; returns how many.
  func read(
    at offset: Int, into target: UnsafeMutableBufferPointer<UInt8>
  ) throws(SpreadsheetError) -> Int {
    var done = 0
    while done < target.count, let piece = piece(at: offset + done) {
      let size = min(piece.count, target.count - done)
      do throws(ZipError) {
        try source.read(
          at: piece.start,
          into: UnsafeMutableBufferPointer(rebasing: target[done..<done + size]))
      } catch { throw .archive(error) }
      done += size
    }
    return done
  }

  /// A copy of bytes that all lie within the stream.
  func bytes(_ range: Range<Int>) throws(SpreadsheetError) -> [UInt8] {
    var failure: SpreadsheetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, count in
      let target = UnsafeMutableBufferPointer(rebasing: target[..<range.count])
      do throws(SpreadsheetError) {
        count = try read(at: range.lowerBound, into: target)
      } catch { failure = error }
    }
    if let failure { throw failure }
    guard bytes.count == range.count else { throw CompoundFile.invalid("a stream is cut off") }
    return bytes
  }
}
