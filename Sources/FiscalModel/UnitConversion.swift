import Foundation

/// Why a reading cannot be converted to another unit.
public struct UnitConversionError: Error, Sendable {
  /// The unit that was asked for.
  public let unit: AmountUnit
  /// How many amounts would need more decimals than the form prints.
  public var count: Int
  /// The first of them as printed.
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
  /// The reading with every table and form in another unit.
  ///
  /// The printed unit changes with the amounts. An amount keeps no more decimals than its value needs,
  /// and no more than the table's layout prints (a form: than its amounts are printed with); one that
  /// needs more is refused, or rounded half away from zero where rounding is asked for, which is a
  /// finding with both figures. What is no money keeps its value.
  /// - Throws: ``UnitConversionError`` that names the first amount that does not fit.
  /// - Complexity: O(cells).
  public func converted(
    to unit: AmountUnit, rounding: Bool = false, _ catalogue: Catalogue
  ) throws(UnitConversionError) -> Reading {
    var result = self
    var conversion = UnitConversion(
      unit: unit, rounding: rounding, caption: catalogue.vocabulary.unit.first ?? "")
    for (index, table) in disclosure.tables.enumerated() where table.unit != unit {
      guard let layout = catalogue.layout(table.layout) else { continue }
      conversion.begin(from: table.unit, decimals: layout.decimals)
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, value) in part.values.enumerated()
          where layout.columns[layout.panels[panel].valueColumns[slot]].role == .amount {
            result.disclosure.tables[index].rows[row].parts[panel].values[slot] =
              try conversion.converted(
                value, at: origins[index].rows[row][panel][slot].location)
          }
        }
      }
      result.findings += catalogue.graded(conversion.takeFindings()).map { finding in
        var finding = finding
        finding.table = index
        return finding
      }
      result.disclosure.tables[index].unit = unit
      result.disclosure.tables[index].heading = conversion.heading(
        table.heading,
        saysUnit: table.rows.contains { row in
          row.parts.contains { $0.values.contains { $0.amount != nil } }
        })
    }
    for (index, form) in disclosure.forms.enumerated()
    where form.unit != unit
      && (!form.amounts.isEmpty || form.heading.contains { $0.hasSuffix(form.unit.name) })
    {
      conversion.begin(from: form.unit, decimals: form.printedDecimals)
      let layout = catalogue.form(form.layout)
      func location(_ part: Int, _ row: Int, _ column: Int) -> Location {
        let parts = formOrigins[index].parts
        guard parts.indices.contains(part), parts[part].indices.contains(row),
          parts[part][row].indices.contains(column)
        else { return formOrigins[index].location }
        return parts[part][row][column].location
      }
      for (position, part) in form.parts.enumerated() {
        switch part {
        case .field(var field):
          if let labels = layout?.field(field.id)?.labels {
            field.label = conversion.label(field.label, labels)
          }
          field.value = try conversion.converted(
            field.value, at: location(position, 0, 0))
          result.disclosure.forms[index].parts[position] = .field(field)
        case .table(var table):
          if let label = table.label, let labels = layout?.table(table.id)?.labels {
            table.label = conversion.label(label, labels)
          }
          for row in table.rows.indices {
            for column in table.rows[row].indices {
              table.rows[row][column] = try conversion.converted(
                table.rows[row][column], at: location(position, row, column))
            }
          }
          result.disclosure.forms[index].parts[position] = .table(table)
        }
      }
      result.findings += catalogue.graded(conversion.takeFindings()).map { finding in
        var finding = finding
        finding.form = index
        return finding
      }
      result.disclosure.forms[index].unit = unit
      result.disclosure.forms[index].heading = conversion.heading(
        form.heading, saysUnit: !form.amounts.isEmpty)
    }
    if let refusal = conversion.refusal { throw refusal }
    return result
  }
}

extension FiscalForm {
  /// The most decimals that an amount of the form was printed with.
  var printedDecimals: Int { amounts.map(\.scale).max() ?? 0 }

  /// The amounts of its fields and tables.
  var amounts: [Amount] {
    parts.flatMap { part -> [FiscalValue] in
      switch part {
      case .field(let field): [field.value]
      case .table(let table): Array(table.rows.joined())
      }
    }.compactMap(\.amount)
  }
}

/// The conversion of one table's amounts after another's.
private struct UnitConversion {
  let unit: AmountUnit
  let rounding: Bool
  /// What stands before a printed unit.
  let caption: String
  private var from: AmountUnit
  private var decimals = 0
  private var findings: [Finding] = []
  /// The first amount that needs more decimals, and how many do.
  private(set) var refusal: UnitConversionError?

  init(unit: AmountUnit, rounding: Bool, caption: String) {
    self.unit = unit
    self.rounding = rounding
    self.caption = caption
    from = unit
  }

  mutating func begin(from unit: AmountUnit, decimals: Int) {
    from = unit
    self.decimals = decimals
  }

  mutating func takeFindings() -> [Finding] {
    defer { findings = [] }
    return findings
  }

  /// The pieces with the new unit; beside amounts it is printed even where the official one was not.
  func heading(_ pieces: [String], saysUnit: Bool) -> [String] {
    let isPrinted = pieces.contains { $0.hasSuffix(from.name) }
    return pieces.map { $0.hasSuffix(from.name) ? $0.dropLast(from.name.count) + unit.name : $0 }
      + (isPrinted || !saysUnit ? [] : [caption + PrintedWords.bundled.colon + unit.name])
  }

  /// A label of a form that says the unit, with the new one.
  func label(_ printed: String, _ patterns: [LabelPattern]) -> String {
    guard
      patterns.contains(where: { $0.hasUnit && $0.matches(LabelPattern.folded(printed)) }),
      let range = printed.range(of: from.name, options: .backwards)
    else { return printed }
    return printed.replacingCharacters(in: range, with: unit.name)
  }

  mutating func converted(
    _ value: FiscalValue, at location: Location
  ) throws(UnitConversionError) -> FiscalValue {
    guard case .amount(let amount) = value else { return value }
    guard let exact = amount.converted(from: from, to: unit) else {
      throw error(amount, location, isTooLarge: true)
    }
    let trimmed = exact.trimmed(to: decimals)
    if trimmed.scale <= decimals { return .amount(trimmed) }
    guard rounding else {
      refusal = refusal ?? error(amount, location, isTooLarge: false)
      refusal?.count += 1
      return value
    }
    let rounded = exact.rounded(to: decimals)
    findings.append(
      Finding(
        Message(
          "write/rounded",
          ["amount": amount, "from": from, "exact": trimmed, "rounded": rounded, "to": unit]),
        locations: [location]))
    return .amount(rounded)
  }

  private func error(
    _ amount: Amount, _ location: Location, isTooLarge: Bool
  ) -> UnitConversionError {
    UnitConversionError(
      unit: unit, count: 0, amount: amount, from: from, location: location, decimals: decimals,
      isTooLarge: isTooLarge)
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
