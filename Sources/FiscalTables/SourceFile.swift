import Documents
import FiscalLayout

/// A file, or a folder of tables, in memory and not yet understood.
package struct SourceFile {
  /// What it is called in findings.
  package let name: String
  /// Its path as given, by which facts name it, so that equal names in two folders stay apart; nil for
  /// standard input and bytes.
  package let path: String?
  /// Its bytes; those of a folder's files one after the other.
  package let bytes: [UInt8]
  private let folder: TableFolder?

  /// A file's bytes.
  package init(named name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    path = nil
    folder = nil
  }

  /// Reads a path, `-` being standard input.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - name: what it is called in findings; nil for the last part of the path.
  ///   - bound: how many bytes it may have.
  /// - Throws: ``FileError`` where it cannot be read or has more bytes than the bound.
  package init(
    _ path: String, named name: String? = nil, bound: Int = FiscalTables.byteBound
  ) throws(FileError) {
    self.name = name ?? SourceFile.baseName(path)
    self.path = path == "-" ? nil : path
    folder = TableFolder.isOne(path) ? try TableFolder(path, bound: bound) : nil
    bytes = if let folder { folder.bytes } else { try InputFile.bytes(path, bound: bound) }
  }

  /// The file as pages of lines and grids.
  ///
  /// - Throws: ``FileError`` for a file that is no document.
  package func document() throws(FileError) -> Document {
    do throws(DocumentError) {
      if let folder { return try Document(name: name, files: folder.files) }
      return try Document(name: name, bytes: bytes, omitting: OwnSheet.isWithoutTables)
    } catch {
      throw FileError(error)
    }
  }

  /// The last part of a path.
  package static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The last part of a path without its extension.
  package static func stem(_ path: String) -> String {
    let name = path == "-" ? "stdin" : baseName(path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
