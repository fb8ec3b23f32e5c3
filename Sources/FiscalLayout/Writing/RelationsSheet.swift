import FiscalModel
import FiscalSchema
import Spreadsheet

/// The sheet of relations: a row for each, with live formulas over the cells it joins.
///
/// The printed decimals of the cells are known constants, so that the tolerance is one too; everything else
/// is recalculated when a figure changes.
struct RelationsSheet {
  let catalogue: Catalogue
  let disclosure: Disclosure
  /// The places of the sections, in their order.
  let places: [SheetPlace]
  /// The words for the verdicts, which every row has several of.
  private let words = Dictionary(
    uniqueKeysWithValues: Verdict.allCases.map { ($0, $0.message.text(in: .chinese)) })

  /// The columns that others refer to.
  private enum Column: Int {
    case left = 6, right, difference, tolerance, verdict
  }

  func sheet(named name: String, _ checks: [EquationCheck]) -> Sheet {
    var sheet = Sheet(name: name)
    sheet.writeCaptions(PrintedWords.sheets.relations.columns)
    // What does not fit is a finding and no relation that a sheet could show.
    let checks = checks.compactMap { check in check.sums.map { (check, $0) } }
    // A relation of every row is one of many equations.
    var shown: [Relation: String] = [:]
    for (index, (check, sums)) in checks.enumerated() {
      let relation = check.equation.relation
      let text = shown[relation] ?? self.text(of: check.equation)
      shown[relation] = text
      for (column, cell) in cells(of: check, sums, text, row: index + 1).enumerated() {
        sheet[index + 1, column] = cell
      }
    }
    if !checks.isEmpty {
      sheet.conditionalFormats = [(Verdict.break, 0xFFC7CE), (.rounding, 0xFFEB9C)].map {
        colored($0, $1, rows: 1...checks.count)
      }
      sheet.autoFilter = CellRange(rows: 0...checks.count, columns: 0...Column.verdict.rawValue)
    }
    sheet.finishList(widths: [7, 24, 44, 22, 34, 7, 16, 16, 12, 12, 9])
    return sheet
  }

  /// The look of a verdict.
  private func colored(
    _ verdict: Verdict, _ color: UInt32, rows: ClosedRange<Int>
  ) -> ConditionalFormat {
    let column = Column.verdict.rawValue
    return ConditionalFormat(
      ranges: [CellRange(rows: rows, columns: column...column)],
      rule: .expression(
        "\(CellReference(row: rows.lowerBound, column: column))=\(word(verdict))",
        look: .init(fill: .init(rgb: color))))
  }

  /// What a relation says in words, else as it is written.
  private func text(of equation: Equation) -> String {
    let home = equation.left.first.flatMap { entry in
      disclosure.sections[entry.cell.section].layout.flatMap { catalogue.layout($0) }
    }
    return equation.relation.text?.zh ?? catalogue.shown(equation.relation, in: home)
  }

  private func word(_ verdict: Verdict) -> String { "\"\(words[verdict] ?? "")\"" }

  /// The row of a check.
  private func cells(
    of check: EquationCheck, _ sums: Finding.Sums, _ relation: String, row: Int
  ) -> [Cell] {
    let equation = check.equation
    var sections: [Int] = []
    for entry in equation.left + equation.right where !sections.contains(entry.cell.section) {
      sections.append(entry.cell.section)
    }
    // Two decimals more than were printed, as far as a double's 15 digits hold them.
    let scale = max(sums.left.scale, sums.right.scale)
    let digits = max(
      String(sums.left.coefficient.magnitude).count, String(sums.right.coefficient.magnitude).count)
    let decimals = min(scale + 2, max(scale, 15 - (digits - scale)))
    let left = RelationSide(equation.left, in: self, check.unit)
    let right = RelationSide(equation.right, in: self, check.unit)
    let sum = (left: left?.sum(decimals: decimals), right: right?.sum(decimals: decimals))
    let isLive = sum.left != nil && sum.right != nil
    let difference = "ROUND(\(reference(.left, row))-\(reference(.right, row)),\(decimals))"
    return [
      .figure(String(row)), .words(equation.relation.id), .words(relation),
      .words(sections.map { places[$0].name }.joined(separator: "\n")),
      equation.left.first.map { link(to: $0.cell) } ?? .words(nil),
      .words(check.unit?.name ?? ""),
      .amount(sums.left, decimals: scale, formula: sum.left),
      .amount(sums.right, decimals: scale, formula: sum.right),
      .amount(sums.difference, decimals: scale, formula: isLive ? difference : nil),
      .amount(sums.tolerance),
      Cell(
        .text(words[check.verdict] ?? ""), style: Style.total,
        formula: isLive ? verdict(equation, left, right, row: row) : nil),
    ]
  }

  private func reference(_ column: Column, _ row: Int) -> String {
    CellReference(row: row, column: column.rawValue).description
  }

  private func link(to cell: CellKey) -> Cell {
    let place = places[cell.section]
    let section = disclosure.sections[cell.section]
    var label: [String] = []
    switch section.blocks[cell.block] {
    case .field(let field): label = [field.label]
    case .matrix(let matrix):
      let part = matrix.rows[cell.row].parts[cell.panel]
      label = [part.code, part.label.isEmpty ? part.number : part.label].compactMap { $0 }
    }
    return Cell(
      .text("\(place.placement.reference(cell)) " + label.joined(separator: " ")),
      style: Style.link, hyperlink: .location(place.reference(cell)))
  }

  /// The formula of the verdict: whether the relation holds, within the tolerance, or not.
  private func verdict(
    _ equation: Equation, _ left: RelationSide?, _ right: RelationSide?, row: Int
  ) -> String? {
    guard let left, let right else { return nil }
    let difference = reference(.difference, row)
    let holds =
      switch equation.comparison {
      case .equal: "\(difference)=0"
      case .atLeast: "\(difference)>=0"
      case .atMost: "\(difference)<=0"
      }
    func formula(otherwise rest: String) -> String {
      "IF(\(holds),\(word(.exact)),IF(ROUND(ABS(\(difference))-\(reference(.tolerance, row)),9)<=0,"
        + "\(word(.rounding)),\(rest)))"
    }
    guard equation.isComplete else { return formula(otherwise: word(.ambiguous)) }
    let isBlank = "OR(\(left.count)=0,\(right.count)=0)"
    let whole = formula(otherwise: "IF(\(isBlank),\(word(.ambiguous)),\(word(.break)))")
    return whole.utf8.count <= RelationSide.longestFormula
      ? whole : formula(otherwise: word(.break))
  }
}
