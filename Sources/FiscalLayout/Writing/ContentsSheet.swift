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
    guard let stage = disclosure.stage else { return disclosure.agency ?? Wording.contentsSheet }
    return Wording.contentsTitle(
      agency: disclosure.agency, year: disclosure.fiscalYear, stage: stage)
  }

  /// The sheet, with a link to each of the named ones: those of the sections, and the others behind them.
  static func sheet(
    _ disclosure: Disclosure, names: [Int: String], others: [String], verdicts: [Verdict?]
  ) -> Sheet {
    var sheet = Sheet(name: Wording.contentsSheet)
    let last = Wording.contentsColumns.count - 1
    sheet[0, 0] = Cell(.text(title(disclosure)), style: Style.title)
    sheet.merges.append(CellRange(rows: 0...0, columns: 0...last))
    sheet.rowHeights[0] = 30
    let about = [
      (Wording.contentsAgency, disclosure.agency),
      (Wording.contentsYear, disclosure.fiscalYear.map(String.init)),
      (Wording.contentsStage, disclosure.stage.map { Wording.stage($0).zh }),
      (Wording.contentsProfile, disclosure.profile),
    ]
    var row = 1
    for case (let caption, let value?) in about {
      sheet[row, 0] = Cell(.text(caption), style: Style.agency)
      sheet[row, 1] = Cell(.text(value), style: Style.agency)
      row += 1
    }
    for (column, caption) in Wording.contentsColumns.enumerated() {
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
        verdict.map { .text(Wording.verdict($0).zh) } ?? .empty, style: Style.label(indent: 0))
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
    if page.name == Wording.contentsSheet {
      return page.lines.contains { $0.cells.starts(with: Wording.contentsColumns.prefix(2)) }
    }
    guard let name = page.name, let header = page.lines.first?.cells else { return false }
    return DisclosureReader.isWithoutTables(name, header)
  }

  /// What such a sheet among the pages says, or nil.
  static func read(_ pages: [Page]) -> Facts? {
    guard let page = pages.first(where: { $0.name == Wording.contentsSheet && isOwn($0) }) else {
      return nil
    }
    var facts = Facts()
    for line in page.lines {
      guard line.cells.count > 1 else { continue }
      switch line.cells[0] {
      case Wording.contentsAgency: facts.agency = line.cells[1]
      case Wording.contentsYear: facts.fiscalYear = Int(line.cells[1])
      case Wording.contentsProfile: facts.profile = line.cells[1]
      case Wording.contentsColumns[0]: return facts
      default: break
      }
    }
    return facts
  }
}
