import XMLStream

/// The distinct styles of a workbook and the parts that they share, numbered as met.
struct StyleTable {
  /// Values numbered in the order in which they were first asked for.
  private struct Numbered<Value: Hashable> {
    private(set) var values: [Value] = []
    private var indexes: [Value: Int] = [:]

    mutating func index(of value: Value) -> Int {
      if let index = indexes[value] { return index }
      indexes[value] = values.count
      values.append(value)
      return values.count - 1
    }
  }

  private struct Format {
    var numberFormat: Int
    var font: Int
    var fill: Int
    var borders: Int
    var style: CellStyle
  }

  private var fonts = Numbered<CellStyle.Font>()
  private var fills = Numbered<CellStyle.Color>()
  private var borders = Numbered<CellStyle.Borders>()
  private var numberFormats = Numbered<String>()
  private var styles = Numbered<CellStyle>()
  private var looks = Numbered<ConditionalFormat.Look>()
  private var formats: [Format] = []
  /// Cells mostly share a few storages: found by identity, none is hashed twice. The workbook keeps
  /// them alive meanwhile.
  private var known: [ObjectIdentifier: Int] = [:]
  private var last: (identity: ObjectIdentifier, index: Int)?
  private var passing: (style: CellStyle, index: Int)?

  init(defaultFont: CellStyle.Font) {
    _ = borders.index(of: CellStyle.Borders())
    _ = add(CellStyle(font: defaultFont))
  }

  /// The index of a style in `cellXfs`.
  mutating func index(of style: CellStyle) -> Int {
    let identity = style.identity
    if let last, last.identity == identity { return last.index }
    let index = known[identity] ?? add(style)
    known[identity] = index
    last = (identity, index)
    return index
  }

  /// The index of the look of a conditional format in `dxfs`.
  mutating func index(of look: ConditionalFormat.Look) -> Int { looks.index(of: look) }

  /// The index of the style that was asked for last, nil for any other.
  func lastIndex(ofPassing style: CellStyle) -> Int? {
    guard let passing, passing.style.identity == style.identity else { return nil }
    return passing.index
  }

  /// The index of a style that nobody else may keep alive: only styles that this table keeps are
  /// found again by identity. A new one is checked first.
  mutating func index(
    ofPassing style: CellStyle, check: (CellStyle) throws(SpreadsheetError) -> Void
  ) throws(SpreadsheetError) -> Int {
    let identity = style.identity
    if let passing, passing.style.identity == identity { return passing.index }
    let index: Int
    if let found = known[identity] {
      index = found
    } else {
      let before = formats.count
      index = add(style)
      if formats.count > before {
        try check(style)
        known[identity] = index
      }
    }
    passing = (style, index)
    return index
  }

  private mutating func add(_ style: CellStyle) -> Int {
    let index = styles.index(of: style)
    guard index == formats.count else { return index }
    let code = style.numberFormat
    formats.append(
      Format(
        numberFormat: NumberFormat.id(code)
          ?? NumberFormat.firstCustom + numberFormats.index(of: code),
        font: fonts.index(of: style.font),
        // Fills 0 and 1 are reserved: none and a grey pattern.
        fill: style.fill.map { 2 + fills.index(of: $0) } ?? 0,
        borders: borders.index(of: style.borders), style: style))
    return index
  }

  // MARK: styles.xml

  /// The part `xl/styles.xml`.
  func part() -> [UInt8] {
    var xml = XMLWriter(capacity: 1 << 12)
    xml.declaration()
    xml.start("styleSheet", ["xmlns": .literal(OpenXML.main)])
    if !numberFormats.values.isEmpty {
      xml.start("numFmts", ["count": .integer(numberFormats.values.count)])
      for (index, code) in numberFormats.values.enumerated() {
        xml.element(
          "numFmt",
          [
            "numFmtId": .integer(NumberFormat.firstCustom + index),
            "formatCode": .text(code, as: .xstring),
          ])
      }
      xml.end()
    }
    writeFonts(&xml)
    writeFills(&xml)
    writeBorders(&xml)
    xml.markup(
      """
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
      """)
    xml.start("cellXfs", ["count": .integer(formats.count)])
    for format in formats { write(format, &xml) }
    xml.end()
    xml.markup(
      """
      <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
      """)
    writeLooks(&xml)
    xml.end()
    return xml.bytes
  }

  private func writeLooks(_ xml: inout XMLWriter) {
    guard !looks.values.isEmpty else { return }
    xml.start("dxfs", ["count": .integer(looks.values.count)])
    for look in looks.values {
      xml.start("dxf")
      if look.bold || look.italic || look.color != nil {
        xml.start("font")
        if look.bold { xml.markup("<b/>") }
        if look.italic { xml.markup("<i/>") }
        if let color = look.color { xml.element("color", ["rgb": .color(color)]) }
        xml.end()
      }
      if let fill = look.fill {
        // Here, unlike in the fill of a cell, the background is what a solid fill shows.
        xml.markup("<fill><patternFill patternType=\"solid\">")
        xml.element("fgColor", ["rgb": .color(fill)])
        xml.element("bgColor", ["rgb": .color(fill)])
        xml.markup("</patternFill></fill>")
      }
      xml.end()
    }
    xml.end()
  }

  private func writeFonts(_ xml: inout XMLWriter) {
    xml.start("fonts", ["count": .integer(fonts.values.count)])
    for font in fonts.values {
      xml.start("font")
      if font.bold { xml.markup("<b/>") }
      if font.italic { xml.markup("<i/>") }
      if font.underline { xml.markup("<u/>") }
      xml.element("sz", ["val": .number(font.size)])
      if let color = font.color { xml.element("color", ["rgb": .color(color)]) }
      xml.element("name", ["val": .text(font.name, as: .xstring)])
      xml.end()
    }
    xml.end()
  }

  private func writeFills(_ xml: inout XMLWriter) {
    xml.start("fills", ["count": .integer(2 + fills.values.count)])
    xml.markup(
      """
      <fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
      """)
    for color in fills.values {
      xml.markup("<fill><patternFill patternType=\"solid\">")
      xml.element("fgColor", ["rgb": .color(color)])
      xml.markup("<bgColor indexed=\"64\"/></patternFill></fill>")
    }
    xml.end()
  }

  private func writeBorders(_ xml: inout XMLWriter) {
    xml.start("borders", ["count": .integer(borders.values.count)])
    for border in borders.values {
      xml.start("border")
      let lines: [(StaticString, CellStyle.Borders.Line)] = [
        ("left", border.left), ("right", border.right), ("top", border.top),
        ("bottom", border.bottom),
      ]
      for (name, line) in lines {
        xml.start(name)
        if line != .none {
          xml.attribute("style", .text(line.rawValue))
          xml.markup("<color auto=\"1\"/>")
        }
        xml.end()
      }
      xml.markup("<diagonal/>")
      xml.end()
    }
    xml.end()
  }

  private func write(_ format: Format, _ xml: inout XMLWriter) {
    let alignment = format.style.alignment
    let isAligned = alignment != CellStyle.Alignment()
    xml.start(
      "xf",
      [
        "numFmtId": .integer(format.numberFormat), "fontId": .integer(format.font),
        "fillId": .integer(format.fill), "borderId": .integer(format.borders),
        "xfId": .integer(0), "applyNumberFormat": .when(format.numberFormat != 0),
        "applyFont": .when(format.font != 0), "applyFill": .when(format.fill != 0),
        "applyBorder": .when(format.borders != 0), "applyAlignment": .when(isAligned),
        "applyProtection": .when(!format.style.locked),
      ])
    if isAligned {
      let (across, down) = (alignment.horizontal, alignment.vertical)
      xml.element(
        "alignment",
        [
          "horizontal": across == .general ? nil : .text(across.rawValue),
          "vertical": down == .bottom ? nil : .text(down.rawValue),
          "wrapText": .when(alignment.wrap),
          "indent": alignment.indent == 0 ? nil : .integer(alignment.indent),
        ])
    }
    if !format.style.locked { xml.markup("<protection locked=\"0\"/>") }
    xml.end()
  }
}

extension XMLWriter.Value {
  /// A colour as `FFRRGGBB`.
  static func color(_ color: CellStyle.Color) -> Self {
    let digits = String(color.rgb, radix: 16, uppercase: true)
    return .text("FF" + String(repeating: "0", count: 6 - digits.count) + digits)
  }

  /// The ranges of `sqref` and the like.
  static func ranges(_ ranges: [CellRange]) -> Self {
    .text(ranges.map(\.description).joined(separator: " "))
  }
}
