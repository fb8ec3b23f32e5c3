@testable import Spreadsheet

/// Makes workbooks from a seed, of every feature that can be written. SplitMix64.
struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &self)]
  }

  mutating func optional<Value>(_ make: (inout Self) -> Value) -> Value? {
    chance(50) ? make(&self) : nil
  }

  mutating func text(_ length: ClosedRange<Int> = 0...12) -> String {
    let pieces = [
      "a", "Z", " ", "  ", "\n", "\t", "\r", "\r\n", "&", "<", ">", "\"", "'", "]]>", "=1+1",
      "_x0041_", "_", "_x", "\u{1}", "\u{1F}", "\u{FFFE}", "\u{FFFF}", "\u{0}", "\u{5E74}",
      "\u{4E07}\u{5143}", "\u{1F600}", "e\u{301}", "\u{A0}", "\u{3000}", "\u{7F}", "0",
    ]
    return (0..<Int.random(in: length, using: &self)).map { _ in pick(pieces) }.joined()
  }

  /// Text that has no control characters.
  mutating func name() -> String {
    let pieces = ["a", "B", "\u{8868}", " ", "1", "&", "<", "\"", "_x0041_", "'s", "!", ",", "."]
    return "n" + (0..<Int.random(in: 0...6, using: &self)).map { _ in pick(pieces) }.joined() + "n"
  }

  mutating func number() -> String {
    pick([
      "0", "-0", "1201.50", "1.5E-3", "-7", "0.00", "999999999999999", "1e10", "0.1", "100000",
      "12345678901234.5", "1E+307", "0.000000000000001",
      "\(Int.random(in: 0...99999, using: &self))",
    ])
  }

  mutating func value() -> CellValue {
    switch Int.random(in: 0..<7, using: &self) {
    case 0: .empty
    case 1, 2: .text(text())
    case 3, 4: .number(number())
    case 5: .boolean(chance(50))
    default: chance(50) ? .error(pick(["#N/A", "#DIV/0!"])) : .date("2024-08-01T09:30:00")
    }
  }

  mutating func color() -> CellStyle.Color {
    CellStyle.Color(rgb: UInt32.random(in: 0...0xFFFFFF, using: &self))
  }

  mutating func font() -> CellStyle.Font {
    CellStyle.Font(
      name: pick(["Calibri", "SimSun", "A & B"]), size: pick([8, 10.5, 11, 22]), bold: chance(30),
      italic: chance(30), underline: chance(30), color: optional { $0.color() })
  }

  mutating func style() -> CellStyle {
    CellStyle(
      numberFormat: pick(["General", "0.00", "#,##0.00", "@", "0.000\"<&>\"", "yyyy\\-mm"]),
      font: chance(50) ? CellStyle.Font() : font(), fill: optional { $0.color() },
      borders: CellStyle.Borders(
        left: pick(CellStyle.Borders.Line.allCases), right: pick(CellStyle.Borders.Line.allCases),
        top: pick(CellStyle.Borders.Line.allCases), bottom: pick(CellStyle.Borders.Line.allCases)),
      alignment: CellStyle.Alignment(
        horizontal: pick(CellStyle.Alignment.Horizontal.allCases),
        vertical: pick(CellStyle.Alignment.Vertical.allCases), wrap: chance(50),
        indent: Int.random(in: 0...3, using: &self)), locked: chance(80))
  }

  mutating func cell(_ styles: [CellStyle]) -> Cell {
    var cell = Cell(value(), style: chance(50) ? CellStyle() : pick(styles))
    if chance(15) { cell.formula = pick(["SUM(A1:B2)", "IF(A1<>\"\",\" x \",1&2)", " 1+1 "]) }
    if chance(5) {
      let tooltip = optional { $0.name() }
      cell.hyperlink =
        chance(50)
        ? .external(
          pick(["https://example.org/?a=1&b=2", "mailto:a@example.org"]), tooltip: tooltip)
        : .location("'\(name())'!A1", tooltip: tooltip)
    }
    return cell
  }

  mutating func sheet(name: String) -> Sheet {
    var sheet = Sheet(name: name)
    let styles = (0..<3).map { _ in style() }
    let rows = pick([5, 20, CellReference.rowCount])
    let columns = pick([4, 30, CellReference.columnCount])
    for _ in 0..<Int.random(in: 0...40, using: &self) {
      let row = Int.random(in: 0..<rows, using: &self)
      sheet[row, Int.random(in: 0..<columns, using: &self)] = cell(styles)
    }
    for index in 0..<Int.random(in: 0...3, using: &self) {
      let column = Int.random(in: 0...3, using: &self)
      sheet.merges.append(CellRange(rows: 3 * index...3 * index + 1, columns: column...column + 2))
    }
    for column in 0..<Int.random(in: 0...6, using: &self) {
      if chance(70) { sheet.columnWidths[column] = pick([8.5, 20, 0]) }
      if chance(20) { sheet.hiddenColumns.insert(column) }
    }
    for _ in 0..<Int.random(in: 0...4, using: &self) {
      sheet.rowHeights[Int.random(in: 0..<rows, using: &self)] = pick([15, 28.5])
      if chance(30) { sheet.hiddenRows.insert(Int.random(in: 0..<rows, using: &self)) }
    }
    sheet.defaultColumnWidth = optional { $0.pick([9, 12.5]) }
    sheet.defaultRowHeight = optional { $0.pick([14, 20.25]) }
    sheet.frozenRows = pick([0, 0, 1, 4])
    sheet.frozenColumns = pick([0, 0, 2])
    sheet.visibility = pick([.visible, .visible, .hidden, .veryHidden])
    sheet.tabColor = optional { $0.color() }
    sheet.showGridLines = chance(70)
    sheet.pageSetup = pageSetup()
    return sheet
  }

  mutating func pageSetup() -> Sheet.PageSetup {
    var page = Sheet.PageSetup()
    page.paper = optional { $0.pick([.a4, .a3, .letter]) }
    page.landscape = chance(50)
    page.scale = optional { $0.pick([10, 85, 400]) }
    page.fitToWidth = optional { $0.pick([0, 1, 2]) }
    page.fitToHeight = optional { $0.pick([0, 1, 2]) }
    if chance(50) { page.margins = Sheet.PageSetup.Margins(left: 0.5, top: 1.25) }
    page.repeatRows = optional { $0.pick([0...0, 2...5]) }
    page.repeatColumns = optional { $0.pick([0...0, 25...27]) }
    page.printArea = optional { $0.pick(["A1", "B2:AA30"]) }.flatMap { CellRange($0) }
    page.header = optional { $0.text(0...4) }
    page.footer = optional { _ in "&C&P / &N" }
    page.horizontalCentered = chance(30)
    page.verticalCentered = chance(30)
    return page
  }

  mutating func workbook() -> Workbook {
    var book = Workbook()
    for index in 0..<Int.random(in: 1...4, using: &self) {
      book.sheets.append(sheet(name: "\(name())\(index)"))
    }
    book.sheets[0].visibility = .visible
    for index in 0..<Int.random(in: 0...3, using: &self) {
      book.definedNames.append(
        DefinedName(
          name: "name_\(index)", formula: pick(["'a,b'!$A$1:$B$2", "1+1", "\"<\""]),
          sheet: optional { _ in 0 }, hidden: chance(30)))
    }
    for text in [\DocumentProperties.title, \.creator, \.subject, \.description, \.keywords] {
      book.properties[keyPath: text] = optional { $0.text() }
    }
    book.properties.created = optional { _ in "2024-08-01T09:30:00Z" }
    book.properties.modified = optional { _ in "2024-08-02T09:30:00Z" }
    book.properties.application = optional { $0.name() }
    if chance(50) { book.defaultFont = font() }
    book.date1904 = chance(20)
    return book
  }
}
