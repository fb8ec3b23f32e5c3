import Documents
import FiscalModel
import FiscalSchema

/// Turns the records of a long export into the official tables of a profile, as far as its dimensions say
/// what stands in their columns.
struct LongPivot {
  let export: LongExport
  let catalogue: Catalogue
  let profile: Profile

  /// An official table that the dimensions suffice for.
  struct Plan {
    let layout: Layout
    /// The dimension that keys its rows.
    let key: String
    /// The value columns that can be filled, as indices among the panel's.
    let slots: [Int]
  }

  /// The tables that can be filled.
  private(set) var plans: [Plan] = []
  /// The concepts of the records, as exactly as they say.
  private let concepts: Set<String>

  init(export: LongExport, catalogue: Catalogue, profile: Profile) {
    self.export = export
    self.catalogue = catalogue
    self.profile = profile
    concepts = Set(export.records.compactMap(LongPivot.concept))
    plans = profile.tables.compactMap(plan)
  }

  private func plan(_ layout: Layout) -> Plan? {
    guard layout.panels.count == 1, let panel = layout.panels.first, let open = panel.opens.first,
      panel.opens.count == 1, !open.areProjects, !panel.codeColumns.isEmpty,
      let key = catalogue.vocabulary.dimensions.first(where: {
        $0.classification == open.classification && export.dimensions.contains($0.id)
      })?.id, isKnown(layout.members)
    else { return nil }
    let slots = panel.valueColumns.indices.filter { slot in
      let column = layout.columns[panel.valueColumns[slot]]
      return column.role == .amount && isKnown(column.members) && isFillable(column.concept)
    }
    return slots.isEmpty ? nil : Plan(layout: layout, key: key, slots: slots)
  }

  /// Whether the export has what the members are of.
  private func isKnown(_ members: [String: String]) -> Bool {
    members.keys.allSatisfy { $0 == "fund_source" && export.dimensions.contains("fund") }
  }

  private func isFillable(_ concept: String?) -> Bool {
    guard let concept, concept.hasPrefix(root) else { return false }
    if concept == all { return true }
    guard export.dimensions.contains("category") else { return false }
    // A part of basic expenditure needs the category, or the economic class, of all of it.
    return !concepts.contains { concept.hasPrefix($0 + ".") }
  }

  /// All that is spent.
  private var all: String { catalogue.roles.concepts.currentExpenditure }
  /// What the identifiers of all expenditure begin with.
  private var root: Substring { all.prefix(through: all.firstIndex(of: ".") ?? all.startIndex) }

  /// What a record is: its category, more exactly where the economic class tells.
  private static func concept(of record: LongExport.Record) -> String? {
    guard let category = record.members["category"] else { return nil }
    if let finer = record.members["economic"], finer.hasPrefix(category + ".") { return finer }
    return category
  }

  private func belongs(_ record: LongExport.Record, to concept: String?) -> Bool {
    guard let concept else { return false }
    if concept == all { return true }
    guard let own = LongPivot.concept(of: record) else { return false }
    return own == concept || own.hasPrefix(concept + ".")
  }

  private func belongs(_ record: LongExport.Record, to members: [String: String]) -> Bool {
    members.allSatisfy { $0.key == "fund_source" && record.members["fund"] == $0.value }
  }

  // MARK: Tables

  /// The tables of some of the records, and the records that stand in none.
  func tables(_ records: [LongExport.Record]) -> (drafts: [Draft], rest: [LongExport.Record]) {
    var used: Set<Int> = []
    var refused: Set<Int> = []
    var drafts: [Draft] = []
    for plan in plans {
      var missed: Set<Int> = []
      guard let draft = draft(plan, records, used: &used, missed: &missed) else { continue }
      refused.formUnion(missed)
      drafts.append(draft)
    }
    let rest = records.indices.filter { !used.contains($0) || refused.contains($0) }
    return (drafts, rest.map { records[$0] })
  }

  /// The cells of one row while they are added up.
  private struct Sums {
    var name: String?
    var cells: [(sum: AmountSum, count: Int, place: Location)?]
    var hasOverflow = false

    mutating func add(_ record: LongExport.Record, to slot: Int) {
      var cell = cells[slot] ?? (AmountSum(), 0, record.location)
      hasOverflow = !cell.sum.add(record.amount) || hasOverflow
      cell.count += 1
      cells[slot] = cell
    }
  }

  private func draft(
    _ plan: Plan, _ records: [LongExport.Record], used: inout Set<Int>,
    missed: inout Set<Int>
  ) -> Draft? {
    let (layout, panel) = (plan.layout, plan.layout.panels[0])
    let width = panel.valueColumns.count
    var sums: [String: Sums] = [:]
    var total = Sums(cells: Array(repeating: nil, count: width))
    let list = panel.opens.first.flatMap { catalogue.classifications[$0.classification] }
    var count = 0
    for (index, record) in records.enumerated() where belongs(record, to: layout.members) {
      let code = record.codes[plan.key] ?? ""
      let levels = self.levels(code, panel)
      let slots = plan.slots.filter { slot in
        let column = layout.columns[panel.valueColumns[slot]]
        return belongs(record, to: column.members) && belongs(record, to: column.concept)
      }
      guard !slots.isEmpty else { continue }
      guard !levels.isEmpty else {
        // The table lacks the row, even where another has it.
        missed.insert(index)
        continue
      }
      used.insert(index)
      count += 1
      for slot in slots { total.add(record, to: slot) }
      for level in levels {
        var row =
          sums[level]
          ?? Sums(
            name: list?.entries[level]?.name, cells: Array(repeating: nil, count: width))
        if level == code, let name = record.names[plan.key] { row.name = name }
        for slot in slots { row.add(record, to: slot) }
        sums[level] = row
      }
    }
    guard count > 0, !total.hasOverflow else { return nil }
    var draft = Draft(
      section: Section(layout, at: export.header), layout: layout, lines: 0..<0, isExport: true)
    draft.section.place.extent = export.extent
    if let unit = export.unit { draft.section.unit = unit }
    draft.section.matrix.rows = rows(plan, sums, total: total)
    say(plan, count, &draft)
    return draft
  }

  /// The rows that the table prints: its totals, and those of the codes in their order.
  private func rows(_ plan: Plan, _ sums: [String: Sums], total: Sums) -> [Section.Row] {
    let panel = plan.layout.panels[0]
    return panel.rows.flatMap { row -> [Section.Part] in
      switch row {
      case .line(let line):
        let key = Section.Part(kind: .total, line: line.id, label: line.label)
        return line.kind == .total ? [part(key, total, plan, isSum: true)] : []
      case .open:
        let sorted = sums.sorted { $0.key < $1.key }
        return sorted.enumerated().map { index, entry in
          let (code, row) = entry
          // What begins with a code stands right behind it.
          let isSum = index + 1 < sorted.count && sorted[index + 1].key.hasPrefix(code)
          let key = Section.Part(kind: panel.kind(of: code), code: code, label: row.name ?? "")
          return part(key, row, plan, isSum: isSum)
        }
      }
    }.map { Section.Row(parts: [$0]) }
  }

  /// The code and those above it that the table prints.
  private func levels(_ code: String, _ panel: Layout.Panel) -> [String] {
    var levels: [String] = []
    var next: String? = code
    while let level = next {
      if panel.open(accepting: level) != nil { levels.append(level) }
      guard Classification.level(of: level) != nil else { break }
      next = Classification.parent(of: level)
    }
    return levels
  }

  /// A row with its sums in their columns; where it is itself a sum, all of them are derived.
  private func part(_ key: Section.Part, _ sums: Sums, _ plan: Plan, isSum: Bool) -> Section.Part {
    var part = key
    plan.layout.complete(&part, inPanel: 0)
    let first = sums.cells.compactMap { $0?.place }.first ?? export.header
    part.cells = sums.cells.enumerated().map { slot, cell in
      guard let cell else {
        let value: FiscalValue = plan.slots.contains(slot) ? .blank : .null(.absent)
        return Section.Cell(value, origin: CellOrigin(location: first))
      }
      let placed: Placed = isSum || cell.count > 1 ? .derived : .direct
      return Section.Cell(
        .amount(cell.sum.value), origin: CellOrigin(location: cell.place, placed: placed))
    }
    return part
  }

  private func say(_ plan: Plan, _ count: Int, _ draft: inout Draft) {
    let (layout, panel) = (plan.layout, plan.layout.panels[0])
    draft.findings.append(
      Finding(
        "read/pivoted-table", ["id": layout.id, "title": layout.title, "count": count],
        at: export.header))
    for slot in panel.valueColumns.indices where !plan.slots.contains(slot) {
      let column = panel.valueColumns[slot]
      guard layout.columns[column].role == .amount else { continue }
      draft.findings.append(
        Finding("read/missing-column", ["name": layout.columnNames[column]], at: export.header))
    }
  }
}

extension LongExport {
  /// The profile of the export's stage and year that most can be filled of; the later one, then the
  /// first by name, where two do equally well.
  func profile(_ catalogue: Catalogue, id: String?) -> Profile? {
    if let id { return catalogue.profile(id) }
    let staged = catalogue.profiles.filter { $0.stage == stage }
    let years = Set([year].compactMap { $0 } + records.compactMap(\.year))
    let dated = staged.filter { years.allSatisfy($0.years.contains) }
    func filled(_ profile: Profile) -> Int {
      LongPivot(export: self, catalogue: catalogue, profile: profile).plans
        .reduce(0) { $0 + $1.slots.count }
    }
    let scored = (dated.isEmpty ? staged : dated).map { ($0, filled($0)) }.filter { $0.1 > 0 }
    return scored.max { a, b in
      (a.1, a.0.years.lowerBound, b.0.id) < (b.1, b.0.years.lowerBound, a.0.id)
    }?.0
  }

  /// The shares in the order of the file.
  var shares: [Share] {
    var seen: Set<Share> = []
    return records.map(\.share).filter { seen.insert($0).inserted }
  }

  /// Whether the rows of totals agree with the records that they may stand for: all, or those of their agency
  /// or year.
  func totalFindings() -> [Finding] {
    var sums: [Share: AmountSum?] = [:]
    func add(_ amount: Amount, to share: Share) {
      guard var sum = sums[share, default: AmountSum()] else { return }
      sums[share] = .some(sum.add(amount) ? sum : nil)
    }
    for record in records {
      for share in record.share.wholes { add(record.amount, to: share) }
    }
    return totals.map { total in
      let known = total.share.wholes.compactMap { sums[$0] ?? nil }.map(\.value)
      if known.contains(where: { $0.isSameValue(as: total.amount) }) {
        return Finding("read/sum-row", ["amount": total.amount], at: total.location)
      }
      return Finding(
        "read/wrong-total", ["printed": total.amount, "sum": known.first ?? .zero],
        at: total.location)
    }
  }
}

extension LongExport.Share {
  /// Itself and what it is part of, once each: its agency in all years, its year of all agencies, everything.
  fileprivate var wholes: [Self] {
    var wholes = [self]
    for whole in [Self(agency: agency), Self(year: year), Self()] where !wholes.contains(whole) {
      wholes.append(whole)
    }
    return wholes
  }
}

extension LongExport.Record {
  /// Whose record it is.
  var share: LongExport.Share {
    .init(agency: codes["agency"] ?? names["agency"], year: year)
  }
}
