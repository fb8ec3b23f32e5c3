import Documents
import FiscalModel
import FiscalSchema
import Foundation

/// A line that reads like a table's title, taken apart.
struct TitleLine: Equatable {
  /// The words without year, agency and number, folded.
  var core: String
  /// The title as printed without its number, blanks removed.
  var title: String
  /// The number without the word for "table".
  var number: String?
  /// The fiscal year.
  var year: Int?
  /// The agency named before the year.
  var agency: String?

  /// Takes a line apart; nil for a line that is too long to be a title, or empty.
  init?(_ line: String, vocabulary: Vocabulary) {
    var text = line.squeezed
    guard !text.isEmpty, !text.isLonger(than: 80) else { return nil }
    number = TitleLine.takeNumber(&text, vocabulary)
    title = text
    core = text.folded
    // `2021年度收入决算表`, `某局2021年度收入决算表`
    if let (range, value) = vocabulary.year(in: core[...]) {
      let before = core[..<range.lowerBound]
      agency = before.isEmpty ? nil : String(before)
      year = value
      core = String(core[range.upperBound...])
    }
    guard !core.isEmpty || number != nil else { return nil }
  }

  /// Cuts the table's number from the end, in brackets, or from the beginning.
  private static func takeNumber(_ text: inout String, _ vocabulary: Vocabulary) -> String? {
    let prefixes = vocabulary.tablePrefixes
    if let found = vocabulary.trailingTableNumber(text[...], behind: prefixes) {
      text = String(found.title)
      return found.number
    }
    guard let found = vocabulary.tableNumber(text[...], behind: prefixes) else { return nil }
    text = String(found.rest.drop { ":：.．、".contains($0) })
    return found.number
  }
}

/// The line above a table that names the agency and the unit.
struct HeadingLine {
  /// The printed pieces, blanks removed.
  var pieces: [String] = []
  var agency: String?
  var unit: AmountUnit?

  /// Reads one cell or line; nil where it has neither.
  init?(_ text: String, vocabulary: Vocabulary) {
    var rest = text.squeezed
    guard rest.utf8.count <= 480, rest.unicodeScalars.contains(where: { $0 == ":" || $0 == "：" }),
      !rest.isLonger(than: 120)
    else { return nil }
    // The unit first: it stands at the end, and its caption may also be the agency's.
    for unit in AmountUnit.allCases.sorted(by: { $0.name.count > $1.name.count }) {
      guard rest.hasSuffix(unit.name) else { continue }
      let before = rest.dropLast(unit.name.count)
      guard let colon = before.last, ":：".contains(colon) else { continue }
      for caption in vocabulary.unit.sorted(by: { $0.count > $1.count })
      where before.dropLast().hasSuffix(caption) {
        let start = before.dropLast().dropLast(caption.count)
        self.unit = unit
        pieces.append(String(rest[start.endIndex...]))
        rest = String(start)
        break
      }
      break
    }
    if let colon = rest.firstIndex(where: { ":：".contains($0) }) {
      let caption = rest[..<colon]
      let name = rest[rest.index(after: colon)...]
      if vocabulary.agency.contains(where: { $0.folded == caption.folded }), !name.isEmpty {
        agency = String(name)
        pieces.insert(rest, at: 0)
        rest = ""
      }
    }
    guard rest.isEmpty, !pieces.isEmpty else { return nil }
  }
}

/// The notes below a table.
struct NoteReader {
  let vocabulary: Vocabulary
  private(set) var notes: [String] = []

  init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Takes a line that belongs to the notes; false for one that does not.
  ///
  /// With `joins` a line may go on with the sentence of the line before, as in text whose lines are
  /// those of the printed page.
  mutating func take(_ line: String, joins: Bool) -> Bool {
    let text = line.squeezed
    guard !text.isEmpty else { return true }
    let isUnfinished = notes.last.map { !"。；;！!".contains($0.last ?? "。") } ?? false
    if begins(text) {
      notes.append(text)
      return true
    }
    if joins, isUnfinished, let last = notes.indices.last {
      notes[last] += text
      return true
    }
    return false
  }

  /// Whether a line below a table says that there is nothing to report; it then speaks of the agency.
  static func isClosingStatement(_ line: String, _ vocabulary: Vocabulary) -> Bool {
    guard vocabulary.isNilStatement(line) else { return false }
    let text = line.squeezed
    return vocabulary.nilSubjects.contains { text.hasPrefix($0) }
  }

  private func begins(_ text: String) -> Bool {
    for word in vocabulary.notes where text.hasPrefix(word) {
      let next = text.dropFirst(word.count).drop { $0.isASCII && $0.isNumber }
      if let mark = next.first, ":：.．、".contains(mark) { return true }
    }
    let head = text.prefix { $0.isASCII && $0.isNumber }
    guard !head.isEmpty else { return false }
    let rest = text.dropFirst(head.count)
    // A relation, `27行＝…`, or a numbered note after the first one, `2.…`.
    let words = vocabulary.relation
    if rest.hasPrefix(words.row) || rest.hasPrefix(words.column) {
      return text.folded.utf8.contains(UInt8(ascii: "="))
    }
    return !notes.isEmpty && (rest.hasPrefix(".") || rest.hasPrefix("．") || rest.hasPrefix("、"))
  }
}
