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
    guard source.stage == target.stage else {
      throw .otherStage(source: source.stage, target: target)
    }
    var result = Reading(
      document: reading.document,
      disclosure: Disclosure(
        profile: target.id, agency: source.agency, agencyCode: source.agencyCode,
        fiscalYear: source.fiscalYear, stage: source.stage),
      origins: [], findings: reading.findings, prose: reading.prose)
    var findings: [Finding] = []
    var report = Report(reading: reading, catalogue: catalogue)
    for layout in target.layouts {
      let own = source.tables.indices.filter { source.tables[$0].statement == layout.statement }
      let used = own.isEmpty ? related(layout, source) : own
      guard let first = used.first else {
        findings.append(
          Finding("translate/missing-table", ["number": layout.number, "title": layout.title]))
        continue
      }
      let index = self.index(used, reading)
      var translation = TableTranslation(
        layout: layout, index: index, catalogue: catalogue, isRelated: own.isEmpty,
        location: reading.origins[first].location)
      var (rows, origins) = translation.rows()
      if used.allSatisfy({ source.tables[$0].rows.isEmpty }) { (rows, origins) = ([], []) }
      report.note(translation.held, from: used)
      report.note(conflicts: index)
      if own.isEmpty, !rows.contains(where: { $0.parts.contains(where: \.hasFigure) }) {
        findings.append(
          Finding("translate/missing-table", ["number": layout.number, "title": layout.title]))
        continue
      }
      let position = result.disclosure.tables.count
      result.disclosure.tables.append(
        table(
          layout, rows, from: own.isEmpty ? nil : source.tables[first], source, source.tables[first]
        ))
      result.origins.append(
        TableOrigin(
          extent: reading.origins[first].extent, location: reading.origins[first].location,
          rows: origins))
      findings += remarks(translation, layout, own.isEmpty ? used : [], source).map { message in
        var finding = Finding(message, locations: [reading.origins[first].location])
        finding.table = position
        return finding
      }
    }
    findings += translateForms(reading, to: target, &result)
    for announcement in source.announcements {
      var announcement = announcement
      announcement.precedingTables = result.disclosure.tables.count
      announcement.precedingForms = result.disclosure.forms.count
      result.disclosure.announcements.append(announcement)
    }
    // The places of earlier findings speak of the source's tables.
    for index in result.findings.indices {
      result.findings[index].table = nil
      result.findings[index].form = nil
    }
    result.findings += catalogue.graded(findings + report.findings())
    return result
  }

  /// Writes the forms of each kind that the target has; returns what was lost, missing and left out.
  private func translateForms(
    _ reading: Reading, to target: Profile, _ result: inout Reading
  ) -> [Finding] {
    let source = reading.disclosure
    var findings: [Finding] = []
    for layout in target.forms {
      let official = OfficialForm(
        layout: layout, year: source.fiscalYear, vocabulary: catalogue.vocabulary)
      let own = source.forms.indices.filter { source.forms[$0].statement == layout.statement }
      if own.isEmpty {
        findings.append(Finding("translate/missing-form", ["title": layout.title]))
      }
      for (position, index) in own.enumerated() {
        guard let from = catalogue.form(source.forms[index].layout) else { continue }
        var translation = FormTranslation(
          source.forms[index], reading.formOrigins[index], from: from, to: official)
        var (form, origin) = translation.form(index: position + 1)
        // The identifiers of tables and forms say in which order they are published.
        form.precedingTables = result.disclosure.tables.count { $0.layout < layout.id }
        let number = result.disclosure.forms.count
        result.disclosure.forms.append(form)
        result.formOrigins.append(origin)
        let title = source.forms[index].title ?? from.title
        findings += translation.lost.map {
          Finding(
            Message("translate/not-held", ["row": title, "facts": [$0.text]]),
            rule: "translate/form-part-not-held", form: number, locations: [$0.location])
        }
        if !translation.missing.isEmpty {
          findings.append(
            Finding(
              Message(
                "translate/not-in-source", ["title": layout.title, "facts": translation.missing]),
              form: number, locations: [origin.location]))
        }
      }
    }
    for (form, origin) in zip(source.forms, reading.formOrigins)
    where !target.forms.contains(where: { $0.statement == form.statement }) {
      findings.append(
        Finding(
          "translate/form-not-held",
          [
            "title": form.title ?? form.statement,
            "texts": form.parts.flatMap { FormTranslation.texts($0) },
          ], at: origin.location))
    }
    return findings
  }

  /// The tables of other kinds that print the same facts.
  private func related(_ layout: Layout, _ source: Disclosure) -> [Int] {
    layout.related.flatMap { statement in
      source.tables.indices.filter { source.tables[$0].statement == statement }
    }
  }

  private func index(_ tables: [Int], _ reading: Reading) -> FactIndex {
    var index = FactIndex()
    for table in tables {
      guard let layout = catalogue.layout(reading.disclosure.tables[table].layout) else { continue }
      index.add(
        table, reading.disclosure.tables[table], reading.origins[table], layout, catalogue)
    }
    return index
  }

  private func remarks(
    _ translation: TableTranslation, _ layout: Layout, _ related: [Int], _ source: Disclosure
  ) -> [Message] {
    var remarks: [Message] = []
    if let other = related.first {
      remarks.append(
        Message(
          "translate/other-table",
          [
            "title": layout.title,
            "other": source.tables[other].title ?? source.tables[other].statement,
          ]))
    }
    if !translation.missing.isEmpty {
      remarks.append(
        Message(
          "translate/not-in-source", ["title": layout.title, "facts": translation.missing]))
    }
    if translation.derivedRows > 0 {
      remarks.append(
        Message(
          "translate/derived-rows", ["title": layout.title, "count": translation.derivedRows]))
    }
    return remarks
  }

  /// The table around the rows: title, heading, column numbers and notes as the form prints them.
  private func table(
    _ layout: Layout, _ rows: [Row], from own: FiscalTable?, _ source: Disclosure,
    _ nearest: FiscalTable
  ) -> FiscalTable {
    let vocabulary = catalogue.vocabulary
    var table = FiscalTable(form: layout, year: source.fiscalYear, rows: rows, vocabulary)
    table.unit = nearest.unit
    table.heading = nearest.heading.filter {
      HeadingLine($0, vocabulary: vocabulary).map { $0.agency != nil || $0.unit != nil } ?? false
    }
    table.agency = nearest.agency
    table.nilStatement = own?.nilStatement
    // The form's own notes; those that the source adds to its form's stay.
    let official = own.flatMap { catalogue.layout($0.layout) }?.notes.map(\.folded) ?? []
    table.notes = layout.notes.map(\.squeezed)
    table.notes += (own?.notes ?? []).filter { note in
      !official.contains(note.folded) && !table.notes.contains(note) && !isRelation(note)
    }
    return table
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

extension FiscalTable {
  /// A table as its form prints it: title, column numbers and the form of codes.
  init(form layout: Layout, year: Int?, rows: [Row], _ vocabulary: Vocabulary) {
    let line = layout.printedTitle.titled(number: layout.number, year: year, vocabulary)
    self.init(layout: layout.id, statement: layout.statement, unit: layout.unit, rows: rows)
    titleLine = line.squeezed
    let title = TitleLine(line, vocabulary: vocabulary)
    self.title = title?.title ?? layout.title
    number = title?.number ?? layout.number
    if layout.columns.contains(where: { $0.number != nil }) {
      columnNumbers = layout.columns.map { $0.number ?? "" }
    }
    dividesCodes = layout.splitsCodes
  }
}

extension RowPart {
  fileprivate var hasFigure: Bool { values.contains { $0.amount != nil } }
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
  let reading: Reading
  let catalogue: Catalogue
  /// For each table of the source what the forms hold that it was written into.
  private var held: [Int: [CellMeaning: FiscalValue]] = [:]
  private var conflicts: [Finding] = []

  init(reading: Reading, catalogue: Catalogue) {
    self.reading = reading
    self.catalogue = catalogue
  }

  mutating func note(_ facts: [CellMeaning: FiscalValue], from tables: [Int]) {
    for table in tables { held[table, default: [:]].merge(facts) { first, _ in first } }
  }

  mutating func note(conflicts index: FactIndex) {
    for (kept, other) in index.conflicts {
      let entry = index.entries[other]
      conflicts.append(
        Finding(
          "translate/conflict",
          [
            "row": name(entry.table, entry.row, entry.panel),
            "kept": index.entries[kept].value.printed, "other": entry.value.printed,
          ], at: entry.origin.location))
    }
  }

  private func name(_ table: Int, _ row: Int, _ panel: Int) -> String {
    let source = reading.disclosure.tables[table]
    let part = source.rows[row].parts[panel]
    return [source.title, part.code, part.label.isEmpty ? part.number : part.label]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A finding for each row of the source with figures that stand nowhere in the target.
  func findings() -> [Finding] {
    var findings = conflicts
    for (table, source) in reading.disclosure.tables.enumerated() {
      guard let layout = catalogue.layout(source.layout) else { continue }
      var index = FactIndex()
      index.add(table, source, reading.origins[table], layout, catalogue)
      let held = held[table] ?? [:]
      let byConcept = Dictionary(grouping: held.keys, by: \.concept)
      var lost: [[Int]: [FactIndex.Entry]] = [:]
      var merged: Set<String> = []
      for entry in index.entries where entry.value.amount != nil {
        let near = byConcept[entry.meaning.concept] ?? []
        // A sum need not be printed where its parts are.
        if held[entry.meaning] != nil
          || near.contains(where: { FactIndex.refines($0, entry.meaning) })
        {
          continue
        }
        // A part that is all of its sum stands there, but without its own code.
        if let whole = near.first(where: {
          FactIndex.refines(entry.meaning, $0) && isSame(held[$0], entry.value)
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
          Finding(
            "translate/not-told-apart",
            ["title": source.title ?? layout.title, "codes": merged.sorted()],
            at: reading.origins[table].location))
      }
      for (place, entries) in lost.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let facts = entries.map {
          "\(layout.columnNames[$0.column]) \($0.value.printed) (\($0.meaning.concept ?? ""))"
        }
        findings.append(
          Finding(
            "translate/not-held", ["row": name(table, place[0], place[1]), "facts": facts],
            at: entries[0].origin.location))
      }
    }
    return findings
  }

  private func isSame(_ a: FiscalValue?, _ b: FiscalValue) -> Bool {
    guard let a = a?.amount, let b = b.amount else { return false }
    return a.isSameValue(as: b)
  }
}
