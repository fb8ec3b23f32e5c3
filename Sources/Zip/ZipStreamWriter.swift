/// Writes a ZIP archive piece by piece to a sink, in constant memory.
///
/// Large entries are deflated in blocks of a fixed size, on as many threads as asked for; the bytes
/// do not depend on their number, nor on the sizes of the pieces. An entry that is written piece by
/// piece has its sizes behind its data (a data descriptor), as its header is gone by then.
package final class ZipStreamWriter {
  /// Own bytes of a block. Larger ones would only take more memory: the dictionary that each gets
  /// from the one before makes up for the cut.
  private static let blockSize = 1 << 20

  private let sink: ([UInt8]) throws -> Void
  private let level: Int
  private let threads: Int
  /// Made for the first entry that is large enough to be cut into blocks.
  private var queue: DeflateQueue?
  private var entries: [ZipRecords.Entry] = []
  private var names: Set<String> = []
  private var offset = 0
  /// The entry that is open, and of its bytes those that are in no block yet.
  private var open: ZipRecords.Entry?
  private var input: [UInt8] = []
  private var history = 0

  /// A writer that deflates at a level from 0 (not at all) to 9 (small) on so many threads, the
  /// caller's among them, and hands the archive's bytes to `sink` as they are made.
  package init(level: Int = 6, threads: Int = 1, sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
    self.level = max(0, min(level, 9))
    self.threads = threads
  }

  /// Adds a whole entry; its sizes stand before its data.
  package func add(_ name: String, _ content: [UInt8]) throws {
    let packer = ZipPacker(level: level)
    try add([(name, packer.add(content))], of: packer)
  }

  /// Adds whole entries in this order, named and with the numbers of their contents.
  package func add(_ entries: [(name: String, content: Int)], of packer: ZipPacker) throws {
    let contents = packer.take()
    for (name, number) in entries {
      let content = contents[number]
      var entry = try entry(named: name)
      entry.crc = content.crc
      entry.size = content.size
      entry.packedSize = content.packedSize
      entry.deflated = content.isDeflated
      try put { $0.putLocal(entry) }
      for piece in content.pieces { try put(piece) }
      self.entries.append(entry)
    }
  }

  /// Starts an entry that `append` fills and `end` ends.
  ///
  /// Only an entry with `isLarge` may reach 4 GiB. It is asked for in advance because the header
  /// must announce it, and some programs take no ZIP64 entry that does not need to be one.
  package func begin(_ name: String, isLarge: Bool = false) throws {
    var entry = try entry(named: name)
    entry.isDescribed = true
    entry.isLarge = isLarge
    try put { $0.putLocal(entry) }
    open = entry
    input.reserveCapacity(BlockDeflater.window + Self.blockSize)
  }

  /// Adds bytes to the entry that is open.
  package func append(_ content: UnsafeBufferPointer<UInt8>) throws {
    guard open != nil else { throw ZipError.badEntry(name: "", reason: "no entry is open") }
    var rest = content[...]
    while !rest.isEmpty {
      let piece = rest.prefix(history + Self.blockSize - input.count)
      input.append(contentsOf: piece)
      rest = rest.dropFirst(piece.count)
      if input.count == history + Self.blockSize { try cut(isLast: false) }
    }
  }

  /// Adds bytes to the entry that is open.
  package func append(_ content: [UInt8]) throws {
    try content.withUnsafeBufferPointer { try append($0) }
  }

  /// Ends the entry that is open.
  package func end() throws {
    guard open != nil else { throw ZipError.badEntry(name: "", reason: "no entry is open") }
    try cut(isLast: true)
    try queue?.drain { try handOn($0) }
    guard let entry = open else { return }
    open = nil
    try put { $0.putDescriptor(entry) }
    entries.append(entry)
  }

  /// Ends the archive with its directory. Nothing can be added afterwards.
  package func finish() throws {
    if let open { throw ZipError.badEntry(name: open.text, reason: "it was not ended") }
    let start = offset
    let entries = self.entries
    try put { $0.putDirectory(entries, at: start) }
  }

  private func entry(named name: String) throws -> ZipRecords.Entry {
    if let open { throw ZipError.badEntry(name: open.text, reason: "it was not ended") }
    let bytes = Array(name.utf8)
    guard bytes.count <= 0xFFFF else {
      throw ZipError.badEntry(name: name, reason: "its name is longer than 65535 bytes")
    }
    guard names.insert(name).inserted else { throw ZipError.duplicateName(name) }
    return ZipRecords.Entry(name: bytes, offset: offset)
  }

  /// Gives what was gathered to the queue; its end is the history of the next block.
  private func cut(isLast: Bool) throws {
    let block = DeflateQueue.Block(input, history: history, isLast: isLast)
    history = isLast ? 0 : min(input.count, BlockDeflater.window)
    var next: [UInt8] = []
    next.reserveCapacity(BlockDeflater.window + Self.blockSize)
    next.append(contentsOf: input.suffix(history))
    input = next
    let queue = self.queue ?? DeflateQueue(level: level, threads: threads)
    self.queue = queue
    try queue.add(block) { try handOn($0) }
  }

  private func handOn(_ block: DeflateQueue.Output) throws {
    guard var entry = open else { return }
    guard let output = block.bytes else {
      throw ZipError.badEntry(name: entry.text, reason: "there is no memory to deflate it")
    }
    entry.crc = Deflate.crc32(entry.crc, followedBy: block.crc, count: block.count)
    entry.size += block.count
    entry.packedSize += output.count
    guard entry.isLarge || max(entry.size, entry.packedSize) < Int(UInt32.max) else {
      throw ZipError.badEntry(
        name: entry.text, reason: "it reaches 4 GiB, but was not started as a large entry")
    }
    open = entry
    try put(output)
  }

  private func put(_ write: (inout ZipRecords) -> Void) throws {
    var records = ZipRecords()
    write(&records)
    try put(records.bytes)
  }

  private func put(_ bytes: [UInt8]) throws {
    offset += bytes.count
    try sink(bytes)
  }
}

extension ZipRecords.Entry {
  /// The name as text, for messages.
  fileprivate var text: String { String(decoding: name, as: UTF8.self) }
}
