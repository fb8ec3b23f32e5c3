import FiscalModel
import Spreadsheet

/// Writes one form as a sheet: title, the lines below it, then fields and tables as the official form has
/// them, each label and each value in a cell of its own, labels and levels merged over what they cover.
///
/// What was not printed (a title, a field, a table) is not supplied.
struct FormSheetWriter {
  let layout: FormLayout
  let form: Section
  /// Whether the form is still to be filled in: cells of blank levels then stand row by row.
  let isBlank: Bool
  private(set) var findings: [Finding] = []
  /// Where the values stand, part by part.
  private(set) var places = FormPlaces()
  private var sheet = Sheet(name: "")
  private var row = 0

  init(layout: FormLayout, form: Section, isBlank: Bool = false) {
    self.layout = layout
    self.form = form
    self.isBlank = isBlank
  }

  private var last: Int { layout.widths.count - 1 }

  /// The sheet of the form.
  mutating func sheet(named name: String) -> Sheet {
    sheet = Sheet(name: name)
    row = 0
    for (column, width) in layout.widths.enumerated() { sheet.columnWidths[column] = width }
    if let title = form.titleLine {
      write(.text(title), columns: 0...last, rows: 1, Style.title)
      sheet.rowHeights[row] = 30
      row += 1
    }
    if let subtitle = form.subtitle {
      write(.text(subtitle), columns: 0...last, rows: 1, Style.subtitle)
      sheet.rowHeights[row] = 22
      row += 1
    }
    writeHeading()
    var index = 0
    while index < form.blocks.count {
      switch form.blocks[index] {
      case .field: index += writeFields(from: index)
      case .matrix(let matrix):
        if let definition = matrix.id.flatMap({ layout.table($0) }) {
          write(matrix, definition, index)
        }
        index += 1
      }
    }
    for note in form.notes {
      write(.text(note), columns: 0...last, rows: 1, Style.note)
      fit(note, columns: 0...last, rows: row...row, size: 9)
      row += 1
    }
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    sheet.pageSetup.horizontalCentered = true
    sheet.pageSetup.landscape = layout.widths.reduce(0, +) > 130
    sheet.pageSetup.margins = .init(left: 0.5, right: 0.5, top: 0.6, bottom: 0.6)
    sheet.pageSetup.footer = "&C&P / &N"
    return sheet
  }

  /// The agency stands at the left, the unit at the right, as on the printed form.
  private mutating func writeHeading() {
    guard !form.heading.isEmpty else { return }
    let unit = form.heading.lastIndex { piece in
      AmountUnit.allCases.contains { piece.hasSuffix($0.name) }
    }
    let others = form.heading.indices.filter { $0 != unit }
    let room = unit == nil ? last + 1 : last + 1 - max(2, layout.widths.count / 4)
    // Pieces that do not fit beside each other stand below each other.
    let perRow = max(1, min(others.count, room / 4))
    for (position, index) in others.enumerated() {
      let start = (position % perRow) * (room / perRow)
      if position > 0, position % perRow == 0 { row += 1 }
      sheet[row, start] = Cell(.text(form.heading[index]), style: Style.agency)
      places.heading.append(CellReference(row: row, column: start))
    }
    if let unit {
      sheet[row, last] = Cell(.text(form.heading[unit]), style: Style.unit)
    }
    row += 1
  }

  // MARK: Fields

  /// Writes the fields that stand beside each other; returns how many.
  private mutating func writeFields(from start: Int) -> Int {
    guard case .field(let first) = form.blocks[start], let block = block(of: first.id) else {
      return 1
    }
    var count = 0
    var column = 0
    var placed: [(field: Section.Field, definition: FormLayout.Field, column: Int)] = []
    while start + count < form.blocks.count,
      case .field(let field) = form.blocks[start + count],
      let position = block.firstIndex(where: { $0.id == field.id }),
      !placed.contains(where: { $0.definition.id == field.id })
    {
      // A field whose neighbour was not printed keeps its place.
      let own = block[..<position].reduce(0) { $0 + $1.span }
      guard own >= column else { break }
      placed.append((field, block[position], own))
      column = own + block[position].span
      count += 1
    }
    for (index, entry) in placed.enumerated() {
      let end = index + 1 < placed.count ? placed[index + 1].column : last + 1
      let value = (entry.column + entry.definition.labelSpan)...(end - 1)
      write(
        .text(entry.field.label), columns: entry.column...(value.lowerBound - 1), rows: 1,
        Style.formLabel)
      fit(
        entry.field.label, columns: entry.column...(value.lowerBound - 1), rows: row...row)
      let isLong = entry.definition.kind == .longText
      write(entry.field.cell.value, columns: value, rows: 1, long: isLong)
      fit(entry.field.cell.value.printed, columns: value, rows: row...row)
      // Room to write in.
      if isBlank, isLong { sheet.rowHeights[row] = max(sheet.rowHeights[row] ?? 0, 60) }
      places.cells.append(
        .init(
          block: start + index, row: 0, column: 0,
          range: CellRange(rows: row...row, columns: value)))
    }
    row += 1
    return max(count, 1)
  }

  private func block(of field: String) -> [FormLayout.Field]? {
    for case .fields(let fields) in layout.blocks.map(\.content)
    where fields.contains(where: { $0.id == field }) {
      return fields
    }
    return nil
  }

  // MARK: Tables

  private mutating func write(
    _ matrix: Section.Matrix, _ definition: FormLayout.Table, _ block: Int
  ) {
    let top = row
    if let label = matrix.label, definition.place == .above {
      write(.text(label), columns: 0...last, rows: 1, Style.formLabel)
      sheet.rowHeights[row] = 20
      row += 1
    }
    let left = matrix.label != nil && definition.place == .side ? definition.labelSpan : 0
    let columns = FormLayout.placement(of: definition, hasLabel: matrix.label != nil)
    let height = matrix.header.map(\.height).max() ?? 0
    for node in matrix.header {
      write(node, at: row, bottom: row + height - 1, columns, definition)
    }
    row += height
    let body = row
    let values = matrix.rows.map { $0.cells.map(\.value) }
    for values in values {
      for (index, column) in matrix.columns.enumerated() where column.role != .level {
        write(
          values[index], columns: columns[index], rows: 1,
          long: column.role == .longText || column.role == .label)
        fit(values[index].printed, columns: columns[index], rows: row...row)
      }
      if isBlank, sheet.rowHeights[row] == nil { sheet.rowHeights[row] = 22 }
      row += 1
    }
    writeLevels(values, matrix.levels, columns, body)
    for line in values.indices {
      for (column, range) in columns.enumerated() {
        places.cells.append(
          .init(
            block: block, row: line, column: column,
            range: CellRange(rows: (body + line)...(body + line), columns: range)))
      }
    }
    if left > 0, let label = matrix.label {
      let bottom = max(row - 1, top)
      let end = row
      row = top
      write(.text(label), columns: 0...(left - 1), rows: bottom - top + 1, Style.formLabel)
      fit(label, columns: 0...(left - 1), rows: top...bottom)
      row = end
    }
  }

  private mutating func write(
    _ node: Section.Caption, at top: Int, bottom: Int, _ columns: [ClosedRange<Int>],
    _ definition: FormLayout.Table
  ) {
    let span =
      columns[node.span.lowerBound].lowerBound...columns[node.span.upperBound - 1].upperBound
    let end = node.children.isEmpty ? bottom : top
    var caption = node.text
    let isVariable =
      node.children.isEmpty && definition.variableColumns.contains(node.span.lowerBound)
    // A caption that says the official unit says another one where the amounts have it.
    if let unit = form.unit, unit != layout.unit, node.children.isEmpty, !isVariable,
      let other = definition.columns[node.span.lowerBound].captions.first(where: \.hasUnit)
    {
      caption = other.text.replacing("{unit}", with: unit.name)
    }
    let old = row
    row = top
    write(
      caption.isEmpty ? .blank : .text(caption), columns: span, rows: end - top + 1, Style.formLabel
    )
    fit(caption, columns: span, rows: top...end)
    row = old
    if isVariable {
      places.captions.append(CellReference(row: top, column: span.lowerBound))
    }
    for child in node.children {
      write(child, at: top + 1, bottom: bottom, columns, definition)
    }
  }

  /// The cells of level columns, each over the rows it goes on for.
  private mutating func writeLevels(
    _ values: [[FiscalValue]], _ levels: [Int], _ columns: [ClosedRange<Int>], _ body: Int
  ) {
    let end = row
    for (depth, column) in levels.enumerated() {
      var top = 0
      while top < values.count {
        var bottom = top
        while bottom + 1 < values.count, !isBlank || values[top][column] != .blank,
          levels[...depth].allSatisfy({ values[bottom + 1][$0] == .blank })
        { bottom += 1 }
        row = body + top
        let value = values[top][column]
        write(value, columns: columns[column], rows: bottom - top + 1, long: false)
        fit(value.printed, columns: columns[column], rows: (body + top)...(body + bottom))
        top = bottom + 1
      }
    }
    row = end
  }

  // MARK: Cells

  private mutating func write(
    _ value: FiscalValue, columns: ClosedRange<Int>, rows: Int, long: Bool
  ) {
    var style = long ? Style.formText : Style.formValue
    if let amount = value.amount {
      style = Style.amount(decimals: amount.scale)
      if !amount.fitsSpreadsheetNumber {
        findings.append(
          Finding(
            rule: "write/amount-as-text", severity: .warning,
            message: Wording.amountAsText(amount),
            locations: [Location(sheet: sheet.name, line: row + 1, column: columns.lowerBound)]))
      }
    }
    write(value, columns: columns, rows: rows, style)
  }

  private mutating func write(
    _ value: FiscalValue, columns: ClosedRange<Int>, rows: Int, _ style: CellStyle
  ) {
    let bordered = style.borders != CellStyle.Borders()
    for line in row..<(row + rows) {
      for column in columns where bordered { sheet[line, column] = Cell(style: style) }
    }
    let content: CellValue =
      switch value {
      case .amount(let amount):
        amount.fitsSpreadsheetNumber ? .number(amount.description) : .text(amount.description)
      case .text(let text): .text(text)
      case .null(.blank), .null(.absent): .empty
      case .null(let kind): .text(kind.mark)
      }
    sheet[row, columns.lowerBound] = Cell(content, style: style)
    if columns.count > 1 || rows > 1 {
      sheet.merges.append(CellRange(rows: row...(row + rows - 1), columns: columns))
    }
  }

  /// Makes rows high enough for a text, since merged cells do not grow by themselves.
  private mutating func fit(
    _ text: String, columns: ClosedRange<Int>, rows: ClosedRange<Int>, size: Double = 10
  ) {
    let width = columns.reduce(0) { $0 + layout.widths[$1] } - 1.2
    let lines = (TextWidth.of(text) * size / 10.5 / max(width, 2)).rounded(.up)
    let height = max(lines, 1) * size * 1.36 + 4
    let present = rows.reduce(0) { $0 + (sheet.rowHeights[$1] ?? 18) }
    guard height > present || sheet.rowHeights[rows.lowerBound] == nil else { return }
    // What is missing is shared by the rows that the text stands in.
    let missing = max(0, height - present) / Double(rows.count)
    for row in rows { sheet.rowHeights[row] = min((sheet.rowHeights[row] ?? 18) + missing, 409) }
  }
}
