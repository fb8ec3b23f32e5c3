#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock that threads can wait at until something changes.
///
/// `Mutex` of the standard library has no condition, and a cooperative task must not block.
final class Monitor: @unchecked Sendable {
  // Both are made for use from several threads; they are only touched through their functions.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` while no other thread is in here.
  func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Within `locked`: lets the others in until one of them calls `wakeAll`.
  func wait() { pthread_cond_wait(condition, mutex) }

  /// Within `locked`: ends the waiting of all.
  func wakeAll() { pthread_cond_broadcast(condition) }
}

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
