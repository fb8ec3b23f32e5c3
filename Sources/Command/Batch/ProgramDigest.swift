import Checksum
import Documents
import FiscalTables

/// What tells one state of the program, and of the programs that it runs, from another.
enum ProgramDigest {
  /// The version given, the digest of the binary and what poppler says of itself, as records have them.
  static func text(version: String) -> String {
    let binary = (try? InputFile.bytes("/proc/self/exe", bound: 1 << 30)).map(SHA256.hexadecimal)
    return [version, binary, Document.toolVersion].compactMap { $0 }
      .joined(separator: " ")
  }
}
