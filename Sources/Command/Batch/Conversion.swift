import Checksum
import FiscalLayout
import FiscalTables
import Foundation
import Spreadsheet

/// How documents are converted: what `convert` does with each of its inputs, on whatever thread.
struct Conversion: Sendable {
  let tables: FiscalTables
  let plan: OutputPlan
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
  /// What every record begins with.
  let stamp: Stamp

  /// What the output of a run depends on besides its inputs.
  struct Stamp: Sendable {
    var options: String
    var schemas: String
    /// Whether digests are wanted.
    var isComplete: Bool
  }

  /// What became of an input.
  struct Outcome: Sendable {
    var record: RunRecord
    /// The path that a failure speaks of, where it is not the input.
    var failedPath: String?
    /// What goes to standard output.
    var output: [UInt8] = []
    /// What is said of the document, line by line, without its summary.
    var lines: [String] = []
    /// How the relations came out.
    var verdict: Message?
    /// The output as the summary names it.
    var path = ""
  }

  /// Converts one input. Nothing is thrown: a failure is an outcome.
  func run(_ entry: InputEntry, ticket: WorkTicket) -> Outcome {
    let start = ProcessInfo.processInfo.systemUptime
    var outcome = Outcome(record: record(of: entry, .ok))
    do {
      try convert(entry, ticket, &outcome)
    } catch {
      outcome.record.message = BilingualText(error.message)
      outcome.failedPath = error.path
      outcome.record.status = .failed
      outcome.record.outputs = []
      outcome.output = []
    }
    outcome.record.milliseconds = Int((ProcessInfo.processInfo.systemUptime - start) * 1000)
    return outcome
  }

  /// The outcome of an input that was given up for its time.
  func timedOut(_ entry: InputEntry) -> Outcome {
    var outcome = Outcome(record: record(of: entry, .failed))
    outcome.record.message = BilingualText(Message("batch.timed-out"))
    return outcome
  }

  /// A record without what only the conversion tells.
  func record(of entry: InputEntry, _ status: RunRecord.Status) -> RunRecord {
    RunRecord(
      input: entry.path, options: stamp.options, program: FiscalTablesCommand.version,
      schemas: stamp.schemas, status: status)
  }

  private func convert(
    _ entry: InputEntry, _ ticket: WorkTicket, _ outcome: inout Outcome
  ) throws(FileError) {
    // Where the name says it already, nothing is read for an output that stays.
    if plan.template == nil, isLeftAlone(plan.path(for: entry), &outcome) { return }
    let file = try SourceFile(input: entry.path, bound: byteBound)
    outcome.record.bytes = file.bytes.count
    if stamp.isComplete { outcome.record.sha256 = SHA256.hexadecimal(file.bytes) }
    let sources: [DisclosureDocument]
    do {
      sources = try tables.readAll(file)
    } catch {
      guard entry.isFound, error.isForeign else { throw error }
      outcome.record.status = .skipped
      outcome.record.message = BilingualText(error.message)
      return
    }
    var files: [(path: String, bytes: [UInt8])] = []
    for (index, each) in sources.enumerated() {
      var source = each
      if let layout { source = try source.translated(to: layout) }
      if let unit { source = try source.converted(to: unit, rounding: rounds) }
      let path = plan.path(for: entry, source.disclosure)
      outcome.path = path
      if plan.template != nil, isLeftAlone(path, &outcome) { return }
      let own =
        sources.count > 1 && !isOneStream
        ? Conversion.path(path, source.disclosure, index) : path
      // Several documents on standard output share one header, which the caller writes.
      let made = try source.files(as: plan.target, at: own, csv: csv, hasHeader: path != "-")
      source.add(made.findings)
      if isOneStream, index > 0, let next = made.files.first {
        // Facts of several agencies are one list.
        let header = plan.target == .facts && path != "-" ? FactsWriter.csv([]).count : 0
        files[0].bytes += next.bytes.dropFirst(header)
      } else {
        files += isOneStream ? made.files.map { (path, $0.bytes) } : made.files
      }
      describe(source, &outcome)
    }
    if isDryRun {
      outcome.lines = files.map { file in
        Terminal.text(
          "batch.would-write", ["path": file.path, "exists": InputFile.exists(file.path)])
      }
      return
    }
    for file in files {
      if file.path == "-" {
        outcome.output = file.bytes
      } else {
        try write(file.bytes, file.path, ticket)
      }
      guard stamp.isComplete else { continue }
      outcome.record.outputs.append(
        RunRecord.Output(
          path: file.path, bytes: file.bytes.count, sha256: SHA256.hexadecimal(file.bytes)))
    }
  }

  /// Whether the target is a list that all disclosures of a file share.
  private var isOneStream: Bool { plan.target == .facts || plan.target == .ndjson }

  /// The output of one of several disclosures: its agency stands before the extension.
  static func path(_ path: String, _ disclosure: Disclosure, _ index: Int) -> String {
    let agency = disclosure.agencyCode ?? disclosure.agency ?? String(index + 1)
    let name = "-" + agency.map { "/\\:".contains($0) ? "_" : String($0) }.joined()
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return path + name }
    return path[..<dot] + name + path[dot...]
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

  private func write(
    _ bytes: [UInt8], _ path: String, _ ticket: WorkTicket
  ) throws(FileError) {
    if skipsExisting, InputFile.exists(path) { return }
    if plan.isDirectory || plan.target == .csv, let folder = OutputFile.directory(of: path) {
      try OutputFile.makeDirectory(folder)
    }
    try OutputFile.write(bytes, to: path, existing: existing, ticket: ticket)
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
    outcome.verdict = source.verdict
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
