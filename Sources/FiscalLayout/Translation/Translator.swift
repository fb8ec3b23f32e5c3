import FiscalModel

/// Writes a disclosure in the forms of another profile of the same stage.
///
/// Facts are what both forms share: concept, stage, codes and fund source; what is no grid is matched field
/// by field, table by table and line by line. Order, captions, row numbers
/// and the form of codes are the target's; rows of classes and sections that the source does not print are
/// added up of their items and marked derived. What the target cannot hold, and what the source does not
/// have, are findings.
public struct Translator: Sendable {
  private let catalogue: Catalogue

  /// Makes a translator over the schemas.
  public init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// The disclosure in the forms of a profile; one that follows them already is returned as it is.
  ///
  /// - Parameters:
  ///   - reading: what was read; its findings are kept.
  ///   - identifier: the identifier of the target's profile.
  /// - Returns: the target's tables, with what was lost, missing or added up as findings.
  /// - Throws: ``TranslationError`` where there is no such profile or it is of another stage.
  /// - Complexity: O(facts) and, for figures that are added up, O(facts of their concept) each.
  public func translate(
    _ reading: Reading, to identifier: String
  ) throws(TranslationError) -> Reading {
    guard let target = catalogue.profile(identifier) else { throw .unknownProfile(identifier) }
    let source = reading.disclosure
    guard source.profile != target.id else { return reading }
    // Figures of which nothing says the stage are taken as what was asked for.
    if let stage = source.stage, stage != target.stage {
      throw .otherStage(source: stage, target: target)
    }
    var sections: [Section] = []
    var findings: [Finding] = []
    var report = Report(disclosure: source, stage: target.stage, catalogue: catalogue)
    for layout in target.layouts {
      let own = source.tables(of: layout.statement)
      let used = own.isEmpty ? layout.related.flatMap { source.tables(of: $0) } : own
      guard let first = used.first else {
        findings.append(TranslationRule.missingTable(layout).finding())
        continue
      }
      var index = FactIndex()
      for table in used {
        index.add(table, source.sections[table], stage: target.stage, catalogue)
      }
      let nearest = source.sections[first]
      var translation = TableTranslation(
        layout: layout, index: index, catalogue: catalogue, isRelated: own.isEmpty,
        location: nearest.place.location)
      var rows = translation.rows()
      if used.allSatisfy({ source.sections[$0].matrix.rows.isEmpty }) { rows = [] }
      report.note(translation.held, from: used)
      report.note(conflicts: index)
      if own.isEmpty, !rows.contains(where: { $0.parts.contains(where: \.hasFigure) }) {
        findings.append(TranslationRule.missingTable(layout).finding())
        continue
      }
      findings += remarks(translation, layout, own.isEmpty ? nearest : nil).map { rule in
        var finding = rule.finding(at: nearest.place.location)
        finding.section = sections.count
        return finding
      }
      var section = layout.officialSection(year: source.fiscalYear, catalogue.vocabulary)
      section.matrix.rows = rows
      dress(&section, layout, from: nearest, isOwn: !own.isEmpty)
      sections.append(section)
    }
    findings += translateForms(source, to: target, &sections)
    // The identifiers of layouts say in which order they are published.
    let order = sections.publishedOrder
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
    return Reading(
      document: reading.document, disclosure: disclosure,
      findings: earlier + (findings + report.findings()).map(catalogue.graded),
      prose: reading.prose)
  }

  /// Writes the forms of each kind that the target has; returns what was lost, missing and left out.
  private func translateForms(
    _ source: Disclosure, to target: Profile, _ sections: inout [Section]
  ) -> [Finding] {
    var findings: [Finding] = []
    for layout in target.forms {
      let official = OfficialForm(
        layout: layout, year: source.fiscalYear, vocabulary: catalogue.vocabulary)
      let own = source.sections.filter { $0.isForm && $0.statement == layout.statement }
      if own.isEmpty {
        findings.append(TranslationRule.missingForm(layout.title).finding())
      }
      for (position, form) in own.enumerated() {
        guard let from = form.layout.flatMap({ catalogue.form($0) }) else { continue }
        var translation = FormTranslation(form, from: from, to: official)
        let number = sections.count
        sections.append(translation.form(index: position + 1))
        let title = form.title ?? from.title
        var rules = translation.lost.map {
          (rule: TranslationRule.partNotHeld(title, $0.text), place: $0.location)
        }
        if !translation.missing.isEmpty {
          rules.append((.notInForm(layout.title, translation.missing), form.place.location))
        }
        findings += rules.map { rule, place in
          var finding = rule.finding(at: place)
          finding.section = number
          return finding
        }
      }
    }
    for form in source.sections
    where form.isForm && !target.forms.contains(where: { $0.statement == form.statement }) {
      findings.append(
        TranslationRule.formNotHeld(
          form.title ?? form.statement ?? "", form.blocks.flatMap { FormTranslation.texts($0) }
        ).finding(at: form.place.location))
    }
    return findings
  }

  private func remarks(
    _ translation: TableTranslation, _ layout: Layout, _ related: Section?
  ) -> [TranslationRule] {
    var rules: [TranslationRule] = []
    if let related {
      rules.append(.fromOtherTable(layout, related.title ?? related.statement ?? ""))
    }
    if !translation.missing.isEmpty { rules.append(.notInSource(layout, translation.missing)) }
    if translation.derivedRows > 0 { rules.append(.derivedRows(layout, translation.derivedRows)) }
    return rules
  }

  /// What stands around the rows of a table: heading and notes as the form prints them.
  private func dress(
    _ table: inout Section, _ layout: Layout, from nearest: Section, isOwn: Bool
  ) {
    let vocabulary = catalogue.vocabulary
    table.unit = nearest.unit
    table.heading = nearest.heading.filter {
      HeadingLine($0, vocabulary: vocabulary).map { $0.agency != nil || $0.unit != nil } ?? false
    }
    table.agency = nearest.agency
    table.place = nearest.place
    table.notes = layout.notes.map(\.squeezed)
    guard isOwn else { return }
    table.nilStatement = nearest.nilStatement
    // The form's own notes; those that the source adds to its form's stay.
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
}

extension Disclosure {
  /// The indices of the tables of a statement kind.
  fileprivate func tables(of statement: String) -> [Int] {
    sections.indices.filter { sections[$0].isTable && sections[$0].statement == statement }
  }
}

extension Section.Part {
  fileprivate var hasFigure: Bool { cells.contains { $0.amount != nil } }
}

/// Why a disclosure cannot be written in a profile.
public enum TranslationError: Error, Sendable {
  /// There is no profile of this name.
  case unknownProfile(String)
  /// The profile is of another stage.
  case otherStage(source: Stage, target: Profile)
}

/// What a translation found no place for, row by row.
private struct Report {
  let disclosure: Disclosure
  /// The stage of figures of which nothing says one.
  let stage: Stage
  let catalogue: Catalogue
  /// For each table of the source what the forms hold that it was written into.
  private var held: [Int: [CellMeaning: FiscalValue]] = [:]
  private var rules: [(TranslationRule, Location)] = []

  init(disclosure: Disclosure, stage: Stage, catalogue: Catalogue) {
    self.disclosure = disclosure
    self.stage = stage
    self.catalogue = catalogue
  }

  mutating func note(_ facts: [CellMeaning: FiscalValue], from tables: [Int]) {
    for table in tables { held[table, default: [:]].merge(facts) { first, _ in first } }
  }

  mutating func note(conflicts index: FactIndex) {
    for (kept, other) in index.conflicts {
      let entry = index.entries[other]
      rules.append(
        (
          .conflict(
            name(entry), index.entries[kept].cell.value.printed, entry.cell.value.printed),
          entry.cell.origin.location
        ))
    }
  }

  private func name(_ entry: FactIndex.Entry) -> String {
    let source = disclosure.sections[entry.section]
    let part = source.matrix.rows[entry.row].parts[entry.panel]
    return [source.title, part.code, part.label.isEmpty ? part.number : part.label]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A finding for each row of the source with figures that stand nowhere in the target.
  func findings() -> [Finding] {
    var findings = rules.map { $0.0.finding(at: $0.1) }
    for (table, source) in disclosure.sections.enumerated() where source.isTable {
      var index = FactIndex()
      index.add(table, source, stage: stage, catalogue)
      let columns = source.matrix.columnNames
      let held = held[table] ?? [:]
      let byConcept = Dictionary(grouping: held.keys, by: \.concept)
      var lost: [[Int]: [FactIndex.Entry]] = [:]
      var merged: Set<String> = []
      for entry in index.entries where entry.cell.amount != nil {
        let near = byConcept[entry.meaning.concept] ?? []
        // A sum need not be printed where its parts are.
        if held[entry.meaning] != nil
          || near.contains(where: { FactIndex.refines($0, entry.meaning) })
        {
          continue
        }
        // A part that is all of its sum stands there, but without its own code.
        if let whole = near.first(where: {
          FactIndex.refines(entry.meaning, $0) && isSame(held[$0], entry.cell.value)
        }) {
          for (dimension, code) in entry.meaning.members where whole.members[dimension] != code {
            merged.insert("\(dimension) \(code)")
          }
          continue
        }
        lost[[entry.row, entry.panel], default: []].append(entry)
      }
      if !merged.isEmpty {
        findings.append(
          TranslationRule.notToldApart(title(of: source), merged.sorted())
            .finding(at: source.place.location))
      }
      for (_, entries) in lost.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let facts = entries.map {
          "\(columns[$0.column]) \($0.cell.value.printed) (\($0.meaning.concept ?? ""))"
        }
        findings.append(
          TranslationRule.notHeld(name(entries[0]), facts)
            .finding(at: entries[0].cell.origin.location))
      }
    }
    return findings
  }

  private func title(of section: Section) -> String {
    section.title ?? section.layout.flatMap { catalogue.layout($0) }?.title ?? ""
  }

  private func isSame(_ a: FiscalValue?, _ b: FiscalValue) -> Bool {
    guard let a = a?.amount, let b = b.amount else { return false }
    return a.isSameValue(as: b)
  }
}
