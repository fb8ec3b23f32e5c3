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
      for (row, parts) in table.rows.enumerated() {
        for (panel, part) in parts.parts.enumerated() {
          for (slot, column) in layout.panels[panel].valueColumns.enumerated()
          where layout.columns[column].role == .amount {
            facts.append(
              fact(
                table, layout, panel: panel, part, part.values[slot], column: column,
                name: names[column], origin: origins[index].rows[row][panel][slot], catalogue))
          }
        }
      }
    }
    return facts
  }

  private func fact(
    _ table: FiscalTable, _ layout: Layout, panel: Int, _ part: RowPart, _ value: FiscalValue,
    column index: Int, name: String, origin: CellOrigin, _ catalogue: Catalogue
  ) -> Fact {
    let column = layout.columns[index]
    let line = layout.line(part.line, inPanel: panel)
    let meaning = catalogue.meaning(of: column, on: line)
    var members = layout.members
    members.merge(meaning.members) { $1 }
    if let code = part.code, let open = layout.panels[panel].open(accepting: code),
      let name = open.dimension
    {
      members[name] = code
    }
    var nullKind = ""
    if case .null(let kind) = value { nullKind = kind.rawValue }
    return Fact(fields: [
      document, disclosure.agencyCode ?? "", disclosure.agency ?? "",
      disclosure.fiscalYear.map(String.init) ?? "", column.stage.rawValue, table.statement,
      table.number ?? "", table.title ?? "", part.number ?? "", part.kind.rawValue,
      part.code ?? "", part.label, name, meaning.concept ?? "",
      members["function_code"] ?? "", members["economic_code"] ?? "", members["unit_code"] ?? "",
      members["project_code"] ?? "", members["fund_source"] ?? "",
      value.amount?.description ?? "", table.unit.name, value.printed, nullKind,
      origin.location.description, origin.placed.rawValue,
    ])
  }
}
