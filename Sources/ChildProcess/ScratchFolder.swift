internal import CChild

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of our own for programs that write files: it goes with all that is in it when nobody needs it
/// any more.
package final class ScratchFolder {
  /// Its absolute path.
  package let path: String

  /// Makes a folder where temporary files are; nil where none can be made.
  package init?() {
    let place = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    guard place.hasPrefix("/"), let name = strdup(place + "/fiscaltables-XXXXXX") else {
      return nil
    }
    defer { free(name) }
    guard mkdtemp(name) != nil else { return nil }
    path = String(cString: name)
  }

  deinit { child_remove_folder(path) }

  /// Makes a folder in it; false where that is not possible.
  package func makeFolder(_ name: String) -> Bool { mkdir(path + "/" + name, 0o700) == 0 }

  /// Writes a file into it that is not there yet; false where that is not possible.
  package func write(_ bytes: [UInt8], as name: String) -> Bool {
    let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
    return MemoryFile.put(bytes, into: file)
  }
}
