/// Why a reading cannot be converted to another unit.
public struct UnitConversionError: Error, Sendable {
  /// The unit that was asked for.
  public let unit: AmountUnit
  /// How many amounts would need more decimals than the form prints.
  public let count: Int
  /// The first of them as printed, with the unit of its table.
  public let amount: Amount
  /// The unit of that amount.
  public let from: AmountUnit
  /// Where it stands.
  public let location: Location
  /// How many decimals the form prints.
  public let decimals: Int
  /// Whether it does not fit at all, so that rounding does not help.
  public let isTooLarge: Bool
}

extension Reading {
  /// The reading with every table in another unit.
  ///
  /// The printed unit changes with the amounts. An amount keeps no more decimals than its value needs,
  /// and no more than the form prints; one that needs more is refused, or rounded half away from zero
  /// where rounding is asked for, which is a finding with both figures. Columns that print no money keep
  /// their values.
  /// - Throws: ``UnitConversionError`` that names the first amount that does not fit.
  /// - Complexity: O(cells).
  public func converted(
    to unit: AmountUnit, rounding: Bool = false, _ catalogue: Catalogue
  ) throws(UnitConversionError) -> Reading {
    var result = self
    var refused: (first: UnitConversionError, count: Int)?
    for (index, table) in disclosure.tables.enumerated() where table.unit != unit {
      guard let layout = catalogue.layout(table.layout) else { continue }
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, value) in part.values.enumerated() {
            guard case .amount(let amount) = value,
              layout.columns[layout.panels[panel].valueColumns[slot]].role == .amount
            else { continue }
            let location = origins[index].rows[row][panel][slot].location
            func error(isTooLarge: Bool) -> UnitConversionError {
              UnitConversionError(
                unit: unit, count: 1, amount: amount, from: table.unit, location: location,
                decimals: layout.decimals, isTooLarge: isTooLarge)
            }
            guard let exact = amount.converted(from: table.unit, to: unit) else {
              throw error(isTooLarge: true)
            }
            var converted = exact.trimmed(to: layout.decimals)
            if converted.scale > layout.decimals {
              guard rounding else {
                refused = (refused?.first ?? error(isTooLarge: false), (refused?.count ?? 0) + 1)
                continue
              }
              let rounded = exact.rounded(to: layout.decimals)
              result.findings.append(
                Finding(
                  rule: "write/rounded", severity: .note,
                  message: Wording.rounded(amount, table.unit, converted, rounded, unit),
                  table: index, locations: [location]))
              converted = rounded
            }
            result.disclosure.tables[index].rows[row].parts[panel].values[slot] =
              .amount(converted)
          }
        }
      }
      result.disclosure.tables[index].unit = unit
      result.disclosure.tables[index].heading = table.heading.map { piece in
        piece.hasSuffix(table.unit.name) ? piece.dropLast(table.unit.name.count) + unit.name : piece
      }
    }
    if let (first, count) = refused {
      throw UnitConversionError(
        unit: unit, count: count, amount: first.amount, from: first.from,
        location: first.location, decimals: first.decimals, isTooLarge: false)
    }
    return result
  }
}

extension Amount {
  /// The amount without the zeros at its end that stand behind so many decimals.
  func trimmed(to decimals: Int) -> Amount {
    var coefficient = coefficient
    var scale = scale
    while scale > decimals, coefficient % 10 == 0 {
      coefficient /= 10
      scale -= 1
    }
    return Amount(coefficient: coefficient, scale: scale)
  }

  /// The nearest amount of so many decimals, halves away from zero; itself where it has no more.
  func rounded(to decimals: Int) -> Amount {
    guard scale > decimals, let unit = Amount.powerOfTen(scale - decimals) else { return self }
    let (quotient, rest) = coefficient.quotientAndRemainder(dividingBy: unit)
    let isUp = rest.magnitude * 2 >= unit.magnitude
    return Amount(
      coefficient: quotient + (isUp ? (coefficient < 0 ? -1 : 1) : 0), scale: decimals)
  }
}
