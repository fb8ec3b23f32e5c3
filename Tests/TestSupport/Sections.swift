import FiscalModel

extension Disclosure {
  /// The tables, in order.
  public var tables: [Section] { sections.filter(\.isTable) }

  /// The forms, in order.
  public var forms: [Section] { sections.filter(\.isForm) }

  /// The same sections as if they followed no layout.
  public var withoutLayouts: Disclosure {
    var result = self
    result.profile = nil
    for index in result.sections.indices { result.sections[index].layout = nil }
    return result
  }

  /// The index of the first section of a statement kind, or nil.
  public func index(of statement: String) -> Int? {
    sections.firstIndex { $0.statement == statement }
  }
}

extension Section {
  /// The matrix of a form with an identifier, or nil.
  public func matrix(_ id: String) -> Matrix? { matrices.first { $0.id == id } }

  /// The value of a form's field with an identifier, or nil.
  public func value(_ field: String) -> FiscalValue? {
    fields.first { $0.id == field }?.cell.value
  }
}

extension Section.Matrix {
  /// What its rows hold, from left to right.
  public var values: [[FiscalValue]] { rows.map { $0.parts.flatMap(\.values) } }
}

extension Section.Part {
  /// What its cells hold.
  public var values: [FiscalValue] { cells.map(\.value) }
}
