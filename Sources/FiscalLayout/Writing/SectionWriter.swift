import FiscalModel
import FiscalSchema
import Spreadsheet

/// Writes a section as a sheet: everything that it prints in the cells that its placement has for it.
///
/// What was not printed (a title, a unit, the row of column numbers) is not supplied.
struct SectionWriter {
  let placement: Placement
  /// Whether the section is still to be filled in: rows are then high enough to write in.
  let isBlank: Bool
  private(set) var findings: [Finding] = []
  private var sheet: Sheet
  private var heights: RowHeights

  private var section: Section { placement.section }

  init(_ placement: Placement, named name: String, isBlank: Bool = false) {
    self.placement = placement
    self.isBlank = isBlank
    sheet = Sheet(name: name)
    let widths = placement.widths ?? ColumnWidths(placement.section.matrix).widths
    for (column, width) in widths.enumerated() { sheet.columnWidths[column] = width }
    heights = RowHeights(widths: widths)
  }

  /// The sheet, once.
  mutating func written() -> Sheet {
    let placement = placement
    placement.forEach { write($0) }
    sheet.rowHeights = heights.heights
    if section.isTable {
      let captions = placement.captionRows
      sheet.frozenRows = captions.upperBound
      if !captions.isEmpty {
        sheet.pageSetup.repeatRows = captions.lowerBound...(captions.upperBound - 1)
      }
    }
    sheet.setUpPage(labelColumns: placement.labelColumns)
    return sheet
  }

  // MARK: Slots

  private mutating func write(_ slot: Placement.Slot) {
    let style = style(of: slot)
    let range = slot.range
    if range.first != range.last {
      if style.borders != CellStyle.Borders() {
        for place in range.places { sheet[place] = Cell(style: style) }
      }
      sheet.merges.append(range)
    }
    sheet[range.first] = Cell(content(of: slot.value, at: range.first), style: style)
    heights.fit(slot, style, atLeast: leastHeight(of: slot))
  }

  private mutating func content(of value: FiscalValue, at place: CellReference) -> CellValue {
    switch value {
    case .amount(let amount):
      if amount.fitsSpreadsheetNumber { return .number(amount.description) }
      findings.append(
        Finding(
          Message("write/amount-as-text", ["amount": amount]),
          locations: [Location(sheet: sheet.name, line: place.row + 1, column: place.column)]))
      return .text(amount.description)
    case .text(let text): return .text(text)
    case .null(.blank), .null(.absent): return .empty
    case .null(let kind): return .text(kind.mark)
    }
  }

  private func style(of slot: Placement.Slot) -> CellStyle {
    switch slot.part {
    case .title: Style.title
    case .subtitle: Style.subtitle
    case .heading: Style.agency
    case .unit: Style.unit
    case .label: Style.formLabel
    case .caption: section.isTable ? Style.header : Style.formLabel
    case .columnNumber: Style.header
    case .key(let role): Style.body(role)
    case .line: Style.total
    case .rowLabel(let indent): Style.label(indent: indent)
    case .statement: Style.statement
    case .note: Style.note
    case .value(let role), .cell(let role): style(of: slot.value, role)
    }
  }

  private func style(of value: FiscalValue, _ role: Section.Role) -> CellStyle {
    switch value {
    case .amount(let amount): Style.amount(decimals: amount.scale)
    case _ where !section.isTable:
      role == .longText || role == .label ? Style.formText : Style.formValue
    case .null(.blank), .null(.absent): Style.body(role)
    case .null: Style.mark
    case .text: Style.label(indent: 0)
    }
  }

  /// How high a row is at least in which something is printed, in points; nil where the program's own
  /// height does.
  private func leastHeight(of slot: Placement.Slot) -> Double? {
    switch slot.part {
    case .title: 30
    case .subtitle: 22
    case .statement: 24
    case .label, .caption, .note: 18
    // Room to write in.
    case .value(.longText) where isBlank: 60
    case .value,
      .cell where !section.isTable:
      isBlank ? 22 : 18
    default: nil
    }
  }
}
