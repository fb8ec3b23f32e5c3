import Foundation
import Spreadsheet
import Testing

// The functions below have the examples of the README line by line, so that they compile and run.

private func print(_ values: Any...) {}

/// The examples write to a folder of their own, whatever the current one is.
private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
  UUID().uuidString)

private func URL(fileURLWithPath name: String) -> Foundation.URL {
  folder.appendingPathComponent(name)
}

private func example() throws -> CellValue {
  var sheet = Sheet(name: "支出")
  sheet[0, 0] = Cell(.text("科目编码"))
  sheet[0, 1] = Cell(.text("决算数"))
  sheet[1, 0] = Cell(.text("019001"))
  sheet[1, 1] = Cell(.number("2594.03"), style: CellStyle(numberFormat: "#,##0.00"))
  var workbook = Workbook()
  workbook.sheets = [sheet]
  try Data(workbook.xlsx()).write(to: URL(fileURLWithPath: "out.xlsx"))
  let again = try Workbook(xlsx: [UInt8](Data(contentsOf: URL(fileURLWithPath: "out.xlsx"))))
  print(again.sheets[0][1, 1]?.value ?? .empty)
  return again.sheets[0][1, 1]?.value ?? .empty
}

private func exampleByRow() throws -> [UInt8] {
  var bytes: [UInt8] = []
  let writer = try WorkbookRowWriter { bytes += $0 }
  try writer.startSheet(Sheet(name: "支出"))
  for code in ["019001", "019002"] {
    try writer.row { row in
      try row.text(code)
      try row.number(exactly: "2594.03")
    }
  }
  try writer.finish()

  let file = try WorkbookFile(bytes)
  for row in try file.rows(inSheet: 0) {
    for cell in try row.get() { print(cell.reference, try cell.value()) }
  }
  return bytes
}

@Test func examplesOfTheReadmeRun() throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  #expect(try example() == .number("2594.03"))
  #expect(try Workbook(xlsx: exampleByRow()).sheets[0][1, 0]?.value == .text("019002"))
}

@Test(arguments: ["README.md", "README.en.md"])
func readmeHasTheExamples(name: String) throws {
  let here = Foundation.URL(fileURLWithPath: #filePath)
  let top = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let readme = try String(contentsOf: top.appendingPathComponent(name), encoding: .utf8)
  let source = try String(contentsOf: here, encoding: .utf8)
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }.filter { $0.contains("import Spreadsheet\n") && !$0.contains("import Documents") }
  #expect(blocks.count == 2)
  for block in blocks {
    let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
    let indented = lines.map { "  \($0)" }.joined(separator: "\n")
    #expect(source.replacingOccurrences(of: "\n\n", with: "\n").contains(indented), "\(block)")
  }
}
