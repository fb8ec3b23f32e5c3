import FiscalModel
import Foundation

/// Why a reading cannot be converted to another unit.
package struct UnitConversionError: Error, Sendable {
  /// The unit that was asked for.
  package let unit: AmountUnit
  /// How many amounts would need more decimals than the form prints.
  package var count: Int
  /// The first of them as printed.
  package let amount: Amount
  /// The unit of that amount, or nil where it is not known.
  package let from: AmountUnit?
  /// Where it stands.
  package let location: Location
  /// How many decimals the form prints.
  package let decimals: Int
  /// Whether it does not fit at all, so that rounding does not help.
  package let isTooLarge: Bool
}

extension Reading {
  /// The reading with every section in another unit.
  ///
  /// The printed unit changes with the amounts. An amount keeps no more decimals than its value needs,
  /// and no more than the table's layout prints (another section: than its amounts are printed with); one
  /// that needs more is refused, or rounded half away from zero where rounding is asked for, which is a
  /// finding with both figures. What is no money keeps its value.
  /// - Throws: ``UnitConversionError`` that names the first amount that does not fit, or whose unit is not
  ///   known.
  /// - Complexity: O(cells).
  package func converted(
    to unit: AmountUnit, rounding: Bool = false, _ catalogue: Catalogue
  ) throws(UnitConversionError) -> Reading {
    var result = self
    var conversion = UnitConversion(
      unit: unit, rounding: rounding, caption: catalogue.vocabulary.unit.first ?? "")
    for (index, section) in disclosure.sections.enumerated() where section.unit != unit {
      let amounts = section.amounts
      guard let from = section.unit else {
        guard let amount = amounts.first else { continue }
        throw conversion.unknownUnit(of: amount, at: section.place.location)
      }
      let isNamed = section.heading.contains { $0.hasSuffix(from.name) }
      guard section.isTable || isNamed || !amounts.isEmpty else { continue }
      let layout = section.layout.flatMap { catalogue.layout($0) }
      conversion.begin(
        from: from, decimals: layout?.decimals ?? amounts.map(\.scale).max() ?? 0,
        layout: layout)
      result.disclosure.sections[index] = try conversion.converted(section)
      result.disclosure.sections[index].heading = conversion.heading(
        section.heading, saysUnit: !amounts.isEmpty)
      result.findings += catalogue.graded(conversion.takeFindings()).map { finding in
        var finding = finding
        finding.section = index
        return finding
      }
    }
    if let refusal = conversion.refusal { throw refusal }
    return result
  }
}

/// The conversion of one section's amounts after another's.
private struct UnitConversion {
  let unit: AmountUnit
  let rounding: Bool
  /// What stands before a printed unit.
  let caption: String
  private var from: AmountUnit
  private var decimals = 0
  /// The layout whose labels may say the unit, or nil.
  private var layout: Layout?
  private var findings: [Finding] = []
  /// The first amount that needs more decimals, and how many do.
  private(set) var refusal: UnitConversionError?

  init(unit: AmountUnit, rounding: Bool, caption: String) {
    self.unit = unit
    self.rounding = rounding
    self.caption = caption
    from = unit
  }

  mutating func begin(from unit: AmountUnit, decimals: Int, layout: Layout?) {
    from = unit
    self.decimals = decimals
    self.layout = layout
  }

  /// A section with its amounts, and the labels that say the unit, converted.
  mutating func converted(_ section: Section) throws(UnitConversionError) -> Section {
    var result = section
    for (index, block) in section.blocks.enumerated() {
      switch block {
      case .field(var field):
        if let labels = layout?.field(field.id)?.labels { field.label = label(field.label, labels) }
        field.cell.value = try converted(field.cell)
        result.blocks[index] = .field(field)
      case .matrix(let matrix):
        result.blocks[index] = .matrix(try converted(matrix))
      }
    }
    result.unit = unit
    return result
  }

  private mutating func converted(
    _ matrix: Section.Matrix
  ) throws(UnitConversionError) -> Section.Matrix {
    var result = matrix
    if let label = matrix.label, let labels = matrix.id.flatMap({ layout?.matrix($0)?.labels }) {
      result.label = self.label(label, labels)
    }
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        for (slot, cell) in part.cells.enumerated()
        where matrix.column(slot, inPanel: panel).role == .amount {
          result.rows[row].parts[panel].cells[slot].value = try converted(cell)
        }
      }
    }
    return result
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

  private mutating func converted(
    _ cell: Section.Cell
  ) throws(UnitConversionError) -> FiscalValue {
    guard case .amount(let amount) = cell.value else { return cell.value }
    let location = cell.origin.location
    guard let exact = amount.converted(from: from, to: unit) else {
      throw error(amount, location, isTooLarge: true)
    }
    let trimmed = exact.trimmed(to: decimals)
    if trimmed.scale <= decimals { return .amount(trimmed) }
    guard rounding else {
      refusal = refusal ?? error(amount, location, isTooLarge: false)
      refusal?.count += 1
      return cell.value
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

  /// An amount that cannot be converted because nothing says what it is counted in.
  func unknownUnit(of amount: Amount, at location: Location) -> UnitConversionError {
    UnitConversionError(
      unit: unit, count: 1, amount: amount, from: nil, location: location, decimals: decimals,
      isTooLarge: false)
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
  package func trimmed(to decimals: Int) -> Amount {
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
