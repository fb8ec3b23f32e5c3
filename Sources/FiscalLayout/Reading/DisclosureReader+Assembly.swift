import Documents
import FiscalModel

/// Puts the tables that were read together, and places what is still without a column.
extension DisclosureReader {
  func assemble(
    _ found: [DraftTable], _ prose: [Line], _ titles: [TitleLine], _ contents: ContentsSheet.Facts?,
    _ profile: Profile, _ document: Document
  ) -> Reading {
    var drafts = found
    let printedUnits = drafts.filter { draft in
      draft.table.heading.contains {
        HeadingLine($0, vocabulary: catalogue.vocabulary)?.unit != nil
      }
    }
    // A table without a unit line is in the unit of its neighbours.
    if let common = mostCommon(printedUnits.map(\.table.unit)) {
      for index in drafts.indices
      where !printedUnits.contains(where: { $0.layout.id == drafts[index].layout.id }) {
        drafts[index].table.unit = common
        drafts[index].findings.append(
          Finding("read/unit-assumed", ["unit": common], at: drafts[index].location))
      }
    }
    let equations = EquationResolver(
      profile: profile, tables: drafts.map(\.table), vocabulary: catalogue.vocabulary
    ).equations()
    // A sum that lacks a row proves no place.
    var disclosure = Disclosure(profile: profile.id, stage: profile.stage)
    disclosure.agency =
      contents?.agency ?? mostCommon(drafts.compactMap(\.table.agency))
      ?? mostCommon(titles.compactMap(\.agency)) ?? mostCommon(covers(prose).compactMap(\.agency))
    disclosure.fiscalYear =
      contents?.fiscalYear ?? mostCommon(titles.compactMap(\.year)) ?? headingYear(prose)
      ?? mostCommon(covers(prose).map(\.year))
    let narrative = prose.filter { !$0.isGrid }.map {
      NarrativeLine(text: $0.text, location: place($0))
    }
    solve(&drafts, narrative, disclosure, equations.filter(\.isComplete))
    var origins: [TableOrigin] = []
    var findings: [Finding] = []
    for (index, draft) in drafts.enumerated() {
      var table = draft.table
      var rows: [[[CellOrigin]]] = []
      for (row, parts) in draft.rows.enumerated() {
        var origin: [[CellOrigin]] = []
        for (panel, part) in parts.enumerated() {
          let placed: Placed = part.isJoined ? .joined : .direct
          var cells = table.rows[row].parts[panel].values.indices.map { slot in
            CellOrigin(
              location: slot < part.places.count ? part.places[slot] : part.location, placed: placed
            )
          }
          for (slot, printed) in zip(part.slots ?? [], part.printed) where slot < cells.count {
            table.rows[row].parts[panel].values[slot] = printed.value
            cells[slot].location = printed.location
            cells[slot].raw = printed.raw == printed.value.printed ? nil : printed.raw
          }
          for (slot, how) in part.placed { cells[slot].placed = how }
          origin.append(cells)
        }
        rows.append(origin)
      }
      disclosure.tables.append(table)
      origins.append(
        TableOrigin(
          extent: draft.lineNumbers, location: draft.location, rows: rows,
          extraColumns: draft.extras))
      findings += draft.findings.map { finding in
        var finding = finding
        finding.table = index
        return finding
      }
    }
    for layout in profile.layouts
    where document.form != .delimitedText && !drafts.contains(where: \.isExport)
      && !drafts.contains(where: { $0.layout.id == layout.id })
    {
      findings.append(
        Finding("read/missing-table", ["number": layout.number, "title": layout.title]))
    }
    if let year = disclosure.fiscalYear, !profile.years.contains(year) {
      findings.append(Finding("read/year-outside-profile", ["year": year, "profile": profile.id]))
    }
    var reading = Reading(
      document: document.name, disclosure: disclosure, origins: origins,
      findings: findings,
      prose: document.form == .workbook ? [] : between(drafts, prose))
    reading.equations = equations
    reading.narrative = narrative
    return reading
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
  private func between(_ drafts: [DraftTable], _ prose: [Line]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    let starts = drafts.map(\.lineNumbers.lowerBound)
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
    _ drafts: inout [DraftTable], _ narrative: [NarrativeLine], _ disclosure: Disclosure,
    _ equations: [Equation]
  ) {
    guard drafts.contains(where: { $0.rows.joined().contains { $0.slots == nil } }) else { return }
    let tables = drafts
    let claims = NarrativeClaims(
      Narrative(narrative, vocabulary: catalogue.vocabulary),
      SubjectIndex(
        tables.map(\.table), catalogue, agency: disclosure.agency,
        fiscalYear: disclosure.fiscalYear), tables: tables)
    var solver = PlacementSolver(tables: tables, equations: equations) { claims.claims(on: $0) }
    solver.solve()
    for unknown in solver.unknowns {
      let key = unknown.key
      var part = drafts[key.table].rows[key.row][key.panel]
      guard let placement = unknown.candidates.first else { continue }
      part.slots = placement
      for column in part.openSlots ?? Array(0..<unknown.columns) {
        // A cell that every remaining placement fills alike is certain.
        let position = placement.firstIndex(of: column)
        let agrees = unknown.alternatives.allSatisfy { $0.firstIndex(of: column) == position }
        part.placed[column] = unknown.isAmbiguous && !agrees ? .ambiguous : .solved
      }
      drafts[key.table].rows[key.row][key.panel] = part
      guard unknown.isAmbiguous else { continue }
      let names = drafts[key.table].layout.panels[key.panel].valueColumns.map {
        drafts[key.table].layout.columns[$0].path.joined(separator: "/")
      }
      drafts[key.table].findings.append(
        .ambiguous(part.printed, unknown.alternatives.map { $0.map { names[$0] } }, part.location))
    }
  }
}
