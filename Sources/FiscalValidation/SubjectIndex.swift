import FiscalModel

/// What the words of the narrative may mean: rows and columns of the tables at hand, by name.
struct SubjectIndex {
  /// What a statement speaks of.
  struct Subject: Equatable {
    /// The concepts that the words name; empty for rows of a classification.
    var concepts: Set<String> = []
    /// The codes of the rows that the words name.
    var codes: Set<String> = []
    /// The figures that it may mean.
    var cells: [CellKey] = []
    /// Those of them that are the whole of a row.
    var wholes: [CellKey] = []
    /// The stage that the words name, or nil for the document's own.
    var stage: Stage?

    /// Whether it is all that is spent.
    var isExpenditure: Bool {
      !concepts.isDisjoint(with: ["total.expenditure", "expenditure.current-year"])
    }

    /// Whether it is all that is spent or received.
    var isTotal: Bool {
      !concepts.isDisjoint(with: [
        "total.revenue", "total.expenditure", "expenditure.current-year", "revenue.current-year",
      ])
    }
  }

  /// What a clause says before its figure.
  enum Meaning {
    case subject(Subject)
    /// Nothing but words such as "the final amount is": the subject of the figure before is meant.
    case same(stage: Stage?)
    /// Something that is not known.
    case unknown
  }

  private let cells: CellNames
  private let vocabulary: Vocabulary
  private var named: [String: Subject] = [:]
  private var coded: [String: Subject] = [:]
  private let suffixes: [(words: String, stage: Stage?)]
  private let prefixes: [String]

  init(_ cells: CellNames) {
    self.cells = cells
    vocabulary = cells.catalogue.vocabulary
    let words = vocabulary.narrative.statements
    suffixes = words.suffixes.map { ($0.words.folded, $0.stage) }
      .sorted { $0.words.count > $1.words.count }
    prefixes = words.prefixes.map(\.folded).sorted { $0.count > $1.count }
    var names: [String: [String]] = [:]
    for concept in cells.catalogue.concepts.values where concept.deferring != true {
      for name in [concept.zh] + (concept.names ?? []) {
        names[concept.id, default: []].append(name.folded)
      }
    }
    for subject in words.subjects {
      names[subject.concept, default: []] += subject.names.map(\.folded)
    }
    for (table, value) in cells.reading.disclosure.tables.enumerated() {
      guard let layout = cells.layouts[table] else { continue }
      add(value, layout, table, names)
    }
  }

  private mutating func add(
    _ table: FiscalTable, _ layout: Layout, _ index: Int, _ names: [String: [String]]
  ) {
    let concepts = cells.catalogue.concepts
    for (row, parts) in table.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        let line = layout.line(part.line, inPanel: panel)
        let code = part.code ?? line?.members["function_code"]
        var isFirst = true
        for (value, column) in layout.panels[panel].valueColumns.enumerated()
        where layout.columns[column].role == .amount {
          let cell = CellKey(table: index, row: row, panel: panel, value: value)
          defer { isFirst = false }
          if let code, !part.label.isEmpty {
            let name = vocabulary.withoutSuffix(core(part.label.folded))
            coded[name, default: Subject()].codes.insert(code)
            coded[name]?.cells.append(cell)
            if isFirst { coded[name]?.wholes.append(cell) }
            continue
          }
          let own = layout.columns[column].concept.flatMap {
            concepts[$0]?.deferring == true ? nil : $0
          }
          let deferred = line?.concept.flatMap { concepts[$0]?.deferring == true ? nil : $0 }
          // Of rows by code only the total speaks of the whole column.
          guard let concept = own ?? deferred, own == nil || part.kind == .total || line != nil
          else {
            continue
          }
          for name in names[concept] ?? [] {
            named[name, default: Subject()].concepts.insert(concept)
            named[name]?.cells.append(cell)
            named[name]?.wholes.append(cell)
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
  func meaning(of clause: some Sequence<Character>) -> Meaning {
    var rest = Substring(String(clause))
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

  private func lookUp(_ text: Substring, _ stage: Stage?) -> Subject? {
    var subject: Subject?
    if let found = named[String(text)] {
      subject = found
    } else if let name = lastLevel(text) {
      subject = coded[vocabulary.withoutSuffix(name)]
    } else if text.count > 2 {
      subject = coded[vocabulary.withoutSuffix(text)]
    }
    subject?.stage = stage
    return subject
  }

  /// The last name of a path through the levels, `A(class)B(section)C(item)`.
  private func lastLevel(_ text: Substring) -> Substring? {
    var rest = text
    for mark in vocabulary.narrative.statements.levels where rest.hasSuffix(mark.folded) {
      rest = rest.dropLast(mark.folded.count)
      for other in vocabulary.narrative.statements.levels {
        if let end = rest.range(of: other.folded)?.upperBound { rest = rest[end...] }
      }
      return rest
    }
    return nil
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
      guard Int(digits) == cells.reading.disclosure.fiscalYear else { return nil }
      for word in vocabulary.fiscalYear where text[digits.endIndex...].hasPrefix(word) {
        return text[digits.endIndex...].dropFirst(word.count)
      }
      return nil
    }
    if !digits.isEmpty, let mark = text[digits.endIndex...].first, ".、".contains(mark) {
      return text[digits.endIndex...].dropFirst()
    }
    if let agency = cells.reading.disclosure.agency?.folded {
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

extension Substring {
  /// The first place of a text in this one.
  fileprivate func range(of other: String) -> Range<Index>? { firstRange(of: other) }
}
