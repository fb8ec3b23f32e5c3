import FiscalModel
import Zip

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file or standard input read piece by piece, its first bytes seen before it is known what it is. What
/// gzip has packed is unpacked on the way.
package final class ByteInput {
  /// The first bytes, at most ``headBytes``.
  package let head: [UInt8]
  /// The path where it leads to a file that is read as it is, rather than unpacked or from a pipe.
  package let path: String?
  private let descriptor: Int32
  private let size: Int
  private let gunzip: Gunzip?
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
    var gunzip: Gunzip?
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
        try Self.read(
          descriptor, &buffer, through: gunzip, wanted: Self.headBytes - before, into: &head)
        if head.count == before { break }
        guard gunzip == nil, head.starts(with: Gunzip.signature) else { continue }
        let found = Gunzip()
        gunzip = found
        let packed = head
        head = []
        try Self.unpack(packed[...], found, to: &head)
      }
    } catch {
      if descriptor > 0 { close(descriptor) }
      throw error
    }
    size = Int(status.st_size)
    self.gunzip = gunzip
    self.path = descriptor > 0 && gunzip == nil && status.st_mode & S_IFMT == S_IFREG ? path : nil
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
    try Self.read(descriptor, &buffer, through: gunzip, wanted: buffer.count, into: &bytes)
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

  /// Packed bytes are taken a few at a time: they may be a thousand times as many.
  private static let packedBytes = 1 << 12

  private static func read(
    _ descriptor: Int32, _ buffer: inout [UInt8], through gunzip: Gunzip?, wanted: Int,
    into bytes: inout [UInt8]
  ) throws(FileError) {
    while true {
      let bound = gunzip == nil ? min(wanted, buffer.count) : packedBytes
      let count = Glibc.read(descriptor, &buffer, bound)
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("input.unreadable")
      }
      guard let gunzip else {
        bytes += buffer[..<count]
        return
      }
      let before = bytes.count
      try unpack(buffer[..<count], gunzip, to: &bytes)
      if bytes.count > before || count == 0 { return }
    }
  }

  /// Unpacks the next bytes; none at the end.
  private static func unpack(
    _ packed: ArraySlice<UInt8>, _ gunzip: Gunzip, to bytes: inout [UInt8]
  ) throws(FileError) {
    do throws(ZipError) {
      if packed.isEmpty { try gunzip.finish() } else { try gunzip.append(packed, to: &bytes) }
    } catch {
      throw FileError("input.bad-gzip", ["reason": "\(error)"])
    }
  }
}
