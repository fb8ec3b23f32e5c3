import Foundation
import Spreadsheet
import TestSupport
import Testing

/// Runs over many inputs.
struct BatchTests {
  private let program = ProgramRun()

  /// A folder with a tree of inputs: two disclosures, one of them twice, a damaged workbook, a picture and
  /// a text without tables.
  private func tree(_ folder: URL) throws -> URL {
    let inputs = folder.appendingPathComponent("in")
    let inner = inputs.appendingPathComponent("区/局")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    func copy(_ name: String, _ place: URL) throws {
      try FileManager.default.copyItem(
        at: Places.sample(name), to: place.appendingPathComponent(name))
    }
    try copy("2022-final-accounts.txt", inputs)
    try copy("2025-unit-budget.txt", inner)
    try copy("2022-final-accounts.txt", inner)
    try Data("PK\u{3}\u{4} and no more".utf8)
      .write(to: inputs.appendingPathComponent("half.xlsx"))
    try Data((0..<300).map { UInt8(truncatingIfNeeded: $0 &* 37) })
      .write(to: inputs.appendingPathComponent("picture.png"))
    try Data("没有表的文字。\n".utf8).write(to: inner.appendingPathComponent("notes.txt"))
    return inputs
  }

  private func files(_ folder: URL) -> [String: Data] {
    var files: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      files[name] = try? Data(contentsOf: folder.appendingPathComponent(name))
    }
    return files
  }

  /// The records of a manifest without their times, in the order of the inputs.
  private func records(_ url: URL) throws -> [String] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map { String($0).replacing(/"milliseconds":[0-9]+/, with: "") }.sorted()
  }

  @Test func aTreeIsConvertedAndRecorded() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let out = folder.appendingPathComponent("out")
      let manifest = folder.appendingPathComponent("run.ndjson")
      let report = folder.appendingPathComponent("run.xlsx")
      let result = try program.run([
        "convert", "-r", inputs.path, "-o", out.path, "--manifest", manifest.path, "--report",
        report.path,
      ])
      #expect(result.status == 2)
      #expect(result.error.contains("half.xlsx: the workbook is damaged"))
      #expect(result.error.contains("6 inputs: 3 converted (1 with findings), 2 skipped, 1 failed"))
      #expect(
        files(out).keys.filter { $0.hasSuffix(".xlsx") }.sorted() == [
          "2022-final-accounts.xlsx", "区/局/2022-final-accounts.xlsx", "区/局/2025-unit-budget.xlsx",
        ])
      let made = try records(manifest)
      for (status, count) in [("failed", 1), ("ok", 2), ("skipped", 2), ("findings", 1)] {
        #expect(made.count { $0.contains(#""status":"\#(status)""#) } == count)
      }
      let book = try Workbook(xlsx: [UInt8](try Data(contentsOf: report)))
      #expect(book.sheets[0].rows.count == 7)
      let rows = book.sheets[0].rows.dropFirst().map { row in row.cells[0].cell.value }
      #expect(rows.first == .text(inputs.path + "/2022-final-accounts.txt"))
    }
  }

  @Test func theNumberOfJobsChangesNothing() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let runs = try ["1", "2", "7"].map { jobs in
        try program.run([
          "convert", "-r", inputs.path, "--to", "facts", "-o", "-", "-q", "-j", jobs,
        ])
      }
      #expect(runs[0].output.split(separator: "\n").count > 1500)
      for run in runs {
        #expect(run.output == runs[0].output && run.error == runs[0].error && run.status == 2)
      }
      // One header alone, for all documents together.
      #expect(runs[0].output.components(separatedBy: "document,agency_code").count == 2)
    }
  }

  @Test func aKilledRunGoesOnWhereItWas() throws {
    try program.inFolder { folder in
      let inputs = folder.appendingPathComponent("in")
      try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
      for index in 0..<12 {
        try FileManager.default.copyItem(
          at: Places.sample("2022-final-accounts.txt"),
          to: inputs.appendingPathComponent("\(index).txt"))
      }
      func arguments(_ out: String, _ option: String, _ manifest: URL) -> [String] {
        ["convert", "-r", "in", "-o", out, option, manifest.path, "-q"]
      }
      let whole = folder.appendingPathComponent("whole.ndjson")
      #expect(try program.run(arguments("out", "--manifest", whole), in: folder).status == 0)
      let expected = files(folder.appendingPathComponent("out"))
      try FileManager.default.removeItem(at: folder.appendingPathComponent("out"))
      let manifest = folder.appendingPathComponent("killed.ndjson")
      for milliseconds in [150, 300, 500] {
        try program.kill(
          arguments("out", "--resume", manifest), in: folder, after: Double(milliseconds) / 1000)
      }
      // What a kill in the middle of a record leaves.
      if let handle = try? FileHandle(forWritingTo: manifest) {
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"input":"in/3.t"#.utf8))
        try handle.close()
      }
      #expect(try program.run(arguments("out", "--resume", manifest), in: folder).status == 0)
      #expect(files(folder.appendingPathComponent("out")) == expected)
      #expect(try records(manifest) == records(whole))
    }
  }

  @Test func whatChangedIsDoneAgain() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let manifest = folder.appendingPathComponent("run.ndjson")
      let first = inputs.appendingPathComponent("2022-final-accounts.txt")
      let arguments = [
        "convert", first.path, inputs.path + "/区/局/2025-unit-budget.txt", "-o",
        folder.path + "/out", "--resume", manifest.path,
      ]
      #expect(try program.run(arguments).status == 0)
      let again = try program.run(arguments)
      #expect(again.error.contains("2 kept from before"))
      try Data(contentsOf: Places.sample("2021-final-accounts.txt")).write(to: first)
      // The output is no longer what this input makes, and nothing says that it may go.
      let changed = try program.run(arguments)
      #expect(changed.status == 2 && changed.error.contains("exists already"))
      let forced = try program.run(arguments + ["--force"])
      #expect(forced.status == 0 && forced.error.contains("1 kept from before"))
      let other = try program.run(arguments + ["--force", "--to", "json"])
      #expect(other.status == 0 && !other.error.contains("kept"))
    }
  }

  @Test func whatHangsIsGivenUp() throws {
    try program.inFolder { folder in
      let pipe = folder.appendingPathComponent("pipe").path
      #expect(mkfifo(pipe, 0o600) == 0)
      let sample = Places.sample("2022-final-accounts.txt").path
      let result = try program.run([
        "convert", pipe, sample, "-o", folder.path + "/out", "--timeout", "20", "-j", "1",
      ])
      #expect(result.status == 2)
      #expect(result.error.contains("\(pipe): took longer than --timeout allows"))
      #expect(
        FileManager.default.fileExists(atPath: folder.path + "/out/2022-final-accounts.xlsx"))
    }
  }

  @Test func namesAreToldApartBeforeAnythingRuns() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let both = [
        inputs.path + "/2022-final-accounts.txt", inputs.path + "/区/局/2022-final-accounts.txt",
      ]
      let out = folder.path + "/out"
      let clash = try program.run(["convert"] + both + ["-o", out])
      #expect(clash.status == 64 && clash.error.contains("would both be written to"))
      #expect(!FileManager.default.fileExists(atPath: out))
      let named = try program.run([
        "convert", both[0], inputs.path + "/区/局/2025-unit-budget.txt", "-o", out,
        "--name-template", "{year}-{profile}-{stem}.{ext}", "-q",
      ])
      #expect(named.status == 0)
      #expect(
        files(URL(fileURLWithPath: out)).keys.sorted() == [
          "2022-wuhan-final-accounts-2022-2022-final-accounts.xlsx",
          "2025-wuhan-unit-budget-2025-2025-unit-budget.xlsx",
        ])
      for template in ["{profile}.{ext}", "{name}.xlsx", "a/{stem}.xlsx"] {
        let refused = try program.run(
          ["convert"] + both + ["-o", out + "2", "--name-template", template])
        #expect(refused.status == 64, "\(template)")
      }
    }
  }

  @Test func listsAndPatternsNameInputs() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let paths = ["/2022-final-accounts.txt", "/区/局/2025-unit-budget.txt"].map {
        inputs.path + $0
      }
      let list = paths.map { $0 + "\0" }.joined()
      let listed = try program.run(
        ["convert", "--files-from", "-", "-0", "--to", "ndjson", "-o", "-", "-q"],
        input: Data(list.utf8))
      #expect(listed.status == 0)
      let single = try paths.map { path in
        try program.run(["convert", path, "--to", "ndjson", "-o", "-", "-q"]).output
      }
      #expect(listed.output == single.joined())
      let pattern = try program.run([
        "convert", inputs.path + "/*/*/20*.txt", "--to", "ndjson", "-o", "-", "-q",
      ])
      let counts = try [pattern, listed].map { try $0.facts().count }
      #expect(pattern.status == 0 && counts[0] == counts[1])
      let nothing = try program.run(["convert", inputs.path + "/*.pdf", "-o", "-", "--to", "facts"])
      #expect(nothing.status == 2 && nothing.error.contains("no file fits this pattern"))
    }
  }

  @Test func aDryRunWritesNothing() throws {
    try program.inFolder { folder in
      let inputs = try tree(folder)
      let out = folder.path + "/out"
      let result = try program.run(["convert", "-r", inputs.path, "-o", out, "--dry-run"])
      #expect(result.error.contains("wuhan-unit-budget-2025"))
      #expect(result.error.contains("would write \(out)/区/局/2025-unit-budget.xlsx"))
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}

extension BatchTests {
  /// Inputs that are broken in every way: cut, altered, of another kind, unreadable, vanishing.
  @Test func brokenInputsStopNothing() throws {
    try program.inFolder { folder in
      let inputs = folder.appendingPathComponent("in")
      try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
      let book = folder.appendingPathComponent("book.xlsx")
      let sample = Places.sample("2022-final-accounts.txt")
      #expect(try program.run(["convert", sample.path, "-o", book.path, "-q"]).status == 0)
      let whole = [UInt8](try Data(contentsOf: book))
      var generator = SeededGenerator(seed: 7)
      for index in 0..<60 {
        var bytes = whole
        switch index % 4 {
        case 0: bytes = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
        case 1:
          for _ in 0..<20 {
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
              in: 0...255, using: &generator)
          }
        case 2: bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
        default: bytes = Array(bytes.suffix(Int.random(in: 0..<bytes.count, using: &generator)))
        }
        try Data(bytes).write(to: inputs.appendingPathComponent("\(index).xlsx"))
      }
      try FileManager.default.createSymbolicLink(
        at: inputs.appendingPathComponent("gone.xlsx"),
        withDestinationURL: folder.appendingPathComponent("nowhere"))
      try FileManager.default.copyItem(at: sample, to: inputs.appendingPathComponent("good.txt"))
      let manifest = folder.appendingPathComponent("run.ndjson")
      let list = try FileManager.default.contentsOfDirectory(atPath: inputs.path).sorted()
        .map { inputs.path + "/" + $0 }.joined(separator: "\n")
      let result = try program.run(
        [
          "convert", "--files-from", "-", "-o", folder.path + "/out", "--manifest", manifest.path,
          "-q",
        ], input: Data(list.utf8))
      #expect(result.status == 2)
      let lines = try String(contentsOf: manifest, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 62)
      let good = lines.filter { $0.contains("good.txt") }
      #expect(good.count == 1 && good[0].contains(#""status":"ok""#))
      #expect(lines.contains { $0.contains("gone.xlsx") && $0.contains(#""status":"failed""#) })
      // What was written is whole.
      for name in files(folder.appendingPathComponent("out")).keys {
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("out/" + name)))
        #expect(throws: Never.self) { try Workbook(xlsx: bytes) }
      }
    }
  }
}
