import Testing

@testable import Spreadsheet

@Test(arguments: 0..<20)
func whatIsWrittenReadsBackEqual(batch: UInt64) throws {
  for seed in batch * 20..<(batch + 1) * 20 {
    var generator = Generator(seed: seed)
    let book = generator.workbook()
    let bytes = try book.xlsx()
    let read = try Workbook(xlsx: bytes)
    guard read == book else {
      Issue.record("seed \(seed): \(difference(book, read))")
      return
    }
    #expect(try book.xlsx() == bytes, "seed \(seed) gave other bytes the second time")
    #expect(try read.xlsx().count > 0, "seed \(seed)")
  }
}

/// Where two workbooks differ, for the message of a test that failed.
private func difference(_ one: Workbook, _ two: Workbook) -> String {
  if one.definedNames != two.definedNames { return "\(one.definedNames) \(two.definedNames)" }
  if one.properties != two.properties { return "\(one.properties) \(two.properties)" }
  if one.defaultFont != two.defaultFont { return "\(one.defaultFont) \(two.defaultFont)" }
  for (left, right) in zip(one.sheets, two.sheets) where left != right {
    for row in left.rows {
      for (column, cell) in row.cells where right[row.index, column] != cell {
        let place = CellReference(row: row.index, column: column)
        return "\(place): \(cell) \(cell.style.font) | \(String(describing: right[place]))"
      }
    }
    if left.pageSetup != right.pageSetup { return "\(left.pageSetup) \(right.pageSetup)" }
    var (left, right) = (left, right)
    for row in Array(left.rows) { for (column, _) in row.cells { left[row.index, column] = nil } }
    for row in Array(right.rows) {
      for (column, cell) in row.cells {
        if one.sheets.first(where: { $0.name == left.name })?[row.index, column] == nil {
          return "extra cell \(row.index) \(column) \(cell)"
        }
        right[row.index, column] = nil
      }
    }
    return "\(left)\n\(right)"
  }
  return "elsewhere"
}

@Test func damagedFilesNeverCrash() throws {
  var generator = Generator(seed: 7)
  let bytes = try generator.workbook().xlsx()
  for count in stride(from: 0, to: bytes.count, by: 7) {
    #expect(throws: SpreadsheetError.self) { try Workbook(xlsx: Array(bytes[..<count])) }
  }
  for at in stride(from: 0, to: bytes.count, by: 5) {
    var damaged = bytes
    damaged[at] ^= UInt8(truncatingIfNeeded: generator.next() | 1)
    _ = try? Workbook(xlsx: damaged)
  }
}
