import Zip

/// A compound file: streams by name in one file, each a chain of sectors. MS-CFB.
///
/// What is read when one is opened are its tables, which together are a hundredth of a file; what they say
/// is bounded by the file's size before memory is taken. A chain that comes back to itself, leads out of
/// the file or shares a sector with another one is an error.
struct CompoundFile: Sendable {
  /// What errors call the container.
  static let part = "compound file"
  private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  private let sectors: SectorTable
  private let miniSectors: SectorTable?
  /// The streams of the root by their names in lower case, which count for no difference.
  private let streams: [String: Entry]
  private let cutoff: Int

  /// A stream as the directory has it.
  private struct Entry: Sendable {
    var start: UInt32
    var count: Int
  }

  /// Whether a file begins as one.
  static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: signature) }

  init(_ source: ByteSource) throws(SpreadsheetError) {
    guard source.count >= 512 else { throw Self.invalid("its header is cut off") }
    let header = LittleEndianBytes(try source.part(0..<512), Self.part)
    guard Self.recognizes(header.bytes) else { throw Self.invalid("it does not begin as one") }
    let version = Int(try header.integer(26, as: UInt16.self))
    let shift = Int(try header.integer(30, as: UInt16.self))
    guard (version, shift) == (3, 9) || (version, shift) == (4, 12),
      try header.integer(32, as: UInt16.self) == 6
    else { throw Self.invalid("version \(version) with sectors of 2^\(shift) bytes") }
    cutoff = Int(try header.integer(56))
    var sectors = try SectorTable(source, header, shift: shift)
    let directory = try sectors.take(try header.integer(48), named: "the directory")
    let entries = try Self.entries(CompoundStream(source, directory), version: version)
    guard let root = entries.first, root.kind == 5 else { throw Self.invalid("it has no root") }
    let firstMini = try header.integer(60)
    if root.count > 0, SectorTable.isSector(firstMini) {
      let table = try sectors.take(firstMini, named: "the table of small sectors")
      let content = try sectors.take(root.start, named: "the small sectors", bytes: root.count)
      miniSectors = try SectorTable(
        mini: CompoundStream(source, table), of: CompoundStream(source, content))
    } else {
      miniSectors = nil
    }
    (self.sectors, streams) = (sectors, try Self.children(of: root, entries))
  }

  static func invalid(_ reason: String) -> SpreadsheetError {
    .invalidPart(part, reason: reason)
  }

  /// Whether the root has a stream.
  func has(_ name: String) -> Bool { streams[name.lowercased()] != nil }

  /// Opens a stream of the root; nil when there is none of this name.
  func stream(_ name: String) throws(SpreadsheetError) -> CompoundStream? {
    guard let entry = streams[name.lowercased()] else { return nil }
    let extents: [CompoundStream.Extent]
    if entry.count == 0 {
      extents = []
    } else if entry.count < cutoff {
      guard var table = miniSectors else {
        throw Self.invalid("stream '\(name)' is among small sectors, which there are none of")
      }
      extents = try table.take(entry.start, named: "stream '\(name)'", bytes: entry.count)
    } else {
      var table = sectors
      extents = try table.take(entry.start, named: "stream '\(name)'", bytes: entry.count)
    }
    return CompoundStream(sectors.source, extents)
  }

  // MARK: The directory

  private struct Node {
    var name: String
    var kind: UInt8
    var left: UInt32
    var right: UInt32
    var child: UInt32
    var start: UInt32
    var count: Int
  }

  private static func entries(
    _ directory: CompoundStream, version: Int
  ) throws(SpreadsheetError) -> [Node] {
    var nodes: [Node] = []
    for place in stride(from: 0, to: directory.count - 127, by: 128) {
      let entry = LittleEndianBytes(try directory.bytes(place..<place + 128), part)
      // The length has the zero behind the name in it.
      let length = min(max(0, Int(try entry.integer(64, as: UInt16.self)) - 2), 62) / 2
      let units = (0..<length).map {
        UInt16(entry.bytes[2 * $0]) | UInt16(entry.bytes[2 * $0 + 1]) << 8
      }
      // Version 3 has sizes of 32 bits, and anything above them.
      let size =
        version == 3
        ? UInt64(try entry.integer(120)) : try entry.integer(120, as: UInt64.self)
      nodes.append(
        Node(
          name: String(decoding: units, as: UTF16.self).lowercased(), kind: entry.bytes[66],
          left: try entry.integer(68), right: try entry.integer(72),
          child: try entry.integer(76), start: try entry.integer(116),
          count: Int(clamping: size)))
    }
    return nodes
  }

  /// The streams of the root. Its children are a tree by their names, which not all programs keep in order:
  /// all of it is gone over.
  private static func children(
    of root: Node, _ nodes: [Node]
  ) throws(SpreadsheetError) -> [String: Entry] {
    var streams: [String: Entry] = [:]
    var waiting = [root.child]
    var seen = Set<UInt32>()
    while let index = waiting.popLast() {
      guard index != .max else { continue }
      guard index < nodes.count, seen.insert(index).inserted else {
        throw invalid("entry \(index) of the directory is not there, or stands in it twice")
      }
      let node = nodes[Int(index)]
      if node.kind == 2 { streams[node.name] = Entry(start: node.start, count: node.count) }
      waiting += [node.left, node.right]
    }
    return streams
  }
}

extension ByteSource {
  /// A copy of bytes; an error where the file cannot be read.
  func part(_ range: Range<Int>) throws(SpreadsheetError) -> [UInt8] {
    do throws(ZipError) { return try bytes(range) } catch { throw .archive(error) }
  }
}
