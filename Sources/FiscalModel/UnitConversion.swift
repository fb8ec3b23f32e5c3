extension Disclosure {
  /// The disclosure with every table in another unit, exactly; nil where an amount does not fit.
  ///
  /// The printed unit changes with the amounts; decimals are added only where a value needs them.
  /// Columns that print no money keep their values.
  public func converted(to unit: AmountUnit, _ catalogue: Catalogue) -> Disclosure? {
    var result = self
    for (index, table) in tables.enumerated() where table.unit != unit {
      guard let layout = catalogue.layout(table.layout) else { continue }
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, value) in part.values.enumerated() {
            guard case .amount(let amount) = value,
              layout.columns[layout.panels[panel].valueColumns[slot]].role == .amount
            else { continue }
            guard let converted = amount.converted(from: table.unit, to: unit) else { return nil }
            result.tables[index].rows[row].parts[panel].values[slot] = .amount(converted)
          }
        }
      }
      result.tables[index].unit = unit
      result.tables[index].heading = table.heading.map { piece in
        piece.hasSuffix(table.unit.name) ? piece.dropLast(table.unit.name.count) + unit.name : piece
      }
    }
    return result
  }
}
