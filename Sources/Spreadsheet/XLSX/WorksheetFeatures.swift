import XMLStream

extension WorksheetWriter {
  mutating func writeProtection() {
    guard let protection = sheet.protection else { return }
    xml.start("sheetProtection")
    if let password = protection.password {
      xml.attribute("password", PasswordHash.text(password))
    }
    xml.attribute("sheet", true)
    xml.attribute("objects", true)
    xml.attribute("scenarios", true)
    let attributes: [(StaticString, SheetProtection.Action)] = [
      ("formatCells", .formatCells), ("formatColumns", .formatColumns),
      ("formatRows", .formatRows), ("insertColumns", .insertColumns),
      ("insertRows", .insertRows), ("insertHyperlinks", .insertHyperlinks),
      ("deleteColumns", .deleteColumns), ("deleteRows", .deleteRows),
      ("selectLockedCells", .selectLockedCells), ("sort", .sort), ("autoFilter", .autoFilter),
      ("pivotTables", .pivotTables), ("selectUnlockedCells", .selectUnlockedCells),
    ]
    // True means locked.
    for (name, action) in attributes {
      xml.attribute(name, !protection.allowed.contains(action))
    }
    xml.end()
  }

  mutating func writeFilter() {
    guard let filter = sheet.autoFilter else { return }
    xml.write(filter: filter, sheet.filterColumns)
  }

  mutating func writeConditionalFormats(_ styles: inout StyleTable) {
    for (index, format) in sheet.conditionalFormats.enumerated() {
      xml.start("conditionalFormatting")
      xml.attribute("sqref", Self.list(format.ranges))
      xml.start("cfRule")
      switch format.rule {
      case .cell(let comparison, let one, let two, let look):
        startRule("cellIs", index, format, styles.index(of: look))
        xml.attribute("operator", comparison.rawValue)
        for formula in [one, two] {
          if let formula { xml.element("formula") { $0.text(formula, as: .xstring) } }
        }
      case .expression(let formula, let look):
        startRule("expression", index, format, styles.index(of: look))
        xml.element("formula") { $0.text(formula, as: .xstring) }
      case .colorScale(let low, let middle, let high):
        startRule("colorScale", index, format, nil)
        xml.markup("<colorScale><cfvo type=\"min\"/>")
        if middle != nil { xml.markup("<cfvo type=\"percentile\" val=\"50\"/>") }
        xml.markup("<cfvo type=\"max\"/>")
        for color in [low, middle, high] {
          if let color { xml.element("color") { $0.attribute(color) } }
        }
        xml.markup("</colorScale>")
      case .dataBar(let color):
        startRule("dataBar", index, format, nil)
        xml.markup("<dataBar><cfvo type=\"min\"/><cfvo type=\"max\"/>")
        xml.element("color") { $0.attribute(color) }
        xml.markup("</dataBar>")
      }
      xml.end()
      xml.end()
    }
  }

  private mutating func startRule(
    _ type: StaticString, _ index: Int, _ format: ConditionalFormat, _ look: Int?
  ) {
    xml.attribute("type", literal: type)
    if let look { xml.attribute("dxfId", look) }
    xml.attribute("priority", index + 1)
    if format.stopsIfTrue { xml.attribute("stopIfTrue", true) }
  }

  mutating func writeValidations() {
    guard !sheet.dataValidations.isEmpty else { return }
    xml.start("dataValidations")
    xml.attribute("count", sheet.dataValidations.count)
    for validation in sheet.dataValidations {
      xml.start("dataValidation")
      if validation.kind != .any { xml.attribute("type", validation.kind.rawValue) }
      if validation.comparison != .between {
        xml.attribute("operator", validation.comparison.rawValue)
      }
      if validation.allowsBlank { xml.attribute("allowBlank", true) }
      if validation.prompt != nil || validation.promptTitle != nil {
        xml.attribute("showInputMessage", true)
      }
      if validation.refuses { xml.attribute("showErrorMessage", true) }
      let texts: [(StaticString, String?)] = [
        ("errorTitle", validation.errorTitle), ("error", validation.error),
        ("promptTitle", validation.promptTitle), ("prompt", validation.prompt),
      ]
      for case (let name, let text?) in texts { xml.attribute(name, text, as: .xstring) }
      xml.attribute("sqref", Self.list(validation.ranges))
      let formulas: [(StaticString, String?)] = [
        ("formula1", validation.formula1), ("formula2", validation.formula2),
      ]
      for case (let name, let formula?) in formulas {
        xml.element(name) { $0.text(formula, as: .xstring) }
      }
      xml.end()
    }
    xml.end()
  }

  mutating func writeBreaks() {
    let kinds: [(StaticString, Set<Int>, Int)] = [
      ("rowBreaks", sheet.rowBreaks, CellReference.columnCount - 1),
      ("colBreaks", sheet.columnBreaks, CellReference.rowCount - 1),
    ]
    for (name, breaks, last) in kinds where !breaks.isEmpty {
      xml.start(name)
      xml.attribute("count", breaks.count)
      xml.attribute("manualBreakCount", breaks.count)
      for place in breaks.sorted() {
        xml.start("brk")
        xml.attribute("id", place)
        xml.attribute("max", last)
        xml.attribute("man", true)
        xml.end()
      }
      xml.end()
    }
  }

  mutating func writeComments(_ numbers: inout PartNumbers) {
    guard !sheet.comments.isEmpty else { return }
    numbers.comments += 1
    let number = numbers.comments
    let writer = CommentsWriter(sheet.comments)
    parts.add(
      "xl/comments\(number).xml",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml", writer.part())
    _ = parts.relate(PackageWriter.office("comments", "../comments\(number).xml"))
    parts.add(
      "xl/drawings/vmlDrawing\(number).vml",
      "application/vnd.openxmlformats-officedocument.vmlDrawing", writer.drawing())
    let id = parts.relate(
      PackageWriter.office("vmlDrawing", "../drawings/vmlDrawing\(number).vml"))
    xml.element("legacyDrawing") { $0.attribute("r:id", id) }
  }

  mutating func writeTables(_ numbers: inout PartNumbers) {
    guard !sheet.tables.isEmpty else { return }
    xml.start("tableParts")
    xml.attribute("count", sheet.tables.count)
    for table in sheet.tables {
      numbers.tables += 1
      parts.add(
        "xl/tables/table\(numbers.tables).xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
        table.part(number: numbers.tables))
      let id = parts.relate(
        PackageWriter.office("table", "../tables/table\(numbers.tables).xml"))
      xml.element("tablePart") { $0.attribute("r:id", id) }
    }
    xml.end()
  }

  private static func list(_ ranges: [CellRange]) -> String {
    ranges.map(\.description).joined(separator: " ")
  }
}

extension Sheet.Table {
  /// `xl/tables/tableN.xml`.
  fileprivate func part(number: Int) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    xml.start("table")
    xml.attribute("xmlns", literal: OpenXML.main)
    xml.attribute("id", number)
    xml.attribute("name", name, as: .xstring)
    xml.attribute("displayName", name, as: .xstring)
    xml.attribute("ref", range.description)
    if totals == nil {
      xml.attribute("totalsRowShown", false)
    } else {
      xml.attribute("totalsRowCount", 1)
    }
    if hasFilter { xml.write(filter: filterRange, filterColumns) }
    xml.start("tableColumns")
    xml.attribute("count", columns.count)
    for (index, column) in columns.enumerated() {
      xml.start("tableColumn")
      xml.attribute("id", index + 1)
      xml.attribute("name", column, as: .xstring)
      switch totals?[index] {
      case .label(let text)?: xml.attribute("totalsRowLabel", text, as: .xstring)
      case .function(let function)?: xml.attribute("totalsRowFunction", function.rawValue)
      case Total.none?, nil: break
      }
      xml.end()
    }
    xml.end()
    if let style {
      xml.start("tableStyleInfo")
      xml.attribute("name", style, as: .xstring)
      xml.attribute("showFirstColumn", false)
      xml.attribute("showLastColumn", false)
      xml.attribute("showRowStripes", bandedRows)
      xml.attribute("showColumnStripes", false)
      xml.end()
    }
    xml.end()
    return xml.bytes
  }
}

extension XMLWriter {
  /// Adds `autoFilter` with what it lets through.
  fileprivate mutating func write(filter range: CellRange, _ columns: [FilterColumn]) {
    start("autoFilter")
    attribute("ref", range.description)
    for column in columns.sorted(by: { $0.column < $1.column }) {
      start("filterColumn")
      attribute("colId", column.column - range.first.column)
      switch column.condition {
      case .values(let values, let orBlank):
        start("filters")
        if orBlank { attribute("blank", true) }
        for value in values {
          element("filter") { $0.attribute("val", value, as: .xstring) }
        }
        end()
      case .criterion(let one): write([one], all: false)
      case .both(let one, let two): write([one, two], all: true)
      case .either(let one, let two): write([one, two], all: false)
      }
      end()
    }
    end()
  }

  private mutating func write(_ criteria: [FilterColumn.Criterion], all: Bool) {
    start("customFilters")
    if all { attribute("and", true) }
    for criterion in criteria {
      start("customFilter")
      if criterion.comparison != .equal { attribute("operator", criterion.comparison.rawValue) }
      attribute("val", criterion.value, as: .xstring)
      end()
    }
    end()
  }
}
