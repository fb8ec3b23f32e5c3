import FiscalModel
import Spreadsheet

extension Amount {
  /// Whether a spreadsheet's number, a double, holds every digit: at most 15 significant ones.
  var fitsSpreadsheetNumber: Bool { coefficient.magnitude < 1_000_000_000_000_000 }
}

/// The width of text in columns of a spreadsheet: a Chinese character is two digits wide.
enum TextWidth {
  static func of(_ text: some StringProtocol) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2.1 : 1.1) }
  }
}

/// The looks of the cells.
enum Style {
  static let title = style(size: 16, isBold: true, .center, hasGrid: false)
  static let subtitle = style(size: 12, isBold: true, .center, hasGrid: false)
  static let agency = style(.left, hasGrid: false)
  static let unit = style(.right, hasGrid: false)
  static let header = style(isBold: true, .center, wraps: true, fill: captions)
  static let formLabel = style(.center, wraps: true, fill: captions)
  static let formValue = style(.center, wraps: true)
  static let formText = style(.left, wraps: true)
  static let total = style(isBold: true, .center)
  static let mark = style(.right)
  static let statement = style(.center, wraps: true)
  static let note: CellStyle = {
    var note = style(.left, wraps: true, hasGrid: false)
    note.alignment.vertical = .top
    return note
  }()
  static let link: CellStyle = {
    var link = style(nil)
    link.numberFormat = "General"
    link.font.underline = true
    link.font.color = CellStyle.Color(rgb: 0x0563C1)
    return link
  }()
  private static let text = style(.left)
  private static let center = style(.center)
  private static let labels = (0...2).map { indent in
    var label = style(.left, wraps: true)
    label.alignment.indent = indent
    return label
  }
  private static let amounts = (0...Amount.maximumScale).map { decimals in
    var amount = style(.right)
    amount.numberFormat =
      decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals)
    return amount
  }

  private static let captions = CellStyle.Color(rgb: 0xEAF0F7)

  /// A look; within the grid everything is text, whatever is typed.
  private static func style(
    size: Double = 10, isBold: Bool = false, _ horizontal: CellStyle.Alignment.Horizontal?,
    wraps: Bool = false, fill: CellStyle.Color? = nil, hasGrid: Bool = true
  ) -> CellStyle {
    var style = CellStyle()
    style.numberFormat = hasGrid ? "@" : "General"
    style.font = CellStyle.Font(name: "SimSun", size: size, bold: isBold)
    style.fill = fill
    if hasGrid { style.borders = CellStyle.Borders(all: .thin) }
    style.alignment = CellStyle.Alignment(vertical: .center, wrap: wraps)
    if let horizontal { style.alignment.horizontal = horizontal }
    return style
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
