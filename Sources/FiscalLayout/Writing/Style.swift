import FiscalModel
import Spreadsheet

extension Amount {
  /// Whether a spreadsheet's number, a double, holds every digit: at most 15 significant ones.
  var fitsSpreadsheetNumber: Bool { coefficient.magnitude < 1_000_000_000_000_000 }
}

/// The width of text in columns of a spreadsheet: a Chinese character is two digits wide.
enum TextWidth {
  static func of(_ text: String) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2.1 : 1.1) }
  }
}

/// The looks of the cells.
enum Style {
  private static let family = "SimSun"
  private static let grid = CellStyle.Borders(all: .thin)

  static let title = CellStyle(
    font: CellStyle.Font(name: family, size: 16, bold: true),
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center))
  static let agency = CellStyle(
    font: CellStyle.Font(name: family, size: 10),
    alignment: CellStyle.Alignment(horizontal: .left, vertical: .center))
  static let unit = CellStyle(
    font: CellStyle.Font(name: family, size: 10),
    alignment: CellStyle.Alignment(horizontal: .right, vertical: .center))
  static let header = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10, bold: true),
    fill: CellStyle.Color(rgb: 0xEAF0F7), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center, wrap: true))
  static let subtitle = CellStyle(
    font: CellStyle.Font(name: family, size: 12, bold: true),
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center))
  static let formLabel = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10),
    fill: CellStyle.Color(rgb: 0xEAF0F7),
    borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center, wrap: true))
  static let formValue = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center, wrap: true))
  static let formText = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .left, vertical: .center, wrap: true))
  static let total = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10, bold: true), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center))
  static let mark = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .right, vertical: .center))
  static let statement = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center, wrap: true))
  static let note = CellStyle(
    font: CellStyle.Font(name: family, size: 9),
    alignment: CellStyle.Alignment(horizontal: .left, vertical: .top, wrap: true))
  static let link = CellStyle(
    font: CellStyle.Font(
      name: family, size: 10, underline: true, color: CellStyle.Color(rgb: 0x0563C1)),
    borders: grid, alignment: CellStyle.Alignment(vertical: .center))
  private static let text = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .left, vertical: .center))
  private static let center = CellStyle(
    numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
    alignment: CellStyle.Alignment(horizontal: .center, vertical: .center))
  private static let labels = (0...2).map { indent in
    CellStyle(
      numberFormat: "@", font: CellStyle.Font(name: family, size: 10), borders: grid,
      alignment: CellStyle.Alignment(
        horizontal: .left, vertical: .center, wrap: true, indent: indent))
  }
  private static let amounts = (0...Amount.maximumScale).map { decimals in
    CellStyle(
      numberFormat: decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals),
      font: CellStyle.Font(name: family, size: 10), borders: grid,
      alignment: CellStyle.Alignment(horizontal: .right, vertical: .center))
  }

  static func label(indent: Int) -> CellStyle { labels[min(indent, 2)] }
  static func amount(decimals: Int) -> CellStyle { amounts[decimals] }
  static func body(_ role: Section.Role) -> CellStyle {
    switch role {
    case .rowNumber: center
    case .amount: amounts[2]
    default: text
    }
  }
}
