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
    (self.sheet, self.isActive, self.knowsSize) = (sheet, isActive, knowsSize)
  }

  /// The part from its start to the first row.
  mutating func head() -> [UInt8] {
    xml.declaration()
    xml.start(
      "worksheet",
      ["xmlns": .literal(OpenXML.main), "xmlns:r": .literal(OpenXML.officeRelationships)])
    writeProperties()
    if knowsSize {
      xml.element("dimension", ["ref": .text(sheet.usedRange?.description ?? "A1")])
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
    if let color = sheet.tabColor { xml.element("tabColor", ["rgb": .color(color)]) }
    if fitsToPage { xml.markup("<pageSetUpPr fitToPage=\"1\"/>") }
    xml.end()
  }

  private mutating func writeView() {
    xml.markup("<sheetViews>")
    xml.start(
      "sheetView",
      [
        "showGridLines": sheet.showGridLines ? nil : false, "tabSelected": .when(isActive),
        "workbookViewId": .integer(0),
      ])
    let (rows, columns) = (sheet.frozenRows, sheet.frozenColumns)
    if rows > 0 || columns > 0 {
      let pane: XMLWriter.Value =
        rows == 0 ? "topRight" : columns == 0 ? "bottomLeft" : "bottomRight"
      xml.element(
        "pane",
        [
          "xSplit": columns > 0 ? .integer(columns) : nil,
          "ySplit": rows > 0 ? .integer(rows) : nil,
          "topLeftCell": .text(CellReference(row: rows, column: columns).description),
          "activePane": pane, "state": "frozen",
        ])
      xml.element("selection", ["pane": pane])
    }
    xml.end()
    xml.markup("</sheetViews>")
    func level(_ outlines: [Int: Int]) -> XMLWriter.Value? {
      outlines.values.max().flatMap { $0 > 0 ? .integer($0) : nil }
    }
    xml.element(
      "sheetFormatPr",
      [
        "defaultColWidth": sheet.defaultColumnWidth.map { .number($0) },
        "defaultRowHeight": .number(sheet.defaultRowHeight ?? 15),
        "customHeight": .when(sheet.defaultRowHeight != nil),
        "outlineLevelRow": level(sheet.rowOutlines), "outlineLevelCol": level(sheet.columnOutlines),
      ])
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
      xml.element(
        "col",
        [
          "min": .integer(first + 1), "max": .integer(column + 1),
          "width": width.map { .number($0) }, "customWidth": .when(width != nil),
          "hidden": .when(hidden), "outlineLevel": level > 0 ? .integer(level) : nil,
        ])
      if let next { first = next }
    }
    xml.end()
  }

  // MARK: After the cells

  private mutating func writeMerges() {
    guard !sheet.merges.isEmpty else { return }
    xml.start("mergeCells", ["count": .integer(sheet.merges.count)])
    for merge in sheet.merges { xml.element("mergeCell", ["ref": .text(merge.description)]) }
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
      xml.start("hyperlink", ["ref": .text(range.description)])
      let tooltip: String?
      switch link {
      case .external(let url, let tip):
        let id = known[url] ?? parts.relate(PackageWriter.link(url))
        known[url] = id
        xml.attribute("r:id", .text(id))
        tooltip = tip
      case .location(let location, let tip):
        xml.attribute("location", .text(location, as: .xstring))
        tooltip = tip
      }
      xml.attribute("tooltip", tooltip.map { .text($0, as: .xstring) })
      xml.end()
    }
    xml.end()
  }

  private mutating func writePrinting() {
    let page = sheet.pageSetup
    if page.horizontalCentered || page.verticalCentered {
      xml.element(
        "printOptions",
        [
          "horizontalCentered": .when(page.horizontalCentered),
          "verticalCentered": .when(page.verticalCentered),
        ])
    }
    let margins = page.margins
    xml.element(
      "pageMargins",
      [
        "left": .number(margins.left), "right": .number(margins.right),
        "top": .number(margins.top), "bottom": .number(margins.bottom),
        "header": .number(margins.header), "footer": .number(margins.footer),
      ])
    if page.paper != nil || page.landscape || page.scale != nil || fitsToPage {
      xml.element(
        "pageSetup",
        [
          "paperSize": page.paper.map { .integer($0.rawValue) },
          "scale": page.scale.map { .integer($0) },
          "fitToWidth": page.fitToWidth.map { .integer($0) },
          "fitToHeight": page.fitToHeight.map { .integer($0) },
          "orientation": page.landscape ? "landscape" : nil,
        ])
    }
    if page.header != nil || page.footer != nil {
      xml.start("headerFooter")
      if let header = page.header { xml.element("oddHeader", text: header) }
      if let footer = page.footer { xml.element("oddFooter", text: footer) }
      xml.end()
    }
  }
}
