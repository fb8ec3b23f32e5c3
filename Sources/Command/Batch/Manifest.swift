import Checksum
import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The record of a run: a line of JSON for each input as it ends.
final class Manifest {
  private let path: String
  private let descriptor: Int32

  /// Begins a manifest.
  ///
  /// - Parameters:
  ///   - path: its file.
  ///   - kept: records of an earlier run that stand at its beginning; they replace what the file holds.
  ///   - replaces: whether a file that exists is replaced.
  /// - Throws: ``FileError`` where it cannot be written, or exists and must not be replaced.
  init(_ path: String, kept: [RunRecord] = [], replaces: Bool) throws(FileError) {
    self.path = path
    try OutputFile.write(
      kept.flatMap(\.line), to: path, existing: replaces ? .replace : .refuse)
    descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("output.unwritable", path: path) }
  }

  deinit { close(descriptor) }

  /// Adds a record.
  func add(_ record: RunRecord) throws(FileError) {
    var line = record.line
    let isWritten = Interruption.protected { Terminal.write(&line, to: descriptor) }
    guard isWritten else { throw .system("output.unwritable", path: path) }
  }

  /// A manifest may have this many bytes: some million records.
  private static let bound = 4 << 30

  /// The records of a manifest. A last line without an end is what a killed run was writing; it is left
  /// out.
  ///
  /// - Throws: ``FileError`` that names the line where it is no manifest.
  static func read(_ path: String) throws(FileError) -> [RunRecord] {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(path, bound: bound)
    } catch {
      throw FileError(error.message, path: path)
    }
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    lines.removeLast()
    var records: [RunRecord] = []
    for (index, line) in lines.enumerated() where !line.isEmpty {
      guard let record = try? JSONDecoder().decode(RunRecord.self, from: Data(line)) else {
        throw FileError("batch.bad-manifest", ["line": index + 1], path: path)
      }
      records.append(record)
    }
    return records
  }

  /// Whether what a record says is still so: the same input, the same way of converting it, and every
  /// output, one at least, as it was written and where it would be written again; or that the work on it
  /// was brought to an end, which it would be again.
  static func stands(
    _ record: RunRecord, as wanted: RunRecord, isOutput: (String) -> Bool
  ) -> Bool {
    let isDone = record.status == .ok || record.status == .findings
    guard isDone != record.outputs.isEmpty, isDone || record.ended != nil,
      record.outputs.allSatisfy({ isOutput($0.path) }), record.options == wanted.options,
      record.program == wanted.program, record.schemas == wanted.schemas, let bytes = record.bytes,
      let sha256 = record.sha256
    else { return false }
    func holds(_ path: String, _ bytes: Int, _ sha256: String) -> Bool {
      guard let content = try? InputFile.bytes(path, bound: bytes) else { return false }
      return content.count == bytes && SHA256.hexadecimal(content) == sha256
    }
    return holds(record.input, bytes, sha256)
      && record.outputs.allSatisfy { holds($0.path, $0.bytes, $0.sha256) }
  }
}
