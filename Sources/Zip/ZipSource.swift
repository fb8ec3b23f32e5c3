#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the bytes of an archive are: in memory, or in a file of which only pieces ever are.
enum ZipSource: Sendable {
  case bytes([UInt8])
  case file(ZipFile)

  /// The number of bytes.
  var count: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(let file): file.count
    }
  }

  /// Copies bytes into a buffer, which all lie within the source.
  func read(at offset: Int, into target: UnsafeMutableBufferPointer<UInt8>) throws(ZipError) {
    switch self {
    case .bytes(let bytes):
      _ = target.update(fromContentsOf: bytes[offset..<offset + target.count])
    case .file(let file): try file.read(at: offset, into: target)
    }
  }

  /// A copy of bytes that all lie within the source.
  func bytes(_ range: Range<Int>) throws(ZipError) -> [UInt8] {
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
final class ZipFile: Sendable {
  let count: Int
  private let descriptor: Int32

  init(path: String) throws(ZipError) {
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

/// The bytes of a source one by one, as its directory asks for them. Of a file two pieces are kept:
/// one where the directory is read and one for the headers that it leads to.
final class ZipPages {
  /// The number of bytes.
  let count: Int
  /// Why bytes could not be read; zeros stood for them.
  private(set) var failure: ZipError?

  private let source: ZipSource
  private let memory: [UInt8]
  private let isInMemory: Bool
  private var pages: [(start: Int, bytes: [UInt8])] = []
  private static let pageSize = 1 << 14

  init(_ source: ZipSource) {
    self.source = source
    count = source.count
    if case .bytes(let bytes) = source {
      (memory, isInMemory) = (bytes, true)
    } else {
      (memory, isInMemory) = ([], false)
    }
  }

  /// The byte at a place within the source.
  subscript(at: Int) -> UInt8 {
    if isInMemory { return memory[at] }
    let start = at & ~(Self.pageSize - 1)
    if let page = pages.last, page.start == start { return page.bytes[at - start] }
    if pages.count > 1, pages[0].start == start {
      pages.swapAt(0, 1)
      return pages[1].bytes[at - start]
    }
    let range = start..<min(start + Self.pageSize, count)
    var bytes = [UInt8](repeating: 0, count: range.count)
    do throws(ZipError) { bytes = try source.bytes(range) } catch { failure = error }
    if pages.count > 1 { pages.removeFirst() }
    pages.append((start, bytes))
    return bytes[at - start]
  }

  /// The bytes of a range within the source.
  subscript(range: Range<Int>) -> [UInt8] {
    isInMemory ? Array(memory[range]) : range.map { self[$0] }
  }
}
