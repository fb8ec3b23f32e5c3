import FiscalModel

/// What a cell's figure is, wherever it is printed: its concept, its stage and what qualifies it.
///
/// Two tables that print the same fact give it the same meaning, whatever their order, captions and row
/// numbers are.
package struct CellMeaning: Hashable, Sendable {
  /// The stage of the figure.
  package var stage: Stage
  /// The concept, or nil where neither column nor line has one.
  package var concept: String?
  /// Codes and fund sources, by dimension: `function_code`, `economic_code`, `unit_code`,
  /// `project_code`, `fund_source`.
  package var members: [String: String]

  /// Makes a meaning.
  package init(stage: Stage, concept: String?, members: [String: String]) {
    self.stage = stage
    self.concept = concept
    self.members = members
  }
}

extension Catalogue {
  /// What a cell means: its members are those of the line and the column, the column's going before; those
  /// of the whole section, and the code of an open row, are not among them.
  package func meaning(of column: Layout.Column, on line: Layout.Line?) -> CellMeaning {
    var members = line?.members ?? [:]
    if members.isEmpty {
      members = column.members
    } else {
      members.merge(column.members) { $1 }
    }
    return CellMeaning(
      stage: column.stage, concept: concept(column.concept, line?.concept), members: members)
  }

  /// The concept of a cell: of its column, unless that defers to the line; nil in a column of changes.
  package func concept(of column: Section.Column, on part: Section.Part) -> String? {
    column.isChange ? nil : concept(column.concept, part.concept)
  }

  private func concept(_ column: String?, _ line: String?) -> String? {
    func defers(_ id: String) -> Bool { concepts[id]?.deferring ?? false }
    if let column, !defers(column) { return column }
    if let line, !defers(line) { return line }
    return column ?? line
  }
}
