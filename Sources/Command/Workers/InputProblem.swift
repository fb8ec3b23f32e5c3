import FiscalTables

/// Why nothing came of an input, on its way from a worker.
struct InputProblem: Codable, Sendable {
  let message: BilingualText
  /// The file that it speaks of, where that is not the input.
  let path: String?

  init(_ error: FileError) { (message, path) = (BilingualText(error.message), error.path) }

  /// The same, to be thrown again.
  var error: FileError {
    FileError("input.problem", ["text": message.text(in: Terminal.language)], path: path)
  }
}

/// For work that needs to know nothing but the arguments of the command.
struct NoSetup: Codable, Sendable {}

extension Worker {
  /// What comes of an input.
  ///
  /// - Throws: ``FileError`` where the work did not end by itself.
  func product(of entry: InputEntry) throws(FileError) -> (Work.Product, [[UInt8]]) {
    switch run(entry) {
    case .done(let product, let files): return (product, files)
    case .late: throw FileError("batch.timed-out")
    case .ended(let signal): throw FileError(WorkerProcess.reason(ofSignal: signal))
    }
  }
}
