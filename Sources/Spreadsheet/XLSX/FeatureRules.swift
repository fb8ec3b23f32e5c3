extension Sheet {
  /// Checks what stands beside the cells.
  func checkFeatures() throws(SpreadsheetError) {
    if let filter = autoFilter, !filter.isValid { throw refuse("its filter is beyond the sheet") }
    guard areWritable(filterColumns, in: autoFilter) else {
      throw refuse("what its filter lets through is empty, too long, twice, or beyond its range")
    }
    try checkArrayFormulas()
    try checkTables()
    try checkConditionalFormats()
    try checkValidations()
    try checkBreaksAndOutlines()
    for (cell, comment) in comments {
      guard cell.isValid, !CellRules.isLonger(comment.text, than: CellRules.cellCharacters) else {
        throw refuse("the comment at \(cell) is too long or beyond the sheet")
      }
    }
    for link in rangeHyperlinks {
      guard link.range.isValid, CellRules.refusal(Cell(hyperlink: link.link)) == nil else {
        throw refuse("the link of \(link.range) cannot be written")
      }
    }
    for (cell, runs) in richTexts {
      guard cell.isValid, !runs.isEmpty, runs.allSatisfy({ !$0.text.isEmpty }),
        runs.allSatisfy({ $0.font.map { CellRules.refusal($0) == nil } ?? true })
      else { throw refuse("the rich text at \(cell) has no text or a bad font") }
      guard !CellRules.isLonger(runs.map(\.text).joined(), than: CellRules.cellCharacters) else {
        throw refuse("the rich text at \(cell) is longer than 32,767 characters")
      }
    }
  }

  func refuse(_ reason: String) -> SpreadsheetError { .invalidSheet(name, reason: reason) }

  private func checkConditionalFormats() throws(SpreadsheetError) {
    for format in conditionalFormats {
      let formulas: [String] =
        switch format.rule {
        case .cell(_, let one, let two, _): [one] + (two.map { [$0] } ?? [])
        case .expression(let formula, _): [formula]
        case .colorScale, .dataBar: []
        }
      guard areWritable(format.ranges), formulas.allSatisfy(isFormula) else {
        throw refuse("a conditional format has no ranges, or an empty or long formula")
      }
    }
  }

  private func checkValidations() throws(SpreadsheetError) {
    for validation in dataValidations {
      guard areWritable(validation.ranges),
        [validation.formula1, validation.formula2].allSatisfy({ $0.map(isFormula) ?? true }),
        validation.kind == .any || validation.formula1 != nil
      else { throw refuse("a data validation has no ranges, or no or a bad formula") }
      // Excel takes 255 characters of items, quotes not counted.
      if validation.kind == .list, let list = validation.formula1, list.hasPrefix("\""),
        CellRules.isLonger(list, than: 257)
      {
        throw refuse("the items of a data validation are longer than 255 characters; use a range")
      }
      let texts = [
        (validation.errorTitle, 32), (validation.promptTitle, 32), (validation.error, 255),
        (validation.prompt, 255),
      ]
      guard
        texts.allSatisfy({ text, most in text.map { !CellRules.isLonger($0, than: most) } ?? true })
      else { throw refuse("a title or message of a data validation is too long") }
    }
  }

  private func checkBreaksAndOutlines() throws(SpreadsheetError) {
    guard rowBreaks.allSatisfy({ 1..<CellReference.rowCount ~= $0 }), rowBreaks.count <= 1026,
      columnBreaks.allSatisfy({ 1..<CellReference.columnCount ~= $0 }), columnBreaks.count <= 1026
    else { throw refuse("it has more than 1,026 page breaks, or one beyond the sheet") }
    guard rowOutlines.allSatisfy({ 0..<CellReference.rowCount ~= $0.key && 0...7 ~= $0.value }),
      columnOutlines.allSatisfy({ 0..<CellReference.columnCount ~= $0.key && 0...7 ~= $0.value })
    else { throw refuse("an outline level is not 0 to 7, or beyond the sheet") }
  }

  private func checkArrayFormulas() throws(SpreadsheetError) {
    for (index, range) in arrayFormulas.enumerated() {
      guard range.isValid else { throw refuse("array \(range) is impossible") }
      if let other = (arrayFormulas[..<index] + merges).first(where: { $0.overlaps(range) }) {
        throw refuse("array \(range) overlaps cells \(other)")
      }
      // A sheet that is written row by row has no cells to look at.
      if cellCount > 0, self[range.first]?.formula == nil {
        throw .invalidCell(
          sheet: name, cell: range.first, reason: "array \(range) has no formula in its first cell")
      }
    }
  }

  private func areWritable(_ columns: [FilterColumn], in range: CellRange?) -> Bool {
    guard !columns.isEmpty else { return true }
    guard let range, Set(columns.map(\.column)).count == columns.count else { return false }
    return columns.allSatisfy { column in
      guard range.first.column...range.last.column ~= column.column else { return false }
      switch column.condition {
      case .values(let values, let orBlank):
        return (orBlank || !values.isEmpty)
          && !values.contains { CellRules.isLonger($0, than: 255) }
      case .criterion(let one): return !CellRules.isLonger(one.value, than: 255)
      case .both(let one, let two), .either(let one, let two):
        return ![one, two].contains { CellRules.isLonger($0.value, than: 255) }
      }
    }
  }

  private func checkTables() throws(SpreadsheetError) {
    for (index, table) in tables.enumerated() {
      let range = table.range
      guard range.isValid, table.filterRange.first.row < table.filterRange.last.row else {
        throw refuse("table '\(table.name)' needs a header row and a row of data")
      }
      guard areWritable(table.filterColumns, in: table.hasFilter ? table.filterRange : nil) else {
        throw refuse("what the filter of table '\(table.name)' lets through cannot be written")
      }
      guard Self.isTableName(table.name) else {
        throw refuse("'\(table.name)' cannot be the name of a table")
      }
      let captions = Set(table.columns.map { $0.lowercased() })
      guard table.columns.count == range.last.column - range.first.column + 1,
        captions.count == table.columns.count,
        table.columns.allSatisfy({ !$0.isEmpty && !CellRules.isLonger($0, than: 255) })
      else { throw refuse("the columns of table '\(table.name)' are not all named once") }
      // A sheet that is written row by row has no cells to compare.
      if cellCount > 0 {
        for (offset, caption) in table.columns.enumerated() {
          let place = CellReference(row: range.first.row, column: range.first.column + offset)
          guard self[place]?.value == .text(caption) else {
            throw .invalidCell(
              sheet: name, cell: place,
              reason: "it is not the caption '\(caption)' of table '\(table.name)'")
          }
        }
      }
      try checkTotals(of: table)
      let others =
        tables[..<index].map(\.range) + merges + (autoFilter.map { [$0] } ?? [])
      if let other = others.first(where: { $0.overlaps(range) }) {
        throw refuse("table '\(table.name)' overlaps cells \(other)")
      }
    }
  }

  private func checkTotals(of table: Sheet.Table) throws(SpreadsheetError) {
    guard let totals = table.totals else { return }
    guard totals.count == table.columns.count else {
      throw refuse("the totals of table '\(table.name)' are not one for each column")
    }
    guard cellCount > 0 else { return }
    for (column, total) in totals.enumerated() {
      let place = CellReference(
        row: table.range.last.row, column: table.range.first.column + column)
      let isThere =
        switch total {
        case .none: true
        case .label(let text): self[place]?.value == .text(text)
        case .function: self[place]?.formula == table.totalFormula(column)
        }
      guard isThere else {
        throw .invalidCell(
          sheet: name, cell: place, reason: "it is not the total of table '\(table.name)'")
      }
    }
  }

  private static func isTableName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, !CellRules.isLonger(name, than: 255),
      CellReference(name) == nil, !["c", "r"].contains(name.lowercased())
    else { return false }
    guard first.properties.isAlphabetic || first == "_" || first == "\\" else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "."
        || $0 == "\\"
    }
  }

  private func areWritable(_ ranges: [CellRange]) -> Bool {
    !ranges.isEmpty && ranges.allSatisfy(\.isValid)
  }

  private func isFormula(_ formula: String) -> Bool {
    !formula.isEmpty && !CellRules.isLonger(formula, than: 8192)
  }
}

extension CellRange {
  /// Whether both have a cell in common.
  func overlaps(_ other: Self) -> Bool {
    first.row <= other.last.row && other.first.row <= last.row
      && first.column <= other.last.column && other.first.column <= last.column
  }
}
