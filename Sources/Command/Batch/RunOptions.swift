import ArgumentParser
import FiscalTables
import Foundation

/// How long an input may take.
struct TimeOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.timeout, valueName: "SECONDS"))
  var timeout: Double?

  func validate() throws {
    if let timeout, !(timeout > 0) {
      throw ValidationError(Terminal.text("batch.not-positive", ["option": "--timeout"]))
    }
  }
}

/// The options of runs over many inputs.
struct RunOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: ArgumentHelp(Help.recursive))
  var recursive = false

  @Option(help: ArgumentHelp(Help.filesFrom, valueName: "FILE"))
  var filesFrom: String?

  @Flag(
    name: [.customShort("0"), .long], help: ArgumentHelp(Help.null))
  var null = false

  @Option(help: ArgumentHelp(Help.nameTemplate, valueName: "TEMPLATE"))
  var nameTemplate: String?

  @Option(
    name: [.customShort("j"), .long],
    help: ArgumentHelp(Help.jobs, valueName: "N"))
  var jobs: Int?

  @OptionGroup var time: TimeOption

  @Option(help: ArgumentHelp(Help.maxSize, valueName: "SIZE"))
  var maxSize: String?

  @Flag(help: ArgumentHelp(Help.failFast))
  var failFast = false

  @Option(help: ArgumentHelp(Help.manifest, valueName: "FILE"))
  var manifest: String?

  @Option(help: ArgumentHelp(Help.resume, valueName: "FILE"))
  var resume: String?

  @Flag(help: ArgumentHelp(Help.retryFailed))
  var retryFailed = false

  @Option(help: ArgumentHelp(Help.report, valueName: "FILE"))
  var report: String?

  @Flag(help: ArgumentHelp(Help.dryRun))
  var dryRun = false

  @Flag(help: ArgumentHelp(Help.noProgress))
  var noProgress = false

  func validate() throws {
    if let jobs, jobs < 1 {
      throw ValidationError(Terminal.text("batch.not-positive", ["option": "-j"]))
    }
    if let maxSize, byteBound == nil {
      throw ValidationError(Terminal.text("batch.bad-size", ["text": maxSize]))
    }
    if manifest != nil, resume != nil {
      throw ValidationError(Terminal.text("batch.manifest-and-resume"))
    }
    if retryFailed, resume == nil {
      throw ValidationError(Terminal.text("batch.retry-without-resume"))
    }
    if let report, RunReport.Form(path: report) == nil {
      throw ValidationError(Terminal.text("batch.unknown-report", ["path": report]))
    }
    if let nameTemplate {
      var rest = nameTemplate
      for placeholder in OutputPlan.placeholders { rest = rest.replacing(placeholder, with: "") }
      guard !rest.contains("{"), !rest.contains("}"), !rest.contains("/"), !nameTemplate.isEmpty
      else {
        throw ValidationError(
          Terminal.text(
            "batch.bad-template",
            ["template": nameTemplate, "placeholders": OutputPlan.placeholders]))
      }
    }
  }

  /// The bound of `--max-size` in bytes: digits, with K, M or G for powers of 1024.
  var byteBound: Int? {
    guard let maxSize else { return nil }
    let shifts: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let shift = maxSize.last.flatMap { shifts[Character($0.uppercased())] }
    guard let number = Int(shift == nil ? maxSize : String(maxSize.dropLast())), number > 0,
      number <= Int.max >> (shift ?? 0)
    else { return nil }
    return number << (shift ?? 0)
  }

  /// How many threads convert.
  var threads: Int { jobs ?? ProcessInfo.processInfo.activeProcessorCount }
}
