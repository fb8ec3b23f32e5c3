import FiscalModel

/// Whether a row breaks its own relations in whatever columns its figures stand.
///
/// Text without its blank cells does not always say which columns are meant; but where no placement of the
/// printed figures satisfies the relations within the row, one of the figures is wrong all the same.
struct OtherPlacements {
  private struct Part: Hashable {
    var table: Int
    var row: Int
    var panel: Int
  }

  /// More placements than this are not tried.
  private static let bound = 2_000

  private let disclosure: Disclosure
  /// The relations within each part of a row.
  private var equations: [Part: [Equation]] = [:]

  init(checks: [EquationCheck], disclosure: Disclosure) {
    self.disclosure = disclosure
    for check in checks {
      guard let part = OtherPlacements.part(of: check.equation) else { continue }
      equations[part, default: []].append(check.equation)
    }
  }

  /// The part of a row that an equation is about, where it is about one alone.
  private static func part(of equation: Equation) -> Part? {
    guard let first = equation.left.first?.cell else { return nil }
    let part = Part(table: first.table, row: first.row, panel: first.panel)
    let isOne = (equation.left + equation.right).allSatisfy {
      $0.cell.table == part.table && $0.cell.row == part.row && $0.cell.panel == part.panel
    }
    return isOne ? part : nil
  }

  /// Whether an equation stands within a row that no placement satisfies.
  func `break`(_ equation: Equation) -> Bool {
    guard let part = OtherPlacements.part(of: equation), let own = equations[part] else {
      return false
    }
    let values = disclosure.tables[part.table].rows[part.row].parts[part.panel].values
    let printed = values.filter { $0 != .blank }
    var tried = 0
    /// Whether some ascending choice of columns for the figures from a position on satisfies all.
    func satisfies(_ placed: [FiscalValue], _ position: Int) -> Bool {
      guard position < printed.count else {
        tried += 1
        var trial = disclosure
        trial.tables[part.table].rows[part.row].parts[part.panel].values =
          placed + Array(repeating: .blank, count: values.count - placed.count)
        return tried > OtherPlacements.bound
          || own.allSatisfy { equation in
            EquationCheck(equation, in: trial).map { $0.verdict <= .rounding } ?? true
          }
      }
      let last = values.count - (printed.count - position)
      guard placed.count <= last else { return false }
      for column in placed.count...last {
        let blanks = Array(repeating: FiscalValue.blank, count: column - placed.count)
        if satisfies(placed + blanks + [printed[position]], position + 1) { return true }
      }
      return false
    }
    return !satisfies([], 0)
  }
}
