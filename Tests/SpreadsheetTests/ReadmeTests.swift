import Foundation
import Spreadsheet
import Testing

// The functions below have the examples of the README line by line, so that they compile and run.

private func print(_ values: Any...) {}

/// The examples write to a folder of their own, whatever the current one is.
private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
  UUID().uuidString)

extension Workbook {
  fileprivate func write(to name: String) throws {
    try write(to: folder.appendingPathComponent(name).path, options: WritingOptions())
  }

  fileprivate init(contentsOf name: String) throws {
    try self.init(
      contentsOf: folder.appendingPathComponent(name).path, limits: WorkbookLimits())
  }
}

private func example() throws -> CellValue {
  var sheet = Sheet(name: "支出")
  sheet["A1"] = Cell(.text("科目编码"))
  sheet["B1"] = Cell(.text("决算数"))
  sheet["A2"] = Cell(.text("019001"))
  sheet["B2"] = Cell(.number("2594.03"), style: CellStyle(numberFormat: "#,##0.00"))
  var workbook = Workbook()
  workbook.sheets = [sheet]
  try workbook.write(to: "out.xlsx")
  let again = try Workbook(contentsOf: "out.xlsx")
  print(again["支出"]?["B2"]?.value ?? .empty)
  return again["支出"]?["B2"]?.value ?? .empty
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
  var rows = try file.rows(inSheet: 0)
  while let row = try rows.next() {
    for cell in row { print(cell.reference, try cell.value()) }
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
  let here = URL(fileURLWithPath: #filePath)
  let top = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let readme = try String(contentsOf: top.appendingPathComponent(name), encoding: .utf8)
  let source = try String(contentsOf: here, encoding: .utf8)
  let blocks = readme.components(separatedBy: "```swift\n").dropFirst().compactMap {
    $0.components(separatedBy: "```").first
  }.filter { $0.contains("import Spreadsheet\n") }
  #expect(blocks.count == 2)
  for block in blocks {
    let lines = block.split(separator: "\n").filter { !$0.hasPrefix("import ") }
    let indented = lines.map { "  \($0)" }.joined(separator: "\n")
    #expect(source.replacingOccurrences(of: "\n\n", with: "\n").contains(indented), "\(block)")
  }
}
