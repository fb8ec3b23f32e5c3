import FiscalModel

/// The relations that hold in a table in every document.
struct RelationLearner {
  /// A relation as the schema writes it.
  private enum Form: Hashable {
    /// The slots of the columns of one panel: the first is the sum of the others.
    case columns(panel: Int, [Term])
    /// The lines of panels: the first is the sum of the others.
    case lines([String])
    /// The rows are sums by the levels of their codes.
    case levels(panel: Int)
  }

  /// A column with its sign.
  private struct Term: Hashable {
    var sign: Int
    var slot: Int
  }

  private var order: [Form] = []
  private var holds: Set<Form> = []
  private var breaks: Set<Form> = []
  /// The columns of each panel's slots.
  private var slots: [[Int]] = []

  /// Takes in how the relations by concept compare in one document.
  mutating func add(_ checks: [EquationCheck], in section: Section, _ layout: LayoutLearner) {
    slots = section.matrix.panels.map(\.valueColumns)
    for check in checks {
      guard let form = form(check.equation, in: section.matrix, layout) else { continue }
      switch check.verdict {
      case .exact, .rounding: if holds.insert(form).inserted { order.append(form) }
      case .break: breaks.insert(form)
      case .ambiguous: break
      }
    }
  }

  private func form(
    _ equation: Equation, in matrix: Section.Matrix, _ layout: LayoutLearner
  ) -> Form? {
    let entries = equation.left + equation.right
    guard let cell = entries.first?.cell, equation.left.count == 1 else { return nil }
    let parts = entries.map { matrix.rows[$0.cell.row].parts[$0.cell.panel] }
    if entries.allSatisfy({ $0.cell.row == cell.row && $0.cell.panel == cell.panel }) {
      return .columns(
        panel: cell.panel, entries.map { Term(sign: $0.sign, slot: $0.cell.slot) })
    }
    guard entries.allSatisfy({ $0.sign == 1 }) else { return nil }
    let isLevel = parts.dropFirst().allSatisfy { $0.code != nil }
    if isLevel, entries.allSatisfy({ $0.cell.panel == cell.panel && $0.cell.slot == cell.slot }) {
      return .levels(panel: cell.panel)
    }
    let lines = zip(entries, parts).map { layout.line($1, inPanel: $0.cell.panel) }
    return lines.contains(nil) ? nil : .lines(lines.compactMap { $0 })
  }

  /// The relations as a layout has them: those that held, and never broke.
  func entries(
    _ number: String, _ layout: LayoutLearner, _ vocabulary: Vocabulary
  ) -> [RelationEntry]? {
    let rules = order.filter { !breaks.contains($0) }.map { form in
      switch form {
      case .columns(let panel, let terms):
        let names = terms.map {
          (sign: $0.sign, name: "[#\(layout.columns[slots[panel][$0.slot]])]")
        }
        return RelationLearner.rule(names)
      case .lines(let ids): return RelationLearner.rule(ids.map { (1, "{#\($0)}") })
      case .levels:
        let words = vocabulary.relation
        let levels = [RowKind.class, .section, .item].compactMap { kind in
          vocabulary.codeLevels.first { $0.value == kind }?.key
        }
        return ([words.total] + levels.map { words.sum + $0 }).joined(separator: "=")
      }
    }
    let entries = rules.enumerated().map { index, rule in
      RelationEntry(id: "\(number)/\(index + 1)", rule: rule)
    }
    return entries.isEmpty ? nil : entries
  }

  private static func rule(_ terms: [(sign: Int, name: String)]) -> String {
    let right = terms.dropFirst().enumerated().map { index, term in
      (term.sign < 0 ? "-" : index == 0 ? "" : "+") + term.name
    }
    return terms[0].name + "=" + right.joined()
  }
}
