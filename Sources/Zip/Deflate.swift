internal import CZlib

/// zlib, and the only file that touches it.
enum Deflate {
  /// Why bytes could not be inflated.
  enum Failure: Error {
    case damaged
    case size
  }

  /// The CRC-32 of bytes.
  static func crc32(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard let base = bytes.baseAddress else { return 0 }
    return UInt32(truncatingIfNeeded: crc32_z(0, base, bytes.count))
  }

  /// The CRC-32 of bytes whose CRC is `one`, followed by `count` bytes whose CRC is `two`.
  static func crc32(_ one: UInt32, followedBy two: UInt32, count: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32_combine(UInt(one), UInt(two), count))
  }

  /// Inflates raw deflate data that must give exactly `size` bytes and end with its input.
  ///
  /// The caller has checked `size` against its limits; the memory is taken at once.
  static func inflate(
    _ input: UnsafeBufferPointer<UInt8>, size: Int
  ) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    guard czlib_inflate_init_raw(&stream) == Z_OK else { throw .damaged }
    defer { inflateEnd(&stream) }
    var failure: Failure?
    // More than declared, so that data that goes on is seen.
    let room = size + ZipEntryReader.idealRoom
    let output = [UInt8](unsafeUninitializedCapacity: room) { output, count in
      let status = run(&stream, input, output) { stream, last in
        CZlib.inflate(&stream, last ? Z_FINISH : Z_NO_FLUSH)
      }
      count = output.count - status.room
      if status.code == Z_STREAM_END {
        if count != size || status.unread > 0 { failure = .size }
      } else {
        failure = count > size ? .size : .damaged
      }
      count = min(count, size)
    }
    if let failure { throw failure }
    return output
  }

  /// Deflates bytes, or gives nil when that does not make them fewer.
  static func deflate(_ input: UnsafeBufferPointer<UInt8>, level: Int) -> [UInt8]? {
    guard input.count > 1, level > 0 else { return nil }
    let deflater = BlockDeflater.take(
      level: level, isLarge: input.count >= BlockDeflater.leastLarge)
    defer { deflater.giveBack() }
    return deflater.deflate(input)
  }

  /// Feeds zlib, whose counts have 32 bits, in pieces until it ends, fails or is out of room.
  fileprivate static func run(
    _ stream: inout z_stream, _ input: UnsafeBufferPointer<UInt8>,
    _ output: UnsafeMutableBufferPointer<UInt8>, step: (inout z_stream, _ last: Bool) -> Int32
  ) -> (code: Int32, unread: Int, room: Int) {
    let piece = Int(UInt32.max / 2)
    var unread = input.count
    var room = output.count
    var code = Z_OK
    while code == Z_OK || code == Z_BUF_ERROR {
      let give = min(unread, piece)
      let take = min(room, piece)
      stream.next_in = input.baseAddress.map { base in
        UnsafeMutablePointer(mutating: base + (input.count - unread))
      }
      stream.avail_in = UInt32(give)
      stream.next_out = output.baseAddress.map { $0 + (output.count - room) }
      stream.avail_out = UInt32(take)
      code = step(&stream, give == unread)
      let moved = (give - Int(stream.avail_in)) + (take - Int(stream.avail_out))
      unread -= give - Int(stream.avail_in)
      room -= take - Int(stream.avail_out)
      if moved == 0 && code != Z_STREAM_END { break }
    }
    return (code, unread, room)
  }
}

/// A deflate state that is used again for one block or entry after another, since making one costs
/// more than deflating a small sheet. The blocks of one entry, joined, are one deflate stream: all
/// but the last end with a sync flush.
///
/// One thread at a time uses it.
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
    let count = input.count - history
    // A sync flush adds five bytes to what the bound knows of.
    let room = Int(deflateBound(stream, UInt(count))) + 16
    var isDone = false
    let output = [UInt8](unsafeUninitializedCapacity: room) { output, initialized in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: base + history)
      stream.pointee.avail_in = UInt32(count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(room)
      let code = CZlib.deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
      isDone = code == (isLast ? Z_STREAM_END : Z_OK) && stream.pointee.avail_in == 0
      initialized = room - Int(stream.pointee.avail_out)
    }
    return isDone ? output : nil
  }

  /// Deflates a whole entry, or gives nil when that does not make it smaller.
  func deflate(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard isReady, input.count > 1, deflateReset(stream) == Z_OK else { return nil }
    var ended = false
    // Room for one byte less than the input: what does not fit is stored.
    let output = [UInt8](unsafeUninitializedCapacity: input.count - 1) { output, count in
      // The capacity may be rounded up, and what comes out must not depend on that.
      let room = UnsafeMutableBufferPointer(rebasing: output[..<(input.count - 1)])
      let status = Deflate.run(&stream.pointee, input, room) { stream, last in
        CZlib.deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH)
      }
      ended = status.code == Z_STREAM_END
      count = input.count - 1 - status.room
    }
    return ended ? output : nil
  }

  // MARK: Use by one after another

  /// A few states that nobody uses, under the monitor.
  private final class Idle: @unchecked Sendable {
    let monitor = Monitor()
    var states: [BlockDeflater] = []
  }

  private static let idle = Idle()
  private static let mostIdle = 4

  /// A state for this level that nobody else uses.
  static func take(level: Int, isLarge: Bool = true) -> BlockDeflater {
    let level = max(0, min(level, 9))
    let found = idle.monitor.locked {
      idle.states.firstIndex { $0.level == level && $0.isLarge == isLarge }
        .map { idle.states.remove(at: $0) }
    }
    return found ?? BlockDeflater(level: level, isLarge: isLarge)
  }

  /// Leaves the state to whoever takes it next.
  func giveBack() {
    Self.idle.monitor.locked {
      if Self.idle.states.count < Self.mostIdle { Self.idle.states.append(self) }
    }
  }
}
