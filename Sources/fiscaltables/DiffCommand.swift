import ArgumentParser
import FiscalModel
import Foundation

/// `fiscaltables diff`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: Terminal.text(Wording.Help.diff),
    discussion: Terminal.text(Wording.Help.diffDiscussion))

  /// What is written.
  enum Target: String, CaseIterable, ExpressibleByArgument { case human, json, xlsx }

  @Argument(help: ArgumentHelp(Terminal.text(Wording.Help.diffFirst), valueName: "A"))
  var first: String

  @Argument(help: ArgumentHelp(Terminal.text(Wording.Help.diffSecond), valueName: "B"))
  var second: String

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.diffTarget), valueName: "human|json|xlsx"))
  var to: Target?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Terminal.text(Wording.Help.diffOutput), valueName: "FILE"))
  var output = "-"

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.diffAll)))
  var all = false

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.diffExitCode)))
  var exitCode = false

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.force)))
  var force = false

  @OptionGroup var common: CommonOptions

  private var target: Target {
    to ?? (output.hasSuffix(".xlsx") ? .xlsx : output.hasSuffix(".json") ? .json : .human)
  }

  func validate() throws {
    if first == "-", second == "-" {
      throw ValidationError(Terminal.text(Wording.standardInputTwice))
    }
  }

  func run() throws {
    Interruption.install()
    let catalogue = try common.catalogue()
    var readings: [Reading] = []
    for path in [first, second] {
      do {
        readings.append(try DocumentInput(path: path, catalogue: catalogue).reading)
      } catch {
        Terminal.error("\(path): \(Terminal.text(error.message))")
      }
    }
    guard readings.count == 2 else { throw ExitCode(2) }
    let comparison = Comparison(
      (readings[0].facts(catalogue), readings[0].disclosure.stage),
      (readings[1].facts(catalogue), readings[1].disclosure.stage))
    let report = ComparisonReport(
      comparison: comparison, first: readings[0], second: readings[1], catalogue: catalogue,
      showsAll: all)
    do {
      let bytes: [UInt8] =
        switch target {
        case .human: Array(report.lines().map { $0 + "\n" }.joined().utf8)
        case .json: try report.json()
        case .xlsx: try report.xlsx()
        }
      try OutputFile.write(bytes, to: output, existing: force ? .replace : .refuse)
    } catch {
      Terminal.error("\(error.path ?? output): \(Terminal.text(error.message))")
      throw ExitCode(2)
    }
    if exitCode, !report.shown.isEmpty { throw ExitCode(1) }
  }
}
