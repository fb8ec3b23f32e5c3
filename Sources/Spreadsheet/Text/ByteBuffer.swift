/// Bytes that are used again, so that reading costs no memory of its own for each piece.
final class ByteBuffer {
  @exclusivity(unchecked) private(set) var base: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) private(set) var capacity: Int
  /// Room before the first byte and behind the capacity, so that a word can be looked at from any place.
  private static let padding = 16
  /// How many bytes are filled.
  @exclusivity(unchecked) var count = 0

  init(capacity: Int = 1 << 12) {
    self.capacity = capacity
    base = Self.allocate(capacity)
  }

  deinit { (base - Self.padding).deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    .allocate(capacity: capacity + 2 * padding) + padding
  }

  /// The filled bytes, valid until the next change.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  /// Makes room for more bytes.
  func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(count + more, capacity + capacity / 2)
    let larger = Self.allocate(capacity)
    larger.update(from: base, count: count)
    (base - Self.padding).deallocate()
    base = larger
  }

  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  /// Drops bytes from the front.
  func removeFirst(_ dropped: Int) {
    guard dropped > 0 else { return }
    count -= dropped
    base.update(from: base + dropped, count: count)
  }
}
