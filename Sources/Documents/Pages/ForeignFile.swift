/// Telling kinds of files that are not read by their first bytes.
extension DocumentError.Kind {
  /// What a file is that begins with these bytes, some thousands or all of them; nil for what is read, and
  /// for what is known by nothing.
  package init?(head: some Collection<UInt8>) {
    let bytes = Array(head.prefix(1 << 12))
    if let known = Self.signatures.first(where: { $0.marks.contains { bytes.starts(with: $0) } }) {
      self = known.kind
    } else if bytes.dropFirst(257).starts(with: "ustar".utf8) {
      self = .otherArchive
    } else if bytes.dropFirst(4).starts(with: "Standard ".utf8) {
      self = .database
    } else if Self.isSymbolicLink(bytes) || Self.isDataInterchange(bytes) {
      self = .exchangedSheet
    } else if Self.isTable(bytes) {
      self = .dBase
    } else {
      return nil
    }
  }

  private static let signatures: [(kind: Self, marks: [[UInt8]])] = [
    (
      .otherArchive,
      [
        Array("Rar!\u{1A}\u{7}".utf8), [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], Array("BZh".utf8),
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD],
      ]
    ),
    (.columns, ["PAR1", "ARROW1", "ORC", "FEA1", "Obj\u{1}"].map { Array($0.utf8) }),
    (.database, [Array("SQLite format 3\0".utf8)]),
    (
      .picture,
      [
        [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), [0x49, 0x49, 0x2A, 0],
        [0x4D, 0x4D, 0, 0x2A],
      ]
    ),
    // BIFF 2 to 4, which have no compound file around them.
    (.oldWorkbook, [[9, 0, 4, 0], [9, 2, 6, 0], [9, 4, 6, 0]]),
    (.oldWorkbook, [[0, 0, 2, 0], [0, 0, 0x1A, 0]]),
  ]

  /// SYLK, whose second line is a record too. A CSV may begin with the same word.
  private static func isSymbolicLink(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "ID;P".utf8) else { return false }
    let second = bytes.drop { $0 >= 0x20 }.drop { $0 == 0x0A || $0 == 0x0D }
    return second.dropFirst().first == UInt8(ascii: ";")
      && second.first.map { 0x41...0x5A ~= $0 } ?? false
  }

  /// DIF, which begins with its version.
  private static func isDataInterchange(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: "TABLE".utf8) else { return false }
    return bytes.dropFirst(5).drop { $0 == 0x0A || $0 == 0x0D }.starts(with: "0,1".utf8)
  }

  /// A table of dBase or FoxPro: version, date, and a header whose fields of 32 bytes end with CR.
  private static func isTable(_ bytes: [UInt8]) -> Bool {
    let versions: [UInt8] = [
      0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xF5, 0xFB,
    ]
    guard bytes.count > 64, versions.contains(bytes[0]), 1...12 ~= bytes[2], 1...31 ~= bytes[3]
    else { return false }
    let header = Int(bytes[8]) | Int(bytes[9]) << 8
    let record = Int(bytes[10]) | Int(bytes[11]) << 8
    guard header > 64, record > 1 else { return false }
    return stride(from: 64, to: min(header, bytes.count), by: 32).contains { bytes[$0] == 0x0D }
  }
}
