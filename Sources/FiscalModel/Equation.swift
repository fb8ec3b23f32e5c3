/// The place of a value in a disclosure.
public struct CellKey: Hashable, Sendable {
  /// The table's index in the disclosure.
  public var table: Int
  /// The row's index in the table.
  public var row: Int
  /// The panel's index.
  public var panel: Int
  /// The value's index among the panel's value columns.
  public var value: Int

  /// Makes a key.
  public init(table: Int, row: Int, panel: Int, value: Int) {
    self.table = table
    self.row = row
    self.panel = panel
    self.value = value
  }
}

/// A relation resolved for particular cells: one line of a proof.
public struct Equation: Sendable {
  /// The relation it comes from.
  public let relation: Relation
  /// The cells on the left, with their signs.
  public let left: [Entry]
  /// How the sides compare.
  public let comparison: Relation.Comparison
  /// The cells on the right.
  public let right: [Entry]
  /// Whether it joins cells of different tables.
  public var isCrossTable: Bool {
    guard let table = left.first?.cell.table else { return false }
    return (left + right).contains { $0.cell.table != table }
  }

  /// A cell with its sign.
  public struct Entry: Hashable, Sendable {
    /// 1 or -1.
    public let sign: Int
    /// The cell.
    public let cell: CellKey
  }
}

/// Resolves the relations of a profile for the tables at hand.
///
/// What the tables do not have is left out: a relation whose table, row or column is missing gives no
/// equation, so that nothing that holds is ever called broken for lack of a row.
public struct EquationResolver {
  private let profile: Profile
  private let tables: [FiscalTable]
  private let layouts: [Layout?]
  private let totals: Set<String>
  private let rows: [RowIndex]

  /// Makes a resolver for tables of one profile.
  public init(profile: Profile, tables: [FiscalTable], vocabulary: Vocabulary) {
    self.profile = profile
    self.tables = tables
    let layouts = tables.map { profile.layout($0.layout) }
    self.layouts = layouts
    totals = Set(vocabulary.totals)
    rows = zip(tables, layouts).map { RowIndex($0, $1) }
  }

  /// All equations, table by table, those between tables last.
  ///
  /// - Complexity: O(cells) for the relations of a table.
  public func equations() -> [Equation] {
    var result: [Equation] = []
    for (index, layout) in layouts.enumerated() {
      for relation in layout?.relations ?? [] { result += resolve(relation, home: index) }
    }
    for relation in profile.relations { result += resolve(relation, home: nil) }
    return result
  }

  /// The equations of one relation that speaks of one table.
  public func equations(of relation: Relation, table: Int) -> [Equation] {
    resolve(relation, home: table)
  }

  private func resolve(_ relation: Relation, home: Int?) -> [Equation] {
    switch relation.form {
    case .hierarchy(let kinds):
      guard let home else { return [] }
      return hierarchy(relation, kinds: kinds, table: home)
    case .equation(let left, let comparison, let right):
      return equation(relation, left, comparison, right, home: home)
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
      for (upper, lower) in zip(kinds, kinds.dropFirst()) {
        for parent in rows where tables[table].rows[parent].parts[panel].kind == upper {
          let code = tables[table].rows[parent].parts[panel].code ?? ""
          guard upper == .total || !code.isEmpty else { continue }
          let children = rows.filter { row in
            let part = tables[table].rows[row].parts[panel]
            guard part.kind == lower else { return false }
            if lower == .category || lower == .project {
              return upper == .total || isBelow(parent, row, kinds: kinds, table, panel)
            }
            guard let own = part.code else { return false }
            guard lower == .unit else { return own.hasPrefix(code) }
            // Units nest to any depth: each belongs to the one with the longest code before its own.
            let owners = rows.compactMap { tables[table].rows[$0].parts[panel].code }
              .filter { own.hasPrefix($0) && $0 != own }
            return owners.max { $0.count < $1.count } ?? "" == (upper == .total ? "" : code)
          }
          guard !children.isEmpty else { continue }
          for value in definition.valueColumns.indices {
            guard layout.columns[definition.valueColumns[value]].role == .amount else { continue }
            result.append(
              Equation(
                relation: relation,
                left: [
                  .init(sign: 1, cell: .init(table: table, row: parent, panel: panel, value: value))
                ],
                comparison: .equal,
                right: children.map {
                  .init(sign: 1, cell: .init(table: table, row: $0, panel: panel, value: value))
                }))
          }
        }
      }
    }
    return result
  }

  /// Whether a row without a code of the parent's kind stands in the parent's block: behind it, and before
  /// the next row of its level or a higher one.
  private func isBelow(
    _ parent: Int, _ row: Int, kinds: [RowKind], _ table: Int, _ panel: Int
  ) -> Bool {
    func kind(_ row: Int) -> RowKind { tables[table].rows[row].parts[panel].kind }
    guard row > parent, let level = kinds.firstIndex(of: kind(parent)) else { return false }
    return !((parent + 1)..<row).contains { kinds.prefix(level + 1).contains(kind($0)) }
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
    _ relation: Relation, _ left: [Relation.Term], _ comparison: Relation.Comparison,
    _ right: [Relation.Term], home: Int?
  ) -> [Equation] {
    let terms = left + right
    guard let first = terms.first, let start = table(of: first, home: home) else { return [] }
    for term in terms where table(of: term, home: home) == nil { return [] }
    let crosses = terms.contains { table(of: $0, home: home) != start }
    var bindings = [Binding()]
    if let each = terms.first(where: { isEach($0.row) }), let index = table(of: each, home: home) {
      bindings = rowKeys(each, table: index, crosses: crosses).map { Binding(row: $0) }
    }
    if let each = terms.first(where: { $0.column == .each }),
      let index = table(of: each, home: home)
    {
      bindings = bindings.flatMap { binding -> [Binding] in
        guard let (_, panel) = place(each.row, column: nil, table: index, binding: binding),
          let layout = layouts[index]
        else { return [] }
        return layout.panels[panel].valueColumns.indices.map {
          Binding(row: binding.row, column: $0)
        }
      }
    }
    return bindings.compactMap { binding in
      var sides: [[Equation.Entry]] = [[], []]
      for (side, terms) in [left, right].enumerated() {
        for term in terms {
          guard let index = table(of: term, home: home),
            let cell = cell(term, table: index, binding: binding)
          else { return nil }
          sides[side].append(.init(sign: term.sign, cell: cell))
        }
      }
      return Equation(
        relation: relation, left: sides[0], comparison: comparison, right: sides[1])
    }
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

  private func rowKeys(_ term: Relation.Term, table: Int, crosses: Bool) -> [Key] {
    var keys: [Key] = []
    for (index, row) in tables[table].rows.enumerated() {
      let preferred = panel(for: term.column, table: table)
      var panel = preferred ?? firstKeyedPanel(row)
      if case .eachOf(let kind) = term.row {
        panel = row.parts.indices.first { preferred ?? $0 == $0 && row.parts[$0].kind == kind }
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

  private func firstKeyedPanel(_ row: Row) -> Int? { row.parts.firstIndex { $0.kind != .blank } }

  private func panel(for column: Relation.ColumnSelector?, table: Int) -> Int? {
    guard let column, column != .each, let layout = layouts[table],
      let index = layout.columns.firstIndex(where: { isMeant($0, by: column) })
    else { return nil }
    return layout.panel(ofColumn: index)
  }

  private func isMeant(_ column: Layout.Column, by selector: Relation.ColumnSelector) -> Bool {
    guard column.role == .amount else { return false }
    return switch selector {
    case .each: true
    case .numbered(let number): column.number == number
    case .identified(let id): column.id == id
    }
  }

  /// The row and the panel that a selector means under a binding.
  private func place(
    _ selector: Relation.RowSelector, column: Relation.ColumnSelector?, table: Int, binding: Binding
  ) -> (row: Int, panel: Int)? {
    let preferred = panel(for: column, table: table)
    let index = rows[table]
    switch selector {
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

  private func cell(_ term: Relation.Term, table: Int, binding: Binding) -> CellKey? {
    guard let (row, panel) = place(term.row, column: term.column, table: table, binding: binding),
      let layout = layouts[table]
    else { return nil }
    let definition = layout.panels[panel]
    switch term.column {
    case .numbered, .identified:
      guard
        let value = definition.valueColumns.firstIndex(where: {
          isMeant(layout.columns[$0], by: term.column)
        })
      else { return nil }
      return CellKey(table: table, row: row, panel: panel, value: value)
    case .each:
      // A closing line's only figure may stand in the last panel it reaches over.
      if let line = layout.line(tables[table].rows[row].parts[panel].line, inPanel: panel),
        let id = line.amounts.first,
        let index = layout.columns.firstIndex(where: { $0.id == id }),
        let target = layout.panel(ofColumn: index),
        let value = layout.panels[target].valueColumns.firstIndex(of: index)
      {
        return CellKey(table: table, row: row, panel: target, value: value)
      }
      let value = definition.valueColumns.count == 1 ? 0 : binding.column ?? 0
      guard definition.valueColumns.indices.contains(value) else { return nil }
      return CellKey(table: table, row: row, panel: panel, value: value)
    }
  }
}
