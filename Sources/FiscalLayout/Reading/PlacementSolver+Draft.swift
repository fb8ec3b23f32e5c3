import FiscalModel
import FiscalSchema

extension Draft {
  /// Puts values into the columns that were found for them.
  mutating func place(_ values: Unplaced, as unknown: PlacementSolver.Unknown) {
    guard let placement = unknown.candidates.first else { return }
    var part = section.matrix.rows[values.row].parts[values.panel]
    part.take(values.printed, in: placement)
    for column in values.open {
      // A cell that every remaining placement fills alike is certain.
      let position = placement.firstIndex(of: column)
      let agrees = unknown.alternatives.allSatisfy { $0.firstIndex(of: column) == position }
      part.cells[column].origin.placed = unknown.isAmbiguous && !agrees ? .ambiguous : .solved
    }
    section.matrix.rows[values.row].parts[values.panel] = part
    guard unknown.isAmbiguous else { return }
    let matrix = section.matrix
    let names = part.cells.indices.map {
      matrix.column($0, inPanel: values.panel).path.joined(separator: "/")
    }
    findings.append(
      .ambiguous(
        values.printed, unknown.alternatives.map { $0.map { names[$0] } }, values.location))
  }
}
