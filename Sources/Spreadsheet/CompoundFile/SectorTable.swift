import Zip

/// Which sector of a compound file follows which, and which of them are taken.
struct SectorTable: Sendable {
  let source: ByteSource
  private let next: [UInt32]
  /// The chains that sectors are part of already.
  private var taken: [Bool]
  /// Where the sectors lie in the file: one after the other behind the header, or within a stream.
  private let places: Places

  private enum Places: Sendable {
    case file(shift: Int)
    case stream(CompoundStream)
  }

  /// Small sectors have 64 bytes.
  private static let miniShift = 6

  /// The numbers above these say what there is instead of a sector.
  static func isSector(_ number: UInt32) -> Bool { number < 0xFFFF_FFFA }

  /// The table of the file itself. Its own sectors are listed in the header, and from the 110th on in a
  /// chain of lists.
  init(
    _ source: ByteSource, _ header: LittleEndianBytes, shift: Int
  ) throws(SpreadsheetError) {
    (self.source, places) = (source, .file(shift: shift))
    let size = 1 << shift
    // The last sector may be cut off behind what is in it.
    let count = (source.count - 1) >> shift
    guard count > 0 else { throw CompoundFile.invalid("it has no sectors") }
    var taken = [Bool](repeating: false, count: count)
    let wanted = (count + size / 4 - 1) / (size / 4)
    var next: [UInt32] = []
    next.reserveCapacity(wanted * size / 4)
    func sector(_ number: UInt32, _ what: String) throws(SpreadsheetError) -> LittleEndianBytes {
      guard number < count, !taken[Int(number)], (Int(number) + 2) << shift <= source.count else {
        throw CompoundFile.invalid("\(what) is sector \(number), which is not there or taken")
      }
      taken[Int(number)] = true
      let start = (Int(number) + 1) << shift
      return LittleEndianBytes(try source.part(start..<start + size), CompoundFile.part)
    }
    func add(_ list: LittleEndianBytes, _ offsets: Range<Int>) throws(SpreadsheetError) {
      for index in offsets where next.count < count {
        let number = try list.integer(4 * index)
        guard Self.isSector(number) else { continue }
        let table = try sector(number, "a table of sectors")
        for entry in 0..<size / 4 { next.append(try table.integer(4 * entry)) }
      }
    }
    try add(header, 19..<128)
    var further = try header.integer(68)
    while Self.isSector(further), next.count < count {
      let list = try sector(further, "a list of tables")
      try add(list, 0..<size / 4 - 1)
      further = try list.integer(size - 4)
    }
    (self.next, self.taken) = (next, taken)
  }

  /// The table of small sectors, which lie in a stream.
  init(
    mini table: CompoundStream, of content: CompoundStream
  ) throws(SpreadsheetError) {
    (source, places) = (table.source, .stream(content))
    let count = content.count >> Self.miniShift
    var next: [UInt32] = []
    next.reserveCapacity(min(count, table.count / 4))
    let bytes = LittleEndianBytes(
      try table.bytes(0..<min(table.count, 4 * count)), CompoundFile.part)
    for index in 0..<bytes.bytes.count / 4 { next.append(try bytes.integer(4 * index)) }
    self.next = next
    taken = [Bool](repeating: false, count: next.count)
  }

  /// The pieces of the file that a chain has, as many as make up a number of bytes, or all.
  mutating func take(
    _ first: UInt32, named name: String, bytes: Int? = nil
  ) throws(SpreadsheetError) -> [CompoundStream.Extent] {
    var extents: [CompoundStream.Extent] = []
    var (number, left) = (first, bytes ?? .max)
    while Self.isSector(number), left > 0 {
      guard number < taken.count, number < next.count else {
        throw CompoundFile.invalid("\(name) goes on in sector \(number), which is not there")
      }
      guard !taken[Int(number)] else {
        throw CompoundFile.invalid("\(name) has sector \(number), which is taken already")
      }
      taken[Int(number)] = true
      var piece = try place(of: Int(number), name)
      piece.count = min(piece.count, left)
      left -= piece.count
      if let last = extents.last, last.start + last.count == piece.start {
        extents[extents.count - 1].count += piece.count
      } else {
        extents.append(piece)
      }
      number = next[Int(number)]
    }
    if let bytes, left > 0 {
      throw CompoundFile.invalid("\(name) ends \(left) bytes before the \(bytes) that it says")
    }
    return extents
  }

  /// Where a sector lies in the file, and what there is of it.
  private func place(
    of number: Int, _ name: String
  ) throws(SpreadsheetError) -> CompoundStream.Extent {
    switch places {
    case .file(let shift):
      let start = (number + 1) << shift
      return .init(start: start, count: min(1 << shift, source.count - start))
    case .stream(let content):
      if let piece = content.piece(at: number << Self.miniShift) {
        return .init(start: piece.start, count: min(1 << Self.miniShift, piece.count))
      }
      throw CompoundFile.invalid("\(name) goes on in small sector \(number), which is not there")
    }
  }
}
