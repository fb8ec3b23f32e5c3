import FiscalModel
import Spreadsheet

/// Makes the sheet of one blank form ready for filling in.
struct FormFiller {
  let layout: FormLayout
  let form: Section
  let places: FormPlaces

  /// Unlocks what is to be filled in, offers words and codes, checks amounts and adds up totals.
  func fill(_ sheet: inout Sheet, _ codes: inout CodeLists) {
    // Rows may be added: a form has as many indicators, costs and goals as a project.
    sheet.protection = SheetProtection(
      allowed: [.selectLockedCells, .selectUnlockedCells, .formatRows, .insertRows])
    for place in places.heading + places.captions {
      sheet[place.row, place.column]?.style.locked = false
    }
    var amounts: [CellRange] = []
    var choices: [String: [CellRange]] = [:]
    for place in places.cells {
      let (top, left) = (place.range.first.row, place.range.first.column)
      switch form.blocks[place.block] {
      case .field(let printed):
        guard let field = layout.field(printed.id) else { continue }
        unlock(&sheet, place.range, field.kind)
        if field.kind == .amount { amounts.append(place.range) }
        if let list = codes.words(field.ticked) { choices[list, default: []].append(place.range) }
      case .matrix(let matrix):
        guard let definition = matrix.id.flatMap({ layout.table($0) }) else { continue }
        let line = place.row < definition.lines.count ? definition.lines[place.row] : nil
        let column = definition.columns[place.column]
        if let line, !line.sum.isEmpty, column.kind == .amount {
          sheet[top, left]?.style = Style.amount(decimals: 2)
          sheet[top, left]?.value = .number("0")
          sheet[top, left]?.formula = sum(line, definition, place)
          continue
        }
        // What the form prints stays, but for labels that differ from form to form.
        if line != nil, column.kind == .level { continue }
        if let line, column.kind == .label, !line.labels[0].isVariable { continue }
        unlock(&sheet, place.range, column.kind)
        switch column.kind {
        case .amount: amounts.append(place.range)
        case .code:
          if let list = codes.items("economic-departmental") {
            choices[list, default: []].append(place.range)
          }
        default:
          if let list = codes.words(column.choices) {
            choices[list, default: []].append(place.range)
          }
        }
      }
    }
    if !amounts.isEmpty {
      sheet.dataValidations.append(SheetFiller.amountValidation(amounts, layout.unit, decimals: 2))
    }
    // Other words than those in the list may be written all the same, so no error is shown.
    for (list, ranges) in choices.sorted(by: { $0.key < $1.key }) {
      sheet.dataValidations.append(
        DataValidation(
          ranges: ranges, kind: .list, formula1: list, allowsBlank: true, refuses: false))
    }
  }

  private func unlock(_ sheet: inout Sheet, _ range: CellRange, _ kind: Section.Role) {
    for row in range.first.row...range.last.row {
      for column in range.first.column...range.last.column {
        if kind == .amount { sheet[row, column]?.style = Style.amount(decimals: 2) }
        sheet[row, column]?.style.locked = false
      }
    }
  }

  private func sum(
    _ line: FormLayout.Line, _ table: FormLayout.Table, _ place: FormPlaces.Value
  ) -> String {
    let rows = table.lines.indices.filter { line.sum.contains(table.lines[$0].id) }
    return rows.map { row in
      let reference = CellReference(
        row: place.range.first.row - place.row + row, column: place.range.first.column)
      // N() takes a text, such as a dash, for nothing.
      return "N(\(reference))"
    }.joined(separator: "+")
  }
}
