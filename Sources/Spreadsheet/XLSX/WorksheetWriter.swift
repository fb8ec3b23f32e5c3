import XMLStream

/// Writes one sheet as `xl/worksheets/sheetN.xml`: what stands before its cells and after them.
struct WorksheetWriter {
  let sheet: Sheet
  private let isActive: Bool
  /// Whether the sheet has all its cells, so that it can be said how far they go.
  private let knowsSize: Bool
  var xml = XMLWriter(capacity: 2048)
  var parts = SheetParts()

  init(_ sheet: Sheet, isActive: Bool, knowsSize: Bool = true) {
    self.sheet = sheet
    self.isActive = isActive
    self.knowsSize = knowsSize
  }

  /// The part from its start to the first row.
  mutating func head() -> [UInt8] {
    xml.declaration()
    xml.start("worksheet")
    xml.attribute("xmlns", literal: OpenXML.main)
    xml.attribute("xmlns:r", literal: OpenXML.officeRelationships)
    writeProperties()
    if knowsSize {
      xml.element("dimension") { [sheet] in
        $0.attribute("ref", sheet.usedRange?.description ?? "A1")
      }
    }
    writeView()
    writeColumns()
    xml.markup("<sheetData>")
    return xml.take()
  }

  /// The part from its last row to its end, and the other parts that it needs, which are numbered
  /// as met.
  mutating func tail(
    links: [(cell: CellReference, link: Cell.Hyperlink)], styles: inout StyleTable,
    numbers: inout PartNumbers
  ) throws(SpreadsheetError) -> SheetParts {
    xml.markup("</sheetData>")
    writeProtection()
    writeFilter()
    writeMerges()
    writeConditionalFormats(&styles)
    writeValidations()
    write(links)
    writePrinting()
    writeBreaks()
    writeComments(&numbers)
    writeTables(&numbers)
    xml.end()
    parts.xml = xml.take()
    return parts
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
    if let level = sheet.rowOutlines.values.max(), level > 0 {
      xml.attribute("outlineLevelRow", level)
    }
    if let level = sheet.columnOutlines.values.max(), level > 0 {
      xml.attribute("outlineLevelCol", level)
    }
    xml.end()
  }

  /// Neighbours that are alike share one `col`.
  private mutating func writeColumns() {
    let columns = Set(sheet.columnWidths.keys).union(sheet.hiddenColumns)
      .union(sheet.columnOutlines.keys).sorted()
    guard var first = columns.first else { return }
    func look(_ column: Int) -> (Double?, Bool, Int) {
      (
        sheet.columnWidths[column], sheet.hiddenColumns.contains(column),
        sheet.columnOutlines[column] ?? 0
      )
    }
    xml.start("cols")
    for (index, column) in columns.enumerated() {
      let next = index + 1 < columns.count ? columns[index + 1] : nil
      if let next, next == column + 1, look(next) == look(column) { continue }
      let (width, hidden, level) = look(column)
      xml.start("col")
      xml.attribute("min", first + 1)
      xml.attribute("max", column + 1)
      if let width {
        xml.attribute("width", width)
        xml.attribute("customWidth", true)
      }
      if hidden { xml.attribute("hidden", true) }
      if level > 0 { xml.attribute("outlineLevel", level) }
      xml.end()
      if let next { first = next }
    }
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

  private mutating func write(_ links: [(cell: CellReference, link: Cell.Hyperlink)]) {
    let all =
      links.map { (CellRange(first: $0.cell, last: $0.cell), $0.link) }
      + sheet.rangeHyperlinks.map { ($0.range, $0.link) }
    guard !all.isEmpty else { return }
    var known: [String: String] = [:]
    xml.start("hyperlinks")
    for (range, link) in all {
      xml.start("hyperlink")
      xml.attribute("ref", range.description)
      let tooltip: String?
      switch link {
      case .external(let url, let tip):
        let id = known[url] ?? parts.relate(PackageWriter.link(url))
        known[url] = id
        xml.attribute("r:id", id)
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
