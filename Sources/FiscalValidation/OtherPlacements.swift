import FiscalModel

/// Whether a row breaks its own relations in whatever columns its figures stand.
///
/// Text without its blank cells does not always say which columns are meant; but where no placement of the
/// printed figures satisfies the relations within the row, one of the figures is wrong all the same.
struct OtherPlacements {
  /// More placements of one row than this are not tried, nor more of all rows together than have so many
  /// cells; what is not tried may satisfy all.
  private static let bound = 2_000
  private static let cellBound = 1_000_000

  private let disclosure: Disclosure
  /// The relations within each part of a row, by the part's first cell.
  private var equations: [CellKey: [Equation]] = [:]
  /// The parts that were looked at, and whether no placement satisfies them.
  private var broken: [CellKey: Bool] = [:]
  private var left = OtherPlacements.cellBound

  init(checks: [EquationCheck], disclosure: Disclosure) {
    self.disclosure = disclosure
    for check in checks {
      guard let part = OtherPlacements.part(of: check.equation) else { continue }
      equations[part, default: []].append(check.equation)
    }
  }

  /// The part of a row that an equation is about, where it is about one alone: its first cell.
  private static func part(of equation: Equation) -> CellKey? {
    func start(_ entry: Equation.Entry) -> CellKey {
      var cell = entry.cell
      cell.slot = 0
      return cell
    }
    let entries = equation.left + equation.right
    guard let part = equation.left.first.map(start) else { return nil }
    return entries.allSatisfy { start($0) == part } ? part : nil
  }

  /// Whether an equation stands within a row that no placement satisfies.
  mutating func `break`(_ equation: Equation) -> Bool {
    guard let part = OtherPlacements.part(of: equation), let own = equations[part] else {
      return false
    }
    if let known = broken[part] { return known }
    let found = !satisfies(own, part)
    broken[part] = found
    return found
  }

  /// Whether some ascending choice of columns for the figures of a row satisfies all of its equations.
  private mutating func satisfies(_ own: [Equation], _ part: CellKey) -> Bool {
    let section = disclosure.sections[part.section]
    let row = section.matrix.rows[part.row]
    let cells = row.parts[part.panel].cells
    let printed = cells.filter { $0.value != .blank }
    // The row alone, so that a trial costs no more than it.
    var trial = disclosure
    trial.sections = [section]
    trial.sections[0].matrix.rows = [row]
    let equations = own.map { $0.moved { CellKey(section: 0, panel: $0.panel, slot: $0.slot) } }
    var tried = 0
    func satisfies(_ placed: [Section.Cell], _ position: Int) -> Bool {
      guard position < printed.count else {
        tried += 1
        left -= cells.count
        trial.sections[0].matrix.rows[0].parts[part.panel].cells =
          placed + Array(repeating: Section.Cell(), count: cells.count - placed.count)
        return tried > OtherPlacements.bound || left < 0
          || equations.allSatisfy { equation in
            EquationCheck(equation, in: trial).map { $0.verdict <= .rounding } ?? true
          }
      }
      let last = cells.count - (printed.count - position)
      guard placed.count <= last else { return false }
      for column in placed.count...last {
        let blanks = Array(repeating: Section.Cell(), count: column - placed.count)
        if satisfies(placed + blanks + [printed[position]], position + 1) { return true }
      }
      return false
    }
    return satisfies([], 0)
  }
}
