import ArgumentParser
import FiscalTables
import Foundation

/// `fiscaltables diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: Help.diff,
    discussion: Help.diffDiscussion)

  /// What is written.
  enum Target: String, CaseIterable, ExpressibleByArgument { case human, json, xlsx }

  @Argument(help: ArgumentHelp(Help.diffFirst, valueName: "A"))
  var first: String

  @Argument(help: ArgumentHelp(Help.diffSecond, valueName: "B"))
  var second: String

  @Option(help: ArgumentHelp(Help.diffTarget, valueName: "human|json|xlsx"))
  var to: Target?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Help.diffOutput, valueName: "FILE"))
  var output = "-"

  @Flag(help: ArgumentHelp(Help.diffAll))
  var all = false

  @Flag(help: ArgumentHelp(Help.diffExitCode))
  var exitCode = false

  @Flag(help: ArgumentHelp(Help.force))
  var force = false

  @OptionGroup var common: CommonOptions

  private var target: Target {
    to ?? (output.hasSuffix(".xlsx") ? .xlsx : output.hasSuffix(".json") ? .json : .human)
  }

  func validate() throws {
    if first == "-", second == "-" {
      throw ValidationError(Terminal.text("option.standard-input-twice"))
    }
  }

  func run() throws {
    Interruption.install()
    let tables = try common.tables()
    var sides: [[DisclosureDocument]] = []
    for path in [first, second] {
      do {
        sides.append(try tables.readAll(SourceFile(input: path)))
      } catch {
        Terminal.error("\(path): \(Terminal.text(error.message))")
      }
    }
    guard sides.count == 2 else { throw ExitCode(2) }
    let pairs = DiffCommand.pairs(sides[0], sides[1])
    let reports = pairs.map { report($0, tables.catalogue) }
    do throws(FileError) {
      try write(reports)
    } catch {
      Terminal.error("\(error.path ?? output): \(Terminal.text(error.message))")
      throw ExitCode(2)
    }
    if exitCode, reports.contains(where: { !$0.shown.isEmpty }) { throw ExitCode(1) }
  }

  private func write(_ reports: [ComparisonReport]) throws(FileError) {
    switch target {
    case .human:
      let text = reports.map { $0.lines().map { $0 + "\n" }.joined() }.joined(separator: "\n")
      try write(Array(text.utf8), to: output)
    case .json:
      let bytes = try reports.map { report throws(FileError) in try report.json() }
      // One comparison is an object, those of several agencies are a list.
      try write(
        bytes.count == 1
          ? bytes[0] : [0x5B] + bytes.joined(separator: [0x2C]) + Array("]\n".utf8),
        to: output)
    case .xlsx:
      guard reports.count == 1 || output != "-" else {
        throw FileError("option.workbook-needs-output")
      }
      for (index, report) in reports.enumerated() {
        let path =
          reports.count == 1
          ? output : Conversion.path(output, index, of: reports.map(\.second.disclosure))
        try write(try report.xlsx(), to: path)
      }
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try OutputFile.write(bytes, to: path, existing: force ? .replace : .refuse)
  }

  private func report(
    _ pair: (first: Reading, second: Reading), _ catalogue: Catalogue
  ) -> ComparisonReport {
    ComparisonReport(
      comparison: Comparison(
        (pair.first.facts(catalogue), pair.first.disclosure.stage),
        (pair.second.facts(catalogue), pair.second.disclosure.stage)),
      first: pair.first, second: pair.second, catalogue: catalogue, showsAll: all)
  }

  /// What is compared with what: by agency where a file holds several, and by year where it has several of
  /// one; what only one side has is compared with nothing.
  static func pairs(
    _ first: [DisclosureDocument], _ second: [DisclosureDocument]
  ) -> [(first: Reading, second: Reading)] {
    if first.count == 1, second.count == 1 { return [(first[0].reading, second[0].reading)] }
    func isSame(_ a: Disclosure, _ b: Disclosure) -> Bool {
      if let code = a.agencyCode, let other = b.agencyCode { return code == other }
      return a.agency != nil && a.agency?.folded == b.agency?.folded
    }
    func nothing(like reading: Reading, in document: String) -> Reading {
      var disclosure = reading.disclosure
      disclosure.sections = []
      return Reading(document: document, disclosure: disclosure, findings: [])
    }
    let haveYears = [first, second].contains { documents in
      documents.indices.contains { index in
        documents[..<index].contains { isSame($0.disclosure, documents[index].disclosure) }
      }
    }
    func belong(_ a: Disclosure, _ b: Disclosure) -> Bool {
      isSame(a, b) && (!haveYears || a.fiscalYear == b.fiscalYear)
    }
    var pairs: [(first: Reading, second: Reading)] = []
    var rest = first.map(\.reading)
    for reading in second.map(\.reading) {
      if let index = rest.firstIndex(where: { belong($0.disclosure, reading.disclosure) }) {
        pairs.append((rest.remove(at: index), reading))
      } else {
        pairs.append((nothing(like: reading, in: first[0].reading.document), reading))
      }
    }
    return pairs + rest.map { ($0, nothing(like: $0, in: second[0].reading.document)) }
  }
}
