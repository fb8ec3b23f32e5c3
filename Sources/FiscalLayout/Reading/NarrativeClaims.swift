import FiscalModel
import FiscalSchema

/// What the narrative says of the cells of a table's total row, for placing its figures.
///
/// A section whose heading has the words of the table's title (`七、…“三公”经费支出决算情况说明`) speaks of that
/// table: `公务接待费支出决算为0万元，…，比年初预算减少0.6万元` says final 0 and budget 0.6.
struct NarrativeClaims {
  private let narrative: Narrative
  private let subjects: SubjectIndex
  private let drafts: [Draft]

  init(_ narrative: Narrative, _ subjects: SubjectIndex, drafts: [Draft]) {
    self.narrative = narrative
    self.subjects = subjects
    self.drafts = drafts
  }

  /// The amounts that are stated of cells of a table, given by its section's index.
  func claims(on index: Int) -> [CellKey: Amount] {
    let section = drafts[index].section
    let matrix = section.matrix
    guard let title = drafts[index].layout?.title, let passage = narrative.passage(under: title),
      let total = matrix.rows.firstIndex(where: { $0.parts.contains { $0.kind == .total } })
    else { return [:] }
    func stage(of cell: CellKey) -> Stage? {
      matrix.column(cell.slot, inPanel: cell.panel).stage ?? section.stage
    }
    var claims: [CellKey: Amount] = [:]
    for (mention, statement) in zip(passage.mentions, subjects.statements(in: passage)) {
      guard let statement, let unit = mention.unit, let own = section.unit,
        let amount = mention.value.converted(from: unit, to: own)
      else { continue }
      let cells = statement.subject.cells.filter { $0.section == index && $0.row == total }
      for cell in cells where stage(of: cell) == statement.subject.stage ?? section.stage {
        guard claims[cell] == nil else { continue }
        guard let isMore = statement.isMore else {
          claims[cell] = amount
          continue
        }
        // The other stage is the final amount less the increase, or plus the decrease.
        let finals = cells.filter { stage(of: $0) == .final }
        guard let final = finals.lazy.compactMap({ claims[$0] }).first else { continue }
        var sum = AmountSum()
        guard sum.add(final), sum.add(amount, sign: isMore ? -1 : 1) else { continue }
        claims[cell] = sum.value
      }
    }
    return claims
  }
}
