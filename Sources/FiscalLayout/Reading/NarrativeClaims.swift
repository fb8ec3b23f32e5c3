import FiscalModel

/// What the narrative says of the cells of a table's total row, for placing its figures.
///
/// A section whose heading has the words of the table's title (`七、…“三公”经费支出决算情况说明`) speaks of that
/// table: `公务接待费支出决算为0万元，…，比年初预算减少0.6万元` says final 0 and budget 0.6.
struct NarrativeClaims {
  private let narrative: Narrative
  private let subjects: SubjectIndex
  private let tables: [DraftTable]

  init(_ narrative: Narrative, _ subjects: SubjectIndex, tables: [DraftTable]) {
    self.narrative = narrative
    self.subjects = subjects
    self.tables = tables
  }

  /// The amounts that are stated of cells of a table.
  func claims(on index: Int) -> [CellKey: Amount] {
    let table = tables[index]
    guard let passage = narrative.passage(under: table.layout.title),
      let total = table.table.rows.firstIndex(where: { $0.parts.contains { $0.kind == .total } })
    else { return [:] }
    var claims: [CellKey: Amount] = [:]
    for (mention, statement) in zip(passage.mentions, subjects.statements(in: passage)) {
      guard let statement, let unit = mention.unit,
        let amount = mention.value.converted(from: unit, to: table.table.unit)
      else { continue }
      let own = statement.subject.cells.filter { $0.table == index && $0.row == total }
      for cell in own where stage(of: cell) == statement.subject.stage ?? table.layout.stage {
        guard claims[cell] == nil else { continue }
        guard let isMore = statement.isMore else {
          claims[cell] = amount
          continue
        }
        // The other stage is the final amount less the increase, or plus the decrease.
        let finals = own.filter { stage(of: $0) == .final }
        guard let final = finals.lazy.compactMap({ claims[$0] }).first else { continue }
        var sum = AmountSum()
        guard sum.add(final), sum.add(amount, sign: isMore ? -1 : 1) else { continue }
        claims[cell] = sum.value
      }
    }
    return claims
  }

  private func stage(of cell: CellKey) -> Stage {
    let layout = tables[cell.table].layout
    return layout.columns[layout.panels[cell.panel].valueColumns[cell.value]].stage
  }
}
