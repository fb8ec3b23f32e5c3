/// Where a link leads. MS-OSHARED 2.3.7.1 `Hyperlink Object`.
struct BIFFLink {
  private var target = ""
  private var location = ""
  var tooltip: String?

  /// The link of a record; nil for one that is not understood.
  init?(_ record: BIFFRecord) {
    var at = 24
    func integer() -> Int? {
      defer { at += 4 }
      return (try? record.integer(at, as: UInt32.self)).map { Int($0) }
    }
    /// A text whose length in units of 16 bits stands before it.
    func string() -> String? {
      guard let count = integer(), at + 2 * count <= record.bytes.count else { return nil }
      defer { at += 2 * count }
      return Self.text(record.bytes[at..<at + 2 * count])
    }
    guard integer() == 2, let flags = integer() else { return nil }
    if flags & 0x14 == 0x14, string() == nil { return nil }
    if flags & 0x80 != 0, string() == nil { return nil }
    if flags & 0x101 == 0x101 {
      guard let text = string() else { return nil }
      target = text
    } else if flags & 1 == 1 {
      guard let text = Self.target(record, &at) else { return nil }
      target = text
    }
    if flags & 8 == 8 { location = string() ?? "" }
    if target.isEmpty, location.isEmpty { return nil }
  }

  /// Where a click leads.
  var hyperlink: Cell.Hyperlink {
    if target.isEmpty { return .location(location, tooltip: tooltip) }
    return .external(location.isEmpty ? target : "\(target)#\(location)", tooltip: tooltip)
  }

  /// Text of 16 bits up to its zero.
  static func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    var units: [UInt16] = []
    for index in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
      let unit = UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
      if unit == 0 { break }
      units.append(unit)
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// The address that an object of OLE names, a URL or a file. MS-OSHARED 2.3.7.6, 2.3.7.8.
  private static func target(_ record: BIFFRecord, _ at: inout Int) -> String? {
    let bytes = record.bytes
    guard at + 24 <= bytes.count, let size = try? record.integer(at + 16, as: UInt32.self) else {
      return nil
    }
    let start = at + 20
    if bytes[at] == 0xE0 {
      guard Int(size) <= bytes.count - start else { return nil }
      at = start + Int(size)
      return text(bytes[start..<at])
    }
    // A file: how many folders to go up, its name in bytes, and behind other things in Unicode.
    guard bytes[at] == 3, let up = try? record.number(at + 16),
      let length = try? record.integer(at + 18, as: UInt32.self),
      Int(length) + at + 50 <= bytes.count
    else { return nil }
    let name = bytes[(at + 22)..<(at + 22 + Int(length))].prefix { $0 != 0 }
    let behind = at + 22 + Int(length) + 24
    guard let further = try? record.integer(behind, as: UInt32.self),
      Int(further) <= bytes.count - behind - 4
    else { return nil }
    at = behind + 4 + Int(further)
    let path =
      further > 6
      ? text(bytes[(behind + 10)..<at]) : String(decoding: name, as: UTF8.self)
    return String(repeating: "../", count: min(up, 64))
      + path.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "/")
  }
}
