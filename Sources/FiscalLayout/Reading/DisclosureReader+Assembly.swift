import Documents
import FiscalModel

/// What was found in a document, before it is put together.
struct Finds {
  /// The sections in published order.
  var drafts: [Draft] = []
  /// The lines that belong to none.
  var prose: [Line] = []
  /// The titles without a table below them.
  var listed: [ListedTitle] = []
  /// The titles of tables, with or without a table below them.
  var titles: [TitleLine] = []
  /// What the contents of one of our own workbooks say.
  var contents: ContentsSheet.Facts?
}

/// Puts the sections that were read together, and places what is still without a column.
extension DisclosureReader {
  func assemble(_ finds: Finds, _ profile: Profile, _ document: Document) -> Reading {
    var drafts = finds.drafts
    assumeUnits(&drafts)
    let equations = EquationResolver(
      profile: profile, sections: drafts.map(\.section), vocabulary: catalogue.vocabulary
    ).equations()
    var disclosure = heading(finds, profile)
    let narrative = finds.prose.filter { !$0.isGrid }.map {
      NarrativeLine(text: $0.text, location: place($0))
    }
    // A sum that lacks a row proves no place.
    solve(&drafts, narrative, of: disclosure, by: equations.filter(\.isComplete))
    disclosure.sections = drafts.map(\.section)
    let units = FormUnits(disclosure.sections)
    for index in drafts.indices {
      if let doubt = units.finding(drafts[index].section) { drafts[index].findings.append(doubt) }
    }
    var reading = Reading(
      document: document.name, disclosure: disclosure,
      findings: findings(drafts, profile, form: document.form, year: disclosure.fiscalYear),
      prose: document.form == .workbook ? [] : between(drafts, finds.prose))
    reading.equations = equations
    reading.narrative = narrative
    reading.listedTitles = finds.listed
    return reading
  }

  /// Whose disclosure of which year it is, without its sections.
  private func heading(_ finds: Finds, _ profile: Profile) -> Disclosure {
    var disclosure = Disclosure(profile: profile.id, stage: profile.stage)
    func agency(_ drafts: [Draft]) -> String? { mostCommon(drafts.compactMap(\.section.agency)) }
    disclosure.agency =
      finds.contents?.agency ?? agency(finds.drafts.filter(\.section.isTable))
      ?? mostCommon(finds.titles.compactMap(\.agency))
      ?? mostCommon(covers(finds.prose).compactMap(\.agency)) ?? agency(finds.drafts)
    disclosure.fiscalYear =
      finds.contents?.fiscalYear ?? mostCommon(finds.titles.compactMap(\.year))
      ?? headingYear(finds.prose) ?? mostCommon(covers(finds.prose).map(\.year))
    return disclosure
  }

  /// A table without a unit line is in the unit of its neighbours.
  private func assumeUnits(_ drafts: inout [Draft]) {
    let printed = drafts.map(\.section).filter { section in
      section.isTable
        && section.heading.contains {
          HeadingLine($0, vocabulary: catalogue.vocabulary)?.unit != nil
        }
    }
    guard let common = mostCommon(printed.compactMap(\.unit)) else { return }
    let layouts = Set(printed.map(\.layout))
    for index in drafts.indices {
      let section = drafts[index].section
      guard section.isTable, !layouts.contains(section.layout) else { continue }
      drafts[index].section.unit = common
      drafts[index].findings.append(
        ReadingRule.unitAssumed(common).finding(at: section.place.location))
    }
  }

  // MARK: Findings

  /// What was said of the sections, those of tables first, and of what the document lacks.
  private func findings(
    _ drafts: [Draft], _ profile: Profile, form: Document.Form, year: Int?
  ) -> [Finding] {
    func said(of isKind: (Section) -> Bool) -> [Finding] {
      drafts.enumerated().filter { isKind($1.section) }.flatMap { index, draft in
        draft.findings.map { finding in
          var finding = finding
          finding.section = index
          return finding
        }
      }
    }
    // An export, and a file of a single table, need not have the others.
    let isWhole = form != .delimitedText && !drafts.contains(where: \.isExport)
    func isMissing(_ id: String) -> Bool {
      isWhole && !drafts.contains { $0.section.layout == id }
    }
    var findings = said(of: \.isTable)
    for layout in profile.layouts where isMissing(layout.id) {
      findings.append(ReadingRule.missingTable(layout).finding())
    }
    if let year, !profile.years.contains(year) {
      findings.append(ReadingRule.yearOutside(year, profile).finding())
    }
    findings += said(of: \.isForm)
    for layout in profile.forms where !layout.isUntitled && isMissing(layout.id) {
      findings.append(ReadingRule.missingForm(layout).finding())
    }
    return findings
  }

  /// The year in the headings of the document's parts, for forms whose titles have none.
  private func headingYear(_ prose: [Line]) -> Int? {
    let vocabulary = catalogue.vocabulary
    return mostCommon(
      prose.filter { vocabulary.beginsPart($0.text) }
        .compactMap { TitleLine.year(in: $0.text.squeezed, vocabulary)?.1 })
  }

  /// What the lines of a cover and of the headings of parts say (`某局2024年度部门决算表`).
  private func covers(_ prose: [Line]) -> [(year: Int, agency: String?)] {
    let vocabulary = catalogue.vocabulary
    return prose.compactMap { line in
      guard line.cells.count(where: { !$0.isEmpty }) == 1, line.text.utf8.count <= 200 else {
        return nil
      }
      var text = line.text.squeezed
      if vocabulary.beginsPart(text), let suffix = text.range(of: vocabulary.part.suffix) {
        text = String(text[suffix.upperBound...])
      }
      guard let (range, year) = TitleLine.year(in: text, vocabulary) else { return nil }
      var rest = text[range.upperBound...]
      if rest.hasSuffix(vocabulary.table) { rest = rest.dropLast(vocabulary.table.count) }
      if vocabulary.disclosures.contains(String(rest)) {
        let agency = text[..<range.lowerBound]
        return (year, agency.isEmpty ? nil : String(agency))
      }
      // `某区2025年区级部门预算` says the year; whose it is stands elsewhere.
      return vocabulary.disclosures.contains { rest.hasSuffix($0) } ? (year, nil) : nil
    }
  }

  /// The lines between the tables, as ranges.
  private func between(_ drafts: [Draft], _ prose: [Line]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    let starts = drafts.filter(\.section.isTable).map(\.section.place.extent.lowerBound)
    for line in prose {
      if let last = ranges.last,
        !starts.contains(where: { (last.upperBound..<line.number).contains($0) })
      {
        ranges[ranges.count - 1] = last.lowerBound...line.number
      } else {
        ranges.append(line.number...line.number)
      }
    }
    return ranges
  }

  /// Places the values that are still without a column.
  private func solve(
    _ drafts: inout [Draft], _ narrative: [NarrativeLine], of disclosure: Disclosure,
    by equations: [Equation]
  ) {
    guard drafts.contains(where: { !$0.unplaced.isEmpty }) else { return }
    let claims = NarrativeClaims(
      Narrative(narrative, vocabulary: catalogue.vocabulary),
      SubjectIndex(
        drafts.map(\.section), catalogue, agency: disclosure.agency,
        fiscalYear: disclosure.fiscalYear), drafts: drafts)
    var solver = PlacementSolver(drafts: drafts, equations: equations) { claims.claims(on: $0) }
    solver.solve()
    var solved = solver.unknowns.makeIterator()
    for index in drafts.indices {
      for part in drafts[index].unplaced {
        guard let unknown = solved.next() else { return }
        drafts[index].place(part, as: unknown)
      }
    }
  }
}
