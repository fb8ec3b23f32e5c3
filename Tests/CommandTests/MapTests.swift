import Foundation
import Testing

/// Maps of the columns of exports: proposed by `inspect --write-map`, edited, used by `convert --map`.
struct MapTests {
  private let program = ProgramRun()
  /// An export in which nothing says what one column is.
  private let export = [
    "2021年度支出决算表（表3）", "编制单位：白鹭市档案馆,,,,金额单位：万元", "功能分类科目编码,科目名称,本年支出合计,甲类,项目支出",
    "201,一般公共服务支出,70.00,40.00,30.00", "20103,政府办公厅（室）及相关机构事务,70.00,40.00,30.00",
    "2010301,行政运行,40.00,40.00,", "2010302,一般行政管理事务,30.00,,30.00", ",合计,70.00,40.00,30.00",
  ]

  private func write(_ folder: URL, _ name: String, _ text: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try text.write(to: file, atomically: false, encoding: .utf8)
    return file.path
  }

  private func export(in folder: URL) throws -> String {
    try write(folder, "export.csv", export.joined(separator: "\n") + "\n")
  }

  /// The amounts of basic expenditure by code.
  private func basic(_ arguments: [String]) throws -> [String: String] {
    let run = try program.run(["convert"] + arguments + ["--to", "ndjson", "-o", "-", "-q"])
    #expect(run.status == 0, "\(run.error)")
    let facts = try run.facts().filter { $0["concept"] == "expenditure.basic" }
    return Dictionary(facts.map { ($0["code"] ?? "", $0["amount"] ?? "") }) { first, _ in first }
  }

  @Test func aProposalIsEditedAndUsed() throws {
    try program.inFolder { folder in
      let input = try export(in: folder)
      let map = folder.path + "/map.json"
      #expect(try program.run(["inspect", input, "--write-map", map]).status == 0)
      let text = try String(contentsOfFile: map, encoding: .utf8)
      let unknown = try #require(text.range(of: #""caption" : "甲类""#))
      #expect(text.contains(#""caption" : "项目支出""#))
      // Without a map the column keeps its own caption, with the map as proposed it is none of the form's.
      #expect(try basic([input]).isEmpty)
      #expect(try basic([input, "--map", map]).values.allSatisfy(\.isEmpty))
      let edited = try write(
        folder, "edited.json", text.replacingCharacters(in: unknown, with: #""to" : "basic""#))
      let amounts = try basic([input, "--map", edited])
      #expect(amounts["2010301"] == "40.00" && amounts["20103"] == "40.00")
      #expect(amounts["2010302"] == "")
    }
  }

  @Test func aMapIsNotReplacedUnasked() throws {
    try program.inFolder { folder in
      let input = try export(in: folder)
      let map = try write(folder, "map.json", "mine")
      let refused = try program.run(["inspect", input, "--write-map", map])
      #expect(refused.status == 2 && refused.error.contains("exists already"))
      #expect(try String(contentsOfFile: map, encoding: .utf8) == "mine")
      let two = try program.run([
        "inspect", input, input, "--write-map", folder.path + "/two.json",
      ])
      #expect(two.status == 64)
    }
  }

  @Test func aMapThatIsWrongIsNamedWithItsPlace() throws {
    try program.inFolder { folder in
      let input = try export(in: folder)
      let cases = [
        ("{", "no valid JSON"),
        (#"{"tables": [{"layout": "no/1", "columns": []}]}"#, "there is no no/1"),
        (#"{"tables": [{"columns": []}]}"#, "layout is missing"),
        (
          #"{"tables": [{"layout": "wuhan-final-accounts-2021/03", "columns": [{"column": "A", "to": "nothing"}]}]}"#,
          #"no column "nothing""#
        ),
      ]
      for (text, message) in cases {
        let map = try write(folder, "map.json", text)
        let run = try program.run(["convert", input, "--map", map, "--to", "facts", "-o", "-"])
        #expect(run.status == 2 && run.output.isEmpty, "\(text)")
        #expect(run.error.contains("map.json: ") && run.error.contains(message), "\(run.error)")
      }
      let missing = try program.run([
        "convert", input, "--map", folder.path + "/nowhere", "--to", "facts", "-o", "-",
      ])
      #expect(missing.status == 2 && missing.error.contains("nowhere"))
    }
  }
}
