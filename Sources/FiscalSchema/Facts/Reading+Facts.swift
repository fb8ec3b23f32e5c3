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
          let year = matrix.printedYear(of: part, inPanel: panel, catalogue.vocabulary)
          for (slot, column) in matrix.panels[panel].valueColumns.enumerated()
          where matrix.columns[column].role == .amount {
            var fields = self.fields(
              section, part, part.cells[slot], in: matrix.columns[column], name: names[column],
              printedYear: year, catalogue: catalogue)
            fields.append("\(firstSection + index + 1).\(number + 1).\(column + 1)")
            facts.append(Fact(fields: fields))
          }
        }
      }
    }
    return facts
  }

  /// All fields but the identifier.
  private func fields(
    _ section: Section, _ part: Section.Part, _ cell: Section.Cell, in column: Section.Column,
    name: String, printedYear: Section.Matrix.PrintedYear?, catalogue: Catalogue
  ) -> [String] {
    func member(_ name: String) -> String {
      // The code of an open row says more than its column, a column more than a fixed line.
      let (first, second) =
        part.line == nil ? (part.members, column.members) : (column.members, part.members)
      return first[name] ?? second[name] ?? section.members[name] ?? ""
    }
    var nullKind = ""
    if case .null(let kind) = cell.value { nullKind = kind.rawValue }
    // Changes are of no year and no stage.
    let isChange = column.isChange || printedYear == .other
    let stage = isChange ? nil : column.stage ?? section.stage ?? disclosure.stage
    let year: Int? =
      switch printedYear {
      case _ where isChange: nil
      case .year(let year): year
      default: disclosure.fiscalYear.map { $0 + column.yearOffset }
      }
    let concept = isChange ? nil : catalogue.concept(of: column, on: part)
    return [
      document, disclosure.agencyCode ?? "", disclosure.agency ?? "",
      year.map(String.init) ?? "",
      stage?.rawValue ?? "", section.statement ?? "", section.number ?? "", section.title ?? "",
      part.number ?? "", part.kind.rawValue, part.code ?? "", part.label, name,
      concept ?? "", member("function_code"),
      member("economic_code"), member("unit_code"), member("project_code"), member("fund_source"),
      cell.amount?.description ?? "", (column.unit ?? section.unit)?.name ?? "",
      cell.value.printed, nullKind, cell.origin.location.description, cell.origin.placed.rawValue,
      member("economic_government_code"),
    ]
  }
}

extension Section.Matrix {
  /// What a row prints in its column of years.
  enum PrintedYear: Equatable {
    /// The fiscal year of its figures.
    case year(Int)
    /// Something else: its figures are of no year, such as the change from one to another.
    case other
  }

  /// What a row prints in its column of years; nil where there is none, or nothing in it.
  fileprivate func printedYear(
    of part: Section.Part, inPanel panel: Int, _ vocabulary: Vocabulary
  ) -> PrintedYear? {
    for (slot, column) in panels[panel].valueColumns.enumerated()
    where columns[column].role == .year {
      guard case .text(let text) = part.cells[slot].value else { continue }
      if let year = vocabulary.year(in: text[...])?.year ?? Int(text), 1949...2099 ~= year {
        return .year(year)
      }
      return .other
    }
    return nil
  }
}
