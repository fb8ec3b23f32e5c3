import FiscalModel

/// What the words of the narrative may mean: rows and columns of the tables at hand, by name.
package struct SubjectIndex {
  /// What a statement speaks of.
  package struct Subject: Equatable {
    /// The concepts that the words name; empty for rows of a classification.
    package var concepts: Set<String> = []
    /// The codes of the rows that the words name.
    package var codes: Set<String> = []
    /// The figures that it may mean.
    package var cells: [CellKey] = []
    /// Those of them that are the whole of a row.
    package var wholes: [CellKey] = []
    /// The stage that the words name, or nil for the document's own.
    package var stage: Stage?

    /// Whether it may mean more figures than words can tell apart, so that nothing is said of it.
    package var isVague: Bool { cells.count > Subject.mostCells }

    private static let mostCells = 256

    fileprivate mutating func add(code: String, _ cell: CellKey, isWhole: Bool) {
      guard !isVague else { return }
      codes.insert(code)
      add(cell, isWhole: isWhole)
    }

    fileprivate mutating func add(concept: String, _ cell: CellKey) {
      concepts.insert(concept)
      add(cell, isWhole: true)
    }

    private mutating func add(_ cell: CellKey, isWhole: Bool) {
      guard !isVague else { return }
      cells.append(cell)
      if isWhole { wholes.append(cell) }
    }

    /// Whether it is all that is spent.
    package var isExpenditure: Bool {
      !concepts.isDisjoint(with: ["total.expenditure", "expenditure.current-year"])
    }

    /// Whether it is all that is spent or received.
    package var isTotal: Bool {
      !concepts.isDisjoint(with: [
        "total.revenue", "total.expenditure", "expenditure.current-year", "revenue.current-year",
      ])
    }
  }

  /// What a clause says before its figure.
  package enum Meaning {
    case subject(Subject)
    /// Nothing but words such as "the final amount is": the subject of the figure before is meant.
    case same(stage: Stage?)
    /// By how much the figure before is more (or less) than another stage's: "than the budget, less by".
    case difference(stage: Stage, isMore: Bool)
    /// Something that is not known.
    case unknown
  }

  /// In bytes, three for a Chinese character.
  private static let longestClause = 1_000

  let vocabulary: Vocabulary
  private let concepts: [String: Concept]
  /// The agency's name, folded.
  let agency: String?
  private let fiscalYear: Int?
  private var named: [String: Subject] = [:]
  private var coded: [String: Subject] = [:]
  /// The stages that names say.
  private var stages: [String: Stage] = [:]
  private var codeOfCell: [CellKey: String] = [:]
  private let suffixes: [(words: String, stage: Stage?)]
  private let prefixes: [String]

  /// Makes an index of tables.
  ///
  /// - Parameters:
  ///   - sections: the sections, whose values need not be placed yet; only tables count.
  ///   - catalogue: the schemas, which have the names of concepts.
  ///   - agency: whose narrative it is.
  ///   - fiscalYear: the year of the tables.
  package init(
    _ sections: [Section], _ catalogue: Catalogue, agency: String?, fiscalYear: Int?
  ) {
    vocabulary = catalogue.vocabulary
    concepts = catalogue.concepts
    self.agency = agency?.folded
    self.fiscalYear = fiscalYear
    let words = vocabulary.narrative.statements
    suffixes = words.suffixes.map { ($0.words.folded, $0.stage) }
      .sorted { $0.words.count > $1.words.count }
    prefixes = words.prefixes.map(\.folded).sorted { $0.count > $1.count }
    var names: [String: [String]] = [:]
    for concept in concepts.values where concept.deferring != true {
      for name in [concept.zh] + (concept.names ?? []) {
        names[concept.id, default: []].append(name.folded)
      }
    }
    for subject in words.subjects {
      names[subject.concept, default: []] += subject.names.map(\.folded)
      for name in subject.names { stages[name.folded] = subject.stage }
    }
    for (index, section) in sections.enumerated() where section.isTable {
      add(section.matrix, index, names)
    }
  }

  private mutating func add(
    _ matrix: Section.Matrix, _ index: Int, _ names: [String: [String]]
  ) {
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        let code = part.code ?? (part.line == nil ? nil : part.members["function_code"])
        var isFirst = true
        for (slot, column) in matrix.panels[panel].valueColumns.enumerated()
        where matrix.columns[column].role == .amount {
          let cell = CellKey(section: index, row: row, panel: panel, slot: slot)
          defer { isFirst = false }
          if let code, !part.label.isEmpty {
            let name = vocabulary.withoutSuffix(core(part.label.folded))
            codeOfCell[cell] = code
            coded[name, default: Subject()].add(code: code, cell, isWhole: isFirst)
            continue
          }
          let own = matrix.columns[column].concept.flatMap {
            concepts[$0]?.deferring == true ? nil : $0
          }
          let deferred = part.concept.flatMap { concepts[$0]?.deferring == true ? nil : $0 }
          // Of rows by code only the total speaks of the whole column.
          guard let concept = own ?? deferred, own == nil || part.kind == .total || part.line != nil
          else {
            continue
          }
          for name in names[concept] ?? [] {
            named[name, default: Subject()].add(concept: concept, cell)
          }
        }
      }
    }
  }

  /// A label without the numeral that orders it: `一、`, `(三)`, `廿一.`.
  private func core(_ label: String) -> String {
    var rest = Substring(label)
    let isBracketed = rest.first == "("
    if isBracketed { rest.removeFirst() }
    let numeral = rest.prefix { vocabulary.ordinals.contains($0) || $0.isDigit }
    rest = rest.dropFirst(numeral.count)
    guard !numeral.isEmpty, let mark = rest.first, isBracketed ? mark == ")" : "、.".contains(mark),
      rest.count > 1
    else { return label }
    return String(rest.dropFirst())
  }

  /// What a clause means, every character of it being accounted for.
  package func meaning(of clause: some Sequence<Character>) -> Meaning {
    var rest = Substring(String(clause))
    // No words that say what a figure is are that long.
    guard rest.utf8.count <= SubjectIndex.longestClause else { return .unknown }
    if let difference = difference(rest) { return difference }
    var isOwn = true
    while true {
      var text = rest
      var stage: Stage?
      while true {
        if let subject = lookUp(text, stage) { return .subject(subject) }
        guard let suffix = suffixes.first(where: { text.hasSuffix($0.words) }) else { break }
        text = text.dropLast(suffix.words.count)
        stage = stage ?? suffix.stage
        if text.isEmpty { return isOwn ? .same(stage: stage) : .unknown }
      }
      guard let shorter = withoutPrefix(rest) else { return .unknown }
      // What another fund or year has is not what was spoken of.
      if shorter.count < rest.count { isOwn = false }
      rest = shorter
    }
  }

  /// A comparison with another stage that ends right before its difference.
  private func difference(_ text: Substring) -> Meaning? {
    let words = vocabulary.narrative.statements
    guard let comparison = words.comparison.first(where: { text.hasPrefix($0) }) else { return nil }
    for (directions, isMore) in [(words.increase, true), (words.decrease, false)] {
      for word in directions where text.hasSuffix(word) {
        let other = text.dropFirst(comparison.count).dropLast(word.count)
        // "The budget is" names the stage that "the budget" is.
        guard !other.isEmpty,
          let stage = suffixes.first(where: {
            $0.stage != nil && $0.words.count == other.count + 1 && $0.words.hasPrefix(other)
          })?.stage
        else { continue }
        return .difference(stage: stage, isMore: isMore)
      }
    }
    return nil
  }

  private func lookUp(_ text: Substring, _ stage: Stage?) -> Subject? {
    var subject: Subject?
    if let found = named[String(text)] {
      subject = found
    } else if let item = item(text) {
      subject = item
    } else if text.count > 2 {
      subject = coded[vocabulary.withoutSuffix(text)]
    }
    subject?.stage = stage ?? stages[String(text)]
    return subject
  }

  /// What a path through the levels ends with, `A(class)B(section)C(item)`: of the rows that are called C
  /// those below what is called B, where there are any.
  func item(_ text: some StringProtocol) -> Subject? {
    let levels = vocabulary.narrative.statements.levels.map(\.folded)
    guard levels.contains(where: { text.hasSuffix($0) }) else { return nil }
    var names: [Substring] = []
    var rest = Substring(String(text))
    while let end = levels.compactMap({ rest.firstRange(of: $0) })
      .min(by: { $0.lowerBound < $1.lowerBound })
    {
      names.append(rest[..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    let path = names.map { coded[vocabulary.withoutSuffix(core(String($0)))] }
    guard let last = path.last, var item = last else { return nil }
    for case let upper? in path.dropLast() where item.codes.count > 1 {
      let codes = item.codes.filter { code in upper.codes.contains { code.hasPrefix($0) } }
      guard !codes.isEmpty, codes.count < item.codes.count else { continue }
      item.codes = codes
      item.cells.removeAll { !codes.contains(codeOfCell[$0] ?? "") }
      item.wholes.removeAll { !codes.contains(codeOfCell[$0] ?? "") }
    }
    return item
  }

  private func withoutPrefix(_ text: Substring) -> Substring? {
    guard let first = text.first else { return nil }
    // Numbers of paragraphs: (1), 1., 1、
    if first == "(", let close = text.firstIndex(of: ")"),
      text[..<close].dropFirst().allSatisfy({ $0.isDigit || vocabulary.ordinals.contains($0) })
    {
      return text[text.index(after: close)...]
    }
    if first == "、" { return text.dropFirst() }
    let digits = text.prefix(while: \.isDigit)
    if digits.count == 4, digits.hasPrefix("20") {
      // Another year than the document's is none of the tables'.
      guard Int(digits) == fiscalYear else { return nil }
      for word in vocabulary.fiscalYear where text[digits.endIndex...].hasPrefix(word) {
        return text[digits.endIndex...].dropFirst(word.count)
      }
      return nil
    }
    if !digits.isEmpty, let mark = text[digits.endIndex...].first, ".、".contains(mark) {
      return text[digits.endIndex...].dropFirst()
    }
    if let agency {
      var name = agency[...]
      while name.count > 3 {
        if text.hasPrefix(name) { return text.dropFirst(name.count) }
        name.removeFirst()
      }
    }
    for prefix in prefixes where text.hasPrefix(prefix) { return text.dropFirst(prefix.count) }
    return nil
  }
}
