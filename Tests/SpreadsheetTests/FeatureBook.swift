import Spreadsheet

/// A workbook that has every feature that is written beside cells.
func featureBook() -> Workbook {
  var book = Workbook()
  var sheet = Sheet(name: "S & 'q' 1")
  let captions = ["Code", "Name", "Amount"]
  for (column, caption) in captions.enumerated() { sheet[0, column] = Cell(.text(caption)) }
  for row in 1...6 {
    sheet[row, 0] = Cell(.text("00\(row)"))
    sheet[row, 1] = Cell(.text("\u{9879}\u{76EE} \(row)"))
    sheet[row, 2] = Cell(.number("\(row * 100).50"))
  }
  sheet[7, 0] = Cell(.text("Total"))
  sheet[8, 0] = Cell(.text("bold plain "), hyperlink: .external("https://example.org/a"))
  sheet.richTexts[CellReference(row: 8, column: 0)] = [
    Cell.TextRun("bold", font: CellStyle.Font(bold: true, color: CellStyle.Color(rgb: 0xFF0000))),
    Cell.TextRun(" plain "),
  ]
  sheet[9, 0] = Cell(.text("List"))
  let table = Sheet.Table(
    name: "Amounts", range: CellRange(rows: 0...7, columns: 0...2), columns: captions,
    totals: [.label("Total"), .none, .function(.sum)],
    filterColumns: [FilterColumn(column: 1, .criterion(.init(.notEqual, "none")))])
  sheet[7, 2] = Cell(.number("2103"), formula: table.totalFormula(2))
  sheet.tables = [table]
  sheet.conditionalFormats = [
    ConditionalFormat(
      ranges: [CellRange(rows: 1...6, columns: 2...2)],
      rule: .cell(
        .between, "100", "300",
        look: .init(color: CellStyle.Color(rgb: 0x9C0006), fill: CellStyle.Color(rgb: 0xFFC7CE))
      )
    ),
    ConditionalFormat(
      ranges: [CellRange(rows: 1...6, columns: 0...1), CellRange(rows: 8...8, columns: 0...0)],
      rule: .expression("$C2>\"<\"&400", look: .init(bold: true, italic: true)), stopsIfTrue: true),
    ConditionalFormat(
      ranges: [CellRange(rows: 1...6, columns: 2...2)],
      rule: .colorScale(
        low: CellStyle.Color(rgb: 0xF8696B), middle: CellStyle.Color(rgb: 0xFFEB84),
        high: CellStyle.Color(rgb: 0x63BE7B))),
    ConditionalFormat(
      ranges: [CellRange(rows: 1...6, columns: 2...2)],
      rule: .dataBar(CellStyle.Color(rgb: 0x638EC6))),
  ]
  sheet.dataValidations = [
    DataValidation(
      ranges: [CellRange(rows: 9...20, columns: 1...1)], kind: .list, formula1: "$A$2:$A$7",
      allowsBlank: true, errorTitle: "No", error: "Not in the list", promptTitle: "Pick",
      prompt: "One of the codes"),
    DataValidation(
      ranges: [CellRange(rows: 9...20, columns: 2...2)], kind: .list, formula1: "\"a,b & c\""),
    DataValidation(
      ranges: [CellRange(rows: 9...20, columns: 3...3)], kind: .decimal,
      comparison: .greaterThanOrEqual, formula1: "0"),
  ]
  sheet.comments = [
    CellReference(row: 1, column: 2): Sheet.Comment(author: "A", text: "one\ntwo <&> "),
    CellReference(row: 0, column: 0): Sheet.Comment(text: "no author"),
    CellReference(row: 3, column: 2): Sheet.Comment(author: "A", text: "\u{6CE8}"),
  ]
  sheet.protection = SheetProtection(allowed: [.selectLockedCells, .sort], password: "secret")
  sheet.rowBreaks = [4, 2]
  sheet.columnBreaks = [2]
  sheet.rowOutlines = [2: 1, 3: 2, 12: 1]
  sheet.columnOutlines = [1: 1]
  sheet.hiddenRows = [3]
  sheet.hiddenColumns = [5]
  sheet.rangeHyperlinks = [
    Sheet.RangeHyperlink(
      range: CellRange(rows: 9...10, columns: 0...0), link: .location("'Filter'!A1", tooltip: "t")),
    Sheet.RangeHyperlink(
      range: CellRange(rows: 11...12, columns: 0...1), link: .external("https://example.org/a")),
  ]
  sheet.fitColumns()
  var second = Sheet(name: "Filter")
  for row in 0...4 {
    second[row, 0] = Cell(.text(row == 0 ? "Head" : "v\(row)"))
    second[row, 1] = Cell(
      .text("long text that wraps in its column \u{4E2D}\u{6587}\u{4E5F}\u{662F}"),
      style: CellStyle(alignment: CellStyle.Alignment(wrap: true)))
  }
  second.autoFilter = CellRange(rows: 0...4, columns: 0...1)
  second.filterColumns = [
    FilterColumn(column: 0, .values(["v1", "v2"], orBlank: true)),
    FilterColumn(column: 1, .both(.init(.greaterThan, "a"), .init(.equal, "*text*"))),
  ]
  second.hiddenRows = [3, 4]
  second[6, 0] = Cell(.number("2"), formula: "ROW(A1:A3)*2")
  second[7, 0] = Cell(.number("4"))
  second[8, 0] = Cell(.number("6"))
  second.arrayFormulas = [CellRange(rows: 6...8, columns: 0...0)]
  second.comments = [CellReference(row: 0, column: 1): Sheet.Comment(author: "B", text: "b")]
  second.columnWidths[1] = 12
  second.fitRows()
  book.sheets = [sheet, second]
  book.protection = WorkbookProtection(password: "secret")
  return book
}
