#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says of a file.
package struct SystemError: Error, Equatable, Sendable {
  /// The error number, `EEXIST` for a file that must not be replaced.
  package let code: Int32

  package init(code: Int32 = errno) { self.code = code }

  /// What it means, in the system's words.
  package var reason: String { String(cString: strerror(code)) }
}

/// Files that appear whole or not at all.
///
/// They are written without a name, or under a temporary one where the file system has none of these,
/// and get their name when they are complete.
package struct WholeFile {
  /// What a program does that has more to look after than the file.
  package struct Hooks {
    /// A temporary file of this name is about to be made, and is gone.
    package var began: (String) -> Void = { _ in }
    package var ended: (String) -> Void = { _ in }
    /// Runs what makes the file visible, which gives an error number; it may give one itself.
    package var show: (() -> Int32) -> Int32 = { $0() }

    package init() {}
  }

  private let target: String
  private let mode: mode_t?
  private var temporary: String { "\(target).\(getpid()).tmp" }

  /// Writes a file. A symbolic link is followed, the mode of a replaced file is kept; a device or a pipe
  /// is written to directly.
  ///
  /// - Throws: ``SystemError`` where it cannot be written; nothing is left then.
  package static func write(
    _ bytes: [UInt8], to path: String, replaces: Bool = true, hooks: Hooks = Hooks()
  ) throws(SystemError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return try WholeFile(target: path, mode: nil).write(bytes, hooks)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return try writeDirectly(bytes, to: path) }
    guard replaces else { throw SystemError(code: EEXIST) }
    guard access(path, W_OK) == 0 else { throw SystemError() }
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    try WholeFile(
      target: resolved.map { String(cString: $0) } ?? path, mode: status.st_mode & 0o7777
    ).write(bytes, hooks)
  }

  private static func writeDirectly(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError() }
    defer { close(descriptor) }
    try put(bytes, to: descriptor)
  }

  private func write(_ bytes: [UInt8], _ hooks: Hooks) throws(SystemError) {
    let (file, isNamed) = try create(hooks)
    defer {
      close(file)
      if isNamed { hooks.ended(temporary) }
    }
    do throws(SystemError) {
      if let mode, fchmod(file, mode) != 0 { throw SystemError() }
      try Self.put(bytes, to: file)
      guard fsync(file) == 0 || errno == EINVAL else { throw SystemError() }
      let code = hooks.show { isNamed ? nameTemporary() : nameUnnamed(file) }
      if code != 0 { throw SystemError(code: code) }
    } catch {
      if isNamed { unlink(temporary) }
      throw error
    }
  }

  #if os(Linux)
    // O_TMPFILE, which Swift does not see: a bit of its own, and O_DIRECTORY.
    private static let unnamed: Int32? = 0o20_000_000 | O_DIRECTORY
  #else
    private static let unnamed: Int32? = nil
  #endif

  private func create(_ hooks: Hooks) throws(SystemError) -> (file: Int32, isNamed: Bool) {
    if let unnamed = Self.unnamed {
      let folder = target.lastIndex(of: "/").map {
        $0 == target.startIndex ? "/" : String(target[..<$0])
      }
      let file = open(folder ?? ".", O_WRONLY | unnamed | O_CLOEXEC, 0o666)
      if file >= 0 { return (file, false) }
    }
    hooks.began(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      let error = SystemError()
      hooks.ended(temporary)
      throw error
    }
    return (file, true)
  }

  /// Gives a complete file without a name its own; returns an error number. A link, unlike a rename,
  /// never replaces a file that appeared meanwhile.
  private func nameUnnamed(_ file: Int32) -> Int32 {
    let first = mode == nil ? target : temporary
    guard linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, first, AT_SYMLINK_FOLLOW) == 0 else {
      return errno
    }
    guard mode != nil, rename(temporary, target) != 0 else { return 0 }
    let code = errno
    unlink(temporary)
    return code
  }

  /// Gives a complete file with a temporary name its own.
  private func nameTemporary() -> Int32 {
    if mode != nil { return rename(temporary, target) == 0 ? 0 : errno }
    if link(temporary, target) == 0 {
      unlink(temporary)
      return 0
    }
    // A file system without links.
    return errno != EEXIST && rename(temporary, target) == 0 ? 0 : errno
  }

  /// Writes all bytes to an open file.
  package static func put(_ bytes: [UInt8], to file: Int32) throws(SystemError) {
    let code = bytes.withUnsafeBytes { buffer -> Int32 in
      var start = 0
      while start < buffer.count {
        let count = systemWrite(file, buffer.baseAddress.map { $0 + start }, buffer.count - start)
        if count < 0, errno != EINTR { return errno }
        start += max(0, count)
      }
      return 0
    }
    if code != 0 { throw SystemError(code: code) }
  }
}

// The function of the system whose name a method hides.
#if canImport(Glibc)
  private let systemWrite = Glibc.write
#elseif canImport(Musl)
  private let systemWrite = Musl.write
#elseif canImport(Darwin)
  private let systemWrite = Darwin.write
#endif
