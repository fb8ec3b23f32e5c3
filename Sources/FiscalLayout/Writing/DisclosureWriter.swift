import FiscalModel
import Spreadsheet

/// Writes disclosures as workbooks and as rows of text.
public struct DisclosureWriter: Sendable {
  let catalogue: Catalogue

  /// Makes a writer over the schemas.
  public init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// A workbook with a sheet of contents, one sheet a section, in published order, and one of relations.
  ///
  /// - Parameters:
  ///   - disclosure: what is written; forms whose layout the catalogue lacks are left out.
  ///   - verdicts: for each section how its relations came out, for the sheet of contents.
  ///   - checks: the relations for the sheet with their formulas; without any there is none.
  ///   - marking: what is marked in the cells and listed in a sheet of its own.
  /// - Returns: the workbook, and what it could not hold as it is.
  public func workbook(
    _ disclosure: Disclosure, verdicts: [Verdict?] = [], checks: [EquationCheck] = [],
    marking: [Finding]? = nil
  ) -> (workbook: Workbook, findings: [Finding]) {
    var workbook = Workbook()
    var findings: [Finding] = []
    var names: Set<String> = [Wording.contentsSheet]
    var (sheets, places) = sheets(disclosure, &names, &findings)
    var others: [Sheet] = []
    if let marking {
      let writer = FindingsSheet(disclosure: disclosure, places: places.tables)
      writer.mark(marking, in: &sheets)
      others.append(writer.sheet(named: unique(Wording.findingsSheet, &names), marking))
    }
    if !checks.isEmpty {
      others.append(
        RelationsSheet(catalogue: catalogue, disclosure: disclosure, places: places.tables).sheet(
          named: unique(Wording.relationsSheet, &names), checks))
    }
    workbook.sheets =
      [
        ContentsSheet.sheet(
          disclosure, names: places.names, others: others.map(\.name), verdicts: verdicts)
      ] + sheets + others
    workbook.properties = DocumentProperties()
    workbook.properties.title = ContentsSheet.title(disclosure)
    workbook.properties.creator = "FiscalTables"
    workbook.properties.subject = disclosure.profile
    workbook.properties.application = "FiscalTables"
    return (workbook, findings)
  }

  /// Each section as rows of text under a name that serves as a file's: what its sheet shows, with the
  /// amounts as plain decimals.
  public func grids(_ disclosure: Disclosure) -> [(name: String, rows: [[String]])] {
    var findings: [Finding] = []
    var names: Set<String> = [Wording.contentsSheet]
    return sheets(disclosure, &names, &findings).sheets.map(DisclosureWriter.grid)
  }

  /// The contents as rows of text: with them a directory of files reads back as one disclosure.
  public func contents(
    _ disclosure: Disclosure, verdicts: [Verdict?] = []
  ) -> (name: String, rows: [[String]]) {
    var findings: [Finding] = []
    var names: Set<String> = [Wording.contentsSheet]
    let (_, places) = sheets(disclosure, &names, &findings)
    return DisclosureWriter.grid(
      ContentsSheet.sheet(disclosure, names: places.names, others: [], verdicts: verdicts))
  }

  /// The names of the sheets that the contents list, in their order.
  public static func names(inContents bytes: [UInt8]) -> [String] {
    let reader = CSVReader(delimiter: UInt8(ascii: ","))
    guard let rows = try? reader.table(bytes).rows else { return [] }
    let header = rows.firstIndex { $0.starts(with: Wording.contentsColumns.prefix(2)) }
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
    for (index, section) in disclosure.sections.enumerated() {
      var own: [Finding] = []
      if section.isForm {
        guard let layout = section.layout.flatMap({ catalogue.form($0) }) else { continue }
        var writer = FormSheetWriter(layout: layout, form: section, isBlank: isBlank)
        let name = unique(name(section), &names)
        sheets.append(writer.sheet(named: name))
        places.names[index] = name
        places.forms[index] = writer.places
        own = writer.findings
      } else {
        let name = unique(name(section), &names)
        places.names[index] = name
        if section.isAnnounced {
          sheets.append(SheetWriter.sheet(announcing: section, named: name))
        } else {
          var writer = SheetWriter(section)
          sheets.append(writer.sheet(named: name))
          places.tables[index] = .init(
            name: name, panels: section.matrix.panels, firstRow: writer.firstBodyRow)
          own = writer.findings
        }
      }
      findings += own.map { finding in
        var finding = finding
        finding.section = index
        return finding
      }
    }
    return (sheets, places)
  }

  /// A section is called by its number and its title, a table of a known layout by the official one; an
  /// annex's number has a word of its own.
  private func name(_ section: Section) -> String {
    let official = section.layout.flatMap { layout in
      catalogue.layout(layout)?.title ?? catalogue.form(layout)?.title
    }
    let title = section.isTable ? official ?? section.title : section.title ?? official
    let number = section.number.map { number in
      let isAnnex = catalogue.vocabulary.annexes.contains { number.hasPrefix($0) }
      return isAnnex ? number : catalogue.vocabulary.table + number
    }
    let name = [number, title].compactMap { $0 }.joined(separator: " ")
    return name.isEmpty ? catalogue.vocabulary.table : name
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
