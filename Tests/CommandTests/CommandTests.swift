import Foundation
import Spreadsheet
import TestSupport
import Testing

/// The program run as a process.
struct CommandTests {
  private let program = ProgramRun()
  private let sample = Places.sample("2021-final-accounts.txt").path
  private let other = Places.sample("2022-final-accounts.txt").path

  @Test func convertsThereAndBack() throws {
    try program.inFolder { folder in
      let book = folder.appendingPathComponent("a.xlsx").path
      let made = try program.run(["convert", sample, "-o", book])
      #expect(made.status == 0)
      #expect(made.output.isEmpty)
      #expect(
        made.error
          == "\(sample): 9 tables, 632 cells; 208 relations, 208 exact, 0 rounding, 0 broken; 1 finding (0 errors, 0 warnings, 1 note) -> \(book)\n"
      )
      let direct = try program.run(["convert", sample, "--to", "facts", "-o", "-", "-q"])
      let back = try program.run(["convert", book, "--to", "facts", "-o", "-", "-q"])
      #expect(direct.status == 0 && back.status == 0 && direct.error.isEmpty)
      let rows = try [direct, back].map { try CSVReader().table(Array($0.output.utf8)).rows }
      #expect(
        rows[0][0].joined(separator: ",")
          == "document,agency_code,agency,fiscal_year,stage,statement,table_number,table_title,row_number,row_kind,code,label,column,concept,function_code,economic_code,unit_code,project_code,fund_source,amount,unit,printed,null_kind,source,placed,economic_government_code,fact_id"
      )
      #expect(rows[0].count == 633)
      // With the document's path the identifier is a key.
      #expect(Set(rows[0].map { $0[$0.count - 1] }).count == 633)
      #expect(rows[0].dropFirst().allSatisfy { $0[0] == sample })
      let own: Set = ["document", "source", "placed"]
      let kept = rows[0][0].indices.filter { !own.contains(rows[0][0][$0]) }
      for (a, b) in zip(rows[0], rows[1]) { #expect(kept.map { a[$0] } == kept.map { b[$0] }) }
    }
  }

  @Test func writesEveryForm() throws {
    try program.inFolder { folder in
      let json = try program.run(["convert", sample, "--to", "json", "-o", "-", "-q"])
      let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      let disclosure = object?["disclosure"] as? [String: Any]
      // Nine tables, two self-evaluations and the key tasks.
      let sections = disclosure?["sections"] as? [[String: Any]]
      #expect(sections?.count == 12)
      #expect(sections?.allSatisfy { ($0["blocks"] as? [Any])?.isEmpty == false } == true)
      #expect(disclosure?["fiscal_year"] as? Int == 2021)
      let lines = try program.run(["convert", sample, "--to", "ndjson", "-o", "-", "-q"])
        .output.split(separator: "\n")
      #expect(lines.count == 632)
      for line in lines {
        let fact = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(fact?.count == 27 && fact?["fiscal_year"] as? Int == 2021)
        #expect(fact?.values.contains { $0 as? String == "" } == false)
      }
      let tables = folder.appendingPathComponent("csv").path
      #expect(try program.run(["convert", sample, "--to", "csv", "-o", tables, "-q"]).status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: tables)
      // Nine tables, two self-evaluations, the key tasks and the contents.
      #expect(names.count == 13 && names.contains("表2 收入决算表.csv"))
      #expect(names.contains("目录.csv"))
      let again = try program.run([
        "convert", tables + "/表2 收入决算表.csv", "--to", "facts", "-o", "-", "-q",
      ])
      #expect(again.status == 0 && again.output.split(separator: "\n").count == 134)
      #expect(try program.run(["convert", sample, "--to", "csv", "-o", tables]).status == 2)
    }
  }

  @Test func unitsAreConvertedExactly() throws {
    let result = try program.run([
      "convert", sample, "--unit", "元", "--to", "facts", "-o", "-", "-q",
    ])
    #expect(result.output.contains(",28829300,元,28829300,"))
    #expect(!result.output.contains("万元"))
    #expect(
      try program.run(["convert", sample, "--unit", "斤", "--to", "facts", "-o", "-"]).status == 64)
  }

  @Test func severalInputsAndStandardStreams() throws {
    try program.inFolder { folder in
      let both = try program.run(["convert", sample, other, "-o", folder.path, "-q"])
      #expect(both.status == 0)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
          == ["2021-final-accounts.xlsx", "2022-final-accounts.xlsx"])
      let facts = try program.run(["convert", sample, other, "--to", "facts", "-o", "-", "-q"])
      #expect(facts.status == 0)
      #expect(facts.output.split(separator: "\n").count == 1 + 632 + 574)
      let input = try Data(contentsOf: URL(fileURLWithPath: sample))
      let piped = try program.run(["convert", "-", "--to", "facts", "-o", "-", "-q"], input: input)
      #expect(piped.status == 0 && piped.output.split(separator: "\n").count == 633)
      let clash = try program.run(["convert", sample, sample, "-o", folder.path])
      #expect(clash.status == 64)
    }
  }

  @Test func nothingIsOverwrittenWithoutForce() throws {
    try program.inFolder { folder in
      let file = folder.appendingPathComponent("a.xlsx")
      try Data("mine".utf8).write(to: file)
      let refused = try program.run(["convert", sample, "-o", file.path])
      #expect(refused.status == 2)
      #expect(
        refused.error
          == "fiscaltables: \(file.path): exists already; --force replaces it, --skip-existing goes on without it\n"
      )
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
      #expect(try program.run(["convert", sample, "-o", file.path, "--skip-existing"]).status == 0)
      #expect(try Data(contentsOf: file) == Data("mine".utf8))
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
      let link = folder.appendingPathComponent("link.xlsx")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
      #expect(try program.run(["convert", sample, "-o", link.path, "--force", "-q"]).status == 0)
      #expect(try Data(contentsOf: file).starts(with: Data("PK".utf8)))
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
    }
  }

  @Test func badInputIsNamedAndTheRestIsDone() throws {
    try program.inFolder { folder in
      func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(bytes).write(to: url)
        return url.path
      }
      let book = folder.appendingPathComponent("book.xlsx").path
      #expect(try program.run(["convert", sample, "-o", book, "-q"]).status == 0)
      let half = [UInt8](try Data(contentsOf: URL(fileURLWithPath: book)).prefix(9_000))
      let cases = [
        (try file("empty.txt", []), "is empty"), (folder.path, "is a directory"),
        (
          try file("random.txt", (0..<500).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
          "neither text"
        ),
        (try file("prose.txt", Array("没有表的文字。\n".utf8)), "no official table"),
        (try file("half.xlsx", half), "damaged"),
        (try file("a.pdf", Array("%PDF-1.4".utf8)), "PDF"),
        (folder.appendingPathComponent("nowhere.txt").path, "cannot be read"),
      ]
      for (path, message) in cases {
        let out = folder.appendingPathComponent("x.xlsx").path
        let result = try program.run(["convert", path, "-o", out])
        #expect(result.status == 2, "\(path)")
        #expect(result.error.hasPrefix("fiscaltables: \(path): "), "\(result.error)")
        #expect(result.error.contains(message), "\(result.error)")
        #expect(!FileManager.default.fileExists(atPath: out))
        #expect(try program.run(["inspect", path]).status == 2)
      }
      let target = folder.appendingPathComponent("out")
      let mixed = try program.run(["convert", cases[0].0, sample, "-o", target.path])
      #expect(mixed.status == 2)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: target.path) == [
          "2021-final-accounts.xlsx"
        ])
      let unwritable = try program.run(["convert", sample, "-o", folder.path + "/nowhere/a.xlsx"])
      #expect(
        unwritable.status == 2
          && unwritable.error.contains("/nowhere/a.xlsx: the output cannot be written"))
      #expect(
        try program.run(["convert", sample, "--to", "facts", "-o", "/dev/full", "-q"]).status == 2)
    }
  }

  @Test func findingsSetTheExitCodeWhereAsked() throws {
    try program.inFolder { folder in
      let text = try Samples.text("2021-final-accounts.txt")
      let wrong = folder.appendingPathComponent("wrong.txt")
      try text.replacing("合 计 2,882.93 288.9", with: "合 计 2,882.93 788.9")
        .write(to: wrong, atomically: false, encoding: .utf8)
      let arguments = ["convert", wrong.path, "--to", "facts", "-o", "-", "-q"]
      #expect(try program.run(arguments).status == 0)
      #expect(try program.run(arguments + ["--fail-on", "error"]).status == 1)
      #expect(
        try program.run([
          "convert", sample, "--to", "facts", "-o", "-", "-q", "--fail-on", "warning",
        ])
        .status == 0)
    }
  }

  @Test(arguments: [
    ["convert"], ["convert", "a"], ["convert", "a", "-o", "b.csv"],
    ["convert", "a", "-o", "b.txt"],
    ["convert", "a", "-o", "-", "--to", "csv"], ["convert", "a", "b", "-o", "-", "--to", "xlsx"],
    ["convert", "a", "-o", "b.xlsx", "--force", "--skip-existing"], ["frobnicate"], ["inspect"],
    ["inspect", "a", "--lang", "fr"], ["schema", "show", "nothing"],
  ])
  func usageErrors(_ arguments: [String]) throws {
    let result = try program.run(arguments)
    #expect(result.status == 64, "\(result.error)")
    #expect(!result.error.isEmpty)
  }

  @Test func inspectSaysHowSureItIs() throws {
    let result = try program.run(["inspect", sample])
    #expect(result.status == 0)
    #expect(result.output.contains("form     spaced-text, UTF-8"))
    #expect(result.output.contains("133/0/0") == false)
    #expect(result.output.contains("0/0/133/0"))
    let chinese = try program.run(["inspect", other, "--lang", "zh"])
    #expect(chinese.output.contains("没有印出标题，按表头认定为“收入决算表”"))
    #expect(chinese.output.contains("尾差"))
    let byEnvironment = try program.run(["inspect", other], language: "zh_CN.UTF-8")
    #expect(byEnvironment.output == chinese.output)
  }

  /// What each table is and by what that is known, for people and as JSON.
  @Test func inspectSaysByWhat() throws {
    let input = Places.sample("2026-other-city-budget.html").path
    let people = try program.run(["inspect", input, "-q"]).output
    #expect(people.contains("general-public-budget-expenditure  by the title's words"))
    #expect(people.contains("? not known"))
    let json = try program.run(["inspect", input, "--report-format", "json"])
    let root = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let document = (root?["documents"] as? [[String: Any]])?.first
    let sections = try #require(document?["sections"] as? [[String: Any]])
    let known = try #require(
      sections.first { $0["statement"] as? String == "general-public-budget-expenditure" })
    #expect((known["known_by"] as? [String: String])?["title"]?.isEmpty == false)
    let columns = try #require(known["columns"] as? [[String: Any]])
    #expect(columns.contains { $0["concept"] as? String == "expenditure.project" })
    #expect(columns.contains { ($0["evidence"] as? String)?.contains("functional") ?? false })
    let unknown = try #require(sections.last { $0["statement"] == nil })
    let others = try #require(unknown["columns"] as? [[String: Any]])
    #expect(others.contains { $0["unknown"] as? Bool ?? false })
  }

  @Test func schemasAreListedAndShown() throws {
    let list = try program.run(["schema", "list"])
    #expect(list.status == 0 && list.output.contains("wuhan-final-accounts-2022/09"))
    let show = try program.run(["schema", "show", "wuhan-final-accounts-2021/02"])
    #expect(show.output.contains("revenue.fiscal-appropriation"))
    #expect(show.output.contains("1栏各行=(2+3+4+5+6+7)栏各行"))
    let near = try program.run(["schema", "show", "wuhan-final-accounts-2021/2"])
    #expect(near.error.contains("did you mean wuhan-final-accounts-2021/0"))
    #expect(try program.run(["schema", "list", "--schemas", "/nowhere"]).status == 2)
  }

  @Test func everyOptionOfTheHelpStandsInTheReadme() throws {
    let help = try program.run(["convert", "--help"]).output
    let readme = try String(
      contentsOf: Places.top.appendingPathComponent("README.en.md"), encoding: .utf8)
    let everywhere: Set = ["--help", "--version", "--output", "--quiet"]
    for word in help.split(whereSeparator: { " ,.:]\n".contains($0) })
    where word.hasPrefix("--") && !everywhere.contains(String(word)) {
      #expect(readme.contains(word), "\(word)")
    }
  }
}
