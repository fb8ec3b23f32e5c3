import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the program with 130 on an interrupt, without a temporary file or half a record left behind.
enum Interruption {
  private static let pipeEnd = Atomic<Int32>(-1)
  // Held while something becomes visible, and by the interrupt for ever.
  private static let gate = Mutex(())
  private static let temporaries = Mutex<Set<String>>([])

  /// Handles SIGINT from now on.
  static func install() {
    guard pipeEnd.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    let (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipeEnd.store(writing, ordering: .sequentiallyConsistent)
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while read(reading, &byte, 1) != 1 {}
      gate.withLock { _ in
        for path in temporaries.withLock({ $0 }) { unlink(path) }
        _exit(130)
      }
    }
    // A handler may do next to nothing; the thread does the rest.
    signal(SIGINT) { _ in
      var byte: UInt8 = 1
      _ = write(Interruption.pipeEnd.load(ordering: .relaxed), &byte, 1)
    }
  }

  /// Runs a step that an interrupt must not cut in two.
  static func protected<T>(_ body: () -> T) -> T { gate.withLock { _ in body() } }

  /// Notes a file that an interrupt has to remove.
  static func began(_ path: String) { temporaries.withLock { _ = $0.insert(path) } }

  /// The file has its own name now, or is gone.
  static func ended(_ path: String) { temporaries.withLock { _ = $0.remove(path) } }
}
