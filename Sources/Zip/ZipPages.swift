/// The bytes of a source one by one, as its directory asks for them. Of a file two pieces are kept:
/// one where the directory is read and one for the headers that it leads to.
final class ZipPages {
  /// The number of bytes.
  let count: Int
  /// Why bytes could not be read; zeros stood for them.
  private(set) var failure: ZipError?

  private let source: ByteSource
  private let memory: [UInt8]
  private let isInMemory: Bool
  private var pages: [(start: Int, bytes: [UInt8])] = []
  private static let pageSize = 1 << 14

  init(_ source: ByteSource) {
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
