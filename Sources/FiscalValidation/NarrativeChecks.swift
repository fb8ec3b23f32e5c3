import FiscalModel
import FiscalSchema

/// Checks what the narrative states against the tables and against itself.
///
/// A statement that is not wholly understood is left alone. One that agrees with any figure it may mean
/// holds; it is wrong only where all those figures agree with each other and it with none of them.
struct NarrativeChecks {
  let catalogue: Catalogue
  var roles: Roles { catalogue.roles }
  let cells: CellNames
  private let narrative: Narrative
  let index: SubjectIndex
  /// The amounts of projects in tables and forms, by their names.
  private let projects: [String: [Finding.Operand]]
  /// How long those names are, the longest first.
  private let projectLengths: [Int]
  private var words: Vocabulary.StatementWords { catalogue.vocabulary.narrative.statements }
  private var disclosure: Disclosure { cells.reading.disclosure }

  let kinds: ExpenditureKinds
  private let figures: PrintedFigures

  init(catalogue: Catalogue, cells: CellNames, narrative: Narrative, forms: FormChecks) {
    self.catalogue = catalogue
    self.cells = cells
    self.narrative = narrative
    let disclosure = cells.reading.disclosure
    index = SubjectIndex(
      disclosure.sections, catalogue, agency: disclosure.agency, fiscalYear: disclosure.fiscalYear)
    projects = Dictionary(grouping: forms.projectAmounts().filter { $0.name.count > 3 }, by: \.name)
      .mapValues { $0.map(\.figure) }
    projectLengths = Set(projects.keys.map(\.count)).sorted(by: >)
    kinds = ExpenditureKinds(cells)
    figures = PrintedFigures(
      disclosure, operating: catalogue.roles.concepts.operatingExpenditure)
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
          findings += tooLarge(mention) ?? amount(mention, statements[position], passage)
        }
      }
      findings += sums(passage, statements)
    }
    return findings + overallTargets()
  }

  /// Overall targets are said to be set where the document says that there are none.
  private func overallTargets() -> [Finding] {
    guard
      let statement = disclosure.sections.first(where: { section in
        section.isAnnounced && section.title?.folded.contains(words.overallTargetsTitle) ?? false
          && section.nilStatement.map(catalogue.vocabulary.isNilStatement) ?? false
      })?.nilStatement
    else { return [] }
    for passage in narrative.passages {
      let text = String(passage.characters)
      for phrase in words.overallTargets {
        guard let range = text.firstRange(of: phrase) else { continue }
        let start = text.distance(from: text.startIndex, to: range.lowerBound)
        return [
          Finding(
            Message("narrative/overall-targets", ["stated": phrase, "statement": statement]),
            verdict: .break, locations: [cells.reading.narrative[passage.lines[start]].location])
        ]
      }
    }
    return []
  }

  /// A stated figure as an operand; the sign is 0 where its side is no sum.
  func mentionOperand(_ mention: Narrative.Mention, isLeft: Bool, sign: Int = 1)
    -> Finding.Operand
  {
    Finding.Operand(
      isLeft: isLeft, sign: sign, name: String(mention.clause), printed: mention.value.description,
      unit: mention.unit, location: mention.location)
  }

  // MARK: Amounts

  /// A figure that no check can add up, or nil.
  private func tooLarge(_ mention: Narrative.Mention) -> [Finding]? {
    guard mention.value.isTooLarge(in: mention.unit) else { return nil }
    return [
      Finding(
        Message(
          "check/too-large", ["name": String(mention.clause), "printed": mention.printed]),
        locations: [mention.location])
    ]
  }

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
    guard !subject.isVague else { return [] }
    let stage = subject.stage
    var best: (check: Verdict, cell: CellKey, sums: Finding.Sums)?
    for cell in subject.cells where isOfStage(cell, stage) {
      guard let (verdict, sums) = compare(mention, cell) else { continue }
      if verdict < best?.check ?? .break { best = (verdict, cell, sums) }
      if verdict == .exact { return [] }
    }
    if let best, best.check == .rounding {
      return [contradiction(mention, .rounding, of: best.cell, best.sums)]
    }
    // Wrong only where there is no doubt what should stand here.
    let own = subject.wholes.filter { isOfStage($0, stage) }
    guard !own.contains(where: cells.isAmbiguous) else { return [] }
    let printed = own.filter { disclosure[$0].amount != nil }
    // A blank cell of a row that prints other figures says that there is nothing.
    let wholes = printed.isEmpty ? own.filter(standsAmongFigures) : printed
    guard let first = wholes.first, let (_, sums) = compare(mention, first),
      wholes.allSatisfy({ compare(mention, $0)?.1.right.isSameValue(as: sums.right) ?? false }
      )
    else { return [] }
    // Where no layout says what a table has, a sentence may mean another figure that is printed.
    if disclosure.sections[first.section].layout == nil,
      figures.standsInTables(mention.value, unit)
    {
      return []
    }
    return [contradiction(mention, .break, of: first, sums)]
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
    guard let own = projectLengths.lazy.compactMap({ projects[String(clause.suffix($0))] }).first
    else { return [] }
    var best: (Finding.Operand, Verdict, Finding.Sums)?
    for figure in own {
      guard let amount = try? Amount(figure.printed),
        let (left, right) = sides(mention, against: amount, in: figure.unit),
        let sums = left.sums(against: right)
      else { return [] }
      let verdict = left.verdict(against: right)
      // One figure that agrees is enough, and two that differ say nothing.
      guard verdict == .break, best?.2.right.isSameValue(as: right.value) ?? true else { return [] }
      best = best ?? (figure, verdict, sums)
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
    _ mention: Narrative.Mention, _ verdict: Verdict, of cell: CellKey, _ sums: Finding.Sums
  ) -> Finding {
    let target = cells.operand(cell, isLeft: false)
    return Finding(
      Message(
        "narrative/amount",
        [
          "verdict": verdict, "stated": String(mention.clause) + mention.printed,
          "name": target.name, "printed": target.printed,
        ]), verdict: verdict, section: cell.section,
      locations: [mention.location] + [target.location].compactMap { $0 }, sums: sums,
      unit: mention.unit, operands: [mentionOperand(mention, isLeft: true), target])
  }

  private func standsAmongFigures(_ cell: CellKey) -> Bool {
    let matrix = disclosure.sections[cell.section].matrix
    return matrix.rows[cell.row].parts[cell.panel].cells.contains { $0.amount != nil }
  }

  private func isOfStage(_ cell: CellKey, _ stage: Stage?) -> Bool {
    let section = disclosure.sections[cell.section]
    let column = section.matrix.column(cell.slot, inPanel: cell.panel)
    return column.stage ?? section.stage == stage ?? disclosure.stage
  }

  /// A figure of the narrative and another one, or none, in the smaller of their units.
  private func sides(
    _ mention: Narrative.Mention, against other: Amount?, in own: AmountUnit?
  ) -> (AmountSum, AmountSum)? {
    guard let own, let unit = mention.unit, let lowest = AmountUnit.smallest(of: [unit, own]),
      let left = AmountSum(mention.value, from: unit, to: lowest)
    else { return nil }
    guard let other else { return (left, AmountSum()) }
    return AmountSum(other, from: own, to: lowest).map { (left, $0) }
  }

  /// A figure of the narrative against a cell; a blank one is zero.
  private func compare(
    _ mention: Narrative.Mention, _ cell: CellKey
  ) -> (Verdict, Finding.Sums)? {
    let value = disclosure[cell].value
    if case .text = value { return nil }
    guard let (left, right) = sides(mention, against: value.amount, in: disclosure.unit(of: cell)),
      let sums = left.sums(against: right)
    else { return nil }
    return (left.verdict(against: right), sums)
  }

  /// An amount in a small unit with the very digits of a figure that the tables print in a larger one.
  private func unitWord(_ mention: Narrative.Mention, _ unit: AmountUnit) -> Finding? {
    guard unit == .yuan, mention.value.scale > 0, mention.value.coefficient.magnitude > 999 else {
      return nil
    }
    guard let key = figures.printed(mention.value),
      let larger = disclosure.sections[key.section].unit
    else { return nil }
    let cell = cells.operand(key, isLeft: false)
    return Finding(
      Message(
        "narrative/unit-word",
        ["stated": mention.printed, "name": cell.name, "printed": cell.printed + larger.name]),
      verdict: .break, locations: [mention.location] + [cell.location].compactMap { $0 },
      operands: [mentionOperand(mention, isLeft: true), cell])
  }

  /// The agency's operating expenses are the operating part of basic expenditure, or a part of it.
  private func operatingExpenses(_ mention: Narrative.Mention, _ unit: AmountUnit) -> [Finding] {
    var best: (cell: CellKey, sums: Finding.Sums)?
    for cell in figures.operatingExpenses {
      guard let (verdict, sums) = compare(mention, cell) else { continue }
      if verdict != .break || sums.difference.coefficient <= 0 { return [] }
      best = best ?? (cell, sums)
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
