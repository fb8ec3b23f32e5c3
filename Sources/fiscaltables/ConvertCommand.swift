import ArgumentParser
import Documents
import FiscalLayout
import FiscalModel
import Foundation

/// `fiscaltables convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: Terminal.text(Wording.Help.convert),
    discussion: Terminal.text(Wording.Help.convertDiscussion))

  /// What is written.
  enum Target: String, CaseIterable, ExpressibleByArgument {
    case xlsx, csv, json, facts, ndjson

    var fileExtension: String { self == .facts ? "facts.csv" : rawValue }
  }

  @Argument(help: ArgumentHelp(Terminal.text(Wording.Help.inputs), valueName: "IN"))
  var inputs: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Terminal.text(Wording.Help.output), valueName: "FILE|DIR"))
  var output: String

  @Option(
    help: ArgumentHelp(Terminal.text(Wording.Help.target), valueName: "xlsx|csv|json|facts|ndjson"))
  var to: Target?

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.unit), valueName: Wording.Help.unitValues))
  var unit: String?

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.round)))
  var round = false

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.layout), valueName: "PROFILE"))
  var layout: String?

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.force)))
  var force = false

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.skipExisting)))
  var skipExisting = false

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.failOn), valueName: "error|warning|never"))
  var failOn: FailOn = .never

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.map), valueName: "FILE"))
  var map: String?

  @OptionGroup var csv: CSVOutputOptions

  @OptionGroup(title: Terminal.text(Wording.Help.manyInputs)) var many: RunOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if inputs.isEmpty, many.filesFrom == nil {
      throw ValidationError(Terminal.text(Wording.noInput))
    }
    if force, skipExisting { throw ValidationError(Terminal.text(Wording.forceAndSkip)) }
    if output == "-", target == .csv {
      throw ValidationError(Terminal.text(Wording.notToStandardOutput(target.rawValue)))
    }
    if to == nil, output.hasSuffix(".csv") {
      throw ValidationError(Terminal.text(Wording.whichCSV))
    }
    if let unit, AmountUnit(name: unit) == nil {
      throw ValidationError(
        Terminal.text(Wording.unknownChoice("--unit", unit, AmountUnit.allCases.map(\.name))))
    }
    if round, unit == nil { throw ValidationError(Terminal.text(Wording.roundWithoutUnit)) }
    if (inputs + [many.filesFrom].compactMap { $0 }).count(where: { $0 == "-" }) > 1 {
      throw ValidationError(Terminal.text(Wording.standardInputTwice))
    }
    if many.resume != nil, output == "-" {
      throw ValidationError(Terminal.text(Wording.resumeNeedsFiles))
    }
  }

  /// The form of the output: as asked for, else by the extension of the output.
  private var target: Target {
    to ?? Target.allCases.first { output.hasSuffix("." + $0.rawValue) } ?? .xlsx
  }

  /// Where each input goes; refuses what cannot be told apart before anything runs.
  private func plan(_ entries: [InputEntry]) throws -> OutputPlan {
    // One file, named, goes where it is asked; everything else goes into a directory.
    let isSeveral =
      entries.count > 1 || many.recursive || many.filesFrom != nil || many.nameTemplate != nil
    if isSeveral, output == "-", target != .facts, target != .ndjson {
      throw ValidationError(Terminal.text(Wording.notToStandardOutput(target.rawValue)))
    }
    if isSeveral, output != "-", OutputFile.exists(output), !OutputFile.isDirectory(output) {
      throw ValidationError(Terminal.text(Wording.needsDirectory(output)))
    }
    // A document's CSV tables have a folder of their own; a single document's are put where asked.
    let isDirectory =
      output != "-"
      && (isSeveral
        || target != .csv && (output.hasSuffix("/") || OutputFile.isDirectory(output)))
    if to == nil, output != "-", !isDirectory,
      !Target.allCases.contains(where: { output.hasSuffix("." + $0.rawValue) })
    {
      throw ValidationError(Terminal.text(Wording.unknownForm(output)))
    }
    let plan = OutputPlan(
      output: output, target: target, template: many.nameTemplate, isDirectory: isDirectory)
    if let clash = plan.clash(entries) {
      throw ValidationError(
        Terminal.text(Wording.sameOutput(clash.first, clash.second, clash.path)))
    }
    return plan
  }

  func run() throws {
    Interruption.install()
    let catalogue = try common.catalogue()
    if let layout, catalogue.profile(layout) == nil {
      let known = catalogue.profiles.map(\.id)
      Terminal.error(
        Terminal.text(
          Wording.unknownSchema(layout, near: Spelling.nearest(to: layout, in: known))))
      throw ExitCode(64)
    }
    let map = try map.map { try MapFile.read($0, catalogue) }
    let list: InputList
    do {
      list = try InputList(
        paths: inputs, list: many.filesFrom, isSeparatedByNUL: many.null,
        isRecursive: many.recursive, output: output)
    } catch {
      Terminal.error("\(error.path.map { $0 + ": " } ?? "")\(Terminal.text(error.message))")
      throw ExitCode(2)
    }
    let plan = try plan(list.entries)
    var options = ["to=\(target.rawValue)", "output=\(output)"]
    if let unit { options.append("unit=\(unit)") }
    if round { options.append("round") }
    if let layout { options.append("layout=\(layout)") }
    if let template = many.nameTemplate { options.append("name-template=\(template)") }
    let isRecorded = many.manifest != nil || many.resume != nil
    var conversion = Conversion(
      catalogue: catalogue, plan: plan, layout: layout,
      unit: unit.flatMap { AmountUnit(name: $0) }, rounds: round,
      existing: force ? .replace : many.resume != nil ? .refuseUnlessEqual : .refuse,
      skipsExisting: skipExisting, byteBound: many.byteBound ?? Document.defaultByteBound,
      isDryRun: many.dryRun,
      stamp: Conversion.Stamp(
        options: options.joined(separator: " "),
        schemas: isRecorded ? SchemaDigest.hexadecimal(catalogue.folders) : "",
        isComplete: isRecorded || many.report != nil))
    conversion.map = map
    conversion.csv = csv.writer
    var batch = Batch(
      entries: list.entries, conversion: conversion, options: many, isQuiet: common.quiet,
      replacesReports: force || many.resume != nil, failOn: failOn)
    do {
      try batch.run()
    } catch {
      Terminal.error("\(error.path.map { $0 + ": " } ?? "")\(Terminal.text(error.message))")
      throw ExitCode(2)
    }
    if batch.hasFailed { throw ExitCode(2) }
    if batch.hasFindings { throw ExitCode(1) }
  }
}
