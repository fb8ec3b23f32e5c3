import Spreadsheet
@testable import Zip

/// Any bytes as a workbook: an error or cells, never a crash. What was read is shown, and row by row
/// there are as many cells as in the whole.
///
/// Bytes that begin as an archive are one; all others are its parts, each a name and a content that
/// end with 0xFF, which stands in no UTF-8: so that no change is lost to a wrong CRC.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWorkbook(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  guard let bytes = given.starts(with: [0x50, 0x4B]) ? Array(given) : archive(given) else {
    return 0
  }
  var limits = WorkbookLimits()
  (limits.partBytes, limits.totalBytes, limits.cells) = (4 << 20, 16 << 20, 100_000)
  limits.stringBytes = 16 << 20
  guard let book = try? Workbook(xlsx: bytes, limits: limits) else { return 0 }
  var display = CellDisplay(date1904: book.date1904)
  for sheet in book.sheets {
    for row in sheet.rows {
      for (_, cell) in row.cells {
        _ = display.text(of: cell)
        _ = display.date(of: cell)
      }
    }
  }
  guard let file = try? WorkbookFile(bytes, limits: limits) else {
    preconditionFailure("read whole, but not opened")
  }
  for index in file.sheets.indices {
    var cells = 0
    do {
      var rows = try file.rows(inSheet: index)
      while let row = try rows.next() {
        for cell in row {
          cells += 1
          _ = try cell.value()
          _ = cell.number
          _ = cell.formula
        }
      }
    } catch { preconditionFailure("read whole, but not row by row: \(error)") }
    // Of two cells in one place the whole keeps one, and links make cells of their own.
    precondition(
      cells >= book.sheets[index].cellCount - book.sheets[index].links, "cells are missing")
  }
  return 0
}

extension Sheet {
  fileprivate var links: Int {
    rows.reduce(0) { $0 + $1.cells.reduce(0) { $0 + ($1.cell.hyperlink == nil ? 0 : 1) } }
  }
}

private func archive(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  let pieces = bytes.split(separator: 0xFF, omittingEmptySubsequences: false)
  var zip = ZipWriter(level: 0)
  var at = 0
  while at + 1 < pieces.count {
    do {
      try zip.add(String(decoding: pieces[at], as: UTF8.self), Array(pieces[at + 1]))
    } catch { return nil }
    at += 2
  }
  return zip.finish()
}
