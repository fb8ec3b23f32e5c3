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

  @OptionGroup var time: TimeOption

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
    if let clash = plan.clash(entries) {
      throw ValidationError(
        Terminal.text("output.same", ["a": clash.first, "b": clash.second, "path": clash.path]))
    }
  }

  private var entries: [InputEntry] {
    inputs.map { InputEntry(path: $0, folder: "", isFound: false) }
  }

  /// Where the workbooks go.
  private var plan: OutputPlan {
    OutputPlan(
      output: output, target: .xlsx, template: nil,
      isDirectory: output != "-"
        && (inputs.count > 1 || output.hasSuffix("/") || InputFile.isDirectory(output)))
  }

  func run() throws {
    Interruption.install()
    let tables = try common.tables()
    func validation(_ plan: OutputPlan) -> Validation {
      Validation(tables: tables, setup: plan, format: reportFormat, failOn: failOn)
    }
    if WorkerProcess.isThis { WorkerProcess.serve(validation) }
    let plan = plan
    let names = OutputNames(entries, kept: [], reserved: [:], plan: plan)
    let worker = Worker(
      validation(plan), isApart: inputs.count > 1 || time.timeout != nil, timeout: time.timeout)
    var total = Total()
    for entry in reportFormat == .xlsx ? names.order : entries {
      defer { names.finish(entry.path) }
      do throws(FileError) {
        let (product, files) = try worker.product(of: entry)
        let workbooks = reportFormat == .xlsx ? product.parts.map(\.path) : []
        try names.take(workbooks, for: entry.path)
        try take(product, files, into: &total)
        if let problem = product.problem { throw problem.error }
      } catch {
        total.hasFailed = true
        Terminal.error("\(error.path ?? entry.path): \(Terminal.text(error.message))")
      }
    }
    do throws(FileError) {
      try write(total)
    } catch {
      total.hasFailed = true
      Terminal.error("\(output): \(Terminal.text(error.message))")
    }
    if total.hasFailed { throw ExitCode(2) }
    if total.isFound { throw ExitCode(1) }
  }

  /// What came of all inputs.
  private struct Total {
    var hasFailed = false
    /// Whether findings reach what was asked for.
    var isFound = false
    /// The report so far, where it is written at the end.
    var bytes: [UInt8] = []
    var documents: [FindingsJSON.Document] = []
  }

  private func take(
    _ product: Validation.Product, _ files: [[UInt8]], into total: inout Total
  ) throws(FileError) {
    total.documents += product.documents
    total.isFound = total.isFound || product.isFound
    for (part, content) in zip(product.parts, files) {
      if reportFormat == .xlsx {
        if plan.isDirectory, let folder = OutputFile.directory(of: part.path) {
          try OutputFile.makeDirectory(folder)
        }
        try write(content, to: part.path)
      } else if output == "-" {
        // What was found so far is shown before the next one is read.
        try write(content, to: "-")
      } else {
        total.bytes += content
      }
      if !common.quiet { Terminal.note(part.summary) }
    }
  }

  /// Writes the report that speaks of all inputs.
  private func write(_ total: Total) throws(FileError) {
    var bytes = total.bytes
    if reportFormat == .json {
      do { bytes = try FindingsJSON.bytes(total.documents) } catch {
        throw FileError("output.not-made", ["reason": "\(error)"])
      }
    }
    if reportFormat != .xlsx, output != "-" || !bytes.isEmpty { try write(bytes, to: output) }
  }

  private func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try OutputFile.write(bytes, to: path, existing: force ? .replace : .refuse)
  }
}

/// What `validate` finds in an input.
struct Validation: InputWork {
  let tables: FiscalTables
  /// Where workbooks go.
  let setup: OutputPlan
  let format: ValidateCommand.ReportFormat
  let failOn: FailOn

  /// What comes of an input, beside a text or a workbook for each of its disclosures.
  struct Product: Codable, Sendable {
    /// One for each disclosure: its summary, and the path of its workbook.
    struct Part: Codable, Sendable {
      var summary: String
      var path = ""
    }
    var parts: [Part] = []
    var documents: [FindingsJSON.Document] = []
    /// Whether findings reach what was asked for.
    var isFound = false
    var problem: InputProblem?
  }

  func product(of entry: InputEntry) -> (Product, [[UInt8]]) {
    var product = Product()
    var files: [[UInt8]] = []
    do throws(FileError) {
      let parts = try tables.readAll(SourceFile(input: entry.path))
      for (index, source) in parts.enumerated() {
        let isPart = parts.count > 1
        let name = source.name(entry.path, isOneOfSeveral: isPart)
        var part = Product.Part(summary: Terminal.text(source.summary(name)))
        if format == .xlsx {
          guard !isPart || setup.output != "-" else {
            throw FileError("option.workbook-needs-output")
          }
          let path = setup.path(for: entry)
          part.path =
            isPart ? Conversion.path(path, index, of: parts.map(\.disclosure)) : path
          guard !product.parts.contains(where: { $0.path == part.path }) else {
            throw FileError(
              "output.same", ["a": entry.path, "b": name, "path": part.path], path: part.path)
          }
        }
        let document = source.name(source.name, isOneOfSeveral: isPart)
        files.append(try content(source, document))
        if format == .json {
          product.documents.append(
            .init(source.reading, document: document, checks: source.report.checks))
        }
        product.parts.append(part)
        product.isFound =
          product.isFound || failOn.isReached(by: RunRecord.Counts(source.reading.findings))
      }
    } catch {
      product.problem = InputProblem(error)
      // Of workbooks that have no place none is written.
      if format == .xlsx { (product.parts, files) = ([], []) }
    }
    return (product, files)
  }

  /// A disclosure's part of the report.
  private func content(_ source: DisclosureDocument, _ document: String) throws(FileError)
    -> [UInt8]
  {
    do {
      switch format {
      case .human: return text(source, FindingText.page)
      case .concise: return text(source) { [FindingText.line($0, $1)] }
      case .json: return []
      case .ndjson: return try FindingsJSON.lines(source.reading, document: document)
      case .xlsx:
        return try source.files(as: .xlsx, at: "", marksFindings: true).files[0].bytes
      }
    } catch {
      throw FileError("output.not-made", ["reason": "\(error)"])
    }
  }

  private func text(
    _ source: DisclosureDocument, _ show: (Finding, Reading) -> [String]
  ) -> [UInt8] {
    var lines: [String] = []
    // Made of the findings each time it is asked for.
    let reading = source.reading
    // The worst first; in each severity in the order of the document.
    for severity in [Severity.error, .warning, .note] {
      for finding in reading.findings where finding.severity == severity {
        lines += show(finding, reading)
      }
    }
    return Array(lines.map { Terminal.printable($0) + "\n" }.joined().utf8)
  }
}

extension DisclosureDocument {
  /// What an input is called in reports: with its agency and year where it holds several.
  func name(_ input: String, isOneOfSeveral: Bool) -> String {
    let agency = [
      disclosure.agencyCode, disclosure.agency, disclosure.fiscalYear.map(String.init),
    ].compactMap { $0 }
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
