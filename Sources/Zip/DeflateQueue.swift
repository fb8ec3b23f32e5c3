/// Deflates blocks on several threads and hands them back in their order.
///
/// What comes out does not depend on the number of threads: every block is deflated by itself. The
/// thread that gives blocks helps when it would have to wait, so that two threads keep two cores
/// busy, and one thread needs no other.
final class DeflateQueue {
  /// One block: the bytes before it that it may refer to, and its own.
  ///
  /// Between `waiting` and `isDone`, both under the lock, only the thread that took it touches it.
  final class Block: @unchecked Sendable {
    let input: [UInt8]
    let history: Int
    let isLast: Bool
    fileprivate(set) var output: [UInt8]?
    fileprivate(set) var crc: UInt32 = 0
    fileprivate var isDone = false

    init(_ input: [UInt8], history: Int, isLast: Bool) {
      self.input = input
      self.history = history
      self.isLast = isLast
    }

    /// The number of its own bytes.
    var count: Int { input.count - history }

    fileprivate func run(_ deflater: BlockDeflater) {
      input.withUnsafeBufferPointer {
        output = deflater.deflate($0, history: history, isLast: isLast)
        crc = Deflate.crc32(UnsafeBufferPointer(rebasing: $0[history...]))
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

  /// A queue that uses so many threads, the caller's among them.
  init(level: Int, threads: Int) {
    own = BlockDeflater.take(level: level)
    let shared = self.shared
    helpers = (1..<max(1, min(threads, 64))).compactMap { _ in
      WorkerThread { shared.work(level: level) }
    }
    // Two blocks for each thread: one that it works at and one that waits for it.
    capacity = helpers.isEmpty ? 0 : 2 * (helpers.count + 1)
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
  func add(_ block: Block, _ handBack: (Block) throws -> Void) throws {
    pending.append(block)
    shared.monitor.locked {
      shared.waiting.append(block)
      shared.monitor.wakeAll()
    }
    while pending.count > capacity { try handBack(first()) }
  }

  /// Hands back all that is left.
  func drain(_ handBack: (Block) throws -> Void) throws {
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
