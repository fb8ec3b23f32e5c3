import Foundation
import Spreadsheet
import Testing

/// Options of the command that change what is written: units, layouts, streams, guards, languages.
struct OptionTests {
  private let program = ProgramRun()

  private func facts(_ arguments: [String]) throws -> [[String: String]] {
    let run = try program.run(["convert"] + arguments + ["--to", "ndjson", "-o", "-", "-q"])
    #expect(run.status == 0, "\(run.error)")
    return try run.facts()
  }

  /// Thirty times ten thousand yuan are three hundred thousand, and no whole hundredths of a hundred
  /// million.
  @Test func unitsAreExactOrAskedToBeRounded() throws {
    try program.inFolder { folder in
      let input = try SmallBudget.file(in: folder)
      func amount(_ options: [String]) throws -> [String] {
        let fact = try #require(
          try facts([input] + options).first {
            $0["code"] == "2010302" && $0["concept"] == "expenditure.project"
          })
        return ["amount", "unit", "printed"].map { fact[$0] ?? "" }
      }
      #expect(try amount([]) == ["30.00", "万元", "30.00"])
      #expect(try amount(["--unit", "元"]).prefix(2) == ["300000", "元"])
      #expect(try amount(["--unit", "万元"]) == ["30.00", "万元", "30.00"])
      #expect(try amount(["--unit", "亿元", "--round"]).prefix(2) == ["0.00", "亿元"])
      let refused = try program.run([
        "convert", input, "--unit", "亿元", "--to", "facts", "-o", "-",
      ])
      #expect(refused.status == 2 && refused.output.isEmpty)
      #expect(refused.error.contains("90.00 万元 at 1:6") && refused.error.contains("--round"))
      #expect(try program.run(["convert", input, "--round", "-o", "-"]).status == 64)
    }
  }

  @Test func tablesAreWrittenInAnotherLayout() throws {
    try program.inFolder { folder in
      let input = try SmallBudget.file(in: folder)
      let facts = try facts([input, "--layout", "shanghai-unit-budget-2024"])
      let titles = Set(facts.compactMap { $0["table_title"] })
      #expect(titles.contains { $0.contains("预算单位支出预算总表") })
      let item = facts.first {
        $0["code"] == "2010302" && $0["concept"] == "expenditure.project"
      }
      #expect(item?["amount"] == "30.00")
      let stage = try program.run([
        "convert", input, "--layout", "wuhan-final-accounts-2022", "--to", "facts", "-o", "-",
      ])
      #expect(stage.status == 2 && stage.error.contains("wuhan-final-accounts-2022"))
      let unknown = try program.run([
        "convert", input, "--layout", "nothing", "--to", "facts", "-o", "-",
      ])
      #expect(unknown.status == 64 && unknown.error.contains("\"nothing\""))
    }
  }

  /// Text that a spreadsheet would take for a formula gets an apostrophe; a number with a sign does not.
  @Test func formulasAreGuarded() throws {
    let text = Data("=1+1,-5\n@x,+7\n".utf8)
    let plain = try program.run(["cells", "-", "--to", "csv"], input: text)
    #expect(plain.output == "=1+1,-5\n@x,+7\n")
    let guarded = try program.run(["cells", "-", "--to", "csv", "--guard-formulas"], input: text)
    #expect(guarded.output == "'=1+1,-5\n'@x,+7\n")
    try program.inFolder { folder in
      let input = try SmallBudget.file(in: folder, replacing: [("行政运行", "=行政运行")])
      for (options, label) in [([], "=行政运行"), (["--guard-formulas"], "'=行政运行")] {
        let out = folder.path + "/out\(options.count)"
        #expect(
          try program.run(["convert", input, "--to", "csv", "-o", out, "-q"] + options).status == 0)
        let table = try String(contentsOfFile: out + "/表3 支出总表.csv", encoding: .utf8)
        let row = table.split(separator: "\n").first { $0.hasPrefix("2010301,") }
        #expect(row?.split(separator: ",").contains(Substring(label)) ?? false, "\(table)")
      }
    }
  }

  @Test func everyCommandReadsStandardInput() throws {
    let input = Data(SmallBudget.text.utf8)
    let book = try program.run(["convert", "-", "-o", "-", "-q"], input: input)
    #expect(book.status == 0 && book.output.hasPrefix("PK") && book.error.isEmpty)
    let inspected = try program.run(["inspect", "-"], input: input)
    #expect(inspected.status == 0 && inspected.output.contains("白鹭市档案馆"))
    let validated = try program.run(
      ["validate", "-", "--report-format", "concise", "-q"], input: input)
    #expect(validated.status == 0 && validated.output.contains("standard input: "))
    let cells = try program.run(["cells", "-", "--to", "csv"], input: Data("a,b\n".utf8))
    #expect(cells.status == 0 && cells.output == "a,b\n")
  }

  @Test func oneSheetIsNamedOrCounted() throws {
    try program.inFolder { folder in
      let input = try SmallBudget.file(in: folder)
      let book = folder.path + "/book.xlsx"
      #expect(try program.run(["convert", input, "-o", book, "-q"]).status == 0)
      let named = try program.run(["cells", book, "--to", "csv", "--sheet", "表3 支出总表"])
      #expect(named.status == 0)
      #expect(
        named.output.split(separator: "\n").contains { $0.hasPrefix("2010302,一般行政管理事务,30.00") })
      #expect(
        try program.run(["cells", book, "--to", "csv", "--sheet", "2"]).output == named.output)
      // Of several the first is written where none is named.
      let first = try program.run(["cells", book, "--to", "csv", "--sheet", "1"]).output
      #expect(try program.run(["cells", book, "--to", "csv"]).output == first)
      #expect(first != named.output)
      #expect(try program.run(["cells", book, "--sheet", "9"]).status == 2)
    }
  }

  @Test func existingOutputsStayUnlessForced() throws {
    try program.inFolder { folder in
      let inputs = [
        try SmallBudget.file("a.txt", in: folder), try SmallBudget.file("b.txt", in: folder),
      ]
      let out = folder.path + "/out"
      #expect(try program.run(["convert", inputs[0], "-o", out + "/", "-q"]).status == 0)
      let mine = Data("mine".utf8)
      let file = URL(fileURLWithPath: out + "/a.xlsx")
      try mine.write(to: file)
      let refused = try program.run(["convert"] + inputs + ["-o", out])
      #expect(refused.status == 2 && refused.error.contains("a.xlsx: exists already"))
      // The other one was written all the same.
      #expect(FileManager.default.fileExists(atPath: out + "/b.xlsx"))
      #expect(try Data(contentsOf: file) == mine)
      #expect(try program.run(["convert"] + inputs + ["-o", out, "--skip-existing"]).status == 0)
      #expect(try Data(contentsOf: file) == mine)
      #expect(try program.run(["convert"] + inputs + ["-o", out, "--force"]).status == 0)
      #expect(try Data(contentsOf: file) != mine)
    }
  }

  /// The option goes before the variables, and LC_ALL before LANG.
  @Test func theLanguageIsChosen() throws {
    try program.inFolder { folder in
      let input = try SmallBudget.file(in: folder)
      let convert = ["convert", input, "--to", "facts", "-o", "-"]
      for (options, locale, word) in [
        ([], "zh_CN.UTF-8", "张表"), ([], "en_US.UTF-8", "tables"),
        (["--lang", "en"], "zh_CN.UTF-8", "tables"),
        (["--lang", "zh"], "en_US.UTF-8", "张表"),
      ] {
        let run = try program.run(convert + options, language: locale)
        #expect(run.error.contains(word), "\(options) \(locale): \(run.error)")
        // What is written is the same in any.
        #expect(run.output.contains(",expenditure.current-year,"))
      }
      #expect(try program.run(convert + ["--lang", "fr"]).status == 64)
    }
  }

  @Test(arguments: [
    ["validate"], ["validate", "a", "--fail-on", "sometimes"], ["validate", "a", "--unknown"],
    ["convert", "a", "-o", "b.xlsx", "--to", "pdf"],
    ["cells"], ["cells", "a", "b"], ["cells", "a", "--to", "xlsx"], ["diff", "a"], ["diff"],
    ["explain", "no/such-rule"], ["schema", "template", "nothing", "-o", "t.xlsx"],
    ["schema", "export", "nothing", "--to", "json-schema"],
    ["schema", "export", "wuhan-unit-budget-2025", "--to", "xml"], ["schema", "show"],
    ["inspect", "a", "--lang", "de"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let run = try program.run(arguments)
    #expect(run.status == 64, "\(run.status): \(run.error)")
    #expect(run.output.isEmpty && !run.error.isEmpty)
  }
}
