import FiscalModel
import FiscalSchema

/// Checks the forms: performance targets and self-evaluations, in themselves and against the tables.
struct FormChecks {
  let catalogue: Catalogue
  var roles: Roles { catalogue.roles }
  let cells: CellNames
  let figures: FormFigures
  let narrative: Narrative

  init(catalogue: Catalogue, cells: CellNames, narrative: Narrative) {
    self.catalogue = catalogue
    self.cells = cells
    self.narrative = narrative
    figures = FormFigures(cells)
  }

  private var words: Vocabulary.StatementWords { catalogue.vocabulary.narrative.statements }

  func findings() -> [Finding] {
    figures.reliable.flatMap { means($0) + executions($0) + shares($0) + weights($0) }
      + projectTargets() + selfEvaluations() + purchases() + repeatedIndicators() + missing()
  }

  // MARK: Comparing

  /// A relation between figures; nil where it holds exactly or cannot be formed.
  func compare(
    _ rule: String, _ left: [Finding.Operand], _ right: [Finding.Operand], form: Int?,
    atMost: Bool = false, isMoney: Bool = true
  ) -> Finding? {
    guard !left.isEmpty, !right.isEmpty else { return nil }
    let operands = left.map { $0.on(left: true) } + right.map { $0.on(left: false) }
    // Points have no unit and are no rounded figures.
    let unit = isMoney ? AmountUnit.smallest(of: operands.map(\.unit)) : nil
    func sum(_ side: [Finding.Operand]) -> AmountSum? {
      var sum = AmountSum()
      for operand in side {
        guard let amount = try? Amount(operand.printed),
          sum.add(
            amount, from: isMoney ? operand.unit : nil, to: unit, sign: operand.sign,
            isRounded: isMoney)
        else { return nil }
      }
      return sum
    }
    guard let a = sum(left), let b = sum(right), let sums = a.sums(against: b) else { return nil }
    let difference = sums.difference
    var verdict = a.verdict(against: b)
    // Of a cell whose column is not certain nothing can be called broken.
    if verdict == .break, operands.contains(where: cells.isAmbiguous) { verdict = .ambiguous }
    guard verdict != .exact, !(atMost && difference.coefficient < 0),
      ![left, right].contains(where: { isRounding(difference, of: $0, in: unit) })
    else { return nil }
    return Finding(
      Message(
        "forms.relation",
        [
          "verdict": verdict, "title": Message("\(rule):title"),
          "name": left.count == 1 ? left[0].name : right[0].name, "left": sums.left,
          "right": sums.right, "difference": sums.difference, "unit": unit,
        ]), rule: rule, verdict: verdict, section: form, locations: operands.compactMap(\.location),
      sums: sums, unit: unit, operands: operands)
  }

  /// Whether one side is a single figure in a larger unit that is the other side rounded to its decimals.
  private func isRounding(
    _ difference: Amount, of side: [Finding.Operand], in unit: AmountUnit?
  ) -> Bool {
    guard side.count == 1, let unit, side[0].unit != unit,
      let amount = try? Amount(side[0].printed),
      let half = AmountSum(
        Amount(coefficient: 0, scale: amount.scale), from: side[0].unit, to: unit)
    else { return false }
    return half.verdict(against: AmountSum(exactly: difference)) != .break
  }

  // MARK: The means of a project

  /// What a project costs, however the form calls it.
  private func cost(_ form: Int) -> Finding.Operand? {
    figures.field(form, roles.concepts.projectBudget)
      ?? figures.field(form, roles.concepts.projectFinal)
  }

  /// Funding and cost estimate against the project's budget.
  private func means(_ form: Int) -> [Finding] {
    guard let cost = cost(form) else { return [] }
    var findings: [Finding?] = []
    for table in figures.tables(form, roles.concepts.funding) {
      guard let column = table.column(roles.concepts.funding) else { continue }
      let (total, parts, portions) = funding(table, column)
      for portion in portions {
        findings.append(
          compare("forms/funding", [portion], [total ?? cost], form: form, atMost: true))
      }
      if let total {
        findings.append(compare("forms/funding", [total], [cost], form: form))
        if !parts.isEmpty {
          findings.append(compare("forms/funding", [total], parts, form: form))
        }
      } else if !parts.isEmpty {
        findings.append(compare("forms/funding", [cost], parts, form: form))
      }
    }
    let estimates = figures.tables(form, roles.concepts.costEstimate).flatMap { table in
      figures.operands(table, table.column(roles.concepts.costEstimate) ?? 0)
    }
    findings += products(form) + prices(form)
    if !estimates.isEmpty, estimates.allSatisfy(\.isAmount) {
      findings.append(compare("forms/costs", [cost], estimates, form: form))
    }
    return findings.compactMap { $0 }
  }

  /// The largest quantity whose product with a price is checked.
  private static let mostPieces = 100

  /// Estimates beside a price and a quantity: so many prices, each rounded as it is printed.
  private func prices(_ form: Int) -> [Finding?] {
    figures.tables(form, roles.concepts.costEstimate).flatMap { table -> [Finding?] in
      guard let estimate = table.column(roles.concepts.costEstimate),
        let price = table.column(roles.concepts.unitPrice), let quantity = table.column(.quantity)
      else { return [] }
      return table.rows.enumerated().map { row, values in
        guard let pieces = Int(values[quantity].printed), 1...FormChecks.mostPieces ~= pieces
        else { return nil }
        let operands = [estimate, price].map { figures.operand(table, row, $0) }
        guard operands.allSatisfy(\.isAmount) else { return nil }
        return compare(
          "forms/product", [operands[0]], Array(repeating: operands[1], count: pieces), form: form)
      }
    }
  }

  /// Estimates whose whole basis is one product, `1876元/季度*4`.
  private func products(_ form: Int) -> [Finding?] {
    figures.tables(form, roles.concepts.costEstimate).flatMap { table -> [Finding?] in
      guard let column = table.column(roles.concepts.costEstimate) else { return [] }
      return table.rows.enumerated().map { row, values in
        let operand = figures.operand(table, row, column)
        guard operand.isAmount,
          let (text, product) = values.lazy.compactMap({ value -> (String, Amount)? in
            guard case .text(let text) = value else { return nil }
            return product(text).map { (text, $0) }
          }).first
        else { return nil }
        var basis = operand
        basis.printed = product.description
        basis.unit = .yuan
        basis.name = text
        return compare("forms/product", [operand], [basis], form: form)
      }
    }
  }

  /// The product in yuan that a text states, where it states nothing else.
  private func product(_ text: String) -> Amount? {
    let folded = text.folded
    guard let price = folded.firstRange(of: AmountUnit.yuan.name),
      let factor = try? Amount(folded[..<price.lowerBound])
    else { return nil }
    let rest = folded[price.upperBound...].drop { !$0.isDigit && !"*×".contains($0) }
    guard let sign = rest.first, "*×".contains(sign) else { return nil }
    let count = rest.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = rest.dropFirst(1 + count.count)
    guard let times = try? Amount(count), unit.count <= 3, !unit.contains(where: \.isDigit),
      factor.scale + times.scale <= Amount.maximumScale
    else { return nil }
    let (value, overflow) = factor.coefficient.multipliedReportingOverflow(by: times.coefficient)
    return overflow ? nil : Amount(coefficient: value, scale: factor.scale + times.scale)
  }

  /// The total, the sources that add up to it, and what is named "of it", which is part of another.
  private func funding(
    _ table: FormFigures.Table, _ column: Int
  ) -> (total: Finding.Operand?, parts: [Finding.Operand], portions: [Finding.Operand]) {
    guard let names = table.column(.label) else { return (nil, [], []) }
    var portions: [Finding.Operand] = []
    var total: Finding.Operand?
    var parts: [(isNumbered: Bool, operand: Finding.Operand)] = []
    for (row, values) in table.rows.enumerated() {
      let operand = figures.operand(table, row, column)
      guard operand.isAmount else { continue }
      let label = values[names].printed.folded
      if catalogue.vocabulary.totals.contains(label) {
        total = operand
      } else if words.parts.contains(where: { label.hasPrefix($0) }) {
        portions.append(operand)
      } else {
        parts.append((label.first?.isDigit ?? false, operand))
      }
    }
    let isNumbered = table.rows.contains { $0[names].printed.first?.isDigit ?? false }
    return (total, parts.filter { !isNumbered || $0.isNumbered }.map(\.operand), portions)
  }

  // MARK: Rates and scores

  private func executions(_ form: Int) -> [Finding] {
    var findings: [Finding] = []
    for table in figures.tables(form) {
      guard
        let budget = table.column(roles.concepts.executionBudget)
          ?? table.column(roles.concepts.priorYearBudget),
        let executed = table.column(roles.concepts.executionActual)
          ?? table.column(roles.concepts.priorYearExecuted), let rate = table.column(.percent)
      else { continue }
      for row in table.matrix.rows.indices {
        let operands = [
          figures.operand(table, row, executed), figures.operand(table, row, budget),
        ]
        let printed = figures.operand(table, row, rate)
        guard let percent = percentage(printed.printed), operands.allSatisfy(\.isAmount) else {
          continue
        }
        findings += ratio("forms/rate", printed, percent, of: operands, form: form)
        if let score = score(table, row, percent) { findings.append(score) }
      }
    }
    return findings
  }

  private func percentage(_ text: String) -> Amount? {
    text.hasSuffix("%") ? try? Amount(text.dropLast()) : nil
  }

  /// A printed percentage against the quotient of two figures.
  private func ratio(
    _ rule: String, _ printed: Finding.Operand, _ percent: Amount, of operands: [Finding.Operand],
    form: Int
  ) -> [Finding] {
    guard let part = try? Amount(operands[0].printed), let whole = try? Amount(operands[1].printed),
      let holds = Ratio.holds(percent, of: part, in: whole, .share), !holds,
      let right = Ratio.percent(part, whole, .share, decimals: percent.scale)
    else { return [] }
    var left = AmountSum()
    guard left.add(percent), let difference = left.difference(from: AmountSum(right)) else {
      return []
    }
    var operands = operands.map { $0.on(left: false) }
    for index in operands.indices { operands[index].sign = 0 }
    return [
      Finding(
        Message(
          "forms.ratio",
          [
            "name": printed.name, "printed": printed.printed, "part": "\(part)",
            "whole": "\(whole)", "percent": "\(right)",
          ]), rule: rule, verdict: .break, section: form,
        locations: ([printed] + operands).compactMap(\.location),
        sums: Finding.Sums(
          left: percent, right: right, difference: difference,
          tolerance: Amount(coefficient: 5, scale: min(percent.scale + 1, Amount.maximumScale))),
        operands: operands)
    ]
  }

  /// The score is the weight, which stands in the caption, times the rate.
  private func score(_ table: FormFigures.Table, _ row: Int, _ percent: Amount) -> Finding? {
    guard let column = table.column(.score) else { return nil }
    let printed = figures.operand(table, row, column)
    guard let score = try? Amount(printed.printed),
      let weight = table.matrix.columns.lazy.reversed()
        .compactMap({ catalogue.vocabulary.weight(in: $0.caption) }).first
    else { return nil }
    // The weight is exact; what the rate has above 100 % earns nothing more.
    guard let exact = weight.aligned(to: 6) else { return nil }
    let whole = Amount(coefficient: exact, scale: 6)
    guard let holds = Ratio.holds(percent, of: score, in: whole, .share), !holds,
      let right = Ratio.percent(score, weight, .share, decimals: percent.scale),
      !(score.isSameValue(as: weight) && percent.coefficient > right.coefficient)
    else { return nil }
    return Finding(
      Message(
        "forms/score",
        [
          "name": printed.name, "score": "\(score)", "weight": "\(weight)", "rate": "\(percent)",
          "percent": "\(right)",
        ]), verdict: .break, section: table.form, locations: [printed.location].compactMap { $0 },
      operands: [printed])
  }

  // MARK: How funds are made up

  /// The shares of a table of funds: each group of rows ends with its total.
  private func shares(_ form: Int) -> [Finding] {
    var findings: [Finding] = []
    for table in figures.tables(form, roles.concepts.departmentFunds) {
      guard let amount = table.column(roles.concepts.departmentFunds),
        let share = table.column(.percent)
      else { continue }
      var group: [Int] = []
      for (row, values) in table.rows.enumerated() {
        let isTotal = values.contains { catalogue.vocabulary.totals.contains($0.printed.folded) }
        guard isTotal else {
          group.append(row)
          continue
        }
        let total = figures.operand(table, row, amount)
        let parts = group.map { figures.operand(table, $0, amount) }.filter(\.isAmount)
        group = []
        guard total.isAmount, !parts.isEmpty else { continue }
        if let finding = compare("forms/funds", [total], parts, form: form) {
          findings.append(finding)
        }
        for (row, part) in figures.operands(table, amount).enumerated() where parts.contains(part) {
          let printed = figures.operand(table, row, share)
          guard let percent = percentage(printed.printed) ?? (try? Amount(printed.printed)) else {
            continue
          }
          findings += ratio("forms/share", printed, percent, of: [part, total], form: form)
        }
      }
    }
    return findings
  }
}
