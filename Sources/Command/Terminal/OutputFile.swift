import FiscalTables
import Foundation
import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Writing files so that they appear whole or not at all.
enum OutputFile {
  /// What to do where the file exists.
  enum Existing {
    /// It is an error.
    case refuse
    /// It is an error unless it holds the very bytes: what a run that was killed has left.
    case refuseUnlessEqual
    /// It is replaced.
    case replace
  }

  /// Creates a directory with those above it.
  static func makeDirectory(_ path: String) throws(FileError) {
    guard !path.isEmpty, !InputFile.isDirectory(path) else { return }
    if let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST && InputFile.isDirectory(path) else {
      throw .system("output.unwritable", path: path)
    }
  }

  /// The directory that a path stands in, or nil for the current one.
  static func directory(of path: String) -> String? {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
  }

  /// Writes a file without a name, or under a temporary one where the file system has none of these, and
  /// names it when it is complete.
  ///
  /// A symbolic link is followed, the mode of a replaced file is kept; a device or a pipe is written to
  /// directly.
  /// - Parameters:
  ///   - bytes: the content.
  ///   - path: the file, `-` being standard output.
  ///   - existing: what to do where it exists.
  /// - Throws: ``FileError`` where it cannot be written or must not be replaced; nothing is left then.
  static func write(
    _ bytes: [UInt8], to path: String, existing: Existing
  ) throws(FileError) {
    if path == "-" {
      var bytes = bytes
      guard Terminal.write(&bytes, to: 1) else { throw .system("output.unwritable", path: path) }
      return
    }
    guard !InputFile.isDirectory(path) else { throw FileError("input.is-directory", path: path) }
    if case .refuseUnlessEqual = existing, isFile(path, holding: bytes) { return }
    let replaces = if case .replace = existing { true } else { false }
    var hooks = WholeFile.Hooks()
    (hooks.began, hooks.ended) = (Interruption.began, Interruption.ended)
    hooks.show = { name in Interruption.protected(name) }
    do throws(SystemError) {
      try WholeFile.write(bytes, to: path, replaces: replaces, hooks: hooks)
    } catch {
      if error.code == EEXIST { throw FileError("output.exists", path: path) }
      errno = error.code
      throw .system("output.unwritable", path: path)
    }
  }

  /// Whether a path is that of a file with these very bytes.
  private static func isFile(_ path: String, holding bytes: [UInt8]) -> Bool {
    guard InputFile.isRegular(path) else { return false }
    return (try? InputFile.bytes(path, bound: bytes.count)) == bytes
  }

  /// Removes the temporary files that processes which are no more have left in a folder.
  static func removeLeftovers(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasSuffix(".tmp") {
      guard let process = name.split(separator: ".").dropLast().last.flatMap({ Int32($0) }),
        process > 0, kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink(folder + "/" + name)
    }
  }
}
