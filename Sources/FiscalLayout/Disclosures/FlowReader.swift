import Documents
import FiscalModel
import FiscalSchema

/// Reads the sections of a flow: its tables, its forms, and what is only announced in it.
struct FlowReader {
  private let profile: Profile?
  private let finder: TableFinder
  private let formFinder: FormFinder
  private let meanings: Meanings
  /// What kind of document the flow is of.
  private let form: Document.Form
  private var catalogue: Catalogue { finder.catalogue }
  private var vocabulary: Vocabulary { finder.catalogue.vocabulary }

  /// Makes a reader of flows that follow a profile, or none.
  init(profile: Profile?, finder: TableFinder, meanings: Meanings, form: Document.Form) {
    self.profile = profile
    self.finder = finder
    self.meanings = meanings
    self.form = form
    formFinder = FormFinder(
      forms: profile?.forms ?? [], vocabulary: finder.catalogue.vocabulary)
  }

  /// Adds the sections of a flow in the order of their lines, and what stands around them.
  func read(_ flow: Page, _ candidates: [TableFinder.Candidate], into finds: inout Finds) {
    var drafts = forms(flow, candidates)
    let candidates = without(drafts.map(\.lines), candidates)
    drafts += announced(flow, candidates)
    drafts += lost(flow, candidates)
    drafts += tables(flow, candidates, besides: drafts.map(\.lines))
    drafts.sort { $0.lines.lowerBound < $1.lines.lowerBound }
    finds.drafts += drafts
    var taken = [Bool](repeating: false, count: flow.lines.count)
    for index in drafts.map(\.lines).joined() where index < taken.count { taken[index] = true }
    finds.prose += flow.lines.indices.filter { !taken[$0] }.map { flow.lines[$0] }
    // A title that no table follows.
    for candidate in candidates where candidate.isKnown && candidate.printed != nil {
      let start = candidate.lines.lowerBound
      guard !taken[start],
        let layout = profile.flatMap({ finder.layout(candidate.title, in: $0) })
      else { continue }
      finds.listed.append(
        ListedTitle(
          number: candidate.title.number, layout: layout.id,
          location: flow.place(of: flow.lines[start])))
    }
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

  /// The tables of a flow that kept their cells: in the layout that their title or their captions speak for
  /// where these agree with it, else as they are printed.
  private func tables(
    _ flow: Page, _ candidates: [TableFinder.Candidate], besides taken: [Range<Int>]
  ) -> [Draft] {
    guard flow.lines.contains(where: \.isGrid) else { return [] }
    let found = TableCutter(flow, meanings: meanings)
      .tables(excluding: taken.sorted { $0.lowerBound < $1.lowerBound })
    var adopted = found.map { table in
      title(of: table, among: candidates).flatMap { title in
        profile.flatMap { finder.layout(title, in: $0) }
      }.flatMap { draft(table, $0, of: flow) }
    }
    adoptUntitled(found, &adopted, of: flow)
    return zip(found, adopted).map { table, draft in
      if let draft { return draft }
      let frame = table.frame
      var draft = Draft(
        section: Section(
          number: frame.number, title: frame.title, titleLine: frame.titleLine,
          agency: frame.agency),
        lines: table.lines, found: table)
      draft.take(table.lines, of: flow.lines)
      draft.section.place.location = table.location
      return draft
    }
  }

  /// What a table is called: its title, or the name of its sheet.
  private func title(
    of table: FoundTable, among candidates: [TableFinder.Candidate]
  ) -> TitleLine? {
    if let line = table.frame.titleLine {
      return TitleLine(line, vocabulary: vocabulary)
    }
    return candidates.first { $0.lines.isEmpty }?.title
  }

  /// A table in a layout; nil where its captions are not those of the layout.
  private func draft(_ table: FoundTable, _ layout: Layout, of flow: Page) -> Draft? {
    let fit = LayoutFit(layout: layout, catalogue: catalogue, meanings: meanings)
    guard let adoption = fit.adoption(of: table) else { return nil }
    var draft = Draft(table, adoption, meanings)
    draft.take(table.lines, of: flow.lines)
    if table.frame.title == nil {
      draft.findings.append(
        Finding("read/untitled", ["title": layout.title], at: table.location))
    }
    return draft
  }

  /// Finds the layouts of tables whose title was not printed by the captions of their headers; a wider table
  /// has all those of a narrower one.
  private func adoptUntitled(
    _ found: [FoundTable], _ adopted: inout [Draft?], of flow: Page
  ) {
    for (index, table) in found.enumerated()
    where adopted[index] == nil && !table.frame.isCertain {
      let missing = (profile?.tables ?? []).filter { layout in
        !adopted.contains { $0?.section.layout == layout.id }
      }
      let scored = missing.compactMap { layout in
        LayoutFit(layout: layout, catalogue: catalogue, meanings: meanings)
          .ownCaptions(of: table).map { (layout: layout, matches: $0) }
      }
      let best = scored.max { $0.matches < $1.matches }
      guard let best, scored.count(where: { $0.matches == best.matches }) == 1 else { continue }
      adopted[index] = draft(table, best.layout, of: flow)
    }
  }

  /// The tables of a flow whose cells were lost: each begins with a title, and ends with the next one.
  private func lost(_ flow: Page, _ candidates: [TableFinder.Candidate]) -> [Draft] {
    guard let profile else { return [] }
    let ends = candidates.dropFirst().map(\.lines.lowerBound) + [flow.lines.count]
    return zip(candidates, ends).compactMap { title, end in
      let lines = title.lines.upperBound..<max(end, title.lines.upperBound)
      guard title.isKnown, isLost(flow.lines[lines]),
        let layout = finder.layout(title.title, in: profile)
      else { return nil }
      let start = title.lines.lowerBound
      let section = Section(layout, titled: title, at: flow.place(of: flow.lines[start]))
      guard
        var draft = SpacedTextReader(layout: layout, catalogue: catalogue)
          .read(flow.lines, lines, into: section)
      else { return nil }
      draft.take(start..<draft.lines.upperBound, of: flow.lines)
      draft.askTotals()
      return draft
    }
  }

  /// Whether lines kept no cells; a single row of cells makes no table.
  private func isLost(_ lines: ArraySlice<Line>) -> Bool {
    lines.contains { $0.division == .lost } && lines.count(where: \.isGrid) < 2
  }
}

extension Page {
  /// The place of one of its lines: in its sheet, where it has a name.
  func place(of line: Line, column: Int? = nil) -> Location {
    name.map { Location(sheet: $0, line: line.number, column: column) }
      ?? Location(page: line.page, line: line.number, column: column)
  }
}
