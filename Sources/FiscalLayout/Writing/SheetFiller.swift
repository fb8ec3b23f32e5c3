import FiscalModel
import Spreadsheet

/// Makes the sheet of one blank table ready for filling in.
struct SheetFiller {
  let layout: Layout
  let place: SheetPlaces.Table
  /// The table, and its index in the disclosure.
  let section: Section
  let index: Int
  /// The cells that are sums of others.
  let formulas: [CellKey: [Equation.Entry]]

  func fill(_ sheet: inout Sheet, _ codes: inout CodeLists) {
    sheet.protection = SheetProtection()
    let matrix = section.matrix
    unlock(&sheet, row: section.titleLine == nil ? 0 : 1, column: 0)
    for (panelIndex, panel) in layout.panels.enumerated() {
      var amounts: [CellReference] = []
      var open: ClosedRange<Int>?
      for (row, parts) in matrix.rows.enumerated() {
        let part = parts.parts[panelIndex]
        let line = place.firstRow + row
        let isOpen = part.isOpen(in: panel)
        if isOpen { open = (open?.lowerBound ?? line)...line }
        guard isOpen || part.line != nil else { continue }
        let fixed = layout.line(part.line, inPanel: panelIndex)
        for (slot, column) in panel.valueColumns.enumerated() {
          if let fixed, !fixed.amounts.isEmpty,
            !fixed.amounts.contains(layout.columns[column].id)
          {
            continue
          }
          let isAmount = layout.columns[column].role == .amount
          let key = CellKey(section: index, row: row, panel: panelIndex, slot: slot)
          if isAmount {
            sheet[line, column]?.style = Style.amount(decimals: layout.decimals)
            amounts.append(CellReference(row: line, column: column))
          }
          if let sum = formulas[key] {
            set(sum, &sheet, row: line, column: column, guardedBy: isOpen ? panel : nil)
          } else {
            unlock(&sheet, row: line, column: column)
          }
        }
        if isOpen {
          for column in panel.codeColumns { unlock(&sheet, row: line, column: column) }
          if let name = panel.labelColumn { unlock(&sheet, row: line, column: name) }
        }
      }
      makeRoom(panel, &sheet, hasOpenRows: open != nil)
      checkAmounts(amounts, &sheet)
      if let open {
        offerCodes(panel, open, &sheet, &codes)
        writeTotals(panelIndex, open, &sheet)
      }
    }
  }

  /// Makes columns wide enough for what will stand in them.
  private func makeRoom(_ panel: Layout.Panel, _ sheet: inout Sheet, hasOpenRows: Bool) {
    func widen(_ column: Int, _ width: Double) {
      sheet.columnWidths[column] = max(sheet.columnWidths[column] ?? 0, width)
    }
    for column in panel.valueColumns { widen(column, 12) }
    guard hasOpenRows else { return }
    for column in panel.codeColumns { widen(column, panel.codeColumns.count > 1 ? 5 : 12) }
    if let name = panel.labelColumn { widen(name, 30) }
  }

  private func unlock(_ sheet: inout Sheet, row: Int, column: Int) {
    if sheet[row, column] == nil { sheet[row, column] = Cell(style: Style.agency) }
    sheet[row, column]?.style.locked = false
  }

  static func absolute(row: Int, column: Int) -> String {
    let reference = CellReference(row: row, column: column).description
    let letters = reference.prefix { !$0.isNumber }
    return "$\(letters)$\(reference.dropFirst(letters.count))"
  }

  private static func relative(row: Int, column: Int) -> String {
    CellReference(row: row, column: column).description
  }

  // MARK: Sums

  /// Writes a sum; in open rows it shows nothing until the row has a key.
  private func set(
    _ sum: [Equation.Entry], _ sheet: inout Sheet, row: Int, column: Int,
    guardedBy panel: Layout.Panel?
  ) {
    var formula = ""
    for entry in sum {
      let reference = place.reference(entry.cell)
      let cell = SheetFiller.relative(row: reference.row, column: reference.column)
      // N() takes a text, such as a dash, for nothing.
      formula += (entry.sign < 0 ? "-" : formula.isEmpty ? "" : "+") + "N(\(cell))"
    }
    if let panel, let key = panel.codeColumns.first ?? panel.labelColumn {
      let cell = SheetFiller.relative(row: row, column: key)
      sheet[row, column]?.value = .text("")
      sheet[row, column]?.formula = "IF(\(cell)=\"\",\"\",\(formula))"
    } else {
      sheet[row, column]?.value = .number("0")
      sheet[row, column]?.formula = formula
    }
  }

  /// The total line of open rows: the sum of the rows of the highest level that is filled in.
  private func writeTotals(_ panelIndex: Int, _ open: ClosedRange<Int>, _ sheet: inout Sheet) {
    let panel = layout.panels[panelIndex]
    for (row, parts) in section.matrix.rows.enumerated() {
      let part = parts.parts[panelIndex]
      guard part.kind == .total, let line = layout.line(part.line, inPanel: panelIndex),
        layout.relations.contains(where: {
          if case .hierarchy(let kinds) = $0.form { kinds.first == .total } else { false }
        })
      else { continue }
      for column in panel.valueColumns
      where layout.columns[column].role == .amount
        && (line.amounts.isEmpty || line.amounts.contains(layout.columns[column].id))
      {
        let at = place.firstRow + row
        sheet[at, column]?.value = .number("0")
        sheet[at, column]?.style.locked = true
        sheet[at, column]?.formula = total(panel, open, column)
      }
    }
  }

  private func total(_ panel: Layout.Panel, _ open: ClosedRange<Int>, _ column: Int) -> String {
    func range(_ column: Int) -> String {
      SheetFiller.absolute(row: open.lowerBound, column: column) + ":"
        + SheetFiller.absolute(row: open.upperBound, column: column)
    }
    let values = range(column)
    guard let first = panel.codeColumns.first, !panel.opens.contains(where: \.areProjects) else {
      return "SUM(\(values))"
    }
    /// The condition that a row is of a level, as factors of a product.
    func condition(_ length: Int) -> String {
      guard section.matrix.dividesCodes else { return "--(LEN(\(range(first)))=\(length))" }
      let filled = (length - 3) / 2
      return panel.codeColumns.enumerated().map { index, code in
        let sign = index <= filled ? ">0" : "=0"
        return "--(LEN(\(range(code)))\(sign))"
      }.joined(separator: ",")
    }
    // Units of the shortest codes are those on top; of a classification, the highest level.
    let lengths = panel.opens.flatMap { open in
      open.digits.isEmpty ? open.levels.compactMap(SheetFiller.length) : open.digits
    }.sorted()
    var formula = "SUM(\(values))"
    for length in lengths.reversed() {
      let condition = condition(length)
      formula =
        "IF(SUMPRODUCT(\(condition))>0,SUMPRODUCT(\(condition),\(values)),\(formula))"
    }
    return formula
  }

  private static func length(_ level: RowKind) -> Int? {
    switch level {
    case .class: 3
    case .section: 5
    case .item: 7
    default: nil
    }
  }

  // MARK: Validation

  private func checkAmounts(_ cells: [CellReference], _ sheet: inout Sheet) {
    guard !cells.isEmpty else { return }
    sheet.dataValidations.append(
      SheetFiller.amountValidation(merged(cells), layout.unit, decimals: layout.decimals))
  }

  /// The check that amounts are numbers.
  static func amountValidation(
    _ ranges: [CellRange], _ unit: AmountUnit, decimals: Int
  ) -> DataValidation {
    DataValidation(
      ranges: ranges, kind: .decimal, comparison: .between, formula1: "-999999999999999",
      formula2: "999999999999999", allowsBlank: true, errorTitle: Wording.Template.amountTitle,
      error: Wording.Template.amount(unit, decimals: decimals))
  }

  /// Cells below one another as one range.
  private func merged(_ cells: [CellReference]) -> [CellRange] {
    var result: [(rows: ClosedRange<Int>, column: Int)] = []
    for cell in cells.sorted(by: { ($0.column, $0.row) < ($1.column, $1.row) }) {
      if let last = result.last, last.column == cell.column, last.rows.upperBound + 1 == cell.row {
        result[result.count - 1].rows = last.rows.lowerBound...cell.row
      } else {
        result.append((cell.row...cell.row, cell.column))
      }
    }
    return result.map { CellRange(rows: $0.rows, columns: $0.column...$0.column) }
  }

  private func offerCodes(
    _ panel: Layout.Panel, _ rows: ClosedRange<Int>, _ sheet: inout Sheet, _ codes: inout CodeLists
  ) {
    guard let first = panel.codeColumns.first else { return }
    let dividesCodes = section.matrix.dividesCodes
    let range = CellRange(rows: rows, columns: first...first)
    let own = SheetFiller.relative(row: rows.lowerBound, column: first)
    if panel.opens.count == 1, let open = panel.opens.first,
      let list = codes.list(open, firstLevelOnly: dividesCodes)
    {
      sheet.dataValidations.append(
        DataValidation(
          ranges: [range], kind: .list, formula1: list.codes, allowsBlank: true,
          errorTitle: Wording.Template.codeTitle, error: Wording.Template.code))
      // The name of a code is known.
      if let name = panel.labelColumn, !open.areProjects, !dividesCodes {
        for row in rows {
          let code = SheetFiller.relative(row: row, column: first)
          sheet[row, name]?.value = .text("")
          sheet[row, name]?.formula =
            "IF(\(code)=\"\",\"\",IFERROR(VLOOKUP(\(code),\(list.both),2,FALSE),\"\"))"
        }
      }
    } else {
      let lengths = Set(
        panel.opens.flatMap { open in
          open.digits.isEmpty ? open.levels.compactMap(SheetFiller.length) : open.digits
        }
      ).sorted()
      guard !lengths.isEmpty else { return }
      sheet.dataValidations.append(
        DataValidation(
          ranges: [range], kind: .custom,
          formula1: "OR(" + lengths.map { "LEN(\(own))=\($0)" }.joined(separator: ",") + ")",
          allowsBlank: true, errorTitle: Wording.Template.codeTitle,
          error: Wording.Template.code(lengths)))
    }
    guard dividesCodes, let last = panel.codeColumns.last, last > first else { return }
    sheet.dataValidations.append(
      DataValidation(
        ranges: [CellRange(rows: rows, columns: (first + 1)...last)], kind: .textLength,
        comparison: .equal, formula1: "2", allowsBlank: true,
        errorTitle: Wording.Template.codeTitle, error: Wording.Template.code([2])))
  }
}

extension Section.Part {
  /// Whether this is a blank row in which any code or name may be entered.
  func isOpen(in panel: Layout.Panel) -> Bool {
    kind == .blank && line == nil && number == nil && !panel.opens.isEmpty
  }
}
