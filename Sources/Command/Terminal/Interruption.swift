import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the program on a signal that asks for it, with 128 and its number, without a temporary file or half
/// a record left behind; the processes that it runs end with it.
enum Interruption {
  private static let pipeEnd = Atomic<Int32>(-1)
  // Held while something becomes visible, and by the signal for ever.
  private static let gate = Mutex(())
  private static let temporaries = Mutex<Set<String>>([])
  private static let signals = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// Handles the signals from now on.
  static func install() {
    guard pipeEnd.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipeEnd.store(writing, ordering: .sequentiallyConsistent)
    Thread.detachNewThread {
      var signal: UInt8 = 0
      while read(reading, &signal, 1) != 1 {}
      gate.withLock { _ in
        for path in temporaries.withLock({ $0 }) { unlink(path) }
        _exit(128 + Int32(signal))
      }
    }
    var wanted = sigset_t()
    sigemptyset(&wanted)
    for number in signals {
      // A handler may do next to nothing; the thread does the rest.
      let before = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interruption.pipeEnd.load(ordering: .relaxed), &byte, 1)
      }
      // `nohup` asks to go on.
      if number == SIGHUP, isIgnored(before) { signal(number, SIG_IGN) }
      sigaddset(&wanted, number)
    }
    // Who started us may have blocked them, and we would inherit that.
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  private static func isIgnored(_ handler: __sighandler_t?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Runs a step that a signal must not cut in two.
  static func protected<T>(_ body: () -> T) -> T { gate.withLock { _ in body() } }

  /// Notes a file that a signal has to remove.
  static func began(_ path: String) { temporaries.withLock { _ = $0.insert(path) } }

  /// The file has its own name now, or is gone.
  static func ended(_ path: String) { temporaries.withLock { _ = $0.remove(path) } }
}
