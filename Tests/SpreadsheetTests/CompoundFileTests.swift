import Testing
import Zip

@testable import Spreadsheet

/// Compound files, whole and spoiled.
struct CompoundFileTests {
  private static func open(_ bytes: [UInt8]) throws(SpreadsheetError) -> CompoundFile {
    try CompoundFile(.bytes(bytes))
  }

  private static func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  @Test(arguments: [0, 1, 64, 65, 4095, 4096, 4097, 70_000])
  func streamsComeBack(count: Int) throws {
    let bytes = Self.pattern(count)
    let other = Self.pattern(100)
    let file = try Self.open(CompoundBytes.file([("Other", other), ("Workbook", bytes)]))
    let stream = try #require(try file.stream("WORKBOOK"))
    #expect(try stream.bytes(0..<stream.count) == bytes)
    let second = try #require(try file.stream("Other"))
    #expect(try second.bytes(10..<90) == Array(other[10..<90]))
    #expect(try file.stream("Book") == nil)
  }

  /// What the tables say is an error with its place, never a loop or a wrong byte.
  @Test(arguments: [
    ("cycle", "stream 'Workbook' has sector 2, which is taken already"),
    ("outside", "stream 'Workbook' goes on in sector 7000, which is not there"),
    ("short", "stream 'Workbook' ends 1416 bytes before the 5000 that it says"),
    ("directory", "entry 1 of the directory is not there, or stands in it twice"),
    ("overlap", "the directory has sector"),
  ])
  func liesAreErrors(kind: String, message: String) {
    let bytes = CompoundBytes.file([("Workbook", Self.pattern(5000))]) { header, table, directory in
      switch kind {
      case "cycle": table[4] = 2
      case "outside": table[4] = 7000
      case "short": table[6] = 0xFFFF_FFFE
      case "directory": directory.replaceSubrange(196..<200, with: [1, 0, 0, 0])
      default: header.replaceSubrange(48..<52, with: [11, 0, 0, 0])
      }
    }
    let error = #expect(throws: SpreadsheetError.self) { try Self.open(bytes).stream("Workbook") }
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func everyCutIsAnErrorOrTheSame() throws {
    let content = Self.pattern(5000)
    let bytes = CompoundBytes.file([("Workbook", content)])
    for count in stride(from: 0, to: bytes.count, by: 97) {
      guard let stream = try? Self.open(Array(bytes[..<count])).stream("Workbook") else { continue }
      #expect(try stream.bytes(0..<stream.count) == content)
    }
  }

  @Test func otherDocumentsAreNamed() {
    let word = CompoundBytes.file([("WordDocument", [1])])
    #expect(throws: SpreadsheetError.otherKind) { try WorkbookFile(word) }
    let locked = CompoundBytes.file([("EncryptedPackage", [1])])
    #expect(throws: SpreadsheetError.passwordNeeded) { try WorkbookFile(locked) }
  }
}
