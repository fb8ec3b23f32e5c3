import Checksum
import FiscalLayout
import FiscalTables
import Foundation
import Spreadsheet

/// How documents are converted: what `convert` does with each of its inputs, on whatever thread.
struct Conversion: InputWork {
  let tables: FiscalTables
  let setup: Setup
  /// The profile whose forms are written, where it is not the document's own.
  let layout: String?
  let unit: AmountUnit?
  /// How CSV is written.
  var csv = CSVWriter()
  /// Whether amounts that need more decimals than the form prints are rounded.
  let rounds: Bool
  let existing: OutputFile.Existing
  let skipsExisting: Bool
  /// Inputs with more bytes are refused before they are read.
  let byteBound: Int
  /// Whether nothing is written.
  let isDryRun: Bool

  /// What is known of the run as a whole, and by that to its workers: where outputs go, and what every
  /// record begins with.
  struct Setup: Codable, Sendable {
    var plan: OutputPlan
    /// What outputs depend on besides the inputs.
    var options: String
    var program: String
    var schemas: String
    /// Whether digests are wanted.
    var isComplete: Bool
  }

  var plan: OutputPlan { setup.plan }

  /// What became of an input.
  struct Outcome: Codable, Sendable {
    var record: RunRecord
    /// The path that a failure speaks of, where it is not the input.
    var failedPath: String?
    /// What is said of the document, line by line, without its summary.
    var lines: [String] = []
    /// How the relations came out.
    var verdict = ""
    /// The output as the summary names it.
    var path = ""
    /// The outputs, a file or a folder for each disclosure, by which those of other inputs are told apart.
    var names: [String] = []
    /// The files, whose bytes stand beside; `-` is standard output.
    var files: [String] = []

    /// Says that there is no output, and why.
    mutating func fail(_ error: FileError) {
      record.message = BilingualText(error.message)
      failedPath = error.path
      record.status = .failed
      record.outputs = []
      (names, files) = ([], [])
    }
  }

  /// Converts one input. Nothing is thrown: a failure is an outcome.
  func product(of entry: InputEntry) -> (Outcome, [[UInt8]]) {
    var outcome = Outcome(record: record(of: entry, .ok))
    if let problem = entry.problem {
      (outcome.record.status, outcome.record.message) = (.failed, problem)
      return (outcome, [])
    }
    do {
      let files = try convert(entry, &outcome)
      return (outcome, files)
    } catch {
      outcome.fail(error)
      return (outcome, [])
    }
  }

  /// A record without what only the conversion tells.
  func record(of entry: InputEntry, _ status: RunRecord.Status) -> RunRecord {
    RunRecord(
      input: entry.path, options: setup.options, program: setup.program,
      schemas: setup.schemas, status: status)
  }

  private func convert(
    _ entry: InputEntry, _ outcome: inout Outcome
  ) throws(FileError) -> [[UInt8]] {
    // Where the name says it already, nothing is read for an output that stays.
    if plan.template == nil, isLeftAlone(plan.path(for: entry), &outcome) { return [] }
    let file = try SourceFile(input: entry.path, bound: byteBound)
    outcome.record.bytes = file.bytes.count
    if setup.isComplete { outcome.record.sha256 = SHA256.hexadecimal(file.bytes) }
    let sources = try sources(file, entry, &outcome)
    if sources.isEmpty { return [] }
    var facts: [Fact] = []
    var files: [(path: String, bytes: [UInt8])] = []
    for (index, each) in sources.enumerated() {
      var source = each
      if let layout { source = try source.translated(to: layout) }
      if let unit { source = try source.converted(to: unit, rounding: rounds) }
      let path = plan.path(for: entry, source.disclosure)
      outcome.path = path
      if plan.template != nil, isLeftAlone(path, &outcome) { return [] }
      if isOneStream {
        if !outcome.names.contains(path) { outcome.names.append(path) }
        facts += source.facts
      } else {
        let own =
          sources.count > 1 ? Conversion.path(path, index, of: sources.map(\.disclosure)) : path
        if own != path, path == "-" {
          throw FileError("option.several-files", ["target": plan.target.rawValue])
        }
        try take(own, for: source, of: entry, &outcome)
        let made = try source.files(as: plan.target, at: own, csv: csv)
        source.add(made.findings)
        files += made.files
      }
      describe(source, &outcome)
    }
    if isOneStream { files = [(outcome.path, try list(facts, for: outcome.path))] }
    return record(files, &outcome)
  }

  /// The disclosures of a file; none where it was only found and is no disclosure.
  private func sources(
    _ file: SourceFile, _ entry: InputEntry, _ outcome: inout Outcome
  ) throws(FileError) -> [DisclosureDocument] {
    do {
      return try tables.readAll(file)
    } catch {
      guard entry.isFound, error.isForeign else { throw error }
      outcome.record.status = .skipped
      outcome.record.message = BilingualText(error.message)
      return []
    }
  }

  /// Takes the name of an output, which another part of the input must not have.
  private func take(
    _ path: String, for source: DisclosureDocument, of entry: InputEntry,
    _ outcome: inout Outcome
  ) throws(FileError) {
    if outcome.names.contains(path) {
      throw FileError(
        "output.same", ["a": entry.path, "b": source.name(entry.path, isOneOfSeveral: true)],
        path: path)
    }
    outcome.names.append(path)
  }

  /// Notes what is to be written, and returns the bytes: none where nothing is.
  private func record(
    _ files: [(path: String, bytes: [UInt8])], _ outcome: inout Outcome
  ) -> [[UInt8]] {
    if isDryRun {
      outcome.lines = files.map { file in
        Terminal.text(
          "batch.would-write", ["path": file.path, "exists": InputFile.exists(file.path)])
      }
      return []
    }
    outcome.files = files.map(\.path)
    if setup.isComplete {
      outcome.record.outputs = files.map {
        RunRecord.Output(
          path: $0.path, bytes: $0.bytes.count, sha256: SHA256.hexadecimal($0.bytes))
      }
    }
    return files.map(\.bytes)
  }

  /// Facts as the target has them; documents on standard output share one header, which the run writes.
  private func list(_ facts: [Fact], for path: String) throws(FileError) -> [UInt8] {
    guard plan.target == .facts else { return FactsWriter.ndjson(facts) }
    return try Conversion.csv(facts, csv, withHeader: path != "-")
  }

  /// Facts as CSV, with its mark where its header is.
  static func csv(
    _ facts: [Fact], _ writer: CSVWriter, withHeader: Bool = true
  ) throws(FileError) -> [UInt8] {
    do throws(TextEncodingError) {
      return try FactsWriter.csv(facts, writer: writer, withHeader: withHeader)
    } catch {
      throw FileError(Message(error))
    }
  }

  /// Whether the target is a list that all disclosures of a file share.
  private var isOneStream: Bool { plan.target == .facts || plan.target == .ndjson }

  /// The output of one of several disclosures: its agency stands before the extension, and behind that
  /// the year where others have the same agency.
  static func path(_ path: String, _ index: Int, of disclosures: [Disclosure]) -> String {
    func agency(_ index: Int) -> String {
      let disclosure = disclosures[index]
      return disclosure.agencyCode ?? disclosure.agency ?? String(index + 1)
    }
    var name = agency(index)
    if disclosures.indices.contains(where: { $0 != index && agency($0) == name }),
      let year = disclosures[index].fiscalYear
    {
      name += "-\(year)"
    }
    let (stem, suffix) = OutputPlan.parts(path)
    return stem + "-" + OutputPlan.named(name) + suffix
  }

  /// Whether an output exists and is to stay; says so in the outcome.
  private func isLeftAlone(_ path: String, _ outcome: inout Outcome) -> Bool {
    guard path != "-", skipsExisting, plan.target != .csv, InputFile.exists(path) else {
      return false
    }
    outcome.path = path
    outcome.record.status = .skipped
    outcome.record.message = BilingualText(Message("batch.output-exists", ["path": path]))
    return true
  }

  /// More findings of one document are counted, not shown.
  private static let shownFindings = 20

  private func describe(_ source: DisclosureDocument, _ outcome: inout Outcome) {
    let reading = source.reading
    let (disclosure, findings) = (reading.disclosure, reading.findings)
    outcome.record.profile = disclosure.profile
    outcome.record.agency = disclosure.agency
    outcome.record.year = disclosure.fiscalYear
    outcome.record.stage = disclosure.stage
    // A file may hold several agencies' disclosures.
    let tables = disclosure.sections.filter(\.isTable)
    outcome.record.tables += tables.count
    outcome.record.cells += tables.reduce(0) { $0 + $1.cellCount }
    let counts = RunRecord.Counts(findings)
    outcome.record.findings.error += counts.error
    outcome.record.findings.warning += counts.warning
    outcome.record.findings.note += counts.note
    outcome.verdict = Terminal.text(source.verdict)
    if findings.contains(where: { $0.severity >= .warning }) { outcome.record.status = .findings }
    let shown = findings.filter { $0.severity >= .warning && !Conversion.isOfConversion($0) }
    outcome.lines += shown.prefix(Conversion.shownFindings).map {
      FindingText.line($0, reading)
    }
    if shown.count > Conversion.shownFindings {
      outcome.lines.append(
        Terminal.text("batch.more", ["count": shown.count - Conversion.shownFindings]))
    }
    outcome.lines += findings.filter(Conversion.isOfConversion).map {
      FindingText.line($0, reading)
    }
  }

  /// Whether a finding is of what was written, which no other command says again: all are shown then.
  private static func isOfConversion(_ finding: Finding) -> Bool {
    finding.rule.hasPrefix("translate/") || finding.rule.hasPrefix("write/")
  }
}
