import Documents
import FiscalModel
import FiscalSchema

/// Reads what an office exported: a table whose columns stand in another order and under other names than
/// the official form's, with columns of its own, with codes and amounts that a program has changed.
///
/// Everything that was done to understand it is a finding with its place.
struct ExportReader {
  let catalogue: Catalogue
  /// What a person said of the columns, or nil.
  var map: ExportMap?
  /// The profile to read with, or nil for any.
  var profile: String?

  private var vocabulary: Vocabulary { catalogue.vocabulary }

  /// A match below this is none.
  static let bound = 0.6
  /// The same where a title says which table it is.
  static let titledBound = 0.45

  /// A page that is an export, before it is read as one of the layouts.
  struct Candidate {
    let header: HeaderBlock
    let contents: [Int: ColumnContent]
    /// Every layout that the page may be, the best first.
    let matches: [TableMatch]
  }

  /// What a page may be; nil where it has no header of this kind.
  func candidate(_ page: Page, titles: [TitleLine]) -> Candidate? {
    guard titles.count <= 1, page.lines.contains(where: \.isGrid),
      let header = HeaderBlock(page.lines, vocabulary: vocabulary)
    else { return nil }
    let body = page.lines[header.body]
    var contents: [Int: ColumnContent] = [:]
    for column in header.columns {
      contents[column.index] = ColumnContent(
        body.compactMap { $0.cells.count > column.index ? $0.cells[column.index] : nil })
    }
    var matches: [TableMatch] = []
    var layouts = catalogue.profiles.filter { profile == nil || $0.id == profile }.flatMap(
      \.tables)
    if map == nil, let title = titles.first {
      // A title says what the table is.
      layouts = layouts.filter { TableFinder.fits(title, $0) }
    }
    for layout in layouts {
      if let map, let entry = map.table(for: page, number: page.number) {
        guard entry.layout == layout.id else { continue }
        matches.append(entry.match(layout, header))
        continue
      }
      let match = ColumnMatcher(
        layout: layout, catalogue: catalogue, header: header, contents: contents
      ).match()
      let bound = titles.isEmpty ? ExportReader.bound : ExportReader.titledBound
      if match.score >= bound { matches.append(match) }
    }
    guard !matches.isEmpty else { return nil }
    matches.sort { ($1.score, $0.layout.id) < ($0.score, $1.layout.id) }
    return Candidate(header: header, contents: contents, matches: matches)
  }

  /// The profile whose layouts explain the pages best; the later one where two do equally well.
  func profile(
    _ candidates: [Candidate?], year: Int?, among profiles: [Profile]? = nil
  ) -> Profile? {
    var best: (profile: Profile, score: Double)?
    for profile in profiles ?? catalogue.profiles {
      var score = 0.0
      for case let candidate? in candidates {
        score += candidate.matches.first { profile.layout($0.layout.id) != nil }?.score ?? 0
      }
      guard score > 0 else { continue }
      if let year, profile.years.contains(year) { score += 0.1 }
      if let other = best,
        (score, profile.years.lowerBound) < (other.score - 1e-9, other.profile.years.lowerBound)
          || score < other.score - 1e-9
      {
        continue
      }
      best = (profile, score)
    }
    return best?.profile
  }

  /// Reads a page as a table of a profile; nil where the ordinary way reads it as well, or nothing does.
  func read(
    _ page: Page, _ candidate: Candidate, _ profile: Profile, meanings: Meanings
  ) -> Draft? {
    let matches = candidate.matches.filter { profile.layout($0.layout.id) != nil }
    guard let best = matches.first else { return nil }
    let header = candidate.header
    var lines = page.lines
    let repairs = repairCodes(&lines, of: page, best, header)
    let isMapped = map?.table(for: page, number: page.number) != nil
    guard isMapped || isWhole(best, candidate),
      isMapped || !repairs.isEmpty || isUnusual(page, best, candidate)
    else { return nil }
    let location = Location(page, line: lines[header.rows.lowerBound].number)
    let layout = best.layout
    var repaired = page
    repaired.lines = lines
    let table = TableCutter(repaired, meanings: meanings).table(under: header)
    let fit = LayoutFit(layout: layout, catalogue: catalogue, meanings: meanings)
    let adoption = Adoption(
      layout, columns: best.columns,
      body: table.grid.rows(header.rows.count..<table.grid.rows.count),
      columnNumbers: fit.columnNumbers(table.header), vocabulary: vocabulary)
    var draft = Draft(table, adoption, meanings)
    draft.take(0..<table.lines.upperBound, of: lines)
    draft.section.place.location = location
    draft.isExport = true
    draft.findings += repairs
    draft.findings.insert(
      contentsOf: findings(best, candidate, at: location, page), at: 0)
    draft.section.matrix.extraColumns = extras(best, candidate, page)
    markAbsent(best, in: &draft.section.matrix)
    return draft
  }

  /// Whether a page that only its title names has no figures but those of the form's columns, and the codes or
  /// labels of its rows: any other is read by its own captions.
  private func isWhole(_ match: TableMatch, _ candidate: Candidate) -> Bool {
    let sources = Set(match.columns.compactMap { $0 })
    let hasKeys = match.layout.panels.allSatisfy { panel in
      (panel.codeColumns.first ?? panel.labelColumn).map { match.columns[$0] != nil } ?? true
    }
    return hasKeys
      && candidate.header.columns.allSatisfy { column in
        sources.contains(column.index)
          || !(candidate.contents[column.index]?.texts.contains { text in
            text.contains(".") && (try? Amount(text.squeezed)) != nil
          } ?? false)
      }
  }

  /// Whether a page needs more than the ordinary way of reading: another order, other captions, columns
  /// of its own.
  private func isUnusual(_ page: Page, _ match: TableMatch, _ candidate: Candidate) -> Bool {
    let sources = match.columns.compactMap { $0 }
    // Blank cells in place of a column that is not there would be made up.
    let isWhole = candidate.header.columns.allSatisfy { column in
      sources.contains(column.index) || (candidate.contents[column.index]?.texts.isEmpty ?? true)
    }
    let lacks = match.layout.columns.indices.contains { column in
      match.layout.columns[column].role == .amount && match.columns[column] == nil
    }
    if !match.ambiguous.isEmpty || isWhole && lacks { return true }
    if zip(sources, sources.dropFirst()).contains(where: { $0 > $1 }) { return true }
    if match.matches.contains(where: { ![.exact, .caption].contains($0.evidence) }) {
      // The usual captions of codes and names are understood by what stands below them.
      let renamed = match.matches.contains { found in
        match.layout.columns[found.target].role == .amount
          && ![.exact, .caption].contains(found.evidence)
      }
      if renamed { return true }
    }
    return candidate.header.columns.contains { column in
      !sources.contains(column.index) && !(candidate.contents[column.index]?.texts.isEmpty ?? true)
    } && !isOfficial(match, candidate)
  }

  /// Whether the captions are the official ones in their order, over columns that extraction has split.
  private func isOfficial(_ match: TableMatch, _ candidate: Candidate) -> Bool {
    candidate.header.columns.filter { column in
      !match.matches.contains { $0.source == column.index }
    }.allSatisfy { column in
      match.layout.columns.contains { $0.path.map(\.folded).contains(column.folded.last ?? "") }
    }
  }

  // MARK: Repairs

  /// Restores codes in place; says what was done to each.
  private func repairCodes(
    _ lines: inout [Line], of page: Page, _ match: TableMatch, _ header: HeaderBlock
  ) -> [Finding] {
    var findings: [Finding] = []
    for panel in match.layout.panels {
      guard let target = panel.codeColumns.first, let source = match.columns[target],
        !panel.codeColumns.dropFirst().contains(where: { match.columns[$0] != nil })
      else { continue }
      func cell(_ index: Int, _ column: Int?) -> String {
        guard let column, column < lines[index].cells.count else { return "" }
        return lines[index].cells[column]
      }
      let name = panel.labelColumn.flatMap { match.columns[$0] }
      let repair = RepairedCode(
        opens: panel.opens, classifications: catalogue.classifications,
        column: Set(header.body.map { cell($0, source).folded }))
      for index in header.body {
        let raw = cell(index, source)
        guard !raw.isEmpty else { continue }
        let location = page.place(of: lines[index], column: source)
        switch repair.outcome(raw, name: cell(index, name)) {
        case .unchanged: break
        case .repaired(let code):
          lines[index].cells[source] = code
          findings.append(Finding("read/repaired-code", ["raw": raw, "code": code], at: location))
        case .unproved:
          findings.append(Finding("read/unproved-code", ["raw": raw], at: location))
        }
      }
    }
    return findings
  }

  /// Cells of columns that the export does not have are absent, not blank.
  private func markAbsent(_ match: TableMatch, in matrix: inout Section.Matrix) {
    for (index, panel) in match.layout.panels.enumerated() {
      for (slot, column) in panel.valueColumns.enumerated() where match.columns[column] == nil {
        for row in matrix.rows.indices {
          matrix.rows[row].parts[index].cells[slot].value = .null(.absent)
        }
      }
    }
  }

  private func extras(
    _ match: TableMatch, _ candidate: Candidate, _ page: Page
  ) -> [Section.ExtraColumn] {
    unmatched(match, candidate).map { column in
      Section.ExtraColumn(
        name: column.name, column: column.index,
        cells: page.lines[candidate.header.body].compactMap { line in
          guard line.cells.count > column.index, !line.cells[column.index].isEmpty else {
            return nil
          }
          return (line.number, line.cells[column.index])
        })
    }
  }

  private func unmatched(_ match: TableMatch, _ candidate: Candidate) -> [HeaderBlock.Column] {
    candidate.header.columns.filter { column in
      !match.matches.contains { $0.source == column.index }
        && !(candidate.contents[column.index]?.texts.isEmpty ?? true)
    }
  }

  // MARK: What is said

  private func findings(
    _ match: TableMatch, _ candidate: Candidate, at location: Location, _ page: Page
  ) -> [Finding] {
    let header = candidate.header
    let names = match.layout.columnNames
    func name(_ source: Int) -> String {
      header.columns.first { $0.index == source }?.name ?? ""
    }
    func place(_ source: Int) -> Location {
      Location(page, line: page.lines[header.rows.upperBound - 1].number, column: source)
    }
    var findings = [
      Finding(
        "read/export-table",
        [
          "id": match.layout.id, "title": match.layout.title,
          "percent": Int((min(match.score, 1) * 100).rounded()), "columns": match.matches.count,
        ], at: location)
    ]
    for found in match.matches where found.evidence != .exact {
      findings.append(
        Finding(
          Message(
            "map.matched",
            [
              "source": name(found.source), "target": names[found.target],
              "evidence": Message("map.evidence.\(found.evidence.rawValue)"),
              "percent": Int((found.score * 100).rounded()),
            ]),
          rule: found.evidence == .similar ? "read/similar-column" : "read/matched-column",
          locations: [place(found.source)]))
    }
    for column in match.layout.columns.indices
    where match.layout.columns[column].role == .amount && match.columns[column] == nil {
      findings.append(Finding("read/missing-column", ["name": names[column]], at: location))
    }
    for column in unmatched(match, candidate) {
      findings.append(
        Finding(
          "read/extra-column",
          ["name": column.name, "count": candidate.contents[column.index]?.texts.count ?? 0],
          at: place(column.index)))
    }
    return findings
  }
}

extension Location {
  /// A place on a page: of its sheet where it has a name.
  init(_ page: Page, line: Int, column: Int? = nil) {
    if let name = page.name {
      self.init(sheet: name, line: line, column: column)
    } else {
      self.init(page: page.number, line: line, column: column)
    }
  }
}
