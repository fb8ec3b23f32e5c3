import FiscalModel
import Foundation

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

  /// Whether a path exists, whatever it is.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Creates a directory with those above it.
  static func makeDirectory(_ path: String) throws(FileError) {
    guard !path.isEmpty, !isDirectory(path) else { return }
    if let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST && isDirectory(path) else {
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
  ///   - ticket: asked before the file becomes visible, or nil.
  /// - Throws: ``FileError`` where it cannot be written or must not be replaced; nothing is left then.
  static func write(
    _ bytes: [UInt8], to path: String, existing: Existing, ticket: WorkTicket? = nil
  ) throws(FileError) {
    var bytes = bytes
    if path == "-" {
      guard Terminal.write(&bytes, to: 1) else { throw .system("output.unwritable", path: path) }
      return
    }
    var target = path
    var status = stat()
    var mode: mode_t?
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw FileError("input.is-directory", path: path)
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        try writeDirectly(&bytes, to: path)
        return
      }
      switch existing {
      case .replace: break
      case .refuseUnlessEqual:
        let size = Int(status.st_size)
        if size == bytes.count, (try? InputFile.bytes(path, bound: size)) == bytes { return }
        throw FileError("output.exists", path: path)
      case .refuse: throw FileError("output.exists", path: path)
      }
      guard access(path, W_OK) == 0 else { throw .system("output.unwritable", path: path) }
      mode = status.st_mode & 0o7777
      if let resolved = realpath(path, nil) {
        target = String(cString: resolved)
        free(resolved)
      }
    }
    let temporary = "\(target).\(getpid()).tmp"
    let directory = directory(of: target) ?? "."
    var descriptor = open(directory, O_WRONLY | unnamed | O_CLOEXEC, 0o666)
    let isNamed = descriptor < 0
    if isNamed {
      Interruption.began(temporary)
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    }
    guard descriptor >= 0 else {
      let error = FileError.system("output.unwritable", path: path)
      Interruption.ended(temporary)
      throw error
    }
    defer {
      close(descriptor)
      Interruption.ended(temporary)
    }
    do throws(FileError) {
      if let mode, fchmod(descriptor, mode) != 0 {
        throw .system("output.unwritable", path: path)
      }
      guard Terminal.write(&bytes, to: descriptor) else {
        throw .system("output.unwritable", path: path)
      }
      guard fsync(descriptor) == 0 || errno == EINVAL else {
        throw .system("output.unwritable", path: path)
      }
      let source = isNamed ? temporary : "/proc/self/fd/\(descriptor)"
      func show() throws(FileError) {
        let code = Interruption.protected {
          name(source, as: target, through: temporary, isNamed: isNamed, replaces: mode != nil)
        }
        if code == EEXIST { throw FileError("output.exists", path: path) }
        if code != 0 {
          errno = code
          throw .system("output.unwritable", path: path)
        }
      }
      if let ticket { try ticket.commit(show) } else { try show() }
    } catch {
      if isNamed { unlink(temporary) }
      throw error
    }
  }

  // O_TMPFILE, which Swift does not see: a bit of its own, and O_DIRECTORY.
  private static let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY

  /// Gives a complete file its name; returns an error number. A link, unlike a rename, never replaces a
  /// file that appeared meanwhile.
  private static func name(
    _ source: String, as target: String, through temporary: String, isNamed: Bool, replaces: Bool
  ) -> Int32 {
    if isNamed {
      if replaces { return rename(temporary, target) == 0 ? 0 : errno }
      if link(temporary, target) == 0 {
        unlink(temporary)
        return 0
      }
      // A file system without links.
      return errno != EEXIST && rename(temporary, target) == 0 ? 0 : errno
    }
    let first = replaces ? temporary : target
    guard linkat(AT_FDCWD, source, AT_FDCWD, first, AT_SYMLINK_FOLLOW) == 0 else { return errno }
    if replaces, rename(temporary, target) != 0 {
      let code = errno
      unlink(temporary)
      return code
    }
    return 0
  }

  private static func writeDirectly(_ bytes: inout [UInt8], to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("output.unwritable", path: path) }
    defer { close(descriptor) }
    guard Terminal.write(&bytes, to: descriptor) else {
      throw .system("output.unwritable", path: path)
    }
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
