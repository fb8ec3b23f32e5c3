import FiscalModel

/// Forms against the tables and against each other.
extension FormChecks {
  private var disclosure: Disclosure { cells.reading.disclosure }

  /// The figure in the total row of a table of a statement kind: in the column of a concept, or in the
  /// first column of amounts.
  private func total(_ statement: String, _ concept: String? = nil) -> Finding.Operand? {
    guard let index = disclosure.tables.firstIndex(where: { $0.statement == statement }),
      let layout = cells.layouts[index]
    else { return nil }
    for (row, parts) in disclosure.tables[index].rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() where part.kind == .total {
        for (value, column) in layout.panels[panel].valueColumns.enumerated()
        where layout.columns[column].role == .amount {
          let cell = CellKey(table: index, row: row, panel: panel, value: value)
          guard concept == nil || layout.columns[column].concept == concept,
            disclosure[cell].amount != nil
          else { continue }
          return cells.operand(cell)
        }
      }
    }
    return nil
  }

  /// The rows of the table of projects: names with their totals.
  func projectRows() -> [(name: String, total: Finding.Operand)] {
    guard let index = disclosure.tables.firstIndex(where: { $0.statement == "projects" }),
      let layout = cells.layouts[index]
    else { return [] }
    var rows: [(String, Finding.Operand)] = []
    for (row, parts) in disclosure.tables[index].rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() where part.kind == .project {
        guard
          let value = layout.panels[panel].valueColumns.firstIndex(where: {
            layout.columns[$0].role == .amount
          })
        else { continue }
        let cell = CellKey(table: index, row: row, panel: panel, value: value)
        guard disclosure[cell].amount != nil else { continue }
        rows.append((part.label.folded, cells.operand(cell)))
      }
    }
    return rows
  }

  /// Every project that a table or a form names, with its amount.
  func projectAmounts() -> [(name: String, figure: Finding.Operand)] {
    var amounts = projectRows().map { (name: $0.name, figure: $0.total) }
    for form in disclosure.forms.indices
    where figures.layouts[form] != nil && !figures.doubtful.contains(form) {
      guard let name = figures.project(form)?.folded else { continue }
      for concept in ["performance.project-annual-budget", "performance.project-final"] {
        if let figure = figures.field(form, concept) { amounts.append((name, figure)) }
      }
      for concept in ["performance.execution-budget", "performance.execution-actual"] {
        for table in figures.tables(form, concept) {
          guard let column = table.column(concept) else { continue }
          amounts += table.table.rows.indices.map { figures.operand(table, $0, column) }
            .filter(\.isAmount).map { (name, $0) }
        }
      }
    }
    return amounts
  }

  /// The performance targets of projects against the table of projects, in whatever units.
  func projectTargets() -> [Finding] {
    let forms = figures.forms("project-performance-targets")
    let budgets = forms.compactMap { form in
      figures.field(form, "performance.project-annual-budget").map { (form: form, operand: $0) }
    }
    let rows = projectRows()
    var findings: [Finding?] = []
    for (form, budget) in budgets {
      guard let name = figures.project(form)?.folded else { continue }
      let own = rows.filter { $0.name == name }
      guard own.count == 1 else { continue }
      findings.append(compare("forms/project", [own[0].total], [budget], form: form))
    }
    findings += listedProjects(budgets, rows)
    // The sum says something only where there is a form for each project.
    if !budgets.isEmpty, budgets.count == rows.count, let total = total("projects") {
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
    let concept = "performance.project-annual-budget"
    var findings: [Finding?] = []
    for form in figures.forms("overall-performance-targets") {
      for table in figures.tables(form, concept) {
        guard let amount = table.column(concept), let names = table.column(.text) else { continue }
        var listed: [Finding.Operand] = []
        for (row, values) in table.table.rows.enumerated() {
          let operand = figures.operand(table, row, amount)
          let name = values[names].printed.folded
          guard operand.isAmount, !catalogue.vocabulary.totals.contains(name) else { continue }
          listed.append(operand)
          let same = [
            budgets.filter { figures.project($0.form)?.folded == name }.map(\.operand),
            rows.filter { $0.name == name }.map(\.total),
          ]
          // Several of one name are parts of it, or others: none is the project's own.
          guard let own = same.first(where: { $0.count == 1 }) else { continue }
          findings.append(compare("forms/project", [operand], own, form: form))
        }
        if let total = total("projects") {
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
    let projects = figures.forms("project-self-evaluation")
    func column(_ form: Int, _ concept: String) -> Finding.Operand? {
      for table in figures.tables(form, concept) {
        guard let column = table.column(concept) else { continue }
        let operands = table.table.rows.indices.map { figures.operand(table, $0, column) }
          .filter(\.isAmount)
        if let first = operands.first { return first }
      }
      return nil
    }
    let budgets = projects.compactMap { column($0, "performance.execution-budget") }
    let finals = projects.compactMap {
      figures.field($0, "performance.project-final") ?? column($0, "performance.execution-actual")
    }
    // Whether all projects have a form is for the narrative to say.
    let isComplete = !projects.isEmpty && announcedProjects == projects.count
    if isComplete, finals.count == projects.count,
      let total = total("expenditure", "expenditure.project")
    {
      findings.append(compare("forms/project-sum", [total], finals, form: nil))
    }
    for form in figures.forms("overall-self-evaluation") {
      let basic = figures.field(form, "expenditure.basic")
      let project = figures.field(form, "expenditure.project")
      if let project, isComplete, budgets.count == projects.count {
        findings.append(compare("forms/project-sum", [project], budgets, form: form))
      }
      if let basic, let project, let budget = column(form, "performance.execution-budget") {
        findings.append(compare("forms/overall", [budget], [basic, project], form: form))
      }
      for (own, concept) in [(basic, "expenditure.basic"), (project, "expenditure.project")] {
        if let own, let total = total("expenditure", concept) {
          findings.append(compare("forms/overall", [own], [total], form: form))
        }
      }
    }
    return findings.compactMap { $0 }
  }

  /// How many projects the narrative says were evaluated.
  private var announcedProjects: Int? {
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
    guard let total = total("procurement") else { return [] }
    var purchases: [Finding.Operand] = []
    for form in figures.forms("project-performance-targets") {
      for table in figures.tables(form, "performance.purchase") {
        guard let column = table.column("performance.purchase") else { continue }
        purchases += table.table.rows.indices.map { figures.operand(table, $0, column) }
          .filter(\.isAmount)
      }
    }
    let finding = compare("forms/purchases", purchases, [total], form: nil, atMost: true)
    return [finding].compactMap { $0 }
  }

  // MARK: The same indicator in two forms

  /// Indicators of the overall evaluation that a project's form has too: their groups and values agree.
  func repeatedIndicators() -> [Finding] {
    var rows: [String: (form: Int, place: Finding.Operand, values: [String])] = [:]
    var findings: [Finding] = []
    for statement in ["project-self-evaluation", "overall-self-evaluation"] {
      for form in figures.forms(statement) {
        for table in figures.tables(form) where table.column(.score) != nil {
          guard let text = table.column(.longText) else { continue }
          for (row, values) in table.carried.enumerated() {
            guard case .text(let indicator) = values[text] else { continue }
            let compared = table.layout.columns.indices.filter {
              [.level, .value].contains(table.layout.columns[$0].kind)
            }.map { catalogue.vocabulary.withoutWeight(values[$0].printed) }
            let place = figures.operand(table, row, text)
            var key = indicator.folded
            while key.last == "。" { key.removeLast() }
            if statement == "project-self-evaluation" {
              rows[key] = (form, place, compared)
            } else if let other = rows[key], other.values != compared {
              var finding = Finding(
                Message(
                  "forms/indicator",
                  [
                    "indicator": indicator, "own": compared.joined(separator: "|"),
                    "other": other.values.joined(separator: "|"),
                  ]), locations: [place.location, other.place.location].compactMap { $0 })
              finding.form = form
              findings.append(finding)
            }
          }
        }
      }
    }
    return findings
  }
}
