/// What Excel takes in a cell. A file that breaks a rule would open with a repair prompt, so none is
/// written.
enum CellRules {
  /// The characters that a cell holds, and those of a number format, in UTF-16 units.
  static let cellCharacters = 32_767
  static let formatCharacters = 255
  /// The formats of cells that a workbook has, and more fonts, fills or borders than that are none.
  static let formats = 65_490

  /// Why the cell cannot be written, nil when it can.
  static func refusal(_ cell: Cell) -> String? {
    switch cell.value {
    // Numbers are judged as they are written, for what is too long may become text.
    case .empty, .boolean, .number: break
    case .error(""), .date(""): return "its error or date is empty"
    case .text(let text), .error(let text), .date(let text):
      if isLonger(text, than: cellCharacters) { return "its text is longer than 32,767 characters" }
    }
    if let formula = cell.formula {
      if formula.isEmpty { return "its formula is empty" }
      if isLonger(formula, than: 8192) { return "its formula is longer than 8,192 characters" }
    }
    switch cell.hyperlink {
    case .external(let target, let tooltip), .location(let target, let tooltip):
      if target.isEmpty { return "its link is empty" }
      if isLonger(target, than: 2079) { return "its link is longer than 2,079 characters" }
      if hasControls(target) { return "its link has control characters" }
      if let tooltip, isLonger(tooltip, than: 255) {
        return "the tip of its link is longer than 255 characters"
      }
    case nil: break
    }
    return nil
  }

  /// Why the style cannot be written, nil when it can.
  static func refusal(_ style: CellStyle) -> String? {
    if let reason = refusal(style.font) { return reason }
    if style.numberFormat.isEmpty || isLonger(style.numberFormat, than: formatCharacters) {
      return "its number format is empty or too long"
    }
    return 0...250 ~= style.alignment.indent ? nil : "its indent is not 0 to 250"
  }

  /// Why the font cannot be written, nil when it can.
  static func refusal(_ font: CellStyle.Font) -> String? {
    if 1...409 ~= font.size, !font.name.isEmpty, !isLonger(font.name, than: 31) { return nil }
    return "font '\(font.name)' of size \(font.size) is not one that Excel takes"
  }

  /// Excel counts UTF-16 units, of which UTF-8 never needs fewer bytes.
  static func isLonger(_ text: String, than units: Int) -> Bool {
    text.utf8.count > units && text.utf16.count > units
  }

  /// Refuses what no cell holds while it is read, before it is used once more for each cell.
  static func check(read text: String) throws(SpreadsheetError) {
    guard isLonger(text, than: cellCharacters) else { return }
    throw .limitExceeded(limit: "characters in a cell", allowed: cellCharacters)
  }

  static func hasControls(_ text: String) -> Bool { text.utf8.contains { $0 < 0x20 } }
}
