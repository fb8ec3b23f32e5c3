import FiscalLayout
import FiscalSchema

/// A directory of CSV files as `convert --to csv` writes it: one file a table, and the contents, which say
/// what the tables are of and in which order they were published.
package struct TableFolder {
  /// The files in published order, the contents first.
  let files: [(name: String, bytes: [UInt8])]

  /// Whether a path is such a directory.
  package static func isOne(_ path: String) -> Bool {
    InputFile.isDirectory(path) && InputFile.exists(contents(of: path))
  }

  /// Reads the files that the contents name.
  ///
  /// - Throws: ``FileError`` for a file that is missing or too large.
  init(_ path: String, bound: Int) throws(FileError) {
    let contents = try InputFile.bytes(TableFolder.contents(of: path), bound: bound)
    var files = [(name: PrintedWords.sheets.contents.name, bytes: contents)]
    var left = bound - contents.count
    for name in DisclosureWriter.names(inContents: contents) {
      // A name from a file must not lead out of the directory.
      guard !name.contains("/"), name != "..", name != "." else { continue }
      let file = "\(path)/\(name).csv"
      do {
        let bytes = try InputFile.bytes(file, bound: max(left, 0))
        left -= bytes.count
        files.append((name, bytes))
      } catch {
        throw FileError(error.message, path: file)
      }
    }
    self.files = files
  }

  /// The bytes of all files, one after the other.
  var bytes: [UInt8] { files.flatMap(\.bytes) }

  private static func contents(of path: String) -> String {
    (path.hasSuffix("/") ? String(path.dropLast()) : path)
      + "/\(PrintedWords.sheets.contents.name).csv"
  }
}
