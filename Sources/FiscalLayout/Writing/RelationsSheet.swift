import FiscalModel
import Spreadsheet

/// The sheet of relations: a row for each, with live formulas over the cells it joins.
///
/// The printed decimals of the cells are known constants, so that the tolerance is one too; everything else
/// is recalculated when a figure changes.
struct RelationsSheet {
  let catalogue: Catalogue
  let disclosure: Disclosure
  /// The places of the tables that were written, by the index of the section.
  let places: [Int: SheetPlaces.Table]

  private enum Column: Int {
    case number, rule, relation, tables, cell, unit, left, right, difference, tolerance, verdict
  }

  /// A spreadsheet's formula is at most so long, and a function has at most so many arguments.
  private static let longestFormula = 8_000
  private static let mostArguments = 200

  func sheet(named name: String, _ checks: [EquationCheck]) -> Sheet {
    var sheet = Sheet(name: name)
    for (column, caption) in Wording.relationsColumns.enumerated() {
      sheet[0, column] = Cell(.text(caption), style: Style.header)
    }
    sheet.frozenRows = 1
    sheet.pageSetup.repeatRows = 0...0
    var row = 0
    // A relation of every row is one of many equations.
    var shown: [Relation: String] = [:]
    for check in checks {
      let entries = check.equation.left + check.equation.right
      guard entries.allSatisfy({ places[$0.cell.section] != nil }) else { continue }
      row += 1
      let relation = check.equation.relation
      let text = shown[relation] ?? self.text(of: check.equation)
      shown[relation] = text
      write(check, text, &sheet, row)
    }
    sheet.columnWidths = [
      0: 7, 1: 24, 2: 44, 3: 22, 4: 34, 5: 7, 6: 16, 7: 16, 8: 12, 9: 12, 10: 9,
    ]
    if row > 0 {
      let verdicts = CellRange(
        rows: 1...row, columns: Column.verdict.rawValue...Column.verdict.rawValue)
      let first = CellReference(row: 1, column: Column.verdict.rawValue)
      for (verdict, color) in [(Verdict.break, 0xFFC7CE as UInt32), (.rounding, 0xFFEB9C)] {
        sheet.conditionalFormats.append(
          ConditionalFormat(
            ranges: [verdicts],
            rule: .expression(
              "\(first)=\"\(Wording.verdict(verdict).zh)\"",
              look: .init(fill: CellStyle.Color(rgb: color)))))
      }
      sheet.autoFilter = CellRange(rows: 0...row, columns: 0...Column.verdict.rawValue)
    }
    sheet.fitRows()
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.landscape = true
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    sheet.pageSetup.footer = "&C&P / &N"
    return sheet
  }

  /// What a relation says in words, else as it is written.
  private func text(of equation: Equation) -> String {
    let home = equation.left.first.flatMap { entry in
      disclosure.sections[entry.cell.section].layout.flatMap { catalogue.layout($0) }
    }
    return equation.relation.text?.zh ?? catalogue.shown(equation.relation, in: home)
  }

  private func write(_ check: EquationCheck, _ relation: String, _ sheet: inout Sheet, _ row: Int) {
    let equation = check.equation
    let sums = check.sums
    func set(_ column: Column, _ cell: Cell) { sheet[row, column.rawValue] = cell }
    func text(_ text: String) -> Cell { Cell(.text(text), style: Style.label(indent: 0)) }
    set(.number, Cell(.number(String(row)), style: Style.amount(decimals: 0)))
    set(.rule, text(equation.relation.id))
    set(.relation, text(relation))
    var tables: [Int] = []
    for entry in equation.left + equation.right where !tables.contains(entry.cell.section) {
      tables.append(entry.cell.section)
    }
    set(.tables, text(tables.compactMap { places[$0]?.name }.joined(separator: "\n")))
    if let cell = equation.left.first?.cell, let place = places[cell.section] {
      set(
        .cell,
        Cell(
          .text(name(cell, place)), style: Style.link,
          hyperlink: .location(place.quoted + place.reference(cell).description)))
    }
    set(.unit, text(check.unit?.name ?? ""))
    // Two decimals more than were printed, as far as a double's 15 digits hold them.
    let scale = max(sums.left.scale, sums.right.scale)
    let digits = max(
      String(sums.left.coefficient.magnitude).count, String(sums.right.coefficient.magnitude).count)
    let decimals = min(scale + 2, max(scale, 15 - (digits - scale)))
    func cell(_ column: Column) -> String {
      CellReference(row: row, column: column.rawValue).description
    }
    let style = Style.amount(decimals: scale)
    func number(_ amount: Amount, _ formula: String?, _ style: CellStyle) -> Cell {
      guard amount.fitsSpreadsheetNumber else {
        return Cell(.text(amount.description), style: style)
      }
      return Cell(.number(amount.description), style: style, formula: formula)
    }
    let groups = (
      left: groups(equation.left, check.unit), right: groups(equation.right, check.unit)
    )
    let left = groups.left.flatMap { sum($0, decimals: decimals) }
    let right = groups.right.flatMap { sum($0, decimals: decimals) }
    let isLive = left != nil && right != nil
    set(.left, number(sums.left, left, style))
    set(.right, number(sums.right, right, style))
    set(
      .difference,
      number(
        sums.difference, isLive ? "ROUND(\(cell(.left))-\(cell(.right)),\(decimals))" : nil, style))
    set(.tolerance, number(sums.tolerance, nil, Style.amount(decimals: sums.tolerance.scale)))
    let holds: String =
      switch equation.comparison {
      case .equal: "\(cell(.difference))=0"
      case .atLeast: "\(cell(.difference))>=0"
      case .atMost: "\(cell(.difference))<=0"
      }
    func word(_ verdict: Verdict) -> String { "\"\(Wording.verdict(verdict).zh)\"" }
    var verdict: String?
    if isLive, let left = groups.left, let right = groups.right {
      let isBlank = "OR(\(count(left))=0,\(count(right))=0)"
      let other =
        equation.isComplete
        ? "IF(\(isBlank),\(word(.ambiguous)),\(word(.break)))" : word(.ambiguous)
      let formula = { (rest: String) in
        "IF(\(holds),\(word(.exact)),"
          + "IF(ROUND(ABS(\(cell(.difference)))-\(cell(.tolerance)),9)<=0,\(word(.rounding)),\(rest)))"
      }
      verdict = formula(other)
      if verdict?.utf8.count ?? 0 > RelationsSheet.longestFormula {
        verdict = formula(word(equation.isComplete ? .break : .ambiguous))
      }
    }
    set(
      .verdict,
      Cell(.text(Wording.verdict(check.verdict).zh), style: Style.total, formula: verdict))
  }

  private func name(_ cell: CellKey, _ place: SheetPlaces.Table) -> String {
    let part = disclosure.sections[cell.section].matrix.rows[cell.row].parts[cell.panel]
    let label = [part.code, part.label.isEmpty ? part.number : part.label].compactMap { $0 }
    return "\(place.reference(cell)) " + label.joined(separator: " ")
  }

  /// Cells of one table, in one unit, that are added or subtracted together.
  private struct Group {
    var sign: Int
    /// What converts their unit.
    var factor: String
    /// References as a function takes them, neighbours in a column as a range.
    var arguments: [String]
  }

  /// The cells of a side as references; nil where one of them was written as text, which formulas do not add.
  private func groups(_ entries: [Equation.Entry], _ unit: AmountUnit?) -> [Group]? {
    var groups: [Group] = []
    var rest = entries[...]
    while let first = rest.first {
      let own = disclosure.unit(of: first.cell)
      let group = rest.prefix {
        $0.sign == first.sign && $0.cell.section == first.cell.section
          && disclosure.unit(of: $0.cell) == own
      }
      rest = rest.dropFirst(group.count)
      guard let place = places[first.cell.section] else { return nil }
      var ranges: [(first: CellReference, last: CellReference)] = []
      for entry in group {
        if let amount = disclosure[entry.cell].amount, !amount.fitsSpreadsheetNumber { return nil }
        let reference = place.reference(entry.cell)
        if let last = ranges.last?.last, last.column == reference.column,
          last.row + 1 == reference.row
        {
          ranges[ranges.count - 1].last = reference
        } else {
          ranges.append((reference, reference))
        }
      }
      // The tables may have been converted since the check was made.
      let power = (own?.powerOfTen ?? 0) - (unit?.powerOfTen ?? 0)
      let factor =
        power == 0
        ? "" : (power > 0 ? "*1" : "/1") + String(repeating: "0", count: abs(power))
      let arguments = ranges.map { range in
        place.quoted
          + (range.first == range.last
            ? "\(range.first)" : CellRange(first: range.first, last: range.last).description)
      }
      // A function takes only so many arguments.
      for start in stride(from: 0, to: arguments.count, by: RelationsSheet.mostArguments) {
        let end = min(start + RelationsSheet.mostArguments, arguments.count)
        groups.append(
          Group(sign: first.sign, factor: factor, arguments: Array(arguments[start..<end])))
      }
    }
    return groups
  }

  /// The sum of a side, rounded to decimals that a double holds.
  private func sum(_ groups: [Group], decimals: Int) -> String? {
    var text = ""
    for group in groups {
      text += group.sign < 0 ? "-" : text.isEmpty ? "" : "+"
      text += "SUM(" + group.arguments.joined(separator: ",") + ")" + group.factor
    }
    text = "ROUND(" + (text.isEmpty ? "0" : text) + ",\(decimals))"
    return text.utf8.count <= RelationsSheet.longestFormula ? text : nil
  }

  /// How many cells of a side print anything.
  private func count(_ groups: [Group]) -> String {
    groups.isEmpty
      ? "0"
      : groups.map { "COUNTA(" + $0.arguments.joined(separator: ",") + ")" }.joined(separator: "+")
  }

  /// Whether a page is such a sheet.
  static func isOwn(_ name: String, header: [String]) -> Bool {
    name.hasPrefix(Wording.relationsSheet) && header == Wording.relationsColumns
  }
}
