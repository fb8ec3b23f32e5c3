/// Fonts, colours, number formats and the looks of cells made of them. MS-XLS 2.4.122, 2.4.353, 2.5.282.
struct BIFFStyles {
  private var fonts: [(font: CellStyle.Font, color: Int)] = []
  private var codes: [Int: String] = [:]
  private var formats: [Format] = []
  /// The colours from the eighth on, which a workbook may choose.
  private var palette = ColorPalette.indexed

  /// The look of a cell, its parts by number.
  private struct Format {
    var font: Int
    var code: Int
    var isLocked: Bool
    var alignment: CellStyle.Alignment
    var borders: CellStyle.Borders
    var fill: (pattern: Int, color: Int)
  }

  /// Takes a record that is of looks.
  mutating func take(_ record: BIFFRecord, _ text: BIFFText) throws(SpreadsheetError) {
    switch record.kind {
    case .font: try takeFont(record, text)
    case .format:
      let code = try text.read(record, at: 2, lengthBytes: text.isUnicode ? 2 : 1).text
      codes[try record.number(0)] = try NumberFormat.read(code)
    case .cellFormat:
      formats.append(
        text.isUnicode ? try Self.format(record) : try Self.oldFormat(record))
    case .palette:
      for index in 0..<min(try record.number(0), 56) {
        let color = try record.integer(2 + 4 * index, as: UInt32.self)
        palette[8 + index] = color.byteSwapped >> 8
      }
    default: break
    }
    guard formats.count <= CellRules.formats, fonts.count <= CellRules.formats else {
      throw .limitExceeded(limit: "formats of cells", allowed: CellRules.formats)
    }
  }

  private mutating func takeFont(
    _ record: BIFFRecord, _ text: BIFFText
  ) throws(SpreadsheetError) {
    let flags = try record.number(2)
    let font = CellStyle.Font(
      name: try text.read(record, at: 14, lengthBytes: 1).text,
      size: Double(try record.number(0)) / 20, bold: try record.number(6) >= 600,
      italic: flags & 2 != 0, underline: try record.byte(10) != 0)
    fonts.append((font, try record.number(4)))
  }

  private static func format(_ record: BIFFRecord) throws(SpreadsheetError) -> Format {
    let (lines, fill) = (
      try record.integer(10, as: UInt32.self), try record.integer(14, as: UInt32.self)
    )
    var alignment = Self.alignment(try record.byte(6))
    alignment.indent = Int(try record.byte(8) & 15)
    return Format(
      font: try record.number(0), code: try record.number(2),
      isLocked: try record.number(4) & 1 == 1, alignment: alignment,
      borders: CellStyle.Borders(
        left: line(lines), right: line(lines >> 4), top: line(lines >> 8), bottom: line(lines >> 12)
      ),
      fill: (Int(fill >> 26), try record.number(18) & 0x7F))
  }

  /// Before Excel 97, where lines have three bits.
  private static func oldFormat(
    _ record: BIFFRecord
  ) throws(SpreadsheetError) -> Format {
    let (fill, lines) = (
      try record.integer(8, as: UInt32.self), try record.integer(12, as: UInt32.self)
    )
    return Format(
      font: try record.number(0), code: try record.number(2),
      isLocked: try record.number(4) & 1 == 1, alignment: alignment(try record.byte(6)),
      borders: CellStyle.Borders(
        left: line(lines >> 3 & 7), right: line(lines >> 6 & 7), top: line(lines & 7),
        bottom: line(fill >> 22 & 7)),
      fill: (Int(fill >> 16 & 0x3F), Int(fill & 0x7F)))
  }

  private static let lines: [CellStyle.Borders.Line] = [
    .none, .thin, .medium, .dashed, .dotted, .thick, .double, .hair, .mediumDashed, .dashDot,
    .mediumDashDot, .dashDotDot, .mediumDashDotDot, .slantDashDot, .none, .none,
  ]

  private static func line(_ bits: UInt32) -> CellStyle.Borders.Line { lines[Int(bits & 15)] }

  private static func alignment(_ bits: UInt8) -> CellStyle.Alignment {
    let across: [CellStyle.Alignment.Horizontal] = [
      .general, .left, .center, .right, .fill, .justify, .centerContinuous, .distributed,
    ]
    let vertical: [CellStyle.Alignment.Vertical] = [
      .top, .center, .bottom, .justify, .distributed, .bottom, .bottom, .bottom,
    ]
    return CellStyle.Alignment(
      horizontal: across[Int(bits & 7)], vertical: vertical[Int(bits >> 4 & 7)],
      wrap: bits & 8 != 0)
  }

  // MARK: Afterwards

  /// The font of the first style.
  var defaultFont: CellStyle.Font { fonts.isEmpty ? CellStyle.Font() : font(0) }

  /// The looks of cells by their numbers.
  var styles: [CellStyle] {
    // Solid fills alone are kept: other patterns have no place in a style.
    formats.map { format in
      CellStyle(
        numberFormat: codes[format.code] ?? NumberFormat.code(format.code) ?? "General",
        font: font(format.font), fill: format.fill.pattern == 1 ? color(format.fill.color) : nil,
        borders: format.borders, alignment: format.alignment, locked: format.isLocked)
    }
  }

  /// A font by its number, of which there is no fourth.
  private func font(_ number: Int) -> CellStyle.Font {
    let index = number > 4 ? number - 1 : number
    guard fonts.indices.contains(index) else { return CellStyle.Font() }
    var font = fonts[index].font
    font.color = color(fonts[index].color)
    return CellRules.refusal(font) == nil ? font : CellStyle.Font()
  }

  /// A colour by its number, nil for those of the system.
  private func color(_ number: Int) -> CellStyle.Color? {
    palette.indices.contains(number) ? CellStyle.Color(rgb: palette[number]) : nil
  }
}
