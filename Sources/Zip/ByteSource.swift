#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the bytes of a file are: in memory, or in a file of which only pieces ever are.
package enum ByteSource: Sendable {
  case bytes([UInt8])
  case file(InputFile)

  /// The number of bytes.
  package var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(let file): file.count
    }
  }

  /// Copies bytes into a buffer, which all lie within the source.
  package func read(at offset: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws(ZipError)
  {
    switch self {
    case .bytes(let bytes):
      _ = target.update(fromContentsOf: bytes[offset..<offset + target.count])
    case .file(let file): try file.read(at: offset, into: target)
    }
  }

  /// A copy of bytes that all lie within the source.
  package func bytes(_ range: Range<Int>) throws(ZipError) -> [UInt8] {
    if case .bytes(let bytes) = self { return Array(bytes[range]) }
    var failure: ZipError?
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { target, count in
      let target = UnsafeMutableBufferPointer(rebasing: target[..<range.count])
      do throws(ZipError) {
        try read(at: range.lowerBound, into: target)
        count = range.count
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// An open file, from whose any place any thread may read.
package final class InputFile: Sendable {
  package let count: Int
  private let descriptor: Int32

  package init(path: String) throws(ZipError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(reason: "it is not a file")
    }
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills a buffer from a place on; a file that has become shorter is an error.
  func read(at offset: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) {
    guard let base = target.baseAddress else { return }
    var done = 0
    while done < target.count {
      let got = pread(descriptor, base + done, target.count - done, off_t(offset + done))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(reason: String(cString: strerror(errno))) }
      guard got > 0 else { throw .unreadable(reason: "it has become shorter") }
      done += got
    }
  }
}
