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

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if writeMap != nil, inputs.count != 1 {
      throw ValidationError(Terminal.text("option.map-of-one-input"))
    }
  }

  func run() throws {
    Interruption.install()
    let tables = try common.tables()
    let catalogue = tables.catalogue
    if let writeMap, let input = inputs.first {
      try MapFile.propose(for: input, writeMap, catalogue)
    }
    let meanings = try catalogue.meanings()
    var failed = false
    var isFirst = true
    var documents: [(form: String, reading: Reading, verdicts: [Verdict?])] = []
    for input in inputs {
      do {
        let parts = try tables.readAll(SourceFile(input: input))
        for source in parts {
          guard reportFormat == .human else {
            documents.append(
              (source.document.form.rawValue, source.reading, source.report.verdicts))
            continue
          }
          if !isFirst { Terminal.output("") }
          isFirst = false
          show(source, source.name(input, isOneOfSeveral: parts.count > 1), catalogue)
          showTables(source.reading, catalogue, meanings)
        }
      } catch {
        failed = true
        Terminal.error("\(input): \(Terminal.text(error.message))")
      }
    }
    if reportFormat == .json {
      var bytes = try InspectionJSON.bytes(documents, meanings)
      Terminal.write(&bytes, to: 1)
    }
    if failed { throw ExitCode(2) }
  }

  /// What each table is and means, and what was found.
  private func showTables(_ reading: Reading, _ catalogue: Catalogue, _ meanings: Meanings) {
    let report = InspectReport(
      catalogue: catalogue, meanings: meanings, disclosure: reading.disclosure)
    for section in reading.disclosure.sections where section.isTable {
      Terminal.output("")
      for line in report.lines(section) { Terminal.output("  " + line) }
    }
    guard !reading.findings.isEmpty, !common.quiet else { return }
    Terminal.output("")
    for finding in reading.findings { Terminal.output("  " + FindingText.line(finding, reading)) }
  }

  private func show(_ source: DisclosureDocument, _ input: String, _ catalogue: Catalogue) {
    let reading = source.reading
    let disclosure = reading.disclosure
    let profile = disclosure.profile.map { id in
      [id, catalogue.profile(id).map { Terminal.text($0.title) }].compactMap { $0 }
        .joined(separator: "  ")
    }
    Terminal.output(input)
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
    for line in Terminal.table(
      about.map { [Terminal.text($0.0), $0.1 ?? Terminal.text("inspect.unknown")] },
      indent: "  ")
    {
      Terminal.output(line)
    }
    var rows = [Terminal.lines("inspect.columns")]
    for (section, verdict) in zip(disclosure.sections, source.report.verdicts) {
      rows.append(row(section, verdict, catalogue))
    }
    Terminal.output("")
    for line in Terminal.table(rows, indent: "  ") { Terminal.output(line) }
    if !reading.prose.isEmpty {
      let ranges = reading.prose.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
      Terminal.output("")
      Terminal.output("  " + Terminal.text("inspect.prose") + ranges)
    }
  }

  /// What is said of a section; of one that was only announced there is no more than number and title.
  private func row(
    _ section: Section, _ verdict: Verdict?, _ catalogue: Catalogue
  ) -> [String] {
    let known = section.layout.flatMap { catalogue.layout($0)?.title }
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
