import XMLStream

/// Reads workbooks in the XML format of Excel 2002 and 2003 (SpreadsheetML 2003), which many systems
/// write under the name of an `.xls`.
///
/// Read are sheets and whether they are shown, cells with value, formula (in the A1 notation), number
/// format and comment, merges, hidden rows and columns; other looks are not. All is read at once.
struct SpreadsheetMLReader: SpreadsheetReader {
  let date1904: Bool
  private let all: [Sheet]

  /// In whatever encoding.
  static func recognizes(_ head: [UInt8]) -> Bool {
    // Wide characters have a zero beside each byte.
    let text = head.prefix(4096).filter { $0 != 0 }
    guard
      text.drop(while: { [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0x20, 0x09, 0x0A, 0x0D].contains($0) })
        .first == UInt8(ascii: "<")
    else { return false }
    let beginning = String(decoding: text, as: UTF8.self)
    return beginning.contains("Workbook")
      && beginning.contains("urn:schemas-microsoft-com:office:spreadsheet")
  }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    guard bytes.count <= limits.archiveBytes else {
      throw .limitExceeded(limit: "bytes in the file", allowed: limits.archiveBytes)
    }
    do throws(XMLFailure<SpreadsheetError>) {
      let read = try XMLReader.parse(
        bytes, depth: limits.depth, handler: SpreadsheetMLHandler(limits: limits))
      (all, date1904) = (read.sheets, read.date1904)
    } catch { throw SpreadsheetError(error, part: SpreadsheetMLHandler.part) }
  }

  var sheets: [Sheet.Info] { all.map { Sheet.Info(name: $0.name, visibility: $0.visibility) } }

  func sheet(at index: Int) -> Sheet { all[index] }

  func rows(inSheet index: Int) -> SheetRowReader { SheetRowReader(all[index]) }
}
