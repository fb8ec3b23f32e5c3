import XMLStream

/// Writes one sheet as `xl/worksheets/sheetN.xml`, and its relationships.
struct WorksheetWriter {
  /// The strings of the workbook, numbered as met.
  struct SharedStrings {
    private(set) var values: [String] = []
    private(set) var references = 0
    private var indexes: [String: Int] = [:]

    mutating func index(of text: String) -> Int {
      references += 1
      if let index = indexes[text] { return index }
      indexes[text] = values.count
      values.append(text)
      return values.count - 1
    }
  }

  private let sheet: Sheet
  private let isActive: Bool
  private var xml: XMLWriter
  private var links: [(cell: CellReference, link: Hyperlink)] = []
  private(set) var hasFormulas = false

  init(_ sheet: Sheet, isActive: Bool) {
    self.sheet = sheet
    self.isActive = isActive
    xml = XMLWriter(capacity: 2048 + 48 * sheet.cellCount)
  }

  /// The part; `targets` gets the URLs that its relationships `rId1`, `rId2`, ... must lead to.
  mutating func part(
    strings: inout SharedStrings, styles: inout StyleTable, targets: inout [String]
  ) throws(SpreadsheetError) -> [UInt8] {
    xml.declaration()
    xml.start("worksheet")
    xml.attribute("xmlns", literal: OpenXML.main)
    xml.attribute("xmlns:r", literal: OpenXML.officeRelationships)
    writeProperties()
    xml.element("dimension") { [sheet] in
      $0.attribute("ref", sheet.usedRange?.description ?? "A1")
    }
    writeView()
    writeColumns()
    try writeData(&strings, &styles)
    writeMerges()
    writeLinks(&targets)
    writePrinting()
    xml.end()
    return xml.bytes
  }

  // MARK: Before the cells

  private var fitsToPage: Bool {
    sheet.pageSetup.fitToWidth != nil || sheet.pageSetup.fitToHeight != nil
  }

  private mutating func writeProperties() {
    guard sheet.tabColor != nil || fitsToPage else { return }
    xml.start("sheetPr")
    if let color = sheet.tabColor { xml.element("tabColor") { $0.attribute(color) } }
    if fitsToPage { xml.markup("<pageSetUpPr fitToPage=\"1\"/>") }
    xml.end()
  }

  private mutating func writeView() {
    xml.markup("<sheetViews>")
    xml.start("sheetView")
    if !sheet.showGridLines { xml.attribute("showGridLines", false) }
    if isActive { xml.attribute("tabSelected", true) }
    xml.attribute("workbookViewId", 0)
    let (rows, columns) = (sheet.frozenRows, sheet.frozenColumns)
    if rows > 0 || columns > 0 {
      let pane = rows == 0 ? "topRight" : columns == 0 ? "bottomLeft" : "bottomRight"
      xml.start("pane")
      if columns > 0 { xml.attribute("xSplit", columns) }
      if rows > 0 { xml.attribute("ySplit", rows) }
      xml.attribute("topLeftCell", CellReference(row: rows, column: columns).description)
      xml.attribute("activePane", pane)
      xml.attribute("state", "frozen")
      xml.end()
      xml.element("selection") { $0.attribute("pane", pane) }
    }
    xml.end()
    xml.markup("</sheetViews>")
    xml.start("sheetFormatPr")
    if let width = sheet.defaultColumnWidth { xml.attribute("defaultColWidth", width) }
    xml.attribute("defaultRowHeight", sheet.defaultRowHeight ?? 15)
    if sheet.defaultRowHeight != nil { xml.attribute("customHeight", true) }
    xml.end()
  }

  /// Neighbours that are alike share one `col`.
  private mutating func writeColumns() {
    let columns = Set(sheet.columnWidths.keys).union(sheet.hiddenColumns).sorted()
    guard var first = columns.first else { return }
    func look(_ column: Int) -> (Double?, Bool) {
      (sheet.columnWidths[column], sheet.hiddenColumns.contains(column))
    }
    xml.start("cols")
    for (index, column) in columns.enumerated() {
      let next = index + 1 < columns.count ? columns[index + 1] : nil
      if let next, next == column + 1, look(next) == look(column) { continue }
      let (width, hidden) = look(column)
      xml.start("col")
      xml.attribute("min", first + 1)
      xml.attribute("max", column + 1)
      if let width {
        xml.attribute("width", width)
        xml.attribute("customWidth", true)
      }
      if hidden { xml.attribute("hidden", true) }
      xml.end()
      if let next { first = next }
    }
    xml.end()
  }

  // MARK: The cells

  private mutating func writeData(
    _ strings: inout SharedStrings, _ styles: inout StyleTable
  ) throws(SpreadsheetError) {
    xml.start("sheetData")
    // Rows that have a height or are hidden, but have no cells, come in between.
    let bare = Set(sheet.rowHeights.keys).union(sheet.hiddenRows).sorted()
    var next = 0
    for row in sheet.rows {
      while next < bare.count, bare[next] < row.index {
        startRow(bare[next])
        xml.end()
        next += 1
      }
      if next < bare.count, bare[next] == row.index { next += 1 }
      startRow(row.index)
      for (column, cell) in row.cells {
        try write(cell, CellReference(row: row.index, column: column), &strings, &styles)
      }
      xml.end()
    }
    for row in bare[next...] {
      startRow(row)
      xml.end()
    }
    xml.end()
  }

  private mutating func startRow(_ row: Int) {
    xml.start("row")
    xml.attribute("r", row + 1)
    if let height = sheet.rowHeights[row] {
      xml.attribute("ht", height)
      xml.attribute("customHeight", true)
    }
    if sheet.hiddenRows.contains(row) { xml.attribute("hidden", true) }
  }

  private mutating func write(
    _ cell: Cell, _ place: CellReference, _ strings: inout SharedStrings,
    _ styles: inout StyleTable
  ) throws(SpreadsheetError) {
    if let reason = CellRules.refusal(cell) {
      throw .invalidCell(sheet: sheet.name, cell: place, reason: reason)
    }
    if let link = cell.hyperlink { links.append((place, link)) }
    xml.start("c")
    xml.attribute("r", place)
    let style = styles.index(of: cell.style)
    if style != 0 { xml.attribute("s", style) }
    switch cell.value {
    case .empty:
      writeFormula(cell)
    case .number(let text):
      writeFormula(cell)
      xml.start("v")
      xml.text(text)
      xml.end()
    case .text(let text) where cell.formula == nil:
      xml.attribute("t", literal: "s")
      xml.start("v")
      xml.text(strings.index(of: text))
      xml.end()
    case .text(let text):
      writeTyped("str", text, cell)
    case .boolean(let value):
      writeTyped("b", value ? "1" : "0", cell)
    case .error(let text):
      writeTyped("e", text, cell)
    case .date(let text):
      writeTyped("d", text, cell)
    }
    xml.end()
  }

  private mutating func writeTyped(_ type: StaticString, _ text: String, _ cell: Cell) {
    xml.attribute("t", literal: type)
    writeFormula(cell)
    xml.start("v")
    xml.text(text, as: .xstring)
    xml.end()
  }

  private mutating func writeFormula(_ cell: Cell) {
    guard let formula = cell.formula else { return }
    hasFormulas = true
    xml.start("f")
    xml.text(formula, as: .xstring)
    xml.end()
  }

  // MARK: After the cells

  private mutating func writeMerges() {
    guard !sheet.merges.isEmpty else { return }
    xml.start("mergeCells")
    xml.attribute("count", sheet.merges.count)
    for merge in sheet.merges {
      xml.start("mergeCell")
      xml.attribute("ref", merge.description)
      xml.end()
    }
    xml.end()
  }

  private mutating func writeLinks(_ targets: inout [String]) {
    guard !links.isEmpty else { return }
    var known: [String: Int] = [:]
    xml.start("hyperlinks")
    for (cell, link) in links {
      xml.start("hyperlink")
      xml.attribute("ref", cell)
      let tooltip: String?
      switch link {
      case .external(let url, let tip):
        let id = known[url] ?? targets.count + 1
        if id > targets.count {
          targets.append(url)
          known[url] = id
        }
        xml.attribute("r:id", "rId\(id)")
        tooltip = tip
      case .location(let location, let tip):
        xml.attribute("location", location, as: .xstring)
        tooltip = tip
      }
      if let tooltip { xml.attribute("tooltip", tooltip, as: .xstring) }
      xml.end()
    }
    xml.end()
  }

  private mutating func writePrinting() {
    let page = sheet.pageSetup
    if page.horizontalCentered || page.verticalCentered {
      xml.start("printOptions")
      if page.horizontalCentered { xml.attribute("horizontalCentered", true) }
      if page.verticalCentered { xml.attribute("verticalCentered", true) }
      xml.end()
    }
    xml.start("pageMargins")
    xml.attribute("left", page.margins.left)
    xml.attribute("right", page.margins.right)
    xml.attribute("top", page.margins.top)
    xml.attribute("bottom", page.margins.bottom)
    xml.attribute("header", page.margins.header)
    xml.attribute("footer", page.margins.footer)
    xml.end()
    if page.paper != nil || page.landscape || page.scale != nil || fitsToPage {
      xml.start("pageSetup")
      if let paper = page.paper { xml.attribute("paperSize", paper.rawValue) }
      if let scale = page.scale { xml.attribute("scale", scale) }
      if let width = page.fitToWidth { xml.attribute("fitToWidth", width) }
      if let height = page.fitToHeight { xml.attribute("fitToHeight", height) }
      if page.landscape { xml.attribute("orientation", "landscape") }
      xml.end()
    }
    if page.header != nil || page.footer != nil {
      xml.start("headerFooter")
      let texts: [(StaticString, String?)] = [
        ("oddHeader", page.header), ("oddFooter", page.footer),
      ]
      for case (let name, let text?) in texts {
        xml.start(name)
        xml.text(text, as: .xstring)
        xml.end()
      }
      xml.end()
    }
  }
}

extension XMLWriter {
  /// Adds a cell's place to the element just started.
  mutating func attribute(_ name: StaticString, _ place: CellReference) {
    var letters: [UInt8] = []
    letters.reserveCapacity(3)
    CellReference.appendColumnName(place.column, to: &letters)
    attribute(name, prefix: letters, place.row + 1)
  }
}
