import FiscalLayout
import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A run over inputs: what is done already, the rest side by side, the record and the report.
struct Batch {
  let entries: [InputEntry]
  let conversion: Conversion
  let options: RunOptions
  let isQuiet: Bool
  /// Whether a manifest and a report that exist are replaced.
  let replacesReports: Bool
  let failOn: FailOn

  /// Whether some input could not be converted.
  private(set) var hasFailed = false
  /// Whether some document has findings at or above what was asked for.
  private(set) var hasFindings = false

  /// Larger runs say nothing of single documents but of those that failed.
  private static let spokenInputs = 20
  /// The inputs in work take at most this many bytes, as estimated before they are read.
  private static let memory = 1 << 30
  /// What an input takes for each of its bytes: compressed workbooks unpack to about this.
  private static let bytesPerByte = 40

  /// Converts everything.
  ///
  /// - Throws: ``FileError`` where the manifest or the report cannot be written; what an input does wrong
  ///   is in its record.
  mutating func run() throws(FileError) {
    let start = ProcessInfo.processInfo.systemUptime
    let kept = try recordsToKeep()
    var manifest = try manifest(keeping: kept)
    if let report = options.report, !options.dryRun, !replacesReports, InputFile.exists(report) {
      throw FileError("output.exists", path: report)
    }
    let names = OutputNames(
      entries.filter { kept[$0.path] == nil }, kept: Array(kept.values), reserved: reserved,
      plan: conversion.plan)
    let rest = names.order
    if options.resume != nil { removeLeftovers(rest) }
    var records = kept
    var progress = Progress(
      total: entries.count, isWanted: !isQuiet && !options.noProgress && !options.dryRun)
    var done = kept.count
    var failed = 0
    var writesHeader = conversion.plan.target == .facts && conversion.plan.output == "-"
    var broken: FileError?
    let delivery = Delivery(conversion: conversion, names: names)
    let (conversion, timeout) = (conversion, options.time.timeout)
    // What brings its process down must not end the run; a single input has nothing to go on with.
    let isApart = rest.count > 1 || timeout != nil
    WorkQueue(threads: options.threads, budget: Batch.memory).run(
      count: rest.count,
      cost: { Batch.size(rest[$0].path) * Batch.bytesPerByte },
      tool: { Worker(conversion, isApart: isApart, timeout: timeout) },
      body: { index, worker in delivery.deliver(rest[index], by: worker) },
      ended: { _, delivered in
        done += 1
        if delivered.outcome.record.status == .failed { failed += 1 }
        do throws(FileError) { try manifest?.add(delivered.outcome.record) } catch {
          broken = error
        }
        return broken == nil && !(options.failFast && failed > 0)
      },
      ordered: { index, delivered in
        records[rest[index].path] = delivered.outcome.record
        progress.clear()
        do throws(FileError) {
          try print(delivered.output, &writesHeader)
        } catch {
          broken = error
        }
        say(delivered.outcome, rest[index])
      },
      waiting: { running in
        progress.draw(done: done, failed: failed, current: running.first.map { rest[$0].path })
      })
    progress.clear()
    try end(records, broken)
    if entries.count > 1, !isQuiet {
      let seconds = ProcessInfo.processInfo.systemUptime - start
      summarise(entries.compactMap { records[$0.path] }, kept: kept.count, seconds)
    }
  }

  private func manifest(keeping kept: [String: RunRecord]) throws(FileError) -> Manifest? {
    guard let path = options.resume ?? options.manifest, !options.dryRun else { return nil }
    return try Manifest(
      path, kept: entries.compactMap { kept[$0.path] }, replaces: replacesReports)
  }

  /// Writes what goes to standard output, below the header of all.
  private func print(_ output: [UInt8], _ needsHeader: inout Bool) throws(FileError) {
    if output.isEmpty { return }
    let header = needsHeader ? try Conversion.csv([], conversion.csv) : []
    needsHeader = false
    try OutputFile.write(header + output, to: "-", existing: .replace)
  }

  /// Counts what came of the inputs, and writes the report.
  private mutating func end(
    _ records: [String: RunRecord], _ broken: FileError?
  ) throws(FileError) {
    let ordered = entries.compactMap { records[$0.path] }
    hasFailed = ordered.contains { $0.status == .failed } || ordered.count < entries.count
    hasFindings = ordered.contains { failOn.isReached(by: $0.findings) }
    if let broken { throw broken }
    if let path = options.report, let form = RunReport.Form(path: path), !options.dryRun {
      try OutputFile.write(
        RunReport.bytes(ordered, form, at: path), to: path,
        existing: replacesReports ? .replace : .refuse)
    }
  }

  /// The records of an earlier run that need not be made again, by input.
  private func recordsToKeep() throws(FileError) -> [String: RunRecord] {
    guard let path = options.resume, InputFile.exists(path) else { return [:] }
    var latest: [String: RunRecord] = [:]
    for record in try Manifest.read(path) { latest[record.input] = record }
    var kept: [String: RunRecord] = [:]
    for entry in entries {
      guard let record = latest[entry.path],
        !(options.retryFailed && record.status == .failed),
        Manifest.stands(
          record, as: conversion.record(of: entry, .ok),
          isOutput: { conversion.plan.isOutput($0, of: entry) })
      else { continue }
      kept[entry.path] = record
    }
    return kept
  }

  /// The files that the run writes beside its outputs.
  private var reserved: [String: String] {
    var reserved: [String: String] = [:]
    if let path = options.manifest { reserved[path] = "--manifest" }
    if let path = options.resume { reserved[path] = "--resume" }
    if let path = options.report { reserved[path] = "--report" }
    return reserved
  }

  private func removeLeftovers(_ entries: [InputEntry]) {
    for folder in Set(
      entries.compactMap { OutputFile.directory(of: conversion.plan.path(for: $0)) })
    {
      OutputFile.removeLeftovers(in: folder)
    }
  }

  /// The size of a file, 0 where it has none: such an input fails when it is opened, or streams.
  private static func size(_ path: String) -> Int {
    var status = stat()
    return path != "-" && stat(path, &status) == 0 ? min(Int(status.st_size), 1 << 40) : 0
  }

  // MARK: What is said

  private func say(_ outcome: Conversion.Outcome, _ entry: InputEntry) {
    let record = outcome.record
    switch record.status {
    case .failed:
      let reason = record.message.map { Terminal.text($0) } ?? ""
      Terminal.error("\(outcome.failedPath ?? entry.path): \(reason)")
    case .skipped:
      guard !isQuiet, entries.count <= Batch.spokenInputs else { return }
      let reason = record.message.map { Terminal.text($0) } ?? ""
      Terminal.note(
        Terminal.text("batch.skipped", ["input": entry.path, "reason": reason]))
    case .ok, .findings:
      guard !isQuiet, entries.count <= Batch.spokenInputs || options.dryRun else { return }
      if options.dryRun {
        Terminal.note(
          Terminal.text(
            "batch.would-convert",
            ["input": entry.path, "profile": record.profile ?? "", "tables": record.tables]))
      } else {
        let counts = record.findings
        Terminal.note(
          Terminal.text(
            "batch.converted",
            [
              "input": entry.path, "tables": record.tables, "cells": record.cells,
              "findings": counts.error + counts.warning + counts.note, "errors": counts.error,
              "warnings": counts.warning, "notes": counts.note, "verdict": outcome.verdict,
              "path": outcome.path,
            ]))
      }
      for line in outcome.lines { Terminal.note("  " + line) }
    }
  }

  private func summarise(_ records: [RunRecord], kept: Int, _ seconds: Double) {
    func count(_ status: RunRecord.Status) -> Int { records.count { $0.status == status } }
    let tenths = Int(seconds * 10)
    Terminal.note(
      Terminal.text(
        "batch.summary",
        [
          "total": entries.count, "converted": count(.ok) + count(.findings),
          "withFindings": count(.findings), "skipped": count(.skipped), "failed": count(.failed),
          "kept": kept, "seconds": "\(tenths / 10).\(tenths % 10)",
        ]))
  }
}
