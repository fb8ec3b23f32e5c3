import FiscalTables

/// Which file each input is written to.
struct OutputPlan: Sendable {
  /// `-o`: a file, a directory, or `-`.
  let output: String
  let target: OutputForm
  /// `--name-template`, or nil for the stem and the extension.
  let template: String?
  /// Whether `output` is a directory that takes a file or a folder for each input.
  let isDirectory: Bool

  /// The placeholders that are known before a document is read, and those that are not.
  static let placeholders = ["{stem}", "{ext}", "{profile}", "{agency}", "{year}", "{stage}"]

  /// The path of an input's output; placeholders of what only the document says stay as they are.
  func path(for entry: InputEntry) -> String {
    guard isDirectory else { return output }
    let folder = output.hasSuffix("/") ? String(output.dropLast()) : output
    let stem = SourceFile.stem(entry.path)
    guard let template else {
      let name = target == .csv ? stem : stem + "." + target.fileExtension
      return folder + "/" + entry.folder + name
    }
    let name = template.replacing("{stem}", with: stem)
      .replacing("{ext}", with: target == .csv ? "csv" : target.fileExtension)
    return folder + "/" + entry.folder + name
  }

  /// The path once the document has been read.
  func path(for entry: InputEntry, _ disclosure: Disclosure) -> String {
    let path = path(for: entry)
    guard template != nil else { return path }
    func clean(_ text: String) -> String {
      String(text.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
    }
    return path.replacing("{profile}", with: clean(disclosure.profile ?? ""))
      .replacing("{agency}", with: clean(disclosure.agency ?? ""))
      .replacing("{year}", with: disclosure.fiscalYear.map(String.init) ?? "")
      .replacing("{stage}", with: disclosure.stage?.rawValue ?? "")
  }

  /// The first two inputs that would be written to the same file, or that may be, as nothing in the
  /// template tells them apart before they are read.
  func clash(_ entries: [InputEntry]) -> (first: String, second: String, path: String)? {
    guard output != "-" else { return nil }
    var seen: [String: String] = [:]
    for entry in entries {
      let path = path(for: entry)
      if let other = seen.updateValue(entry.path, forKey: path) { return (other, entry.path, path) }
    }
    return nil
  }
}
