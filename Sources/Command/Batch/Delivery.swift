import Checksum
import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Has inputs converted and makes visible what came of them.
struct Delivery: Sendable {
  let conversion: Conversion
  let names: OutputNames

  /// What became of an input, and what of it goes to standard output.
  struct Delivered: Sendable {
    var outcome: Conversion.Outcome
    var output: [UInt8] = []
  }

  /// Converts an input and writes its files. Nothing is thrown: a failure is an outcome.
  func deliver(_ entry: InputEntry, by worker: Worker<Conversion>) -> Delivered {
    let start = ProcessInfo.processInfo.systemUptime
    var delivered = Delivered(
      outcome: Conversion.Outcome(record: conversion.record(of: entry, .failed)))
    switch worker.run(entry) {
    case .done(let outcome, let files):
      delivered.outcome = outcome
      do throws(FileError) {
        try names.take(outcome.names, for: entry.path)
        for (path, bytes) in zip(outcome.files, files) {
          if path == "-" { delivered.output = bytes } else { try write(bytes, path) }
        }
      } catch {
        delivered.outcome.fail(error)
      }
    case .late: delivered.outcome.record = ended(entry, .timeout, Message("batch.timed-out"))
    case .ended(let signal):
      delivered.outcome.record = ended(
        entry, signal == SIGXCPU ? .processorTime : .crash, WorkerProcess.reason(ofSignal: signal))
    }
    names.finish(entry.path)
    delivered.outcome.record.milliseconds = Int(
      (ProcessInfo.processInfo.systemUptime - start) * 1000)
    return delivered
  }

  /// The record of an input whose work did not end by itself, with what it is known by again.
  private func ended(
    _ entry: InputEntry, _ ended: RunRecord.Ended, _ message: Message
  ) -> RunRecord {
    var record = conversion.record(of: entry, .failed)
    (record.ended, record.message) = (ended, BilingualText(message))
    // What comes through a pipe does not come twice.
    if conversion.setup.isComplete,
      InputFile.isRegular(entry.path) || TableFolder.isOne(entry.path),
      let file = try? SourceFile(input: entry.path, bound: conversion.byteBound)
    {
      (record.bytes, record.sha256) = (file.bytes.count, SHA256.hexadecimal(file.bytes))
    }
    return record
  }

  private func write(_ bytes: [UInt8], _ path: String) throws(FileError) {
    if conversion.skipsExisting, InputFile.exists(path) { return }
    let plan = conversion.plan
    if plan.isDirectory || plan.target == .csv, let folder = OutputFile.directory(of: path) {
      try OutputFile.makeDirectory(folder)
    }
    try OutputFile.write(bytes, to: path, existing: conversion.existing)
  }
}
