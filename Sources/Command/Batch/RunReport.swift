import FiscalTables
import Spreadsheet

/// The report of a run: a row for each input, in the order of the inputs.
enum RunReport {
  /// The forms of a report, by the extension of its file.
  enum Form: String, CaseIterable {
    case xlsx, json, ndjson

    init?(path: String) {
      guard let form = Form.allCases.first(where: { path.hasSuffix("." + $0.rawValue) }) else {
        return nil
      }
      self = form
    }
  }

  /// The bytes of a report.
  static func bytes(_ records: [RunRecord], _ form: Form, at path: String) throws(FileError)
    -> [UInt8]
  {
    switch form {
    case .ndjson: return records.flatMap(\.line)
    case .json:
      let lines = records.map { $0.line.dropLast() }
      return Array("[\n".utf8) + Array(lines.joined(separator: Array(",\n".utf8)))
        + Array("\n]\n".utf8)
    case .xlsx:
      do { return try workbook(records, at: path).xlsx() } catch {
        throw FileError("output.not-made", ["reason": "\(error)"], path: path)
      }
    }
  }

  private static func workbook(_ records: [RunRecord], at path: String) -> Workbook {
    var sheet = Sheet(name: Terminal.text("report.sheet"))
    let link = CellStyle(
      font: CellStyle.Font(underline: true, color: CellStyle.Color(rgb: 0x0563C1)))
    for (index, record) in records.enumerated() {
      let row = index + 1
      var column = 0
      func put(_ value: CellValue) {
        if value != .empty { sheet[row, column] = Cell(value) }
        column += 1
      }
      put(.text(record.input))
      put(.text(Terminal.text("batch.status.\(record.status.rawValue)")))
      put(record.agency.map { .text($0) } ?? .empty)
      put(record.year.map { .number(String($0)) } ?? .empty)
      put(record.stage.map { .text(Terminal.text($0.message)) } ?? .empty)
      put(record.profile.map { .text($0) } ?? .empty)
      for count in [
        record.tables, record.cells, record.findings.error, record.findings.warning,
        record.findings.note, record.milliseconds,
      ] { put(.number(String(count))) }
      if let output = record.outputs.first, output.path != "-" {
        sheet[row, column] = Cell(
          .text(output.path), style: link, hyperlink: .external(relative(output.path, to: path)))
      }
      column += 1
      put(record.message.map { .text(Terminal.text($0)) } ?? .empty)
    }
    return Workbook(
      report: sheet, captions: Terminal.lines("report.columns"), at: 0, rows: records.count)
  }

  /// A path as a link from the folder of the report: relative where both begin alike, so that the folder
  /// can be moved.
  static func relative(_ path: String, to report: String) -> String {
    guard path.hasPrefix("/") == report.hasPrefix("/") else { return escaped(path) }
    var parts = path.split(separator: "/").filter { $0 != "." }
    var base = report.split(separator: "/").filter { $0 != "." }.dropLast()
    guard !parts.contains(".."), !base.contains("..") else { return escaped(path) }
    while let first = parts.first, first == base.first {
      parts.removeFirst()
      base.removeFirst()
    }
    return escaped((base.map { _ in ".." } + parts).joined(separator: "/"))
  }

  /// A path as a relative reference (RFC 3986): what separates its parts stays, Chinese stays.
  private static func escaped(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return String(
      path.flatMap { character -> [Character] in
        guard let byte = character.asciiValue,
          byte <= 0x20 || "%#?\"<>[]\\^`{|}:".contains(character)
        else { return [character] }
        return ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      })
  }
}
