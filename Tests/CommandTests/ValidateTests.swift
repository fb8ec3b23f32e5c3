import Foundation
import Spreadsheet
import TestSupport
import Testing

/// `validate` and `explain` run as a process.
struct ValidateTests {
  private let program = ProgramRun()
  private let sample = Places.sample("2021-final-accounts.txt").path

  /// A copy of the sample whose total of expenditure is wrong by 0.54.
  private func broken(in folder: URL) throws -> String {
    let text = try Samples.text("2021-final-accounts.txt")
    let line = "合 计 2,882.93 288.9 2,594.03"
    #expect(text.contains(line))
    let file = folder.appendingPathComponent("broken.txt")
    try text.replacing(line, with: "合 计 2,882.39 288.9 2,594.03", maxReplacements: 1)
      .write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }

  @Test func exitCodesFollowTheWorstFinding() throws {
    try program.inFolder { folder in
      let broken = try broken(in: folder)
      let sound = try program.run(["validate", sample])
      #expect(sound.status == 0 && !sound.output.contains("error["))
      #expect(sound.error.hasPrefix("\(sample): 208 relations, 208 exact, 0 rounding, 0 broken;"))
      #expect(try program.run(["validate", broken, "-q"]).status == 1)
      #expect(try program.run(["validate", broken, "--fail-on", "never", "-q"]).status == 0)
      let notes = Places.sample("2022-final-accounts.txt").path
      #expect(try program.run(["validate", notes, "--fail-on", "warning", "-q"]).status == 0)
      let missing = folder.appendingPathComponent("missing.txt").path
      let both = try program.run(["validate", missing, broken])
      #expect(
        both.status == 2 && both.output.contains("broken.txt") && both.error.contains("missing"))
      #expect(try program.run(["validate"]).status == 64)
      #expect(try program.run(["validate", sample, "--report-format", "pdf"]).status == 64)
      #expect(
        try program.run(["validate", sample, broken, "--report-format", "xlsx"]).status == 64)
    }
  }

  @Test func peopleAreToldPlaceSidesDifferenceAndSource() throws {
    try program.inFolder { folder in
      let broken = try broken(in: folder)
      let human = try program.run(["validate", broken, "-q"]).output
      for text in [
        "error[", "--> \(broken):", "left", "right", "difference", "288.9 + 2594.03 = 2882.93",
        "2882.39", "source", "rounding explains at most", "repair", "→ 2882.93",
      ] {
        #expect(human.contains(text), "\(text)")
      }
      let chinese = try program.run(["validate", broken, "-q", "--lang", "zh"]).output
      #expect(chinese.contains("错误[") && chinese.contains("差额") && chinese.contains("依据"))
      let concise = try program.run(["validate", broken, "-q", "--report-format", "concise"]).output
      let lines = concise.split(separator: "\n")
      #expect(lines.count == human.split(separator: "\n").count { $0.contains("-->") })
      #expect(lines.allSatisfy { $0.hasPrefix(broken + ":") })
    }
  }

  @Test func machinesAreToldTheSame() throws {
    try program.inFolder { folder in
      let broken = try broken(in: folder)
      let json = try program.run(["validate", broken, sample, "-q", "--report-format", "json"])
      #expect(json.status == 1)
      let root = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      let documents = try #require(root["documents"] as? [[String: Any]])
      #expect(
        documents.map { $0["document"] as? String } == [broken, sample])
      let findings = try #require(documents[0]["findings"] as? [[String: Any]])
      let finding = try #require(findings.first { $0["verdict"] as? String == "break" })
      for key in [
        "rule", "severity", "message_zh", "message_en", "left", "right", "left_sum", "right_sum",
        "difference", "tolerance", "unit", "source_zh", "source_en", "locations",
      ] {
        #expect(finding[key] != nil, "\(key)")
      }
      let sound = documents[1]["findings"] as? [[String: Any]]
      #expect(sound?.allSatisfy { $0["severity"] as? String == "note" } ?? false)
      let lines = try program.run(["validate", broken, sample, "-q", "--report-format", "ndjson"])
        .output.split(separator: "\n")
      #expect(lines.count == findings.count + (sound?.count ?? 0))
      for line in lines {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["document"] is String)
      }
    }
  }

  @Test func theWorkbookIsMarked() throws {
    try program.inFolder { folder in
      let broken = try broken(in: folder)
      let book = folder.appendingPathComponent("report.xlsx").path
      #expect(
        try program.run(["validate", broken, "-q", "--report-format", "xlsx", "-o", book]).status
          == 1)
      let workbook = try Workbook(xlsx: [UInt8](try Data(contentsOf: URL(fileURLWithPath: book))))
      #expect(workbook.sheets.map(\.name).contains("发现"))
      #expect(workbook.sheets.contains { !$0.comments.isEmpty })
      // The report is a document that can be read again, with the same figures.
      #expect(try program.run(["validate", book, "-q"]).status == 1)
      #expect(
        try program.run(["validate", broken, "-q", "--report-format", "xlsx", "-o", book]).status
          == 2)
      let out = folder.appendingPathComponent("out").path
      #expect(
        try program.run([
          "validate", broken, sample, "-q", "--report-format", "xlsx", "-o", out,
        ]).status == 1)
      let names = try FileManager.default.contentsOfDirectory(atPath: out).sorted()
      #expect(names == ["2021-final-accounts.xlsx", "broken.xlsx"])
    }
  }

  @Test func rulesAreExplained() throws {
    let rule = try program.run(["explain", "check/nil-statement", "--lang", "zh"])
    #expect(rule.status == 0 && rule.output.contains("check/nil-statement") && rule.error.isEmpty)
    let relation = try program.run(["explain", "wuhan-final-accounts-2021/01/1"])
    #expect(relation.status == 0 && relation.output.contains("27行=(1+2+3+4+5+6+7+8)行"))
    let near = try program.run(["explain", "check/nil-statment"])
    #expect(near.status == 64 && near.error.contains("check/nil-statement"))
    #expect(try program.run(["explain"]).status == 64)
    let all = try program.run(["explain", "--all", "--lang", "en"])
    let docs = try String(
      contentsOf: Places.top.appendingPathComponent("docs/rules.en.md"), encoding: .utf8)
    #expect(all.output == docs)
  }
}
