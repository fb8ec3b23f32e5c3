import ArgumentParser
import Checksum
import Documents
import FiscalLayout
import FiscalTables
import Foundation

/// `fiscaltables convert`.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: Help.convert,
    discussion: Help.convertDiscussion)

  @Argument(help: ArgumentHelp(Help.inputs, valueName: "IN"))
  var inputs: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Help.output, valueName: "FILE|DIR"))
  var output: String

  @Option(
    help: ArgumentHelp(Help.target, valueName: "xlsx|csv|json|facts|ndjson"))
  var to: OutputForm?

  @Option(help: ArgumentHelp(Help.unit, valueName: Help.unitValues))
  var unit: String?

  @Flag(help: ArgumentHelp(Help.round))
  var round = false

  @Option(help: ArgumentHelp(Help.layout, valueName: "PROFILE"))
  var layout: String?

  @Flag(help: ArgumentHelp(Help.force))
  var force = false

  @Flag(help: ArgumentHelp(Help.skipExisting))
  var skipExisting = false

  @Option(help: ArgumentHelp(Help.failOn, valueName: "error|warning|never"))
  var failOn: FailOn = .never

  @Option(help: ArgumentHelp(Help.map, valueName: "FILE"))
  var map: String?

  @OptionGroup var csv: CSVOutputOptions

  @OptionGroup(title: Help.manyInputs) var many: RunOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if inputs.isEmpty, many.filesFrom == nil {
      throw ValidationError(Terminal.text("option.no-input"))
    }
    if force, skipExisting {
      throw ValidationError(Terminal.text("option.force-and-skip"))
    }
    if output == "-", target == .csv {
      throw ValidationError(
        Terminal.text("option.several-files", ["target": target.rawValue]))
    }
    if to == nil, output.hasSuffix(".csv"), OutputForm(path: output) == nil {
      throw ValidationError(Terminal.text("option.which-csv"))
    }
    if let unit, AmountUnit(name: unit) == nil {
      throw ValidationError(
        Terminal.text(
          "option.unknown-choice",
          ["option": "--unit", "value": unit, "choices": AmountUnit.allCases.map(\.name)]))
    }
    if round, unit == nil {
      throw ValidationError(Terminal.text("option.round-without-unit"))
    }
    if (inputs + [many.filesFrom].compactMap { $0 }).count(where: { $0 == "-" }) > 1 {
      throw ValidationError(Terminal.text("option.standard-input-twice"))
    }
    if many.resume != nil, output == "-" {
      throw ValidationError(Terminal.text("batch.resume-needs-files"))
    }
  }

  /// The form of the output: as asked for, else by the extension of the output.
  private var target: OutputForm { to ?? OutputForm(path: output) ?? .xlsx }

  /// Where each input goes; refuses what cannot be told apart before anything runs.
  private func plan(_ entries: [InputEntry]) throws -> OutputPlan {
    // One file, named, goes where it is asked; everything else goes into a directory.
    let isSeveral =
      entries.count > 1 || many.recursive || many.filesFrom != nil || many.nameTemplate != nil
    if isSeveral, output == "-", target != .facts, target != .ndjson {
      throw ValidationError(
        Terminal.text("option.several-files", ["target": target.rawValue]))
    }
    if isSeveral, output != "-", InputFile.exists(output), !InputFile.isDirectory(output) {
      throw ValidationError(Terminal.text("option.needs-directory", ["path": output]))
    }
    // A document's CSV tables have a folder of their own; a single document's are put where asked.
    let isDirectory =
      output != "-"
      && (isSeveral
        || target != .csv && (output.hasSuffix("/") || InputFile.isDirectory(output)))
    if to == nil, output != "-", !isDirectory, OutputForm(path: output) == nil {
      throw ValidationError(Terminal.text("option.unknown-form", ["path": output]))
    }
    let plan = OutputPlan(
      output: output, target: target, template: many.nameTemplate, isDirectory: isDirectory)
    if let clash = plan.clash(entries) {
      throw ValidationError(
        Terminal.text("output.same", ["a": clash.first, "b": clash.second, "path": clash.path]))
    }
    return plan
  }

  func run() throws {
    Interruption.install()
    var tables = try common.tables()
    let catalogue = tables.catalogue
    if let layout, catalogue.profile(layout) == nil {
      let known = catalogue.profiles.map(\.id)
      Terminal.error(
        Terminal.text(
          "option.unknown-schema",
          ["id": layout, "near": Spelling.nearest(to: layout, in: known)]))
      throw ExitCode(64)
    }
    tables.map = try map.map { try MapFile.read($0, catalogue) }
    let reader = tables
    if WorkerProcess.isThis { WorkerProcess.serve { setup in makeConversion(reader, setup) } }
    let list: InputList
    do {
      list = try InputList(
        paths: inputs, list: many.filesFrom, isSeparatedByNUL: many.null,
        isRecursive: many.recursive, output: output)
    } catch {
      Terminal.error(error)
      throw ExitCode(2)
    }
    var batch = Batch(
      entries: list.entries,
      conversion: makeConversion(tables, try setup(list.entries, catalogue)), options: many,
      isQuiet: common.quiet,
      replacesReports: force || many.resume != nil, failOn: failOn)
    do {
      try batch.run()
    } catch {
      Terminal.error(error)
      throw ExitCode(2)
    }
    if batch.hasFailed { throw ExitCode(2) }
    if batch.hasFindings { throw ExitCode(1) }
  }

  private func setup(
    _ entries: [InputEntry], _ catalogue: Catalogue
  ) throws -> Conversion.Setup {
    let isRecorded = many.manifest != nil || many.resume != nil
    return Conversion.Setup(
      plan: try plan(entries), options: recordedOptions,
      program: isRecorded
        ? ProgramDigest.text(version: FiscalTablesCommand.version) : FiscalTablesCommand.version,
      schemas: isRecorded ? SchemaDigest.hexadecimal(catalogue.folders) : "",
      isComplete: isRecorded || many.report != nil)
  }

  private func makeConversion(
    _ tables: FiscalTables, _ setup: Conversion.Setup
  ) -> Conversion {
    var conversion = Conversion(
      tables: tables, setup: setup, layout: layout,
      unit: unit.flatMap { AmountUnit(name: $0) }, rounds: round,
      existing: force ? .replace : many.resume != nil ? .refuseUnlessEqual : .refuse,
      skipsExisting: skipExisting, byteBound: many.byteBound ?? FiscalTables.byteBound,
      isDryRun: many.dryRun)
    conversion.csv = csv.writer
    return conversion
  }

  /// The options that outputs depend on, as records have them.
  private var recordedOptions: String {
    var options = ["to=\(target.rawValue)", "output=\(output)"]
    if let unit { options.append("unit=\(unit)") }
    if round { options.append("round") }
    if let layout { options.append("layout=\(layout)") }
    if let template = many.nameTemplate { options.append("name-template=\(template)") }
    if let map, let bytes = try? InputFile.bytes(map, bound: MapFile.bound) {
      options.append("map=\(SHA256.hexadecimal(bytes))")
    }
    return (options + csv.recorded).joined(separator: " ")
  }
}

extension OutputForm: ExpressibleByArgument {}
