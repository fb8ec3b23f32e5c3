import FiscalModel
import FiscalSchema
import Spreadsheet

/// Writes disclosures as workbooks and as rows of text.
package struct DisclosureWriter: Sendable {
  let catalogue: Catalogue

  /// Makes a writer over the schemas.
  package init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// A workbook with a sheet of contents, one sheet a section, in published order, and one of relations.
  ///
  /// - Parameters:
  ///   - disclosure: what is written.
  ///   - verdicts: for each section how its relations came out, for the sheet of contents.
  ///   - checks: the relations for the sheet with their formulas; without any there is none.
  ///   - marking: what is marked in the cells and listed in a sheet of its own.
  /// - Returns: the workbook, and what it could not hold as it is.
  package func workbook(
    _ disclosure: Disclosure, verdicts: [Verdict?] = [], checks: [EquationCheck] = [],
    marking: [Finding]? = nil
  ) -> (workbook: Workbook, findings: [Finding]) {
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    var written = sections(disclosure, &names)
    let findings = written.flatMap(\.findings)
    var others: [Sheet] = []
    if let marking {
      let writer = FindingsSheet(disclosure: disclosure, places: written.map(\.place))
      writer.mark(marking, in: &written)
      others.append(writer.sheet(named: unique(PrintedWords.sheets.findings.name, &names), marking))
    }
    if !checks.isEmpty {
      let writer = RelationsSheet(
        catalogue: catalogue, disclosure: disclosure, places: written.map(\.place))
      others.append(writer.sheet(named: unique(PrintedWords.sheets.relations.name, &names), checks))
    }
    let contents = ContentsSheet.sheet(
      disclosure, names: written.map(\.sheet.name), others: others.map(\.name), verdicts: verdicts)
    let workbook = Workbook(
      fiscal: [contents] + written.map(\.sheet) + others, title: ContentsSheet.title(disclosure),
      profile: disclosure.profile)
    return (workbook, findings)
  }

  /// Each section as rows of text under a name that serves as a file's: what its sheet shows, with the
  /// amounts as plain decimals.
  package func grids(_ disclosure: Disclosure) -> [(name: String, rows: [[String]])] {
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    return sections(disclosure, &names).map { DisclosureWriter.grid($0.sheet) }
  }

  /// The contents as rows of text: with them a directory of files reads back as one disclosure.
  package func contents(
    _ disclosure: Disclosure, verdicts: [Verdict?] = []
  ) -> (name: String, rows: [[String]]) {
    var names: Set<String> = [PrintedWords.sheets.contents.name]
    return DisclosureWriter.grid(
      ContentsSheet.sheet(
        disclosure, names: disclosure.sections.map { unique(name($0), &names) }, others: [],
        verdicts: verdicts))
  }

  /// The names of the sheets that the contents list, in their order.
  package static func names(inContents bytes: [UInt8]) -> [String] {
    let reader = CSVReader(delimiter: UInt8(ascii: ","))
    guard let rows = try? reader.table(bytes).rows else { return [] }
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

  /// A sheet for each section, in their order; blank ones are still to be filled in.
  func sections(
    _ disclosure: Disclosure, _ names: inout Set<String>, isBlank: Bool = false
  ) -> [WrittenSection] {
    disclosure.sections.enumerated().map { index, section in
      let layout = section.layout.flatMap { catalogue.layout($0) }
      let placement = Placement.arrange(section, form: layout, isBlank: isBlank)
      var writer = SectionWriter(
        placement, named: unique(name(section), &names), isBlank: isBlank)
      let sheet = writer.written()
      let findings = writer.findings.map { finding in
        var finding = finding
        finding.section = index
        return finding
      }
      return WrittenSection(sheet: sheet, placement: placement, findings: findings)
    }
  }

  /// A section is called by its number and its title, a table of a known layout by the official one; an
  /// annex's number has a word of its own.
  private func name(_ section: Section) -> String {
    let official = section.layout.flatMap { catalogue.layout($0)?.title }
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

/// A section as a sheet, with what stands where in it.
struct WrittenSection {
  var sheet: Sheet
  let placement: Placement
  /// What the sheet could not hold as it is.
  let findings: [Finding]

  /// Where its cells stand in the workbook.
  var place: SheetPlace { SheetPlace(name: sheet.name, placement: placement) }
}

/// Where the cells of a section stand in a workbook.
struct SheetPlace {
  /// The sheet's name.
  let name: String
  let placement: Placement

  /// A cell as links and the formulas of other sheets write it.
  func reference(_ cell: CellKey) -> String {
    Sheet.quoted(name) + placement.reference(cell).description
  }
}

extension Sheet {
  /// A sheet's name as formulas and links write it, with the mark behind it.
  static func quoted(_ name: String) -> String {
    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      + "'!"
  }
}

extension Workbook {
  /// A workbook of our own.
  init(fiscal sheets: [Sheet], title: String, profile: String?) {
    self.init()
    self.sheets = sheets
    var about = DocumentProperties()
    about.title = title
    about.creator = "FiscalTables"
    about.subject = profile
    about.application = "FiscalTables"
    properties = about
  }
}
