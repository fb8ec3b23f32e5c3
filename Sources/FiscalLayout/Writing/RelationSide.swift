import FiscalModel
import Spreadsheet

/// One side of a relation as the functions of a spreadsheet take it.
struct RelationSide {
  /// A spreadsheet's formula is at most so long, and a function has at most so many arguments.
  static let longestFormula = 8_000
  private static let mostArguments = 200

  /// Cells of one section, in one unit, that are added or subtracted together.
  private struct Group {
    var sign: Int
    /// What converts their unit.
    var factor: String
    /// References as a function takes them, neighbours in a column as a range.
    var arguments: [String]
  }

  private var groups: [Group] = []

  /// Takes the cells of a side; nil where one of them was written as text, which formulas do not add.
  init?(_ entries: [Equation.Entry], in sheet: RelationsSheet, _ unit: AmountUnit?) {
    let disclosure = sheet.disclosure
    var rest = entries[...]
    while let first = rest.first {
      let own = disclosure.unit(of: first.cell)
      let group = rest.prefix {
        $0.sign == first.sign && $0.cell.section == first.cell.section
          && disclosure.unit(of: $0.cell) == own
      }
      rest = rest.dropFirst(group.count)
      guard group.allSatisfy({ disclosure[$0.cell].amount?.fitsSpreadsheetNumber ?? true }) else {
        return nil
      }
      // The sections may have been converted since the check was made.
      let power = (own?.powerOfTen ?? 0) - (unit?.powerOfTen ?? 0)
      let factor =
        power == 0 ? "" : (power > 0 ? "*1" : "/1") + String(repeating: "0", count: abs(power))
      let arguments = RelationSide.arguments(
        group.map(\.cell), at: sheet.places[first.cell.section])
      for start in stride(from: 0, to: arguments.count, by: RelationSide.mostArguments) {
        let end = min(start + RelationSide.mostArguments, arguments.count)
        groups.append(
          Group(sign: first.sign, factor: factor, arguments: Array(arguments[start..<end])))
      }
    }
  }

  /// References to the cells of one sheet.
  private static func arguments(_ cells: [CellKey], at place: SheetPlace) -> [String] {
    var ranges: [CellRange] = []
    for reference in cells.map(place.placement.reference) {
      if let last = ranges.last?.last, last.column == reference.column,
        last.row + 1 == reference.row
      {
        ranges[ranges.count - 1].last = reference
      } else {
        ranges.append(CellRange(first: reference, last: reference))
      }
    }
    return ranges.map { Sheet.quoted(place.name) + $0.description }
  }

  /// Their sum, rounded to decimals that a double holds; nil where the formula would be too long.
  func sum(decimals: Int) -> String? {
    var text = ""
    for group in groups {
      text += group.sign < 0 ? "-" : text.isEmpty ? "" : "+"
      text += "SUM(" + group.arguments.joined(separator: ",") + ")" + group.factor
    }
    text = "ROUND(" + (text.isEmpty ? "0" : text) + ",\(decimals))"
    return text.utf8.count <= RelationSide.longestFormula ? text : nil
  }

  /// How many of the cells print anything.
  var count: String {
    groups.isEmpty
      ? "0"
      : groups.map { "COUNTA(" + $0.arguments.joined(separator: ",") + ")" }.joined(separator: "+")
  }
}
