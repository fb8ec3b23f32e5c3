import FiscalModel
import FiscalSchema
import Spreadsheet

/// Writes the blank workbook of a profile: the official tables and forms with nothing in them, to be filled
/// in.
///
/// Cells of codes offer the codes of their classification, amounts are checked as they are typed, totals
/// are live formulas, and everything that the form prints is locked. A filled workbook is read like any
/// other.
package struct TemplateWriter: Sendable {
  private let catalogue: Catalogue
  /// How many rows are left for codes and projects.
  private let openRows = 40
  /// How many goals a form has room for that prints its parts again for each.
  private let goals = 2

  /// Makes a writer over the schemas.
  package init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// The blank workbook of a profile.
  ///
  /// - Parameters:
  ///   - profile: the profile.
  ///   - year: the fiscal year for titles that print it, or nil to leave it out.
  /// - Returns: a sheet of contents and a sheet for each table and form.
  package func workbook(_ profile: Profile, year: Int?) -> Workbook {
    var disclosure = Disclosure(profile: profile.id, fiscalYear: year, stage: profile.stage)
    disclosure.sections = profile.layouts.map {
      $0.isTable ? blankTable($0, year: year) : blankForm($0, year: year)
    }
    let writer = DisclosureWriter(catalogue: catalogue)
    var names: Set<String> = [PrintedWords.sheets.contents.name, PrintedWords.sheets.codes.name]
    let written = writer.sections(disclosure, &names, isBlank: true)
    var codes = CodeLists(catalogue: catalogue)
    let formulas = formulas(profile, disclosure)
    let sheets = written.enumerated().map { index, written in
      let section = written.placement.section
      let uses = SectionUses(
        section: section, index: index, layout: section.layout.flatMap { profile.layout($0) },
        formulas: formulas[index] ?? [:])
      var filler = SectionFiller(written, uses)
      return filler.filled(&codes)
    }
    var contents = ContentsSheet.sheet(
      disclosure, names: sheets.map(\.name), others: [], verdicts: [])
    contents.protection = SheetProtection()
    return Workbook(
      fiscal: [contents] + sheets + [codes.sheet], title: profile.title.zh, profile: profile.id)
  }

  /// A form as it is printed before anything is entered.
  func blankForm(_ layout: Layout, year: Int?) -> Section {
    let vocabulary = catalogue.vocabulary
    let official = OfficialForm(layout: layout, year: year, vocabulary: vocabulary)
    var form = layout.officialSection(year: year, vocabulary)
    if form.titleLine != nil { form.heading = heading(layout.unit) }
    for (parts, isRepeated) in layout.groups {
      for goal in 1...(isRepeated ? goals : 1) {
        for part in parts {
          switch part {
          case .field(let field):
            form.blocks.append(.field(official.field(field, number: String(goal))))
          case .matrix(let table):
            form.blocks.append(
              .matrix(official.table(table, number: String(goal), rows: table.blankRows)))
          }
        }
      }
    }
    return form
  }

  private func heading(_ unit: AmountUnit) -> [String] {
    let vocabulary = catalogue.vocabulary
    return [
      (vocabulary.agency.first ?? "") + PrintedWords.bundled.colon,
      (vocabulary.unit.first ?? "") + PrintedWords.bundled.colon + unit.name,
    ]
  }

  private func blankTable(_ layout: Layout, year: Int?) -> Section {
    var translation = TableTranslation(
      layout: layout, index: FactIndex(), catalogue: catalogue, isRelated: false,
      location: Location(page: 1, line: 1))
    translation.blankRows = openRows
    var table = layout.officialSection(year: year, catalogue.vocabulary)
    table.matrix.rows = translation.rows()
    table.heading = heading(layout.unit)
    table.notes = layout.notes.map(\.squeezed)
    return table
  }

  /// For each section the cells that are sums of others in the same section, with the signs of those.
  ///
  /// A relation whose sum would depend on itself is left to the checks.
  private func formulas(
    _ profile: Profile, _ disclosure: Disclosure
  ) -> [Int: [CellKey: [Equation.Entry]]] {
    // Open rows stand for rows with a code, so that what holds in every row holds in them.
    var sections = disclosure.sections
    for (index, section) in sections.enumerated() {
      guard section.isTable, let layout = section.layout.flatMap({ profile.layout($0) }) else {
        continue
      }
      var matrix = section.matrix
      for row in matrix.rows.indices {
        for (panel, definition) in layout.panels.enumerated()
        where matrix.rows[row].parts[panel].isOpen(in: definition) {
          matrix.rows[row].parts[panel].kind = .item
        }
      }
      sections[index].matrix = matrix
    }
    let resolver = EquationResolver(
      profile: profile, sections: sections, vocabulary: catalogue.vocabulary)
    var result: [Int: [CellKey: [Equation.Entry]]] = [:]
    for equation in resolver.equations() where equation.comparison == .equal && equation.isComplete
    {
      guard !equation.isCrossTable, equation.left.count == 1, let left = equation.left.first,
        left.sign == 1, !equation.right.isEmpty
      else { continue }
      let section = left.cell.section
      let known = result[section] ?? [:]
      guard known[left.cell] == nil,
        !equation.right.contains(where: { depends($0.cell, on: left.cell, known) })
      else { continue }
      result[section, default: [:]][left.cell] = equation.right
    }
    return result
  }

  private func depends(
    _ cell: CellKey, on other: CellKey, _ formulas: [CellKey: [Equation.Entry]]
  ) -> Bool {
    var open = [cell]
    var seen: Set<CellKey> = []
    while let next = open.popLast() {
      if next == other { return true }
      if seen.insert(next).inserted { open += (formulas[next] ?? []).map(\.cell) }
    }
    return false
  }
}
