/// One amount (or its absence) with everything that says what it is: a row of the `facts` output.
public struct Fact: Hashable, Sendable {
  /// The names of the fields, in the order of ``fields``.
  public static let header = [
    "document", "agency_code", "agency", "fiscal_year", "stage", "statement", "table_number",
    "table_title", "row_number", "row_kind", "code", "label", "column", "concept", "function_code",
    "economic_code", "unit_code", "project_code", "fund_source", "amount", "unit", "printed",
    "null_kind", "source", "placed",
  ]

  /// The values, one for each name of ``header``.
  public let fields: [String]

  private static let positions = Dictionary(
    uniqueKeysWithValues: header.enumerated().map { ($1, $0) })

  /// The field with a name of ``header``; empty for any other name.
  public subscript(name: String) -> String {
    Fact.positions[name].map { fields[$0] } ?? ""
  }
}

extension Reading {
  /// Every body cell of an amount column as a fact, table by table, row by row.
  ///
  /// - Complexity: O(cells).
  public func facts(_ catalogue: Catalogue) -> [Fact] {
    var facts: [Fact] = []
    facts.reserveCapacity(disclosure.tables.reduce(0) { $0 + $1.cellCount })
    for (index, table) in disclosure.tables.enumerated() {
      guard let layout = catalogue.layout(table.layout) else { continue }
      let names = layout.columnNames
      // What the columns mean on rows that are no lines of the form.
      let meanings = layout.columns.map { catalogue.meaning(of: $0, on: nil) }
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          let line = layout.line(part.line, inPanel: panel)
          let dimension = part.code.flatMap { code in
            layout.panels[panel].open(accepting: code)?.dimension.map { ($0, code) }
          }
          for (slot, column) in layout.panels[panel].valueColumns.enumerated()
          where layout.columns[column].role == .amount {
            let meaning =
              line == nil
              ? meanings[column] : catalogue.meaning(of: layout.columns[column], on: line)
            facts.append(
              fact(
                table, part, part.values[slot], meaning, in: layout, dimension: dimension,
                name: names[column], origin: origins[index].rows[row][panel][slot]))
          }
        }
      }
    }
    return facts
  }

  private func fact(
    _ table: FiscalTable, _ part: RowPart, _ value: FiscalValue, _ meaning: CellMeaning,
    in layout: Layout, dimension: (name: String, code: String)?, name: String, origin: CellOrigin
  ) -> Fact {
    func member(_ name: String) -> String {
      if let dimension, dimension.name == name { return dimension.code }
      if !meaning.members.isEmpty, let own = meaning.members[name] { return own }
      return layout.members.isEmpty ? "" : layout.members[name] ?? ""
    }
    var nullKind = ""
    if case .null(let kind) = value { nullKind = kind.rawValue }
    return Fact(fields: [
      document, disclosure.agencyCode ?? "", disclosure.agency ?? "",
      disclosure.fiscalYear.map(String.init) ?? "", meaning.stage.rawValue, table.statement,
      table.number ?? "", table.title ?? "", part.number ?? "", part.kind.rawValue,
      part.code ?? "", part.label, name, meaning.concept ?? "", member("function_code"),
      member("economic_code"), member("unit_code"), member("project_code"), member("fund_source"),
      value.amount?.description ?? "", table.unit.name, value.printed, nullKind,
      origin.location.description, origin.placed.rawValue,
    ])
  }
}
