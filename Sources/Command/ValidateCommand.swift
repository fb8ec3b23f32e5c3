import ArgumentParser
import FiscalLayout
import FiscalTables
import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `fiscaltables validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: Help.validate,
    discussion: Help.validateDiscussion)

  /// How findings are reported.
  enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case human, concise, json, ndjson, xlsx
  }

  @Argument(help: ArgumentHelp(Help.inputs, valueName: "IN"))
  var inputs: [String]

  @Option(help: ArgumentHelp(Help.failOn, valueName: "error|warning|never"))
  var failOn: FailOn = .error

  @Option(
    help: ArgumentHelp(
      Help.reportFormat, valueName: "human|concise|json|ndjson|xlsx"))
  var reportFormat: ReportFormat = .human

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(Help.reportOutput, valueName: "FILE|DIR"))
  var output = "-"

  @Flag(help: ArgumentHelp(Help.force))
  var force = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if inputs.isEmpty { throw ValidationError(Terminal.text("option.no-input")) }
    if inputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError(Terminal.text("option.standard-input-twice"))
    }
    guard reportFormat == .xlsx else { return }
    if output == "-", inputs.count > 1 || isatty(1) == 1 {
      throw ValidationError(Terminal.text("option.workbook-needs-output"))
    }
    if inputs.count > 1, InputFile.exists(output), !InputFile.isDirectory(output) {
      throw ValidationError(Terminal.text("option.needs-directory", ["path": output]))
    }
    var seen: [String: String] = [:]
    for input in inputs where output != "-" {
      if let other = seen.updateValue(input, forKey: path(for: input)) {
        throw ValidationError(
          Terminal.text("output.same", ["a": other, "b": input, "path": path(for: input)]))
      }
    }
  }

  /// Where the workbook of an input goes.
  private func path(for input: String) -> String {
    guard inputs.count > 1 || output.hasSuffix("/") || InputFile.isDirectory(output) else {
      return output
    }
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    return folder + "/" + SourceFile.stem(input) + ".xlsx"
  }

  func run() throws {
    Interruption.install()
    let tables = try common.tables()
    var failed = false
    var found = false
    var bytes: [UInt8] = []
    var documents: [FindingsJSON.Document] = []
    for input in inputs {
      do {
        let parts = try tables.readAll(SourceFile(input: input))
        for (index, source) in parts.enumerated() {
          let name = source.name(input, isOneOfSeveral: parts.count > 1)
          let document = source.name(
            source.name, isOneOfSeveral: parts.count > 1)
          switch reportFormat {
          case .human:
            bytes += text(source, FindingText.page)
          case .concise:
            bytes += text(source) { finding, reading in [FindingText.line(finding, reading)] }
          case .json:
            documents.append(
              .init(source.reading, document: document, checks: source.report.checks))
          case .ndjson:
            do {
              bytes += try FindingsJSON.lines(source.reading, document: document)
            } catch { throw FileError("output.not-made", ["reason": "\(error)"]) }
          case .xlsx:
            guard parts.count == 1 || output != "-" else {
              throw FileError("option.workbook-needs-output")
            }
            let path =
              parts.count == 1
              ? self.path(for: input)
              : Conversion.path(self.path(for: input), source.reading.disclosure, index)
            if inputs.count > 1 || output.hasSuffix("/") {
              try OutputFile.makeDirectory(
                output.hasSuffix("/") ? String(output.dropLast()) : output)
            }
            for file in try source.files(as: .xlsx, at: path, marksFindings: true).files {
              try write(file.bytes, to: file.path)
            }
          }
          found = found || failOn.isReached(by: RunRecord.Counts(source.reading.findings))
          // What was found so far is shown before the next one is read.
          if output == "-", !bytes.isEmpty {
            try write(bytes, to: "-")
            bytes = []
          }
          if !common.quiet { Terminal.note(Terminal.text(source.summary(name))) }
        }
      } catch let error as FileError {
        failed = true
        Terminal.error("\(error.path ?? input): \(Terminal.text(error.message))")
      }
    }
    do {
      if reportFormat == .json { bytes = try FindingsJSON.bytes(documents) }
      if reportFormat != .xlsx, output != "-" || !bytes.isEmpty { try write(bytes, to: output) }
    } catch {
      failed = true
      let message =
        (error as? FileError)?.message ?? Message("output.not-made", ["reason": "\(error)"])
      Terminal.error("\(output): \(Terminal.text(message))")
    }
    if failed { throw ExitCode(2) }
    if found { throw ExitCode(1) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try OutputFile.write(bytes, to: path, existing: force ? .replace : .refuse)
  }

  private func text(
    _ source: DisclosureDocument, _ show: (Finding, Reading) -> [String]
  ) -> [UInt8] {
    var lines: [String] = []
    // The worst first; in each severity in the order of the document.
    for severity in [Severity.error, .warning, .note] {
      for finding in source.reading.findings where finding.severity == severity {
        lines += show(finding, source.reading)
      }
    }
    return Array(lines.map { $0 + "\n" }.joined().utf8)
  }
}

extension SourceFile {
  /// Reads an input of the command, `-` being standard input.
  init(input path: String, bound: Int = FiscalTables.byteBound) throws(FileError) {
    try self.init(
      path, named: path == "-" ? Terminal.text("input.standard") : nil, bound: bound)
  }
}

extension DisclosureDocument {
  /// What an input is called in reports: with its agency where it holds several.
  func name(_ input: String, isOneOfSeveral: Bool) -> String {
    let agency = [disclosure.agencyCode, disclosure.agency].compactMap { $0 }
    return isOneOfSeveral && !agency.isEmpty ? "\(input) [\(agency.joined(separator: " "))]" : input
  }

  /// How many relations were checked and how they came out.
  var verdict: Message {
    Message(
      "validate.relations",
      [
        "all": report.checked, "exact": report.count(.exact), "rounding": report.count(.rounding),
        "breaks": report.count(.break), "ambiguous": report.count(.ambiguous),
      ])
  }

  /// The same in one line, with the findings counted.
  func summary(_ input: String) -> Message {
    let counts = RunRecord.Counts(check())
    return Message(
      "validate.summary",
      [
        "input": input, "verdict": verdict, "errors": counts.error, "warnings": counts.warning,
        "notes": counts.note,
      ])
  }
}
