import FiscalModel
import FiscalSchema

/// Totals that the narrative divides into parts.
extension NarrativeChecks {
  private var statementWords: Vocabulary.StatementWords {
    catalogue.vocabulary.narrative.statements
  }

  /// The totals of a passage whose parts are all there, and its lists of projects.
  func sums(_ passage: Narrative.Passage, _ subjects: [SubjectIndex.Subject?]) -> [Finding] {
    basicAndProject(passage, subjects) + classes(passage, subjects)
      + projectList(passage, subjects) + countedProjects(passage) + procurement(passage)
  }

  /// "Expenditure T, of which basic A and project B", where the tables have no other kind.
  private func basicAndProject(
    _ passage: Narrative.Passage, _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    guard kinds.isBasicAndProject else { return [] }
    var findings: [Finding] = []
    var total: Int?
    var basic: Int?
    for (position, subject) in subjects.enumerated() {
      guard let subject else { continue }
      if subject.isExpenditure, isOfDocument(subject) {
        total = position
        basic = nil
      } else if subject.concepts.contains(roles.concepts.basicExpenditure) {
        basic = position
      } else if subject.concepts.contains(roles.concepts.projectExpenditure), let whole = total,
        let part = basic
      {
        findings += check("narrative/sum", total: whole, parts: [part, position], passage)
        total = nil
        basic = nil
      }
    }
    return findings
  }

  private func isOfDocument(_ subject: SubjectIndex.Subject) -> Bool {
    subject.stage == nil || subject.stage == cells.reading.disclosure.stage
  }

  /// "T; by function: A, B, C", where the tables have figures for just these classes.
  private func classes(
    _ passage: Narrative.Passage, _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    var findings: [Finding] = []
    var total: Int?
    var parts: [Int] = []
    var codes: Set<String> = []
    // A list before any total belongs to the one that follows.
    var pending: [Int]?
    func close() {
      if parts.count > 1, kinds.classes.contains(codes) {
        if let total {
          findings += check("narrative/sum", total: total, parts: parts, passage)
        } else {
          pending = parts
        }
      }
      parts = []
      codes = []
    }
    for (position, subject) in subjects.enumerated() {
      guard passage.mentions[position].isAmount else { continue }
      if let subject, subject.codes.count == 1, let code = subject.codes.first,
        code.utf8.count == 3,
        isOfDocument(subject), !codes.contains(code)
      {
        parts.append(position)
        codes.insert(code)
      } else {
        close()
        guard let subject, subject.isExpenditure, isOfDocument(subject) else { continue }
        total = position
        if let list = pending {
          findings += check("narrative/sum", total: position, parts: list, passage)
        }
        pending = nil
      }
    }
    close()
    return findings
  }

  /// "Project expenditure T … was spent on: A a, B b": up to the next paragraph of codes.
  private func projectList(
    _ passage: Narrative.Passage, _ subjects: [SubjectIndex.Subject?]
  ) -> [Finding] {
    let text = passage.characters
    let whole = String(text)
    for phrase in statementWords.projectList {
      guard let range = whole.firstRange(of: phrase) else { continue }
      let start = whole.distance(from: whole.startIndex, to: range.upperBound)
      var end = text.count
      for mark in statementWords.levels {
        if let next = whole[range.upperBound...].firstRange(of: mark.folded) {
          end = min(end, whole.distance(from: whole.startIndex, to: next.lowerBound))
        }
      }
      guard
        let total = passage.mentions.indices.last(where: {
          passage.mentions[$0].range.upperBound <= start
            && subjects[$0]?.concepts.contains(roles.concepts.projectExpenditure) ?? false
        })
      else { return [] }
      let parts = passage.mentions.indices.filter {
        passage.mentions[$0].range.lowerBound >= start
          && passage.mentions[$0].range.upperBound <= end && passage.mentions[$0].isAmount
      }
      // A change or a figure of something else among them is no part.
      guard parts.count > 1, parts.allSatisfy({ !isComparison(passage.mentions[$0]) }) else {
        return []
      }
      return check("narrative/list", total: total, parts: parts, passage)
    }
    return []
  }

  private func isComparison(_ mention: Narrative.Mention) -> Bool {
    mention.clause.ends(withAny: statementWords.increase + statementWords.decrease)
  }

  /// "N projects, funds T" and, below, the budgets of as many projects.
  private func countedProjects(_ passage: Narrative.Passage) -> [Finding] {
    let text = String(passage.characters)
    for phrase in statementWords.projectCount {
      guard let range = text.firstRange(of: phrase) else { continue }
      let digits = text[range.upperBound...].prefix(while: \.isDigit)
      guard let count = Int(digits), count > 1 else { continue }
      let position = text.distance(from: text.startIndex, to: digits.endIndex)
      let parts = passage.mentions.indices.filter {
        passage.mentions[$0].clause.ends(withAny: statementWords.projectBudget.map(\.folded))
      }
      guard parts.count == count,
        let total = passage.mentions.indices.first(where: {
          passage.mentions[$0].range.lowerBound > position
        }), passage.mentions[total].isAmount,
        passage.mentions[total].clause.ends(withAny: statementWords.projectFunds),
        total < parts[0]
      else { return [] }
      return check("narrative/sum", total: total, parts: parts, passage)
    }
    return []
  }

  /// "Government procurement T, of which goods A, works B and services C": two kinds at least, and each
  /// named once.
  private func procurement(_ passage: Narrative.Passage) -> [Finding] {
    let words = statementWords
    func kind(_ mention: Narrative.Mention) -> String? {
      let clause = String(mention.clause)
      return words.procurementKinds.first { kind in
        ([""] + words.procurementSuffixes).contains { clause.hasSuffix(kind + $0) }
          // `1.goods`, `of it: government procurement of goods`, but not `other services`.
          && clause.firstRange(of: kind).map { range in
            let before = clause[..<range.lowerBound]
            return before.hasSuffix(words.procurement)
              || before.allSatisfy { $0.isDigit || ".、()".contains($0) }
              || words.parts.contains(String(before))
          } ?? false
      }
    }
    var findings: [Finding] = []
    var total: Int?
    var parts: [String: Int] = [:]
    func close() {
      if let total, parts.count > 1 {
        findings += check("narrative/sum", total: total, parts: parts.values.sorted(), passage)
      }
      parts = [:]
    }
    for (position, mention) in passage.mentions.enumerated() where mention.isAmount {
      if let kind = kind(mention) {
        if parts[kind] == nil { parts[kind] = position }
      } else if mention.clause.containsSequence(words.procurement) {
        close()
        total = position
      }
    }
    close()
    return findings
  }

  /// Compares a stated total with its stated parts.
  private func check(
    _ rule: String, total: Int, parts: [Int], _ passage: Narrative.Passage
  ) -> [Finding] {
    let whole = passage.mentions[total]
    guard let unit = whole.unit, parts.allSatisfy({ passage.mentions[$0].unit == unit }) else {
      return []
    }
    var left = AmountSum()
    var right = AmountSum()
    guard left.add(whole.value) else { return [] }
    for part in parts {
      guard right.add(passage.mentions[part].value) else { return [] }
    }
    let verdict = left.verdict(against: right)
    guard verdict != .exact, let sums = left.sums(against: right) else { return [] }
    let operands =
      [mentionOperand(whole, isLeft: true)]
      + parts.map { mentionOperand(passage.mentions[$0], isLeft: false) }
    return [
      Finding(
        Message(
          "narrative.sum",
          [
            "verdict": verdict, "stated": String(whole.clause) + whole.printed,
            "parts": parts.map { passage.mentions[$0].value.description }, "sum": sums.right,
            "difference": sums.difference,
          ]), rule: rule, verdict: verdict, locations: operands.compactMap(\.location), sums: sums,
        unit: unit, operands: operands)
    ]
  }
}

/// What the tables say of kinds of expenditure, found once.
struct ExpenditureKinds {
  /// Whether no table has another kind than basic and project expenditure.
  let isBasicAndProject: Bool
  /// For each table of functional classes the classes that have figures.
  let classes: Set<Set<String>>

  init(_ cells: CellNames) {
    let others = cells.catalogue.roles.concepts.otherExpenditure
    var isBasicAndProject = true
    var sets: Set<Set<String>> = []
    for section in cells.reading.disclosure.sections where section.isTable {
      let matrix = section.matrix
      for panel in matrix.panels.indices {
        var codes: Set<String> = []
        for part in matrix.rows.map(\.parts[panel]) {
          let slots = part.cells.indices.filter { part.cells[$0].amount?.isZero == false }
          guard !slots.isEmpty else { continue }
          if part.kind == .class, let code = part.code ?? part.members["function_code"] {
            codes.insert(code)
          }
          let concepts = slots.map { matrix.column($0, inPanel: panel).concept } + [part.concept]
          if concepts.contains(where: { $0.map(others.contains) ?? false }) {
            isBasicAndProject = false
          }
        }
        if codes.count > 1 { sets.insert(codes) }
      }
    }
    self.isBasicAndProject = isBasicAndProject
    classes = sets
  }
}
