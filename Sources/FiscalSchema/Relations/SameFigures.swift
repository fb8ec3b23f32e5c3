import FiscalModel

/// Figures that several tables print: the totals of a summary and of the tables that it sums up.
struct SameFigures {
  /// What a figure is, wherever it is printed.
  private struct Meaning: Hashable {
    var concept: String
    var fund: String?
    var year: Int
    var stage: Stage?
  }

  private struct Place {
    var meaning: Meaning
    var cell: CellKey
    var name: String
  }

  private let sections: [(index: Int, section: Section)]
  private let catalogue: Catalogue
  private let meanings: Meanings

  init(sections: [(Int, Section)], catalogue: Catalogue, meanings: Meanings) {
    self.sections = sections.map { (index: $0.0, section: $0.1) }
    self.catalogue = catalogue
    self.meanings = meanings
  }

  /// For each figure an equation of its first place with each of the others.
  func equations() -> [Equation] {
    catalogue.relations.relations.filter { $0.form == .same }.flatMap { form -> [Equation] in
      let own = sections.filter { form.statements?.contains($0.section.statement ?? "") ?? false }
      // Where a document prints a statement several times, they are those of several units.
      guard Set(own.map(\.section.statement)).count == own.count,
        Set(own.compactMap(\.section.agency)).count < 2
      else { return [] }
      let found = own.map { entry in
        unique(places(entry.section, entry.index, concepts: form.parts ?? []))
      }
      var first: [Meaning: Place] = [:]
      var result: [Equation] = []
      for place in found.joined() {
        guard let other = first[place.meaning] else {
          first[place.meaning] = place
          continue
        }
        result.append(
          Equation(
            relation: form.relation([other.name, place.name].asSum),
            left: [.init(sign: 1, cell: other.cell)], comparison: .equal,
            right: [.init(sign: 1, cell: place.cell)], isComplete: true))
      }
      return result
    }
  }

  /// Those that a table prints once.
  private func unique(_ places: [Place]) -> [Place] {
    var counts: [Meaning: Int] = [:]
    for place in places { counts[place.meaning, default: 0] += 1 }
    return places.filter { counts[$0.meaning] == 1 }
  }

  /// The figures of a table that are about all of it: its lines, and the columns of its total row or only
  /// row.
  private func places(_ section: Section, _ index: Int, concepts: [String]) -> [Place] {
    let matrix = section.matrix
    // Several years that captions name are told apart only where the fiscal year is known.
    let years = Set(
      matrix.columns.filter { $0.yearOffset == 0 }.compactMap { meanings.year(ofPath: $0.path) })
    guard years.count < 2 else { return [] }
    var result: [Place] = []
    let total = totalRow(matrix)
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        let isLine = part.concept != nil && CodeLevels.code(of: part) == nil && part.kind != .memo
        guard isLine || row == total else { continue }
        for (slot, number) in matrix.panels[panel].valueColumns.enumerated() {
          let column = matrix.columns[number]
          guard column.role == .amount, isPlain(column),
            let concept = catalogue.concept(of: column, on: part),
            concept.isConcept(in: concepts), isLine == (concept == part.concept),
            part.cells[slot].value != .blank
          else { continue }
          let fund =
            column.members["fund_source"] ?? part.members["fund_source"]
            ?? section.members["fund_source"]
          result.append(
            Place(
              meaning: Meaning(
                concept: concept, fund: fund, year: column.yearOffset,
                stage: column.stage ?? section.stage),
              cell: CellKey(section: index, row: row, panel: panel, slot: slot),
              name: (section.title ?? "") + " " + (isLine ? part.label : column.caption)))
        }
      }
    }
    return result
  }

  private func isPlain(_ column: Section.Column) -> Bool {
    meanings.marks(ofPath: column.path).isDisjoint(with: [.change, .percent, .other])
  }

  private func totalRow(_ matrix: Section.Matrix) -> Int? {
    guard matrix.panels.count == 1 else { return nil }
    let totals = matrix.rows.indices.filter {
      let part = matrix.rows[$0].parts[0]
      return part.kind == .total && part.concept == nil
    }
    return totals.count == 1 ? totals[0] : nil
  }
}
