import Spreadsheet

extension Workbook {
  /// A report of one sheet: captions over rows, to be filtered, scrolled and printed. Columns that have no
  /// width are as wide as what they hold.
  init(report sheet: Sheet, captions: [String], at top: Int, rows: Int) {
    var sheet = sheet
    let header = CellStyle(
      font: CellStyle.Font(bold: true), fill: CellStyle.Color(rgb: 0xD9E2F3),
      alignment: CellStyle.Alignment(horizontal: .center))
    for (column, caption) in captions.enumerated() {
      sheet[top, column] = Cell(.text(caption), style: header)
    }
    sheet.frozenRows = top + 1
    if rows > 0 {
      sheet.autoFilter = CellRange(rows: top...(top + rows), columns: 0...(captions.count - 1))
    }
    if sheet.columnWidths.isEmpty { sheet.fitColumns() }
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.landscape = true
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.repeatRows = top...top
    self.init()
    sheets = [sheet]
    properties.creator = "FiscalTables"
    properties.application = "FiscalTables"
  }
}
