import FiscalModel

/// Whether the figures of forms can be in the unit that the forms say.
struct FormUnits {
  /// Ten times the largest amount of all tables, in yuan; nil where they have none.
  private let bound: Amount?

  init(_ sections: [Section]) {
    let amounts = sections.filter(\.isTable).flatMap { table in
      table.amounts.compactMap { FormUnits.yuan($0, table.unit) }
    }
    bound = amounts.max(by: FormUnits.isLess)?.shifted(byPowerOfTen: 1)
  }

  /// A part of the budget cannot be ten times all of it; where it could in a smaller unit, that is meant.
  func finding(_ section: Section) -> Finding? {
    guard let bound, section.isForm, let unit = section.unit,
      let worst = FormUnits.largest(of: section),
      let yuan = FormUnits.yuan(worst.amount, unit), FormUnits.isLess(bound, yuan),
      let other = AmountUnit.allCases.last(where: { other in
        other.powerOfTen < unit.powerOfTen
          && FormUnits.yuan(worst.amount, other).map { !FormUnits.isLess(bound, $0) } ?? false
      })
    else { return nil }
    return Finding(
      "read/doubtful-unit", ["unit": unit, "figure": worst.amount.description, "other": other],
      at: worst.place)
  }

  private static func largest(of form: Section) -> (amount: Amount, place: Location)? {
    var largest: (amount: Amount, place: Location)?
    func take(_ cell: Section.Cell) {
      guard let amount = cell.amount, largest.map({ isLess($0.amount, amount) }) ?? true else {
        return
      }
      largest = (amount, cell.origin.location)
    }
    for block in form.blocks {
      switch block {
      case .field(let field): take(field.cell)
      case .matrix(let matrix):
        for row in matrix.rows { row.parts.forEach { $0.cells.forEach(take) } }
      }
    }
    return largest
  }

  private static func yuan(_ amount: Amount, _ unit: AmountUnit?) -> Amount? {
    unit.flatMap { amount.converted(from: $0, to: .yuan) }
  }

  private static func isLess(_ a: Amount, _ b: Amount) -> Bool {
    let scale = max(a.scale, b.scale)
    guard let left = a.aligned(to: scale), let right = b.aligned(to: scale) else { return false }
    return left < right
  }
}
