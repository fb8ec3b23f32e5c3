import FiscalModel
import FiscalSchema

/// Where the figures of the tables stand, by what they are: for sentences, which are many.
struct PrintedFigures {
  /// The first cell of each figure in a unit larger than yuan, as printed but for zeros at its end.
  private var printedCells: [Amount: CellKey] = [:]
  /// The figures whose unit is known, in yuan.
  private var yuan: Set<Amount> = []
  /// The figures of operating expenses in totals and fixed lines; more than a document has say nothing.
  private(set) var operatingExpenses: [CellKey] = []

  private static let mostOperatingExpenses = 64

  /// - Parameters:
  ///   - disclosure: the tables.
  ///   - operating: the concept of operating expenses.
  init(_ disclosure: Disclosure, operating: String) {
    for (index, section) in disclosure.sections.enumerated() where section.isTable {
      let matrix = section.matrix
      for (row, parts) in matrix.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, cell) in part.cells.enumerated() {
            guard let amount = cell.amount else { continue }
            let key = CellKey(section: index, row: row, panel: panel, slot: slot)
            take(amount, of: key, in: disclosure)
            guard part.kind == .total || part.line != nil else { continue }
            let concepts = [matrix.column(slot, inPanel: panel).concept, part.concept]
            if concepts.contains(operating) { operatingExpenses.append(key) }
          }
        }
      }
    }
    if operatingExpenses.count > PrintedFigures.mostOperatingExpenses { operatingExpenses = [] }
  }

  private mutating func take(_ amount: Amount, of key: CellKey, in disclosure: Disclosure) {
    if let unit = disclosure.sections[key.section].unit, unit != .yuan {
      let printed = amount.trimmed(to: 0)
      if printedCells[printed] == nil { printedCells[printed] = key }
    }
    if let unit = disclosure.unit(of: key), let amount = amount.converted(from: unit, to: .yuan) {
      yuan.insert(amount.trimmed(to: 0))
    }
  }

  /// The first cell that prints just this figure, in a table whose unit is larger than yuan.
  func printed(_ amount: Amount) -> CellKey? { printedCells[amount.trimmed(to: 0)] }

  /// Whether a table prints an amount.
  func standsInTables(_ amount: Amount, _ unit: AmountUnit) -> Bool {
    guard !amount.isZero, let yuan = amount.converted(from: unit, to: .yuan) else { return false }
    return self.yuan.contains(yuan.trimmed(to: 0))
  }
}
