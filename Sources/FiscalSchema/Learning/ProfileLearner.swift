import FiscalModel

/// Learns the profile that documents follow: their tables as layouts, and the relations that hold in all of
/// them.
///
/// A layout says no more than the pages do. What their words do not prove is marked with a doubt, in words,
/// for a person to decide.
package struct ProfileLearner {
  private let meanings: Meanings
  private let id: String
  private let language: Language
  private var tables: [Table] = []
  private var documents: [(name: String, disclosure: Disclosure)] = []
  /// What was not learned, and why.
  package private(set) var left: [Message] = []

  /// What documents print of one table.
  private struct Table {
    var layout: LayoutLearner
    var relations: RelationLearner
  }

  /// Makes a learner that has seen nothing.
  ///
  /// - Parameters:
  ///   - id: the identifier of the profile.
  ///   - meanings: what words mean.
  ///   - language: the language of what is written for people.
  package init(id: String, meanings: Meanings, language: Language) {
    self.id = id
    self.meanings = meanings
    self.language = language
  }

  /// Takes a document in; its tables are added to those known, those of the same statement and number to each
  /// other.
  ///
  /// - Complexity: O(cells).
  package mutating func add(_ disclosure: Disclosure, named name: String) {
    documents.append((name, disclosure))
    let equations = ConceptResolver(
      catalogue: meanings.catalogue, meanings: meanings,
      sections: disclosure.sections.map(\.withoutLayout)
    ).equations()
    var seen: Set<Int> = []
    for (index, section) in disclosure.sections.enumerated() where section.hasAmounts {
      guard section.statement != nil, !(section.title ?? "").isEmpty else {
        left.append(Message("learn.unknown-table", ["title": section.title, "document": name]))
        continue
      }
      let own = equations.compactMap { equation -> EquationCheck? in
        guard !equation.isCrossTable, equation.left.first?.cell.section == index else { return nil }
        return EquationCheck(equation, in: disclosure)
      }
      let known = tables.firstIndex { $0.layout.isSame(section) }
      guard let known else {
        var table = Table(
          layout: LayoutLearner(section, disclosure: disclosure, meanings: meanings),
          relations: RelationLearner())
        table.relations.add(own, in: section, table.layout)
        seen.insert(tables.count)
        tables.append(table)
        continue
      }
      guard seen.insert(known).inserted, tables[known].layout.add(section, of: disclosure) else {
        left.append(Message("learn.other-columns", ["title": section.title, "document": name]))
        continue
      }
      tables[known].relations.add(own, in: section, tables[known].layout)
    }
  }

  /// The profile of what was seen; nil where no table was understood, or no page says whether it is a budget
  /// or final accounts.
  package func learned() -> ProfileFiles? {
    guard let stage = documents.lazy.compactMap(\.disclosure.stage).first, !tables.isEmpty else {
      return nil
    }
    let source = Message("learn.source", ["documents": documents.map(\.name)]).text(in: language)
    let units = tables.compactMap(\.layout.unit)
    let layouts = tables.enumerated().map { index, table -> ProfileFiles.Entry in
      let number = index < 9 ? "0\(index + 1)" : String(index + 1)
      var file = table.layout.file(
        id: number, stage: stage, unit: units.first, source: source, language: language)
      file.relations = table.relations.entries(number, table.layout, meanings.catalogue.vocabulary)
      return .init(name: "\(number)-\(file.statement).json", layout: file)
    }
    let years = documents.compactMap(\.disclosure.fiscalYear)
    let title = BilingualText(
      zh: Message("learn.title", ["id": id]).text(in: .chinese),
      en: Message("learn.title", ["id": id]).text(in: .english))
    let profile = ProfileFile(
      id: id, title: title, stage: stage == .final ? .final : .budget,
      years: .init(from: years.min() ?? 1, to: nil), source: source,
      relationSource: Message("learn.relations").text(in: language),
      layouts: layouts.map(\.name), relations: nil)
    return ProfileFiles(profile: profile, layouts: layouts)
  }
}

extension Section {
  /// Whether it is a table with columns of amounts.
  fileprivate var hasAmounts: Bool { isTable && matrix.columns.contains { $0.role == .amount } }

  /// The same, following no layout, so that what holds in it is said by its words.
  fileprivate var withoutLayout: Section {
    var section = self
    section.layout = nil
    return section
  }
}
