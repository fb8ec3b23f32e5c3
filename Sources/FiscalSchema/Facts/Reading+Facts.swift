import FiscalModel

extension Reading {
  /// Every body cell of an amount column of the tables as a fact, table by table, row by row. The texts and
  /// figures of forms are none.
  ///
  /// - Complexity: O(cells).
  package func facts(_ catalogue: Catalogue) -> [Fact] {
    var facts: [Fact] = []
    facts.reserveCapacity(disclosure.sections.reduce(0) { $0 + $1.cellCount })
    for (index, section) in disclosure.sections.enumerated() where section.isTable {
      let matrix = section.matrix
      let names = matrix.columnNames
      for (number, row) in matrix.rows.enumerated() {
        for (panel, part) in row.parts.enumerated() {
          for (slot, column) in matrix.panels[panel].valueColumns.enumerated()
          where matrix.columns[column].role == .amount {
            var fields = self.fields(
              section, part, part.cells[slot], in: matrix.columns[column], name: names[column],
              catalogue: catalogue)
            fields.append("\(firstSection + index + 1).\(number + 1).\(column + 1)")
            facts.append(Fact(fields: fields))
          }
        }
      }
    }
    return facts
  }

  /// Whose an amount is: what its column says, its row, its table, the document.
  private func agency(
    of section: Section, _ part: Section.Part, _ column: Section.Column
  ) -> (code: String?, name: String?) {
    if let name = column.members["agency"] { return (column.members["unit_code"], name) }
    let (code, name) = (part.members["agency_code"], part.members["agency"])
    if code != nil || name != nil { return (code, name) }
    guard let own = section.agency, own != disclosure.agency else {
      return (disclosure.agencyCode, disclosure.agency)
    }
    return (nil, own)
  }

  /// All fields but the identifier.
  private func fields(
    _ section: Section, _ part: Section.Part, _ cell: Section.Cell, in column: Section.Column,
    name: String, catalogue: Catalogue
  ) -> [String] {
    func member(_ name: String) -> String {
      // The code of an open row says more than its column, a column more than a fixed line.
      let (first, second) =
        part.line == nil ? (part.members, column.members) : (column.members, part.members)
      return first[name] ?? second[name] ?? section.members[name] ?? ""
    }
    var nullKind = ""
    if case .null(let kind) = cell.value { nullKind = kind.rawValue }
    let stage = (column.stage ?? section.stage ?? disclosure.stage)?.rawValue ?? ""
    let year = (part.members["fiscal_year"].flatMap { Int($0) } ?? disclosure.fiscalYear)
      .map { String($0 + column.yearOffset) }
    let agency = agency(of: section, part, column)
    return [
      document, agency.code ?? "", agency.name ?? "",
      part.isChange ? "" : year ?? "", part.members["stage"] ?? stage,
      section.statement ?? "", section.number ?? "", section.title ?? "",
      part.number ?? "", part.kind.rawValue, part.code ?? "", part.label, name,
      catalogue.concept(of: column, on: part) ?? "", member("function_code"),
      member("economic_code"), member("unit_code"), member("project_code"), member("fund_source"),
      cell.amount?.description ?? "", (column.unit ?? section.unit)?.name ?? "",
      cell.value.printed, nullKind, cell.origin.location.description, cell.origin.placed.rawValue,
      member("economic_government_code"),
    ]
  }
}
