import Zip

/// The stretch of a part that is being looked at, while the part is unpacked piece by piece. Behind
/// its end stand zeros, so that a scanner that stops at a zero needs no other bound.
final class PartWindow {
  /// Zeros behind the end.
  static let padding = 16
  private static let firstCapacity = 256 << 10
  /// A row that needs more is none that a scanner should look at.
  private static let lastCapacity = 8 << 20

  private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// The next byte to look at.
  var start = 0
  /// The end of what has been unpacked.
  private(set) var end = 0
  /// Whether the part ends here.
  private(set) var isAtEnd = false
  private var capacity: Int
  private let read: (UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int

  /// How much is unpacked before anything is looked at; most sheets have less.
  private static let firstPiece = 32 << 10
  private var hasBegun = false

  /// Below this many bytes a part is unpacked sooner than a thread has started.
  private static let leastAhead = 1 << 20

  /// A window on a part of a declared size, which a second thread unpacks if there may be one.
  init(_ reader: ZipEntryReader, size: Int, threads: Int) {
    if threads > 1, size >= Self.leastAhead {
      let ahead = ZipReadAhead(reader)
      read = { target throws(ZipError) in try ahead.read(into: target) }
    } else {
      read = { target throws(ZipError) in try reader.read(into: target) }
    }
    // More than the part, so that its end is seen without growing, and unpacked as fast as the rest.
    capacity = min(Self.firstCapacity, max(size, 0) + ZipEntryReader.idealRoom)
    bytes = .allocate(capacity: capacity + Self.padding)
  }

  deinit { bytes.deallocate() }

  /// Brings in more bytes behind those not yet looked at; false when there is no room or no more.
  func refill() throws(SpreadsheetError) -> Bool {
    guard !isAtEnd else { return false }
    if start > 0 {
      bytes.update(from: bytes + start, count: end - start)
      end -= start
      start = 0
    } else if end == capacity {
      guard capacity < Self.lastCapacity else { return false }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + Self.padding)
      larger.update(from: bytes, count: end)
      bytes.deallocate()
      bytes = larger
      capacity *= 2
    }
    let before = end
    // A caller may find in the first rows that it wants no more.
    let wanted = before == 0 && !hasBegun ? min(capacity, Self.firstPiece) : capacity
    hasBegun = true
    while end < wanted {
      let room = UnsafeMutableBufferPointer(start: bytes + end, count: wanted - end)
      let count: Int
      do throws(ZipError) { count = try read(room) } catch { throw .archive(error) }
      if count == 0 {
        isAtEnd = true
        break
      }
      end += count
    }
    (bytes + end).initialize(repeating: 0, count: Self.padding)
    return end > before
  }
}
