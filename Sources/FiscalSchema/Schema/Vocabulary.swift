import FiscalModel

/// The words by which readers recognise the parts of a document: `schemas/vocabulary.json`.
///
/// A class, because every reader keeps it and it never changes.
package final class Vocabulary: Decodable, Sendable {
  /// Captions before the agency's name, without the colon.
  package let agency: [String]
  /// Captions before the unit of the amounts.
  package let unit: [String]
  /// The word that precedes a table's number.
  package let table: String
  /// The words behind or in place of a title that say that the table goes on, longest first.
  package let continued: [String]
  /// Words that may precede ``table``.
  package let tablePrefixes: [String]
  /// The words that precede the number of an annex.
  package let annexes: [String]
  /// The words between a year and what it is the year of, longest first.
  package let fiscalYear: [String]
  /// The caption of the column of row numbers.
  package let rowNumber: String
  /// The caption of the row of column numbers.
  package let columnNumber: String
  /// What is left of ``columnNumber`` where vertical print was torn apart.
  package let columnNumberFragment: String
  /// The captions of a code's levels, with their row kinds.
  package let codeLevels: [String: RowKind]
  /// The labels of rows that total everything.
  package let totals: [String]
  /// The words that begin a note.
  package let notes: [String]
  /// The characters that number lines: the numerals from one to ten, then twenty.
  package let ordinals: String
  /// The words around the number of a document's part.
  package let part: PartWords
  /// How a page number is printed with words.
  package let page: PageWords
  /// The heading of the list of contents.
  package let contents: String
  /// What a published document is called, behind its year.
  package let disclosures: [String]
  /// The words that say that there is nothing to report.
  package let nilStatement: [String]
  /// The word for the points of an indicator.
  package let points: String
  /// Last words of names that documents leave out at will.
  package let optionalSuffixes: [String]
  /// The words for the year at hand.
  package let currentYear: [String]
  /// The words with which a sentence that says so may begin, where it does not end with a full stop.
  package let nilSubjects: [String]
  /// The words of the officials' notation of relations.
  package let relation: RelationWords
  /// The words of the narrative below the tables.
  package let narrative: NarrativeWords

  /// The captions that exports give to columns of codes, names and other dimensions.
  package let dimensions: [DimensionWords]

  /// The captions under which the codes and the names of one dimension go, field names of budget
  /// management systems included.
  package struct DimensionWords: Decodable, Sendable {
    /// The dimension.
    package let id: String
    /// The classification of its codes; nil for any.
    package let classification: String?
    /// Captions of columns of codes.
    package let codes: [String]
    /// Captions of columns of names.
    package let names: [String]
    /// What codes (by how they begin) and names in such a column stand for: the member of the fund
    /// source, the concept of a category or an economic class, the stage of an amount.
    package let members: [String: [String]]?
  }

  /// The words around the number of a document's part.
  package struct PartWords: Decodable, Sendable {
    /// Before the number.
    package let prefix: String
    /// Behind it.
    package let suffix: String
  }

  /// The words around the number of a page.
  package struct PageWords: Decodable, Sendable {
    /// Before the number, or before the count of all pages.
    package let prefixes: [String]
    /// Behind it.
    package let suffix: String
  }

  /// Whether a line is the heading of a part of the document, such as the one that follows the tables.
  package func beginsPart(_ line: String) -> Bool {
    guard line.unicodeScalars.contains(where: { $0 == part.prefix.unicodeScalars.first }) else {
      return false
    }
    let text = line.squeezed
    guard text.hasPrefix(part.prefix) else { return false }
    let number = text.dropFirst(part.prefix.count).prefix { ordinals.contains($0) || $0.isNumber }
    return !number.isEmpty
      && text.dropFirst(part.prefix.count + number.count).hasPrefix(part.suffix)
  }

  /// Whether a line is a sentence that there is nothing to report.
  package func isNilStatement(_ line: String) -> Bool {
    guard line.utf8.count <= 1000 else { return false }
    let text = line.squeezed
    return (text.hasSuffix("。") || nilSubjects.contains { text.hasPrefix($0) })
      && !text.isLonger(than: 80)
      && nilStatement.contains { text.holds($0) }
  }

  /// Whether a line says that there is none of what a table's title names:
  /// `某中心一般公共预算无“三公”经费支出` under the title `一般公共预算“三公”经费支出表`.
  package func isNilStatement(_ line: String, under title: String) -> Bool {
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
  package func nothing(in line: String, agency: String?) -> Substring? {
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
  package func withoutSuffix(_ name: some StringProtocol) -> String {
    var text = name.folded
    if let word = optionalSuffixes.first(where: { text.hasSuffix($0) && text != $0 }) {
      text.removeLast(word.count)
    }
    return text
  }

  /// A label folded, without the points in brackets at its end.
  package func withoutWeight(_ label: String) -> String {
    let text = label.folded
    guard weight(in: text) != nil, let open = text.lastIndex(of: "(") else { return text }
    return String(text[..<open])
  }

  /// The points that a label names in brackets, `(70分)`, or nil.
  package func weight(in label: String) -> Amount? {
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

  /// The words of the officials' notation of relations.
  package struct RelationWords: Decodable, Sendable {
    /// The suffix of a row number.
    package let row: String
    /// The suffix of a column number.
    package let column: String
    /// "Every".
    package let each: String
    /// The prefix of a table number.
    package let table: String
    /// The word that may stand between a table number and what is taken of the table.
    package let of: String
    /// The sign of a sum over a level of codes.
    package let sum: String
    /// The name of the total row.
    package let total: String
    /// The signs of a range.
    package let through: [String]
  }

  /// The words by which the narrative states figures.
  package struct NarrativeWords: Decodable, Sendable {
    /// What a section's heading has after the words it shares with a table's title.
    package let headingSuffixes: [String]
    /// What a table's title has after the words it shares with a section's heading.
    package let titleSuffixes: [String]
    /// The units that follow an amount, longest first.
    package let amountUnits: [String]
    /// The words by which statements of amounts, shares and changes are recognised and tied to figures.
    package let statements: StatementWords
  }

  /// The words by which the statements of the narrative are recognised and tied to figures.
  package struct StatementWords: Decodable, Sendable {
    /// Words before a subject that do not change what it means, longest first.
    package let prefixes: [String]
    /// Words between a subject and its amount, and the stage they name.
    package let suffixes: [Suffix]
    /// What the narrative calls some concepts, besides their own names.
    package let subjects: [Subject]
    /// The marks of the levels of codes behind their names.
    package let levels: [String]
    /// Words that end right before an increase.
    package let increase: [String]
    /// Words that end right before a decrease.
    package let decrease: [String]
    /// Words before a share.
    package let share: [String]
    /// What stands between the whole and the share.
    package let shareOf: String
    /// Words before a completion rate.
    package let completion: [String]
    /// Words that announce the parts of a total.
    package let parts: [String]
    /// Words that announce a list of projects.
    package let projectList: [String]
    /// Words before the budget of one project.
    package let projectBudget: [String]
    /// Words behind the name of a project.
    package let projectSuffixes: [String]
    /// "Government procurement".
    package let procurement: String
    /// The kinds of procurement, which together are all of it.
    package let procurementKinds: [String]
    /// Words behind the name of a kind.
    package let procurementSuffixes: [String]
    /// Words before the number of projects.
    package let projectCount: [String]
    /// Words before the funds of all projects.
    package let projectFunds: [String]
    /// Words that begin a comparison with another year.
    package let comparison: [String]
    /// What may follow the other year in it.
    package let comparisonEnds: [String]
    /// The name of the agency's operating expenses.
    package let operatingExpenses: String
    /// How it says that overall performance targets were set.
    package let overallTargets: [String]
    /// What the title of the form of overall targets has and those of projects have not.
    package let overallTargetsTitle: String
    /// Words of statements about other units than the agency.
    package let otherEntities: [String]

    /// Words between a subject and its amount.
    package struct Suffix: Decodable, Sendable {
      /// The words.
      package let words: String
      /// The stage they name, or nil for the document's own.
      package let stage: Stage?
    }

    /// What the narrative calls a concept.
    package struct Subject: Decodable, Sendable {
      /// The concept's identifier.
      package let concept: String
      /// The stage that the names say, or nil for the document's own.
      package let stage: Stage?
      /// What it is called.
      package let names: [String]
    }
  }
}
