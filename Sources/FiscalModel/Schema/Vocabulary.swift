/// The words by which readers recognise the parts of a document: `schemas/vocabulary.json`.
///
/// A class, because every reader keeps it and it never changes.
public final class Vocabulary: Decodable, Sendable {
  /// Captions before the agency's name, without the colon.
  public let agency: [String]
  /// Captions before the unit of the amounts.
  public let unit: [String]
  /// The word that precedes a table's number.
  public let table: String
  /// The words behind or in place of a title that say that the table goes on, longest first.
  public let continued: [String]
  /// Words that may precede ``table``.
  public let tablePrefixes: [String]
  /// The words that precede the number of an annex.
  public let annexes: [String]
  /// The words between a year and what it is the year of, longest first.
  public let fiscalYear: [String]
  /// The caption of the column of row numbers.
  public let rowNumber: String
  /// The caption of the row of column numbers.
  public let columnNumber: String
  /// What is left of ``columnNumber`` where vertical print was torn apart.
  public let columnNumberFragment: String
  /// The captions of a code's levels, with their row kinds.
  public let codeLevels: [String: RowKind]
  /// The labels of rows that total everything.
  public let totals: [String]
  /// The labels of rows that total some of the others.
  public let subtotals: [String]
  /// The names of all that a column of agencies names.
  public let wholes: [String]
  /// The words that begin a note.
  public let notes: [String]
  /// The characters that number lines: the numerals from one to ten, then twenty.
  public let ordinals: String
  /// The words around the number of a document's part.
  public let part: PartWords
  /// How a page number is printed with words.
  public let page: PageWords
  /// The heading of the list of contents.
  public let contents: String
  /// What a published document is called, behind its year.
  public let disclosures: [String]
  /// The words that say that there is nothing to report.
  public let nilStatement: [String]
  /// The word for the points of an indicator.
  public let points: String
  /// Last words of names that documents leave out at will.
  public let optionalSuffixes: [String]
  /// The words for the year at hand.
  public let currentYear: [String]
  /// The words with which a sentence that says so may begin, where it does not end with a full stop.
  public let nilSubjects: [String]
  /// The words of the officials' notation of relations.
  public let relation: RelationWords
  /// The words of the narrative below the tables.
  public let narrative: NarrativeWords

  /// The captions that exports give to columns of codes, names and other dimensions.
  public let dimensions: [DimensionWords]

  /// The captions under which the codes and the names of one dimension go, field names of budget
  /// management systems included.
  public struct DimensionWords: Decodable, Sendable {
    /// The dimension.
    public let id: String
    /// The dimension of facts that it is, or the member that it gives a row; nil for amounts, and for what only
    /// the codes tell.
    public let dimension: String?
    /// The classification of its codes; nil for any.
    public let classification: String?
    /// Captions of columns of codes.
    public let codes: [String]
    /// Captions of columns of names.
    public let names: [String]
    /// What codes (by how they begin) and names in such a column stand for: the member of the fund
    /// source, the concept of a category or an economic class, the stage of an amount.
    public let members: [String: [String]]?

    /// The member that a code says by its longest known beginning.
    public func member(ofCode code: String) -> String? {
      var best: (member: String, length: Int)?
      for (member, words) in members ?? [:] {
        for word in words where Classification.isCode(word) && code.hasPrefix(word) {
          if word.utf8.count > best?.length ?? 0 { best = (member, word.utf8.count) }
        }
      }
      return best?.member
    }
  }

  /// The words around the number of a document's part.
  public struct PartWords: Decodable, Sendable {
    /// Before the number.
    public let prefix: String
    /// Behind it.
    public let suffix: String
  }

  /// The words around the number of a page.
  public struct PageWords: Decodable, Sendable {
    /// Before the number, or before the count of all pages.
    public let prefixes: [String]
    /// Behind it.
    public let suffix: String
  }

  /// Whether a line is the heading of a part of the document, such as the one that follows the tables.
  public func beginsPart(_ line: String) -> Bool {
    guard line.unicodeScalars.contains(where: { $0 == part.prefix.unicodeScalars.first }) else {
      return false
    }
    let text = line.squeezed
    guard text.hasPrefix(part.prefix) else { return false }
    let number = text.dropFirst(part.prefix.count).prefix { ordinals.contains($0) || $0.isNumber }
    return !number.isEmpty
      && text.dropFirst(part.prefix.count + number.count).hasPrefix(part.suffix)
  }

  /// Whether a folded caption and what stands behind its colon name an agency: the word for units is that of
  /// money as well, and of pieces.
  public func namesAgency(_ caption: String, _ name: some StringProtocol) -> Bool {
    if agency.contains(where: { $0.folded == caption }) { return true }
    return unit.first?.folded == caption && name.unicodeScalars.count > 3
      && !AmountUnit.allCases.contains { name.hasSuffix($0.name) }
  }

  /// Whether a line is a sentence that there is nothing to report.
  public func isNilStatement(_ line: String) -> Bool {
    guard line.utf8.count <= 1000 else { return false }
    let text = line.squeezed
    return (text.hasSuffix("。") || nilSubjects.contains { text.hasPrefix($0) })
      && !text.isLonger(than: 80)
      && nilStatement.contains { text.holds($0) }
  }

  /// Whether a line says that there is none of what a table's title names:
  /// `某中心一般公共预算无“三公”经费支出` under the title `一般公共预算“三公”经费支出表`.
  public func isNilStatement(_ line: String, under title: String) -> Bool {
    let text = line.folded
    guard text.utf8.count <= 240, nilStatement.contains(where: text.holds) else { return false }
    var subject = title.folded
    if subject.hasSuffix(table) { subject.removeLast(table.count) }
    return nilStatement.contains { word in
      text.ranges(of: word).contains { range in
        let rest = (text[..<range.lowerBound] + text[range.upperBound...])
        return (rest.last == "。" ? rest.dropLast() : rest[...]).hasSuffix(subject)
      }
    }
  }

  /// What a sentence says there is none of: what follows `说明：本部门2021年度无…`; nil where it says no such
  /// thing of the agency and the year.
  public func nothing(in line: String, agency: String?) -> Substring? {
    let text = line.folded
    var rest = Substring(text)
    for word in notes where rest.hasPrefix(word) {
      let tail = rest.dropFirst(word.count).drop { $0.isASCII && $0.isNumber || ".、".contains($0) }
      guard tail.first == ":" || tail.first == "." else { continue }
      rest = tail.dropFirst()
      break
    }
    let subjects = nilSubjects + (agency.map { [$0.folded] } ?? [])
    guard let subject = subjects.first(where: { rest.hasPrefix($0) }) else { return nil }
    rest = rest.dropFirst(subject.count)
    if rest.first == "(", let close = rest.firstIndex(of: ")") {
      rest = rest[rest.index(after: close)...]
    }
    rest = rest.drop { $0.isASCII && $0.isNumber }
    for word in fiscalYear + currentYear where rest.hasPrefix(word) {
      rest = rest.dropFirst(word.count)
      break
    }
    guard let word = nilStatement.first(where: { rest.hasPrefix($0) }) else { return nil }
    return rest.dropFirst(word.count)
  }

  /// A name folded, without a last word that documents leave out at will (`一般公共服务支出`).
  public func withoutSuffix(_ name: some StringProtocol) -> String {
    var text = name.folded
    if let word = optionalSuffixes.first(where: { text.hasSuffix($0) && text != $0 }) {
      text.removeLast(word.count)
    }
    return text
  }

  /// A table's number with its Chinese numeral as digits: `十四` is `14`; other numbers stay as they are.
  public func plainNumber(_ number: String) -> String {
    let characters = Array(ordinals)
    let ten = 9
    guard characters.count > ten, !number.isEmpty, number.allSatisfy({ ordinals.contains($0) })
    else { return number }
    var value = 0
    var digit = 0
    for character in number {
      guard let index = characters.firstIndex(of: character) else { return number }
      if index < ten {
        digit = index + 1
      } else if index == ten {
        value += max(digit, 1) * 10
        digit = 0
      } else {
        value += 20
      }
    }
    return String(value + digit)
  }

  /// A label folded, without the points in brackets at its end.
  public func withoutWeight(_ label: String) -> String {
    let text = label.folded
    guard weight(in: text) != nil, let open = text.lastIndex(of: "(") else { return text }
    return String(text[..<open])
  }

  /// The points that a label names in brackets, `(70分)`, or nil.
  public func weight(in label: String) -> Amount? {
    let text = label.folded
    for (index, character) in zip(text.indices, text) where character == "(" {
      let digits = text[text.index(after: index)...].prefix {
        $0.isASCII && ($0.isNumber || $0 == ".")
      }
      let rest = text[digits.endIndex...]
      // The end of the label may have been cut off.
      guard rest.isEmpty || rest.hasPrefix(points), let value = try? Amount(digits) else {
        continue
      }
      return value
    }
    return nil
  }

  /// The fiscal year that a text names (`2021年度…`), or nil.
  public func year(in text: some StringProtocol) -> Int? {
    let characters = Array(text)
    guard characters.count > 4 else { return nil }
    for start in 0..<(characters.count - 4) {
      let digits = characters[start..<(start + 4)]
      guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.starts(with: "20"),
        start == 0 || !characters[start - 1].isNumber,
        fiscalYear.contains(where: { characters[(start + 4)...].starts(with: $0) })
      else { continue }
      return Int(String(digits))
    }
    return nil
  }

  /// The words of the officials' notation of relations.
  public struct RelationWords: Decodable, Sendable {
    /// The suffix of a row number.
    public let row: String
    /// The suffix of a column number.
    public let column: String
    /// "Every".
    public let each: String
    /// The prefix of a table number.
    public let table: String
    /// The word that may stand between a table number and what is taken of the table.
    public let of: String
    /// The sign of a sum over a level of codes.
    public let sum: String
    /// The name of the total row.
    public let total: String
    /// The signs of a range.
    public let through: [String]
  }

  /// The words by which the narrative states figures.
  public struct NarrativeWords: Decodable, Sendable {
    /// What a section's heading has after the words it shares with a table's title.
    public let headingSuffixes: [String]
    /// What a table's title has after the words it shares with a section's heading.
    public let titleSuffixes: [String]
    /// The units that follow an amount, longest first.
    public let amountUnits: [String]
    /// The words by which statements of amounts, shares and changes are recognised and tied to figures.
    public let statements: StatementWords
  }

  /// The words by which the statements of the narrative are recognised and tied to figures.
  public struct StatementWords: Decodable, Sendable {
    /// Words before a subject that do not change what it means, longest first.
    public let prefixes: [String]
    /// Words between a subject and its amount, and the stage they name.
    public let suffixes: [Suffix]
    /// What the narrative calls some concepts, besides their own names.
    public let subjects: [Subject]
    /// The marks of the levels of codes behind their names.
    public let levels: [String]
    /// Words that end right before an increase.
    public let increase: [String]
    /// Words that end right before a decrease.
    public let decrease: [String]
    /// Words before a share.
    public let share: [String]
    /// What stands between the whole and the share.
    public let shareOf: String
    /// Words before a completion rate.
    public let completion: [String]
    /// Words that announce the parts of a total.
    public let parts: [String]
    /// Words that announce a list of projects.
    public let projectList: [String]
    /// Words before the budget of one project.
    public let projectBudget: [String]
    /// Words behind the name of a project.
    public let projectSuffixes: [String]
    /// "Government procurement".
    public let procurement: String
    /// The kinds of procurement, which together are all of it.
    public let procurementKinds: [String]
    /// Words behind the name of a kind.
    public let procurementSuffixes: [String]
    /// Words before the number of projects.
    public let projectCount: [String]
    /// Words before the funds of all projects.
    public let projectFunds: [String]
    /// Words that begin a comparison with another year.
    public let comparison: [String]
    /// What may follow the other year in it.
    public let comparisonEnds: [String]
    /// The name of the agency's operating expenses.
    public let operatingExpenses: String
    /// How it says that overall performance targets were set.
    public let overallTargets: [String]
    /// What the title of the form of overall targets has and those of projects have not.
    public let overallTargetsTitle: String
    /// Words of statements about other units than the agency.
    public let otherEntities: [String]

    /// Words between a subject and its amount.
    public struct Suffix: Decodable, Sendable {
      /// The words.
      public let words: String
      /// The stage they name, or nil for the document's own.
      public let stage: Stage?
    }

    /// What the narrative calls a concept.
    public struct Subject: Decodable, Sendable {
      /// The concept's identifier.
      public let concept: String
      /// The stage that the names say, or nil for the document's own.
      public let stage: Stage?
      /// What it is called.
      public let names: [String]
    }
  }
}
