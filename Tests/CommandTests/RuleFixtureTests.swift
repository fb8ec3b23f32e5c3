import Foundation
import TestSupport
import Testing

/// What `Tests/Fixtures/rules/` holds: for each rule an input in which it is found, and the findings.
/// They are asked of the command, so that they say what is found and not how.
struct RuleFixtureTests {
  /// What a finding says.
  struct Found: Decodable, Sendable {
    var rule: String
    var severity: String
    var verdict: String?
    /// Without those that stand twice, in any order.
    var places: Set<String>
    /// Left, right and the difference.
    var sums: [String]?
    /// What the message has in Chinese and in English.
    var mentions: [String]?
  }

  /// What a fixture expects: all findings of the rules it names, and of errors no others.
  struct Expected: Decodable {
    /// The command and its options; `validate` where there is none.
    var command: [String]?
    /// Rules of errors that are found besides.
    var also: [String]?
    var findings: [Found]
  }

  /// A finding as it came.
  struct Reported: Sendable {
    var found: Found
    var messages: [String]

    func fits(_ expected: Found) -> Bool {
      found.rule == expected.rule && found.severity == expected.severity
        && found.verdict == expected.verdict && found.places == expected.places
        && (expected.sums == nil || found.sums == expected.sums)
        && (expected.mentions ?? []).allSatisfy { mention in
          messages.allSatisfy { $0.contains(mention) }
        }
    }
  }

  static let fixtures = Fixture.all(in: "rules").filter { $0.isReadable }

  /// The findings of all that `validate` finds, by fixture, from one run.
  private static let validated = Result {
    try validate(fixtures.filter { try $0.expected(Expected.self).command == nil })
  }

  private static func validate(_ fixtures: [Fixture]) throws -> [String: [Reported]] {
    let program = ProgramRun()
    var result: [String: [Reported]] = [:]
    try program.inFolder { folder in
      let inputs = try fixtures.map { try $0.put(into: folder) }
      let run = try program.run(
        ["validate"] + inputs + ["--report-format", "ndjson", "--fail-on", "never", "-q"])
      try #require(run.status == 0, "\(run.error)")
      for object in try run.objects() {
        let file = URL(fileURLWithPath: object["document"] as? String ?? "")
        let stem = file.deletingPathExtension().lastPathComponent
        result[stem, default: []].append(reported(object, stem))
      }
    }
    return result
  }

  private static func reported(_ object: [String: Any], _ stem: String) -> Reported {
    let sums = ["left_sum", "right_sum", "difference"].compactMap { object[$0] as? String }
    let places = (object["locations"] as? [String] ?? [])
      .map { $0.replacing(stem + "!", with: "input!") }
    return Reported(
      found: Found(
        rule: object["rule"] as? String ?? "", severity: object["severity"] as? String ?? "",
        verdict: object["verdict"] as? String, places: Set(places),
        sums: sums.isEmpty ? nil : sums),
      messages: ["message_zh", "message_en"].compactMap { object[$0] as? String })
  }

  /// What `convert` tells of a fixture, from the lines that it prints in both languages.
  private func converted(_ fixture: Fixture, _ command: [String]) throws -> [Reported] {
    let program = ProgramRun()
    var languages: [[Reported]] = []
    try program.inFolder { folder in
      let input = try fixture.put(into: folder)
      for language in ["zh", "en"] {
        let output = folder.appendingPathComponent(language + ".xlsx").path
        let run = try program.run(
          [command[0], input] + command.dropFirst() + ["-o", output, "--lang", language])
        #expect(run.status == 0, "\(run.error)")
        languages.append(run.error.split(separator: "\n").compactMap { told(String($0)) })
      }
    }
    return zip(languages[0], languages[1]).map { zh, en in
      Reported(found: en.found, messages: zh.messages + en.messages)
    }
  }

  /// A finding as a line tells it: `file.txt:1:24: warning[rule] message`.
  private func told(_ line: String) -> Reported? {
    let severities = [
      "错误": "error", "警告": "warning", "提示": "note", "error": "error", "warning": "warning",
      "note": "note",
    ]
    guard let match = line.wholeMatch(of: /\ +[^:]+:(?:(.*?):)? *([^ \[:]+)\[([^\]]+)\] (.*)/),
      let severity = severities[String(match.2)]
    else { return nil }
    return Reported(
      found: Found(
        rule: String(match.3), severity: severity, places: Set(match.1.map { [String($0)] } ?? [])),
      messages: [String(match.4)])
  }

  @Test(arguments: fixtures)
  func isFound(_ fixture: Fixture) throws {
    let expected = try fixture.expected(Expected.self)
    let all =
      if expected.command == ["validate"] {
        // By itself: workers may not do all that the program may.
        try Self.validate([fixture])[fixture.stem] ?? []
      } else if let command = expected.command {
        try converted(fixture, command)
      } else {
        try Self.validated.get()[fixture.stem] ?? []
      }
    let rules = Set(expected.findings.map(\.rule))
    #expect(!rules.isEmpty)
    var rest = all.filter { rules.contains($0.found.rule) }
    for finding in expected.findings {
      guard let index = rest.firstIndex(where: { $0.fits(finding) }) else {
        Issue.record("not found: \(finding); there are: \(rest)")
        continue
      }
      rest.remove(at: index)
    }
    #expect(rest.isEmpty, "not expected: \(rest)")
    guard expected.command == nil else { return }
    let errors = all.filter { $0.found.severity == "error" && !rules.contains($0.found.rule) }
    #expect(Set(errors.map(\.found.rule)) == Set(expected.also ?? []))
  }

  /// Every rule has a folder of its name, and what stands in others is a relation of the profiles.
  @Test func everyRuleHasAFixture() throws {
    struct Catalogue: Decodable {
      struct Rule: Decodable { var id: String }
      var rules: [Rule]
    }
    let file = Places.top.appendingPathComponent("schemas/rules.json")
    let rules = try JSONDecoder().decode(Catalogue.self, from: Data(contentsOf: file)).rules
    let own = Fixture.all(in: "rules").filter { !$0.name.hasPrefix("relations/") }
    #expect(Set(own.map(\.name)) == Set(rules.map(\.id)))
    for fixture in own {
      let findings = try fixture.expected(Expected.self).findings
      #expect(findings.allSatisfy { $0.rule == fixture.name }, "\(fixture)")
    }
  }
}

extension Fixture {
  /// Whether this machine has what reading its input needs.
  var isReadable: Bool {
    programs.allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0) }
  }
}
