import XMLStream
import Zip

extension Workbook {
  /// The workbook in the XLSX format. The same workbook gives the same bytes.
  ///
  /// What Excel would not take is refused, so that no file opens with a repair prompt. `warn` gets
  /// what is written otherwise than given.
  public func xlsx(
    _ options: WritingOptions = WritingOptions(),
    warn: (WritingWarning) -> Void = { _ in }
  ) throws(SpreadsheetError) -> [UInt8] {
    try check()
    var package = PackageWriter(options)
    package.relate("", PackageWriter.root)
    // A closure that is kept must escape; the warnings are handed on at once.
    var warnings: [WritingWarning] = []
    let active = sheets.firstIndex { $0.visibility == .visible }
    var rows = RowWriter(options, sharedBytes: .max, defaultFont: defaultFont)
    rows.keepsStyles = true
    var numbers = PartNumbers()
    var sheetParts: [(parts: SheetParts, packed: Int)] = []
    for (index, sheet) in sheets.enumerated() {
      var writer = WorksheetWriter(sheet, isActive: index == active)
      let head = writer.head()
      try rows.write(sheet)
      let parts = try writer.tail(links: rows.links, styles: &rows.styles, numbers: &numbers)
      // From here on other threads deflate it, while the next sheet is made on this one: strings and
      // styles are numbered as met.
      let packed = package.pack(rows.takeBytes(between: head, and: parts.xml))
      sheetParts.append((parts, packed))
      warnings = rows.takeWarnings()
      warnings.forEach(warn)
    }
    addParts(to: &package, rows)
    for (index, (parts, packed)) in sheetParts.enumerated() {
      let path = "xl/worksheets/sheet\(index + 1).xml"
      package.add(path, PackageWriter.worksheetType, packed: packed)
      package.add(parts, of: path)
    }
    return try package.archive()
  }

  /// Adds all parts but the sheets'.
  func addParts(to package: inout PackageWriter, _ rows: borrowing RowWriter) {
    package.add(
      "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core())
    package.add(
      "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
      app())
    package.add(
      "xl/workbook.xml",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
      workbookPart(
        active: sheets.firstIndex { $0.visibility == .visible } ?? 0,
        hasFormulas: rows.hasFormulas))
    var relations = sheets.indices.map {
      PackageWriter.office("worksheet", "worksheets/sheet\($0 + 1).xml")
    }
    package.add(
      "xl/styles.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
      rows.styles.part())
    relations.append(PackageWriter.office("styles", "styles.xml"))
    let strings = rows.strings
    if strings.count > 0 {
      var bytes: [UInt8] = []
      strings.write { bytes.append(contentsOf: $0) }
      package.add(
        "xl/sharedStrings.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml", bytes)
      relations.append(PackageWriter.office("sharedStrings", "sharedStrings.xml"))
    }
    package.relate("xl/workbook.xml", relations)
  }

  /// The names given and those that print areas and print titles make.
  var allDefinedNames: [DefinedName] {
    var names = definedNames
    for (index, sheet) in sheets.enumerated() {
      let quoted =
        "'"
        + sheet.name.split(
          separator: "'", omittingEmptySubsequences: false
        ).joined(separator: "''") + "'!"
      // Excel finds the range of a filter by this name; other programs too.
      if let filter = sheet.autoFilter {
        names.append(
          DefinedName(
            name: "_xlnm._FilterDatabase", formula: quoted + filter.absoluteDescription,
            sheet: index, hidden: true))
      }
      if let area = sheet.pageSetup.printArea {
        names.append(
          DefinedName(
            name: "_xlnm.Print_Area", formula: quoted + area.absoluteDescription, sheet: index))
      }
      var titles: [String] = []
      if let columns = sheet.pageSetup.repeatColumns {
        let names = (columns.lowerBound, columns.upperBound)
        titles.append(
          quoted + "$\(CellReference.columnName(names.0)):$\(CellReference.columnName(names.1))")
      }
      if let rows = sheet.pageSetup.repeatRows {
        titles.append(quoted + "$\(rows.lowerBound + 1):$\(rows.upperBound + 1)")
      }
      if !titles.isEmpty {
        names.append(
          DefinedName(
            name: "_xlnm.Print_Titles", formula: titles.joined(separator: ","), sheet: index))
      }
    }
    return names
  }

  private func workbookPart(active: Int, hasFormulas: Bool) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start(
      "workbook",
      ["xmlns": .literal(OpenXML.main), "xmlns:r": .literal(OpenXML.officeRelationships)])
    if date1904 { xml.markup("<workbookPr date1904=\"1\"/>") }
    if let protection {
      xml.element(
        "workbookProtection",
        [
          "workbookPassword": protection.password.map { .text(PasswordHash.text($0)) },
          "lockStructure": .when(protection.locksStructure),
          "lockWindows": .when(protection.locksWindows),
        ])
    }
    xml.markup("<bookViews>")
    xml.element("workbookView", ["activeTab": active > 0 ? .integer(active) : nil])
    xml.markup("</bookViews>")
    xml.start("sheets")
    for (index, sheet) in sheets.enumerated() {
      xml.element(
        "sheet",
        [
          "name": .text(sheet.name, as: .xstring), "sheetId": .integer(index + 1),
          "state": sheet.visibility == .visible ? nil : .text(sheet.visibility.rawValue),
          "r:id": .text("rId\(index + 1)"),
        ])
    }
    xml.end()
    writeNames(&xml)
    // Without formulas there is nothing to compute, and a program that computes asks to save.
    if hasFormulas { xml.markup("<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/>") }
    xml.end()
    return xml.bytes
  }

  private func writeNames(_ xml: inout XMLWriter) {
    let names = allDefinedNames
    guard !names.isEmpty else { return }
    xml.start("definedNames")
    for name in names {
      xml.start(
        "definedName",
        [
          "name": .text(name.name, as: .xstring), "localSheetId": name.sheet.map { .integer($0) },
          "hidden": .when(name.hidden),
        ])
      xml.text(name.formula, as: .xstring)
      xml.end()
    }
    xml.end()
  }

  private func core() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start(
      "cp:coreProperties",
      [
        "xmlns:cp": .literal(OpenXML.coreProperties), "xmlns:dc": .literal(OpenXML.dublinCore),
        "xmlns:dcterms": .literal(OpenXML.dublinCoreTerms),
        "xmlns:xsi": .literal(OpenXML.schemaInstance),
      ])
    let texts: KeyValuePairs<StaticString, String?> = [
      "dc:title": properties.title, "dc:subject": properties.subject,
      "dc:creator": properties.creator, "cp:keywords": properties.keywords,
      "dc:description": properties.description,
    ]
    for case (let name, let text?) in texts { xml.element(name, text: text) }
    let times: KeyValuePairs<StaticString, String?> = [
      "dcterms:created": properties.created, "dcterms:modified": properties.modified,
    ]
    for case (let name, let time?) in times {
      xml.element(name, ["xsi:type": "dcterms:W3CDTF"]) { $0.text(time) }
    }
    xml.end()
    return xml.bytes
  }

  private func app() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Properties", ["xmlns": .literal(OpenXML.extendedProperties)])
    if let application = properties.application { xml.element("Application", text: application) }
    xml.end()
    return xml.bytes
  }
}

extension CellRange {
  /// `$A$1:$C$3`, as defined names write it.
  fileprivate var absoluteDescription: String {
    first == last
      ? first.absoluteDescription : first.absoluteDescription + ":" + last.absoluteDescription
  }
}
