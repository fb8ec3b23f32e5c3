import FiscalTables

/// One input of a run.
struct InputEntry: Codable, Sendable {
  /// The path as it is opened; `-` is standard input.
  let path: String
  /// The folder below the named directory in which it was found, with a slash at its end; else empty.
  let folder: String
  /// Whether it was found in a directory rather than named: what is no disclosure is then passed over.
  let isFound: Bool
  /// What is the matter with a folder that could not be searched: nothing is read of it.
  var problem: BilingualText?
}
