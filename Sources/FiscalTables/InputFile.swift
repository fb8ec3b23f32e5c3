#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Looking at paths, and reading whole files and standard input within a bound.
package enum InputFile {
  /// The bytes of a path, `-` being standard input. The size is checked before memory is taken.
  package static func bytes(_ path: String, bound: Int) throws(FileError) -> [UInt8] {
    try ByteInput(path).all(bound: bound)
  }

  /// Whether a path exists, whatever it is.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a path is that of a directory, or of a link to one.
  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a path leads to a file, rather than to a directory, a pipe or a device.
  package static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
