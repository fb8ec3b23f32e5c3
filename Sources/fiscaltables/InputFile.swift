import FiscalModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reading whole files and standard input within a bound.
enum InputFile {
  /// The bytes of a path, `-` being standard input. The size is checked before memory is taken.
  static func bytes(_ path: String, bound: Int) throws(FileError) -> [UInt8] {
    var descriptor: Int32 = 0
    if path != "-" {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .system(Wording.cannotRead) }
    }
    defer { if descriptor > 0 { close(descriptor) } }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(Wording.cannotRead) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileError(Wording.isDirectory) }
    guard Int(status.st_size) <= bound else {
      throw FileError(Wording.tooLarge(bytes: Int(status.st_size), bound: bound))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size) + 1)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .system(Wording.cannotRead)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= bound else {
        throw FileError(Wording.tooLarge(bytes: bytes.count, bound: bound))
      }
    }
  }
}
