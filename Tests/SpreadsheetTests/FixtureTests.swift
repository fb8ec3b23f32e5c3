import Foundation
import Testing

@testable import Spreadsheet

// Fixtures/make.py makes the workbooks. After a change that is meant to alter what is read, record
// expected.txt again with RECORD_SNAPSHOTS=1 and read the difference.

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Fixtures")

private func fixtures() throws -> [(name: String, bytes: [UInt8])] {
  try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == "xlsx" }
    .map { ($0.deletingPathExtension().lastPathComponent, try bytes($0)) }
    .sorted { $0.name < $1.name }
}

/// Through a handle, for `Data(contentsOf:)` leaks a page for an empty file, which the address
/// sanitizer reports.
private func bytes(_ file: URL) throws -> [UInt8] {
  let handle = try FileHandle(forReadingFrom: file)
  defer { try? handle.close() }
  return [UInt8](try handle.readToEnd() ?? Data())
}

/// All that is read from a workbook, or why it is not.
private func described(_ bytes: [UInt8], isScanning: Bool) -> [String] {
  do throws(SpreadsheetError) {
    let book = try XLSXReader(bytes, limits: WorkbookLimits(), isScanning: isScanning).workbook()
    var lines: [String] = []
    if book.properties != DocumentProperties() { lines.append("\(book.properties)") }
    if book.date1904 { lines.append("epoch 1904") }
    for name in book.definedNames {
      lines.append(
        "name \(name.name) = \(name.formula)\(name.sheet.map { " of sheet \($0)" } ?? "")"
          + (name.hidden ? ", hidden" : ""))
    }
    var display = CellDisplay(date1904: book.date1904)
    for sheet in book.sheets {
      lines.append("sheet \(sheet.name) \(sheet.visibility)")
      for row in sheet.rows {
        for (column, cell) in row.cells {
          let place = CellReference(row: row.index, column: column)
          lines.append(
            "\(place) \(cell.value) shown \(display.text(of: cell).debugDescription)"
              + (cell.formula.map { " formula \($0)" } ?? "")
              + (cell.hyperlink.map { " link \($0)" } ?? ""))
        }
      }
      lines += features(sheet)
    }
    return lines
  } catch { return ["error: \(error)"] }
}

private func features(_ sheet: Sheet) -> [String] {
  let plain = Sheet(name: sheet.name)
  var lines: [String] = []
  func add(_ name: String, _ value: String, _ usual: String) {
    if value != usual { lines.append("\(name): \(value)") }
  }
  func list<Value>(_ values: [Int: Value]) -> String {
    values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }
  add("merges", sheet.merges.map(\.description).joined(separator: " "), "")
  add("widths", list(sheet.columnWidths), "")
  add("hidden columns", "\(sheet.hiddenColumns.sorted())", "[]")
  add("heights", list(sheet.rowHeights), "")
  add("hidden rows", "\(sheet.hiddenRows.sorted())", "[]")
  add("default width", "\(sheet.defaultColumnWidth ?? 0)", "0.0")
  add("frozen", "\(sheet.frozenRows) rows \(sheet.frozenColumns) columns", "0 rows 0 columns")
  add("page", "\(sheet.pageSetup)", "\(plain.pageSetup)")
  add("tab", "\(sheet.tabColor.map { String($0.rgb, radix: 16) } ?? "")", "")
  add("grid lines", "\(sheet.showGridLines)", "true")
  for validation in sheet.dataValidations { lines.append("\(validation)") }
  for (place, comment) in sheet.comments.sorted(by: { $0.key < $1.key }) {
    lines.append("comment \(place): \(comment.text) by \(comment.author ?? "nobody")")
  }
  add("array formulas", sheet.arrayFormulas.map(\.description).joined(separator: " "), "")
  return lines
}

@Test func fixturesReadAsExpected() throws {
  let found = try fixtures().map { name, bytes in
    ([name] + described(bytes, isScanning: true).map { "  \($0)" }).joined(separator: "\n")
  }
  let path = folder.appendingPathComponent("expected.txt")
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
    try Data((found.joined(separator: "\n") + "\n").utf8).write(to: path)
  }
  let expected = String(decoding: try Data(contentsOf: path), as: UTF8.self)
  #expect(found.count > 60)
  for (found, expected) in zip(
    found.joined(separator: "\n").split(separator: "\n"), expected.split(separator: "\n"))
  {
    #expect(found == expected)
  }
  #expect(found.joined(separator: "\n") + "\n" == expected)
}

@Test func fixturesReadAlikeInBothWays() throws {
  for (name, bytes) in try fixtures() {
    // Where a part is not well-formed, only the wording of the error may differ.
    let (one, two) = (
      described(bytes, isScanning: true), described(bytes, isScanning: false)
    )
    #expect(one == two, "\(name)")
  }
}

@Test func everyTruncatedFixtureIsAnError() throws {
  let bytes = try #require(fixtures().first { $0.name == "strings" }).bytes
  for count in 0..<bytes.count {
    #expect(throws: SpreadsheetError.self) { try Workbook(xlsx: Array(bytes[..<count])) }
  }
}
