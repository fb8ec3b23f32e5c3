import FiscalModel
import FiscalSchema

/// Writes a disclosure in the forms of another profile of the same stage.
///
/// Facts are what both forms share: concept, stage, codes and fund source; what is no grid is matched field
/// by field, table by table and line by line. Order, captions, row numbers
/// and the form of codes are the target's; rows of classes and sections that the source does not print are
/// added up of their items and marked derived. What the target cannot hold, and what the source does not
/// have, are findings.
package struct Translator: Sendable {
  private let catalogue: Catalogue

  /// Makes a translator over the schemas.
  package init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// The disclosure in the forms of a profile; one that follows them already is returned as it is.
  ///
  /// - Parameters:
  ///   - reading: what was read; its findings are kept.
  ///   - identifier: the identifier of the target's profile.
  /// - Returns: the target's tables, with what was lost, missing or added up as findings.
  /// - Throws: ``TranslationError`` where there is no such profile or it is of another stage.
  /// - Complexity: O(facts) and, for figures that are added up, O(facts of their concept) each.
  package func translate(
    _ reading: Reading, to identifier: String
  ) throws(TranslationError) -> Reading {
    guard let target = catalogue.profile(identifier) else { throw .unknownProfile(identifier) }
    let source = reading.disclosure
    guard source.profile != target.id else { return reading }
    // Figures of which nothing says the stage are taken as what was asked for.
    if let stage = source.stage, stage != target.stage {
      throw .otherStage(source: stage, target: target)
    }
    var translation = Translation(source: source, target: target, catalogue: catalogue)
    for layout in target.layouts {
      if layout.isTable { translation.add(table: layout) } else { translation.add(form: layout) }
    }
    return translation.reading(after: reading)
  }
}

/// Why a disclosure cannot be written in a profile.
package enum TranslationError: Error, Sendable {
  /// There is no profile of this name.
  case unknownProfile(String)
  /// The profile is of another stage.
  case otherStage(source: Stage, target: Profile)
}

/// A disclosure that is being written in the forms of another profile, one after the other.
private struct Translation {
  let source: Disclosure
  let target: Profile
  let catalogue: Catalogue
  private var sections: [Section] = []
  private var findings: [Finding] = []
  private var unheld: UnheldFacts

  init(source: Disclosure, target: Profile, catalogue: Catalogue) {
    self.source = source
    self.target = target
    self.catalogue = catalogue
    unheld = UnheldFacts(disclosure: source, stage: target.stage, catalogue: catalogue)
  }

  private mutating func append(_ section: Section, _ remarks: [Finding]) {
    findings += remarks.map { finding in
      var finding = finding
      finding.section = sections.count
      return finding
    }
    sections.append(section)
  }

  // MARK: Tables

  /// Fills a table with the facts of those of its kind or, where there are none, of related ones.
  mutating func add(table layout: Layout) {
    let own = tables(of: layout.statement)
    let used = own.isEmpty ? layout.related.flatMap(tables) : own
    guard let first = used.first else {
      findings.append(
        Finding("translate/missing-table", ["number": layout.number, "title": layout.title]))
      return
    }
    var index = FactIndex()
    for table in used { index.add(table, source.sections[table], stage: target.stage, catalogue) }
    let nearest = source.sections[first]
    var translation = TableTranslation(
      layout: layout, index: index, catalogue: catalogue, isRelated: own.isEmpty,
      location: nearest.place.location)
    var rows = translation.rows()
    if used.allSatisfy({ source.sections[$0].matrix.rows.isEmpty }) { rows = [] }
    unheld.note(translation.held, from: used)
    unheld.note(conflicts: index)
    if own.isEmpty, !rows.contains(where: { $0.parts.contains(where: \.hasFigure) }) {
      findings.append(
        Finding("translate/missing-table", ["number": layout.number, "title": layout.title]))
      return
    }
    var section = layout.officialSection(year: source.fiscalYear, catalogue.vocabulary)
    section.matrix.rows = rows
    dress(&section, layout, from: nearest)
    if !own.isEmpty { takeNotes(&section, layout, from: nearest) }
    let remarks = remarks(translation, layout, own.isEmpty ? nearest : nil)
    append(section, remarks.map { Finding($0, locations: [nearest.place.location]) })
  }

  /// The indices of the tables of a statement kind.
  private func tables(of statement: String) -> [Int] {
    source.sections.indices.filter {
      source.sections[$0].isTable && source.sections[$0].statement == statement
    }
  }

  private func remarks(
    _ translation: TableTranslation, _ layout: Layout, _ related: Section?
  ) -> [Message] {
    var remarks: [Message] = []
    if let related {
      remarks.append(
        Message(
          "translate/other-table",
          ["title": layout.title, "other": related.title ?? related.statement ?? ""]))
    }
    if !translation.missing.isEmpty {
      remarks.append(
        Message("translate/not-in-source", ["title": layout.title, "facts": translation.missing]))
    }
    if translation.derivedRows > 0 {
      remarks.append(
        Message(
          "translate/derived-rows", ["title": layout.title, "count": translation.derivedRows]))
    }
    return remarks
  }

  /// What stands around the rows of a table: heading and notes as the form prints them.
  private func dress(_ table: inout Section, _ layout: Layout, from nearest: Section) {
    table.unit = nearest.unit
    table.heading = nearest.heading.filter {
      HeadingLine($0, vocabulary: catalogue.vocabulary)
        .map { $0.agency != nil || $0.unit != nil } ?? false
    }
    table.agency = nearest.agency
    table.place = nearest.place
    table.notes = layout.notes.map(\.squeezed)
  }

  /// Takes the notes that the source adds to its form's own.
  private func takeNotes(_ table: inout Section, _ layout: Layout, from nearest: Section) {
    table.nilStatement = nearest.nilStatement
    let official = nearest.layout.flatMap { catalogue.layout($0) }?.notes.map(\.folded) ?? []
    for note in nearest.notes
    where !official.contains(note.folded) && !layout.notes.contains(where: { $0.squeezed == note })
      && !isRelation(note)
    {
      table.notes.append(note)
    }
  }

  /// Whether a note is a relation of the source's form, which speaks of its row and column numbers.
  private func isRelation(_ note: String) -> Bool {
    let words = catalogue.vocabulary.relation
    let text = note.folded
    let body = text.drop { !$0.isNumber }
    let rest = body.drop { $0.isNumber }
    return text.contains("=") && (rest.hasPrefix(words.row) || rest.hasPrefix(words.column))
  }

  // MARK: Forms

  /// Writes the forms of the kind of one.
  mutating func add(form layout: Layout) {
    let official = OfficialForm(
      layout: layout, year: source.fiscalYear, vocabulary: catalogue.vocabulary)
    let own = source.sections.filter { $0.isForm && $0.statement == layout.statement }
    if own.isEmpty {
      findings.append(Finding("translate/missing-form", ["title": layout.title]))
    }
    for (position, form) in own.enumerated() {
      guard let from = form.layout.flatMap({ catalogue.layout($0) }) else { continue }
      var translation = FormTranslation(form, from: from, to: official)
      let section = translation.form(index: position + 1)
      let remainder = translation.remainder
      var remarks = remainder.lost.map { lost in
        Finding(
          Message(
            "translate/not-held", ["row": form.title ?? from.title, "facts": [lost.text]]),
          rule: "translate/form-part-not-held", locations: [lost.location])
      }
      if !remainder.missing.isEmpty {
        remarks.append(
          Finding(
            "translate/not-in-source", ["title": layout.title, "facts": remainder.missing],
            at: form.place.location))
      }
      append(section, remarks)
    }
  }

  /// The forms of a kind that the target does not have.
  private var formsNotHeld: [Finding] {
    let kinds = Set(target.forms.map(\.statement))
    return source.sections.filter { section in
      section.isForm && !(section.statement.map(kinds.contains) ?? false)
    }.map { form in
      Finding(
        "translate/form-not-held",
        [
          "title": form.title ?? form.statement ?? "",
          "texts": form.blocks.flatMap { $0.texts() },
        ], at: form.place.location)
    }
  }

  // MARK: The whole

  /// What was translated, in published order, with what was found before.
  func reading(after reading: Reading) -> Reading {
    // The identifiers of layouts say in which order they are published.
    let order = sections.publishedOrder
    var findings = findings + formsNotHeld
    for index in findings.indices {
      findings[index].section = findings[index].section.flatMap { order.firstIndex(of: $0) }
    }
    var disclosure = source
    disclosure.profile = target.id
    disclosure.stage = target.stage
    disclosure.sections = order.map { sections[$0] } + source.sections.filter(\.isAnnounced)
    var earlier = reading.findings
    // Their places speak of the source's sections.
    for index in earlier.indices { earlier[index].section = nil }
    var result = Reading(
      document: reading.document, disclosure: disclosure,
      findings: earlier + catalogue.graded(findings + unheld.findings()),
      prose: reading.prose)
    result.firstSection = reading.firstSection
    return result
  }
}

extension Section.Part {
  fileprivate var hasFigure: Bool { cells.contains { $0.amount != nil } }
}
