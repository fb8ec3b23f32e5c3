import XMLStream

/// Reads `styles.xml` into one style for each entry of `cellXfs`.
struct StylesHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  private(set) var styles: [CellStyle] = []
  /// The font that column widths are measured in.
  var defaultFont: CellStyle.Font { fonts.first ?? CellStyle.Font() }

  private enum Section { case none, fonts, fills, borders, formats }

  private var palette: ColorPalette
  private var section = Section.none
  private var numberFormats: [Int: String] = [:]
  private var fonts: [CellStyle.Font] = []
  private var fills: [CellStyle.Color?] = []
  private var borders: [CellStyle.Borders] = []
  private var isSolid = false

  init(theme: [CellStyle.Color]) { palette = ColorPalette(theme: theme) }

  mutating func start(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) -> Bool {
    switch section {
    case .none: return try startSection(name, attributes)
    case .fonts: startFont(name, attributes)
    case .fills: startFill(name, attributes)
    case .borders: startBorder(name, attributes)
    case .formats: startFormat(name, attributes)
    }
    return true
  }

  mutating func end(_ name: borrowing XMLName) throws(SpreadsheetError) {
    for count in [styles.count, fonts.count, fills.count, borders.count, numberFormats.count]
    where count > CellRules.formats {
      throw .limitExceeded(limit: "formats of cells", allowed: CellRules.formats)
    }
    if name == "fonts" || name == "fills" || name == "borders" || name == "cellXfs" {
      section = .none
    }
  }

  private mutating func startSection(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) -> Bool {
    if name == "fonts" {
      section = .fonts
    } else if name == "fills" {
      section = .fills
    } else if name == "borders" {
      section = .borders
    } else if name == "cellXfs" {
      section = .formats
    } else if name == "numFmt" {
      if let id = attributes.integer("numFmtId"), let code = attributes.string("formatCode") {
        numberFormats[id] = try NumberFormat.read(XString.decode(code))
      }
    } else {
      return name == "styleSheet" || name == "numFmts"
    }
    return true
  }

  private mutating func startFont(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes)
  {
    if name == "font" {
      fonts.append(CellStyle.Font())
      return
    }
    guard let last = fonts.indices.last else { return }
    if name == "b" {
      fonts[last].bold = attributes.boolean("val") ?? true
    } else if name == "i" {
      fonts[last].italic = attributes.boolean("val") ?? true
    } else if name == "u" {
      fonts[last].underline = attributes.string("val") != "none"
    } else if name == "sz" {
      fonts[last].size = attributes.double("val") ?? fonts[last].size
    } else if name == "name" {
      fonts[last].name = attributes.string("val").map { XString.decode($0) } ?? fonts[last].name
    } else if name == "color" {
      fonts[last].color = palette.color(attributes)
    }
  }

  private mutating func startFill(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes)
  {
    if name == "fill" {
      fills.append(nil)
    } else if name == "patternFill" {
      isSolid = attributes.string("patternType") == "solid"
    } else if name == "fgColor", isSolid, let last = fills.indices.last {
      fills[last] = palette.color(attributes)
    }
  }

  private mutating func startBorder(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if name == "border" {
      borders.append(CellStyle.Borders())
      return
    }
    guard let last = borders.indices.last,
      let line = attributes.string("style").flatMap({ CellStyle.Borders.Line(rawValue: $0) })
    else { return }
    if name == "left" || name == "start" {
      borders[last].left = line
    } else if name == "right" || name == "end" {
      borders[last].right = line
    } else if name == "top" {
      borders[last].top = line
    } else if name == "bottom" {
      borders[last].bottom = line
    }
  }

  private mutating func startFormat(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) {
    if name == "xf" {
      func part<Value>(_ values: [Value], _ index: Int?) -> Value? {
        index.flatMap { values.indices.contains($0) ? values[$0] : nil }
      }
      let id = attributes.integer("numFmtId") ?? 0
      styles.append(
        CellStyle(
          numberFormat: numberFormats[id] ?? NumberFormat.code(id) ?? "General",
          font: part(fonts, attributes.integer("fontId")) ?? defaultFont,
          fill: part(fills, attributes.integer("fillId")) ?? nil,
          borders: part(borders, attributes.integer("borderId")) ?? CellStyle.Borders()))
      return
    }
    guard let last = styles.indices.last else { return }
    if name == "alignment" {
      var alignment = CellStyle.Alignment()
      if let text = attributes.string("horizontal") {
        alignment.horizontal = CellStyle.Alignment.Horizontal(rawValue: text) ?? .general
      }
      if let text = attributes.string("vertical") {
        alignment.vertical = CellStyle.Alignment.Vertical(rawValue: text) ?? .bottom
      }
      alignment.wrap = attributes.boolean("wrapText") ?? false
      alignment.indent = attributes.integer("indent") ?? 0
      styles[last].alignment = alignment
    } else if name == "protection" {
      styles[last].locked = attributes.boolean("locked") ?? true
    }
  }
}

extension XMLAttributes {
  /// The value of `xsd:double` of the attribute of this name in no namespace.
  func double(_ name: StaticString) -> Double? {
    string(name).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
  }
}

/// Turns the ways in which files name colours into red, green and blue.
struct ColorPalette {
  /// The theme's colours in the order of `ST_ThemeColor` indexes, empty for Office's own.
  let theme: [CellStyle.Color]

  init(theme: [CellStyle.Color]) { self.theme = theme.count >= 12 ? theme : Self.office }

  /// The colour of an element such as `fgColor`, nil for an automatic one.
  func color(_ attributes: borrowing XMLAttributes) -> CellStyle.Color? {
    if attributes.boolean("auto") == true { return nil }
    let color: CellStyle.Color?
    if let text = attributes.string("rgb") {
      color = UInt32(text.suffix(6), radix: 16).map { CellStyle.Color(rgb: $0) }
    } else if let index = attributes.integer("theme") {
      color = theme.indices.contains(index) ? theme[index] : nil
    } else if let index = attributes.integer("indexed") {
      // 64 and above are the system's colours.
      color = Self.indexed.indices.contains(index) ? CellStyle.Color(rgb: Self.indexed[index]) : nil
    } else {
      color = nil
    }
    guard let tint = attributes.double("tint"), tint != 0, let color else { return color }
    return color.tinted(max(-1, min(tint, 1)))
  }

  private static let office: [CellStyle.Color] = [
    0xFFFFFF, 0x000000, 0xEEECE1, 0x1F497D, 0x4F81BD, 0xC0504D, 0x9BBB59, 0x8064A2, 0x4BACC6,
    0xF79646, 0x0000FF, 0x800080,
  ].map { CellStyle.Color(rgb: $0) }

  /// ECMA-376 Part 1, 18.8.27 `indexedColors`.
  private static let indexed: [UInt32] = [
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF,
    0x000000, 0xFFFFFF, 0xFF0000, 0x00FF00, 0x0000FF, 0xFFFF00, 0xFF00FF, 0x00FFFF,
    0x800000, 0x008000, 0x000080, 0x808000, 0x800080, 0x008080, 0xC0C0C0, 0x808080,
    0x9999FF, 0x993366, 0xFFFFCC, 0xCCFFFF, 0x660066, 0xFF8080, 0x0066CC, 0xCCCCFF,
    0x000080, 0xFF00FF, 0xFFFF00, 0x00FFFF, 0x800080, 0x800000, 0x008080, 0x0000FF,
    0x00CCFF, 0xCCFFFF, 0xCCFFCC, 0xFFFF99, 0x99CCFF, 0xFF99CC, 0xCC99FF, 0xFFCC99,
    0x3366FF, 0x33CCCC, 0x99CC00, 0xFFCC00, 0xFF9900, 0xFF6600, 0x666699, 0x969696,
    0x003366, 0x339966, 0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
  ]
}

extension CellStyle.Color {
  /// Lighter or darker by changing only the luminance. ECMA-376 Part 1, 18.8.19 `fgColor`, `tint`.
  fileprivate func tinted(_ tint: Double) -> CellStyle.Color {
    let parts = [red, green, blue].map { Double($0) / 255 }
    let (high, low) = (max(parts[0], parts[1], parts[2]), min(parts[0], parts[1], parts[2]))
    let luminance = (high + low) / 2
    let wanted = tint < 0 ? luminance * (1 + tint) : luminance * (1 - tint) + tint
    // With hue and saturation kept, a channel keeps its place between the extremes, which move.
    let saturation = high == low ? 0 : (high - low) / (1 - abs(2 * luminance - 1))
    let chroma = (1 - abs(2 * wanted - 1)) * saturation
    let channels = parts.map { part in
      let place = high == low ? 0.5 : (part - low) / (high - low)
      let value = wanted + chroma * (place - 0.5)
      return UInt32((max(0, min(value, 1)) * 255).rounded())
    }
    return CellStyle.Color(rgb: channels[0] << 16 | channels[1] << 8 | channels[2])
  }
}

/// Reads the twelve colours of a theme, in the order of `ST_ThemeColor` indexes.
struct ThemeHandler: PartHandler {
  static let namespace = OpenXML.Namespace.drawing

  private var scheme: [CellStyle.Color] = []
  private var isScheme = false

  /// Indexes count light before dark, the file has dark before light.
  var colors: [CellStyle.Color] {
    guard scheme.count >= 12 else { return [] }
    return [scheme[1], scheme[0], scheme[3], scheme[2]] + scheme[4...]
  }

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "clrScheme" {
      isScheme = scheme.isEmpty
    } else if isScheme {
      let text =
        name == "srgbClr"
        ? attributes.string("val") : name == "sysClr" ? attributes.string("lastClr") : nil
      if let rgb = text.flatMap({ UInt32($0, radix: 16) }) {
        scheme.append(CellStyle.Color(rgb: rgb))
      }
    }
    return true
  }

  mutating func end(_ name: borrowing XMLName) {
    if name == "clrScheme" { isScheme = false }
  }
}
