import Foundation
import TestSupport
import Testing

/// What `Tests/Fixtures/cases/` holds: small documents and exports of the kinds that are published
/// anywhere, each with the facts that are right. They are asked of the command, so that they say what
/// comes out and not how.
///
/// What is wrong today stands in `known-issues.txt`, a name a line. A case that has become right fails
/// until its line is removed.
struct CaseTests {
  /// What must come out of a case.
  struct Expected: Decodable {
    /// What is at stake.
    var says: String
    /// To refuse the input with these words is right, too.
    var refused: String?
    /// What every fact with an amount has.
    var all: [String: String]?
    /// For each of these there is a fact that has all of it.
    var facts: [[String: String]]?
    /// No fact with an amount has all of any of these.
    var none: [[String: String]]?
    /// Rules that `validate` must not find.
    var notFound: [String]?
    /// The rules of all errors that `validate` finds, where that is said.
    var errors: [String]?
    /// Captions that stand in the map that `inspect --write-map` proposes.
    var map: [String]?
  }

  /// What the command made of the cases, by name.
  private struct Outcome {
    var facts: [String: [[String: String]]] = [:]
    var refusals: [String: String] = [:]
    var findings: [String: [(rule: String, severity: String)]] = [:]
  }

  static let fixtures = Fixture.all(in: "cases").filter { $0.isReadable }

  private static let known: Set<String> = {
    let file = Places.top.appendingPathComponent("Tests/Fixtures/cases/known-issues.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return Set(
      text.split(separator: "\n").compactMap { $0.split(separator: " ").first }.map(String.init))
  }()

  /// All of it from one run of `convert` and one of `validate`.
  private static let outcome = Result { try run() }

  private static func run() throws -> Outcome {
    let program = ProgramRun()
    var outcome = Outcome()
    try program.inFolder { folder in
      let inputs = try fixtures.map { try $0.put(into: folder) }
      let manifest = folder.appendingPathComponent("run.ndjson")
      let converted = try program.run(
        ["convert"] + inputs + ["--to", "ndjson", "-o", "-", "-q", "--manifest", manifest.path])
      for fact in try converted.facts() {
        outcome.facts[stem(fact["document"]), default: []].append(fact)
      }
      let records = ProgramRun.Result(
        status: 0, output: try String(contentsOf: manifest, encoding: .utf8), error: "")
      for record in try records.objects() {
        guard let status = record["status"] as? String, status != "ok", status != "findings" else {
          continue
        }
        let message = record["message"] as? [String: String]
        outcome.refusals[stem(record["input"])] = message?["en"] ?? status
      }
      let validated = try program.run(
        ["validate"] + inputs + ["--report-format", "ndjson", "-q"])
      for finding in try validated.objects() {
        outcome.findings[stem(finding["document"]), default: []].append(
          (finding["rule"] as? String ?? "", finding["severity"] as? String ?? ""))
      }
    }
    return outcome
  }

  private static func stem(_ path: Any?) -> String {
    URL(fileURLWithPath: path as? String ?? "").deletingPathExtension().lastPathComponent
  }

  /// Whether a fact has all that is asked; of amounts the value counts, of a table's number the digits.
  private func fits(_ fact: [String: String], _ asked: [String: String]) -> Bool {
    asked.allSatisfy { name, value in
      let own = fact[name] ?? ""
      switch name {
      case "amount": return normal(own) == normal(value)
      case "table_number": return Int(own.filter(\.isNumber)) == Int(value)
      default: return own == value
      }
    }
  }

  private func normal(_ amount: String) -> String {
    guard amount.contains(".") else { return amount }
    let digits = amount.reversed().drop { $0 == "0" }
    return String(String(digits.drop { $0 == "." }.reversed()))
  }

  @Test(arguments: fixtures)
  func isRight(_ fixture: Fixture) throws {
    if Self.known.contains(fixture.name) {
      withKnownIssue("see known-issues.txt") { try check(fixture) }
    } else {
      try check(fixture)
    }
  }

  private func check(_ fixture: Fixture) throws {
    let expected = try fixture.expected(Expected.self)
    let outcome = try Self.outcome.get()
    if let message = outcome.refusals[fixture.stem] {
      let words = try #require(expected.refused, "\(expected.says) refused: \(message)")
      #expect(message.contains(words))
      return
    }
    let facts = outcome.facts[fixture.stem] ?? []
    let amounts = facts.filter { !($0["amount"] ?? "").isEmpty }
    #expect(!amounts.isEmpty, "\(expected.says)")
    for asked in expected.facts ?? [] {
      #expect(facts.contains { fits($0, asked) }, "\(expected.says) not there: \(asked)")
    }
    for (name, value) in expected.all ?? [:] {
      let others = Set(amounts.filter { !fits($0, [name: value]) }.map { $0[name] ?? "" })
      #expect(others.isEmpty, "\(expected.says) \(name) is not \(value) everywhere: \(others)")
    }
    for asked in expected.none ?? [] {
      #expect(!amounts.contains { fits($0, asked) }, "\(expected.says) there: \(asked)")
    }
    let findings = outcome.findings[fixture.stem] ?? []
    for rule in expected.notFound ?? [] { #expect(!findings.contains { $0.rule == rule }) }
    if let errors = expected.errors {
      #expect(Set(findings.filter { $0.severity == "error" }.map(\.rule)) == Set(errors))
    }
    if let captions = expected.map { try checkMap(fixture, captions) }
  }

  private func checkMap(_ fixture: Fixture, _ captions: [String]) throws {
    let program = ProgramRun()
    try program.inFolder { folder in
      let input = try fixture.put(into: folder)
      let map = folder.appendingPathComponent("map.json")
      let run = try program.run(["inspect", input, "--write-map", map.path, "-q"])
      #expect(run.status == 0, "\(run.error)")
      let text = (try? String(contentsOf: map, encoding: .utf8)) ?? ""
      for caption in captions { #expect(text.contains("\"\(caption)\""), "\(caption)") }
    }
  }

  @Test func whatIsKnownIsThere() {
    let names = Set(Fixture.all(in: "cases").map(\.name))
    #expect(Self.known.subtracting(names) == [])
  }
}
