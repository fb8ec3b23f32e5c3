import FiscalTables

/// Which file each input is written to.
struct OutputPlan: Codable, Sendable {
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
    return path.replacing("{profile}", with: OutputPlan.named(disclosure.profile ?? ""))
      .replacing("{agency}", with: OutputPlan.named(disclosure.agency ?? ""))
      .replacing("{year}", with: disclosure.fiscalYear.map(String.init) ?? "")
      .replacing("{stage}", with: disclosure.stage?.rawValue ?? "")
  }

  /// A text as a part of a name: without what divides names, on whatever system, and without controls.
  static func named(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      let isControl = [.control, .format, .lineSeparator, .paragraphSeparator]
        .contains(scalar.properties.generalCategory)
      return isControl || "/\\:".unicodeScalars.contains(scalar) ? "_" : scalar
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A path without the extension of its file, and that with its dot.
  static func parts(_ path: String) -> (stem: String, suffix: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return (path, "") }
    return (String(path[..<dot]), String(path[dot...]))
  }

  /// Whether an output of an earlier run may be an input's: its path is the planned one, with whatever in
  /// the place of what only the document says, and of its agency where there are several.
  func isOutput(_ path: String, of entry: InputEntry) -> Bool {
    var path = path
    if target == .csv {
      guard let folder = OutputFile.directory(of: path) else { return false }
      path = folder
    }
    let (stem, suffix) = OutputPlan.parts(self.path(for: entry))
    guard path.hasSuffix(suffix) else { return false }
    var rest = path.dropLast(suffix.count)
    var pieces = [stem[...]]
    for placeholder in OutputPlan.placeholders {
      pieces = pieces.flatMap {
        $0.split(separator: placeholder, omittingEmptySubsequences: false)
      }
    }
    for (index, piece) in pieces.enumerated() {
      guard
        let found = rest.firstRange(of: piece)
          ?? (piece.isEmpty ? rest.startIndex..<rest.startIndex : nil),
        index > 0 || found.lowerBound == rest.startIndex
      else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.isEmpty || rest.hasPrefix("-") || template != nil
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
