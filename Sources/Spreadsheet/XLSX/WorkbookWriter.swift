import XMLStream
import Zip

extension Workbook {
  /// The workbook in the XLSX format. The same workbook gives the same bytes.
  ///
  /// What Excel would not take is refused, so that no file opens with a repair prompt.
  public func xlsx() throws(SpreadsheetError) -> [UInt8] {
    try check()
    var package = PackageWriter()
    var strings = WorksheetWriter.SharedStrings()
    var styles = StyleTable(defaultFont: defaultFont)
    var parts: [[UInt8]] = []
    var links: [[String]] = []
    var hasFormulas = false
    let active = sheets.firstIndex { $0.visibility == .visible }
    for (index, sheet) in sheets.enumerated() {
      var writer = WorksheetWriter(sheet, isActive: index == active)
      var targets: [String] = []
      parts.append(try writer.part(strings: &strings, styles: &styles, targets: &targets))
      links.append(targets)
      hasFormulas = hasFormulas || writer.hasFormulas
    }
    package.add(
      "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", core())
    package.add(
      "docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml",
      app())
    package.add(
      "xl/workbook.xml",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
      workbookPart(active: active ?? 0, hasFormulas: hasFormulas))
    package.relate(
      "",
      [
        PackageWriter.office("officeDocument", "xl/workbook.xml"),
        PackageWriter.package("metadata/core-properties", "docProps/core.xml"),
        PackageWriter.office("extended-properties", "docProps/app.xml"),
      ])
    var relations = sheets.indices.map {
      PackageWriter.office("worksheet", "worksheets/sheet\($0 + 1).xml")
    }
    package.add(
      "xl/styles.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
      styles.part())
    relations.append(PackageWriter.office("styles", "styles.xml"))
    if !strings.values.isEmpty {
      package.add(
        "xl/sharedStrings.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
        strings.part())
      relations.append(PackageWriter.office("sharedStrings", "sharedStrings.xml"))
    }
    package.relate("xl/workbook.xml", relations)
    for (index, part) in parts.enumerated() {
      let path = "xl/worksheets/sheet\(index + 1).xml"
      package.add(
        path, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml", part)
      package.relate(path, links[index].map(PackageWriter.link))
    }
    do throws(ZipError) { return try package.archive() } catch { throw .archive(error) }
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
      if let area = sheet.pageSetup.printArea {
        let range =
          area.first == area.last
          ? area.first.absoluteDescription
          : area.first.absoluteDescription + ":" + area.last.absoluteDescription
        names.append(
          DefinedName(name: "_xlnm.Print_Area", formula: quoted + range, sheet: index))
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
    xml.start("workbook")
    xml.attribute("xmlns", literal: OpenXML.main)
    xml.attribute("xmlns:r", literal: OpenXML.officeRelationships)
    if date1904 { xml.markup("<workbookPr date1904=\"1\"/>") }
    xml.markup("<bookViews>")
    xml.start("workbookView")
    if active > 0 { xml.attribute("activeTab", active) }
    xml.end()
    xml.markup("</bookViews>")
    xml.start("sheets")
    for (index, sheet) in sheets.enumerated() {
      xml.start("sheet")
      xml.attribute("name", sheet.name, as: .xstring)
      xml.attribute("sheetId", index + 1)
      if sheet.visibility != .visible { xml.attribute("state", sheet.visibility.rawValue) }
      xml.attribute("r:id", "rId\(index + 1)")
      xml.end()
    }
    xml.end()
    let names = allDefinedNames
    if !names.isEmpty {
      xml.start("definedNames")
      for name in names {
        xml.start("definedName")
        xml.attribute("name", name.name, as: .xstring)
        if let sheet = name.sheet { xml.attribute("localSheetId", sheet) }
        if name.hidden { xml.attribute("hidden", true) }
        xml.text(name.formula, as: .xstring)
        xml.end()
      }
      xml.end()
    }
    // Without formulas there is nothing to compute, and a program that computes asks to save.
    if hasFormulas { xml.markup("<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/>") }
    xml.end()
    return xml.bytes
  }

  private func core() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("cp:coreProperties")
    xml.attribute("xmlns:cp", literal: OpenXML.coreProperties)
    xml.attribute("xmlns:dc", literal: OpenXML.dublinCore)
    xml.attribute("xmlns:dcterms", literal: OpenXML.dublinCoreTerms)
    xml.attribute("xmlns:xsi", literal: OpenXML.schemaInstance)
    let texts: [(StaticString, String?)] = [
      ("dc:title", properties.title), ("dc:subject", properties.subject),
      ("dc:creator", properties.creator), ("cp:keywords", properties.keywords),
      ("dc:description", properties.description),
    ]
    for case (let name, let text?) in texts {
      xml.element(name) { $0.text(text, as: .xstring) }
    }
    let times: [(StaticString, String?)] = [
      ("dcterms:created", properties.created), ("dcterms:modified", properties.modified),
    ]
    for case (let name, let time?) in times {
      xml.start(name)
      xml.attribute("xsi:type", literal: "dcterms:W3CDTF")
      xml.text(time)
      xml.end()
    }
    xml.end()
    return xml.bytes
  }

  private func app() -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("Properties")
    xml.attribute("xmlns", literal: OpenXML.extendedProperties)
    if let application = properties.application {
      xml.element("Application") { $0.text(application, as: .xstring) }
    }
    xml.end()
    return xml.bytes
  }
}

extension WorksheetWriter.SharedStrings {
  /// The part `xl/sharedStrings.xml`.
  fileprivate func part() -> [UInt8] {
    var xml = XMLWriter(capacity: 64 * values.count)
    xml.declaration()
    xml.start("sst")
    xml.attribute("xmlns", literal: OpenXML.main)
    xml.attribute("count", references)
    xml.attribute("uniqueCount", values.count)
    for text in values {
      xml.markup("<si>")
      xml.start("t")
      // The schema forgets `xml:space` here, but without it Excel trims; Excel writes it too.
      xml.preserveSpace(of: text)
      xml.text(text, as: .xstring)
      xml.end()
      xml.markup("</si>")
    }
    xml.end()
    return xml.bytes
  }
}
