/// The records around the entries: end of central directory, central directory, local headers.
/// APPNOTE.TXT 4.3.
struct ZipDirectory {
  /// The entries in the directory's order.
  private(set) var entries: [ZipEntry] = []

  private let bytes: ZipPages
  /// Bytes that stand before the archive; all its offsets count from there.
  private var base = 0

  private enum Signature {
    static let local: UInt32 = 0x0403_4B50
    static let central: UInt32 = 0x0201_4B50
    static let end: UInt32 = 0x0605_4B50
    static let end64: UInt32 = 0x0606_4B50
    static let locator64: UInt32 = 0x0706_4B50
  }

  private struct End {
    var position: Int
    var count: Int
    var size: Int
    var offset: Int
  }

  init(_ source: ZipSource, limits: ZipLimits) throws(ZipError) {
    bytes = ZipPages(source)
    do throws(ZipError) { try read(limits) } catch {
      // What could not be read may be all that was wrong.
      throw bytes.failure ?? error
    }
    if let failure = bytes.failure { throw failure }
  }

  private mutating func read(_ limits: ZipLimits) throws(ZipError) {
    let end = try end64(before: try findEnd())
    guard end.count <= limits.entries else {
      throw .limitExceeded(limit: "entries", allowed: limits.entries, name: nil)
    }
    guard end.size <= end.position, end.offset <= end.position - end.size else {
      throw .badDirectory(reason: "it does not lie before its end record")
    }
    let slack = end.position - end.size - end.offset
    base = u32(at: slack + end.offset) == Signature.central ? slack : 0
    try readEntries(end, limits: limits)
  }

  // MARK: End of central directory

  /// The last end record whose comment reaches the end of the file, else the last that has room for
  /// its comment (something was appended to the archive).
  private func findEnd() throws(ZipError) -> Int {
    let lowest = max(0, bytes.count - 22 - 0xFFFF)
    var appended: Int?
    var at = bytes.count - 22
    while at >= lowest {
      if bytes[at] == 0x50, u32(at: at) == Signature.end {
        let ends = at + 22 + (int16(at: at + 20) ?? 0)
        if ends == bytes.count { return at }
        if ends < bytes.count, appended == nil { appended = at }
      }
      at -= 1
    }
    guard let appended else { throw .notAnArchive }
    return appended
  }

  private func end64(before at: Int) throws(ZipError) -> End {
    guard let disk = int16(at: at + 4), let directoryDisk = int16(at: at + 6),
      let here = int16(at: at + 8), let count = int16(at: at + 10),
      let size = int32(at: at + 12), let offset = int32(at: at + 16)
    else { throw .notAnArchive }
    let end = End(position: at, count: count, size: size, offset: offset)
    guard u32(at: at - 20) == Signature.locator64 else {
      guard disk == 0, directoryDisk == 0, here == count else {
        throw .badDirectory(reason: "the archive is split over several files")
      }
      return end
    }
    // Behind junk the locator's offset is too small; the record then stands right before it.
    guard let claimed = int64(at: at - 12),
      let record = [claimed, at - 76].first(where: { u32(at: $0) == Signature.end64 }),
      let count = int64(at: record + 32), let here = int64(at: record + 24),
      let size = int64(at: record + 40), let offset = int64(at: record + 48)
    else { throw .badDirectory(reason: "its ZIP64 end record is missing") }
    guard here == count else {
      throw .badDirectory(reason: "the archive is split over several files")
    }
    return End(position: record, count: count, size: size, offset: offset)
  }

  // MARK: Central directory

  private mutating func readEntries(_ end: End, limits: ZipLimits) throws(ZipError) {
    var at = base + end.offset
    let directoryStart = at
    let directoryEnd = at + end.size
    // A count is a claim: no more room is taken than the directory's bytes can fill.
    guard end.count <= end.size / 46 else {
      throw .badDirectory(reason: "it is too short for \(end.count) entries")
    }
    entries.reserveCapacity(end.count)
    var starts: [(start: Int, end: Int, index: Int)] = []
    starts.reserveCapacity(end.count)
    var names = Set<String>(minimumCapacity: end.count)
    var total = 0
    for index in 0..<end.count {
      guard u32(at: at) == Signature.central, let flags = u16(at: at + 8),
        let method = u16(at: at + 10), let crc = u32(at: at + 16),
        var packed = int32(at: at + 20), var size = int32(at: at + 24),
        let nameLength = int16(at: at + 28), let extraLength = int16(at: at + 30),
        let commentLength = int16(at: at + 32), var header = int32(at: at + 42),
        at + 46 + nameLength + extraLength + commentLength <= directoryEnd
      else { throw .badDirectory(reason: "entry \(index + 1) of \(end.count) is damaged") }
      let nameRange = at + 46..<at + 46 + nameLength
      let name = try self.name(nameRange, isUTF8: flags & 0x800 != 0)
      try readExtra64(
        nameRange.upperBound..<nameRange.upperBound + extraLength, name, &size, &packed, &header)
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      guard size <= limits.entryBytes else {
        throw .limitExceeded(limit: "unpacked bytes", allowed: limits.entryBytes, name: name)
      }
      guard size <= limits.totalBytes - total else {
        throw .limitExceeded(
          limit: "unpacked bytes in all entries", allowed: limits.totalBytes, name: name)
      }
      total += size
      guard header <= directoryStart - base, packed <= directoryStart else {
        throw .badEntry(name: name, reason: "it lies outside the archive")
      }
      let local = Local(
        name: name, nameRange: nameRange, method: method, flags: flags, crc: crc, size: size,
        packed: packed)
      let data = try dataOffset(at: base + header, local)
      guard data <= directoryStart - packed else {
        throw .badEntry(name: name, reason: "it runs into the directory")
      }
      starts.append((base + header, data + packed, index))
      entries.append(
        ZipEntry(
          name: name, size: size, packedSize: packed, crc: crc, method: method, flags: flags,
          dataOffset: data))
      at = nameRange.upperBound + extraLength + commentLength
    }
    guard at == directoryEnd || u32(at: at) != Signature.central else {
      throw .badDirectory(reason: "it has more entries than it declares")
    }
    // Entries that share bytes are how a small file unpacks to petabytes.
    starts.sort { ($0.start, $0.index) < ($1.start, $1.index) }
    for (one, next) in zip(starts, starts.dropFirst()) where one.end > next.start {
      throw .badEntry(
        name: entries[next.index].name, reason: "it overlaps '\(entries[one.index].name)'")
    }
  }

  /// The ZIP64 extra field has the values that are all ones in the header, in this order.
  private func readExtra64(
    _ range: Range<Int>, _ name: String, _ size: inout Int, _ packed: inout Int,
    _ header: inout Int
  ) throws(ZipError) {
    let full = Int(UInt32.max)
    guard size == full || packed == full || header == full else { return }
    guard var field = extra64(range) else { return }
    func next() throws(ZipError) -> Int {
      guard field.count >= 8, let value = int64(at: field.lowerBound) else {
        throw .badEntry(name: name, reason: "its ZIP64 field is too short or too large")
      }
      field = field.lowerBound + 8..<field.upperBound
      return value
    }
    if size == full { size = try next() }
    if packed == full { packed = try next() }
    if header == full { header = try next() }
  }

  private func extra64(_ range: Range<Int>) -> Range<Int>? {
    var at = range.lowerBound
    while at + 4 <= range.upperBound, let id = u16(at: at), let length = int16(at: at + 2) {
      guard at + 4 + length <= range.upperBound else { return nil }
      if id == 1 { return at + 4..<at + 4 + length }
      at += 4 + length
    }
    return nil
  }

  // MARK: Local headers

  private struct Local {
    var name: String
    var nameRange: Range<Int>
    var method: UInt16
    var flags: UInt16
    var crc: UInt32
    var size: Int
    var packed: Int
  }

  /// Where an entry's data start. A local header that tells another story than the directory is
  /// refused: two programs would read two different files.
  private func dataOffset(at: Int, _ entry: Local) throws(ZipError) -> Int {
    guard u32(at: at) == Signature.local, let flags = u16(at: at + 6),
      let method = u16(at: at + 8), let crc = u32(at: at + 14), var packed = int32(at: at + 18),
      var size = int32(at: at + 22), let nameLength = int16(at: at + 26),
      let extraLength = int16(at: at + 28), at + 30 + nameLength + extraLength <= bytes.count
    else { throw .badEntry(name: entry.name, reason: "its local header is damaged") }
    let nameEnd = at + 30 + nameLength
    guard bytes[at + 30..<nameEnd] == bytes[entry.nameRange], method == entry.method
    else { throw .badEntry(name: entry.name, reason: "local header and directory differ") }
    if flags & 8 == 0 {
      var header = 0
      try readExtra64(nameEnd..<nameEnd + extraLength, entry.name, &size, &packed, &header)
      guard crc == entry.crc, size == entry.size, packed == entry.packed else {
        throw .badEntry(name: entry.name, reason: "local header and directory differ in sizes")
      }
    }
    return nameEnd + extraLength
  }

  // MARK: Fields

  /// Names are UTF-8 where the flag says so, and where the bytes are; else code page 437.
  private func name(_ range: Range<Int>, isUTF8: Bool) throws(ZipError) -> String {
    if let name = String(validating: bytes[range], as: UTF8.self) { return name }
    guard !isUTF8 else { throw .badDirectory(reason: "a name is not UTF-8") }
    return String(
      String.UnicodeScalarView(
        bytes[range].map { $0 < 0x80 ? Unicode.Scalar($0) : Self.codePage437[Int($0) - 0x80] }))
  }

  private static let codePage437 = Array(
    """
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}
    """.unicodeScalars)

  private func u16(at: Int) -> UInt16? {
    guard at >= 0, at <= bytes.count - 2 else { return nil }
    return UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8
  }

  private func u32(at: Int) -> UInt32? {
    guard let low = u16(at: at), let high = u16(at: at + 2) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }

  private func int16(at: Int) -> Int? { u16(at: at).map { Int($0) } }

  private func int32(at: Int) -> Int? { u32(at: at).map { Int($0) } }

  /// Nil too when the value is beyond any file: sums of a few of them do not overflow.
  private func int64(at: Int) -> Int? {
    guard let low = u32(at: at), let high = u32(at: at + 4), high < 1 << 24 else { return nil }
    return Int(high) << 32 | Int(low)
  }
}
