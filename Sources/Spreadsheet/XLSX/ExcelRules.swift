extension Workbook {
  /// Checks all but single cells, which are checked as they are written.
  func check() throws(SpreadsheetError) {
    guard sheets.contains(where: { $0.visibility == .visible }) else {
      throw .invalidWorkbook(reason: "it has no visible sheet")
    }
    var names: Set<String> = []
    for sheet in sheets {
      guard names.insert(sheet.name.lowercased()).inserted else {
        throw .invalidSheet(sheet.name, reason: "there are two sheets of this name")
      }
      try sheet.check()
    }
    if let reason = CellRules.refusal(defaultFont) { throw .invalidWorkbook(reason: reason) }
    var tables = Set(definedNames.map { $0.name.lowercased() })
    for table in sheets.flatMap(\.tables) {
      guard tables.insert(table.name.lowercased()).inserted else {
        throw .invalidWorkbook(reason: "there are two tables or names '\(table.name)'")
      }
    }
    var scoped: Set<String> = []
    for name in allDefinedNames {
      guard !name.name.isEmpty, !CellRules.isLonger(name.name, than: 255),
        !name.name.utf8.contains(where: { $0 <= 0x20 }), CellReference(name.name) == nil
      else { throw .invalidWorkbook(reason: "'\(name.name)' cannot be a defined name") }
      guard !name.formula.isEmpty, !CellRules.isLonger(name.formula, than: 8192) else {
        throw .invalidWorkbook(
          reason: "what the name '\(name.name)' stands for is empty or too long")
      }
      if let sheet = name.sheet, !sheets.indices.contains(sheet) {
        throw .invalidWorkbook(reason: "the name '\(name.name)' is of a sheet that is not there")
      }
      guard scoped.insert("\(name.sheet ?? -1) \(name.name.lowercased())").inserted else {
        throw .invalidWorkbook(reason: "there are two defined names '\(name.name)'")
      }
    }
  }
}

extension Sheet {
  /// Why the name cannot be a sheet's.
  var nameRefusal: String? {
    if name.isEmpty { return "its name is empty" }
    if name.utf16.count > 31 { return "its name is longer than 31 characters" }
    if name.utf8.contains(where: { "[]:*?/\\".utf8.contains($0) || $0 < 0x20 }) {
      return "its name has one of []:*?/\\ or a control character"
    }
    if name.hasPrefix("'") || name.hasSuffix("'") {
      return "its name starts or ends with an apostrophe"
    }
    return nil
  }

  func check() throws(SpreadsheetError) {
    if let reason = nameRefusal { throw refuse(reason) }
    if let used = usedRange, !used.isValid {
      throw refuse("cells \(used) lie beyond 1,048,576 rows and 16,384 columns")
    }
    for case let (column, width) in columnWidths {
      guard 0..<CellReference.columnCount ~= column, 0...255 ~= width else {
        throw refuse("column \(column + 1) cannot be \(width) wide")
      }
    }
    for case let (row, height) in rowHeights {
      guard 0..<CellReference.rowCount ~= row, 0...409.5 ~= height else {
        throw refuse("row \(row + 1) cannot be \(height) high")
      }
    }
    guard hiddenColumns.allSatisfy({ 0..<CellReference.columnCount ~= $0 }),
      hiddenRows.allSatisfy({ 0..<CellReference.rowCount ~= $0 }),
      0..<CellReference.rowCount ~= frozenRows, 0..<CellReference.columnCount ~= frozenColumns
    else { throw refuse("hidden or frozen rows or columns lie beyond the sheet") }
    if let width = defaultColumnWidth, !(0...255 ~= width) {
      throw refuse("columns cannot be \(width) wide")
    }
    if let height = defaultRowHeight, !(0...409.5 ~= height) {
      throw refuse("rows cannot be \(height) high")
    }
    try checkMerges()
    try checkFeatures()
    try checkPage()
    try checkStyles()
  }

  private func checkMerges() throws(SpreadsheetError) {
    for merge in merges where !merge.isValid || merge.first == merge.last {
      throw refuse("cells \(merge) cannot be merged")
    }
    // From top to bottom, keeping the merges of the current row by column: they never overlap each
    // other, so only the two neighbours of a new one can.
    var active: [CellRange] = []
    let byLastRow = merges.sorted { $0.last.row < $1.last.row }
    var ended = 0
    func place(_ column: Int) -> Int {
      var (low, high) = (0, active.count)
      while low < high {
        let middle = (low + high) / 2
        if active[middle].first.column < column { low = middle + 1 } else { high = middle }
      }
      return low
    }
    for merge in merges.sorted(by: { $0.first < $1.first }) {
      while ended < byLastRow.count, byLastRow[ended].last.row < merge.first.row {
        active.remove(at: place(byLastRow[ended].first.column))
        ended += 1
      }
      let at = place(merge.first.column)
      let before = at > 0 && active[at - 1].last.column >= merge.first.column
      let after = at < active.count && active[at].first.column <= merge.last.column
      if before || after {
        throw refuse("merged cells \(merge) and \(active[before ? at - 1 : at]) overlap")
      }
      active.insert(merge, at: at)
    }
  }

  private func checkPage() throws(SpreadsheetError) {
    let page = pageSetup
    let margins = page.margins
    let inches = [
      margins.left, margins.right, margins.top, margins.bottom, margins.header, margins.footer,
    ]
    guard inches.allSatisfy({ 0..<49 ~= $0 }) else {
      throw refuse("a margin is negative or too wide")
    }
    guard page.scale.map({ 10...400 ~= $0 }) ?? true,
      page.fitToWidth.map({ 0...32_767 ~= $0 }) ?? true,
      page.fitToHeight.map({ 0...32_767 ~= $0 }) ?? true,
      page.paper.map({ 0...Int(Int32.max) ~= $0.rawValue }) ?? true
    else { throw refuse("its paper, scale or number of pages is impossible") }
    guard page.printArea?.isValid ?? true,
      page.repeatRows.map({ $0.lowerBound >= 0 && $0.upperBound < CellReference.rowCount }) ?? true,
      page.repeatColumns.map({ $0.lowerBound >= 0 && $0.upperBound < CellReference.columnCount })
        ?? true
    else { throw refuse("what is printed lies beyond the sheet") }
    for text in [page.header, page.footer] {
      if let text, CellRules.isLonger(text, than: 255) {
        throw refuse("a header or footer is longer than 255 characters")
      }
    }
  }

  private func checkStyles() throws(SpreadsheetError) {
    var checked: Set<ObjectIdentifier> = []
    for row in rows {
      for (column, cell) in row.cells where checked.insert(cell.style.identity).inserted {
        guard let reason = CellRules.refusal(cell.style) else { continue }
        let place = CellReference(row: row.index, column: column)
        throw .invalidCell(sheet: name, cell: place, reason: reason)
      }
    }
  }
}
