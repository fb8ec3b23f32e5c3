import FiscalTables
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The inputs of a run: paths, directories, patterns and lists of paths, in the order given.
struct InputList {
  /// The inputs, in the order in which they are taken.
  private(set) var entries: [InputEntry] = []
  private let isRecursive: Bool
  private let skipping: Set<String>

  /// Finds the inputs.
  ///
  /// - Parameters:
  ///   - paths: as given on the command line; a path that does not exist and has `*`, `?` or `[` in it is
  ///     a pattern.
  ///   - list: a file with further paths, `-` being standard input, or nil.
  ///   - isSeparatedByNUL: whether its paths end with a NUL byte rather than with the line.
  ///   - isRecursive: whether the files within directories are taken, those whose names begin with a dot
  ///     left out.
  ///   - output: the directory that the run writes into, which is not searched.
  /// - Throws: ``FileError`` for a list that cannot be read and a pattern that fits nothing. A directory that
  ///   cannot be read is an entry with a problem.
  init(
    paths: [String], list: String?, isSeparatedByNUL: Bool, isRecursive: Bool, output: String
  ) throws(FileError) {
    self.isRecursive = isRecursive
    skipping = output == "-" ? [] : [InputList.absolute(output)]
    for path in paths { try add(path) }
    guard let list else { return }
    for path in try InputList.lines(of: list, isSeparatedByNUL: isSeparatedByNUL) {
      entries.append(InputEntry(path: path, folder: "", isFound: false))
    }
  }

  /// A list of paths may have this many bytes: some million of them.
  private static let listBound = 256 << 20

  private static func lines(
    of list: String, isSeparatedByNUL: Bool
  ) throws(FileError) -> [String] {
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(list, bound: listBound)
    } catch {
      throw FileError(error.message, path: list)
    }
    let end = isSeparatedByNUL ? 0 : UInt8(ascii: "\n")
    return bytes.split(separator: end).compactMap { line in
      var line = line
      if !isSeparatedByNUL, line.last == UInt8(ascii: "\r") { line.removeLast() }
      return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
  }

  private mutating func add(_ path: String) throws(FileError) {
    if path != "-", !InputFile.exists(path), path.contains(where: { "*?[".contains($0) }) {
      let matches = InputList.matches(path)
      guard !matches.isEmpty else { throw FileError("batch.no-match", path: path) }
      for match in matches { try add(match) }
      return
    }
    guard isRecursive, path != "-", InputFile.isDirectory(path), !TableFolder.isOne(path) else {
      entries.append(InputEntry(path: path, folder: "", isFound: false))
      return
    }
    let root = path.hasSuffix("/") ? String(path.dropLast()) : path
    search(root, folder: "")
  }

  private static func matches(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  /// Takes the files of a folder and of those in it, by name. A link to a folder is not followed, so that
  /// the search ends.
  private mutating func search(_ path: String, folder: String) {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      let problem = Message("input.unreadable", ["reason": "\(error.localizedDescription)"])
      entries.append(
        InputEntry(path: path, folder: folder, isFound: true, problem: BilingualText(problem)))
      return
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let inner = path + "/" + name
      var status = stat()
      guard lstat(inner, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        guard !skipping.contains(InputList.absolute(inner)) else { continue }
        search(inner, folder: folder + name + "/")
      } else if stat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        entries.append(InputEntry(path: inner, folder: folder, isFound: true))
      }
    }
  }

  private static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
