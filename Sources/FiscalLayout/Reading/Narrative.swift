import Documents
import FiscalModel

/// What the text below the tables says of their figures.
///
/// A section whose heading has the words of a table's title (`七、…“三公”经费支出决算情况说明`) speaks of that
/// table. In it, the names of a column's concept are subjects, and the clauses that follow one state its
/// amounts: `公务接待费支出决算为0万元，…，比年初预算减少0.6万元` says final 0 and budget 0.6.
struct Narrative {
  let catalogue: Catalogue
  private var words: Vocabulary.NarrativeWords { catalogue.vocabulary.narrative }
  /// The phrases of claims, longest first.
  private let claims: [(phrase: Vocabulary.ClaimPhrase, words: [Character])]
  /// The text of each section, blanks removed, by the folded words of its heading.
  private var sections: [(heading: String, text: String)] = []

  /// Cuts the lines that belong to no table into sections.
  init(_ lines: [Line], catalogue: Catalogue) {
    self.catalogue = catalogue
    claims = catalogue.vocabulary.narrative.claims
      .map { ($0, Array($0.phrase.folded)) }
      .sorted { $0.1.count > $1.1.count }
    for line in lines where !line.isGrid {
      let text = Narrative.withoutGrouping(line.text).folded
      if let heading = heading(text) {
        sections.append((heading, ""))
      } else if !sections.isEmpty {
        sections[sections.count - 1].text += text
      }
    }
  }

  /// The text without the commas that group digits, which must not end a clause.
  private static func withoutGrouping(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: ",")) else { return text }
    let characters = Array(text)
    var result = ""
    for (index, character) in characters.enumerated() {
      if character == ",", index > 0, index + 3 < characters.count,
        characters[index - 1].isASCIIDigitOrComma,
        characters[(index + 1)...(index + 3)].allSatisfy({ ("0"..."9").contains($0) })
      {
        continue
      }
      result.append(character)
    }
    return result
  }

  /// The words of a heading without its numeral and the suffix for "explanation".
  private func heading(_ text: String) -> String? {
    guard let first = text.first, text.utf8.count <= 180 else { return nil }
    guard catalogue.vocabulary.ordinals.contains(first) else {
      return catalogue.vocabulary.beginsPart(text) ? text : nil
    }
    let core = String(LineMatcher.core(Array(text), catalogue.vocabulary.ordinals))
    guard core.count < text.count else { return nil }
    for suffix in words.headingSuffixes where core.hasSuffix(suffix) {
      return String(core.dropLast(suffix.count))
    }
    return core
  }

  /// What the narrative says of the cells of a table's total row.
  func claims(on table: DraftTable, index: Int) -> [CellKey: Amount] {
    var stem = table.layout.title.folded
    for suffix in words.titleSuffixes.sorted(by: { $0.count > $1.count })
    where stem.hasSuffix(suffix) {
      stem.removeLast(suffix.count)
      break
    }
    guard let section = sections.first(where: { $0.heading == stem }),
      let row = table.table.rows.firstIndex(where: { row in
        row.parts.contains { $0.kind == .total }
      })
    else { return [:] }
    let stated = statements(in: section.text, of: table.layout)
    var claims: [CellKey: Amount] = [:]
    for (panel, definition) in table.layout.panels.enumerated() {
      for (value, column) in definition.valueColumns.enumerated() {
        let column = table.layout.columns[column]
        guard let concept = column.concept,
          let (amount, unit) = stated[Subject(concept: concept, stage: column.stage)],
          let converted = amount.converted(from: unit, to: table.table.unit)
        else { continue }
        claims[CellKey(table: index, row: row, panel: panel, value: value)] = converted
      }
    }
    return claims
  }

  private struct Subject: Hashable {
    var concept: String
    var stage: Stage
  }

  private func statements(
    in text: String, of layout: Layout
  ) -> [Subject: (amount: Amount, unit: AmountUnit)] {
    var names: [(name: [Character], concept: String)] = []
    for id in Set(layout.columns.compactMap(\.concept)) {
      guard let concept = catalogue.concepts[id], concept.deferring != true else { continue }
      for name in Set([concept.zh] + (concept.names ?? [])) {
        names.append((Array(name.folded), id))
      }
    }
    names.sort { $0.name.count > $1.name.count }
    let characters = Array(text)
    // Where each subject stands; the longest name at a place counts.
    var mentions: [(start: Int, end: Int, concept: String)] = []
    var index = 0
    while index < characters.count {
      if let (name, concept) = names.first(where: { characters[index...].starts(with: $0.name) }) {
        mentions.append((index, index + name.count, concept))
        index += name.count
      } else {
        index += 1
      }
    }
    var stated: [Subject: (amount: Amount, unit: AmountUnit)] = [:]
    for (position, mention) in mentions.enumerated() {
      let limit = position + 1 < mentions.count ? mentions[position + 1].start : characters.count
      let span = characters[mention.end..<limit]
      let end = span.firstIndex { "。;".contains($0) } ?? limit
      var clauses = characters[mention.end..<end].split(
        separator: ",", omittingEmptySubsequences: false)
      clauses = clauses.flatMap { $0.split(separator: ":", omittingEmptySubsequences: false) }
      for (order, clause) in clauses.enumerated() {
        guard let (stage, form, amount, unit) = statement(clause, isFirst: order == 0) else {
          continue
        }
        let subject = Subject(concept: mention.concept, stage: stage ?? layout.stage)
        switch form {
        case .value:
          if stated[subject] == nil { stated[subject] = (amount, unit) }
        case .increaseOver, .decreaseFrom:
          // The other stage is the final amount less the increase, or plus the decrease.
          guard stated[subject] == nil,
            let final = stated[Subject(concept: mention.concept, stage: .final)], final.unit == unit
          else { continue }
          var sum = AmountSum()
          guard sum.add(final.amount), sum.add(amount, sign: form == .increaseOver ? -1 : 1) else {
            continue
          }
          stated[subject] = (sum.value, unit)
        }
      }
    }
    return stated
  }

  /// The amount that a clause states, by the longest phrase that stands right before it.
  private func statement(
    _ clause: ArraySlice<Character>, isFirst: Bool
  ) -> (Stage?, Vocabulary.ClaimPhrase.Form, Amount, AmountUnit)? {
    guard clause.contains(where: { ("0"..."9").contains($0) }) else { return nil }
    for (phrase, words) in claims {
      var start = clause.startIndex
      if words.isEmpty {
        guard isFirst else { continue }
      } else {
        guard let found = clause.firstRange(of: words) else { continue }
        start = found.upperBound
      }
      let digits = clause[start...].prefix { ("0"..."9").contains($0) || $0 == "." || $0 == "-" }
      guard !digits.isEmpty, let amount = try? Amount(String(digits)) else { continue }
      let rest = String(clause[digits.endIndex...])
      guard let unit = self.words.amountUnits.first(where: { rest.hasPrefix($0) }),
        let unit = AmountUnit(name: unit)
      else { continue }
      return (phrase.stage, phrase.form, amount, unit)
    }
    return nil
  }
}
