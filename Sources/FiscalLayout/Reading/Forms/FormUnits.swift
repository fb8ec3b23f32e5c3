import FiscalModel

/// Whether the figures of forms can be in the unit that the forms say.
struct FormUnits {
  private let disclosure: Disclosure
  /// The largest amount of all tables, in yuan.
  private let largest: Amount?

  init(_ disclosure: Disclosure) {
    self.disclosure = disclosure
    var largest: Amount?
    for table in disclosure.tables {
      for value in table.rows.flatMap(\.parts).flatMap(\.values) {
        guard let amount = value.amount?.converted(from: table.unit, to: .yuan) else { continue }
        if largest.map({ FormUnits.isLess($0, amount) }) ?? true { largest = amount }
      }
    }
    self.largest = largest
  }

  /// A part of the budget cannot be ten times all of it; where it could in a smaller unit, that is meant.
  func findings(_ origins: [FormOrigin]) -> [Finding] {
    guard let largest, let bound = largest.shifted(byPowerOfTen: 1) else { return [] }
    return disclosure.forms.enumerated().compactMap { index, form in
      var worst: (amount: Amount, place: Location)?
      for (part, entry) in form.parts.enumerated() {
        let rows: [[FiscalValue]] =
          switch entry {
          case .field(let field): [[field.value]]
          case .table(let table): table.rows
          }
        for (row, values) in rows.enumerated() {
          for (column, value) in values.enumerated() {
            guard let amount = value.amount,
              worst.map({ FormUnits.isLess($0.amount, amount) }) ?? true
            else { continue }
            worst = (amount, origins[index].parts[part][row][column].location)
          }
        }
      }
      guard let worst, let yuan = worst.amount.converted(from: form.unit, to: .yuan),
        FormUnits.isLess(bound, yuan),
        let other = AmountUnit.allCases.last(where: { unit in
          unit.powerOfTen < form.unit.powerOfTen
            && worst.amount.converted(from: unit, to: .yuan).map { !FormUnits.isLess(bound, $0) }
              ?? false
        })
      else { return nil }
      var finding = Finding(
        "read/doubtful-unit",
        ["unit": form.unit, "figure": worst.amount.description, "other": other], at: worst.place)
      finding.form = index
      return finding
    }
  }

  private static func isLess(_ a: Amount, _ b: Amount) -> Bool {
    let scale = max(a.scale, b.scale)
    guard let left = a.aligned(to: scale), let right = b.aligned(to: scale) else { return false }
    return left < right
  }
}
