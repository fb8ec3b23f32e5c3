/// Deflates blocks on several threads and hands them back in their order.
///
/// What comes out does not depend on the number of threads: every block is deflated by itself. The
/// thread that gives blocks helps when it would have to wait, so that two threads keep two cores
/// busy, and one thread needs no other.
final class DeflateQueue {
  /// One block: its own bytes among others, and how many before them it may refer to.
  struct Block: Sendable {
    private let input: [UInt8]
    private let own: Range<Int>
    private let history: Int
    private let isLast: Bool

    /// A block of an entry that comes piece by piece: all of `input` but its first bytes.
    init(_ input: [UInt8], history: Int, isLast: Bool) {
      (self.input, self.history, self.isLast) = (input, history, isLast)
      own = history..<input.count
      isWhole = false
    }

    /// A block of an entry that is there as a whole.
    init(_ own: Range<Int>, of input: [UInt8]) {
      (self.input, self.own) = (input, own)
      history = min(own.lowerBound, BlockDeflater.window)
      isLast = own.upperBound == input.count
      isWhole = own.count == input.count
    }

    /// Whether it is the first and the last of its entry: it may then be stored.
    private let isWhole: Bool

    fileprivate func deflated(by deflater: BlockDeflater) -> Output {
      input.withUnsafeBufferPointer {
        let bytes = UnsafeBufferPointer(rebasing: $0[own])
        return Output(
          bytes: isWhole
            ? Deflate.deflate(bytes, level: deflater.level)
            : deflater.deflate(
              UnsafeBufferPointer(rebasing: $0[(own.lowerBound - history)..<own.upperBound]),
              history: history, isLast: isLast),
          crc: Deflate.crc32(bytes), count: own.count)
      }
    }
  }

  /// What became of a block.
  struct Output: Sendable {
    /// Nil when it is to be stored, or when zlib is out of memory.
    let bytes: [UInt8]?
    /// The CRC of the block's own bytes, and their number.
    let crc: UInt32
    let count: Int
  }

  /// Blocks and what became of them by their numbers.
  private struct State {
    var waiting: [(number: Int, block: Block)] = []
    var done: [Int: Output] = [:]
    var isClosed = false
  }

  private let state = Monitor(State())
  private let own: BlockDeflater
  private let helpers: [WorkerThread]
  /// The numbers of the blocks that were given and not yet handed back.
  private var pending = 0..<0
  private let capacity: Int

  /// A queue that uses so many threads, the caller's among them, and holds a few blocks for each, or
  /// all of them.
  init(level: Int, threads: Int, holdsAll: Bool = false) {
    own = BlockDeflater.take(level: level)
    let state = self.state
    helpers = (1..<max(1, min(threads, 64))).compactMap { _ in
      WorkerThread { Self.work(state, level: level) }
    }
    // Two blocks for each thread: one that it works at and one that waits for it.
    capacity = holdsAll ? .max : helpers.isEmpty ? 0 : 2 * (helpers.count + 1)
  }

  deinit {
    state.change { $0.isClosed = true }
    for helper in helpers { helper.join() }
    own.giveBack()
  }

  /// Deflates blocks until the queue is closed.
  private static func work(_ state: Monitor<State>, level: Int) {
    let deflater = BlockDeflater.take(level: level)
    defer { deflater.giveBack() }
    while true {
      let next = state.wait { state -> (number: Int, block: Block)?? in
        if state.isClosed { return .some(nil) }
        return state.waiting.isEmpty ? nil : .some(state.waiting.removeFirst())
      }
      guard let next else { return }
      let output = next.block.deflated(by: deflater)
      state.change { $0.done[next.number] = output }
    }
  }

  /// Takes a block, and hands back those that must make room for it.
  func add(_ block: Block, _ handBack: (Output) throws -> Void) rethrows {
    let number = pending.upperBound
    pending = pending.lowerBound..<number + 1
    state.change { $0.waiting.append((number, block)) }
    while pending.count > capacity { try handBack(first()) }
  }

  /// Hands back all that is left.
  func drain(_ handBack: (Output) throws -> Void) rethrows {
    while !pending.isEmpty { try handBack(first()) }
  }

  /// What became of the oldest block, once it is deflated; works at others meanwhile.
  private func first() -> Output {
    let number = pending.removeFirst()
    while true {
      let (output, other) = state.wait { state -> (Output?, (number: Int, block: Block)?)? in
        if let output = state.done.removeValue(forKey: number) { return (output, nil) }
        return state.waiting.isEmpty ? nil : (nil, state.waiting.removeFirst())
      }
      if let output { return output }
      guard let other else { continue }
      let made = other.block.deflated(by: own)
      state.change { $0.done[other.number] = made }
    }
  }
}
