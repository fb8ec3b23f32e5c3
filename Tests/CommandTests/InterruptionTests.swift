import Foundation
import Spreadsheet
import Testing

/// An interrupt ends the program with 130 and leaves nothing half-written.
struct InterruptionTests {
  private let program = ProgramRun()

  /// A pipe as an input that never comes.
  private final class Pipe {
    let path: String
    private var end: Int32 = -1

    init(_ path: String) throws {
      self.path = path
      try #require(mkfifo(path, 0o600) == 0)
    }

    /// Whether somebody waits for what comes out of it; from then on it is held open.
    var isAwaited: Bool {
      if end < 0 { end = open(path, O_WRONLY | O_NONBLOCK) }
      return end >= 0
    }

    deinit { close(end) }
  }

  /// The second input never comes: the first is whole when the interrupt arrives.
  @Test func aBatchStopsWhereItIs() throws {
    try program.inFolder { folder in
      let first = try SmallBudget.file("first.txt", in: folder)
      let second = try Pipe(folder.path + "/second.txt")
      let out = folder.appendingPathComponent("out")
      let manifest = folder.appendingPathComponent("run.ndjson")
      let whole = out.appendingPathComponent("first.xlsx")
      let status = try program.interrupt(
        [
          "convert", first, second.path, "-o", out.path, "-j", "1", "--manifest", manifest.path,
        ],
        when: {
          let isDone = (try? Data(contentsOf: manifest))?.contains(UInt8(ascii: "\n")) ?? false
          return isDone && second.isAwaited
        })
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
      let input = try Pipe(folder.path + "/input.txt")
      let output = folder.path + "/output.xlsx"
      let status = try program.interrupt(
        ["convert", input.path, "-o", output], when: { input.isAwaited })
      #expect(status == 130)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["input.txt"])
    }
  }
}
