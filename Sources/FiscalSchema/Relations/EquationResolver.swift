import FiscalModel

/// Resolves the relations of a profile for the tables at hand.
///
/// What the tables do not have is left out: a relation whose table or column is missing gives no equation.
/// A sum within a table that lacks some of its rows gives one that is not complete, so that a lost row is
/// noticed and nothing that holds is ever called broken for lack of a row.
package struct EquationResolver {
  private let profile: Profile
  private let tables: [Section.Matrix]
  private let layouts: [Layout?]
  private let totals: Set<String>
  private let rows: [RowIndex]

  /// Makes a resolver for the sections of a disclosure; those that follow no layout of the profile, and
  /// those that are no tables, have no part in its relations.
  package init(profile: Profile, sections: [Section], vocabulary: Vocabulary) {
    self.profile = profile
    tables = sections.map(\.matrix)
    layouts = sections.map { $0.isTable ? $0.layout.flatMap { profile.layout($0) } : nil }
    totals = Set(vocabulary.totals)
    rows = zip(tables, layouts).map { RowIndex($0, $1) }
  }

  /// All equations, table by table, those between tables last.
  ///
  /// - Complexity: O(cells) for the relations of a table.
  package func equations() -> [Equation] {
    var result: [Equation] = []
    for (index, layout) in layouts.enumerated() {
      for relation in layout?.relations ?? [] { result += resolve(relation, home: index) }
    }
    for relation in profile.relations { result += resolve(relation, home: nil) }
    return result
  }

  /// The equations of one relation that speaks of one table, given by the section's index.
  package func equations(of relation: Relation, section: Int) -> [Equation] {
    resolve(relation, home: section)
  }

  private func resolve(_ relation: Relation, home: Int?) -> [Equation] {
    switch relation.form {
    case .hierarchy(let kinds):
      guard let home else { return [] }
      return hierarchy(relation, kinds: kinds, table: home)
    case .equation(let left, let comparison, let right):
      return equation(relation, left: left, comparison, right: right, home: home)
    case .concept: return []
    }
  }

  // MARK: Levels of a classification

  private func hierarchy(_ relation: Relation, kinds: [RowKind], table: Int) -> [Equation] {
    guard let layout = layouts[table] else { return [] }
    var result: [Equation] = []
    for (panel, definition) in layout.panels.enumerated() where !definition.opens.isEmpty {
      let rows = tables[table].rows.indices.filter {
        tables[table].rows[$0].parts[panel].line == nil
          || tables[table].rows[$0].parts[panel].kind == .total
      }
      var levels = RowLevels(
        parts: tables[table].rows.map { $0.parts[panel] }, rows: rows, kinds: kinds)
      for (upper, lower) in zip(kinds, kinds.dropFirst()) {
        for parent in rows where tables[table].rows[parent].parts[panel].kind == upper {
          let children = levels.children(of: parent, upper, lower)
          guard !children.isEmpty else { continue }
          for value in definition.valueColumns.indices {
            guard layout.columns[definition.valueColumns[value]].role == .amount else { continue }
            result.append(
              Equation(
                relation: relation,
                left: [
                  .init(
                    sign: 1, cell: .init(section: table, row: parent, panel: panel, slot: value))
                ],
                comparison: .equal,
                right: children.map {
                  .init(sign: 1, cell: .init(section: table, row: $0, panel: panel, slot: value))
                }, isComplete: true))
          }
        }
      }
    }
    return result
  }

  // MARK: Sums of cells

  /// What "every row" or "every column" stands for in one equation.
  private struct Binding {
    var row: Key?
    var column: Int?
  }

  /// How rows of different tables are recognised as the same.
  private enum Key: Hashable {
    case row(table: Int, row: Int)
    case code(String)
    case total
  }

  private func equation(
    _ relation: Relation, left: [Relation.Term], _ comparison: Relation.Comparison,
    right: [Relation.Term], home: Int?
  ) -> [Equation] {
    var sides: [[Place]] = []
    for terms in [left, right] {
      var places: [Place] = []
      for term in terms {
        guard let place = self.place(of: term, home: home) else { return [] }
        places.append(place)
      }
      sides.append(places)
    }
    let places = sides[0] + sides[1]
    guard let first = places.first else { return [] }
    let crosses = places.contains { $0.table != first.table }
    return bindings(of: places, crosses: crosses).compactMap { binding in
      var entries: [[Equation.Entry]] = [[], []]
      var isComplete = true
      for (side, places) in sides.enumerated() {
        entries[side].reserveCapacity(places.count)
        for place in places {
          if let cell = cell(place, binding) {
            entries[side].append(.init(sign: place.term.sign, cell: cell))
          } else if !crosses, isOptional(place, in: places, comparison, binding) {
            isComplete = false
          } else {
            return nil
          }
        }
        guard !entries[side].isEmpty else { return nil }
      }
      return Equation(
        relation: relation, left: entries[0], comparison: comparison, right: entries[1],
        isComplete: isComplete)
    }
  }

  /// What "every row" and "every column" of an equation stand for, one binding for each equation.
  private func bindings(of places: [Place], crosses: Bool) -> [Binding] {
    var bindings = [Binding()]
    if let each = places.first(where: { isEach($0.term.row) }) {
      bindings = rowKeys(each, crosses: crosses).map { Binding(row: $0) }
    }
    guard let each = places.first(where: { $0.term.column == .each }) else { return bindings }
    return bindings.flatMap { binding -> [Binding] in
      guard let (_, panel) = row(each, binding), let layout = layouts[each.table] else {
        return []
      }
      return layout.panels[panel].valueColumns.indices.map {
        Binding(row: binding.row, column: $0)
      }
    }
  }

  /// Whether a sum of one table can go on without a fixed row that the table does not have.
  private func isOptional(
    _ place: Place, in places: [Place], _ comparison: Relation.Comparison, _ binding: Binding
  ) -> Bool {
    places.count > 1 && comparison == .equal && !isEach(place.term.row)
      && row(place, binding) == nil
  }

  /// A term with what does not depend on a binding: its table, and its column where it names one.
  private struct Place {
    let term: Relation.Term
    let table: Int
    /// The panel of the column.
    var panel: Int?
    /// The column among the panel's values; nil where the table does not have it.
    var value: Int?
  }

  private func place(of term: Relation.Term, home: Int?) -> Place? {
    guard let table = table(of: term, home: home) else { return nil }
    var place = Place(term: term, table: table)
    if term.column != .each, let layout = layouts[table],
      let column = layout.columns.firstIndex(where: { isMeant($0, by: term.column) }),
      let panel = layout.panel(ofColumn: column)
    {
      place.panel = panel
      place.value = layout.panels[panel].valueColumns.firstIndex(of: column)
    }
    return place
  }

  private func isEach(_ selector: Relation.RowSelector) -> Bool {
    switch selector {
    case .each, .eachOf: true
    case .named, .line: false
    }
  }

  private func table(of term: Relation.Term, home: Int?) -> Int? {
    guard let number = term.table else { return home }
    return layouts.firstIndex { $0?.number == number }
  }

  private func rowKeys(_ place: Place, crosses: Bool) -> [Key] {
    let table = place.table
    var keys: [Key] = []
    for (index, row) in tables[table].rows.enumerated() {
      var panel = place.panel ?? firstKeyedPanel(row)
      if case .eachOf(let kind) = place.term.row {
        panel = row.parts.indices.first {
          place.panel ?? $0 == $0 && row.parts[$0].kind == kind
        }
      }
      guard let panel, row.parts[panel].kind != .blank else { continue }
      let part = row.parts[panel]
      if !crosses {
        keys.append(.row(table: table, row: index))
      } else if let code = RowIndex.functionCode(part, panel: panel, layouts[table]) {
        keys.append(.code(code))
      } else if part.kind == .total {
        keys.append(.total)
      }
    }
    return keys
  }

  private func firstKeyedPanel(_ row: Section.Row) -> Int? {
    row.parts.firstIndex { $0.kind != .blank }
  }

  private func isMeant(_ column: Layout.Column, by selector: Relation.ColumnSelector) -> Bool {
    guard column.role == .amount else { return false }
    return switch selector {
    case .each: true
    case .numbered(let number): column.number == number
    case .identified(let id): column.id == id
    }
  }

  /// The row and the panel that a term means under a binding.
  private func row(_ place: Place, _ binding: Binding) -> (row: Int, panel: Int)? {
    let (table, preferred) = (place.table, place.panel)
    let index = rows[table]
    switch place.term.row {
    case .each, .eachOf:
      switch binding.row {
      case .row(let home, let row)?:
        guard home == table, let panel = preferred ?? firstKeyedPanel(tables[table].rows[row])
        else { return nil }
        return (row, panel)
      case .code(let code)?: return index.first(.functionCode(code), in: preferred)
      case .total?: return index.first(.total, in: preferred)
      case nil: return nil
      }
    case .line(let id): return index.first(.line(id), in: preferred)
    case .named(let name):
      if name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        return index.first(.number(name), in: preferred) ?? index.first(.code(name), in: preferred)
      }
      if totals.contains(name), let found = index.first(.totalLine, in: preferred) { return found }
      return index.first(.label(name.folded), in: preferred)
    }
  }

  private func cell(_ place: Place, _ binding: Binding) -> CellKey? {
    let table = place.table
    guard let layout = layouts[table], let (row, panel) = row(place, binding) else { return nil }
    let definition = layout.panels[panel]
    switch place.term.column {
    case .numbered, .identified:
      return place.value.map { CellKey(section: table, row: row, panel: panel, slot: $0) }
    case .each:
      // A closing line's only figure may stand in the last panel it reaches over.
      if let line = layout.line(tables[table].rows[row].parts[panel].line, inPanel: panel),
        let id = line.amounts.first,
        let index = layout.columns.firstIndex(where: { $0.id == id }),
        let target = layout.panel(ofColumn: index),
        let value = layout.panels[target].valueColumns.firstIndex(of: index)
      {
        return CellKey(section: table, row: row, panel: target, slot: value)
      }
      let value = definition.valueColumns.count == 1 ? 0 : binding.column ?? 0
      guard definition.valueColumns.indices.contains(value) else { return nil }
      return CellKey(section: table, row: row, panel: panel, slot: value)
    }
  }
}
