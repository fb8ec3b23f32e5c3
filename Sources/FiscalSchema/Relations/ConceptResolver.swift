import FiscalModel

/// Resolves the relations that hold by concept for the tables that follow no layout.
///
/// A relation is resolved where its figures are printed. A sum that might lack a part gives an equation that
/// is not complete, so that nothing is called broken for what was not understood: a column or a line without
/// a meaning that has a figure, a part named outside its parent's sum, a code that stands twice.
package struct ConceptResolver {
  private let catalogue: Catalogue
  private let meanings: Meanings
  private let sections: [Section]

  /// Makes a resolver for the sections of a disclosure.
  package init(catalogue: Catalogue, meanings: Meanings, sections: [Section]) {
    self.catalogue = catalogue
    self.meanings = meanings
    self.sections = sections
  }

  /// All equations, table by table, those between tables last.
  ///
  /// - Complexity: O(cells) for the relations of a table.
  package func equations() -> [Equation] {
    var result: [Equation] = []
    for (index, section) in sections.enumerated() where isOwn(section) {
      let table = ConceptTable(
        section: section, index: index, catalogue: catalogue, meanings: meanings)
      result += table.equations()
    }
    result += SameFigures(
      sections: sections.enumerated().filter { isOwn($1) }.map { ($0, $1) }, catalogue: catalogue,
      meanings: meanings
    ).equations()
    var seen: Set<[Set<Equation.Entry>]> = []
    return result.filter { seen.insert([Set($0.left), Set($0.right)]).inserted }
  }

  /// Whether no profile says what holds in a table.
  private func isOwn(_ section: Section) -> Bool { section.isTable && section.layout == nil }
}

/// The relations within one table.
struct ConceptTable {
  let section: Section
  let index: Int
  let catalogue: Catalogue
  let meanings: Meanings
  private let matrix: Section.Matrix
  /// The slots of amounts of each panel, shares left out.
  private let slots: [[Int]]
  /// More lines than this no summary has.
  private static let mostLines = 500

  init(section: Section, index: Int, catalogue: Catalogue, meanings: Meanings) {
    self.section = section
    self.index = index
    self.catalogue = catalogue
    self.meanings = meanings
    let matrix = section.matrix
    self.matrix = matrix
    slots = matrix.panels.indices.map { panel in
      matrix.panels[panel].valueColumns.indices.filter {
        let column = matrix.column($0, inPanel: panel)
        return column.role == .amount
          && !meanings.marks(ofPath: column.path).contains(.percent)
      }
    }
  }

  private var finder: SumFinder {
    SumFinder(known: catalogue.relations, meanings: meanings)
  }

  func equations() -> [Equation] {
    var result: [Equation] = []
    for panel in matrix.panels.indices {
      result += printedSums(panel) + columnSums(panel) + levels(panel) + lineSums(panel)
    }
    return result + balances()
  }

  // MARK: Columns

  /// The columns of one panel that hold figures of one year, stage and unit.
  private struct Columns {
    var summands: [Summand] = []
    /// The slots of columns whose meaning is not known.
    var unknown: [Int] = []
  }

  private struct Period: Hashable {
    var offset: Int
    var year: Int?
    var stage: Stage?
    var unit: AmountUnit?
  }

  /// The columns by their periods, in printed order; changes, shares and figures derived from others are
  /// no part of sums.
  private func columns(_ panel: Int) -> [Columns] {
    // Where the fiscal year is not known, the years that captions name are not told apart otherwise.
    let years = Set(
      matrix.columns.filter { $0.yearOffset == 0 }.compactMap { meanings.year(ofPath: $0.path) })
    var order: [Period] = []
    var groups: [Period: Columns] = [:]
    for (slot, number) in matrix.panels[panel].valueColumns.enumerated() {
      let column = matrix.columns[number]
      guard column.role == .amount else { continue }
      let marks = meanings.marks(ofPath: column.path)
      guard marks.isDisjoint(with: [.change, .percent, .other]) else { continue }
      let period = Period(
        offset: column.yearOffset,
        year: years.count > 1 ? meanings.year(ofPath: column.path) : nil,
        stage: column.stage ?? section.stage, unit: column.unit)
      if groups[period] == nil { order.append(period) }
      if let concept = column.concept {
        groups[period, default: Columns()].summands.append(
          Summand(
            concept: concept, fund: column.members["fund_source"], isMemo: marks.contains(.memo),
            place: slot))
      } else {
        groups[period, default: Columns()].unknown.append(slot)
      }
    }
    return order.compactMap { groups[$0] }
  }

  private func columnSums(_ panel: Int) -> [Equation] {
    columns(panel).flatMap { columns in
      finder.sums(of: columns.summands).flatMap { sum -> [Equation] in
        let relation = sum.relation.relation(
          rule(sum) { matrix.column($0.place, inPanel: panel).caption })
        let others = sum.others.map(\.place) + columns.unknown
        return matrix.rows.indices.compactMap { row in
          let part = matrix.rows[row].parts[panel]
          guard part.kind != .blank else { return nil }
          let isCertain = sum.isCertain && others.allSatisfy { isNothing(part.cells[$0]) }
          return equation(
            relation, cell(row, panel, sum.whole.place),
            sum.parts.map { cell(row, panel, $0.place) }, isCertain: isCertain)
        }
      }
    }
  }

  private func printedSums(_ panel: Int) -> [Equation] {
    let printed = PrintedColumns(matrix: matrix, finder: finder, vocabulary: catalogue.vocabulary)
    let source = catalogue.rule("check/printed-equation")?.source.en ?? ""
    return printed.sums(panel: panel, source: source).flatMap { sum in
      matrix.rows.indices.compactMap { row -> Equation? in
        guard matrix.rows[row].parts[panel].kind != .blank else { return nil }
        func entries(_ terms: [PrintedColumns.Term]) -> [Equation.Entry] {
          terms.map { .init(sign: $0.sign, cell: cell(row, panel, $0.slot)) }
        }
        return Equation(
          relation: sum.relation, left: entries(sum.left), comparison: .equal,
          right: entries(sum.right), isComplete: sum.isCertain)
      }
    }
  }

  // MARK: Rows with codes

  private func levels(_ panel: Int) -> [Equation] {
    let levels = CodeLevels(matrix, panel: panel)
    var result: [Equation] = []
    for form in catalogue.relations.relations {
      switch form.form {
      case .levels: result += levels.levels().flatMap { rows($0, form, panel) }
      case .total: result += levels.total().map { rows($0, form, panel) } ?? []
      case .sum, .codes, .funds, .balance, .same: break
      }
    }
    return result
  }

  private func rows(
    _ level: CodeLevels.Level, _ form: ConceptRelation, _ panel: Int
  ) -> [Equation] {
    // Rows that repeat a code nest in ways that no code says, unless one of the columns proves that they
    // are all parts.
    guard level.isDistinct || slots[panel].contains(where: { isProven(level, panel, $0) }) else {
      return []
    }
    let relation = form.relation(
      ([level.parent] + level.children).map { name($0, panel) }.asSum)
    return slots[panel].compactMap { slot in
      let isCertain =
        level.isCertain
        && level.others.allSatisfy { isNothing(matrix.rows[$0].parts[panel].cells[slot]) }
      return equation(
        relation, cell(level.parent, panel, slot), level.children.map { cell($0, panel, slot) },
        isCertain: isCertain)
    }
  }

  /// Whether the figures of a column are those that a sum wants.
  private func isProven(_ level: CodeLevels.Level, _ panel: Int, _ slot: Int) -> Bool {
    func sum(_ rows: [Int]) -> AmountSum {
      rows.reduce(into: AmountSum()) { sum, row in
        if let amount = matrix.rows[row].parts[panel].cells[slot].amount { sum.add(amount) }
      }
    }
    let whole = sum([level.parent])
    return !whole.value.isZero && whole.verdict(against: sum(level.children)) != .break
  }

  // MARK: Lines

  private func lineSums(_ panel: Int) -> [Equation] {
    var lines: [Summand] = []
    var unknown: [Int] = []
    for (row, parts) in matrix.rows.enumerated() {
      let part = parts.parts[panel]
      let isMemo = part.kind == .memo || meanings.isMemo(part.label)
      if let concept = part.concept {
        lines.append(
          Summand(
            concept: concept, fund: part.members["fund_source"], code: CodeLevels.code(of: part),
            isMemo: isMemo, place: row))
      } else if part.code == nil, !isMemo, ![.total, .blank].contains(part.kind) {
        unknown.append(row)
      }
    }
    guard !lines.isEmpty, lines.count <= ConceptTable.mostLines else { return [] }
    return finder.sums(of: lines).flatMap { sum -> [Equation] in
      let relation = sum.relation.relation(rule(sum) { name($0.place, panel) })
      let others = sum.others.map(\.place) + unknown
      return slots[panel].compactMap { slot in
        let isCertain =
          sum.isCertain
          && others.allSatisfy { isNothing(matrix.rows[$0].parts[panel].cells[slot]) }
        return equation(
          relation, cell(sum.whole.place, panel, slot),
          sum.parts.map { cell($0.place, panel, slot) }, isCertain: isCertain)
      }
    }
  }

  // MARK: Both sides

  /// Two concepts that the lines of one table print, each in the column of all funds.
  private func balances() -> [Equation] {
    guard matrix.rows.count <= ConceptTable.mostLines else { return [] }
    return catalogue.relations.relations.filter { $0.form == .balance }.flatMap { form in
      let left = cells(of: form.whole ?? "")
      let right = (form.parts ?? []).flatMap { cells(of: $0) }
      return left.flatMap { a -> [Equation] in
        right.compactMap { b -> Equation? in
          let (first, second) = (column(a), column(b))
          guard first.yearOffset == second.yearOffset,
            first.stage ?? section.stage == second.stage ?? section.stage,
            section[cell: b].value != .blank
          else { return nil }
          let names = [name(a.row, a.panel), name(b.row, b.panel)]
          return equation(form.relation(names.asSum), a, [b], isCertain: true)
        }
      }
    }
  }

  private func column(_ cell: CellKey) -> Section.Column {
    matrix.column(cell.slot, inPanel: cell.panel)
  }

  /// The cells of the lines with a concept; where they have several columns, those of all funds and kinds.
  private func cells(of concept: String) -> [CellKey] {
    matrix.rows.indices.flatMap { row -> [CellKey] in
      matrix.panels.indices.flatMap { panel -> [CellKey] in
        guard matrix.rows[row].parts[panel].concept == concept else { return [] }
        return columns(panel).compactMap { columns in
          let whole = columns.summands.filter { $0.fund == nil && $0.concept == "amount" }
          let only = columns.summands.map(\.place) + columns.unknown
          return (whole.count == 1 ? whole[0].place : only.count == 1 ? only[0] : nil)
            .map { cell(row, panel, $0) }
        }
      }
    }
  }

  // MARK: Pieces

  private func cell(_ row: Int, _ panel: Int, _ slot: Int) -> CellKey {
    CellKey(section: index, row: row, panel: panel, slot: slot)
  }

  private func name(_ row: Int, _ panel: Int) -> String {
    let part = matrix.rows[row].parts[panel]
    return part.code ?? part.label
  }

  private func isNothing(_ cell: Section.Cell) -> Bool { cell.amount?.isZero ?? true }

  private func rule(_ sum: SumOfSummands, _ name: (Summand) -> String) -> String {
    ([sum.whole] + sum.parts).map(name).asSum
  }

  private func equation(
    _ relation: Relation, _ whole: CellKey, _ parts: [CellKey], isCertain: Bool
  ) -> Equation? {
    // A blank states no sum: it may stand under a total that several columns share.
    guard section[cell: whole].value != .blank else { return nil }
    return Equation(
      relation: relation, left: [.init(sign: 1, cell: whole)], comparison: .equal,
      right: parts.map { .init(sign: 1, cell: $0) }, isComplete: isCertain)
  }
}

extension [String] {
  /// The first as the sum of the others, of a long sum the first two and the last one, as officials write
  /// it.
  var asSum: String {
    guard let whole = first else { return "" }
    let parts = dropFirst().map { $0 }
    let shown =
      parts.count > 4 ? [parts[0], parts[1], "\u{2026}", parts[parts.count - 1]] : parts
    return whole + "=" + shown.joined(separator: "+")
  }
}
