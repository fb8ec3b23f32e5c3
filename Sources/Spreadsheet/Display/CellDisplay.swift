/// Tells what cells show, as a spreadsheet program would display them in a column wide enough.
///
/// It keeps the format codes that it has taken apart: use one for many cells.
///
///     var display = CellDisplay(date1904: workbook.date1904)
///     let text = display.text(of: cell)
public struct CellDisplay: Sendable {
  /// Whether day 0 of dates is 1904-01-01.
  public let date1904: Bool

  private var codes: [String: FormatCode] = [:]

  /// What a program shows instead of a number that has no date or no section.
  private static let overflow = "########"

  /// A display for workbooks of one epoch, that of 1900 by default.
  public init(date1904: Bool = false) { self.date1904 = date1904 }

  /// The text that a cell shows.
  public mutating func text(of cell: Cell) -> String {
    text(of: cell.value, format: cell.style.numberFormat)
  }

  /// The text that a value shows under a number format code.
  public mutating func text(of value: CellValue, format: String) -> String {
    switch value {
    case .empty: return ""
    case .boolean(let value): return value ? "TRUE" : "FALSE"
    case .error(let text): return text
    case .text(let text):
      if format == "General" || format == "@" { return text }
      return show(text, format)
    case .number(let text):
      guard let number = DecimalNumber(text) else { return text }
      if format == "General" || format == "@" { return NumberDisplay.general(number) }
      return show(number, format)
    case .date(let text):
      guard let number = DateSerial.number(iso: text, date1904: date1904),
        code(format).isDate
      else { return text }
      return show(number, format)
    }
  }

  /// The date in ISO 8601 that a cell holds, nil when it holds none: `2024-08-01`,
  /// `2024-08-01T09:30:00`, or `09:30:00` where the format shows a time alone. Durations are none.
  public mutating func date(of cell: Cell) -> String? {
    switch cell.value {
    case .date(let text): return text
    case .number(let text): return date(ofNumber: text, format: cell.style.numberFormat)
    default: return nil
    }
  }

  /// The date that a serial number stands for under a format, nil when it stands for none.
  mutating func date(ofNumber text: String, format: String) -> String? {
    guard format != "General", format != "@" else { return nil }
    let code = code(format)
    guard code.isDate, let number = DecimalNumber(text),
      let serial = DateSerial(number, date1904: date1904, places: 3)
    else { return nil }
    return serial.isoText(isTimeOnly: code.isTimeOnly)
  }

  private mutating func code(_ format: String) -> FormatCode {
    if let code = codes[format] { return code }
    let code = FormatCode(format)
    // A file may have any number of codes; what is kept has a bound.
    if codes.count >= 4096 { codes.removeAll() }
    codes[format] = code
    return code
  }

  private mutating func show(_ number: DecimalNumber, _ format: String) -> String {
    guard let (section, dropsSign) = code(format).section(for: number) else {
      return Self.overflow
    }
    if section.isDate {
      return DateDisplay(section, date1904: date1904).text(number) ?? Self.overflow
    }
    let text = NumberDisplay(section).text(number)
    return number.isNegative && !dropsSign ? "-" + text : text
  }

  private mutating func show(_ text: String, _ format: String) -> String {
    guard let section = code(format).textSection else { return text }
    return section.tokens.map { token in
      switch token {
      case .literal(let literal): literal
      case .text, .general: text
      default: ""
      }
    }.joined()
  }
}
