import Documents
import FiscalModel
import Spreadsheet

/// The first sheet of a written workbook: what the disclosure is, and a line with a link for each table.
enum ContentsSheet {
  /// What the sheet says of the disclosure, for reading it back.
  struct Facts {
    var profile: String?
    var agency: String?
    var fiscalYear: Int?
  }

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
    _ disclosure: Disclosure, names: [Int: String], others: [String], verdicts: [Verdict?]
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
    for (column, caption) in PrintedWords.sheets.contents.columns.enumerated() {
      sheet[row, column] = Cell(.text(caption), style: Style.header)
    }
    sheet.frozenRows = row + 1
    sheet.pageSetup.repeatRows = row...row
    for (index, section) in disclosure.sections.enumerated() {
      guard let name = names[index] else { continue }
      row += 1
      let rows = section.fields.count + section.matrices.reduce(0) { $0 + $1.rows.count }
      let counts = section.isAnnounced ? [nil, nil] : [rows, section.cellCount]
      let unit = section.isAnnounced ? nil : section.unit
      let verdict = index < verdicts.count ? verdicts[index] : nil
      sheet[row, 0] = Cell(.number(String(index + 1)), style: Style.amount(decimals: 0))
      sheet[row, 1] = Cell(
        .text(name), style: Style.link, hyperlink: .location(SheetPlaces.quoted(name) + "A1"))
      sheet[row, 2] = Cell(unit.map { .text($0.name) } ?? .empty, style: Style.label(indent: 0))
      for (column, count) in counts.enumerated() {
        sheet[row, column + 3] = Cell(
          count.map { .number(String($0)) } ?? .empty, style: Style.amount(decimals: 0))
      }
      sheet[row, 5] = Cell(
        verdict.map { .text($0.message.text(in: .chinese)) } ?? .empty,
        style: Style.label(indent: 0))
    }
    for name in others {
      row += 1
      sheet[row, 1] = Cell(
        .text(name), style: Style.link, hyperlink: .location(SheetPlaces.quoted(name) + "A1"))
    }
    sheet.columnWidths = [0: 8, 1: 46, 2: 10, 3: 9, 4: 11, 5: 10]
    sheet.fitRows()
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    sheet.pageSetup.horizontalCentered = true
    sheet.pageSetup.footer = "&C&P / &N"
    return sheet
  }

  /// Whether a page is a sheet that the program writes beside the tables: this one, the relations or the
  /// findings.
  static func isOwn(_ page: Page) -> Bool {
    if page.name == PrintedWords.sheets.contents.name {
      return page.lines.contains {
        $0.cells.starts(with: PrintedWords.sheets.contents.columns.prefix(2))
      }
    }
    guard let name = page.name, let header = page.lines.first?.cells else { return false }
    return DisclosureReader.isWithoutTables(name, header)
  }

  /// What such a sheet among the pages says, or nil.
  static func read(_ pages: [Page]) -> Facts? {
    guard
      let page = pages.first(where: { $0.name == PrintedWords.sheets.contents.name && isOwn($0) })
    else {
      return nil
    }
    var facts = Facts()
    for line in page.lines {
      guard line.cells.count > 1 else { continue }
      switch line.cells[0] {
      case PrintedWords.sheets.contents.agency: facts.agency = line.cells[1]
      case PrintedWords.sheets.contents.year: facts.fiscalYear = Int(line.cells[1])
      case PrintedWords.sheets.contents.profile: facts.profile = line.cells[1]
      case PrintedWords.sheets.contents.columns[0]: return facts
      default: break
      }
    }
    return facts
  }
}
