import FiscalModel
import FiscalSchema

/// The relations that a document prints under its tables and in its row of column numbers, compared with
/// those of the form.
struct PrintedRelations {
  let catalogue: Catalogue
  let cells: CellNames

  /// More relations than this no form prints.
  private static let bound = 100

  /// What is printed besides the form's own relations, each with its section, and what contradicts them.
  func check() -> (relations: [(relation: Relation, section: Int)], findings: [Finding]) {
    var relations: [(relation: Relation, section: Int)] = []
    var findings: [Finding] = []
    for (index, section) in cells.reading.disclosure.sections.enumerated() {
      guard let layout = cells.layouts[index] else { continue }
      // Most print what the form says to the letter.
      let texts = printed(section).filter { !layout.foldedRules.contains($0) }
      for (number, text) in texts.enumerated() {
        // What follows so many is not read, and the first of it says so.
        guard number <= PrintedRelations.bound else { break }
        guard number < PrintedRelations.bound,
          let relation = try? Relation(
            id: "check/printed-equation", rule: text,
            source: catalogue.rule("check/printed-equation")?.source.en ?? "",
            vocabulary: catalogue.vocabulary),
          case .equation(let left, let comparison, let right) = relation.form
        else {
          findings.append(
            finding(Message("check/printed-relation-unread", ["text": text]), index))
          continue
        }
        var own: Relation?
        var isKnown = false
        for candidate in layout.relations {
          guard case .equation(let a, let sign, let b) = candidate.form, Set(a) == Set(left) else {
            continue
          }
          if sign == comparison, Set(b) == Set(right) {
            isKnown = true
          } else {
            own = candidate
          }
        }
        if isKnown { continue }
        if let own {
          findings.append(
            finding(
              Message("check/printed-relation", ["text": text, "rule": own.rule, "id": own.id]),
              index))
        } else {
          relations.append((relation, index))
        }
      }
    }
    return (relations, findings)
  }

  private func finding(_ message: Message, _ section: Int) -> Finding {
    Finding(
      message, section: section,
      locations: [cells.reading.disclosure.sections[section].place.location])
  }

  /// The relations printed with a table, as written.
  private func printed(_ section: Section) -> [String] {
    let words = catalogue.vocabulary.relation
    var texts: [String] = []
    for note in section.notes.map(\.folded) where note.utf8.contains(UInt8(ascii: "=")) {
      for piece in note.split(whereSeparator: { $0 == ";" || $0 == "。" }) {
        // `1.27行=…` numbers a note; `注:27行=…` begins one.
        var text = piece
        if let colon = text.lastIndex(of: ":") { text = text[text.index(after: colon)...] }
        guard text.utf8.contains(UInt8(ascii: "=")),
          text.holds(words.row) || text.holds(words.column),
          text.first?.isNumber ?? false
        else { continue }
        texts.append(String(text))
      }
    }
    texts += (section.matrix.columnNumbers ?? []).filter { $0.utf8.contains(UInt8(ascii: "=")) }
    return texts
  }
}
