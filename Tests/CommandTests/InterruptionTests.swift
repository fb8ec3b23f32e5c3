import Foundation
import Spreadsheet
import Testing

/// An interrupt ends the program with 130 and leaves nothing half-written.
struct InterruptionTests {
  private let program = ProgramRun()

  /// The second input never comes: the first is whole when the interrupt arrives.
  @Test func aBatchStopsWhereItIs() throws {
    try program.inFolder { folder in
      let first = try SmallBudget.file("first.txt", in: folder)
      let second = folder.path + "/second.txt"
      try #require(mkfifo(second, 0o600) == 0)
      let out = folder.appendingPathComponent("out")
      let manifest = folder.appendingPathComponent("run.ndjson")
      let whole = out.appendingPathComponent("first.xlsx")
      let status = try program.interrupt(
        [
          "convert", first, second, "-o", out.path, "-j", "1", "--manifest", manifest.path,
        ], when: { (try? Data(contentsOf: manifest))?.contains(UInt8(ascii: "\n")) ?? false })
      #expect(status == 130)
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path)
      #expect(names == ["first.xlsx"])
      let book = try Workbook(xlsx: [UInt8](try Data(contentsOf: whole)))
      #expect(book.sheets.count > 2)
      let records = try String(contentsOf: manifest, encoding: .utf8)
      #expect(records.hasSuffix("\n"))
      for line in records.split(separator: "\n") {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    }
  }

  @Test func nothingIsLeftOfAnOutputThatWasNotDone() throws {
    try program.inFolder { folder in
      let input = folder.path + "/input.txt"
      try #require(mkfifo(input, 0o600) == 0)
      let output = folder.path + "/output.xlsx"
      let status = try program.interrupt(["convert", input, "-o", output], when: { true })
      #expect(status == 130)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["input.txt"])
    }
  }
}
