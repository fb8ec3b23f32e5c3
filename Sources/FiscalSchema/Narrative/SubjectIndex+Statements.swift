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
    // A sentence in which parts of something unknown are named: "A school spent T, of which basic B".
    var foreign: Int?
    var unknown: Int?
    let others = othersEnds(passage)
    for (position, mention) in passage.mentions.enumerated() {
      // What a sentence that has named units below the agency goes on to say is theirs.
      guard mention.isAmount, others[mention.sentence] ?? .max > mention.range.lowerBound else {
        statements.append(nil)
        continue
      }
      var statement: Statement?
      if unknown == mention.sentence, announcesParts(position, passage) {
        foreign = mention.sentence
      }
      switch meaning(of: mention.clause) {
      case .subject(let subject):
        unknown = nil
        if foreign == mention.sentence, !subject.isTotal { break }
        foreign = nil
        last = (subject, mention.sentence)
        statement = Statement(subject: subject)
      case .same(let stage):
        if last?.sentence != mention.sentence {
          last = leading(position, passage).map { ($0, mention.sentence) }
        }
        // Behind a budget, words that name no stage may mean either.
        if stage == nil, last?.subject.stage != nil { break }
        statement = last.map { Statement(subject: $0.subject) }
        statement?.subject.stage = stage
      case .difference(let stage, let isMore):
        if let last, last.sentence == mention.sentence {
          statement = Statement(subject: last.subject, isMore: isMore)
          statement?.subject.stage = stage
        }
      case .unknown:
        last = nil
        unknown = mention.sentence
      }
      statements.append(statement)
    }
    return statements
  }

  /// Whether words such as "of which" stand between the figure before and its own.
  private func announcesParts(_ position: Int, _ passage: Narrative.Passage) -> Bool {
    let start = position > 0 ? passage.mentions[position - 1].range.upperBound : 0
    let between = String(passage.characters[start..<passage.mentions[position].range.lowerBound])
    return vocabulary.narrative.statements.parts.contains { between.contains($0) }
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

  /// For each sentence that speaks of units below the agency where it has first named them.
  ///
  /// - Complexity: O(*n*) in the length of the passage, for each word.
  private func othersEnds(_ passage: Narrative.Passage) -> [Int: Int] {
    let words = vocabulary.narrative.statements.otherEntities.map { Array($0) }
    let agency = agency.map { Array($0) } ?? []
    let text = passage.characters
    var ends: [Int: Int] = [:]
    var sentence = 0
    // The sentence so far, the agency's own name left out, and where each character stands.
    var own: [Character] = []
    var index = 0
    while index < text.count {
      if !agency.isEmpty, text[index...].starts(with: agency) {
        index += agency.count
        continue
      }
      if text[index] == "。" {
        sentence += 1
        own = []
      } else if ends[sentence] == nil {
        own.append(text[index])
        if words.contains(where: { own.suffix($0.count).elementsEqual($0) }) {
          ends[sentence] = index + 1
        }
      }
      index += 1
    }
    return ends
  }
}
