import FiscalModel
import FiscalSchema

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
    var cell: Section.Cell
    /// Where it stands in the disclosure.
    var section: Int
    var row: Int
    var panel: Int
    var column: Int
  }

  /// What a row with a code or of a project prints besides its figures.
  struct RowText {
    var label: String
    var codes: [String: String] = [:]
    /// Texts by the folded captions of their columns.
    var texts: [String: Section.Cell] = [:]
  }

  /// What can be found: a figure, perhaps added up of others.
  struct Found {
    var cell: Section.Cell
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
  ///
  /// - Parameters:
  ///   - index: the section's index in its disclosure.
  ///   - section: the table.
  ///   - stage: the stage of figures of which neither column nor section says one.
  ///   - catalogue: the schemas, which know how the open rows of a layout nest.
  mutating func add(
    _ index: Int, _ section: Section, stage: Stage, _ catalogue: Catalogue
  ) {
    let layout = section.layout.flatMap { catalogue.layout($0) }
    let matrix = section.matrix
    var counts: [String: Int] = [:]
    var contexts = matrix.panels.indices.map { Context(opens: layout?.panels[$0].opens ?? []) }
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        guard
          part.line != nil || part.code != nil || part.concept != nil || part.kind == .project
        else { continue }
        var key: [String: String] = [:]
        if part.line == nil {
          key = contexts[panel].key(part, &counts)
          remember(key, part, in: contexts[panel], matrix, panel: panel)
        }
        for (slot, column) in matrix.panels[panel].valueColumns.enumerated()
        where matrix.columns[column].role == .amount {
          // A column says more than a fixed line, the code of an open row more than its column.
          let own = matrix.columns[column]
          let line = part.line == nil ? [:] : part.members
          let meaning = CellMeaning(
            stage: own.stage ?? section.stage ?? stage,
            concept: catalogue.concept(of: own, on: part),
            members: line.merging(own.members) { $1 }.merging(key) { $1 })
          add(
            Entry(
              meaning: meaning, cell: part.cells[slot], section: index, row: row, panel: panel,
              column: column))
        }
      }
    }
  }

  /// The open rows of a panel, and the codes of those that the next ones may belong to.
  private struct Context {
    let opens: [Layout.OpenRows]
    private var codes: [[String: String]]

    init(opens: [Layout.OpenRows]) {
      self.opens = opens
      codes = opens.map { _ in [:] }
    }

    /// The members that a row without a fixed line stands for.
    mutating func key(_ part: Section.Part, _ counts: inout [String: Int]) -> [String: String] {
      let open =
        part.code.flatMap { code in opens.firstIndex { $0.accepts(code) } }
        ?? (opens.isEmpty ? nil : 0)
      guard let open else { return part.members }
      var key: [String: String] = [:]
      for code in codes[..<open] { key.merge(code) { $1 } }
      if part.kind == .project {
        let name = part.label.folded
        counts[name, default: 0] += 1
        key[FactIndex.project] = "\(name)#\(counts[name] ?? 1)"
      } else if let code = part.code {
        let own = [opens[open].dimension ?? opens[open].classification: code]
        codes[open] = own
        for below in codes.indices.dropFirst(open + 1) { codes[below] = [:] }
        key.merge(own) { $1 }
      }
      return key
    }

    /// What a code is a code of.
    func dimension(of code: String, in part: Section.Part) -> String? {
      opens.first { $0.accepts(code) }.map { $0.dimension ?? $0.classification }
        ?? part.members.first { $0.value == code }?.key
    }
  }

  private mutating func remember(
    _ key: [String: String], _ part: Section.Part, in context: Context, _ matrix: Section.Matrix,
    panel: Int
  ) {
    guard rowTexts[key] == nil else { return }
    keys.append(key)
    var text = RowText(label: part.label)
    if let code = part.code, let dimension = context.dimension(of: code, in: part) {
      text.codes[dimension] = code
      if part.kind != .project, !part.label.isEmpty, labels[dimension]?[code] == nil {
        labels[dimension, default: [:]][code] = part.label
      }
    }
    for (slot, cell) in part.cells.enumerated() where cell.value != .blank {
      let column = matrix.column(slot, inPanel: panel)
      guard column.role != .amount else { continue }
      text.texts[column.caption.folded] = cell
    }
    rowTexts[key] = text
  }

  private mutating func add(_ entry: Entry) {
    if let other = byMeaning[entry.meaning] {
      // The same fact printed twice: a blank says nothing.
      let (new, old) = (entry.cell.value, entries[other].cell.value)
      if new == .blank || new == old { return }
      if let a = new.amount, let b = old.amount, a.isSameValue(as: b) {
        return
      }
      if old == .blank {
        entries[other] = entry
      } else if entries[other].section == entry.section {
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
    byMeaning[meaning].map { Found(cell: entries[$0].cell, isDerived: false) }
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
    let figures = leaves.filter { entries[$0].cell.amount != nil }
    var sum = AmountSum()
    for index in figures {
      guard let amount = entries[index].cell.amount, sum.add(amount) else { return nil }
    }
    let first = figures.first ?? leaves.first
    guard let first else { return nil }
    var cell = entries[first].cell
    cell.origin.raw = nil
    let isAlone = leaves.count == 1
    if !isAlone {
      cell.value = figures.isEmpty ? .blank : .amount(sum.value)
      cell.origin.placed = .derived
    }
    return Found(cell: cell, isDerived: !isAlone)
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
