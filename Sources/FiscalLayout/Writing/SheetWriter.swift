import FiscalModel
import Spreadsheet

/// Writes one table as a sheet: title, agency and unit, the printed header with its merged cells, the
/// body with one sheet column for each leaf column and one sheet row for each printed row, the notes.
///
/// What was not printed (a title, a unit, the row of column numbers) is not supplied.
struct SheetWriter {
  private let section: Section
  private let matrix: Section.Matrix
  private(set) var findings: [Finding] = []
  /// The sheet row of the table's first row, once the sheet was made.
  private(set) var firstBodyRow = 0

  init(_ section: Section) {
    self.section = section
    matrix = section.matrix
  }

  /// The last column of the sheet.
  private var last: Int { max(matrix.columns.count - 1, 0) }

  /// The sheet of the table.
  mutating func sheet(named name: String) -> Sheet {
    var sheet = Sheet(name: name)
    var row = 0
    if let title = section.titleLine {
      sheet[row, 0] = Cell(.text(title), style: Style.title)
      if last > 0 { sheet.merges.append(CellRange(rows: row...row, columns: 0...last)) }
      sheet.rowHeights[row] = 30
      row += 1
    }
    if !section.heading.isEmpty {
      writeHeading(&sheet, row: row)
      row += 1
    }
    let header = row
    row = writeHeader(&sheet, from: row)
    if let numbers = matrix.columnNumbers {
      for (column, number) in numbers.enumerated() {
        sheet[row, column] = Cell(number.isEmpty ? .empty : .text(number), style: Style.header)
      }
      row += 1
    }
    sheet.frozenRows = row
    firstBodyRow = row
    if row > header { sheet.pageSetup.repeatRows = header...(row - 1) }
    for printed in matrix.rows {
      write(printed, &sheet, row: row)
      row += 1
    }
    var statementRow: Int?
    if let statement = section.nilStatement {
      for column in 0...last { sheet[row, column] = Cell(style: Style.statement) }
      sheet[row, 0]?.value = .text(statement)
      if last > 0 { sheet.merges.append(CellRange(rows: row...row, columns: 0...last)) }
      statementRow = row
      row += 1
    }
    setWidths(&sheet)
    setHeaderHeights(&sheet, from: header, numbers: matrix.columnNumbers)
    if let statementRow, let statement = section.nilStatement {
      sheet.rowHeights[statementRow] = max(24, heightAcross(sheet, of: statement))
    }
    for note in section.notes { writeNote(note, &sheet, row: &row) }
    sheet.fitRows()
    setUpPage(&sheet, rows: row)
    return sheet
  }

  /// The sheet of a table that was only announced: its title and the sentence in its place.
  static func sheet(announcing section: Section, named name: String) -> Sheet {
    var sheet = Sheet(name: name)
    var row = 0
    func write(_ text: String, _ style: CellStyle, height: Double? = nil) {
      sheet[row, 0] = Cell(.text(text), style: style)
      sheet.rowHeights[row] = height
      row += 1
    }
    if let title = section.titleLine { write(title, Style.title, height: 30) }
    for piece in section.heading { write(piece, Style.agency) }
    if let statement = section.nilStatement { write(statement, Style.statement, height: 24) }
    for note in section.notes { write(note, Style.note) }
    sheet.columnWidths[0] = 90
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    sheet.pageSetup.footer = "&C&P / &N"
    return sheet
  }

  // MARK: Around the body

  private func writeHeading(_ sheet: inout Sheet, row: Int) {
    // The unit stands at the right edge, as on the printed form; the agency at the left.
    let isUnit = { (piece: String) in AmountUnit.allCases.contains { piece.hasSuffix($0.name) } }
    var column = 0
    for piece in section.heading {
      if isUnit(piece), last > column {
        sheet[row, last] = Cell(.text(piece), style: Style.unit)
      } else {
        sheet[row, column] = Cell(.text(piece), style: Style.agency)
        column += 1
      }
    }
  }

  /// Writes the captions, each over its columns and down to the ones below it; returns the next row.
  private func writeHeader(_ sheet: inout Sheet, from row: Int) -> Int {
    let height = self.height
    let bottom = row + height - 1
    for line in row..<(row + height) {
      for column in matrix.columns.indices { sheet[line, column] = Cell(style: Style.header) }
    }
    func write(_ node: Section.Caption, at top: Int) {
      sheet[top, node.span.lowerBound] = Cell(.text(node.text), style: Style.header)
      let end = node.children.isEmpty ? bottom : top
      if end > top || node.span.count > 1 {
        sheet.merges.append(
          CellRange(rows: top...end, columns: node.span.lowerBound...(node.span.upperBound - 1)))
      }
      for child in node.children { write(child, at: top + 1) }
    }
    for node in matrix.header { write(node, at: row) }
    return row + height
  }

  /// How many rows the captions take.
  private var height: Int { matrix.header.map(\.height).max() ?? 0 }

  private func writeNote(_ note: String, _ sheet: inout Sheet, row: inout Int) {
    sheet[row, 0] = Cell(.text(note), style: Style.note)
    if last > 0 { sheet.merges.append(CellRange(rows: row...row, columns: 0...last)) }
    sheet.rowHeights[row] = heightAcross(sheet, of: note)
    row += 1
  }

  /// How high, in points, a row is whose only text goes across all columns: a merged cell does not grow
  /// by itself.
  private func heightAcross(_ sheet: Sheet, of text: String) -> Double {
    let width = matrix.columns.indices.reduce(0) { $0 + (sheet.columnWidths[$1] ?? 9) }
    let lines = (TextWidth.of(text) / max(width - 2, 10)).rounded(.up)
    return 16 * max(lines, 1)
  }

  // MARK: The body

  private mutating func write(_ row: Section.Row, _ sheet: inout Sheet, row index: Int) {
    for column in matrix.columns.indices {
      sheet[index, column] = Cell(style: Style.body(matrix.columns[column].role))
    }
    // A label that reaches over further panels is printed once.
    var reached = -1
    for (panel, part) in row.parts.enumerated() {
      if panel > reached { writeKey(part, inPanel: panel, &sheet, row: index) }
      reached = max(reached, panel + part.reach)
      for (slot, column) in matrix.panels[panel].valueColumns.enumerated() {
        write(part.cells[slot].value, &sheet, row: index, column: column)
      }
    }
  }

  private func writeKey(
    _ part: Section.Part, inPanel panelIndex: Int, _ sheet: inout Sheet, row: Int
  ) {
    let panel = matrix.panels[panelIndex]
    let isTotal = part.kind == .total || part.kind == .subtotal
    if let column = panel.numberColumn, let number = part.number {
      sheet[row, column]?.value = .text(number)
    }
    if let first = panel.codeColumns.first, let last = panel.codeColumns.last {
      if let code = part.code, matrix.dividesCodes {
        var rest = code[...]
        for column in panel.codeColumns {
          let level = column == last ? rest : rest.prefix(column == first ? 3 : 2)
          if !level.isEmpty { sheet[row, column]?.value = .text(String(level)) }
          rest = rest.dropFirst(level.count)
        }
      } else if let code = part.code {
        sheet[row, first]?.value = .text(code)
        if last > first { sheet.merges.append(CellRange(rows: row...row, columns: first...last)) }
      } else if !part.label.isEmpty, !part.isUnderName, part.kind != .project {
        // A line without a code stands over code and name; one that reaches over further panels up to
        // its figure.
        var end = panel.labelColumn ?? last
        if part.reach > 0, let figure = matrix.panels[panelIndex + part.reach].valueColumns.first {
          end = max(end, figure - 1)
        }
        sheet[row, first] = Cell(.text(part.label), style: Style.total)
        if end > first { sheet.merges.append(CellRange(rows: row...row, columns: first...end)) }
        return
      }
    }
    guard let column = panel.labelColumn, !part.label.isEmpty else { return }
    sheet[row, column] = Cell(
      .text(part.label), style: isTotal ? Style.total : Style.label(indent: indent(part)))
  }

  private func indent(_ part: Section.Part) -> Int {
    guard part.code != nil else { return 0 }
    switch part.kind {
    case .section: return 1
    case .item: return 2
    default: return 0
    }
  }

  private mutating func write(
    _ value: FiscalValue, _ sheet: inout Sheet, row: Int, column: Int
  ) {
    switch value {
    case .null(.blank), .null(.absent): break
    case .null(let kind): sheet[row, column] = Cell(.text(kind.mark), style: Style.mark)
    case .text(let text): sheet[row, column] = Cell(.text(text), style: Style.label(indent: 0))
    case .amount(let amount):
      let style = Style.amount(decimals: amount.scale)
      if amount.fitsSpreadsheetNumber {
        sheet[row, column] = Cell(.number(amount.description), style: style)
      } else {
        sheet[row, column] = Cell(.text(amount.description), style: style)
        findings.append(
          Finding(
            rule: "write/amount-as-text", severity: .warning,
            message: Wording.amountAsText(amount),
            locations: [Location(sheet: sheet.name, line: row + 1, column: column)]))
      }
    }
  }

  // MARK: Widths and page

  private func setWidths(_ sheet: inout Sheet) {
    var widths = matrix.columns.map { column -> Double in
      // Captions wrap; half of a long one is wide enough.
      let caption = TextWidth.of(column.caption)
      return caption > 12 ? min(caption / 2 + 1, 18) : caption
    }
    // What the figures alone need.
    var figures = matrix.columns.map { _ in 9.0 }
    for row in matrix.rows {
      for (index, part) in row.parts.enumerated() {
        let panel = matrix.panels[index]
        func widen(_ column: Int?, _ text: String, _ extra: Double = 0) {
          guard let column else { return }
          widths[column] = max(widths[column], TextWidth.of(text) + extra)
        }
        if let code = part.code {
          for column in panel.codeColumns {
            widen(column, "", (TextWidth.of(code) + 1) / Double(panel.codeColumns.count))
          }
        }
        if part.code != nil || part.line == nil || panel.codeColumns.isEmpty {
          widen(panel.labelColumn, part.label, Double(indent(part)) * 2)
        }
        widen(panel.numberColumn, part.number ?? "")
        for (slot, column) in panel.valueColumns.enumerated() {
          if case .text(let text) = part.cells[slot].value {
            // Texts wrap.
            widen(column, String(text.prefix(10)))
          }
          guard let amount = part.cells[slot].amount else { continue }
          let digits = amount.description
          let commas = Double(max(digits.count - amount.scale - 2, 0) / 3)
          widen(column, digits, commas + 1)
          figures[column] = max(figures[column], TextWidth.of(digits) + commas + 2)
        }
      }
    }
    for (column, width) in widths.enumerated() {
      let floor: Double
      switch matrix.columns[column].role {
      case .code: floor = matrix.panels.contains { $0.codeColumns.count > 1 } ? 4 : 8
      case .rowNumber: floor = 5
      case .amount: floor = 11
      default: floor = 12
      }
      sheet.columnWidths[column] = min(max(width + 2, floor), 46)
    }
    narrow(&sheet, to: figures)
  }

  /// Lets the captions of a table that is wider than a page wrap once more, so that its print is larger.
  private func narrow(_ sheet: inout Sheet, to figures: [Double]) {
    let amounts = matrix.columns.indices.filter { matrix.columns[$0].role == .amount }
    let room = amounts.reduce(0) { $0 + max(0, (sheet.columnWidths[$1] ?? 9) - figures[$1]) }
    // In the order of the columns: the sum of fractions depends on it.
    let width = matrix.columns.indices.reduce(0) { $0 + (sheet.columnWidths[$1] ?? 9) }
    let excess = width - SheetWriter.pageWidth
    guard room > 0, excess > 0 else { return }
    for column in amounts {
      let width = sheet.columnWidths[column] ?? 9
      let narrowed = width - max(0, width - figures[column]) * min(1, excess / room)
      sheet.columnWidths[column] = (narrowed * 10).rounded() / 10
    }
  }

  /// The columns of a digit's width that a page lying has room for.
  private static let pageWidth = 142.0

  /// Makes the header rows high enough for captions that wrap, since merged cells do not grow, and so the
  /// row of column numbers, one of which may be a sum: `5=6+7+8+9+11`.
  private func setHeaderHeights(_ sheet: inout Sheet, from row: Int, numbers: [String]?) {
    var heights = [Double](repeating: 18, count: height)
    func grow(_ node: Section.Caption, at top: Int) {
      let width = node.span.reduce(0) { $0 + (sheet.columnWidths[$1] ?? 9) }
      let lines = (TextWidth.of(node.text) / max(width - 1.5, 2)).rounded(.up)
      let end = node.children.isEmpty ? height - 1 : top
      let missing = lines * 14 + 4 - heights[top...end].reduce(0, +)
      if missing > 0 { heights[end] += missing }
      for child in node.children { grow(child, at: top + 1) }
    }
    for node in matrix.header { grow(node, at: 0) }
    // A sum is broken before its signs, which leaves up to two places of a line empty.
    let lines = (numbers ?? []).enumerated().map { column, number in
      (TextWidth.of(number) / max((sheet.columnWidths[column] ?? 9) - 3, 2)).rounded(.up)
    }
    if let most = lines.max(), most > 1 { heights.append(most * 14 + 4) }
    for (index, points) in heights.enumerated() { sheet.rowHeights[row + index] = points }
  }

  /// A4, upright where that saves a page and stays legible, else lying where the table is wide.
  private func setUpPage(_ sheet: inout Sheet, rows: Int) {
    // Millimetres, nearly: a column unit is 1.9 wide, a row of 15 points 5.3 high.
    let width = sheet.columnWidths.values.reduce(0, +) * 1.9
    let height = (0..<rows).reduce(0) { $0 + (sheet.rowHeights[$1] ?? 15) * 0.353 }
    func fit(_ paperWidth: Double, _ paperHeight: Double) -> (scale: Double, pages: Double) {
      let scale = min(1, paperWidth / max(width, 1))
      return (scale, (height * scale / paperHeight).rounded(.up))
    }
    let upright = fit(184, 262)
    let lying = fit(271, 175)
    sheet.pageSetup.landscape =
      upright.scale < 0.55 || (upright.pages >= lying.pages && upright.scale < 0.9)
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    sheet.pageSetup.horizontalCentered = true
    sheet.pageSetup.margins = .init(left: 0.5, right: 0.5, top: 0.6, bottom: 0.6)
    sheet.pageSetup.footer = "&C&P / &N"
  }
}
