import XMLStream

extension WorksheetWriter {
  mutating func writeProtection() {
    guard let protection = sheet.protection else { return }
    xml.start(
      "sheetProtection",
      [
        "password": protection.password.map { .text(PasswordHash.text($0)) }, "sheet": true,
        "objects": true, "scenarios": true,
      ])
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
      xml.attribute(name, .flag(!protection.allowed.contains(action)))
    }
    xml.end()
  }

  mutating func writeFilter() {
    guard let filter = sheet.autoFilter else { return }
    xml.write(filter: filter, sheet.filterColumns)
  }

  mutating func writeConditionalFormats(_ styles: inout StyleTable) {
    for (index, format) in sheet.conditionalFormats.enumerated() {
      xml.start("conditionalFormatting", ["sqref": .ranges(format.ranges)])
      let (type, look): (XMLWriter.Value, ConditionalFormat.Look?) =
        switch format.rule {
        case .cell(_, _, _, let look): ("cellIs", look)
        case .expression(_, let look): ("expression", look)
        case .colorScale: ("colorScale", nil)
        case .dataBar: ("dataBar", nil)
        }
      xml.start(
        "cfRule",
        [
          "type": type, "dxfId": look.map { .integer(styles.index(of: $0)) },
          "priority": .integer(index + 1), "stopIfTrue": .when(format.stopsIfTrue),
        ])
      write(format.rule)
      xml.end()
      xml.end()
    }
  }

  private mutating func write(_ rule: ConditionalFormat.Rule) {
    switch rule {
    case .cell(let comparison, let one, let two, _):
      xml.attribute("operator", .text(comparison.rawValue))
      xml.element("formula", text: one)
      if let two { xml.element("formula", text: two) }
    case .expression(let formula, _): xml.element("formula", text: formula)
    case .colorScale(let low, let middle, let high):
      xml.markup("<colorScale><cfvo type=\"min\"/>")
      if middle != nil { xml.markup("<cfvo type=\"percentile\" val=\"50\"/>") }
      xml.markup("<cfvo type=\"max\"/>")
      for case let color? in [low, middle, high] { xml.element("color", ["rgb": .color(color)]) }
      xml.markup("</colorScale>")
    case .dataBar(let color):
      xml.markup("<dataBar><cfvo type=\"min\"/><cfvo type=\"max\"/>")
      xml.element("color", ["rgb": .color(color)])
      xml.markup("</dataBar>")
    }
  }

  mutating func writeValidations() {
    guard !sheet.dataValidations.isEmpty else { return }
    xml.start("dataValidations", ["count": .integer(sheet.dataValidations.count)])
    for validation in sheet.dataValidations {
      func text(_ text: String?) -> XMLWriter.Value? { text.map { .text($0, as: .xstring) } }
      xml.start(
        "dataValidation",
        [
          "type": validation.kind == .any ? nil : .text(validation.kind.rawValue),
          "operator": validation.comparison == .between
            ? nil : .text(validation.comparison.rawValue),
          "allowBlank": .when(validation.allowsBlank),
          "showInputMessage": .when(validation.prompt != nil || validation.promptTitle != nil),
          "showErrorMessage": .when(validation.refuses), "errorTitle": text(validation.errorTitle),
          "error": text(validation.error), "promptTitle": text(validation.promptTitle),
          "prompt": text(validation.prompt), "sqref": .ranges(validation.ranges),
        ])
      if let formula = validation.formula1 { xml.element("formula1", text: formula) }
      if let formula = validation.formula2 { xml.element("formula2", text: formula) }
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
      let count = XMLWriter.Value.integer(breaks.count)
      xml.start(name, ["count": count, "manualBreakCount": count])
      for place in breaks.sorted() {
        xml.element("brk", ["id": .integer(place), "max": .integer(last), "man": true])
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
    xml.element("legacyDrawing", ["r:id": .text(id)])
  }

  mutating func writeTables(_ numbers: inout PartNumbers) {
    guard !sheet.tables.isEmpty else { return }
    xml.start("tableParts", ["count": .integer(sheet.tables.count)])
    for table in sheet.tables {
      numbers.tables += 1
      parts.add(
        "xl/tables/table\(numbers.tables).xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
        table.part(number: numbers.tables))
      let id = parts.relate(
        PackageWriter.office("table", "../tables/table\(numbers.tables).xml"))
      xml.element("tablePart", ["r:id": .text(id)])
    }
    xml.end()
  }
}

extension Sheet.Table {
  /// `xl/tables/tableN.xml`.
  fileprivate func part(number: Int) -> [UInt8] {
    var xml = XMLWriter()
    xml.declaration()
    let name = XMLWriter.Value.text(name, as: .xstring)
    xml.start(
      "table",
      [
        "xmlns": .literal(OpenXML.main), "id": .integer(number), "name": name,
        "displayName": name, "ref": .text(range.description),
        "totalsRowShown": totals == nil ? false : nil,
        "totalsRowCount": totals == nil ? nil : .integer(1),
      ])
    if hasFilter { xml.write(filter: filterRange, filterColumns) }
    xml.start("tableColumns", ["count": .integer(columns.count)])
    for (index, column) in columns.enumerated() {
      xml.start(
        "tableColumn", ["id": .integer(index + 1), "name": .text(column, as: .xstring)])
      switch totals?[index] {
      case .label(let text)?: xml.attribute("totalsRowLabel", .text(text, as: .xstring))
      case .function(let function)?: xml.attribute("totalsRowFunction", .text(function.rawValue))
      case Total.none?, nil: break
      }
      xml.end()
    }
    xml.end()
    if let style {
      xml.element(
        "tableStyleInfo",
        [
          "name": .text(style, as: .xstring), "showFirstColumn": false, "showLastColumn": false,
          "showRowStripes": .flag(bandedRows), "showColumnStripes": false,
        ])
    }
    xml.end()
    return xml.bytes
  }
}

extension XMLWriter {
  /// Adds `autoFilter` with what it lets through.
  fileprivate mutating func write(filter range: CellRange, _ columns: [FilterColumn]) {
    start("autoFilter", ["ref": .text(range.description)])
    for column in columns.sorted(by: { $0.column < $1.column }) {
      start("filterColumn", ["colId": .integer(column.column - range.first.column)])
      switch column.condition {
      case .values(let values, let orBlank):
        start("filters", ["blank": .when(orBlank)])
        for value in values { element("filter", ["val": .text(value, as: .xstring)]) }
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
    start("customFilters", ["and": .when(all)])
    for criterion in criteria {
      let comparison = criterion.comparison
      element(
        "customFilter",
        [
          "operator": comparison == .equal ? nil : .text(comparison.rawValue),
          "val": .text(criterion.value, as: .xstring),
        ])
    }
    end()
  }
}
