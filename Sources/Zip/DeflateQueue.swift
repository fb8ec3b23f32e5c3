/// Deflates blocks on several threads and hands them back in their order.
///
/// What comes out does not depend on the number of threads: every block is deflated by itself. The
/// thread that gives blocks helps when it would have to wait, so that two threads keep two cores
/// busy, and one thread needs no other.
final class DeflateQueue {
  /// One block: its own bytes among others, and how many before them it may refer to.
  ///
  /// Between `waiting` and `isDone`, both under the lock, only the thread that took it touches it.
  final class Block: @unchecked Sendable {
    private let input: [UInt8]
    private let own: Range<Int>
    private let history: Int
    /// Whether it is the first and the last of its entry: it may then be stored.
    private let isWhole: Bool
    private let isLast: Bool
    /// Nil when it is to be stored, or when zlib is out of memory.
    fileprivate(set) var output: [UInt8]?
    fileprivate(set) var crc: UInt32 = 0
    fileprivate var isDone = false

    /// A block of an entry that comes piece by piece: all of `input` but its first bytes.
    init(_ input: [UInt8], history: Int, isLast: Bool) {
      self.input = input
      self.history = history
      self.isLast = isLast
      own = history..<input.count
      isWhole = false
    }

    /// A block of an entry that is there as a whole.
    init(_ own: Range<Int>, of input: [UInt8]) {
      self.input = input
      self.own = own
      history = min(own.lowerBound, BlockDeflater.window)
      isLast = own.upperBound == input.count
      isWhole = own.count == input.count
    }

    /// The number of its own bytes.
    var count: Int { own.count }

    fileprivate func run(_ deflater: BlockDeflater) {
      input.withUnsafeBufferPointer {
        let bytes = UnsafeBufferPointer(rebasing: $0[own])
        crc = Deflate.crc32(bytes)
        output =
          isWhole
          ? Deflate.deflate(bytes, level: deflater.level)
          : deflater.deflate(
            UnsafeBufferPointer(rebasing: $0[(own.lowerBound - history)..<own.upperBound]),
            history: history, isLast: isLast)
      }
    }
  }

  /// What the threads share; all of it is touched under the lock.
  private final class Shared: @unchecked Sendable {
    let monitor = Monitor()
    var waiting: [Block] = []
    var isClosed = false

    /// Deflates blocks until the queue is closed.
    func work(level: Int) {
      let deflater = BlockDeflater.take(level: level)
      defer { deflater.giveBack() }
      while let block = next() { finish(block, deflater) }
    }

    func finish(_ block: Block, _ deflater: BlockDeflater) {
      block.run(deflater)
      monitor.locked {
        block.isDone = true
        monitor.wakeAll()
      }
    }

    private func next() -> Block? {
      monitor.locked {
        while waiting.isEmpty, !isClosed { monitor.wait() }
        return isClosed ? nil : waiting.removeFirst()
      }
    }
  }

  private let shared = Shared()
  private let own: BlockDeflater
  private let helpers: [WorkerThread]
  /// Given and not yet handed back, in order.
  private var pending: [Block] = []
  private let capacity: Int

  /// A queue that uses so many threads, the caller's among them, and holds a few blocks for each, or
  /// all of them.
  init(level: Int, threads: Int, holdsAll: Bool = false) {
    own = BlockDeflater.take(level: level)
    let shared = self.shared
    helpers = (1..<max(1, min(threads, 64))).compactMap { _ in
      WorkerThread { shared.work(level: level) }
    }
    // Two blocks for each thread: one that it works at and one that waits for it.
    capacity = holdsAll ? .max : helpers.isEmpty ? 0 : 2 * (helpers.count + 1)
  }

  deinit {
    shared.monitor.locked {
      shared.isClosed = true
      shared.monitor.wakeAll()
    }
    for helper in helpers { helper.join() }
    own.giveBack()
  }

  /// Takes a block, and hands back those that must make room for it.
  func add(_ block: Block, _ handBack: (Block) throws -> Void) rethrows {
    pending.append(block)
    shared.monitor.locked {
      shared.waiting.append(block)
      shared.monitor.wakeAll()
    }
    while pending.count > capacity { try handBack(first()) }
  }

  /// Hands back all that is left.
  func drain(_ handBack: (Block) throws -> Void) rethrows {
    while !pending.isEmpty { try handBack(first()) }
  }

  /// The oldest block, once it is deflated.
  private func first() -> Block {
    let block = pending.removeFirst()
    while let other = shared.monitor.locked({ wait(for: block) }) { shared.finish(other, own) }
    return block
  }

  /// A block to work at while this one is not done; nil once it is.
  private func wait(for block: Block) -> Block? {
    while !block.isDone {
      if !shared.waiting.isEmpty { return shared.waiting.removeFirst() }
      shared.monitor.wait()
    }
    return nil
  }
}
