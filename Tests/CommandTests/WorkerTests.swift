import Foundation
import TestSupport
import Testing

/// Work in processes of its own, and what is left of them.
struct WorkerTests {
  private let program = ProgramRun()

  /// An input that never comes, and one that is whole.
  private func inputs(_ folder: URL) throws -> (pipe: String, whole: String) {
    let pipe = folder.path + "/pipe.txt"
    try #require(mkfifo(pipe, 0o600) == 0)
    return (pipe, try SmallBudget.file("whole.txt", in: folder))
  }

  @Test func aWorkerThatIsKilledEndsOneInputOnly() throws {
    try program.inFolder { folder in
      let (pipe, whole) = try inputs(folder)
      let manifest = folder.path + "/run.ndjson"
      let status = try program.signal(
        SIGKILL,
        [
          "convert", pipe, whole, "-o", folder.path + "/out", "-j", "1", "--manifest", manifest,
        ],
        to: { program in ProgramRun.descendants(of: program) }, when: { ProgramRun.isAwaited(pipe) }
      )
      #expect(status == 2)
      let records = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n")
      #expect(records.count == 2)
      #expect(
        records[0].contains(#""ended":"crash""#) && records[0].contains(#""status":"failed""#))
      #expect(records[1].contains(whole) && !records[1].contains("failed"))
      #expect(FileManager.default.fileExists(atPath: folder.path + "/out/whole.xlsx"))
    }
  }

  @Test(arguments: ["validate", "inspect"])
  func whatHangsIsGivenUpByOtherCommandsToo(command: String) throws {
    try program.inFolder { folder in
      let (pipe, whole) = try inputs(folder)
      let result = try program.run([command, pipe, whole, "--timeout", "5"])
      #expect(result.status == 2)
      #expect(result.error.contains("\(pipe): took longer than --timeout allows"))
      #expect((result.output + result.error).contains(whole))
    }
  }

  /// Each signal ends the program with its number, and leaves neither a process nor a file.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGKILL])
  func signalsLeaveNothing(signal: Int32) throws {
    try program.inFolder { folder in
      let (pipe, whole) = try inputs(folder)
      let temporary = folder.path + "/tmp"
      try FileManager.default.createDirectory(
        atPath: temporary, withIntermediateDirectories: false)
      var children: [Int32] = []
      let status = try program.signal(
        signal, ["convert", whole, pipe, "-o", folder.path + "/out", "-j", "2"],
        temporary: temporary,
        to: { program in
          children = ProgramRun.descendants(of: program)
          return [program]
        }, when: { ProgramRun.isAwaited(pipe) })
      #expect(status == (signal == SIGKILL ? SIGKILL : 128 + signal))
      #expect(!children.isEmpty)
      ProgramRun.wait { children.allSatisfy { kill($0, 0) != 0 } }
      #expect(children.allSatisfy { kill($0, 0) != 0 })
      #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    }
  }
}

/// Names of outputs and inputs.
struct OutputNameTests {
  private let program = ProgramRun()

  private static func export(_ agencies: [(code: String, name: String)]) -> String {
    let header =
      "fiscal_year,agency_code,agency_name,fund_type_code,fund_type_name,exp_func_code,"
      + "exp_func_name,dep_bgt_eco_code,dep_bgt_eco_name,pro_cat_name,金额（元）\n"
    return header
      + agencies.map { code, name in
        "2025,\(code),\(name),111,一般公共预算资金,2014150,事业运行,30101,基本工资,人员类项目,\"630,300.00\"\n"
      }.joined()
  }

  private func put(_ name: String, _ text: String, _ folder: URL) throws -> String {
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test(arguments: [["a.csv", "a-135002.csv"], ["a-135002.csv", "a.csv"]])
  func neitherOfTwoThatWantANameIsWritten(names: [String]) throws {
    try program.inFolder { folder in
      let texts = [
        "a.csv": Self.export([("135002", "甲局"), ("135003", "乙局")]),
        "a-135002.csv": Self.export([("999", "丙局")]),
      ]
      let inputs = try names.map { try put($0, texts[$0] ?? "", folder) }
      for option in [[], ["--force"]] {
        let result = try program.run(
          ["convert"] + inputs + ["-o", folder.path + "/out", "--to", "json"] + option)
        #expect(result.status == 2)
        #expect(result.error.contains("would both be written to"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
      }
      let apart = try program.run(
        [
          "convert", inputs[0], try put("b.csv", texts["a.csv"] ?? "", folder), "-o",
          folder.path + "/out", "--to", "json", "-q",
        ])
      #expect(apart.status == 0)
    }
  }

  @Test func agenciesThatANameCannotTellApartAreAnError() throws {
    try program.inFolder { folder in
      let input = try put("a.csv", Self.export([("1/2", "甲局"), ("1:2", "乙局")]), folder)
      let result = try program.run([
        "convert", input, "-o", folder.path + "/a.json", "--force",
      ])
      #expect(result.status == 2 && result.error.contains("would both be written to"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    }
  }

  @Test func severalAgenciesAreNoSingleStream() throws {
    try program.inFolder { folder in
      let text = Self.export([("135002", "甲局"), ("135003", "乙局")])
      let input = try put("a.csv", text, folder)
      let json = try program.run(["convert", input, "--to", "json", "-o", "-"], in: folder)
      #expect(json.status == 2 && json.output.isEmpty)
      let facts = try program.run(
        ["convert", input, "--to", "facts", "-o", "-", "--for-excel", "-q"])
      #expect(facts.status == 0 && facts.output.hasPrefix("\u{FEFF}document,"))
      #expect(facts.output.components(separatedBy: "document,agency_code").count == 2)
      #expect(facts.output.contains("\r\n") && !facts.output.dropFirst().contains("\u{FEFF}"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    }
  }

  @Test func controlsInNamesAreShownAndNotDone() throws {
    try program.inFolder { folder in
      let input = try put("a\u{1B}[2J\nb.txt", "没有表的文字。\n", folder)
      let result = try program.run(["convert", input, "-o", folder.path + "/a.json"])
      #expect(result.status == 2)
      #expect(result.error.contains("a\\u{1b}[2J\\u{a}b.txt"))
      #expect(!result.error.contains("\u{1B}"))
    }
  }

  @Test func devicesAreNoInputs() throws {
    for command in [["cells"], ["inspect"], ["convert", "-o", "-", "--to", "facts"]] {
      let result = try program.run(command + ["/dev/zero"])
      #expect(result.status == 2 && result.error.contains("is a device"))
    }
  }

  /// Neither a record without outputs nor one of files elsewhere, nor of another program, is believed.
  @Test(arguments: [
    (#""outputs":\[[^\]]*\]"#, #""outputs":[]"#), (#"/out/whole"#, "/other/whole"),
    (#""program":"[^"]*"#, #""program":"0.0.0"#),
  ])
  func aManifestIsBelievedOnlyWhereItFits(pattern: String, replacement: String) throws {
    try program.inFolder { folder in
      let input = try SmallBudget.file("whole.txt", in: folder)
      let manifest = folder.appendingPathComponent("run.ndjson")
      let arguments = [
        "convert", input, try SmallBudget.file("second.txt", in: folder), "-o",
        folder.path + "/out", "--resume", manifest.path,
      ]
      #expect(try program.run(arguments).status < 2)
      try FileManager.default.copyItem(
        atPath: folder.path + "/out", toPath: folder.path + "/other")
      let text = try String(contentsOf: manifest, encoding: .utf8)
      let changed = try text.replacing(Regex(pattern), with: replacement)
      #expect(changed != text)
      try Data(changed.utf8).write(to: manifest)
      let result = try program.run(arguments)
      #expect(result.status < 2)
      #expect(!result.error.contains("2 kept from before"), "\(result.error)")
    }
  }
}
