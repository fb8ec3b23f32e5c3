import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a file could not be read or written, in words for people.
struct FileError: Error {
  let message: BilingualText
  /// The file that it speaks of, where that is not the input.
  let path: String?

  init(_ message: BilingualText, path: String? = nil) {
    self.message = message
    self.path = path
  }

  /// The system's reason for the last call that failed.
  static func system(_ action: (String) -> BilingualText, path: String? = nil) -> FileError {
    FileError(action(String(cString: strerror(errno))), path: path)
  }
}

/// Reading whole files and standard input within a bound.
enum InputFile {
  /// The bytes of a path, `-` being standard input. The size is checked before memory is taken.
  static func bytes(_ path: String, bound: Int) throws(FileError) -> [UInt8] {
    try InputStream(path).all(bound: bound)
  }
}

/// Writing files so that they appear whole or not at all.
enum OutputFile {
  /// What to do where the file exists.
  enum Existing { case refuse, replace }

  /// Whether a path exists, whatever it is.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Creates a directory with those above it.
  static func makeDirectory(_ path: String) throws(FileError) {
    guard !isDirectory(path) else { return }
    if let slash = path.dropLast().lastIndex(of: "/"), slash > path.startIndex {
      try makeDirectory(String(path[..<slash]))
    }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST && isDirectory(path) else {
      throw .system(Wording.cannotWrite, path: path)
    }
  }

  /// Writes a file under a temporary name beside its own and renames it when it is complete.
  ///
  /// A symbolic link is followed, the mode of a replaced file is kept; a device or a pipe is written to
  /// directly.
  static func write(_ bytes: [UInt8], to path: String, existing: Existing) throws(FileError) {
    var bytes = bytes
    if path == "-" {
      guard Terminal.write(&bytes, to: 1) else { throw .system(Wording.cannotWrite, path: path) }
      return
    }
    var target = path
    var status = stat()
    var mode: mode_t = 0o666
    var replaces = false
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw FileError(Wording.isDirectory, path: path)
      }
      guard status.st_mode & S_IFMT == S_IFREG else {
        try writeDirectly(&bytes, to: path)
        return
      }
      guard existing == .replace else { throw FileError(Wording.exists, path: path) }
      guard access(path, W_OK) == 0 else { throw .system(Wording.cannotWrite, path: path) }
      mode = status.st_mode & 0o7777
      replaces = true
      if let resolved = realpath(path, nil) {
        target = String(cString: resolved)
        free(resolved)
      }
    }
    let temporary = "\(target).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(Wording.cannotWrite, path: path) }
    Interruption.temporary = temporary
    defer { Interruption.temporary = nil }
    var failure: FileError?
    if replaces, fchmod(descriptor, mode) != 0 {
      failure = .system(Wording.cannotWrite, path: path)
    }
    if failure == nil, !Terminal.write(&bytes, to: descriptor) {
      failure = .system(Wording.cannotWrite, path: path)
    }
    if failure == nil, fsync(descriptor) != 0, errno != EINVAL {
      failure = .system(Wording.cannotWrite, path: path)
    }
    if close(descriptor) != 0, failure == nil { failure = .system(Wording.cannotWrite, path: path) }
    if failure == nil {
      // A hard link never replaces a file that appeared meanwhile; a rename does.
      if existing == .replace {
        if rename(temporary, target) != 0 { failure = .system(Wording.cannotWrite, path: path) }
      } else if link(temporary, target) == 0 {
        unlink(temporary)
      } else if errno == EEXIST {
        failure = FileError(Wording.exists, path: path)
      } else if rename(temporary, target) != 0 {
        failure = .system(Wording.cannotWrite, path: path)
      }
    }
    if let failure {
      unlink(temporary)
      throw failure
    }
  }

  private static func writeDirectly(_ bytes: inout [UInt8], to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(Wording.cannotWrite, path: path) }
    defer { close(descriptor) }
    guard Terminal.write(&bytes, to: descriptor) else {
      throw .system(Wording.cannotWrite, path: path)
    }
  }
}
