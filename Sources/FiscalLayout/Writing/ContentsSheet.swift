import FiscalModel
import FiscalSchema
import Spreadsheet

/// The first sheet of a written workbook: what the disclosure is, and a line with a link for each table.
enum ContentsSheet {
  /// What the disclosure is called.
  static func title(_ disclosure: Disclosure) -> String {
    guard let stage = disclosure.stage else {
      return disclosure.agency ?? PrintedWords.sheets.contents.name
    }
    return Message(
      "contents.title",
      ["agency": disclosure.agency, "year": disclosure.fiscalYear, "isFinal": stage == .final]
    ).text(in: .chinese)
  }

  /// The sheet, with a link to each of the named ones: those of the sections, and the others behind them.
  static func sheet(
    _ disclosure: Disclosure, names: [String], others: [String], verdicts: [Verdict?]
  ) -> Sheet {
    var sheet = Sheet(name: PrintedWords.sheets.contents.name)
    let last = PrintedWords.sheets.contents.columns.count - 1
    sheet[0, 0] = Cell(.text(title(disclosure)), style: Style.title)
    sheet.merges.append(CellRange(rows: 0...0, columns: 0...last))
    sheet.rowHeights[0] = 30
    let about = [
      (PrintedWords.sheets.contents.agency, disclosure.agency),
      (PrintedWords.sheets.contents.year, disclosure.fiscalYear.map(String.init)),
      (PrintedWords.sheets.contents.stage, disclosure.stage.map { $0.message.text(in: .chinese) }),
      (PrintedWords.sheets.contents.profile, disclosure.profile),
    ]
    var row = 1
    for case (let caption, let value?) in about {
      sheet[row, 0] = Cell(.text(caption), style: Style.agency)
      sheet[row, 1] = Cell(.text(value), style: Style.agency)
      row += 1
    }
    sheet.writeCaptions(PrintedWords.sheets.contents.columns, row: row)
    for (index, section) in disclosure.sections.enumerated() {
      row += 1
      sheet[row, 0] = .figure(String(index + 1))
      sheet[row, 1] = link(to: names[index])
      describe(section, index < verdicts.count ? verdicts[index] : nil, in: &sheet, row: row)
    }
    for name in others {
      row += 1
      sheet[row, 1] = link(to: name)
    }
    sheet.finishList(widths: [8, 46, 10, 9, 11, 10])
    return sheet
  }

  private static func link(to name: String) -> Cell {
    Cell(.text(name), style: Style.link, hyperlink: .location(Sheet.quoted(name) + "A1"))
  }

  /// Writes unit, size and verdict of a section.
  private static func describe(
    _ section: Section, _ verdict: Verdict?, in sheet: inout Sheet, row: Int
  ) {
    let rows = section.fields.count + section.matrices.reduce(0) { $0 + $1.rows.count }
    let isEmpty = section.isAnnounced
    sheet[row, 2] = .words(isEmpty ? nil : section.unit?.name)
    sheet[row, 3] = .figure(isEmpty ? nil : String(rows))
    sheet[row, 4] = .figure(isEmpty ? nil : String(section.cellCount))
    sheet[row, 5] = .words(verdict.map { $0.message.text(in: .chinese) })
  }
}
