import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file or standard input read piece by piece, its first bytes seen before it is known what it is.
package final class ByteInput {
  /// The first bytes, at most ``headBytes``.
  package let head: [UInt8]
  /// The path where it leads to a file, rather than a pipe or standard input.
  package let path: String?
  private let descriptor: Int32
  private let size: Int
  private var isHeadTaken = false
  private var buffer = [UInt8](repeating: 0, count: 1 << 17)

  private static let headBytes = 1 << 16

  /// Opens a path, `-` being standard input, and reads its first bytes.
  package init(_ path: String) throws(FileError) {
    var descriptor: Int32 = 0
    if path != "-" {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system("input.unreadable") }
    }
    self.descriptor = descriptor
    var status = stat()
    var head: [UInt8] = []
    do throws(FileError) {
      guard fstat(descriptor, &status) == 0 else { throw .system("input.unreadable") }
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw FileError("input.is-directory")
      }
      // What has no end would be read for ever; of standard input it is known who feeds it.
      guard path == "-" || ![S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT) else {
        throw FileError("input.is-device")
      }
      while head.count < Self.headBytes {
        let before = head.count
        try Self.read(descriptor, &buffer, wanted: Self.headBytes - before, into: &head)
        if head.count == before { break }
      }
    } catch {
      if descriptor > 0 { close(descriptor) }
      throw error
    }
    size = Int(status.st_size)
    self.path = descriptor > 0 && status.st_mode & S_IFMT == S_IFREG ? path : nil
    self.head = head
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Appends the next bytes, the first ones included; nothing at the end.
  package func next(_ bytes: inout [UInt8]) throws(FileError) {
    if !isHeadTaken {
      isHeadTaken = true
      bytes += head
      if !bytes.isEmpty { return }
    }
    try Self.read(descriptor, &buffer, wanted: buffer.count, into: &bytes)
  }

  /// All bytes, the first ones included; the size is checked before memory is taken.
  package func all(bound: Int) throws(FileError) -> [UInt8] {
    guard size <= bound else {
      throw FileError("input.too-large", ["bytes": size, "bound": bound])
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 1)
    while true {
      let before = bytes.count
      try next(&bytes)
      if bytes.count == before { return bytes }
      guard bytes.count <= bound else {
        throw FileError("input.too-large", ["bytes": bytes.count, "bound": bound])
      }
    }
  }

  private static func read(
    _ descriptor: Int32, _ buffer: inout [UInt8], wanted: Int, into bytes: inout [UInt8]
  ) throws(FileError) {
    while true {
      let count = Glibc.read(descriptor, &buffer, min(wanted, buffer.count))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("input.unreadable")
      }
      bytes += buffer[..<count]
      return
    }
  }
}
