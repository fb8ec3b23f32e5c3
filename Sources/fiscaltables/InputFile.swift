/// Reading whole files and standard input within a bound.
enum InputFile {
  /// The bytes of a path, `-` being standard input. The size is checked before memory is taken.
  static func bytes(_ path: String, bound: Int) throws(FileError) -> [UInt8] {
    try InputStream(path).all(bound: bound)
  }
}
