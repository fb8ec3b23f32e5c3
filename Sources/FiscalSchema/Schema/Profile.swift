import FiscalModel

/// The set of layouts that are published together: a folder of `schemas/layouts/`.
package struct Profile: Sendable, Identifiable {
  /// The identifier: the folder's name.
  package let id: String
  /// What it is, for people.
  package let title: BilingualText
  /// Budget or final accounts.
  package let stage: Stage
  /// The fiscal years in which the layouts are in use.
  package let years: ClosedRange<Int>
  /// Where they come from.
  package let source: String
  /// The layouts, in published order.
  package let layouts: [Layout]
  /// Those of tables.
  package let tables: [Layout]
  /// Those of forms.
  package let forms: [Layout]
  /// The relations between the tables.
  package let relations: [Relation]

  init(_ file: ProfileFile, layouts: [Layout], relations: [Relation]) throws(SchemaError) {
    let from = file.years.from ?? 0
    let to = file.years.to ?? 9999
    guard from <= to else { throw SchemaError("years: from is after to") }
    id = file.id
    title = file.title
    stage = file.stage
    years = from...to
    source = file.source
    self.layouts = layouts
    tables = layouts.filter(\.isTable)
    forms = layouts.filter { !$0.isTable }
    self.relations = relations
  }

  /// The layout with an identifier.
  package func layout(_ id: String) -> Layout? { layouts.first { $0.id == id } }
}
