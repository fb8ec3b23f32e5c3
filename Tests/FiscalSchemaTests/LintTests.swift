import FiscalModel
import FiscalSchema
import Foundation
import TestSupport
import Testing

/// Each way to get a schema file wrong is named with its place.
struct LintTests {
  private static let fixtures = Places.top.appendingPathComponent("Tests/Fixtures")
  private static let form = "03-project-performance-targets.json"
  private static let summary = "01-revenue-expenditure-summary.json"
  private static let table = "02-expenditure.json"

  /// The findings about the fixture after one of its files was changed.
  private func lint(
    _ file: String, _ old: String, _ new: String, region: String = "fourth-region",
    profile: String = "fourth-region-final-accounts"
  ) throws -> [LintFinding] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lint-\(UUID().uuidString)")
    try FileManager.default.copyItem(
      at: LintTests.fixtures.appendingPathComponent(region), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("layouts/\(profile)/\(file)")
    let text = try String(contentsOf: path, encoding: .utf8)
    try #require(text.contains(old))
    try text.replacing(old, with: new, maxReplacements: 1)
      .write(to: path, atomically: false, encoding: .utf8)
    var linter = SchemaLinter(folder: folder.path, base: try Places.catalogue.get())
    let findings = linter.findings()
    #expect(
      findings.allSatisfy {
        $0.file.hasPrefix(folder.path) && !$0.message.text(in: .chinese).isEmpty
      })
    return findings
  }

  static let mistakes: [(String, String, String, String, String)] = [
    (
      table, "\"expenditure.basic\" }", "\"expenditure.basics\" }", "columns[1].concept",
      "did you mean expenditure.basic?"
    ),
    (
      table, ", \"concept\": \"expenditure.project\" }", " }", "$.blocks[0].columns[3].columns[1]",
      "has no concept"
    ),
    (
      summary, ", \"concept\": \"revenue.other\"", "", "$.blocks[0].panels[0].rows[2]",
      "has no concept"
    ),
    (
      table, "[#total.budget]=", "[#totals.budget]=", "$.relations[0].rule",
      "did you mean total.budget?"
    ),
    (
      table, "[#basic.final]+[#project.final]", "[#basic.final]+", "$.relations[1].rule",
      "not understood"
    ),
    (table, "合计=Σ类=Σ款=Σ项", "合计=Σ品", "$.relations[2].rule", "not understood"),
    (table, "\"id\": \"02/2\"", "\"id\": \"02/1\"", "$.relations[1].id", "$.relations[0]"),
    (
      table, "\"id\": \"basic.final\"", "\"id\": \"basic.budget\"",
      "$.blocks[0].columns[2].columns[1].id",
      "rename"
    ),
    (
      summary, "\"columns\": [\"revenue.label\", ", "\"columns\": [",
      "$.blocks[0].columns[0].columns[0]",
      "no panel has the column"
    ),
    (
      summary, "\"expenditure.label\", \"expenditure.budget\"",
      "\"expenditure.budget\", \"expenditure.label\"", "$.blocks[0].panels[1].columns", "adjacent"
    ),
    (
      table, "\"classification\": \"functional\"", "\"classification\": \"function\"",
      "open.classification", "no classification"
    ),
    (table, "\"decimals\"", "\"decimal\"", "$.decimal", "did you mean decimals?"),
    (table, "\"decimals\": 0", "\"decimals\": \"0\"", "$.decimals", "a number belongs here"),
    (table, "\"unit\": \"元\"", "\"unit\": \"角\"", "$.unit", "is none of"),
    (
      table, "\"role\": \"name\"", "\"role\": \"names\"", "$.blocks[0].columns[1].role",
      "is none of"
    ),
    (table, "\"number\": \"2\"", "\"number\": \"1\"", "$.number", "rename"),
    (table, "\"stage\": \"final\"", "\"stage\": \"end\"", "$.stage", "is none of"),
    (
      summary, "\"expenditure.label\", \"expenditure.budget\"",
      "\"revenue.final\", \"expenditure.budget\"", "$.blocks[0].panels[1].columns[0]",
      "panels overlap"
    ),
    (summary, "{#fiscal}", "{#fiscals}", "$.relations[0].rule", "did you mean fiscal?"),
    (
      summary, "\"id\": \"other\", \"label\"", "\"id\": \"fiscal\", \"label\"",
      "$.blocks[0].panels[0].rows[2].id", "rename"
    ),
    (
      summary, "\"kind\": \"category\"", "\"kind\": \"categories\"",
      "$.blocks[0].panels[0].rows[0].kind",
      "is none of"
    ),
    (
      summary, "\"kind\": \"category\"", "\"parent\": \"sum\", \"kind\": \"category\"",
      "$.blocks[0].panels[0].rows[0].parent", "no line"
    ),
    (
      summary, "\"concept\": \"revenue.other\"",
      "\"concept\": \"revenue.other\", \"members\": { \"fund_source\": \"gold\" }",
      "members.fund_source", "no code"
    ),
    (summary, "\"relations\": [", "\"relations\": [,", "", "cannot be read"),
    (
      "profile.json", "\"02-expenditure.json\"", "\"03-expenditure.json\"", "$.layouts[1]",
      "no file"
    ),
    (
      "profile.json", "表2{#total}[#total.final]", "表3{#total}[#total.final]", "$.relations[0].rule",
      "no table 3"
    ),
    (
      "profile.json", "表1{#expenditure}[#expenditure.final]", "表1{#expense}[#expenditure.final]",
      "$.relations[0].rule", "no line"
    ),
    (
      "profile.json", "\"id\": \"fourth-region-final-accounts\"", "\"id\": \"fifth\"", "$.id",
      "the folder"
    ),
    ("profile.json", "\"source\": \"Made up for the tests.\",", "", "$", "\"source\" is missing"),
    ("profile.json", "\"from\": 2020", "\"from\": 2020, \"to\": 2019", "", "from is after to"),
    (
      table, "{ \"open\"", "{ \"each\": \"functional.class\", \"label\": \"{name}\" }, { \"open\"",
      "rows[0]", "\"id\" is missing"
    ),
    (
      table, "{ \"open\"",
      "{ \"each\": \"functional.class\", \"except\": [\"999\"], \"id\": \"x-{code}\", \"label\": \"{name}\" }, { \"open\"",
      "", "no code 999"
    ),
  ]

  @Test(arguments: mistakes.indices)
  func namesTheMistake(_ index: Int) throws {
    let (file, old, new, path, message) = LintTests.mistakes[index]
    let findings = try lint(file, old, new)
    #expect(
      findings.contains {
        $0.path.hasSuffix(path) && $0.message.text(in: .english).contains(message)
      },
      "\(findings.map { "\($0.path): \($0.message.text(in: .english))" })")
  }

  /// Keys that may be there or not are read, and a line for each class with its sum.
  @Test(arguments: [
    (table, "\"id\": \"02/1\"", "\"severity\": \"warning\", \"id\": \"02/1\""),
    (table, "\"caption\": \"科目名称\"", "\"aliases\": [\"名称\"], \"caption\": \"科目名称\""),
    (
      summary, "{ \"id\": \"project\"",
      "{ \"each\": \"functional.class\", \"except\": [\"209\"], \"id\": \"function-{code}\", \"label\": \"{ordinal}、{name}\", \"concept\": \"expenditure.function\" }, { \"id\": \"project\""
    ),
    (summary, "{#fiscal}+{#institution}", "{#f*}+{#institution}"),
  ])
  func whatIsAllowedIsAccepted(_ file: String, _ old: String, _ new: String) throws {
    #expect(try lint(file, old, new) == [])
  }

  static let formMistakes: [(String, String, String, String)] = [
    ("\"widths\"", "\"width\"", "$.width", "did you mean widths?"),
    ("\"widths\": [12, ", "\"widths\": [\"12\", ", "$.widths[0]", "a number belongs here"),
    ("\"unit\": \"元\"", "\"unit\": \"角\"", "$.unit", "is none of"),
    (
      "\"role\": \"long-text\" }]", "\"role\": \"long\" }]", "$.blocks[1].fields[0].role",
      "is none of"
    ),
    (
      "\"concept\": \"performance.project-annual-budget\"",
      "\"concept\": \"performance.project-annual-budgets\"", "$.blocks[0].fields[1].concept",
      "did you mean performance.project-annual-budget?"
    ),
    (
      ", \"concept\": \"performance.funding\"", "", "$.blocks[2].columns[1]", "has no concept"
    ),
    ("\"id\": \"grounds\"", "\"id\": \"project\"", "$.blocks[1].fields[0].id", "rename"),
    (
      "\"id\": \"last-year\"", "\"id\": \"expected\"", "$.blocks[3].columns[3].id", "rename"
    ),
    ("\"id\": \"unit-funds\"", "\"id\": \"total\"", "$.blocks[2].rows[2].id", "rename"),
    (
      "\"unit-funds\"]", "\"unit-fund\"]", "$.blocks[2].rows[2].sum[1]",
      "did you mean unit-funds?"
    ),
    ("\"place\": \"side\"", "\"place\": \"left\"", "$.blocks[2].place", "is none of"),
    (
      "\"blankRows\": 5", "\"blankRows\": \"5\"", "$.blocks[3].blankRows",
      "a number belongs here"
    ),
    (
      "{ \"fields\": [{ \"id\": \"grounds\"", "{ \"field\": [{ \"id\": \"grounds\"",
      "$.blocks[1].field", "did you mean fields?"
    ),
    (
      "\"label\": \"单位资金\" }", "\"label\": \"单位资金\", \"under\": \"其他\" }",
      "$.blocks[2].rows[1].under", "level"
    ),
    (
      "\"span\": 1, \"words\"", "\"span\": 1, \"word\"", "columns[0].word",
      "did you mean words?"
    ),
    ("\"title\": \"项目绩效目标简表\",", "", "$", "\"title\" is missing"),
    (
      "\"span\": 3 },\n        { \"id\": \"annual", "\"span\": 9 },\n        { \"id\": \"annual",
      "", "does not fit"
    ),
    ("\"blocks\": [", "\"blocks\": [,", "", "cannot be read"),
  ]

  @Test(arguments: formMistakes.indices)
  func namesTheMistakeOfAForm(_ index: Int) throws {
    let (old, new, path, message) = LintTests.formMistakes[index]
    let findings = try lint(
      LintTests.form, old, new, region: "fifth-region", profile: "fifth-region-budget")
    #expect(
      findings.contains {
        $0.path.hasSuffix(path) && $0.message.text(in: .english).contains(message)
      },
      "\(findings.map { "\($0.path): \($0.message.text(in: .english))" })")
  }

  /// The schemas of the program are in order: every concept is used, every column and line has one.
  @Test func theBundledSchemasAreInOrder() throws {
    var linter = SchemaLinter(
      folder: Places.top.appendingPathComponent("schemas").path,
      base: try Places.catalogue.get())
    let findings = linter.findings()
    #expect(findings.map { "\($0.file) \($0.path) \($0.message.text(in: .english))" } == [])
  }

  @Test func anUnusedConceptIsNamed() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("lint-\(UUID().uuidString)")
    try FileManager.default.copyItem(
      at: Places.top.appendingPathComponent("schemas"), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("concepts.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try text.replacing(
      "\"concepts\": [",
      with:
        "\"concepts\": [{ \"id\": \"moon\", \"zh\": \"月\", \"en\": \"Moon\", \"names\": [], \"definition\": { \"zh\": \"月\", \"en\": \"Moon\" }, \"source\": \"none\" },"
    )
    .write(to: path, atomically: false, encoding: .utf8)
    var linter = SchemaLinter(folder: folder.path, base: try Places.catalogue.get())
    let findings = linter.findings()
    #expect(
      findings.contains {
        $0.path == "$.concepts[0]" && $0.message.text(in: .english).contains("\"moon\"")
      })
  }
}
