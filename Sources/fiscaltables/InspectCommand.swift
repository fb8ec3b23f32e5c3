import ArgumentParser
import FiscalModel

/// `fiscaltables inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Terminal.text(Wording.Help.inspect))

  @Argument(help: ArgumentHelp(Terminal.text(Wording.Help.inputs), valueName: "IN"))
  var inputs: [String]

  @Option(help: ArgumentHelp(Terminal.text(Wording.Help.writeMap), valueName: "FILE"))
  var writeMap: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if writeMap != nil, inputs.count != 1 {
      throw ValidationError(Terminal.text(Wording.mapOfOneInput))
    }
  }

  func run() throws {
    Interruption.install()
    let catalogue = try common.catalogue()
    if let writeMap, let input = inputs.first {
      try MapFile.propose(for: input, writeMap, catalogue)
    }
    var failed = false
    var isFirst = true
    for input in inputs {
      do {
        let source = try DocumentInput(path: input, catalogue: catalogue)
        if !isFirst { Terminal.output("") }
        isFirst = false
        show(source, input, catalogue)
      } catch {
        failed = true
        Terminal.error("\(input): \(Terminal.text(error.message))")
      }
    }
    if failed { throw ExitCode(2) }
  }

  private func show(_ source: DocumentInput, _ input: String, _ catalogue: Catalogue) {
    let reading = source.reading
    let disclosure = reading.disclosure
    let profile = catalogue.profile(disclosure.profile)
    Terminal.output(input)
    let about: [(BilingualText, String?)] = [
      (
        Wording.Inspect.form,
        [
          source.document.form.rawValue, source.document.encoding,
          source.document.evidence.map { Terminal.text(Wording.evidence($0)) },
          source.document.csv.map { Terminal.text(Wording.delimiter($0.delimiter)) },
        ].compactMap { $0 }.joined(separator: ", ")
      ),
      (Wording.Inspect.agency, disclosure.agency),
      (Wording.Inspect.year, disclosure.fiscalYear.map(String.init)),
      (Wording.Inspect.stage, Terminal.text(Wording.stage(disclosure.stage))),
      (
        Wording.Inspect.profile,
        [disclosure.profile, profile.map { Terminal.text($0.title) }].compactMap { $0 }.joined(
          separator: "  ")
      ),
    ]
    for line in Terminal.table(
      about.map { [Terminal.text($0.0), $0.1 ?? Terminal.text(Wording.Inspect.unknown)] },
      indent: "  ")
    {
      Terminal.output(line)
    }
    var rows = [Wording.Inspect.columns.map(Terminal.text)]
    for (index, table) in disclosure.tables.enumerated() {
      var counts: [Placed: Int] = [:]
      for cell in reading.origins[index].rows.joined().joined() {
        counts[cell.placed, default: 0] += 1
      }
      let extent = reading.origins[index].extent
      rows.append([
        table.number ?? "–",
        table.title ?? "(\(catalogue.layout(table.layout)?.title ?? table.statement))",
        "\(extent.lowerBound)–\(extent.upperBound)", table.unit.name, String(table.rows.count),
        String(table.cellCount),
        [Placed.direct, .joined, .solved, .ambiguous].map { String(counts[$0] ?? 0) }.joined(
          separator: "/"),
        source.verdicts[index].map { Terminal.text(Wording.verdict($0)) } ?? "–",
      ])
    }
    Terminal.output("")
    for line in Terminal.table(rows, indent: "  ") { Terminal.output(line) }
    if !reading.prose.isEmpty {
      let ranges = reading.prose.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
      Terminal.output("")
      Terminal.output("  " + Terminal.text(Wording.Inspect.prose) + ranges)
    }
    guard !reading.findings.isEmpty, !common.quiet else { return }
    Terminal.output("")
    for finding in reading.findings { Terminal.output("  " + FindingText.line(finding, reading)) }
  }
}
