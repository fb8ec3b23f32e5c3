import Foundation

/// A folder with an input and with what must come of it, `expected.json`.
///
/// The input is `input.` and the extension of the file that it stands for. Where nobody could read that
/// file, a text says how to build it: `input.pdf.txt` (see ``PDFDescription``), `input.docx.txt` and
/// `input.xlsx.txt` (see ``OfficeBuilder``), `input.ofd.txt` (see ``OFDBuilder``), `input.docx.xml` (the
/// body as it stands in the file).
package struct Fixture: Sendable, CustomStringConvertible {
  /// The path of the folder within the folder of all.
  package let name: String
  private let folder: URL
  private let input: String

  /// The folders with an `expected.json` below a folder of `Tests/Fixtures`, by name.
  package static func all(in name: String) -> [Fixture] {
    let top = Places.top.appendingPathComponent("Tests/Fixtures/\(name)")
    let paths = FileManager.default.subpaths(atPath: top.path) ?? []
    return paths.filter { $0.hasSuffix("/expected.json") }.sorted().map { path in
      let name = String(path.dropLast("/expected.json".count))
      let folder = top.appendingPathComponent(name)
      let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      let input = files.sorted().first { $0.hasPrefix("input.") } ?? "input"
      return Fixture(name: name, folder: folder, input: input)
    }
  }

  /// The name, as tests are listed by it.
  package var description: String { name }

  /// The name in one piece, as the input is called where it is put.
  package var stem: String { name.replacing("/", with: "+") }

  /// The programs without which nothing can be read of it.
  package var programs: [String] {
    if input.hasSuffix(".rtf") { return ["soffice"] }
    return input.contains(".pdf") ? ["pdftotext", "pdftocairo"] : []
  }

  /// What must come of it.
  package func expected<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let file = folder.appendingPathComponent("expected.json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }

  /// Puts the input into a folder, under the name of the fixture, and returns its path there.
  package func put(into place: URL) throws -> String {
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(input)))
    let parts = input.split(separator: ".").dropFirst().map(String.init)
    let text = String(decoding: bytes, as: UTF8.self)
    let built: [UInt8] =
      switch parts {
      case ["pdf", "txt"]: try PDFDescription(text).document.bytes
      case ["docx", "txt"]: OfficeBuilder.word(lines: text)
      case ["docx", "xml"]: OfficeBuilder.word(body: text)
      case ["xlsx", "txt"]: OfficeBuilder.workbook(lines: text)
      case ["ofd", "txt"]: OFDBuilder(text: text).bytes
      default: bytes
      }
    let file = place.appendingPathComponent(stem + "." + (parts.first ?? "txt"))
    try Data(built).write(to: file)
    return file.path
  }
}
