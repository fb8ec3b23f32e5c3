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
  /// The concepts of the economic classes.
  private let economic: Vocabulary.DimensionWords?

  init(export: LongExport, catalogue: Catalogue, profile: Profile) {
    self.export = export
    self.catalogue = catalogue
    self.profile = profile
    let economic = catalogue.vocabulary.dimensions.first { $0.dimension == "economic_code" }
    self.economic = economic
    concepts = Set(export.records.compactMap { LongPivot.concept(of: $0, economic) })
    plans = profile.tables.compactMap(plan)
  }

  private func plan(_ layout: Layout) -> Plan? {
    guard layout.panels.count == 1, let panel = layout.panels.first, let open = panel.opens.first,
      panel.opens.count == 1, !open.areProjects, !panel.codeColumns.isEmpty,
      let key = open.dimension, export.dimensions.contains(key), isKnown(layout.members)
    else { return nil }
    let slots = panel.valueColumns.indices.filter { slot in
      let column = layout.columns[panel.valueColumns[slot]]
      return column.role == .amount && isKnown(column.members) && isFillable(column.concept)
    }
    return slots.isEmpty ? nil : Plan(layout: layout, key: key, slots: slots)
  }

  /// Whether the export has what the members are of.
  private func isKnown(_ members: [String: String]) -> Bool {
    members.keys.allSatisfy { $0 == "fund_source" && export.dimensions.contains($0) }
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
  private static func concept(
    of record: LongExport.Record, _ economic: Vocabulary.DimensionWords?
  ) -> String? {
    guard let category = record.concept else { return nil }
    if let finer = record.members["economic_code"].flatMap({ economic?.member(ofCode: $0) }),
      finer.hasPrefix(category + ".")
    {
      return finer
    }
    return category
  }

  private func belongs(_ record: LongExport.Record, to concept: String?) -> Bool {
    guard let concept else { return false }
    if concept == all { return true }
    guard let own = LongPivot.concept(of: record, economic) else { return false }
    return own == concept || own.hasPrefix(concept + ".")
  }

  private func belongs(_ record: LongExport.Record, to members: [String: String]) -> Bool {
    members.allSatisfy { record.members[$0.key] == $0.value }
  }

  // MARK: Tables

  /// An official table that was filled, and what is said of that.
  struct Table {
    var section: Section
    var findings: [Finding]
  }

  /// The official tables of the records, and the records that stand in none: those of another agency, year
  /// or stage than the first are never added to its figures.
  func tables() -> (tables: [Table], rest: [LongExport.Record]) {
    let key = export.records.first?.key
    let records = export.records.filter { $0.key == key }
    var used: Set<Int> = []
    var refused: Set<Int> = []
    var tables: [Table] = []
    for plan in plans {
      var missed: Set<Int> = []
      guard let table = table(plan, records, used: &used, missed: &missed) else { continue }
      refused.formUnion(missed)
      tables.append(table)
    }
    let rest = records.indices.filter { !used.contains($0) || refused.contains($0) }
    return (tables, rest.map { records[$0] } + export.records.filter { $0.key != key })
  }

  /// The cells of one row while they are added up.
  private struct Sums {
    var name: String?
    var cells: [(sum: AmountSum, count: Int, place: Location)?]
    var hasOverflow = false

    mutating func add(_ record: LongExport.Record, to slot: Int) {
      var cell = cells[slot] ?? (AmountSum(), 0, record.origin.location)
      hasOverflow = !cell.sum.add(record.amount) || hasOverflow
      cell.count += 1
      cells[slot] = cell
    }
  }

  private func table(
    _ plan: Plan, _ records: [LongExport.Record], used: inout Set<Int>,
    missed: inout Set<Int>
  ) -> Table? {
    let (layout, panel) = (plan.layout, plan.layout.panels[0])
    let width = panel.valueColumns.count
    var sums: [String: Sums] = [:]
    var total = Sums(cells: Array(repeating: nil, count: width))
    let list = panel.opens.first.flatMap { catalogue.classifications[$0.classification] }
    var count = 0
    for (index, record) in records.enumerated() where belongs(record, to: layout.members) {
      let code = record.members[plan.key] ?? ""
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
        if level == code, let name = name(record, plan) { row.name = name }
        for slot in slots { row.add(record, to: slot) }
        sums[level] = row
      }
    }
    guard count > 0, !total.hasOverflow else { return nil }
    var section = Section(layout, at: export.place.location)
    section.place = export.place
    section.unit = export.unit
    section.matrix.rows = rows(plan, sums, total: total)
    return Table(section: section, findings: findings(plan, count))
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

  /// The name of a record's code of the dimension that keys a table's rows, where the export prints it.
  private func name(_ record: LongExport.Record, _ plan: Plan) -> String? {
    if plan.key == "unit_code" { return record.members["agency"] }
    return plan.key == export.key && !record.name.isEmpty ? record.name : nil
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
    let first = sums.cells.compactMap { $0?.place }.first ?? export.place.location
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

  private func findings(_ plan: Plan, _ count: Int) -> [Finding] {
    let (layout, panel) = (plan.layout, plan.layout.panels[0])
    let missing = panel.valueColumns.indices.filter { slot in
      !plan.slots.contains(slot) && layout.columns[panel.valueColumns[slot]].role == .amount
    }
    return [
      Finding(
        "translate/pivoted-table", ["id": layout.id, "title": layout.title, "count": count],
        at: export.place.location)
    ]
      + missing.map {
        Finding(
          "read/missing-column", ["name": layout.columnNames[panel.valueColumns[$0]]],
          at: export.place.location)
      }
  }
}
