import Synchronization

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

  /// The next piece of work, and what the pieces before gave.
  private final class Progress<Value: Sendable>: Sendable {
    let next = Atomic(0)
    let values: Mutex<[Value?]>

    init(count: Int) { values = Mutex([Value?](repeating: nil, count: count)) }
  }

  /// What `body` makes of 0 to `count`, in this order, made on at most so many threads, the caller's
  /// among them.
  package static func map<Value: Sendable>(
    _ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    guard threads > 1, count > 1 else { return (0..<count).map(body) }
    let progress = Progress<Value>(count: count)
    let work: @Sendable () -> Void = {
      while true {
        let index = progress.next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let value = body(index)
        progress.values.withLock { $0[index] = value }
      }
    }
    let helpers = (1..<min(threads, count, 64)).compactMap { _ in WorkerThread(work) }
    work()
    for helper in helpers { helper.join() }
    return progress.values.withLock { $0.compactMap { $0 } }
  }
}
