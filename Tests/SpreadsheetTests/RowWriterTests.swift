import Testing
import Zip

@testable import Spreadsheet

/// The workbook written row by row.
private func streamed(_ book: Workbook, _ options: WritingOptions = WritingOptions()) throws
  -> [UInt8]
{
  var bytes: [UInt8] = []
  let writer = try WorkbookRowWriter(book, options: options) { bytes += $0 }
  for sheet in book.sheets {
    var template = sheet
    for row in Array(sheet.rows) {
      for (column, _) in row.cells { template[row.index, column] = nil }
    }
    try writer.startSheet(template)
    for row in sheet.rows {
      try writer.row(at: row.index) { cells in
        for (column, cell) in row.cells {
          cells.skip(column - cells.column)
          try cells.cell(cell)
        }
      }
    }
  }
  try writer.finish()
  return bytes
}

@Test(arguments: 0..<10)
func rowByRowReadsBackAsTheWhole(batch: UInt64) throws {
  for seed in batch * 10..<(batch + 1) * 10 {
    var generator = Generator(seed: seed &+ 1000)
    let book = generator.workbook()
    for strings in [WritingOptions.Strings.inline, .shared(upTo: 200), .shared(upTo: 1 << 20)] {
      let bytes = try streamed(book, WritingOptions(strings: strings))
      let read = try Workbook(xlsx: bytes)
      #expect(read == book, "seed \(seed), \(strings)")
      #expect(try streamed(book, WritingOptions(strings: strings, threads: 3)) == bytes)
    }
  }
}

@Test func rowByRowHasTheSamePartsAsTheWhole() throws {
  func parts(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
    let archive = try ZipArchive(bytes)
    return try Dictionary(
      uniqueKeysWithValues: archive.entries.map { ($0.name, try archive.read($0)) })
  }
  let book = featureBook()
  let whole = try parts(book.xlsx())
  let rows = try parts(streamed(book))
  #expect(Set(whole.keys) == Set(rows.keys))
  for (name, bytes) in whole where !name.contains("xl/worksheets/sheet") {
    // Rich text is given to the row writer by a function of its own, so that its text is shared.
    if name != "[Content_Types].xml", name != "xl/sharedStrings.xml" {
      #expect(rows[name] == bytes, "\(name)")
    }
  }
}

@Test func doublesLoseNoBit() throws {
  var generator = Generator(seed: 11)
  var values: [Double] = [
    0, -0.0, 0.1, 0.1 + 0.2, 1.0 / 3, 5e-300, 9.9e307, 1e15, 123_456_789_012_345.67, -1e-7, 0.07,
    2_097_152.01, 45.5, 100,
  ]
  for _ in 0..<3000 {
    let cents = (0..<5).map { _ in Double(Int.random(in: -9_999_999...9_999_999, using: &generator))
    }
    values.append(cents.reduce(0) { $0 + $1 / 100 })
    let double = Double(bitPattern: generator.next())
    if double.isFinite, 1e-307..<1e307 ~= abs(double) { values.append(double) }
  }
  var bytes: [UInt8] = []
  let writer = try WorkbookRowWriter { bytes += $0 }
  try writer.startSheet(Sheet(name: "S"))
  var book = Workbook()
  book.sheets = [Sheet(name: "S")]
  for (index, value) in values.enumerated() {
    try writer.row { try $0.number(value) }
    book.sheets[0][index, 0] = Cell(try #require(CellValue(value)))
  }
  try writer.finish()
  for read in [try Workbook(xlsx: bytes), try Workbook(xlsx: book.xlsx())] {
    for (index, value) in values.enumerated() {
      guard case .number(let text) = read.sheets[0][index, 0]?.value else {
        Issue.record("\(value) is no number")
        continue
      }
      #expect(Double(text)?.bitPattern == value.bitPattern, "\(value) became \(text)")
      #expect(text == DecimalText.shortest(value), "\(value) is not written as short as it can be")
    }
  }
}

@Test func whatIsNoNumberIsRefused() throws {
  for value in [Double.nan, .infinity, -.infinity, 5e-324, 1.5e308] {
    let writer = try WorkbookRowWriter { _ in }
    try writer.startSheet(Sheet(name: "S"))
    #expect(throws: SpreadsheetError.self) { try writer.row { try $0.number(value) } }
  }
  #expect(CellValue(.nan) == nil)
  #expect(CellValue(-.infinity) == nil)
}

@Test func longNumbersBecomeWhatIsAskedFor() throws {
  var book = Workbook()
  book.sheets = [Sheet(name: "S")]
  book.sheets[0][1, 1] = Cell(.number("1234567890123456"))
  #expect(throws: SpreadsheetError.self) { try book.xlsx() }
  var warnings: [String] = []
  let text = try book.xlsx(WritingOptions(longNumbers: .text)) { warnings.append($0.description) }
  #expect(try Workbook(xlsx: text).sheets[0][1, 1]?.value == .text("1234567890123456"))
  #expect(warnings.count == 1)
  #expect(warnings.first?.hasPrefix("sheet 'S', cell B2: written as text, for ") == true)
  let nearest = try book.xlsx(WritingOptions(longNumbers: .nearest))
  #expect(try Workbook(xlsx: nearest).sheets[0][1, 1]?.value == .number("1234567890123456"))
  // What is no number at all is refused in any case.
  book.sheets[0][1, 1] = Cell(.number("12345678901234567x"))
  #expect(throws: SpreadsheetError.self) {
    try book.xlsx(WritingOptions(longNumbers: .nearest))
  }
}

@Test func textsThatUnicodeHoldsEqualStayApart() throws {
  var book = Workbook()
  book.sheets = [Sheet(name: "S")]
  let texts = ["\u{E9}", "e\u{301}", "\u{E9}"]
  for (row, text) in texts.enumerated() { book.sheets[0][row, 0] = Cell(.text(text)) }
  let read = try Workbook(xlsx: book.xlsx())
  for (row, text) in texts.enumerated() {
    guard case .text(let found) = read.sheets[0][row, 0]?.value else {
      Issue.record("no text in row \(row)")
      continue
    }
    #expect(Array(found.utf8) == Array(text.utf8))
  }
}

@Test func rowsMustComeInOrder() throws {
  let writer = try WorkbookRowWriter { _ in }
  #expect(throws: SpreadsheetError.self) { try writer.row { _ in } }
  try writer.startSheet(Sheet(name: "S"))
  try writer.row(at: 5) { try $0.number(1) }
  #expect(throws: SpreadsheetError.self) { try writer.row(at: 5) { _ in } }
  #expect(throws: SpreadsheetError.self) { try writer.row(at: CellReference.rowCount) { _ in } }
  #expect(throws: SpreadsheetError.self) { try writer.startSheet(Sheet(name: "s")) }
}
