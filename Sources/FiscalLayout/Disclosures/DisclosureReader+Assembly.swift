import Documents
import FiscalModel
import FiscalSchema
import Foundation

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
  var contents: OwnSheet.Contents?

  /// Whether too few of the tables that are called something agree with the profile for it to be theirs.
  var contradictProfile: Bool {
    let read = drafts.count { $0.layout != nil || $0.section.isForm }
    let others = drafts.count { $0.found?.frame.isCertain ?? false }
    return read * 10 < (read + others) * 6
  }
}

/// Puts the sections that were read together, and places what is still without a column.
extension DisclosureReader {
  func assemble(
    _ finds: Finds, profile: Profile?, of document: Document, meanings: Meanings
  ) -> Reading {
    var disclosure = heading(finds, profile, meanings)
    var drafts = finds.drafts
    let context = SectionBuilder.Context(
      meanings: meanings, fiscalYear: disclosure.fiscalYear, stage: disclosure.stage)
    for index in drafts.indices { drafts[index].build(context) }
    disclosure.stage = disclosure.stage ?? commonStage(drafts.map(\.section))
    assumeUnits(&drafts)
    for index in drafts.indices { drafts[index].askUnit() }
    let equations =
      profile.map { profile in
        EquationResolver(
          profile: profile, sections: drafts.map(\.section), vocabulary: catalogue.vocabulary
        ).equations()
      } ?? []
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
  private func heading(_ finds: Finds, _ profile: Profile?, _ meanings: Meanings) -> Disclosure {
    let frames = finds.drafts.compactMap(\.found?.frame)
    var disclosure = Disclosure(
      profile: profile?.id,
      stage: profile?.stage ?? mostCommon(frames.compactMap(\.stage))
        ?? coverStage(finds.prose, meanings))
    func agency(_ drafts: [Draft]) -> String? { mostCommon(drafts.compactMap(\.section.agency)) }
    disclosure.agency =
      finds.contents?.agency
      ?? agency(finds.drafts.filter { $0.section.isTable || $0.found != nil })
      ?? mostCommon(finds.titles.compactMap(\.agency))
      ?? mostCommon(covers(finds).compactMap(\.agency)) ?? agency(finds.drafts)
      ?? coverAgency(finds.prose, meanings)
    disclosure.fiscalYear =
      finds.contents?.fiscalYear ?? mostCommon(finds.titles.compactMap(\.year))
      ?? mostCommon(frames.compactMap(\.year))
      ?? headingYear(finds.prose) ?? mostCommon(covers(finds).map(\.year))
      ?? finds.drafts.compactMap(\.found).flatMap { $0.years(meanings) }.max()
    return disclosure
  }

  /// A table without a unit line is in the unit of its neighbours, where it is one of the official ones.
  private func assumeUnits(_ drafts: inout [Draft]) {
    func printsUnit(_ draft: Draft) -> Bool {
      if let found = draft.found { return found.frame.unit != nil }
      return draft.section.heading.contains {
        HeadingLine($0, vocabulary: catalogue.vocabulary)?.unit != nil
      }
    }
    let printed = drafts.filter { $0.section.isTable && printsUnit($0) }.map(\.section)
    guard let common = mostCommon(printed.compactMap(\.unit)) else { return }
    let layouts = Set(printed.compactMap(\.layout))
    for index in drafts.indices {
      let section = drafts[index].section
      guard section.isTable, !printsUnit(drafts[index]),
        section.layout.map({ !layouts.contains($0) }) ?? (section.statement != nil)
      else { continue }
      drafts[index].section.unit = common
      drafts[index].findings.append(
        Finding("read/unit-assumed", ["unit": common], at: section.place.location))
    }
  }

  // MARK: Findings

  /// What was said of the sections, those of tables first, and of what the document lacks.
  private func findings(
    _ drafts: [Draft], _ profile: Profile?, form: Document.Form, year: Int?
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
    for layout in profile?.tables ?? [] where isMissing(layout.id) {
      findings.append(
        Finding("read/missing-table", ["number": layout.number, "title": layout.title]))
    }
    if let year, let profile, !profile.years.contains(year) {
      findings.append(Finding("read/year-outside-profile", ["year": year, "profile": profile.id]))
    }
    if profile == nil, let finding = nothingKnown(drafts) { findings.append(finding) }
    findings += said(of: \.isForm)
    for layout in profile?.forms ?? [] where !layout.isUntitled && isMissing(layout.id) {
      findings.append(Finding("read/missing-form", ["title": layout.title]))
    }
    return findings
  }

  /// The agency that a line of its own names before the tables: behind a caption, or above the year and the
  /// name of the document on the cover.
  private func coverAgency(_ prose: [Line], _ meanings: Meanings) -> String? {
    var above: String?
    for line in prose.prefix(DisclosureReader.coverBound) where line.text.utf8.count <= 120 {
      let text = line.text.squeezed
      if let agency = meanings.heading(in: text)?.agency { return agency }
      let isDisclosure = catalogue.vocabulary.disclosures.contains(text)
      if let above, isDisclosure || !covers([text]).isEmpty { return above }
      let isName = text.folded.unicodeScalars.allSatisfy { $0.isHan || $0 == "(" || $0 == ")" }
      above = isName && text.count > 3 && !catalogue.vocabulary.beginsPart(text) ? text : nil
    }
    return nil
  }

  /// More lines than these have no cover.
  private static let coverBound = 400

  /// The stage that the captions of all columns say which say any of the year's own, or nil.
  private func commonStage(_ sections: [Section]) -> Stage? {
    let stages = Set(
      sections.filter(\.isTable).flatMap { section in
        section.matrix.columns.filter { $0.yearOffset == 0 }.compactMap(\.stage)
      })
    return stages.count == 1 ? stages.first : nil
  }

  /// The stage that the cover names, or nil.
  private func coverStage(_ prose: [Line], _ meanings: Meanings) -> Stage? {
    prose.prefix(60).lazy.compactMap { line -> Stage? in
      guard line.text.utf8.count <= 200 else { return nil }
      let text = line.text.squeezed
      return meanings.stage(in: text)
    }.first
  }

  /// What is said of a document none of whose tables means anything: which titles and captions were seen.
  private func nothingKnown(_ drafts: [Draft]) -> Finding? {
    let tables = drafts.map(\.section).filter(\.isTable)
    let isKnown = tables.contains { section in
      section.statement != nil || section.matrix.columns.contains { $0.concept != nil }
    }
    guard !isKnown, !tables.isEmpty else { return nil }
    let captions = tables.flatMap { $0.matrix.columnNames }.filter { !$0.isEmpty }
    return Finding(
      "read/nothing-known",
      ["titles": tables.compactMap(\.title), "captions": Array(captions.prefix(12))])
  }

  /// The year in the headings of the document's parts, for forms whose titles have none.
  private func headingYear(_ prose: [Line]) -> Int? {
    let vocabulary = catalogue.vocabulary
    return mostCommon(
      prose.filter { vocabulary.beginsPart($0.text) }
        .compactMap { vocabulary.year(in: $0.text.squeezed[...])?.year })
  }

  /// What the lines of a cover, of the headings of parts and above tables say (`某局2024年度部门决算表`).
  private func covers(_ finds: Finds) -> [(year: Int, agency: String?)] {
    covers(
      finds.prose.filter { $0.cells.count(where: { !$0.isEmpty }) == 1 }.map(\.text)
        + finds.drafts.compactMap(\.found?.frame.titleLine))
  }

  private func covers(_ lines: [String]) -> [(year: Int, agency: String?)] {
    let vocabulary = catalogue.vocabulary
    return lines.compactMap { line in
      guard line.utf8.count <= 200 else { return nil }
      var text = line.squeezed
      if vocabulary.beginsPart(text), let suffix = text.range(of: vocabulary.part.suffix) {
        text = String(text[suffix.upperBound...])
      }
      guard let (range, year) = vocabulary.year(in: text[...]) else { return nil }
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
    let starts = drafts.filter(\.section.isTable).map(\.section.place.extent.lowerBound).sorted()
    var next = 0
    for line in prose {
      if let last = ranges.last, last.upperBound > line.number { next = 0 }
      while let last = ranges.last, next < starts.count, starts[next] < last.upperBound {
        next += 1
      }
      if let last = ranges.last, last.upperBound <= line.number,
        next == starts.count || starts[next] >= line.number
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
