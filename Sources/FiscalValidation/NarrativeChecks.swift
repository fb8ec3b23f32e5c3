import FiscalModel

/// Checks what the narrative states against the tables and against itself.
///
/// A statement that is not wholly understood is left alone. One that agrees with any figure it may mean
/// holds; it is wrong only where all those figures agree with each other and it with none of them.
struct NarrativeChecks {
  let catalogue: Catalogue
  let cells: CellNames
  private let narrative: Narrative
  let index: SubjectIndex
  /// The names of projects with their amounts in tables and forms.
  private let projects: [(name: String, figure: Finding.Operand)]
  private var words: Vocabulary.StatementWords { catalogue.vocabulary.narrative.statements }
  private var disclosure: Disclosure { cells.reading.disclosure }

  let kinds: ExpenditureKinds

  init(catalogue: Catalogue, cells: CellNames, narrative: Narrative, forms: FormChecks) {
    self.catalogue = catalogue
    self.cells = cells
    self.narrative = narrative
    let disclosure = cells.reading.disclosure
    index = SubjectIndex(
      disclosure.tables, catalogue, agency: disclosure.agency, fiscalYear: disclosure.fiscalYear)
    projects = forms.projectAmounts()
    kinds = ExpenditureKinds(cells)
  }

  func findings() -> [Finding] {
    var findings: [Finding] = []
    for passage in narrative.passages where !passage.mentions.isEmpty {
      let statements = index.statements(in: passage).map { $0?.isMore == nil ? $0?.subject : nil }
      for (position, mention) in passage.mentions.enumerated() {
        switch mention.kind {
        case .malformed:
          findings.append(malformed(position, passage))
        case .percent:
          findings += percentage(position, passage, statements)
        case .amount:
          findings += amount(mention, statements[position], passage)
        }
      }
      findings += sums(passage, statements)
    }
    return findings + overallTargets()
  }

  /// Overall targets are said to be set where the document says that there are none.
  private func overallTargets() -> [Finding] {
    guard
      let announcement = disclosure.announcements.first(where: {
        $0.title.folded.contains(words.overallTargetsTitle)
          && catalogue.vocabulary.isNilStatement($0.nilStatement)
      })
    else { return [] }
    for passage in narrative.passages {
      let text = String(passage.characters)
      for phrase in words.overallTargets {
        guard let range = text.firstRange(of: phrase) else { continue }
        let start = text.distance(from: text.startIndex, to: range.lowerBound)
        return [
          Finding(
            Message(
              "narrative/overall-targets",
              ["stated": phrase, "statement": announcement.nilStatement]), verdict: .break,
            locations: [cells.reading.narrative[passage.lines[start]].location])
        ]
      }
    }
    return []
  }

  private func sum(_ mention: Narrative.Mention, in unit: AmountUnit) -> AmountSum? {
    guard let own = mention.unit else { return nil }
    return sum(mention.value, own, in: unit)
  }

  private func sum(_ amount: Amount, _ own: AmountUnit, in unit: AmountUnit) -> AmountSum? {
    var sum = AmountSum()
    guard let converted = amount.converted(from: own, to: unit),
      sum.add(converted, decimals: amount.scale - own.powerOfTen + unit.powerOfTen)
    else { return nil }
    return sum
  }

  /// A stated figure as an operand; the sign is 0 where its side is no sum.
  func mentionOperand(_ mention: Narrative.Mention, isLeft: Bool, sign: Int = 1)
    -> Finding.Operand
  {
    Finding.Operand(
      isLeft: isLeft, sign: sign, name: String(mention.clause), printed: mention.value.description,
      unit: mention.unit ?? .yuan, location: mention.location)
  }

  // MARK: Amounts

  private func amount(
    _ mention: Narrative.Mention, _ subject: SubjectIndex.Subject?, _ passage: Narrative.Passage
  ) -> [Finding] {
    guard let unit = mention.unit else { return [] }
    if let finding = unitWord(mention, unit) { return [finding] }
    if mention.clause.suffix(words.operatingExpenses.count + 6)
      .containsSequence(words.operatingExpenses.folded)
    {
      return operatingExpenses(mention, unit)
    }
    guard let subject else { return project(mention, unit) }
    let stage = subject.stage
    var best: (check: Verdict, cell: CellKey, sums: Finding.Sums)?
    for cell in subject.cells where isOfStage(cell, stage) {
      guard let (verdict, sums) = compare(mention, unit, cell) else { continue }
      if verdict < best?.check ?? .break { best = (verdict, cell, sums) }
      if verdict == .exact { return [] }
    }
    if let best, best.check == .rounding {
      return [contradiction(mention, .rounding, best.cell, best.sums)]
    }
    // Wrong only where there is no doubt what should stand here.
    let own = subject.wholes.filter { isOfStage($0, stage) }
    guard own.allSatisfy({ cells.origin($0)?.placed != .ambiguous }) else { return [] }
    let printed = own.filter { disclosure[$0].amount != nil }
    // A blank cell of a row that prints other figures says that there is nothing.
    let wholes = printed.isEmpty ? own.filter(standsAmongFigures) : printed
    guard let first = wholes.first, let (_, sums) = compare(mention, unit, first),
      wholes.allSatisfy({ compare(mention, unit, $0)?.1.right.isSameValue(as: sums.right) ?? false }
      )
    else { return [] }
    return [contradiction(mention, .break, first, sums)]
  }

  /// The amount of a project that the clause names against the table and the forms of projects.
  private func project(_ mention: Narrative.Mention, _ unit: AmountUnit) -> [Finding] {
    var clause = mention.clause
    for suffix in words.projectSuffixes where clause.count > suffix.count {
      if clause.suffix(suffix.count).elementsEqual(suffix) {
        clause = clause.dropLast(suffix.count)
      }
    }
    return project(mention, unit, called: String(clause))
  }

  private func project(
    _ mention: Narrative.Mention, _ unit: AmountUnit, called clause: String
  ) -> [Finding] {
    let figures = projects.filter { clause.hasSuffix($0.name) && $0.name.count > 3 }
    guard let longest = figures.map(\.name.count).max() else { return [] }
    let own = figures.filter { $0.name.count == longest }.map(\.figure)
    var best: (Finding.Operand, Verdict, Finding.Sums)?
    for figure in own {
      guard let amount = try? Amount(figure.printed) else { return [] }
      let lowest = unit.powerOfTen < figure.unit.powerOfTen ? unit : figure.unit
      guard let left = sum(mention, in: lowest), let right = sum(amount, figure.unit, in: lowest)
      else { return [] }
      let verdict = left.verdict(against: right)
      // One figure that agrees is enough, and two that differ say nothing.
      guard verdict == .break, best?.2.right.isSameValue(as: right.value) ?? true else { return [] }
      best =
        best
        ?? (
          figure, verdict,
          Finding.Sums(
            left: left.value, right: right.value,
            difference: left.difference(from: right) ?? .zero,
            tolerance: left.tolerance(against: right))
        )
    }
    guard let (figure, verdict, sums) = best else { return [] }
    return [
      Finding(
        Message(
          "narrative/amount",
          [
            "verdict": verdict, "stated": String(mention.clause) + mention.printed,
            "name": figure.name, "printed": figure.printed,
          ]), verdict: verdict, locations: [mention.location] + [figure.location].compactMap { $0 },
        sums: sums, unit: unit,
        operands: [mentionOperand(mention, isLeft: true), figure.on(left: false)])
    ]
  }

  private func contradiction(
    _ mention: Narrative.Mention, _ verdict: Verdict, _ cell: CellKey, _ sums: Finding.Sums
  ) -> Finding {
    let target = cells.operand(cell, isLeft: false)
    return Finding(
      Message(
        "narrative/amount",
        [
          "verdict": verdict, "stated": String(mention.clause) + mention.printed,
          "name": target.name, "printed": target.printed,
        ]), verdict: verdict, table: cell.table,
      locations: [mention.location] + [target.location].compactMap { $0 }, sums: sums,
      unit: mention.unit, operands: [mentionOperand(mention, isLeft: true), target])
  }

  private func standsAmongFigures(_ cell: CellKey) -> Bool {
    disclosure.tables[cell.table].rows[cell.row].parts[cell.panel].values.contains {
      $0.amount != nil
    }
  }

  private func isOfStage(_ cell: CellKey, _ stage: Stage?) -> Bool {
    guard let layout = cells.layouts[cell.table] else { return false }
    let column = layout.columns[layout.panels[cell.panel].valueColumns[cell.value]]
    return column.stage == stage ?? disclosure.stage
  }

  /// A figure of the narrative against a cell; a blank one is zero.
  private func compare(
    _ mention: Narrative.Mention, _ unit: AmountUnit, _ cell: CellKey
  ) -> (Verdict, Finding.Sums)? {
    let own = disclosure.tables[cell.table].unit
    let lowest = unit.powerOfTen < own.powerOfTen ? unit : own
    guard let left = sum(mention, in: lowest) else { return nil }
    var right = AmountSum()
    switch disclosure[cell] {
    case .amount(let amount):
      guard let sum = sum(amount, own, in: lowest) else { return nil }
      right = sum
    case .null: break
    case .text: return nil
    }
    return (
      left.verdict(against: right),
      Finding.Sums(
        left: left.value, right: right.value, difference: left.difference(from: right) ?? .zero,
        tolerance: left.tolerance(against: right))
    )
  }

  /// An amount in a small unit with the very digits of a figure that the tables print in a larger one.
  private func unitWord(_ mention: Narrative.Mention, _ unit: AmountUnit) -> Finding? {
    guard unit == .yuan, mention.value.scale > 0, mention.value.coefficient.magnitude > 999 else {
      return nil
    }
    for (index, table) in disclosure.tables.enumerated() where table.unit != .yuan {
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          guard
            let value = part.values.firstIndex(where: {
              $0.amount?.isSameValue(as: mention.value) ?? false
            })
          else { continue }
          let cell = cells.operand(
            CellKey(table: index, row: row, panel: panel, value: value), isLeft: false)
          return Finding(
            Message(
              "narrative/unit-word",
              [
                "stated": mention.printed, "name": cell.name,
                "printed": cell.printed + table.unit.name,
              ]), verdict: .break,
            locations: [mention.location] + [cell.location].compactMap { $0 },
            operands: [mentionOperand(mention, isLeft: true), cell])
        }
      }
    }
    return nil
  }

  /// The agency's operating expenses are the operating part of basic expenditure, or a part of it.
  private func operatingExpenses(_ mention: Narrative.Mention, _ unit: AmountUnit) -> [Finding] {
    var best: (cell: CellKey, sums: Finding.Sums)?
    for (table, layout) in cells.layouts.enumerated() {
      guard let layout else { continue }
      for (row, parts) in disclosure.tables[table].rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() where part.kind == .total || part.line != nil
        {
          for (value, column) in layout.panels[panel].valueColumns.enumerated() {
            let line = layout.line(part.line, inPanel: panel)
            let concept = [layout.columns[column].concept, line?.concept]
            let cell = CellKey(table: table, row: row, panel: panel, value: value)
            guard concept.contains("expenditure.basic.operating"), disclosure[cell].amount != nil,
              let (verdict, sums) = compare(mention, unit, cell)
            else { continue }
            if verdict != .break || sums.difference.coefficient <= 0 { return [] }
            best = best ?? (cell, sums)
          }
        }
      }
    }
    guard let best else { return [] }
    let target = cells.operand(best.cell, isLeft: false)
    return [
      Finding(
        Message(
          "narrative/operating-expenses",
          ["stated": mention.printed, "name": target.name, "printed": target.printed]),
        verdict: .break, locations: [mention.location] + [target.location].compactMap { $0 },
        sums: best.sums, unit: unit, operands: [mentionOperand(mention, isLeft: true), target])
    ]
  }
}

extension Collection where Element == Character {
  /// Whether a text stands in it.
  func containsSequence(_ text: String) -> Bool { String(self).contains(text) }

  /// Whether it ends with one of some texts.
  func ends(withAny texts: [String]) -> Bool {
    let own = String(self)
    return texts.contains { own.hasSuffix($0) }
  }
}
