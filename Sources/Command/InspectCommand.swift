import ArgumentParser
import Documents
import FiscalLayout
import FiscalTables
import Spreadsheet

/// `fiscaltables inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Help.inspect)

  @Argument(help: ArgumentHelp(Help.inputs, valueName: "IN"))
  var inputs: [String]

  @Option(help: ArgumentHelp(Help.writeMap, valueName: "FILE"))
  var writeMap: String?

  /// How it is said.
  enum ReportFormat: String, CaseIterable, ExpressibleByArgument { case human, json }

  @Option(help: ArgumentHelp(Help.inspectFormat, valueName: "human|json"))
  var reportFormat: ReportFormat = .human

  @OptionGroup var time: TimeOption

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if writeMap != nil, inputs.count != 1 {
      throw ValidationError(Terminal.text("option.map-of-one-input"))
    }
  }

  func run() throws {
    Interruption.install()
    let tables = try common.tables()
    let inspection = Inspection(
      tables: tables, meanings: try tables.catalogue.meanings(), format: reportFormat,
      isQuiet: common.quiet)
    if WorkerProcess.isThis { WorkerProcess.serve { _ in inspection } }
    if let writeMap, let input = inputs.first {
      try MapFile.propose(for: input, writeMap, tables.catalogue)
    }
    let worker = Worker(
      inspection, isApart: inputs.count > 1 || time.timeout != nil, timeout: time.timeout)
    var failed = false
    var isFirst = true
    var documents: [InspectionJSON.Document] = []
    for input in inputs {
      do throws(FileError) {
        let (product, _) = try worker.product(of: InputEntry(path: input, folder: "", isFound: false))
        if let problem = product.problem { throw problem.error }
        documents += product.documents
        guard !product.lines.isEmpty else { continue }
        if !isFirst { Terminal.output("") }
        isFirst = false
        for line in product.lines { Terminal.output(Terminal.printable(line)) }
      } catch {
        failed = true
        Terminal.error("\(error.path ?? input): \(Terminal.text(error.message))")
      }
    }
    if reportFormat == .json {
      var bytes = try InspectionJSON.bytes(documents)
      Terminal.write(&bytes, to: 1)
    }
    if failed { throw ExitCode(2) }
  }
}

/// What `inspect` says of an input.
struct Inspection: InputWork {
  let tables: FiscalTables
  let meanings: Meanings
  let format: InspectCommand.ReportFormat
  let isQuiet: Bool
  let setup = NoSetup()

  /// Lines to print, or documents of a report, or why there are none.
  struct Product: Codable, Sendable {
    var lines: [String] = []
    var documents: [InspectionJSON.Document] = []
    var problem: InputProblem?
  }

  func product(of entry: InputEntry) -> (Product, [[UInt8]]) {
    var product = Product()
    do throws(FileError) {
      let parts = try tables.readAll(SourceFile(input: entry.path))
      for source in parts {
        switch format {
        case .json:
          product.documents.append(
            InspectionJSON.Document(
              source.reading, form: source.document.form.rawValue,
              verdicts: source.report.verdicts, meanings))
        case .human:
          if !product.lines.isEmpty { product.lines.append("") }
          let name = source.name(entry.path, isOneOfSeveral: parts.count > 1)
          product.lines += summary(source, name) + tables(source.reading)
        }
      }
    } catch {
      product.problem = InputProblem(error)
    }
    return (product, [])
  }

  /// What each table is and means, and what was found.
  private func tables(_ reading: Reading) -> [String] {
    let report = InspectReport(
      catalogue: tables.catalogue, meanings: meanings, disclosure: reading.disclosure)
    let lines = reading.disclosure.sections.filter(\.isTable).flatMap { section in
      [""] + report.lines(section).map { "  " + $0 }
    }
    guard !reading.findings.isEmpty, !isQuiet else { return lines }
    return lines + [""] + reading.findings.map { "  " + FindingText.line($0, reading) }
  }

  private func summary(_ source: DisclosureDocument, _ input: String) -> [String] {
    let catalogue = tables.catalogue
    let reading = source.reading
    let disclosure = reading.disclosure
    let profile = disclosure.profile.map { id in
      [id, catalogue.profile(id).map { Terminal.text($0.title) }].compactMap { $0 }
        .joined(separator: "  ")
    }
    var lines = [input]
    let about: [(Message, String?)] = [
      (
        Message("inspect.form"),
        [
          source.document.form.rawValue, source.document.encoding,
          source.document.evidence.map { Terminal.text("encoding.evidence.\($0.rawValue)") },
          source.document.csv.map { Terminal.text(Message(delimiter: $0.delimiter)) },
        ].compactMap { $0 }.joined(separator: ", ")
      ),
      (Message("inspect.agency"), disclosure.agency),
      (Message("inspect.year"), disclosure.fiscalYear.map(String.init)),
      (Message("inspect.stage"), disclosure.stage.map { Terminal.text($0.message) }),
      (Message("inspect.profile"), profile),
    ]
    lines += Terminal.table(
      about.map { [Terminal.text($0.0), $0.1 ?? Terminal.text("inspect.unknown")] },
      indent: "  ")
    var rows = [Terminal.lines("inspect.columns")]
    for (section, verdict) in zip(disclosure.sections, source.report.verdicts) {
      rows.append(row(section, verdict))
    }
    lines += [""] + Terminal.table(rows, indent: "  ")
    if !reading.prose.isEmpty {
      let ranges = reading.prose.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
      lines += ["", "  " + Terminal.text("inspect.prose") + ranges]
    }
    return lines
  }

  /// What is said of a section; of one that was only announced there is no more than number and title.
  private func row(_ section: Section, _ verdict: Verdict?) -> [String] {
    let known = section.layout.flatMap { tables.catalogue.layout($0)?.title }
    let name = [
      section.number ?? "–", section.title ?? "(\(known ?? section.statement ?? "–"))",
    ]
    guard !section.isAnnounced else { return name + Array(repeating: "–", count: 6) }
    let extent = section.place.extent
    let rows = section.matrices.map(\.rows)
    return name + [
      "\(extent.lowerBound)–\(extent.upperBound)", section.unit?.name ?? "–",
      String(section.fields.count + rows.joined().count), String(section.cellCount),
      counts(
        section.fields.map(\.cell) + rows.joined().flatMap { $0.parts.flatMap(\.cells) }),
      verdict.map { Terminal.text($0.message) } ?? "–",
    ]
  }

  /// How many cells were placed in which way.
  private func counts(_ cells: [Section.Cell]) -> String {
    var counts: [Placed: Int] = [:]
    for cell in cells { counts[cell.origin.placed, default: 0] += 1 }
    return [Placed.direct, .joined, .solved, .ambiguous].map { String(counts[$0] ?? 0) }
      .joined(separator: "/")
  }
}
