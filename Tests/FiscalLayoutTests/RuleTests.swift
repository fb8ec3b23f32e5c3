import Documents
import FiscalLayout
import FiscalModel
import FiscalSchema
import FiscalValidation
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// The catalogue of rules is whole: what findings name stands in it, and the reference is made of it.
struct RuleTests {
  let catalogue: Catalogue

  init() throws { catalogue = try Places.catalogue.get() }

  @Test func identifiersAreUniqueAndTextsWhole() throws {
    let ids = catalogue.rules.map(\.id)
    #expect(Set(ids).count == ids.count && ids.count > 40)
    // A rule that stands twice in the file would hide the first.
    let file = try String(
      contentsOf: Places.top.appendingPathComponent("schemas/rules.json"), encoding: .utf8)
    #expect(file.ranges(of: "\"id\": \"").count == ids.count)
    for rule in catalogue.rules {
      for text in [rule.title, rule.text, rule.source] + [rule.hint].compactMap({ $0 }) {
        #expect(!text.zh.isEmpty && !text.en.isEmpty, "\(rule.id)")
      }
    }
  }

  /// Every rule that the sources name is in the catalogue, and the other way round.
  @Test func sourcesAndCatalogueNameTheSameRules() throws {
    var named: Set<String> = []
    let sources = Places.top.appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(
        of: /"((?:read|write|check|narrative|forms|translate)\/[a-z-]+)[":]/)
      {
        named.insert(String(match.1))
      }
    }
    // A wrong header is an error, and rows of other lengths are what titles and notes are.
    for rule in CSVIssue.Rule.allCases where rule != .header && rule != .raggedRow {
      named.insert("read/" + rule.rawValue)
    }
    let known = Set(catalogue.rules.map(\.id))
    #expect(named.subtracting(known) == [])
    #expect(known.subtracting(named) == [])
  }

  @Test(arguments: Places.samples)
  func findingsCarryWhatTheCatalogueSays(_ name: String) throws {
    let reading = try DisclosureReader(catalogue: catalogue)
      .read(Document(name: name, bytes: Samples.bytes(name)))
    for finding in reading.findings {
      let rule = try #require(catalogue.rule(finding.rule), "\(finding.rule)")
      #expect(finding.severity == rule.severity && finding.source == rule.source)
    }
  }

  @Test func everyRuleHasAPage() {
    for language in Language.allCases {
      let pages = RulePages(catalogue: catalogue, language: language)
      for id in pages.identifiers { #expect(pages.explain(id).count > 2, "\(id)") }
      #expect(pages.explain("wuhan-final-accounts-2021/01/1").first?.contains("27行") ?? false)
      #expect(pages.explain("no/such-rule") == [])
    }
  }

  /// `docs/rules.md` is `fiscaltables explain --all`; record it anew after a change of the rules.
  @Test(arguments: [("rules.md", Language.chinese), ("rules.en.md", .english)])
  func theReferenceIsCurrent(_ name: String, _ language: Language) throws {
    let file = Places.top.appendingPathComponent("docs/\(name)")
    let text = RulePages(catalogue: catalogue, language: language).reference + "\n"
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: file, atomically: false, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(text == recorded, "run RECORD_SNAPSHOTS=1 scripts/test --filter RuleTests")
  }

  @Test func severitiesMayBeChanged() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let rules = ["check/empty-table", "write/rounded"].map {
      """
      {"id":"\($0)","severity":"error","title":{"zh":"a","en":"a"},
      "text":{"zh":"a","en":"a"},"source":{"zh":"a","en":"a"}}
      """
    }
    try "{\"rules\":[\(rules.joined(separator: ","))]}".write(
      to: folder.appendingPathComponent("rules.json"), atomically: true, encoding: .utf8)
    let changed = try Catalogue(
      folder: Places.top.appendingPathComponent("schemas").path, additional: [folder.path])
    #expect(changed.rule("check/empty-table")?.severity == .error)
    #expect(changed.rules.count == catalogue.rules.count)
    // What is found on the way out is graded as all else.
    let reading = try DisclosureReader(catalogue: changed).read(
      Document(
        name: "2022-final-accounts.txt", bytes: Samples.bytes("2022-final-accounts.txt")))
    let rounded = try reading.converted(to: .hundredMillionYuan, rounding: true, changed)
      .findings.filter { $0.rule == "write/rounded" }
    #expect(!rounded.isEmpty && rounded.allSatisfy { $0.severity == .error })
    #expect(rounded.first?.source == BilingualText(zh: "a", en: "a"))
  }
}
