import FiscalModel
import FiscalSchema

/// What a translation found no place for, row by row.
struct UnheldFacts {
  let disclosure: Disclosure
  /// The stage of figures of which nothing says one.
  let stage: Stage
  let catalogue: Catalogue
  /// For each table of the source what the forms hold that it was written into.
  private var held: [Int: [CellMeaning: FiscalValue]] = [:]
  private var conflicts: [Finding] = []

  init(disclosure: Disclosure, stage: Stage, catalogue: Catalogue) {
    self.disclosure = disclosure
    self.stage = stage
    self.catalogue = catalogue
  }

  /// Takes what a form holds that was filled from tables.
  mutating func note(_ facts: [CellMeaning: FiscalValue], from tables: [Int]) {
    for table in tables { held[table, default: [:]].merge(facts) { first, _ in first } }
  }

  /// Takes the facts that are printed twice, differently.
  mutating func note(conflicts index: FactIndex) {
    for (kept, other) in index.conflicts {
      let entry = index.entries[other]
      conflicts.append(
        Finding(
          "translate/conflict",
          [
            "row": name(entry), "kept": index.entries[kept].cell.value.printed,
            "other": entry.cell.value.printed,
          ], at: entry.cell.origin.location))
    }
  }

  private func name(_ entry: FactIndex.Entry) -> String {
    let source = disclosure.sections[entry.section]
    let part = source.matrix.rows[entry.row].parts[entry.panel]
    return [source.title, part.code, part.label.isEmpty ? part.number : part.label]
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A finding for each row of the source with figures that stand nowhere in the target.
  func findings() -> [Finding] {
    conflicts
      + disclosure.sections.indices.filter { disclosure.sections[$0].isTable }
      .flatMap(findings(ofTable:))
  }

  private func findings(ofTable table: Int) -> [Finding] {
    let source = disclosure.sections[table]
    var index = FactIndex()
    index.add(table, source, stage: stage, catalogue)
    let held = held[table] ?? [:]
    let byConcept = Dictionary(grouping: held.keys, by: \.concept)
    var lost: [[Int]: [FactIndex.Entry]] = [:]
    var merged: Set<String> = []
    for entry in index.entries where entry.cell.amount != nil {
      let near = byConcept[entry.meaning.concept] ?? []
      // A sum need not be printed where its parts are.
      if held[entry.meaning] != nil
        || near.contains(where: { FactIndex.refines($0, entry.meaning) })
      {
        continue
      }
      // A part that is all of its sum stands there, but without its own code.
      let wholes = near.filter {
        FactIndex.refines(entry.meaning, $0) && isSame(held[$0], entry.cell.value)
      }
      if let whole = wholes.max(by: { isFarther($0, $1) }) {
        for (dimension, code) in entry.meaning.members where whole.members[dimension] != code {
          merged.insert("\(dimension) \(code)")
        }
        continue
      }
      lost[[entry.row, entry.panel], default: []].append(entry)
    }
    let rows = lost.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    return notToldApart(merged, source) + rows.map { notHeld($0, source.matrix.columnNames) }
  }

  private func notToldApart(_ codes: Set<String>, _ source: Section) -> [Finding] {
    guard !codes.isEmpty else { return [] }
    let title = source.title ?? source.layout.flatMap { catalogue.layout($0) }?.title ?? ""
    return [
      Finding(
        "translate/not-told-apart", ["title": title, "codes": codes.sorted()],
        at: source.place.location)
    ]
  }

  private func notHeld(_ entries: [FactIndex.Entry], _ columns: [String]) -> Finding {
    let facts = entries.map {
      "\(columns[$0.column]) \($0.cell.value.printed) (\($0.meaning.concept ?? ""))"
    }
    return Finding(
      "translate/not-held", ["row": name(entries[0]), "facts": facts],
      at: entries[0].cell.origin.location)
  }

  /// Whether a sum says less of its part than another does; of those that say as much, any comes first,
  /// but always the same.
  private func isFarther(_ a: CellMeaning, _ b: CellMeaning) -> Bool {
    func text(_ meaning: CellMeaning) -> String {
      meaning.members.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined(separator: " ")
    }
    return (a.members.count, text(a)) < (b.members.count, text(b))
  }

  private func isSame(_ a: FiscalValue?, _ b: FiscalValue) -> Bool {
    guard let a = a?.amount, let b = b.amount else { return false }
    return a.isSameValue(as: b)
  }
}
