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

  init(_ source: ByteSource, limits: ZipLimits) throws(ZipError) {
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

  /// What a header says of an entry. Sizes of all ones stand in a field behind it.
  private struct Header {
    var flags: UInt16
    var method: UInt16
    var crc: UInt32
    var size: Int
    var packed: Int
    /// Where the local header is, counted from the archive's start.
    var offset = 0
    var name: Range<Int>
    var extra: Range<Int>
    /// Where what follows the header begins.
    var end: Int
  }

  private mutating func readEntries(_ end: End, limits: ZipLimits) throws(ZipError) {
    var at = base + end.offset
    let bounds = at..<at + end.size
    // A count is a claim: no more room is taken than the directory's bytes can fill.
    guard end.count <= end.size / 46 else {
      throw .badDirectory(reason: "it is too short for \(end.count) entries")
    }
    entries.reserveCapacity(end.count)
    var spans: [(start: Int, end: Int, index: Int)] = []
    spans.reserveCapacity(end.count)
    var names = Set<String>(minimumCapacity: end.count)
    var total = 0
    for index in 0..<end.count {
      guard var header = centralHeader(at: at), header.end <= bounds.upperBound else {
        throw .badDirectory(reason: "entry \(index + 1) of \(end.count) is damaged")
      }
      let name = try self.name(header.name, isUTF8: header.flags & 0x800 != 0)
      try readExtra64(&header, of: name)
      guard names.insert(name).inserted else { throw .duplicateName(name) }
      try check(header.size, after: total, of: name, limits)
      total += header.size
      let entry = try entry(named: name, header, before: bounds.lowerBound)
      spans.append((base + header.offset, entry.dataOffset + header.packed, index))
      entries.append(entry)
      at = header.end
    }
    guard at == bounds.upperBound || u32(at: at) != Signature.central else {
      throw .badDirectory(reason: "it has more entries than it declares")
    }
    // Entries that share bytes are how a small file unpacks to petabytes.
    spans.sort { ($0.start, $0.index) < ($1.start, $1.index) }
    for (one, next) in zip(spans, spans.dropFirst()) where one.end > next.start {
      throw .badEntry(
        name: entries[next.index].name, reason: "it overlaps '\(entries[one.index].name)'")
    }
  }

  private func centralHeader(at: Int) -> Header? {
    guard u32(at: at) == Signature.central, let flags = u16(at: at + 8),
      let method = u16(at: at + 10), let crc = u32(at: at + 16), let packed = int32(at: at + 20),
      let size = int32(at: at + 24), let nameLength = int16(at: at + 28),
      let extraLength = int16(at: at + 30), let commentLength = int16(at: at + 32),
      let offset = int32(at: at + 42)
    else { return nil }
    let name = at + 46..<at + 46 + nameLength
    let extra = name.upperBound..<name.upperBound + extraLength
    return Header(
      flags: flags, method: method, crc: crc, size: size, packed: packed, offset: offset,
      name: name, extra: extra, end: extra.upperBound + commentLength)
  }

  private func check(
    _ size: Int, after total: Int, of name: String, _ limits: ZipLimits
  ) throws(ZipError) {
    guard size <= limits.entryBytes else {
      throw .limitExceeded(limit: "unpacked bytes", allowed: limits.entryBytes, name: name)
    }
    guard size <= limits.totalBytes - total else {
      throw .limitExceeded(
        limit: "unpacked bytes in all entries", allowed: limits.totalBytes, name: name)
    }
  }

  /// The entry of a header, whose data must end before the directory.
  private func entry(
    named name: String, _ header: Header, before directory: Int
  ) throws(ZipError) -> ZipEntry {
    guard header.offset <= directory - base, header.packed <= directory else {
      throw .badEntry(name: name, reason: "it lies outside the archive")
    }
    let data = try dataOffset(of: header, named: name)
    guard data <= directory - header.packed else {
      throw .badEntry(name: name, reason: "it runs into the directory")
    }
    return ZipEntry(
      name: name, size: header.size, packedSize: header.packed, crc: header.crc,
      method: header.method, flags: header.flags, dataOffset: data)
  }

  /// The ZIP64 extra field has the values that are all ones in the header, in this order.
  private func readExtra64(_ header: inout Header, of name: String) throws(ZipError) {
    let full = Int(UInt32.max)
    guard header.size == full || header.packed == full || header.offset == full else { return }
    guard var field = extra64(header.extra) else { return }
    for value in [\Header.size, \.packed, \.offset] where header[keyPath: value] == full {
      guard field.count >= 8, let found = int64(at: field.lowerBound) else {
        throw .badEntry(name: name, reason: "its ZIP64 field is too short or too large")
      }
      header[keyPath: value] = found
      field = field.lowerBound + 8..<field.upperBound
    }
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

  private func localHeader(at: Int) -> Header? {
    guard u32(at: at) == Signature.local, let flags = u16(at: at + 6),
      let method = u16(at: at + 8), let crc = u32(at: at + 14), let packed = int32(at: at + 18),
      let size = int32(at: at + 22), let nameLength = int16(at: at + 26),
      let extraLength = int16(at: at + 28), at + 30 + nameLength + extraLength <= bytes.count
    else { return nil }
    let name = at + 30..<at + 30 + nameLength
    let extra = name.upperBound..<name.upperBound + extraLength
    return Header(
      flags: flags, method: method, crc: crc, size: size, packed: packed, name: name, extra: extra,
      end: extra.upperBound)
  }

  /// Where an entry's data start. A local header that tells another story than the directory is
  /// refused: two programs would read two different files.
  private func dataOffset(of entry: Header, named name: String) throws(ZipError) -> Int {
    guard var local = localHeader(at: base + entry.offset) else {
      throw .badEntry(name: name, reason: "its local header is damaged")
    }
    guard bytes[local.name] == bytes[entry.name], local.method == entry.method else {
      throw .badEntry(name: name, reason: "local header and directory differ")
    }
    if local.flags & 8 == 0 {
      try readExtra64(&local, of: name)
      guard local.crc == entry.crc, local.size == entry.size, local.packed == entry.packed else {
        throw .badEntry(name: name, reason: "local header and directory differ in sizes")
      }
    }
    return local.end
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
