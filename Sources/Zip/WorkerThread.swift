#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A thread that runs one closure.
struct WorkerThread: Sendable {
  private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let handle: pthread_t

  /// Starts a thread; nil when the system has none to give.
  init?(_ body: @escaping @Sendable () -> Void) {
    let start = Unmanaged.passRetained(Start(body))
    #if canImport(Darwin)
      var made: pthread_t?
      let code = pthread_create(&made, nil, { start in Self.run(start) }, start.toOpaque())
      let thread = made ?? pthread_self()
    #else
      var thread = pthread_t()
      let code = pthread_create(&thread, nil, { start in Self.run(start) }, start.toOpaque())
    #endif
    guard code == 0 else {
      start.release()
      return nil
    }
    handle = thread
  }

  private static func run(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let start else { return nil }
    Unmanaged<Start>.fromOpaque(start).takeRetainedValue().body()
    return nil
  }

  /// Waits until the closure has returned.
  func join() { pthread_join(handle, nil) }
}

/// Work that several threads share.
package enum Parallel {
  /// The number of processors that the machine offers.
  package static let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// What the threads share: the next piece of work, under the monitor.
  private final class Next: @unchecked Sendable {
    private let monitor = Monitor()
    private let count: Int
    private var index = 0

    init(count: Int) { self.count = count }

    func take() -> Int? {
      monitor.locked {
        guard index < count else { return nil }
        index += 1
        return index - 1
      }
    }
  }

  /// Runs `body` for 0 to `count`, each once, in whatever order on at most so many threads, the
  /// caller's among them, and returns when all are done.
  package static func forEach(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void)
  {
    let next = Next(count: count)
    let work: @Sendable () -> Void = {
      while let index = next.take() { body(index) }
    }
    let helpers = (1..<max(1, min(threads, count, 64))).compactMap { _ in WorkerThread(work) }
    work()
    for helper in helpers { helper.join() }
  }

  /// Keeps one result for each piece of work; each thread writes its own.
  private final class Results<Value>: @unchecked Sendable {
    let values: UnsafeMutableBufferPointer<Value?>

    init(count: Int) {
      values = .allocate(capacity: count)
      values.initialize(repeating: nil)
    }

    deinit {
      values.deinitialize()
      values.deallocate()
    }
  }

  /// What `body` makes of 0 to `count`, in this order, made on at most so many threads.
  package static func map<Value: Sendable>(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    guard threads > 1, count > 1 else { return (0..<count).map(body) }
    let results = Results<Value>(count: count)
    forEach(count, threads: threads) { results.values[$0] = body($0) }
    return results.values.compactMap { $0 }
  }
}
