import ArgumentParser
import FiscalModel

/// `fiscaltables inspect`.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: Help.inspect)

  @Argument(help: ArgumentHelp(Help.inputs, valueName: "IN"))
  var inputs: [String]

  @Option(help: ArgumentHelp(Help.writeMap, valueName: "FILE"))
  var writeMap: String?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if writeMap != nil, inputs.count != 1 {
      throw ValidationError(Terminal.text("option.map-of-one-input"))
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
        let parts = try DocumentInput(path: input, catalogue: catalogue).all(catalogue)
        for source in parts {
          if !isFirst { Terminal.output("") }
          isFirst = false
          show(source, source.name(input, isOneOfSeveral: parts.count > 1), catalogue)
        }
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
    let about: [(Message, String?)] = [
      (
        Message("inspect.form"),
        [
          source.document.form.rawValue, source.document.encoding,
          source.document.evidence.map {
            Terminal.text("encoding.evidence.\($0.rawValue)")
          },
          source.document.csv.map { Terminal.text(Message(delimiter: $0.delimiter)) },
        ].compactMap { $0 }.joined(separator: ", ")
      ),
      (Message("inspect.agency"), disclosure.agency),
      (Message("inspect.year"), disclosure.fiscalYear.map(String.init)),
      (Message("inspect.stage"), Terminal.text(disclosure.stage.message)),
      (
        Message("inspect.profile"),
        [disclosure.profile, profile.map { Terminal.text($0.title) }].compactMap { $0 }.joined(
          separator: "  ")
      ),
    ]
    for line in Terminal.table(
      about.map { [Terminal.text($0.0), $0.1 ?? Terminal.text("inspect.unknown")] },
      indent: "  ")
    {
      Terminal.output(line)
    }
    var rows = [Terminal.lines("inspect.columns")]
    for item in disclosure.items {
      switch item {
      case .table(let index): rows.append(row(table: index, of: source, catalogue))
      case .form(let index): rows.append(row(form: index, of: reading, catalogue))
      case .announcement(let index):
        let announcement = disclosure.announcements[index]
        rows.append([announcement.number, announcement.title] + Array(repeating: "–", count: 6))
      }
    }
    Terminal.output("")
    for line in Terminal.table(rows, indent: "  ") { Terminal.output(line) }
    if !reading.prose.isEmpty {
      let ranges = reading.prose.map { "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", ")
      Terminal.output("")
      Terminal.output("  " + Terminal.text("inspect.prose") + ranges)
    }
    guard !reading.findings.isEmpty, !common.quiet else { return }
    Terminal.output("")
    for finding in reading.findings { Terminal.output("  " + FindingText.line(finding, reading)) }
  }
  private func row(
    table index: Int, of source: DocumentInput, _ catalogue: Catalogue
  ) -> [String] {
    let table = source.reading.disclosure.tables[index]
    let origin = source.reading.origins[index]
    return [
      table.number ?? "–",
      table.title ?? "(\(catalogue.layout(table.layout)?.title ?? table.statement))",
      "\(origin.extent.lowerBound)–\(origin.extent.upperBound)", table.unit.name,
      String(table.rows.count), String(table.cellCount), counts(origin.rows),
      source.verdicts[index].map { Terminal.text($0.message) } ?? "–",
    ]
  }

  private func row(form index: Int, of reading: Reading, _ catalogue: Catalogue) -> [String] {
    let form = reading.disclosure.forms[index]
    let origin = reading.formOrigins[index]
    return [
      form.number ?? "–",
      form.title ?? "(\(catalogue.form(form.layout)?.title ?? form.statement))",
      "\(origin.extent.lowerBound)–\(origin.extent.upperBound)", form.unit.name,
      String(form.fields.count + form.tables.reduce(0) { $0 + $1.rows.count }),
      String(form.valueCount), counts(origin.parts), "–",
    ]
  }

  /// How many cells were placed in which way.
  private func counts(_ cells: [[[CellOrigin]]]) -> String {
    var counts: [Placed: Int] = [:]
    for cell in cells.joined().joined() { counts[cell.placed, default: 0] += 1 }
    return [Placed.direct, .joined, .solved, .ambiguous].map { String(counts[$0] ?? 0) }
      .joined(separator: "/")
  }
}
