import FiscalLayout
import FiscalModel
import FiscalSchema
import Foundation
import Spreadsheet
import TestSupport
import Testing

/// The words of the program are whole: each message that the sources name stands in `schemas/` with the
/// holes that its arguments fill, and nothing else stands there.
struct MessageTests {
  let messages: Messages

  init() throws {
    messages = try Messages(folder: Places.top.appendingPathComponent("schemas").path)
  }

  @Test func bothLanguagesHaveTheSameHoles() {
    #expect(messages.identifiers.count > 300)
    for id in messages.identifiers {
      #expect(messages.holes(id, in: .chinese) == messages.holes(id, in: .english), "\(id)")
    }
  }

  /// A message that the sources make, with the names of its arguments where they are written out.
  private struct Use {
    var id: String
    var arguments: Set<String>
  }

  /// The texts of the sources in pieces between quotation marks: every other one is a literal.
  private func sources() throws -> [[Substring]] {
    let sources = Places.top.appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.map {
      try String(contentsOf: sources.appendingPathComponent($0), encoding: .utf8)
        .split(separator: "\"", omittingEmptySubsequences: false)
    }
  }

  private func uses(_ pieces: [Substring]) -> [Use] {
    let makers = [
      "Message(", "Finding(", "self.init(", "FileError(", "Terminal.text(", "Terminal.lines(",
      ".system(",
    ]
    return pieces.indices.dropLast(2).compactMap { index in
      let code = String(pieces[index].suffix(60)).trimmingCharacters(in: .whitespacesAndNewlines)
      guard let maker = makers.first(where: code.hasSuffix) else { return nil }
      let rest = pieces[index + 2]
      var names: Set<String> = maker == ".system(" ? ["reason"] : []
      if rest.first == ",", let bracket = rest.firstIndex(where: { !", \n".contains($0) }),
        rest[bracket] == "["
      {
        names = keys(rest.base[bracket...])
      }
      return Use(id: String(pieces[index + 1]), arguments: names)
    }
  }

  /// The keys of a dictionary literal that a text begins with.
  private func keys(_ text: Substring) -> Set<String> {
    var names: Set<String> = []
    var depth = 0
    var isInText = false
    for index in text.indices {
      switch text[index] {
      case "\"": isInText.toggle()
      case "[" where !isInText, "(" where !isInText, "{" where !isInText: depth += 1
      case "]" where !isInText, ")" where !isInText, "}" where !isInText: depth -= 1
      case ":" where depth == 1 && !isInText && text[..<index].last == "\"":
        names.insert(String(text[..<index].dropLast().reversed().prefix { $0 != "\"" }.reversed()))
      default: break
      }
      if depth == 0 { break }
    }
    return names
  }

  @Test func sourcesAndSchemasNameTheSameMessages() throws {
    let known = messages.identifiers
    var named: Set<Substring> = []
    var prefixes: Set<Substring> = []
    var filled: [String: Set<String>] = [:]
    for pieces in try sources() {
      for use in uses(pieces) where use.id.wholeMatch(of: /[a-z-]+[.\/][A-Za-z.:-]+/) != nil {
        #expect(known.contains(use.id), "\(use.id)")
        let unknown = use.arguments.subtracting(messages.holes(use.id, in: .chinese))
        #expect(unknown == [], "\(use.id)")
        filled[use.id, default: []].formUnion(use.arguments)
      }
      named.formUnion(pieces)
      for piece in pieces {
        guard let range = piece.firstRange(of: ".\\(") else { continue }
        prefixes.insert(piece[...range.lowerBound])
      }
    }
    for (id, arguments) in filled {
      #expect(arguments == messages.holes(id, in: .chinese), "\(id)")
    }
    let unused = known.filter { id in
      !id.hasSuffix(":title") && !named.contains(id[...]) && !prefixes.contains { id.hasPrefix($0) }
    }
    #expect(unused == [])
  }

  /// What is named by the value of an enumeration has a name for each.
  @Test func everyValueHasAName() {
    var ids = AmountUnit.allCases.map(\.message.id)
    ids += [Stage.budget, .adjusted, .final].map(\.message.id)
    ids += [Verdict.exact, .rounding, .break, .ambiguous].map(\.message.id)
    ids += [Severity.note, .warning, .error].map(\.message.id)
    ids += Comparison.Status.allCases.map { "diff.status.\($0.rawValue)" }
    ids += CSVIssue.Rule.allCases.map { "csv.issue.\($0.rawValue)" }
    ids += CSVIssue.Rule.allCases.filter { $0 != .header }.map { "csv.treatment.\($0.rawValue)" }
    #expect(Set(ids).subtracting(messages.identifiers) == [])
  }

  @Test(arguments: [
    (["near": "02"], "there is no profile or layout \"01\"; did you mean 02?"),
    ([:], "there is no profile or layout \"01\"; see fiscaltables schema list"),
  ])
  func aTextDependsOnWhatThereIs(_ near: [String: String], _ text: String) {
    let message = Message("option.unknown-schema", ["id": "01", "near": near["near"]])
    #expect(messages.text(message, in: .english) == text)
  }

  @Test(arguments: [(0, "0 rows were"), (1, "1 row was"), (2, "2 rows were")])
  func oneIsSingular(_ count: Int, _ text: String) {
    let message = Message("translate/derived-rows", ["title": "x", "count": count])
    #expect(messages.text(message, in: .english).contains(text))
  }

  @Test func listsUnitsAndBraces() throws {
    let columns = Message("read/reordered-columns", ["captions": ["a", "b"]])
    #expect(messages.text(columns, in: .chinese).hasSuffix("a、b"))
    #expect(messages.text(columns, in: .english).hasSuffix("a, b"))
    let unit = Message("read/unit-assumed", ["unit": AmountUnit.tenThousandYuan])
    #expect(messages.text(unit, in: .english).contains("万元"))
    let brace = Message("lint.no-row-label", ["label": "x", "table": "1"])
    #expect(messages.text(brace, in: .english).hasSuffix("{#id}"))
    let rounded = Message(
      "write/rounded",
      [
        "amount": try Amount("1.25"), "from": AmountUnit.yuan, "exact": try Amount("0.000125"),
        "rounded": try Amount("0.00"), "to": AmountUnit.tenThousandYuan,
      ])
    #expect(messages.text(rounded, in: .english) == "1.25 元 is 0.000125 万元, rounded to 0.00")
  }

  /// A message without words still says what it is about.
  @Test func anUnknownMessageIsItsIdentifier() {
    let message = Message("no.such", ["b": "text", "a": 3])
    #expect(messages.text(message, in: .english) == "no.such a=3 b=text")
  }
}
