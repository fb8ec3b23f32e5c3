import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the program with 130 on an interrupt, without leaving a temporary file behind.
enum Interruption {
  // A signal handler can follow nothing but a plain pointer.
  private static let path = Atomic<UInt>(0)

  /// The file that is being written, or nil.
  static var temporary: String? {
    get { nil }
    set {
      let pointer = newValue.flatMap { strdup($0) }
      let old = path.exchange(UInt(bitPattern: pointer), ordering: .sequentiallyConsistent)
      free(UnsafeMutableRawPointer(bitPattern: old))
    }
  }

  /// Handles SIGINT from now on.
  static func install() {
    signal(SIGINT) { _ in
      let pointer = UnsafePointer<CChar>(
        bitPattern: Interruption.path.load(ordering: .sequentiallyConsistent))
      if let pointer { unlink(pointer) }
      _exit(130)
    }
  }
}
