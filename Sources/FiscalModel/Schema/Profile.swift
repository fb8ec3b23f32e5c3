/// The set of layouts that are published together: a folder of `schemas/layouts/`.
public struct Profile: Sendable, Identifiable {
  /// The identifier: the folder's name.
  public let id: String
  /// What it is, for people.
  public let title: BilingualText
  /// Budget or final accounts.
  public let stage: Stage
  /// The fiscal years in which the layouts are in use.
  public let years: ClosedRange<Int>
  /// Where they come from.
  public let source: String
  /// The layouts, in published order.
  public let layouts: [Layout]
  /// Those of tables.
  public let tables: [Layout]
  /// Those of forms.
  public let forms: [Layout]
  /// The relations between the tables.
  public let relations: [Relation]

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

  /// The layout of the table with a number.
  public func table(numbered number: String) -> Layout? { tables.first { $0.number == number } }

  /// The layout with an identifier.
  public func layout(_ id: String) -> Layout? { layouts.first { $0.id == id } }
}
