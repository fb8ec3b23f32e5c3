import FiscalModel

extension Disclosure {
  /// The tables, in order.
  package var tables: [Section] { sections.filter(\.isTable) }

  /// The forms, in order.
  package var forms: [Section] { sections.filter(\.isForm) }

  /// The same sections as if they followed no layout.
  package var withoutLayouts: Disclosure {
    var result = self
    result.profile = nil
    for index in result.sections.indices { result.sections[index].layout = nil }
    return result
  }

  /// The index of the first section of a statement kind, or nil.
  package func index(of statement: String) -> Int? {
    sections.firstIndex { $0.statement == statement }
  }
}

extension Section {
  /// The matrix of a form with an identifier, or nil.
  package func matrix(_ id: String) -> Matrix? { matrices.first { $0.id == id } }

  /// The value of a form's field with an identifier, or nil.
  package func value(_ field: String) -> FiscalValue? {
    fields.first { $0.id == field }?.cell.value
  }
}

extension Section.Matrix {
  /// What its rows hold, from left to right.
  package var values: [[FiscalValue]] { rows.map { $0.parts.flatMap(\.values) } }
}

extension Section.Part {
  /// What its cells hold.
  package var values: [FiscalValue] { cells.map(\.value) }
}
