import Documents
import FiscalModel
import FiscalSchema

/// Reads the sections of a flow: its tables, its forms, and what is only announced in it.
struct FlowReader {
  private let profile: Profile?
  private let finder: TableFinder
  private let formFinder: FormFinder
  private let meanings: Meanings
  private let isOwn: Bool
  /// What kind of document the flow is of.
  private let form: Document.Form
  private var catalogue: Catalogue { finder.catalogue }
  private var vocabulary: Vocabulary { finder.catalogue.vocabulary }

  /// Makes a reader of flows that follow a profile, or none.
  ///
  /// The captions of one of our own workbooks are those of the layout that it names.
  init(
    profile: Profile?, finder: TableFinder, meanings: Meanings, form: Document.Form, isOwn: Bool
  ) {
    self.isOwn = isOwn
    self.profile = profile
    self.finder = finder
    self.meanings = meanings
    self.form = form
    formFinder = FormFinder(
      forms: profile?.forms ?? [], vocabulary: finder.catalogue.vocabulary)
  }

  /// Adds the sections of a flow in the order of their lines, and what stands around them.
  func read(_ flow: Page, _ candidates: [TableFinder.Candidate], into finds: inout Finds) {
    let forms = forms(flow, candidates)
    var tables = tables(
      flow, without(forms.map(\.lines), candidates), forms: forms.map(\.lines))
    let announced = announced(flow, candidates)
    tables += others(flow, besides: (announced + forms + tables).map(\.lines))
    let drafts = (announced + forms + tables).sorted { $0.lines.lowerBound < $1.lines.lowerBound }
    finds.drafts += drafts
    var taken = [Bool](repeating: false, count: flow.lines.count)
    for index in drafts.map(\.lines).joined() where index < taken.count { taken[index] = true }
    finds.prose += flow.lines.indices.filter { !taken[$0] }.map { flow.lines[$0] }
    // A title that no table follows.
    for candidate in candidates where candidate.isKnown && candidate.printed != nil {
      let start = candidate.lines.lowerBound
      guard !tables.contains(where: { $0.lines.contains(start) }),
        let layout = profile.flatMap({ finder.layout(candidate.title, in: $0) })
      else { continue }
      finds.listed.append(
        ListedTitle(
          number: candidate.title.number, layout: layout.id,
          location: flow.place(of: flow.lines[start])))
    }
  }

  /// Adds the tables of a flow of which a map says what their columns are.
  func readTables(_ flow: Page, _ map: [ExportMap.Table], into finds: inout Finds) {
    var drafts = others(flow, besides: [])
    for (index, table) in zip(drafts.indices, map) {
      drafts[index].found?.map = table
    }
    finds.drafts += drafts
  }

  // MARK: Forms

  private func forms(_ flow: Page, _ candidates: [TableFinder.Candidate]) -> [Draft] {
    // A number alone may be a piece of a wrapped cell; a title that no form has ends one.
    let boundaries = candidates.filter { $0.isKnown || !$0.title.core.isEmpty }
      .map(\.lines.lowerBound)
    return formFinder.forms(of: flow, boundaries: boundaries, form: form).compactMap { found in
      FormReader(found, vocabulary: vocabulary).read(flow, found, form: form)
    }
  }

  /// The candidates outside the forms, and the forms as what ends a table.
  private func without(
    _ forms: [Range<Int>], _ candidates: [TableFinder.Candidate]
  ) -> [TableFinder.Candidate] {
    guard !forms.isEmpty else { return candidates }
    var result = candidates.filter { candidate in
      !forms.contains { $0.overlaps(candidate.lines) || $0.contains(candidate.lines.lowerBound) }
    }
    guard let title = TitleLine(vocabulary.table, vocabulary: vocabulary) else { return result }
    result += forms.map { .init(isKnown: false, lines: $0, title: title, printed: nil) }
    return result.sorted { $0.lines.lowerBound < $1.lines.lowerBound }
  }

  // MARK: Announced tables

  /// Numbered titles that no layout has, with a sentence in place of the table.
  private func announced(_ flow: Page, _ candidates: [TableFinder.Candidate]) -> [Draft] {
    candidates.compactMap { candidate in
      let next = candidate.lines.upperBound
      guard !candidate.isKnown, let number = candidate.title.number, let line = candidate.printed,
        next < flow.lines.count, let start = candidate.lines.first
      else { return nil }
      let cells = flow.lines[next].cells.filter { !$0.isEmpty }
      guard cells.count == 1, NoteReader.isClosingStatement(cells[0], vocabulary) else {
        return nil
      }
      var section = Section(number: number, title: candidate.title.title, titleLine: line)
      section.nilStatement = cells[0].squeezed
      section.place.location = flow.place(of: flow.lines[start])
      var draft = Draft(section: section, lines: start..<next + 1)
      draft.take(draft.lines, of: flow.lines)
      return draft
    }
  }

  // MARK: Tables

  /// The tables of a flow that no layout reads, as they are printed.
  private func others(_ flow: Page, besides taken: [Range<Int>]) -> [Draft] {
    guard flow.lines.contains(where: \.isGrid) else { return [] }
    let cutter = TableCutter(flow, meanings: meanings)
    return cutter.tables(excluding: taken.sorted { $0.lowerBound < $1.lowerBound }).map { table in
      var draft = Draft(
        section: Section(
          number: table.frame.number, title: table.frame.title, titleLine: table.frame.titleLine,
          agency: table.frame.agency),
        lines: table.lines)
      draft.take(table.lines, of: flow.lines)
      draft.section.place.location = table.location
      draft.found = table
      return draft
    }
  }

  /// The tables of a flow that are read by a layout.
  private func tables(
    _ flow: Page, _ candidates: [TableFinder.Candidate], forms: [Range<Int>]
  ) -> [Draft] {
    guard profile != nil else { return [] }
    var drafts: [Draft] = []
    var taken = [Bool](repeating: false, count: flow.lines.count)
    for index in forms.joined() where index < taken.count { taken[index] = true }
    let candidates =
      form == .spacedText ? candidates : finder.withoutContinued(candidates, of: flow.lines)
    for (position, candidate) in candidates.enumerated() {
      let end =
        position + 1 < candidates.count
        ? candidates[position + 1].lines.lowerBound : flow.lines.count
      guard var draft = table(flow, under: candidate, to: end) else { continue }
      draft.takeUnit(above: candidate.lines.lowerBound, taken: taken, of: flow, vocabulary)
      for index in draft.lines { taken[index] = true }
      drafts.append(draft)
    }
    if form == .tabbedText || form == .layoutText {
      drafts += untitled(flow, besides: drafts, &taken)
    }
    return drafts
  }

  /// The table of a title, whose lines end before an index; nil where the title is no table's of the
  /// profile, or no such table follows.
  private func table(
    _ flow: Page, under title: TableFinder.Candidate, to end: Int
  ) -> Draft? {
    guard title.isKnown, let layout = profile.flatMap({ finder.layout(title.title, in: $0) })
    else { return nil }
    let start = title.lines.lowerBound
    let section = Section(layout, titled: title, at: flow.place(of: flow.lines[start]))
    guard var draft = read(flow, title.lines.upperBound..<end, layout, into: section) else {
      return nil
    }
    draft.take(start..<draft.lines.upperBound, of: flow.lines)
    if title.printed == nil {
      draft.findings.append(
        Finding("read/untitled", ["title": layout.title], at: section.place.location))
    }
    draft.findings += missingLines(draft)
    return draft
  }

  /// What says that a table was cut off: the line that closes a panel is not there.
  private func missingLines(_ draft: Draft) -> [Finding] {
    guard let layout = draft.layout, draft.hasRows else { return [] }
    let rows = draft.section.matrix.rows
    return layout.panels.enumerated().compactMap { index, panel in
      guard let line = panel.lines.last(where: { $0.kind == .total && !$0.label.isEmpty }),
        !rows.contains(where: { $0.parts[index].line == line.id })
      else { return nil }
      return Finding("read/missing-total", ["label": line.label], at: draft.section.place.location)
    }
  }

  /// Tables whose title was not printed, found by the captions of their header.
  private func untitled(
    _ flow: Page, besides found: [Draft], _ taken: inout [Bool]
  ) -> [Draft] {
    var missing = (profile?.tables ?? []).filter { layout in
      !found.contains { $0.section.layout == layout.id }
    }
    var drafts: [Draft] = []
    var index = 0
    while index < flow.lines.count {
      guard !taken[index], flow.lines[index].isGrid else {
        index += 1
        continue
      }
      var end = index
      while end < flow.lines.count, !taken[end] { end += 1 }
      let location = flow.place(of: flow.lines[index])
      guard let layout = captioned(flow.lines[index..<end], among: missing),
        var draft = read(flow, index..<end, layout, into: Section(layout, at: location))
      else {
        index += 1
        continue
      }
      draft.take(draft.lines, of: flow.lines)
      draft.findings.append(Finding("read/untitled", ["title": layout.title], at: location))
      draft.findings += missingLines(draft)
      for line in draft.lines { taken[line] = true }
      missing.removeAll { $0.id == layout.id }
      index = max(draft.lines.upperBound, index + 1)
      drafts.append(draft)
    }
    return drafts
  }

  /// The layout that explains most captions of the header that lines begin with; a wider table has all
  /// those of a narrower one. Nil where none or several do.
  private func captioned(_ lines: ArraySlice<Line>, among layouts: [Layout]) -> Layout? {
    guard let first = lines.first else { return nil }
    // The captions of a table without rulings may take several lines.
    let top = lines.prefix(WrappedRows.areUnruled(first) ? 8 : 4)
    let scored = layouts.compactMap { layout -> (layout: Layout, matches: Int)? in
      let reader = GridReader(layout: layout, catalogue: catalogue)
      let header = Array(WrappedRows(layout: layout, catalogue: catalogue).heading(of: top))
      let matches = reader.headerMatches(header, whole: true)
      return matches > 1 && reader.headerScore(header, whole: true) >= 0.8
        ? (layout, matches) : nil
    }
    let best = scored.max { $0.matches < $1.matches }
    return scored.count { $0.matches == best?.matches } == 1 ? best?.layout : nil
  }

  private func read(
    _ flow: Page, _ range: Range<Int>, _ layout: Layout, into section: Section
  ) -> Draft? {
    // What keeps no columns in a text that keeps places is read as text that does not.
    if form == .spacedText
      || form == .layoutText && !flow.lines[range].contains(where: \.isGrid)
    {
      return SpacedTextReader(layout: layout, catalogue: catalogue)
        .read(flow.lines, range, into: section)
    }
    // What a scan tore apart has no captions that could be held against it.
    return GridReader(layout: layout, catalogue: catalogue)
      .read(flow, range, into: section, agreeing: form == .tabbedText || isOwn ? nil : meanings)
  }
}

extension Draft {
  /// A unit that stands between the table before and the title, where none stands below it.
  fileprivate mutating func takeUnit(
    above title: Int, taken: [Bool], of flow: Document.Page, _ vocabulary: Vocabulary
  ) {
    func heading(_ text: String) -> HeadingLine? { HeadingLine(text, vocabulary: vocabulary) }
    guard !section.heading.contains(where: { heading($0)?.unit != nil }) else { return }
    for index in (0..<title).reversed().prefix(Draft.unitBound) {
      guard !taken[index] else { return }
      let texts = flow.lines[index].cells.map(\.squeezed).filter { !$0.isEmpty }
      let headings = texts.compactMap(heading)
      guard let unit = headings.lazy.compactMap(\.unit).first else { continue }
      section.unit = unit
      section.agency = section.agency ?? headings.lazy.compactMap(\.agency).first
      section.heading = texts + section.heading
      lines = index..<lines.upperBound
      return
    }
  }

  /// A unit does not stand further above a title than so many lines.
  private static let unitBound = 4
}

extension Page {
  /// The place of one of its lines: in its sheet, where it has a name.
  func place(of line: Line, column: Int? = nil) -> Location {
    name.map { Location(sheet: $0, line: line.number, column: column) }
      ?? Location(page: line.page, line: line.number, column: column)
  }
}
