internal import CChild

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file in memory alone, for programs that want one: nothing is left of it, however we end.
package final class MemoryFile {
  /// Opened for reading and writing.
  package let descriptor: Int32

  /// A file with these bytes; nil where the system has none.
  package init?(_ bytes: [UInt8]) {
    descriptor = child_memory_file()
    guard descriptor >= 0, MemoryFile.put(bytes, into: descriptor) else { return nil }
  }

  /// Writes all bytes; false where the system takes no more.
  static func put(_ bytes: [UInt8], into descriptor: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
