import FiscalModel
import FiscalSchema

/// Shares, rates of change and completion rates.
extension NarrativeChecks {
  private var statementWords: Vocabulary.StatementWords {
    catalogue.vocabulary.narrative.statements
  }

  /// Checks the percentage at a position by what it follows.
  func percentage(
    _ position: Int, _ passage: Narrative.Passage, _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    guard position > 0 else { return [] }
    let mention = passage.mentions[position]
    let before = passage.mentions[position - 1]
    guard before.isAmount, before.sentence == mention.sentence else { return [] }
    let words = statementWords
    let clause = String(mention.clause)
    if let word = words.share.first(where: { clause.hasPrefix($0) }) {
      var whole = clause.dropFirst(word.count)
      if whole.hasSuffix(words.shareOf) { whole = whole.dropLast(words.shareOf.count) }
      return share(position, of: String(whole), passage, subjects)
    }
    if words.completion.contains(where: { clause.contains($0) }) {
      return completion(position, passage)
    }
    let isIncrease = words.increase.contains(clause)
    guard isIncrease || words.decrease.contains(clause) else { return [] }
    return change(position, isIncrease: isIncrease, passage, subjects)
  }

  /// A completion rate or another figure that is no number, with what it would have to be where its
  /// figures stand before it.
  func malformed(_ position: Int, _ passage: Narrative.Passage) -> Finding {
    let mention = passage.mentions[position]
    var operands: [Finding.Operand] = []
    var message = Message("narrative/malformed", ["printed": mention.printed])
    let clause = String(mention.clause)
    if position > 1, statementWords.completion.contains(where: { clause.contains($0) }) {
      let final = passage.mentions[position - 1]
      let budget = passage.mentions[position - 2]
      if stage(of: final) == .final, isBudget(budget), budget.unit == final.unit,
        let percent = Ratio.percent(final.value, budget.value, .share, decimals: 1)
      {
        message = Message(
          "narrative/malformed:completion",
          [
            "printed": mention.printed, "final": "\(final.value)", "budget": "\(budget.value)",
            "percent": "\(percent)",
          ])
        operands = [final, budget].map { mentionOperand($0, isLeft: false) }
      }
    }
    return Finding(
      message, verdict: .break, locations: [mention.location] + operands.compactMap(\.location),
      operands: operands)
  }

  // MARK: Shares

  private func share(
    _ position: Int, of whole: String, _ passage: Narrative.Passage,
    _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    let mention = passage.mentions[position]
    let part = passage.mentions[position - 1]
    guard let unit = part.unit else { return [] }
    // What the whole may be: figures stated before, and those of the tables.
    var wholes: [Finding.Operand] = []
    var certain: Finding.Operand?
    func narrated(_ index: Int) -> Finding.Operand {
      let other = passage.mentions[index]
      return Finding.Operand(
        isLeft: false, name: String(other.clause), printed: other.value.description,
        unit: other.unit ?? unit, location: other.location)
    }
    let earlier = earlier(than: position, in: unit, passage)
    if whole.isEmpty {
      wholes = earlier.map(narrated)
      // The total that was announced: "…, of it: …".
      if let total = earlier.last(where: { subjects[$0]?.isTotal ?? false }),
        announcesParts(
          from: passage.mentions[total].range.upperBound, to: part.range.lowerBound, passage)
      {
        certain = narrated(total)
      }
    } else {
      wholes = earlier.filter { passage.mentions[$0].clause.ends(withAny: [whole]) }.map(narrated)
      certain = wholes.last
      if case .subject(let subject) = index.meaning(of: whole) {
        let own = subject.wholes.filter { cells.reading.disclosure[$0].amount != nil }
          .map { cells.operand($0, isLeft: false) }
        wholes += own
        if certain == nil, let first = own.first, own.allSatisfy({ $0.printed == first.printed }) {
          certain = first
        }
      }
    }
    guard let certain, let expected = certain.amount(in: unit),
      let holds = Ratio.holds(mention.value, of: part.value, in: expected, .share), !holds
    else { return [] }
    for other in wholes {
      guard let amount = other.amount(in: unit) else { continue }
      if Ratio.holds(mention.value, of: part.value, in: amount, .share) ?? true { return [] }
    }
    guard
      let percent = Ratio.percent(
        part.value, expected, .share, decimals: mention.value.scale)
    else { return [] }
    return [
      ratio(
        mention, percent, of: [mentionOperand(part, isLeft: false), certain],
        Message(
          "narrative/share",
          [
            "printed": mention.printed, "part": "\(part.value)", "whole": "\(expected)",
            "percent": "\(percent)", "isForced": addsUpToHundred(position, passage),
          ]))
    ]
  }

  /// The figures in a unit that are stated not too far before the one that a percentage follows.
  private func earlier(
    than position: Int, in unit: AmountUnit, _ passage: Narrative.Passage
  ) -> [Int] {
    (max(0, position - 257)..<(position - 1)).filter { passage.mentions[$0].unit == unit }
  }

  private func announcesParts(from start: Int, to end: Int, _ passage: Narrative.Passage) -> Bool {
    guard start < end, end - start < 1_000 else { return false }
    let text = String(passage.characters[start..<end])
    return statementWords.parts.contains { text.contains($0) }
  }

  /// Whether the shares around one add up to exactly a hundred.
  private func addsUpToHundred(_ position: Int, _ passage: Narrative.Passage) -> Bool {
    func isShare(_ index: Int) -> Bool {
      passage.mentions.indices.contains(index) && passage.mentions[index].kind == .percent
        && statementWords.share.contains { String(passage.mentions[index].clause) == $0 }
    }
    var sum = AmountSum()
    var index = position
    while isShare(index - 2) { index -= 2 }
    while isShare(index) {
      guard sum.add(passage.mentions[index].value) else { return false }
      index += 2
    }
    return sum.value.isSameValue(as: Amount(coefficient: 100, scale: 0))
  }

  // MARK: Completion

  /// "The budget is A, the final amount B, p % of the budget": both stand right before.
  private func completion(_ position: Int, _ passage: Narrative.Passage) -> [Finding] {
    guard position > 1 else { return [] }
    let mention = passage.mentions[position]
    let final = passage.mentions[position - 1]
    let budget = passage.mentions[position - 2]
    guard budget.isAmount, budget.sentence == mention.sentence, budget.unit == final.unit,
      stage(of: final) == .final, isBudget(budget)
    else { return [] }
    guard let holds = Ratio.holds(mention.value, of: final.value, in: budget.value, .share), !holds,
      let percent = Ratio.percent(
        final.value, budget.value, .share, decimals: mention.value.scale)
    else { return [] }
    return [
      ratio(
        mention, percent,
        of: [mentionOperand(final, isLeft: false), mentionOperand(budget, isLeft: false)],
        Message(
          "narrative/completion",
          [
            "printed": mention.printed, "final": "\(final.value)", "budget": "\(budget.value)",
            "percent": "\(percent)",
          ]))
    ]
  }

  private func stage(of mention: Narrative.Mention) -> Stage? {
    let clause = String(mention.clause)
    return statementWords.suffixes.filter { clause.hasSuffix($0.words.folded) }
      .max { $0.words.count < $1.words.count }?.stage
  }

  private func isBudget(_ mention: Narrative.Mention) -> Bool {
    let clause = String(mention.clause)
    return stage(of: mention).map { $0 != .final } ?? false
      || statementWords.projectBudget.contains { clause.hasSuffix($0.folded) }
  }

  // MARK: Change

  /// "A; compared with the year before, C more, up by p %": the year before had A - C.
  private func change(
    _ position: Int, isIncrease: Bool, _ passage: Narrative.Passage,
    _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    let mention = passage.mentions[position]
    let change = passage.mentions[position - 1]
    let words = statementWords
    let clause = String(change.clause)
    // The words of the change must go the same way, and what stands before them be nothing or what the
    // amount before was said of.
    let directions = isIncrease ? words.increase : words.decrease
    guard
      let word = directions.filter({ clause.hasSuffix($0) }).max(by: { $0.count < $1.count }),
      position > 1
    else { return [] }
    let form: Ratio.Form = isIncrease ? .increase : .decrease
    guard let unit = change.unit else { return [] }
    let earlier = self.earlier(than: position, in: unit, passage)
      .filter { !isChange(passage.mentions[$0]) }
    guard let nearest = earlier.last else { return [] }
    for index in earlier {
      let holds = Ratio.holds(
        mention.value, of: change.value, in: passage.mentions[index].value, form)
      if holds ?? true { return [] }
    }
    let subject = clause.dropLast(word.count)
    let whole = passage.mentions[nearest]
    let isComparison = subject.isEmpty || isBare(subject)
    guard mention.sentence - whole.sentence <= 1,
      isComparison || String(whole.clause).hasSuffix(subject)
    else { return [] }
    guard
      let percent = Ratio.percent(
        change.value, whole.value, form, decimals: mention.value.scale)
    else { return [] }
    return [
      ratio(
        mention, percent,
        of: [mentionOperand(change, isLeft: false), mentionOperand(whole, isLeft: false)],
        Message(
          "narrative/change",
          [
            "printed": mention.printed, "whole": "\(whole.value)", "change": "\(change.value)",
            "isIncrease": isIncrease, "percent": "\(percent)",
          ]))
    ]
  }

  private func isChange(_ mention: Narrative.Mention) -> Bool {
    mention.clause.ends(withAny: statementWords.increase + statementWords.decrease)
  }

  /// Whether words before a change name nothing but another year: "than the budget of 2023".
  private func isBare(_ text: some StringProtocol) -> Bool {
    let words = catalogue.vocabulary.narrative.statements
    var rest = Substring(text)
    guard let comparison = words.comparison.first(where: { rest.hasPrefix($0) }) else {
      return false
    }
    rest = rest.dropFirst(comparison.count)
    rest = rest.drop(while: \.isDigit)
    for word in catalogue.vocabulary.fiscalYear where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      break
    }
    return rest.isEmpty || words.comparisonEnds.contains(String(rest))
  }

  // MARK: Findings

  private func ratio(
    _ mention: Narrative.Mention, _ percent: Amount, of operands: [Finding.Operand],
    _ message: Message
  ) -> Finding {
    var operands = operands
    for index in operands.indices { operands[index].sign = 0 }
    return Finding(
      message, verdict: .break,
      locations: [mention.location] + operands.compactMap(\.location),
      sums: Finding.Sums(
        left: mention.value, right: percent,
        difference: AmountSum(mention.value).difference(from: AmountSum(percent)) ?? .zero,
        tolerance: Amount(coefficient: 5, scale: min(mention.value.scale + 1, Amount.maximumScale))),
      operands: operands)
  }
}

extension Finding.Operand {
  /// The figure in a unit, its decimals kept where the unit is its own.
  func amount(in unit: AmountUnit) -> Amount? {
    (try? Amount(printed))?.converted(from: self.unit, to: unit)
  }
}
