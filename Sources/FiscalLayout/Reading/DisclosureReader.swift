import Documents
import FiscalModel

/// Reads a disclosure from a document: finds the tables, reads their rows, places their values.
public struct DisclosureReader: Sendable {
  let catalogue: Catalogue
  private let profileID: String?
  private let exports: ExportReader

  /// - Parameters:
  ///   - catalogue: the schemas.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  ///   - map: what a person says of the columns of an export, or nil to find it.
  public init(catalogue: Catalogue, profile: String? = nil, map: ExportMap? = nil) {
    self.catalogue = catalogue
    profileID = profile
    exports = ExportReader(catalogue: catalogue, map: map, profile: map == nil ? profile : nil)
  }

  /// Whether a sheet is one that the writer adds for people, of which nothing is read: the relations, often
  /// most of a workbook's cells, and the findings.
  public static func isWithoutTables(_ sheet: String, _ firstRow: [String]) -> Bool {
    RelationsSheet.isOwn(sheet, header: firstRow) || FindingsSheet.isOwn(sheet, header: firstRow)
  }

  /// Reads a document.
  ///
  /// - Throws: ``ReadingError`` where the document has no table that the catalogue knows.
  /// - Complexity: linear in the document; the placement of rows that print fewer values than they have
  ///   columns is bounded by ``PlacementSolver``'s limits.
  public func read(_ document: Document) throws(ReadingError) -> Reading {
    if let profileID, catalogue.profile(profileID) == nil { throw .unknownProfile(profileID) }
    let finder = TableFinder(catalogue: catalogue)
    let (unnumbered, pageNumbers) = PageNumbers.without(document, catalogue.vocabulary)
    let flows = unnumbered.map(PrintedSheets.removed)
    let contents = ContentsSheet.read(flows)
    let candidates = flows.map { ContentsSheet.isOwn($0) ? [] : finder.candidates(of: $0) }
    let titles = candidates.joined().filter(\.isKnown).map(\.title)
    // A document of our own, and text without a grid, are no exports.
    let exported = zip(flows, candidates).map { flow, candidates in
      contents != nil || document.form == .spacedText
        ? nil : exports.candidate(flow, titles: candidates.filter(\.isKnown).map(\.title))
    }
    guard
      let profile = profile(
        finder, titles, contents, flows, exported: exported)
    else { throw .noTables }
    var drafts: [DraftTable] = []
    var forms: [DraftForm] = []
    var announcements: [Disclosure.Announcement] = []
    var prose: [Line] = []
    var listed: [ListedTitle] = []
    let formFinder = FormFinder(forms: profile.forms, vocabulary: catalogue.vocabulary)
    for (index, (flow, candidates)) in zip(flows, candidates).enumerated()
    where !ContentsSheet.isOwn(flow) {
      if let candidate = exported[index],
        let draft = exports.read(
          flow, candidate, profile, title: candidates.first(where: \.isKnown))
      {
        drafts.append(draft)
        continue
      }
      let read = self.forms(flow, candidates, formFinder, form: document.form)
      var (found, rest) = tables(
        flow, without(read.map(\.lines), candidates), profile, finder, read.map(\.lines),
        form: document.form)
      for (announcement, lines) in self.announcements(flow, candidates, found) {
        var announcement = announcement
        announcement.precedingTables += drafts.count
        announcement.precedingForms =
          forms.count
          + read.count { flow.lines[$0.lines.lowerBound].number < lines.lowerBound }
        announcements.append(announcement)
        rest.removeAll { lines.contains($0.number) }
      }
      forms += read.map { form in
        var form = form
        // Within a text the lines tell the order, else that of the sheets.
        form.form.precedingTables =
          drafts.count + found.count { $0.extent.lowerBound < form.lines.lowerBound }
        return form
      }
      // A title that no table follows.
      for candidate in candidates where candidate.isKnown && candidate.printed != nil {
        let line = flow.lines[candidate.lines.lowerBound]
        guard !found.contains(where: { $0.extent.contains(candidate.lines.lowerBound) }),
          let layout = finder.layout(candidate.title, in: profile)
        else { continue }
        listed.append(
          ListedTitle(
            number: candidate.title.number, layout: layout.id, location: place(flow, line)))
      }
      drafts += found
      prose += rest
    }
    guard !drafts.isEmpty || !forms.isEmpty else { throw .noTables }
    var reading = assemble(drafts, prose, titles, contents, profile, document)
    reading.listedTitles = listed
    reading.disclosure.announcements = announcements
    // Rows of other lengths are what titles and notes are.
    for issue in document.csv?.issues ?? [] where issue.rule != .raggedRow {
      reading.findings.append(
        Finding(Message(followed: issue, count: 1), rule: "read/" + issue.rule.rawValue))
    }
    add(
      forms, to: &reading, profile, document, isExport: drafts.contains(where: \.isExport))
    reading.findings += document.repairs.map { Finding($0) }
    reading.findings += pageNumbers.map {
      Finding("read/page-number", ["raw": $0.text], at: place($0))
    }
    reading.findings = catalogue.graded(reading.findings)
    return reading
  }

  /// Reads a document that may hold the tables of several agencies: a disclosure for each.
  ///
  /// - Throws: ``ReadingError`` where the document has no table that the catalogue knows.
  public func readings(_ document: Document) throws(ReadingError) -> [Reading] {
    let isExport =
      [.delimitedText, .workbook, .tabbedText, .html].contains(document.form)
      && ContentsSheet.read(document.flows) == nil
    guard isExport else { return [try read(document)] }
    if exports.map == nil, let long = try longReadings(document) { return long }
    let parts = AgencySplit(exports: exports, catalogue: catalogue)
      .parts(document, finder: TableFinder(catalogue: catalogue))
    var readings: [Reading] = []
    for part in parts {
      var reading = try read(part.document)
      if let agency = part.agency { reading.disclosure.agency = agency }
      if let code = part.code { reading.disclosure.agencyCode = code }
      if parts.count > 1 {
        let name = [part.code, part.agency].compactMap { $0 }.joined(separator: " ")
        reading.findings.insert(
          Finding("read/one-agency", ["name": name, "count": parts.count]), at: 0)
        for (page, line) in part.unread {
          reading.findings.append(
            Finding("read/unread-line", ["raw": line.text], at: Location(page, line: line.number)))
        }
      }
      reading.findings = catalogue.graded(reading.findings)
      readings.append(reading)
    }
    return readings
  }

  /// The disclosures of a long export, one for each agency; nil where the document is none.
  private func longReadings(_ document: Document) throws(ReadingError) -> [Reading]? {
    let finder = TableFinder(catalogue: catalogue)
    // An official title says that the page is a table.
    guard document.flows.count == 1, let page = document.flows.first,
      !finder.candidates(of: page).contains(where: \.isKnown),
      let export = LongExport(page, catalogue: catalogue)
    else { return nil }
    guard let profile = export.profile(catalogue, id: profileID) else { return nil }
    let pivot = LongPivot(export: export, catalogue: catalogue, profile: profile)
    var readings: [Reading] = []
    for agency in export.agencies {
      let records = export.records.filter { $0.agency == agency }
      let (drafts, rest) = pivot.tables(records)
      guard !drafts.isEmpty else { continue }
      var reading = assemble(drafts, [], [], nil, profile, document)
      reading.disclosure.agencyCode = records.first?.codes["agency"]
      reading.disclosure.agency = records.lazy.compactMap { $0.names["agency"] }.first
      reading.disclosure.fiscalYear = export.year
      if !rest.isEmpty {
        var finding = Finding("read/unpivoted-rows", ["count": rest.count])
        finding.locations = rest.map(\.location)
        reading.findings.append(finding)
      }
      if export.agencies.count > 1 {
        let name = [reading.disclosure.agencyCode, reading.disclosure.agency].compactMap { $0 }
          .joined(separator: " ")
        reading.findings.insert(
          Finding("read/one-agency", ["name": name, "count": export.agencies.count]), at: 0)
      }
      reading.findings += export.findings + export.totalFindings
      reading.findings = catalogue.graded(reading.findings)
      readings.append(reading)
    }
    return readings.isEmpty ? nil : readings
  }

  /// What the columns of an export are taken for, for a person to look at; nil where no page has a header
  /// that any layout explains.
  public func proposal(for document: Document) -> ExportMap? {
    let finder = TableFinder(catalogue: catalogue)
    let pages = document.flows.filter { !ContentsSheet.isOwn($0) }
    let titles = pages.map { finder.candidates(of: $0).filter(\.isKnown).map(\.title) }
    let candidates = zip(pages, titles).map { exports.candidate($0, titles: $1) }
    let year = mostCommon(titles.joined().compactMap(\.year))
    let profile = exports.profile(candidates, year: year)
    let tables = zip(pages, candidates).compactMap { page, candidate -> ExportMap.Table? in
      guard let candidate,
        let match = candidate.matches.first(where: { profile?.layout($0.layout.id) != nil })
          ?? candidate.matches.first
      else { return nil }
      return ExportMap.Table(sheet: page.name, match, candidate.header)
    }
    return tables.isEmpty ? nil : ExportMap(tables: tables)
  }

  func place(_ line: Line) -> Location { Location(page: line.page, line: line.number) }

  private func profile(
    _ finder: TableFinder, _ titles: [TitleLine], _ contents: ContentsSheet.Facts?,
    _ flows: [Page], exported: [ExportReader.Candidate?]
  ) -> Profile? {
    if let id = profileID ?? contents?.profile, let profile = catalogue.profile(id) {
      return profile
    }
    let year = mostCommon(titles.compactMap(\.year))
    let ranked = exports.map == nil ? finder.ranked(titles, of: flows) : []
    if let best = ranked.first {
      // Where titles do not decide, columns do.
      let equal = ranked.filter { $0.score == best.score }.map(\.profile)
      return equal.count == 1
        ? best.profile : exports.profile(exported, year: year, among: equal) ?? best.profile
    }
    if let profile = exports.profile(exported, year: year) { return profile }
    // Without any title the headers have to tell.
    return catalogue.profiles.max { a, b in headers(a, flows) < headers(b, flows) }
      .flatMap { headers($0, flows) > 0 ? $0 : nil }
  }

  private func headers(_ profile: Profile, _ flows: [Page]) -> Int {
    profile.layouts.count { layout in
      let reader = GridReader(layout: layout, catalogue: catalogue)
      return flows.contains { flow in
        flow.lines.indices.contains { index in
          flow.lines[index].isGrid && reader.headerScore([flow.lines[index]], whole: true) >= 0.8
        }
      }
    }
  }

  // MARK: Forms

  /// The forms of a flow, in its order.
  private func forms(
    _ flow: Page, _ candidates: [TableFinder.Candidate], _ finder: FormFinder, form: Document.Form
  ) -> [DraftForm] {
    // A number alone may be a piece of a wrapped cell; a title that no form has ends one.
    let boundaries = candidates.filter { $0.isKnown || !$0.title.core.isEmpty }
      .map(\.lines.lowerBound)
    return finder.forms(of: flow, boundaries: boundaries, form: form).compactMap { found in
      FormReader(found, vocabulary: catalogue.vocabulary)
        .read(flow, found, form: form)
    }.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  /// The candidates outside the forms, and the forms as what ends a table.
  private func without(
    _ forms: [Range<Int>], _ candidates: [TableFinder.Candidate]
  ) -> [TableFinder.Candidate] {
    guard !forms.isEmpty else { return candidates }
    var result = candidates.filter { candidate in
      !forms.contains { $0.overlaps(candidate.lines) || $0.contains(candidate.lines.lowerBound) }
    }
    guard let title = TitleLine(catalogue.vocabulary.table, vocabulary: catalogue.vocabulary) else {
      return result
    }
    result += forms.map { .init(isKnown: false, lines: $0, title: title, printed: nil) }
    return result.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  private func add(
    _ forms: [DraftForm], to reading: inout Reading, _ profile: Profile, _ document: Document,
    isExport: Bool
  ) {
    for (index, draft) in forms.enumerated() {
      reading.disclosure.forms.append(draft.form)
      reading.formOrigins.append(draft.origin)
      reading.findings += draft.findings.map { finding in
        var finding = finding
        finding.form = index
        return finding
      }
    }
    FormUnits(reading.disclosure).findings(reading.formOrigins).forEach {
      reading.findings.append($0)
    }
    if reading.disclosure.agency == nil {
      reading.disclosure.agency = mostCommon(forms.compactMap(\.form.agency))
    }
    guard document.form != .delimitedText, !isExport else { return }
    for layout in profile.forms where !layout.isUntitled {
      guard !forms.contains(where: { $0.form.layout == layout.id }) else { continue }
      reading.findings.append(Finding("read/missing-form", ["title": layout.title]))
    }
  }

  // MARK: Tables

  /// The tables of a flow and the lines that belong to none.
  private func tables(
    _ flow: Page, _ candidates: [TableFinder.Candidate], _ profile: Profile, _ finder: TableFinder,
    _ forms: [Range<Int>], form: Document.Form
  ) -> ([DraftTable], [Line]) {
    var drafts: [DraftTable] = []
    var taken = [Bool](repeating: false, count: flow.lines.count)
    for index in forms.joined() where index < taken.count { taken[index] = true }
    let candidates =
      form == .spacedText ? candidates : finder.withoutContinued(candidates, of: flow.lines)
    for (position, candidate) in candidates.enumerated() {
      guard candidate.isKnown, let layout = finder.layout(candidate.title, in: profile) else {
        continue
      }
      let end =
        position + 1 < candidates.count
        ? candidates[position + 1].lines.lowerBound : flow.lines.count
      var table = FiscalTable(layout: layout.id, statement: layout.statement, unit: layout.unit)
      if let printed = candidate.printed {
        table.title = candidate.title.title
        table.titleLine = printed
        table.number = candidate.title.number
      }
      let start = candidate.lines.lowerBound
      guard
        var draft = read(
          flow, candidate.lines.upperBound..<end, layout, table, form,
          location: place(flow, flow.lines[start]))
      else { continue }
      draft.take(start..<draft.extent.upperBound, of: flow.lines)
      if candidate.printed == nil {
        draft.findings.append(
          Finding("read/untitled", ["title": layout.title], at: draft.location))
      }
      draft.findings += missingLines(draft)
      for index in draft.extent { taken[index] = true }
      drafts.append(draft)
    }
    if form != .spacedText {
      drafts += untitled(flow, profile, drafts, &taken, form: form)
      drafts.sort { $0.extent.lowerBound < $1.extent.lowerBound }
    }
    return (drafts, flow.lines.indices.filter { !taken[$0] }.map { flow.lines[$0] })
  }

  /// Numbered titles that no layout has, with a sentence in place of the table, and their lines.
  private func announcements(
    _ flow: Page, _ candidates: [TableFinder.Candidate], _ drafts: [DraftTable]
  ) -> [(Disclosure.Announcement, ClosedRange<Int>)] {
    candidates.compactMap { candidate in
      let next = candidate.lines.upperBound
      guard !candidate.isKnown, let number = candidate.title.number, let line = candidate.printed,
        next < flow.lines.count, let start = candidate.lines.first
      else { return nil }
      let cells = flow.lines[next].cells.filter { !$0.isEmpty }
      guard cells.count == 1, NoteReader.isClosingStatement(cells[0], catalogue.vocabulary) else {
        return nil
      }
      let announcement = Disclosure.Announcement(
        number: number, title: candidate.title.title, titleLine: line,
        nilStatement: cells[0].squeezed,
        precedingTables: drafts.count { $0.extent.lowerBound < start })
      return (announcement, flow.lines[start].number...flow.lines[next].number)
    }
  }

  /// What says that a table was cut off: the line that closes a panel is not there.
  private func missingLines(_ draft: DraftTable) -> [Finding] {
    guard !draft.rows.isEmpty else { return [] }
    return draft.layout.panels.enumerated().compactMap { index, panel in
      guard let line = panel.lines.last(where: { $0.kind == .total && !$0.label.isEmpty }),
        !draft.table.rows.contains(where: { $0.parts[index].line == line.id })
      else { return nil }
      return Finding("read/missing-total", ["label": line.label], at: draft.location)
    }
  }

  /// Tables whose title was not printed, found by the captions of their header.
  private func untitled(
    _ flow: Page, _ profile: Profile, _ found: [DraftTable], _ taken: inout [Bool],
    form: Document.Form
  ) -> [DraftTable] {
    var missing = profile.layouts.filter { layout in
      !found.contains { $0.layout.id == layout.id }
    }
    var drafts: [DraftTable] = []
    var index = 0
    while index < flow.lines.count {
      guard !taken[index], flow.lines[index].isGrid else {
        index += 1
        continue
      }
      var end = index
      while end < flow.lines.count, !taken[end] { end += 1 }
      // The captions of a table without rulings may take several lines.
      let depth = WrappedRows.areUnruled(flow.lines[index]) ? 8 : 4
      let lines = flow.lines[index..<min(index + depth, end)]
      // The layout that explains most captions; a wider table has all those of a narrower one.
      let scored = missing.map { layout in
        let reader = GridReader(layout: layout, catalogue: catalogue)
        let header = Array(
          WrappedRows(layout: layout, catalogue: catalogue).heading(of: lines))
        return (
          layout: layout, score: reader.headerScore(header, whole: true),
          matches: reader.headerMatches(header, whole: true)
        )
      }.filter { $0.score >= 0.8 && $0.matches > 1 }
      let best = scored.max { $0.matches < $1.matches }
      guard let best, scored.count(where: { $0.matches == best.matches }) == 1,
        var draft = read(
          flow, index..<end, best.layout,
          FiscalTable(
            layout: best.layout.id, statement: best.layout.statement, unit: best.layout.unit),
          form, location: place(flow, flow.lines[index]))
      else {
        index += 1
        continue
      }
      draft.take(draft.extent, of: flow.lines)
      draft.findings.append(
        Finding("read/untitled", ["title": best.layout.title], at: draft.location))
      draft.findings += missingLines(draft)
      for line in draft.extent { taken[line] = true }
      missing.removeAll { $0.id == best.layout.id }
      index = max(draft.extent.upperBound, index + 1)
      drafts.append(draft)
    }
    return drafts
  }

  private func read(
    _ flow: Page, _ range: Range<Int>, _ layout: Layout, _ table: FiscalTable,
    _ form: Document.Form, location: Location
  ) -> DraftTable? {
    // What keeps no columns in a text that keeps places is read as text that does not.
    if form == .spacedText
      || form == .layoutText && !flow.lines[range].contains(where: \.isGrid)
    {
      return SpacedTextReader(layout: layout, catalogue: catalogue)
        .read(flow.lines, range, table: table, location: location)
    }
    return GridReader(layout: layout, catalogue: catalogue)
      .read(flow, range, table: table, location: location)
  }

  private func place(_ flow: Page, _ line: Line) -> Location {
    flow.name.map { Location(sheet: $0, line: line.number) }
      ?? Location(page: line.page, line: line.number)
  }
}

/// Why a document gives no disclosure.
public enum ReadingError: Error, Sendable, Equatable {
  /// No table that the catalogue knows was found.
  case noTables
  /// There is no profile of this name.
  case unknownProfile(String)
}
