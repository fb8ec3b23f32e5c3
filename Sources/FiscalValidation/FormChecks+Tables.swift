import FiscalModel
import FiscalSchema

/// Forms against the tables and against each other.
extension FormChecks {
  private var disclosure: Disclosure { cells.reading.disclosure }

  /// The first table of a statement kind, with its place.
  private func table(_ statement: String) -> (index: Int, matrix: Section.Matrix)? {
    disclosure.sections.firstIndex { $0.isTable && $0.statement == statement }
      .map { ($0, disclosure.sections[$0].matrix) }
  }

  /// The figure in the total row of a table of a statement kind: in the column of a concept, or in the
  /// first column of amounts.
  private func total(_ statement: String, _ concept: String? = nil) -> Finding.Operand? {
    guard let (index, matrix) = table(statement) else { return nil }
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() where part.kind == .total {
        for (slot, cell) in part.cells.enumerated() where cell.amount != nil {
          let column = matrix.column(slot, inPanel: panel)
          guard column.role == .amount, concept == nil || column.concept == concept else {
            continue
          }
          return cells.operand(CellKey(section: index, row: row, panel: panel, slot: slot))
        }
      }
    }
    return nil
  }

  /// The rows of the table of projects: names with their totals.
  func projectRows() -> [(name: String, total: Finding.Operand)] {
    guard let (index, matrix) = table(roles.statements.projects) else { return [] }
    var rows: [(String, Finding.Operand)] = []
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() where part.kind == .project {
        guard
          let slot = part.cells.indices.first(where: {
            matrix.column($0, inPanel: panel).role == .amount
          }), part.cells[slot].amount != nil
        else { continue }
        let cell = CellKey(section: index, row: row, panel: panel, slot: slot)
        rows.append((part.label.folded, cells.operand(cell)))
      }
    }
    return rows
  }

  /// Every project that a table or a form names, with its amount.
  func projectAmounts() -> [(name: String, figure: Finding.Operand)] {
    var amounts = projectRows().map { (name: $0.name, figure: $0.total) }
    for form in figures.reliable {
      guard let name = figures.project(form) else { continue }
      for concept in [roles.concepts.projectBudget, roles.concepts.projectFinal] {
        if let figure = figures.field(form, concept) { amounts.append((name, figure)) }
      }
      for concept in [roles.concepts.executionBudget, roles.concepts.executionActual] {
        amounts += figures.amounts(form, concept).map { (name, $0) }
      }
    }
    return amounts
  }

  /// The performance targets of projects against the table of projects, in whatever units.
  func projectTargets() -> [Finding] {
    let forms = figures.forms(roles.statements.projectTargets)
    let budgets = forms.compactMap { form in
      figures.field(form, roles.concepts.projectBudget).map { (form: form, operand: $0) }
    }
    let rows = projectRows()
    var findings: [Finding?] = []
    for (form, budget) in budgets {
      guard let name = figures.project(form) else { continue }
      let own = rows.filter { $0.name == name }
      guard own.count == 1 else { continue }
      findings.append(compare("forms/project", [own[0].total], [budget], form: form))
    }
    findings += listedProjects(budgets, rows)
    // The sum says something only where there is a form for each project.
    if !budgets.isEmpty, budgets.count == rows.count, let total = total(roles.statements.projects) {
      findings.append(
        compare("forms/project-sum", [total], budgets.map(\.operand), form: nil))
    }
    return findings.compactMap { $0 }
  }

  /// The projects that the overall targets list against the forms and rows of the same names. A list may
  /// leave projects out, but has no more than all.
  private func listedProjects(
    _ budgets: [(form: Int, operand: Finding.Operand)],
    _ rows: [(name: String, total: Finding.Operand)]
  ) -> [Finding?] {
    let concept = roles.concepts.projectBudget
    var findings: [Finding?] = []
    for form in figures.forms(roles.statements.overallTargets) {
      for table in figures.tables(form, concept) {
        guard let amount = table.column(concept), let names = table.column(.text) else { continue }
        var listed: [Finding.Operand] = []
        for (row, values) in table.rows.enumerated() {
          let operand = figures.operand(table, row, amount)
          let name = values[names].printed.folded
          guard operand.isAmount, !catalogue.vocabulary.totals.contains(name) else { continue }
          listed.append(operand)
          let same = [
            budgets.filter { figures.project($0.form) == name }.map(\.operand),
            rows.filter { $0.name == name }.map(\.total),
          ]
          // Several of one name are parts of it, or others: none is the project's own.
          guard let own = same.first(where: { $0.count == 1 }) else { continue }
          findings.append(compare("forms/project", [operand], own, form: form))
        }
        if let total = total(roles.statements.projects) {
          findings.append(
            compare("forms/project-sum", listed, [total], form: form, atMost: true))
        }
      }
    }
    return findings
  }

  /// Self-evaluations against the overall one and against project expenditure.
  func selfEvaluations() -> [Finding] {
    var findings: [Finding?] = []
    let projects = figures.forms(roles.statements.projectEvaluation)
    func column(_ form: Int, _ concept: String) -> Finding.Operand? {
      figures.amounts(form, concept).first
    }
    let budgets = projects.compactMap { column($0, roles.concepts.executionBudget) }
    let finals = projects.compactMap {
      figures.field($0, roles.concepts.projectFinal) ?? column($0, roles.concepts.executionActual)
    }
    // Whether all projects have a form is for the narrative to say.
    let isComplete = !projects.isEmpty && announcedProjects == projects.count
    if isComplete, finals.count == projects.count,
      let total = total(roles.statements.expenditure, roles.concepts.projectExpenditure)
    {
      findings.append(compare("forms/project-sum", [total], finals, form: nil))
    }
    for form in figures.forms(roles.statements.overallEvaluation) {
      let basic = figures.field(form, roles.concepts.basicExpenditure)
      let project = figures.field(form, roles.concepts.projectExpenditure)
      if let project, isComplete, budgets.count == projects.count {
        findings.append(compare("forms/project-sum", [project], budgets, form: form))
      }
      if let basic, let project, let budget = column(form, roles.concepts.executionBudget) {
        findings.append(compare("forms/overall", [budget], [basic, project], form: form))
      }
      let parts = [
        (basic, roles.concepts.basicExpenditure), (project, roles.concepts.projectExpenditure),
      ]
      for (own, concept) in parts {
        if let own, let total = total(roles.statements.expenditure, concept) {
          findings.append(compare("forms/overall", [own], [total], form: form))
        }
      }
    }
    return findings.compactMap { $0 }
  }

  /// How many projects the narrative says were evaluated.
  var announcedProjects: Int? {
    for passage in narrative.passages {
      let text = String(passage.characters)
      for phrase in catalogue.vocabulary.narrative.statements.projectCount {
        guard let range = text.firstRange(of: phrase),
          let count = Int(text[range.upperBound...].prefix(while: \.isDigit))
        else { continue }
        return count
      }
    }
    return nil
  }

  /// What the projects buy is part of what the table of procurement lists.
  func purchases() -> [Finding] {
    guard let total = total(roles.statements.procurement) else { return [] }
    let purchases = figures.forms(roles.statements.projectTargets).flatMap {
      figures.amounts($0, roles.concepts.purchase)
    }
    let finding = compare("forms/purchases", purchases, [total], form: nil, atMost: true)
    return [finding].compactMap { $0 }
  }

  // MARK: The same indicator in two forms

  /// Indicators of the overall evaluation that a project's form has too: their groups and values agree.
  func repeatedIndicators() -> [Finding] {
    var rows: [String: (form: Int, place: Finding.Operand, values: [String])] = [:]
    var findings: [Finding] = []
    for statement in [roles.statements.projectEvaluation, roles.statements.overallEvaluation] {
      for form in figures.forms(statement) {
        for table in figures.tables(form) where table.column(.score) != nil {
          guard let text = table.column(.longText) else { continue }
          for (row, values) in table.matrix.carried.enumerated() {
            guard case .text(let indicator) = values[text] else { continue }
            let compared = table.matrix.columns.indices.filter {
              [.level, .value].contains(table.matrix.columns[$0].role)
            }.map { catalogue.vocabulary.withoutWeight(values[$0].printed) }
            let place = figures.operand(table, row, text)
            var key = indicator.folded
            while key.last == "。" { key.removeLast() }
            if statement == roles.statements.projectEvaluation {
              rows[key] = (form, place, compared)
            } else if let other = rows[key], other.values != compared {
              findings.append(
                Finding(
                  Message(
                    "forms/indicator",
                    [
                      "indicator": indicator, "own": compared.joined(separator: "|"),
                      "other": other.values.joined(separator: "|"),
                    ]), section: form,
                  locations: [place.location, other.place.location].compactMap { $0 }))
            }
          }
        }
      }
    }
    return findings
  }
}
