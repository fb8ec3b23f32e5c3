import FiscalModel
import FiscalSchema

/// The points of self-evaluations: groups against what they are made of, and all of them against 100.
extension FormChecks {
  private func points(_ name: String, _ value: Amount, at location: Location?) -> Finding.Operand {
    Finding.Operand(
      isLeft: true, name: name, printed: value.description, unit: .yuan, location: location)
  }

  /// The points in a label, `(70分)`, as an operand.
  private func weight(_ label: String?, _ form: Int, at location: Location?) -> Finding.Operand? {
    guard let label, let value = catalogue.vocabulary.weight(in: label) else { return nil }
    return points(cells.sections[form] + " · " + label, value, at: location)
  }

  func weights(_ form: Int) -> [Finding] {
    var findings: [Finding?] = []
    // The parts that make up the whole, and the goal whose indicators follow.
    var all: [Finding.Operand] = []
    var scores: [Finding.Operand] = []
    var goal: (weight: Finding.Operand, parts: [Finding.Operand])?
    func closeGoal() {
      if let goal, !goal.parts.isEmpty {
        findings.append(
          compare("forms/weight", [goal.weight], goal.parts, form: form, isMoney: false))
      }
      goal = nil
    }
    var total: Finding.Operand?
    for (index, block) in cells.reading.disclosure.sections[form].blocks.enumerated() {
      switch block {
      case .field(let field):
        let location = field.cell.origin.location
        if let weight = weight(field.label, form, at: location) {
          closeGoal()
          goal = (weight, [])
          all.append(weight)
        } else if cells.forms[form]?.field(field.id)?.role == .score,
          let score = try? Amount(field.cell.value.printed)
        {
          closeGoal()
          total = points(cells.sections[form] + " · " + field.label, score, at: location)
        }
      case .matrix:
        guard let table = figures.table(form, index), let column = table.column(.score) else {
          continue
        }
        scores += figures.operands(table, column).filter(\.isAmount)
        let own = weight(table.matrix.label, form, at: table.location)
        let groups = groups(table)
        findings += groups.findings
        if let own {
          all.append(own)
          if !groups.top.isEmpty {
            findings.append(
              compare("forms/weight", [own], groups.top, form: form, isMoney: false))
          }
        }
        goal?.parts += groups.top
      }
    }
    closeGoal()
    if let total {
      if !scores.isEmpty {
        findings.append(
          compare("forms/total-score", [total], scores, form: form, isMoney: false))
      }
      if all.count > 1 {
        let hundred = points("100", Amount(coefficient: 100, scale: 0), at: nil)
        findings.append(compare("forms/weight", [hundred], all, form: form, isMoney: false))
      }
    }
    return findings.compactMap { $0 }
  }

  /// The groups of an indicator table: what contradicts itself, and the points of the topmost level that has
  /// any.
  private func groups(
    _ table: FormFigures.Table
  ) -> (top: [Finding.Operand], findings: [Finding]) {
    let rows = table.rows
    var findings: [Finding?] = []
    // The points of each level by the row where they begin; nil where a label has none.
    let weights = table.matrix.levels.map { column in
      rows.indices.filter { rows[$0][column] != .blank }.map { row in
        (
          row: row,
          weight: weight(
            rows[row][column].printed, table.form,
            at: table.matrix.rows[row].parts[0].cells[column].origin.location)
        )
      }
    }
    for (upper, lower) in zip(weights, weights.dropFirst()) {
      for (index, group) in upper.enumerated() {
        guard let own = group.weight else { continue }
        let end = index + 1 < upper.count ? upper[index + 1].row : rows.count
        let parts = lower.filter { $0.row >= group.row && $0.row < end }
        guard !parts.isEmpty, parts.allSatisfy({ $0.weight != nil }) else { continue }
        findings.append(
          compare(
            "forms/weight", [own], parts.compactMap(\.weight), form: table.form, isMoney: false))
      }
    }
    let top = weights.first { !$0.isEmpty && $0.allSatisfy { $0.weight != nil } } ?? []
    return (top.compactMap(\.weight), findings.compactMap { $0 })
  }
}
