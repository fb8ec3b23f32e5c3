import Foundation
import Spreadsheet
import TestSupport
import Testing

/// `schema` and `explain` run as a process.
struct SchemaCommandTests {
  private let program = ProgramRun()
  private let profile = "wuhan-unit-budget-2025"

  @Test func profilesAreListedAndShown() throws {
    let list = try program.run(["schema", "list"])
    #expect(list.status == 0 && list.error.isEmpty)
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Places.top.path + "/schemas/layouts")
    for folder in folders {
      #expect(list.output.split(separator: "\n").contains { $0.hasPrefix(folder + "  ") })
    }
    let table = try program.run(["schema", "show", profile + "/08"])
    #expect(table.status == 0)
    for text in [
      "政府性基金预算支出表", "本年政府性基金预算支出/项目支出", "expenditure.project", "08/1", "08/2",
    ] {
      #expect(table.output.contains(text), "\(text)")
    }
    let whole = try program.run(["schema", "show", profile])
    #expect(whole.status == 0 && whole.output.contains(profile + "/01"))
    #expect(whole.output.contains(profile + "/10") && whole.output.contains("cross/balance"))
  }

  /// What was learned from a document is a profile in order, with the relations that hold in it.
  @Test func aProfileIsLearned() throws {
    let document = Places.top.path + "/samples/2026-other-city-budget.html"
    try program.inFolder { folder in
      let arguments = ["schema", "learn", document, "-o", folder.path, "--id", "other-city-2026"]
      let run = try program.run(arguments)
      #expect(run.status == 0, "\(run.error)")
      #expect(try program.run(arguments).status == 2)
      #expect(try program.run(arguments + ["--force"]).status == 0)
      #expect(try program.run(["schema", "lint", folder.path]).status == 0)
      let shown = try program.run(
        ["schema", "show", "other-city-2026", "--schemas", folder.path])
      #expect(shown.status == 0, "\(shown.error)")
      for text in ["expenditure.basic", "total.revenue", "{#total-revenue}={#total-expenditure}"] {
        #expect(shown.output.contains(text), "\(text)")
      }
      let wrong = ["schema", "learn", document, "-o", folder.path, "--id", "A B"]
      #expect(try program.run(wrong).status == 2)
    }
  }

  /// A document that says nothing of money teaches nothing.
  @Test func nothingIsLearnedOfNoTables() throws {
    try program.inFolder { folder in
      let page = folder.appendingPathComponent("page.html")
      try Data("<table><tr><td>甲</td><td>乙</td></tr></table>".utf8).write(to: page)
      let run = try program.run(["schema", "learn", page.path, "-o", folder.path])
      #expect(run.status == 2)
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/layouts"))
    }
  }

  /// A copy of a profile is one in order, under its own name.
  @Test func aProfileIsCopied() throws {
    try program.inFolder { folder in
      let run = try program.run(
        ["schema", "new", "--from", profile, "-o", folder.path, "--id", "copy-of-it"])
      #expect(run.status == 0, "\(run.error)")
      #expect(try program.run(["schema", "lint", folder.path]).status == 0)
      let copy = try program.run(["schema", "show", "copy-of-it", "--schemas", folder.path])
      let original = try program.run(["schema", "show", profile])
      #expect(copy.output.replacingOccurrences(of: "copy-of-it", with: profile) == original.output)
    }
  }

  /// A blank workbook that is filled in is read as what it is.
  @Test func aTemplateIsWrittenAndRead() throws {
    try program.inFolder { folder in
      let blank = folder.appendingPathComponent("blank.xlsx")
      let arguments = ["schema", "template", profile, "-o", blank.path]
      #expect(try program.run(arguments).status == 0)
      #expect(try program.run(arguments).status == 2)
      #expect(try program.run(arguments + ["--force"]).status == 0)
      var book = try Workbook(xlsx: [UInt8](try Data(contentsOf: blank)))
      let index = try #require(book.sheets.firstIndex { $0.name == "表8 政府性基金预算支出表" })
      let row = try #require(
        (0..<40).first { row in book.sheets[index][row, 0]?.value == .text("合计") })
      #expect(book.sheets[index][row, 0]?.style.locked == true)
      #expect(book.sheets[index][row + 1, 0]?.style.locked == false)
      for (column, value) in [
        (0, CellValue.text("212")), (1, .text("城乡社区支出")), (4, .number("7.5")),
      ] {
        let style = book.sheets[index][row + 1, column]?.style ?? .init()
        book.sheets[index][row + 1, column] = Cell(value, style: style)
      }
      let filled = folder.appendingPathComponent("filled.xlsx")
      try Data(book.xlsx()).write(to: filled)
      let run = try program.run(["convert", filled.path, "--to", "facts", "-o", "-", "-q"])
      #expect(run.status == 0, "\(run.error)")
      let facts = run.output.split(separator: "\n")
      #expect(
        facts.contains { $0.contains(",212,城乡社区支出,") && $0.contains(",7.50,万元,") })
    }
  }

  @Test(arguments: ["json-schema", "table-schema"])
  func aProfileIsDescribed(_ form: String) throws {
    let run = try program.run(["schema", "export", profile, "--to", form])
    #expect(run.status == 0)
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    if form == "json-schema" {
      let properties = try #require(root["properties"] as? [String: Any])
      #expect(properties["disclosure"] is [String: Any])
    } else {
      #expect((root["resources"] as? [Any])?.count == 11)
    }
  }

  @Test func schemasAreLinted() throws {
    let own = try program.run(["schema", "lint"])
    #expect(own.status == 0)
    try program.inFolder { folder in
      let profile = folder.appendingPathComponent("layouts/own")
      try FileManager.default.createDirectory(at: profile, withIntermediateDirectories: true)
      try Data(#"{"id": "own""#.utf8).write(to: profile.appendingPathComponent("profile.json"))
      let run = try program.run(["schema", "lint", folder.path])
      #expect(run.status == 1)
      #expect((run.output + run.error).contains("layouts/own/profile.json"))
      let used = try program.run(["schema", "list", "--schemas", folder.path])
      #expect(used.status == 2 && used.error.contains("layouts/own/profile.json"))
      #expect(try program.run(["schema", "list", "--schemas", folder.path + "/no"]).status == 2)
    }
  }

  @Test func anAddedProfileIsUsed() throws {
    try program.inFolder { folder in
      let source = Places.top.appendingPathComponent("schemas/layouts/wuhan-unit-budget-2025")
      let layouts = folder.appendingPathComponent("layouts")
      try FileManager.default.createDirectory(at: layouts, withIntermediateDirectories: true)
      let own = layouts.appendingPathComponent("own-budget")
      try FileManager.default.copyItem(at: source, to: own)
      let file = own.appendingPathComponent("profile.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing("\"wuhan-unit-budget-2025\"", with: "\"own-budget\"")
        .write(to: file, atomically: false, encoding: .utf8)
      let list = try program.run(["schema", "list", "--schemas", folder.path])
      #expect(list.status == 0 && list.output.contains("own-budget/08"))
    }
  }

  @Test(arguments: [("zh", "级别"), ("en", "severity")])
  func everyRuleIsExplained(_ language: String, _ word: String) throws {
    let all = try program.run(["explain", "--all", "--lang", language])
    #expect(all.status == 0)
    for fixture in Fixture.all(in: "rules") where !fixture.name.hasPrefix("relations/") {
      #expect(all.output.contains("`\(fixture.name)`"), "\(fixture)")
    }
    for rule in ["read/nul", "forms/weight", "translate/conflict"] {
      let one = try program.run(["explain", rule, "--lang", language])
      #expect(one.status == 0 && one.output.hasPrefix(rule + "  ") && one.output.contains(word))
    }
    let relation = try program.run(["explain", profile + "/cross/balance", "--lang", language])
    #expect(
      relation.status == 0 && relation.output.contains("表1{#total-revenue}=表1{#total-expenditure}"))
    let unknown = try program.run(["explain", "no/such", "--lang", language])
    #expect(unknown.status == 64 && unknown.error.contains("no/such") && unknown.output.isEmpty)
  }
}
