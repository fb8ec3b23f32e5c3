import FiscalTables
import Foundation

/// What became of one input: a line of a manifest, a row of a report.
///
/// `schemas/manifest.schema.json` describes it for others.
struct RunRecord: Codable, Sendable, Equatable {
  /// How an input ended.
  enum Status: String, Codable, Sendable {
    /// Converted, without a finding above a note.
    case ok
    /// Converted, with warnings or errors about what the document says.
    case findings
    /// Not converted.
    case failed
    /// Left alone: its output exists, or a file of a directory is no disclosure.
    case skipped
  }

  /// What ends work on an input that does not end by itself.
  enum Ended: String, Codable, Sendable {
    /// It took longer than `--timeout` allows.
    case timeout
    /// It took more processor time than any input is given.
    case processorTime = "processor-time"
    /// It brought its process down.
    case crash
  }

  /// A file that was written.
  struct Output: Codable, Sendable, Equatable {
    var path: String
    var bytes: Int
    var sha256: String
  }

  /// Findings by severity.
  struct Counts: Codable, Sendable, Equatable {
    var error = 0
    var warning = 0
    var note = 0

    init() {}

    /// Counts findings.
    init(_ findings: [Finding]) {
      error = findings.count { $0.severity == .error }
      warning = findings.count { $0.severity == .warning }
      note = findings.count { $0.severity == .note }
    }
  }

  /// The input as it was named.
  var input: String
  /// Its size and digest; absent where it could not be read.
  var bytes: Int?
  var sha256: String?
  /// The options that the output depends on.
  var options: String
  /// The version of the program.
  var program: String
  /// The digest of the schemas.
  var schemas: String
  var status: Status
  /// Why it failed or was skipped.
  var message: BilingualText?
  /// What its work ended by, where it did not end by itself.
  var ended: Ended?
  var outputs: [Output] = []
  /// What the document is.
  var profile: String?
  var agency: String?
  var year: Int?
  var stage: Stage?
  var tables = 0
  var cells = 0
  var findings = Counts()
  var milliseconds = 0

  /// One line of JSON, its names in order.
  var line: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Nothing in here can fail to encode: no floating point, no invalid text.
    return [UInt8]((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
  }
}
