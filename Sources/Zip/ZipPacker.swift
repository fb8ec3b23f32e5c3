/// Contents of entries that other threads deflate while their maker goes on to make the next ones.
///
/// They stay in memory until all are asked for. What comes out does not depend on the number of
/// threads.
package final class ZipPacker {
  /// An entry's content, deflated where that makes it smaller.
  struct Content {
    var pieces: [[UInt8]] = []
    var isDeflated = true
    var size = 0
    var packedSize = 0
    var crc: UInt32 = 0

    /// The content of bytes that may be in several blocks.
    fileprivate init(_ bytes: [UInt8], _ blocks: ArraySlice<DeflateQueue.Output>) {
      size = bytes.count
      for block in blocks {
        crc = Deflate.crc32(crc, followedBy: block.crc, count: block.count)
        pieces.append(block.bytes ?? [])
        if block.bytes == nil { isDeflated = false }
      }
      packedSize = pieces.reduce(0) { $0 + $1.count }
      guard !isDeflated || packedSize >= size else { return }
      (isDeflated, packedSize, pieces) = (false, size, [bytes])
    }
  }

  /// Made for the first content, for it starts threads.
  private lazy var queue = DeflateQueue(level: level, threads: threads, holdsAll: true)
  private let level: Int
  private let threads: Int
  private var contents: [(bytes: [UInt8], blocks: Int)] = []

  /// Own bytes of a block; all of a content that is not larger.
  private static let blockSize = 1 << 20

  /// A packer that deflates at a level from 0 (not at all) to 9 (small) on so many threads, the
  /// caller's among them.
  package init(level: Int = 6, threads: Int = 1) {
    self.level = max(0, min(level, 9))
    self.threads = threads
  }

  /// Takes a content, and gives its number, by which it is added to an archive.
  package func add(_ bytes: [UInt8]) -> Int {
    // What is to be stored is one block, however large it is.
    let size = level == 0 ? max(1, bytes.count) : Self.blockSize
    let starts = bytes.isEmpty ? [0] : Array(stride(from: 0, to: bytes.count, by: size))
    for start in starts {
      queue.add(DeflateQueue.Block(start..<min(start + size, bytes.count), of: bytes)) { _ in }
    }
    contents.append((bytes, starts.count))
    return contents.count - 1
  }

  /// All contents by their numbers, once they are deflated; there are none afterwards.
  func take() -> [Content] {
    var outputs: [DeflateQueue.Output] = []
    queue.drain { outputs.append($0) }
    defer { contents = [] }
    var rest = outputs[...]
    return contents.map { bytes, blocks in
      defer { rest = rest.dropFirst(blocks) }
      return Content(bytes, rest.prefix(blocks))
    }
  }
}
