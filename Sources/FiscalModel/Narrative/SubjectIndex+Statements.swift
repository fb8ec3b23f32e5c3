/// What the figures of a passage are said of.
extension SubjectIndex {
  /// What a figure states.
  package struct Statement {
    /// What it is said of.
    package var subject: Subject
    /// Whether it is by how much the document's own stage is more or less than the subject's; nil for the
    /// subject's amount itself.
    package var isMore: Bool?
  }

  /// For each figure of a passage what it states; a clause without a subject goes on with the one before.
  package func statements(in passage: Narrative.Passage) -> [Statement?] {
    var statements: [Statement?] = []
    var last: (subject: Subject, sentence: Int)?
    for (position, mention) in passage.mentions.enumerated() {
      guard mention.isAmount, !speaksOfOthers(mention, passage) else {
        statements.append(nil)
        continue
      }
      var statement: Statement?
      switch meaning(of: mention.clause) {
      case .subject(let subject):
        last = (subject, mention.sentence)
        statement = Statement(subject: subject)
      case .same(let stage):
        if last?.sentence != mention.sentence {
          last = leading(position, passage).map { ($0, mention.sentence) }
        }
        statement = last.map { Statement(subject: $0.subject) }
        statement?.subject.stage = stage
      case .difference(let stage, let isMore):
        if let last, last.sentence == mention.sentence {
          statement = Statement(subject: last.subject, isMore: isMore)
          statement?.subject.stage = stage
        }
      case .unknown:
        last = nil
      }
      statements.append(statement)
    }
    return statements
  }

  /// The item that a paragraph begins with, `A(class)B(section)C(item)。`, where no figure stands between it
  /// and the one at a position.
  private func leading(_ position: Int, _ passage: Narrative.Passage) -> Subject? {
    let start = position > 0 ? passage.mentions[position - 1].range.upperBound : 0
    let clause = passage.mentions[position].clause.startIndex
    guard start < clause else { return nil }
    let sentences = passage.characters[start..<clause].split(separator: "。")
    return sentences.reversed().lazy.compactMap { self.item(String($0)) }.first
  }

  /// Whether the sentence speaks of units below the agency.
  private func speaksOfOthers(_ mention: Narrative.Mention, _ passage: Narrative.Passage) -> Bool {
    let text = passage.characters
    let start = text[..<mention.range.lowerBound].lastIndex(of: "。").map { $0 + 1 } ?? 0
    var sentence = String(text[start..<mention.range.lowerBound])
    if let agency { sentence = sentence.replacing(agency, with: "") }
    return vocabulary.narrative.statements.otherEntities.contains { sentence.contains($0) }
  }
}
