import FiscalModel

/// Says what the labels of rows mean.
struct LineReader: Sendable {
  private let file: LinesFile
  private let labels: [String: [LinesFile.Label]]
  private let memo: [String]
  private let words: CaptionWords
  private let classifications: [String: Classification]
  private let codes: CodeReader
  /// Last words that documents leave out or add at will.
  private let suffixes: [String]

  init(
    _ file: LinesFile, words: CaptionWords, classifications: [String: Classification],
    codes: CodeReader, vocabulary: Vocabulary
  ) {
    suffixes = vocabulary.optionalSuffixes.map(\.folded)
    self.file = file
    self.words = words
    self.classifications = classifications
    self.codes = codes
    memo = file.memo.map(\.folded).sorted { $0.count > $1.count }
    var labels: [String: [LinesFile.Label]] = [:]
    for entry in file.labels {
      for label in entry.labels { labels[label.folded, default: []].append(entry) }
    }
    self.labels = labels
  }

  func read(_ label: String, at place: LinePlace) -> LineMeaning? {
    let (core, isMemo) = core(of: label)
    guard !core.isEmpty else { return nil }
    guard
      var line = fixed(core, place) ?? coded(core, place) ?? named(core, place)
        ?? composed(core, place)
    else { return nil }
    line.isMemo = isMemo
    if isMemo, line.kind == .category { line.kind = .memo }
    return line
  }

  /// A label without ordinals and the word for "of which", and whether that stood there.
  func core(of label: String) -> (core: String, isMemo: Bool) {
    var rest = words.ordinals.stripped(Substring(label.folded))
    var isMemo = false
    if let word = memo.first(where: { rest.hasPrefix($0) }) {
      isMemo = true
      rest = words.ordinals.stripped(rest.dropFirst(word.count))
    }
    return (String(rest), isMemo)
  }

  // MARK: Labels of the vocabulary

  private func fixed(_ core: String, _ place: LinePlace) -> LineMeaning? {
    guard let entries = labels[core] else { return nil }
    guard
      let entry = entries.first(where: { $0.side != nil && $0.side == place.side })
        ?? entries.first(where: { $0.side == nil })
    else { return nil }
    return LineMeaning(
      concept: entry.concept, members: entry.members ?? [:], kind: entry.kind, side: entry.side,
      core: core, evidence: core)
  }

  // MARK: Codes and their names

  private func coded(_ core: String, _ place: LinePlace) -> LineMeaning? {
    guard let (code, name) = codes.split(core) else { return nil }
    let candidates =
      place.classification.map { [$0] } ?? codes.uses.labels.map(\.id)
    for id in candidates where classifications[id]?.entries[code] != nil {
      guard let kind = Classification.level(of: code) else { continue }
      return classified(code, in: id, kind: kind, core: name, place)
    }
    return nil
  }

  private func named(_ core: String, _ place: LinePlace) -> LineMeaning? {
    if let id = place.classification, let list = classifications[id] {
      guard let code = code(of: core, in: list, place) else { return nil }
      return Classification.level(of: code).flatMap {
        classified(code, in: id, kind: $0, core: core, place)
      }
    }
    // Names of classes that only one classification has.
    guard place.side == .expenditure, place.classification == nil else { return nil }
    var found = codes.uses.labels.map(\.id).flatMap { id in
      (classifications[id].map { codes(named: core, in: $0) } ?? []).filter { $0.utf8.count == 3 }
        .map { (id, $0) }
    }
    // Both economic classifications have some; a class of the one above tells.
    if found.count > 1, let above = place.parentCode?.first {
      found.removeAll { $0.1.first != above }
    }
    guard found.count == 1, let (id, code) = found.first else { return nil }
    return classified(code, in: id, kind: .class, core: core, place)
  }

  /// The code that a name has at its place: below the code above it, as a class, or wherever only
  /// one has it.
  private func code(of name: String, in list: Classification, _ place: LinePlace) -> String? {
    let codes = codes(named: name, in: list)
    if var parent = place.parentCode {
      // The row above may be a sibling's child.
      while true {
        let below = codes.filter { list.entries[$0]?.parent == parent }
        if below.count == 1 { return below[0] }
        guard let next = list.entries[parent]?.parent else { break }
        parent = next
      }
    }
    let classes = codes.filter { list.entries[$0]?.parent == nil }
    if classes.count == 1 { return classes[0] }
    return codes.count == 1 ? codes[0] : nil
  }

  private func codes(named name: String, in list: Classification) -> [String] {
    let codes = list.codes(named: name)
    // A fund is no class whose name is longer by a word.
    guard codes.isEmpty, CaptionSense(name, words)?.sources.isEmpty ?? true else { return codes }
    for suffix in suffixes {
      let other = name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name + suffix
      let codes = list.codes(named: other)
      if !codes.isEmpty { return codes }
    }
    return []
  }

  private func classified(
    _ code: String, in id: String, kind: RowKind, core: String, _ place: LinePlace
  ) -> LineMeaning? {
    guard let use = codes.uses[id], let dimension = use.dimension, var concept = use.concept else {
      return nil
    }
    // Below basic expenditure stand its parts by economic class.
    if let parent = place.parentConcept, let whole = use.divides, parent != whole,
      parent != concept, parent.prefix(while: { $0 != "." }) == whole.prefix(while: { $0 != "." })
    {
      concept = parent
    }
    return LineMeaning(
      concept: concept, members: [dimension: code], kind: kind, side: .expenditure, core: core,
      evidence: code)
  }

  // MARK: Words of captions

  private func composed(_ core: String, _ place: LinePlace) -> LineMeaning? {
    guard let sense = CaptionSense(core, words), sense.columns.isEmpty, sense.years.isEmpty,
      sense.marks.isDisjoint(with: [.change, .percent, .other])
    else { return nil }
    if let side = sense.side, let own = place.side, side != own { return nil }
    let reader = ColumnReader(
      words: words, senses: [sense],
      table: ColumnReader.Table(statement: nil, side: place.side))
    guard let column = reader.read() else { return nil }
    var concept = column.concept
    var members = column.members
    // Below a carry-over stand its parts by source.
    if let parent = place.parentConcept, parent.hasPrefix("carry-over."), !sense.sources.isEmpty,
      sense.words.allSatisfy({ $0.concept == nil })
    {
      concept = parent
      if let fund = sense.sources.last?.fund { members["fund_source"] = fund }
    }
    if sense.marks.contains(.openTotal) {
      return LineMeaning(kind: .total, side: sense.side, core: core, evidence: sense.evidence)
    }
    guard let concept else { return nil }
    return LineMeaning(
      concept: concept, members: members, kind: kind(of: concept), side: sense.side ?? place.side,
      core: core, evidence: sense.evidence)
  }

  private func kind(of concept: String) -> RowKind {
    file.kinds.first { concept.isConcept(in: $0.concepts) }?.kind ?? .category
  }
}
