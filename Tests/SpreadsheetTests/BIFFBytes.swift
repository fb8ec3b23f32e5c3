@testable import Spreadsheet

/// Records of binary workbooks put together by hand.
struct BIFFBytes {
  var bytes: [UInt8] = []

  mutating func add(_ kind: Int, _ parts: [UInt8]...) {
    let body = parts.flatMap { $0 }
    bytes += Self.two(kind) + Self.two(body.count) + body
  }

  static func two(_ value: Int) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF)] }

  static func twos(_ values: Int...) -> [UInt8] { values.flatMap { two($0) } }

  static func eight(_ value: Double) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  /// Text of 16 bits without its length, its flags before it.
  static func wide(_ text: String) -> [UInt8] {
    [1] + text.utf16.flatMap { two(Int($0)) }
  }

  /// A formula's cell: its value, and its tokens.
  mutating func formula(_ row: Int, _ column: Int, value: [UInt8], tokens: [UInt8]) {
    add(0x06, Self.twos(row, column, 0), value, [0, 0, 0, 0, 0, 0], Self.two(tokens.count), tokens)
  }

  /// A workbook of sheets in the stream of a compound file.
  static func file(
    version: Int = 0x600, globals: BIFFBytes, sheets: [(name: [UInt8], content: BIFFBytes)]
  ) -> [UInt8] {
    CompoundBytes.file([
      (version == 0x600 ? "Workbook" : "Book", stream(version, globals, sheets))
    ])
  }

  static func stream(
    _ version: Int, _ globals: BIFFBytes, _ sheets: [(name: [UInt8], content: BIFFBytes)]
  ) -> [UInt8] {
    var all = BIFFBytes()
    all.add(0x809, twos(version, 5, 0, 0), [UInt8](repeating: 0, count: 8))
    all.bytes += globals.bytes
    let lists = sheets.reduce(0) { $0 + 4 + 6 + $1.name.count }
    var place = all.bytes.count + lists + 4
    for (name, content) in sheets {
      all.add(0x85, CompoundBytes.four(UInt32(place)), [0, 0], name)
      place += content.bytes.count + 20 + 4
    }
    all.add(0x0A)
    for (_, content) in sheets {
      all.add(0x809, twos(version, 0x10, 0, 0), [UInt8](repeating: 0, count: 8))
      all.bytes += content.bytes
      all.add(0x0A)
    }
    return all.bytes
  }
}
