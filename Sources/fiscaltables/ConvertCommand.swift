import ArgumentParser
import FiscalLayout
import FiscalModel
import Spreadsheet

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
  var inputs: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Terminal.text(Wording.Help.output), valueName: "FILE|DIR"))
  var output: String

  @Option(
    help: ArgumentHelp(Terminal.text(Wording.Help.target), valueName: "xlsx|csv|json|facts|ndjson"))
  var to: Target?

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.unit), valueName: Wording.Help.unitValues))
  var unit: String?

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.force)))
  var force = false

  @Flag(help: ArgumentHelp(Terminal.text(Wording.Help.skipExisting)))
  var skipExisting = false

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.failOn), valueName: "error|warning|never"))
  var failOn: FailOn = .never

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError(Terminal.text(Wording.noInput)) }
    if force, skipExisting { throw ValidationError(Terminal.text(Wording.forceAndSkip)) }
    if output == "-", target == .csv || inputs.count > 1 && target != .facts && target != .ndjson {
      throw ValidationError(Terminal.text(Wording.notToStandardOutput(target.rawValue)))
    }
    if inputs.count > 1, output != "-", OutputFile.exists(output), !OutputFile.isDirectory(output) {
      throw ValidationError(Terminal.text(Wording.needsDirectory(output)))
    }
    if to == nil, output.hasSuffix(".csv") {
      throw ValidationError(Terminal.text(Wording.whichCSV))
    }
    if to == nil, output != "-", !isIntoDirectory,
      !Target.allCases.contains(where: { output.hasSuffix("." + $0.rawValue) })
    {
      throw ValidationError(Terminal.text(Wording.unknownForm(output)))
    }
    if let unit, AmountUnit(name: unit) == nil {
      throw ValidationError(
        Terminal.text(Wording.unknownChoice("--unit", unit, AmountUnit.allCases.map(\.name))))
    }
    if inputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError(Terminal.text(Wording.standardInputTwice))
    }
    if inputs.count > 1, output != "-" {
      var seen: [String: String] = [:]
      for input in inputs {
        if let other = seen.updateValue(input, forKey: path(for: input)) {
          throw ValidationError(Terminal.text(Wording.sameOutput(other, input, path(for: input))))
        }
      }
    }
  }

  /// The form of the output: as asked for, else by the extension of the output.
  private var target: Target {
    to ?? Target.allCases.first { output.hasSuffix("." + $0.rawValue) } ?? .xlsx
  }

  private var isIntoDirectory: Bool {
    output != "-" && (inputs.count > 1 || output.hasSuffix("/") || OutputFile.isDirectory(output))
  }

  private func path(for input: String) -> String {
    guard output != "-" else { return output }
    guard inputs.count > 1 || isIntoDirectory else { return output }
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    // A document's CSV tables have a folder of their own; a single document's are put where asked.
    if target == .csv {
      return inputs.count > 1 ? folder + "/" + DocumentInput.stem(input) : folder
    }
    return folder + "/" + DocumentInput.stem(input) + "." + target.fileExtension
  }

  func run() throws {
    Interruption.install()
    let catalogue = try common.catalogue()
    var failed = false
    var found = false
    var isFirst = true
    for input in inputs {
      let path = path(for: input)
      do {
        if path != "-", target != .csv, OutputFile.exists(path), skipExisting {
          note(Wording.skipped(input, path))
          continue
        }
        if path != "-", target != .csv, OutputFile.exists(path), !force,
          !OutputFile.isDirectory(path), isRegular(path)
        {
          throw FileError(Wording.exists, path: path)
        }
        var source = try DocumentInput(path: input, catalogue: catalogue)
        if let unit = unit.flatMap({ AmountUnit(name: $0) }) {
          try convert(&source.reading, to: unit, catalogue)
        }
        if isIntoDirectory, target != .csv {
          try OutputFile.makeDirectory(output.hasSuffix("/") ? String(output.dropLast()) : output)
        }
        source.reading.findings += try write(source, to: path, isFirst: isFirst, catalogue)
        isFirst = false
        found = found || failOn.isReached(by: source.reading.findings)
        report(source, input: input, path: path)
      } catch let error as FileError {
        failed = true
        Terminal.error("\(error.path ?? input): \(Terminal.text(error.message))")
      }
    }
    if failed { throw ExitCode(2) }
    if found { throw ExitCode(1) }
  }

  private func isRegular(_ path: String) -> Bool { !path.hasPrefix("/dev/") }

  private func note(_ text: BilingualText) {
    if !common.quiet { Terminal.note(Terminal.text(text)) }
  }

  /// More findings of one document are counted, not shown.
  private static let shownFindings = 20

  private func report(_ source: DocumentInput, input: String, path: String) {
    guard !common.quiet else { return }
    let tables = source.reading.disclosure.tables
    let findings = source.reading.findings
    note(
      Wording.converted(
        input, tables: tables.count, cells: tables.reduce(0) { $0 + $1.cellCount },
        findings: findings.count, errors: findings.count { $0.severity == .error },
        warnings: findings.count { $0.severity == .warning },
        verdict: Wording.relations(
          exact: source.report.count(.exact), rounding: source.report.count(.rounding),
          breaks: source.report.count(.break)), path: path))
    let shown = findings.filter { $0.severity >= .warning }
    for finding in shown.prefix(ConvertCommand.shownFindings) {
      Terminal.note("  " + FindingText.line(finding, source.reading))
    }
    if shown.count > ConvertCommand.shownFindings {
      Terminal.note("  " + Terminal.text(Wording.more(shown.count - ConvertCommand.shownFindings)))
    }
  }

  /// Writes one document; returns what the output could not hold as it is.
  private func write(
    _ source: DocumentInput, to path: String, isFirst: Bool, _ catalogue: Catalogue
  ) throws(FileError) -> [Finding] {
    let writer = DisclosureWriter(catalogue: catalogue)
    let existing: OutputFile.Existing = force ? .replace : .refuse
    switch target {
    case .xlsx:
      let (workbook, findings) = writer.workbook(
        source.reading.disclosure, verdicts: source.verdicts, checks: source.report.checks)
      let bytes: [UInt8]
      do { bytes = try workbook.xlsx() } catch { throw FileError(Wording.cannotMake("\(error)")) }
      try OutputFile.write(bytes, to: path, existing: existing)
      return findings
    case .csv:
      let files = writer.grids(source.reading.disclosure).map {
        ("\(path)/\($0.name).csv", CSVWriter().bytes($0.rows))
      }
      if !force {
        for (file, _) in files where OutputFile.exists(file) && !skipExisting {
          throw FileError(Wording.exists, path: file)
        }
      }
      try OutputFile.makeDirectory(path)
      for (file, bytes) in files where !(skipExisting && OutputFile.exists(file)) {
        try OutputFile.write(bytes, to: file, existing: existing)
      }
    case .json:
      let bytes: [UInt8]
      do {
        bytes = try DisclosureJSON.bytes(source.reading, catalogue)
      } catch {
        throw FileError(Wording.cannotMake("\(error)"))
      }
      try OutputFile.write(bytes, to: path, existing: existing)
    case .facts:
      // Several documents on standard output share one header.
      let facts = source.reading.facts(catalogue)
      let bytes = FactsWriter.csv(facts, withHeader: path != "-" || isFirst)
      try OutputFile.write(bytes, to: path, existing: existing)
    case .ndjson:
      let bytes = FactsWriter.ndjson(source.reading.facts(catalogue))
      try OutputFile.write(bytes, to: path, existing: existing)
    }
    return []
  }

  private func convert(
    _ reading: inout Reading, to unit: AmountUnit, _ catalogue: Catalogue
  ) throws(FileError) {
    guard let converted = reading.disclosure.converted(to: unit, catalogue) else {
      throw FileError(Wording.unitDoesNotFit(unit))
    }
    reading.disclosure = converted
  }
}
