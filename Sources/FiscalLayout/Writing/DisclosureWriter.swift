import FiscalModel
import Spreadsheet

/// Writes disclosures as workbooks and as rows of text.
public struct DisclosureWriter: Sendable {
  let catalogue: Catalogue

  /// Makes a writer over the schemas.
  public init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// A workbook with a sheet of contents, one sheet a table and a form, in published order, and one of
  /// relations.
  ///
  /// - Parameters:
  ///   - disclosure: what is written; tables whose layout the catalogue lacks are left out and found.
  ///   - verdicts: for each table how its relations came out, for the sheet of contents.
  ///   - checks: the relations for the sheet with their formulas; without any there is none.
  ///   - marking: what is marked in the cells and listed in a sheet of its own.
  /// - Returns: the workbook, and what it could not hold as it is.
  public func workbook(
    _ disclosure: Disclosure, verdicts: [Verdict?] = [], checks: [EquationCheck] = [],
    marking: (findings: [Finding], origins: [TableOrigin])? = nil
  ) -> (workbook: Workbook, findings: [Finding]) {
    var workbook = Workbook()
    var findings: [Finding] = []
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    var (sheets, places) = sheets(disclosure, &names, &findings)
    var others: [Sheet] = []
    if let marking {
      let writer = FindingsSheet(places: places.tables, origins: marking.origins)
      writer.mark(marking.findings, in: &sheets)
      others.append(
        writer.sheet(named: unique(PrintedWords.sheets.findings.name, &names), marking.findings))
    }
    if !checks.isEmpty {
      others.append(
        RelationsSheet(catalogue: catalogue, disclosure: disclosure, places: places.tables).sheet(
          named: unique(PrintedWords.sheets.relations.name, &names), checks))
    }
    workbook.sheets =
      [
        ContentsSheet.sheet(
          disclosure, names: places.names, others: others.map(\.name), verdicts: verdicts)
      ] + sheets + others
    let title = Message(
      "contents.title",
      [
        "agency": disclosure.agency, "year": disclosure.fiscalYear,
        "isFinal": disclosure.stage == .final,
      ]
    ).text(in: .chinese)
    workbook.properties = DocumentProperties()
    workbook.properties.title = title
    workbook.properties.creator = "FiscalTables"
    workbook.properties.subject = disclosure.profile
    workbook.properties.application = "FiscalTables"
    return (workbook, catalogue.graded(findings))
  }

  /// Each table as rows of text under a name that serves as a file's: what its sheet shows, with the
  /// amounts as plain decimals.
  public func grids(_ disclosure: Disclosure) -> [(name: String, rows: [[String]])] {
    var findings: [Finding] = []
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    return sheets(disclosure, &names, &findings).sheets.map(DisclosureWriter.grid)
  }

  /// The contents as rows of text: with them a directory of files reads back as one disclosure.
  public func contents(
    _ disclosure: Disclosure, verdicts: [Verdict?] = []
  ) -> (name: String, rows: [[String]]) {
    var findings: [Finding] = []
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    let (_, places) = sheets(disclosure, &names, &findings)
    return DisclosureWriter.grid(
      ContentsSheet.sheet(disclosure, names: places.names, others: [], verdicts: verdicts))
  }

  /// The names of the tables that the contents list, in their order.
  public static func names(inContents bytes: [UInt8]) -> [String] {
    let reader = CSVReader(delimiter: UInt8(ascii: ","))
    guard let rows = try? reader.rows(bytes) else { return [] }
    let header = rows.firstIndex { $0.starts(with: PrintedWords.sheets.contents.columns.prefix(2)) }
    return rows[(header.map { $0 + 1 } ?? rows.count)...].compactMap { row in
      row.count > 1 && !row[1].isEmpty ? row[1] : nil
    }
  }

  private static func grid(_ sheet: Sheet) -> (name: String, rows: [[String]]) {
    var rows: [[String]] = []
    for (index, cells) in sheet.rows {
      while rows.count < index { rows.append([]) }
      var texts: [String] = []
      for (column, cell) in cells {
        while texts.count < column { texts.append("") }
        switch cell.value {
        case .text(let text), .number(let text): texts.append(text)
        default: texts.append("")
        }
      }
      rows.append(texts)
    }
    let width = rows.map(\.count).max() ?? 0
    return (sheet.name, rows.map { $0 + Array(repeating: "", count: width - $0.count) })
  }

  func sheets(
    _ disclosure: Disclosure, _ names: inout Set<String>, _ findings: inout [Finding],
    isBlank: Bool = false
  ) -> (sheets: [Sheet], places: SheetPlaces) {
    var sheets: [Sheet] = []
    var places = SheetPlaces()
    for item in disclosure.items {
      switch item {
      case .table(let index):
        let table = disclosure.tables[index]
        guard let layout = catalogue.layout(table.layout) else { continue }
        let number = table.number.map { catalogue.vocabulary.table + $0 + " " } ?? ""
        let name = unique(number + layout.title, &names)
        var writer = SheetWriter(layout: layout, table: table)
        sheets.append(writer.sheet(named: name))
        places.names[item] = name
        places.tables[index] = .init(name: name, layout: layout, firstRow: writer.firstBodyRow)
        findings += writer.findings.map { finding in
          var finding = finding
          finding.table = index
          return finding
        }
      case .form(let index):
        let form = disclosure.forms[index]
        guard let layout = catalogue.form(form.layout) else { continue }
        var writer = FormSheetWriter(layout: layout, form: form, isBlank: isBlank)
        let name = unique(name(form, layout), &names)
        sheets.append(writer.sheet(named: name))
        places.names[item] = name
        places.forms[index] = writer.places
        findings += writer.findings.map { finding in
          var finding = finding
          finding.form = index
          return finding
        }
      case .announcement(let index):
        let announcement = disclosure.announcements[index]
        let name = unique(
          catalogue.vocabulary.table + announcement.number + " " + announcement.title, &names)
        sheets.append(SheetWriter.sheet(announcement, named: name))
        places.names[item] = name
      }
    }
    return (sheets, places)
  }

  /// A form is called by its number and title; an annex's number has a word of its own.
  private func name(_ form: FiscalForm, _ layout: FormLayout) -> String {
    let title = form.title ?? layout.title
    guard let number = form.number else { return title }
    let isAnnex = catalogue.vocabulary.annexes.contains { number.hasPrefix($0) }
    return (isAnnex ? number : catalogue.vocabulary.table + number) + " " + title
  }

  /// A sheet name of at most 31 UTF-16 units that none of the others equals but for case.
  private func unique(_ wanted: String, _ names: inout Set<String>) -> String {
    let clean = String(wanted.map { "[]:*?/\\".contains($0) ? " " : $0 })
    var count = 1
    while true {
      let suffix = count == 1 ? "" : " (\(count))"
      var name = clean
      while name.utf16.count + suffix.utf16.count > 31 { name.removeLast() }
      name += suffix
      if names.insert(name.lowercased()).inserted { return name }
      count += 1
    }
  }
}
