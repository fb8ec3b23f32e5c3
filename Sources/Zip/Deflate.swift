internal import CZlib
import Synchronization

/// What of zlib needs no state.
enum Deflate {
  /// The CRC-32 of bytes.
  static func crc32(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let base = bytes.baseAddress else { return 0 }
    return UInt32(truncatingIfNeeded: crc32_z(0, base, bytes.count))
  }

  /// The CRC-32 of bytes whose CRC is `one`, followed by `count` bytes whose CRC is `two`.
  static func crc32(_ one: UInt32, followedBy two: UInt32, count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_combine(UInt(one), UInt(two), count))
  }

  /// Deflates a whole entry, or gives nil when that does not make it smaller.
  static func deflate(_ input: UnsafeBufferPointer<UInt8>, level: Int) -> [UInt8]? {
    guard input.count > 1, level > 0 else { return nil }
    let deflater = BlockDeflater.take(
      level: level, isLarge: input.count >= BlockDeflater.leastLarge)
    defer { deflater.giveBack() }
    guard let output = deflater.deflate(input, history: 0, isLast: true),
      output.count < input.count
    else { return nil }
    return output
  }
}

/// A deflate state that is used again for one block or entry after another, since making one costs
/// more than deflating a small sheet. The blocks of one entry, joined, are one deflate stream: all
/// but the last end with a sync flush.
///
/// Unchecked, because one thread at a time uses it: who took it from the idle ones, until it is given
/// back.
final class BlockDeflater: @unchecked Sendable {
  /// zlib keeps the address of its stream, which therefore must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private let isReady: Bool
  let level: Int
  private let isLarge: Bool

  /// How far deflate looks back.
  static let window = 1 << 15
  /// From so many bytes on, input is taken for a large one.
  static let leastLarge = 1 << 14

  /// Large input is deflated by zlib's strategy for figures, which leaves out matches of less than
  /// six bytes: a digit or two that happen to repeat, which is what sheets are full of, cost more as
  /// matches than as letters. That makes sheets smaller by so much that zlib's next lower level, in
  /// half the time, still gives fewer bytes than the level asked for would give by itself.
  init(level: Int, isLarge: Bool) {
    self.level = max(0, min(level, 9))
    self.isLarge = isLarge
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let effort = isLarge && self.level > 5 ? self.level - 1 : self.level
    isReady =
      czlib_deflate_init_raw(
        stream, Int32(effort), isLarge ? Z_FILTERED : Z_DEFAULT_STRATEGY) == Z_OK
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Deflates `input` after its first `history` bytes, which it may refer to; nil when zlib is out
  /// of memory.
  func deflate(
    _ input: UnsafeBufferPointer<UInt8>, history: Int, isLast: Bool
  ) -> [UInt8]? {
    guard isReady, let base = input.baseAddress, deflateReset(stream) == Z_OK else { return nil }
    if history > 0 {
      guard deflateSetDictionary(stream, base, UInt32(history)) == Z_OK else { return nil }
    }
    // A sync flush adds five bytes to what the bound knows of.
    let capacity = Int(deflateBound(stream, UInt(input.count - history))) + 16
    var (next, isDone) = (history, false)
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, filled in
      // zlib counts in 32 bits: more is given in pieces.
      let piece = Int(UInt32.max / 2)
      var code = Z_OK
      while code == Z_OK, !isDone {
        let (give, room) = (min(input.count - next, piece), min(capacity - filled, piece))
        let isRest = next + give == input.count
        stream.pointee.next_in = UnsafeMutablePointer(mutating: base + next)
        stream.pointee.avail_in = UInt32(give)
        stream.pointee.next_out = output.baseAddress.map { $0 + filled }
        stream.pointee.avail_out = UInt32(room)
        code = CZlib.deflate(stream, !isRest ? Z_NO_FLUSH : isLast ? Z_FINISH : Z_SYNC_FLUSH)
        next += give - Int(stream.pointee.avail_in)
        filled += room - Int(stream.pointee.avail_out)
        isDone =
          code == Z_STREAM_END
          || !isLast && next == input.count && stream.pointee.avail_out > 0
        if give == Int(stream.pointee.avail_in), room == Int(stream.pointee.avail_out) { break }
      }
    }
    return isDone ? output : nil
  }

  // MARK: Use by one after another

  /// A few states that nobody uses.
  private static let idle = Mutex<[BlockDeflater]>([])
  private static let mostIdle = 4

  /// A state for this level that nobody else uses.
  static func take(level: Int, isLarge: Bool = true) -> BlockDeflater {
    let level = max(0, min(level, 9))
    let found = idle.withLock { states in
      states.firstIndex { $0.level == level && $0.isLarge == isLarge }
        .map { states.remove(at: $0) }
    }
    return found ?? BlockDeflater(level: level, isLarge: isLarge)
  }

  /// Leaves the state to whoever takes it next.
  func giveBack() {
    Self.idle.withLock { states in
      if states.count < Self.mostIdle { states.append(self) }
    }
  }
}
