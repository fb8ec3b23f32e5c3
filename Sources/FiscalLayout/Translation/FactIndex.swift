import FiscalModel

/// The facts of some tables of a disclosure, to be found by what they mean.
///
/// Codes of open rows are members of the meaning, those of the rows above that an open row belongs to
/// included: a unit's row under an item is the item's expenditure by that unit. A project has no code that
/// all forms print; it is told by its name.
struct FactIndex {
  /// The member that tells a project: its name, and which of that name it is.
  static let project = "project"

  /// One figure.
  struct Entry {
    var meaning: CellMeaning
    var value: FiscalValue
    var origin: CellOrigin
    /// The place of the row: the table and the row.
    var table: Int
    var row: Int
    var panel: Int
    var column: Int
  }

  /// What a row with a code or of a project prints besides its figures.
  struct RowText {
    var label: String
    var codes: [String: String] = [:]
    /// Texts by the folded captions of their columns.
    var texts: [String: (value: FiscalValue, origin: CellOrigin)] = [:]
  }

  /// What can be found: a figure, perhaps added up of others.
  struct Found {
    var value: FiscalValue
    var origin: CellOrigin
    var isDerived: Bool
  }

  private struct Group: Hashable {
    var stage: Stage
    var concept: String?
    var fundSource: String?
  }

  private(set) var entries: [Entry] = []
  /// Pairs of entries that mean the same and print different figures.
  private(set) var conflicts: [(kept: Int, other: Int)] = []
  /// The names of codes, by dimension.
  private(set) var labels: [String: [String: String]] = [:]
  private(set) var rowTexts: [[String: String]: RowText] = [:]
  /// The codes of open rows in the order in which they are printed.
  private(set) var keys: [[String: String]] = []
  private var byMeaning: [CellMeaning: Int] = [:]
  private var groups: [Group: [Int]] = [:]

  /// Adds a table; what was added before is preferred.
  mutating func add(
    _ index: Int, _ table: FiscalTable, _ origin: TableOrigin, _ layout: Layout,
    _ catalogue: Catalogue
  ) {
    var counts: [String: Int] = [:]
    // For each panel the codes of the rows that the next ones may belong to.
    var contexts = layout.panels.map { panel in panel.opens.map { _ in [String: String]() } }
    for (row, parts) in table.rows.enumerated() {
      for (panelIndex, part) in parts.parts.enumerated() {
        let panel = layout.panels[panelIndex]
        let line = layout.line(part.line, inPanel: panelIndex)
        guard line != nil || part.code != nil || part.kind == .project else { continue }
        var key: [String: String] = [:]
        if line == nil {
          key = self.key(part, panel, &contexts[panelIndex], &counts)
          remember(key, part, origin.rows[row][panelIndex], panel, layout)
        }
        for (slot, column) in panel.valueColumns.enumerated()
        where layout.columns[column].role == .amount {
          var meaning = catalogue.meaning(of: layout.columns[column], on: line)
          meaning.members.merge(key) { $1 }
          add(
            Entry(
              meaning: meaning, value: part.values[slot],
              origin: origin.rows[row][panelIndex][slot], table: index, row: row,
              panel: panelIndex, column: column))
        }
      }
    }
  }

  /// The members that a row without a fixed line stands for.
  private func key(
    _ part: RowPart, _ panel: Layout.Panel, _ contexts: inout [[String: String]],
    _ counts: inout [String: Int]
  ) -> [String: String] {
    let open =
      part.code.flatMap { code in panel.opens.firstIndex { $0.accepts(code) } }
      ?? (panel.opens.isEmpty ? nil : 0)
    guard let open else { return [:] }
    var key: [String: String] = [:]
    for context in contexts[..<open] { key.merge(context) { $1 } }
    if part.kind == .project {
      let name = part.label.folded
      counts[name, default: 0] += 1
      key[FactIndex.project] = "\(name)#\(counts[name] ?? 1)"
    } else if let code = part.code {
      let own = [panel.opens[open].dimension ?? panel.opens[open].classification: code]
      contexts[open] = own
      for below in contexts.indices.dropFirst(open + 1) { contexts[below] = [:] }
      key.merge(own) { $1 }
    }
    return key
  }

  private mutating func remember(
    _ key: [String: String], _ part: RowPart, _ origins: [CellOrigin], _ panel: Layout.Panel,
    _ layout: Layout
  ) {
    guard rowTexts[key] == nil else { return }
    keys.append(key)
    var text = RowText(label: part.label)
    if let code = part.code, let open = panel.open(accepting: code) {
      if let dimension = open.dimension { text.codes[dimension] = code }
      if part.kind != .project, !part.label.isEmpty {
        let dimension = open.dimension ?? open.classification
        if labels[dimension]?[code] == nil { labels[dimension, default: [:]][code] = part.label }
      }
    }
    for (slot, column) in panel.valueColumns.enumerated()
    where layout.columns[column].role == .text && part.values[slot] != .blank {
      text.texts[layout.columns[column].caption.folded] = (part.values[slot], origins[slot])
    }
    rowTexts[key] = text
  }

  private mutating func add(_ entry: Entry) {
    if let other = byMeaning[entry.meaning] {
      // The same fact printed twice: a blank says nothing.
      if entry.value == .blank || entry.value == entries[other].value { return }
      if let a = entry.value.amount, let b = entries[other].value.amount, a.isSameValue(as: b) {
        return
      }
      if entries[other].value == .blank {
        entries[other] = entry
      } else if entries[other].table == entry.table {
        conflicts.append((other, entries.count))
        entries.append(entry)
      }
      return
    }
    byMeaning[entry.meaning] = entries.count
    groups[group(entry.meaning), default: []].append(entries.count)
    entries.append(entry)
  }

  private func group(_ meaning: CellMeaning) -> Group {
    Group(
      stage: meaning.stage, concept: meaning.concept, fundSource: meaning.members["fund_source"])
  }

  /// What the row of a project prints besides its figures, whatever it stands under.
  func projectText(of key: [String: String]) -> RowText? {
    guard let project = key[FactIndex.project] else { return nil }
    return keys.first { $0[FactIndex.project] == project }.flatMap { rowTexts[$0] }
  }

  // MARK: Finding

  /// Whether there is any figure of this concept, stage and fund source.
  func hasConcept(of meaning: CellMeaning) -> Bool { groups[group(meaning)] != nil }

  /// The fact of a meaning, as printed.
  func printed(_ meaning: CellMeaning) -> Found? {
    byMeaning[meaning].map {
      Found(
        value: entries[$0].value, origin: entries[$0].origin, isDerived: false)
    }
  }

  /// The fact of a meaning, added up of the facts that refine it where it is not printed: a class of its
  /// items, an item of its units.
  ///
  /// - Complexity: O(facts of the concept).
  func derived(_ meaning: CellMeaning) -> Found? {
    if let found = printed(meaning) { return found }
    let refining = (groups[group(meaning)] ?? []).filter {
      FactIndex.refines(entries[$0].meaning, meaning)
    }
    // Facts that are told apart in the same way add up; the coarsest of them are nearest to the sum.
    let families = Dictionary(grouping: refining) { Set(entries[$0].meaning.members.keys) }
    guard
      let family = families.min(by: {
        ($0.key.count, $0.key.sorted().joined()) < ($1.key.count, $1.key.sorted().joined())
      })?
      .value
    else { return nil }
    let leaves = self.leaves(family)
    let figures = leaves.filter { entries[$0].value.amount != nil }
    var sum = AmountSum()
    for index in figures {
      guard let amount = entries[index].value.amount, sum.add(amount) else { return nil }
    }
    let first = figures.first ?? leaves.first
    guard let first else { return nil }
    var origin = entries[first].origin
    origin.raw = nil
    let isAlone = leaves.count == 1
    if !isAlone { origin.placed = .derived }
    return Found(
      value: isAlone ? entries[first].value : figures.isEmpty ? .blank : .amount(sum.value),
      origin: origin, isDerived: !isAlone)
  }

  private static let nested = ["function_code", "economic_code"]

  /// Whether the codes of a dimension begin with those above them.
  static func isNested(_ dimension: String?) -> Bool { dimension.map(nested.contains) ?? false }

  /// Whether a fact is the other one, or a part of it: nothing but codes tells them apart.
  static func refines(_ fine: CellMeaning, _ coarse: CellMeaning) -> Bool {
    guard fine.concept == coarse.concept, fine.stage == coarse.stage,
      fine.members["fund_source"] == coarse.members["fund_source"]
    else { return false }
    return coarse.members.allSatisfy { dimension, code in
      fine.members[dimension].map { $0 == code || isNested(dimension) && $0.hasPrefix(code) }
        ?? false
    }
  }

  /// The facts of a family whose codes have no others below them.
  private func leaves(_ family: [Int]) -> [Int] {
    var uppers: Set<[String: String]> = []
    for index in family {
      let members = entries[index].meaning.members
      for dimension in FactIndex.nested {
        var code = members[dimension]
        while let own = code, let parent = Classification.parent(of: own) {
          var upper = members
          upper[dimension] = parent
          uppers.insert(upper)
          code = parent
        }
      }
      // Units nest by the beginnings of their codes.
      if let unit = members["unit_code"] {
        for length in 1..<max(unit.count, 2) {
          var upper = members
          upper["unit_code"] = String(unit.prefix(length))
          uppers.insert(upper)
        }
      }
    }
    return family.filter { !uppers.contains(entries[$0].meaning.members) }
  }
}
