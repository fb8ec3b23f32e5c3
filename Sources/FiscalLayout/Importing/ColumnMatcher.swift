import Documents
import FiscalModel
import FiscalSchema

/// Matches the columns of an export with those of a layout, whatever their order.
struct ColumnMatcher {
  let layout: Layout
  let catalogue: Catalogue
  let header: HeaderBlock
  /// What stands in each column of the export.
  let contents: [Int: ColumnContent]
  /// The captions of the form's columns, and of the export's, as they are compared.
  private let paths: [[String]]
  private let sources: [[String]]
  private let synonyms: [Set<String>]
  private let meanings: Meanings?

  init(
    layout: Layout, catalogue: Catalogue, header: HeaderBlock, contents: [Int: ColumnContent]
  ) {
    self.layout = layout
    self.catalogue = catalogue
    self.header = header
    self.contents = contents
    meanings = try? catalogue.meanings()
    paths = layout.columns.map { $0.path.map(\.folded) }
    sources = header.columns.map(\.folded)
    synonyms = layout.columns.map { column in
      guard let id = column.concept, let concept = catalogue.concepts[id],
        concept.deferring != true
      else { return [] }
      return Set(([concept.zh] + (concept.names ?? [])).map(\.folded))
    }
  }

  /// The best match of all columns.
  func match() -> TableMatch {
    var candidates: [ColumnMatch] = []
    for target in layout.columns.indices {
      for (position, column) in header.columns.enumerated() {
        guard let (evidence, score) = score(target, column, sources[position]) else { continue }
        candidates.append(
          ColumnMatch(target: target, source: column.index, evidence: evidence, score: score))
      }
    }
    // The surest first; equal ones in the order of the columns, which decides between equal captions.
    candidates.sort { ($1.score, $0.target, $0.source) < ($0.score, $1.target, $1.source) }
    var matches: [ColumnMatch] = []
    var ambiguous: [(target: Int, sources: [Int])] = []
    var usedTargets: Set<Int> = []
    var usedSources: Set<Int> = []
    for candidate in candidates
    where !usedTargets.contains(candidate.target) && !usedSources.contains(candidate.source) {
      // What is only alike must stand alone.
      let rivals = candidates.filter { other in
        other.target == candidate.target && other.source != candidate.source
          && !usedSources.contains(other.source) && other.score > candidate.score - 0.05
      }
      let isSure = candidate.evidence == .exact || candidate.evidence == .alias
      if !rivals.isEmpty, !isSure || isRepeated(candidate, rivals), !repeats(candidate, rivals) {
        usedTargets.insert(candidate.target)
        ambiguous.append((candidate.target, ([candidate] + rivals).map(\.source)))
        continue
      }
      usedTargets.insert(candidate.target)
      usedSources.insert(candidate.source)
      matches.append(candidate)
    }
    return TableMatch(
      layout: layout, matches: matches, ambiguous: ambiguous,
      score: quality(matches, usedSources))
  }

  /// Whether the export has the captions of the form's column more often than the form does, so that even
  /// they do not tell which is meant.
  private func isRepeated(_ candidate: ColumnMatch, _ rivals: [ColumnMatch]) -> Bool {
    let path = paths[candidate.target]
    return rivals.count { $0.score == candidate.score } >= paths.count { $0 == path }
  }

  /// Whether the same captions stand several times in the form and equally often in the export, so that
  /// the order tells them apart.
  private func repeats(_ candidate: ColumnMatch, _ rivals: [ColumnMatch]) -> Bool {
    func name(_ source: Int) -> [String] {
      header.columns.first { $0.index == source }?.folded ?? []
    }
    let path = paths[candidate.target]
    let inForm = paths.count { $0 == path }
    let own = name(candidate.source)
    let inExport = sources.count { $0 == own }
    return inForm > 1 && inForm == inExport && rivals.allSatisfy { name($0.source) == own }
  }

  /// How much of the form was found and how much of the export it explains.
  private func quality(_ matches: [ColumnMatch], _ used: Set<Int>) -> Double {
    let amounts = layout.columns.indices.filter { layout.columns[$0].role == .amount }
    guard !amounts.isEmpty else { return 0 }
    func score(_ target: Int) -> Double { matches.first { $0.target == target }?.score ?? 0 }
    let found = amounts.reduce(0.0) { $0 + score($1) } / Double(amounts.count)
    let filled = header.columns.filter { contents[$0.index]?.isAmounts ?? false }
    let explained =
      filled.isEmpty
      ? 1 : Double(filled.count { used.contains($0.index) }) / Double(filled.count)
    // A row needs a key.
    let keys =
      layout.panels.reduce(0.0) { sum, panel in
        let columns = panel.codeColumns.prefix(1) + [panel.labelColumn].compactMap { $0 }
        return sum
          + (panel.isKeyless ? 1 : columns.reduce(0) { $0 + score($1) } / Double(columns.count))
      } / Double(max(layout.panels.count, 1))
    return 0.55 * found + 0.2 * explained + 0.1 * keys + 0.15 * codes(matches)
  }

  /// How many of the codes and labels of the export the form has.
  private func codes(_ matches: [ColumnMatch]) -> Double {
    var (known, all) = (0, 0)
    for panel in layout.panels {
      let codeColumn = panel.codeColumns.first.flatMap { target in
        matches.first { $0.target == target }
      }
      if let source = codeColumn?.source, let content = contents[source] {
        let texts = content.texts.filter { RepairedCode.isCodeLike($0) }
        all += texts.count
        let repair = RepairedCode(
          opens: panel.opens, classifications: catalogue.classifications, column: content.set)
        known += texts.count { text in
          panel.open(accepting: text) != nil || repair.outcome(text, name: "") != .unchanged
        }
      } else if panel.codeColumns.isEmpty, let label = panel.labelColumn,
        let source = matches.first(where: { $0.target == label })?.source,
        let content = contents[source]
      {
        all += content.texts.count
        known += content.texts.count { panel.isLabel($0) }
      }
    }
    return all == 0 ? 0.5 : Double(known) / Double(all)
  }

  // MARK: One column

  private func score(
    _ target: Int, _ column: HeaderBlock.Column, _ path: [String]
  ) -> (MatchEvidence, Double)? {
    let definition = layout.columns[target]
    let content = contents[column.index]
    switch definition.role {
    case .amount: guard content?.mayBeAmounts ?? true else { return nil }
    case .code, .rowNumber: guard content?.mayBeCodes ?? true else { return nil }
    default: guard !(content?.isAmounts ?? false) else { return nil }
    }
    let own = paths[target]
    guard let leaf = path.last, let caption = own.last else { return nil }
    let whole = path.joined()
    if path == own || whole == own.joined() { return (.exact, 1) }
    if definition.aliases.contains(where: { $0.folded == whole || $0.folded == leaf }) {
      return (.alias, 0.97)
    }
    // Captions that say something else are no other name of the column, however alike.
    if definition.role == .amount,
      meanings?.contradict(column.path, definition) ?? false
    {
      return nil
    }
    let isUnique = paths.count { $0.last == caption } == 1
    if leaf == caption, isUnique { return (.caption, 0.95) }
    // Fewer or more captions above: all of the shorter path are in the longer one, in order.
    if leaf == caption || path.count != own.count, contains(own, path) || contains(path, own) {
      if !isShared(path) { return (.caption, 0.92) }
    }
    switch definition.role {
    case .code, .name, .label:
      let panel = layout.panel(ofColumn: target).map { layout.panels[$0] }
      // One column of codes stands for the levels; it goes into the first of them.
      if definition.role == .code, panel?.codeColumns.first != target { return nil }
      let kinds = Set(panel?.opens.map(\.classification) ?? [])
      let words = catalogue.vocabulary.dimensions.filter { dimension in
        dimension.classification.map { kinds.contains($0) } ?? (dimension.id == "any")
      }
      let names = words.flatMap { definition.role == .code ? $0.codes : $0.names }
      if names.contains(where: { $0.folded == leaf || $0.folded == whole }) {
        return (.synonym, 0.9)
      }
    case .amount:
      let synonyms = synonyms[target]
      if synonyms.contains(whole) || path.count == 1 && synonyms.contains(leaf)
        || isUniqueConcept(target) && synonyms.contains(leaf)
      {
        return (.synonym, 0.9)
      }
    default: break
    }
    guard definition.role == .amount else { return nil }
    let alike = max(
      ColumnMatcher.likeness(whole, own.joined()),
      isUnique ? ColumnMatcher.likeness(leaf, caption) : 0)
    return alike >= 0.6 ? (.similar, 0.8 * alike) : nil
  }

  private func isUniqueConcept(_ target: Int) -> Bool {
    layout.columns.count { $0.concept == layout.columns[target].concept } == 1
  }

  /// Whether other columns of the export have the same captions.
  private func isShared(_ path: [String]) -> Bool {
    sources.count { $0 == path } > 1
      || paths.count { $0.last == path.last && contains($0, path) } > 1
  }

  /// Whether the pieces of one path all stand in the other, in order.
  private func contains(_ path: [String], _ pieces: [String]) -> Bool {
    var rest = path[...]
    for piece in pieces {
      guard let found = rest.firstIndex(of: piece) else { return false }
      rest = rest[(found + 1)...]
    }
    return true
  }

  /// The share of pairs of neighbouring characters that two texts have in common (Dice 1945).
  static func likeness(_ a: String, _ b: String) -> Double {
    func pairs(_ text: String) -> [String] {
      let characters = Array(text)
      return zip(characters, characters.dropFirst()).map { String([$0, $1]) }
    }
    let first = pairs(a)
    var second = pairs(b)
    guard !first.isEmpty, !second.isEmpty else { return a == b ? 1 : 0 }
    let total = first.count + second.count
    var common = 0
    for pair in first {
      if let found = second.firstIndex(of: pair) {
        second.remove(at: found)
        common += 1
      }
    }
    return 2 * Double(common) / Double(total)
  }
}

/// What stands in a column of an export below its captions.
struct ColumnContent {
  /// The filled cells, folded.
  let texts: [String]
  let set: Set<String>
  private let amounts: Int
  private let codes: Int

  init(_ cells: some Sequence<String>) {
    texts = cells.map(\.folded).filter { !$0.isEmpty }
    set = Set(texts)
    amounts = texts.count { text in
      NullKind(mark: text) != nil || (try? Amount(text)) != nil || RepairedAmount(text) != nil
    }
    codes = texts.count { RepairedCode.isCodeLike($0) }
  }

  /// Whether nearly all are amounts or marks for none, or nothing stands there.
  var mayBeAmounts: Bool { amounts * 10 >= texts.count * 8 }
  /// Whether there are amounts.
  var isAmounts: Bool { !texts.isEmpty && mayBeAmounts && codes < texts.count }
  /// Whether most are codes; the label of a total may stand among them.
  var mayBeCodes: Bool { codes * 10 >= texts.count * 5 }
}
