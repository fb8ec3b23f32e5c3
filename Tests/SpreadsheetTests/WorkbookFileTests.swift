import Foundation
import Testing

@testable import Spreadsheet

/// Workbooks as files, whatever their format.
struct WorkbookFileTests {
  private static let spreadsheetML = """
    <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>
    <Row><Cell><Data ss:Type="String">_x0041_</Data></Cell><Cell><Data ss:Type="String"/></Cell>
    <Cell ss:Formula="=RC[-1]"><Data ss:Type="Number">2594.030</Data></Cell></Row>
    <Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="Boolean">1</Data></Cell></Row>
    </Table></Worksheet></Workbook>
    """

  private static func book() -> Workbook {
    var sheet = Sheet(name: "S")
    sheet["A1"] = Cell(.text("019001"))
    sheet["B3"] = Cell(.number("1.50"), formula: "A1&\"x\"")
    var book = Workbook()
    book.sheets = [sheet]
    return book
  }

  private static func rows(_ rows: SheetRowReader) throws -> [String] {
    var (rows, texts) = (rows, [String]())
    while let row = try rows.next() {
      for cell in row {
        texts.append(
          "\(cell.reference)=\(try cell.value())" + (cell.formula.map { " \($0)" } ?? ""))
      }
    }
    return texts
  }

  /// Runs something in a folder of its own.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
    // Nothing temporary is left.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test(arguments: [
    (Array(spreadsheetML.utf8), WorkbookFile.Format.spreadsheetML), ([0x50, 0x4B, 3, 4], .xlsx),
    (Array("a,b".utf8), .csv), ([0xFF, 0xFE, 1, 0], .csv), ([], nil), (Array("%PDF-1".utf8), nil),
    ([0xD0, 0xCF, 0x11, 0xE0], nil), ([1, 2, 3, 4, 0x41], nil),
  ])
  func theContentSaysWhatAFileIs(head: [UInt8], format: WorkbookFile.Format?) {
    #expect(WorkbookFile.format(head) == format)
  }

  @Test func everyFormatIsReadRowByRowAsItIsWhole() throws {
    let csv = Array("a,,\"_x0041_\"\n\nb,1.50\n".utf8)
    let files: [([UInt8], [String])] = [
      (
        Array(Self.spreadsheetML.utf8),
        [
          "A1=text(\"_x0041_\")", "B1=text(\"\")", "C1=number(\"2594.030\") B1",
          "A3=boolean(true)",
        ]
      ),
      (csv, ["A1=text(\"a\")", "C1=text(\"_x0041_\")", "A3=text(\"b\")", "B3=text(\"1.50\")"]),
      (try Self.book().xlsx(), ["A1=text(\"019001\")", "B3=number(\"1.50\") A1&\"x\""]),
    ]
    for (bytes, expected) in files {
      let file = try WorkbookFile(bytes)
      #expect(try Self.rows(file.rows(inSheet: 0)) == expected)
      let sheet = try file.sheet(at: 0)
      #expect(try Self.rows(SheetRowReader(sheet)) == expected)
      #expect(try file.isInOrder(sheet: 0))
      #expect(try file.workbook().sheets == [sheet])
    }
  }

  @Test func mergesAreThereBehindTheRows() throws {
    var book = Self.book()
    let merges = [CellRange(rows: 4...5, columns: 0...1)]
    book.sheets[0].merges = merges
    var rows = try WorkbookFile(book.xlsx()).rows(inSheet: 0)
    while try rows.next() != nil {}
    #expect(rows.merges == merges)
  }

  @Test func aCSVInAFileHasItsName() throws {
    try inFolder { folder in
      let path = folder + "/2024.table.csv"
      let line = "\"x\",019001\n"
      try Data(String(repeating: line, count: 40_000).utf8).write(to: URL(fileURLWithPath: path))
      let file = try WorkbookFile(path: path)
      #expect(file.sheets.map(\.name) == ["2024.table"])
      var rows = try file.rows(inSheet: 0)
      var count = 0
      while let row = try rows.next() {
        count += 1
        guard row.index == count - 1, row[column: 1]?.text == "019001" else {
          Issue.record("row \(row.index) is not the one of the file")
          return
        }
      }
      #expect(count == 40_000)
    }
  }

  @Test func aFileIsReplacedAsAWholeAndKeepsItsMode() throws {
    try inFolder { folder in
      let (path, link) = (folder + "/book.xlsx", folder + "/link.xlsx")
      let manager = FileManager.default
      #expect(manager.createFile(atPath: path, contents: Data("old".utf8)))
      try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try manager.createSymbolicLink(atPath: link, withDestinationPath: "book.xlsx")
      let book = Self.book()
      try book.write(to: link)
      #expect(try Workbook(contentsOf: path)["S"]?["A1"]?.value == .text("019001"))
      #expect(try manager.destinationOfSymbolicLink(atPath: link) == "book.xlsx")
      let mode = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o640)
      // What cannot be written leaves what is there.
      #expect(throws: SpreadsheetError.self) { try Workbook().write(to: path) }
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(try before == Data(book.xlsx()))
    }
  }

  @Test func whereNoFileCanBeIsAnErrorWithItsPlace() throws {
    try inFolder { folder in
      let path = folder + "/none/book.xlsx"
      let error = #expect(throws: SpreadsheetError.self) { try Self.book().write(to: path) }
      #expect(error?.code == .file && error?.place?.part == path)
      #expect(throws: SpreadsheetError.self) { try Workbook(contentsOf: path) }
      #expect(throws: SpreadsheetError.self) { try Self.book().write(to: folder) }
    }
  }

  @Test func sheetsAreTakenByTheirNames() {
    var book = Self.book()
    book["T"] = Sheet(name: "T")
    book["S"]?["A1"] = nil
    #expect(book.sheets.map(\.name) == ["S", "T"] && book.sheets[0].cellCount == 1)
    book["S"] = nil
    #expect(book.sheets.map(\.name) == ["T"] && book["S"] == nil)
  }

  @Test(
    arguments: [
      ("A1", "019001"), ("$A$1", "019001"), ("B1", nil), ("A0", nil), ("", nil), ("XFE1", nil),
    ] as [(String, String?)])
  func cellsAreTakenByTheirReferences(reference: String, text: String?) {
    #expect(Self.book().sheets[0][reference]?.value == text.map { .text($0) })
  }

  @Test(arguments: [
    ("", 0, 0), ("2.5", 3, 3), ("\u{4E00}\u{4E8C}a", 5, 5), ("\u{201C}a\u{201D}", 5, 3),
    ("\u{2014}\u{2026}", 4, 2), ("e\u{301}", 1, 1), ("\u{FF0C}\u{FF71}", 3, 3),
    ("\u{1F600}", 2, 2), ("\u{AC00}\u{20000}", 4, 4),
  ])
  func widthsAreThoseOfChineseFontsOrTerminals(text: String, printed: Int, terminal: Int) {
    #expect(TextWidth.columns(text) == printed)
    #expect(TextWidth.columns(text, isPrinted: false) == terminal)
  }
}
