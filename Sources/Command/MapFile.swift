import ArgumentParser
import Documents
import FiscalLayout
import FiscalTables

/// Reading and proposing maps of the columns of exports.
enum MapFile {
  /// Maps have a line for each column; this is far more than any has.
  static let bound = 16 << 20

  /// Reads a map; what is wrong with it is said with its line.
  static func read(_ path: String, _ catalogue: Catalogue) throws -> ExportMap {
    do {
      return try ExportMap(json: InputFile.bytes(path, bound: bound), catalogue: catalogue)
    } catch let error as ExportMapError {
      Terminal.error(
        "\(path): \(Terminal.text("map.error", ["line": error.line, "reason": error.message]))"
      )
    } catch let error as FileError {
      Terminal.error("\(path): \(Terminal.text(error.message))")
    }
    throw ExitCode(2)
  }

  /// Writes what the columns of a document are taken for.
  static func propose(for input: String, _ path: String, _ catalogue: Catalogue) throws {
    do {
      let document = try SourceFile(input: input).document()
      guard let map = DisclosureReader(catalogue: catalogue).proposal(for: document) else {
        throw FileError("map.none")
      }
      try OutputFile.write(map.json(), to: path, existing: .refuse)
      return
    } catch let error as FileError {
      Terminal.error("\(error.path ?? input): \(Terminal.text(error.message))")
    }
    throw ExitCode(2)
  }
}
