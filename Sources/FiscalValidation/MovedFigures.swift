import FiscalModel

/// Figures that stand in one column while all relations they take part in would hold if they stood in
/// another, blank one: what geometry and relations place differently.
struct MovedFigures {
  private let cells: CellNames
  private let checks: [EquationCheck]
  private let equationsOfCell: [CellKey: [Int]]

  /// More moves than this are not tried, nor more with which so many cells would be added up.
  private static let bound = 2_000
  private static let cellBound = 1_000_000

  init(checks: [EquationCheck], cells: CellNames) {
    self.cells = cells
    self.checks = checks
    var index: [CellKey: [Int]] = [:]
    for (number, check) in checks.enumerated() {
      for entry in check.equation.left + check.equation.right {
        index[entry.cell, default: []].append(number)
      }
    }
    equationsOfCell = index
  }

  /// A finding for each figure of the broken relations of which a single move would satisfy all.
  func findings(_ broken: [Int]) -> [Finding] {
    let disclosure = cells.reading.disclosure
    var tried = 0
    var added = 0
    var seen: Set<CellKey> = []
    var findings: [Finding] = []
    for index in broken {
      let equation = checks[index].equation
      for cell in (equation.left + equation.right).map(\.cell) where seen.insert(cell).inserted {
        let printed = disclosure[cell]
        guard let amount = printed.amount, !amount.isZero, isCertain(printed.origin.placed) else {
          continue
        }
        let part = disclosure.sections[cell.section].matrix.rows[cell.row].parts[cell.panel]
        var fitting: [CellKey] = []
        for (slot, candidate) in part.cells.enumerated() where slot != cell.slot {
          guard case .null = candidate.value, tried < MovedFigures.bound,
            added < MovedFigures.cellBound
          else { continue }
          tried += 1
          var other = cell
          other.slot = slot
          let touched = Set((equationsOfCell[cell] ?? []) + (equationsOfCell[other] ?? []))
          added += touched.reduce(0) { $0 + checks[$1].equation.right.count }
          if satisfies(touched, moving: amount, from: cell, to: other, in: disclosure) {
            fitting.append(other)
          }
        }
        guard fitting.count == 1 else { continue }
        findings.append(
          Finding(
            Message(
              "check/other-column",
              [
                "printed": amount.description, "own": cells.name(cell),
                "other": cells.name(fitting[0]),
              ]), verdict: .ambiguous, section: cell.section, locations: [printed.origin.location]))
      }
    }
    return findings
  }

  /// Whether the document says where the figure stands; what relations placed is no evidence against them.
  private func isCertain(_ placed: Placed) -> Bool {
    switch placed {
    case .solved, .ambiguous, .derived: false
    default: true
    }
  }

  private func satisfies(
    _ touched: Set<Int>, moving amount: Amount, from cell: CellKey, to other: CellKey,
    in disclosure: Disclosure
  ) -> Bool {
    let zero = Amount(coefficient: 0, scale: amount.scale)
    return touched.allSatisfy { index in
      EquationCheck(
        checks[index].equation, in: disclosure, corrections: [cell: zero, other: amount]
      ).map { $0.verdict <= .rounding } ?? false
    }
  }
}
