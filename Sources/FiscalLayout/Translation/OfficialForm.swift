import FiscalModel
import FiscalSchema

/// A form as its layout prints it, whatever it is filled with.
struct OfficialForm {
  let layout: Layout
  let year: Int?
  let vocabulary: Vocabulary

  /// A field that nothing was entered into: blank, or with its boxes empty.
  func field(_ field: Layout.Field, number: String) -> Section.Field {
    Section.Field(
      id: field.id, label: label(field.labels, number: number) ?? "",
      cell: Section.Cell(field.preprinted.map(FiscalValue.text) ?? .blank))
  }

  /// A table with its captions and no rows.
  func matrix(_ table: Layout.Matrix, number: String) -> Section.Matrix {
    table.section(
      label: label(table.labels, number: number),
      captions: table.variableColumns.map {
        table.columns[$0].captions[0].printed(number: number, year: year)
      })
  }

  /// A table with its lines and as many rows as are asked for, all of them blank and read in one place.
  func table(
    _ table: Layout.Matrix, number: String, rows: Int, at place: Location? = nil
  ) -> Section.Matrix {
    let origin = place.map { CellOrigin(location: $0) } ?? CellOrigin()
    var matrix = matrix(table, number: number)
    var lines = table.lines.map { line(table, $0, number: "1") }
    OfficialForm.merge(&lines, table)
    lines += Array(repeating: table.columns.map { _ in Section.Cell() }, count: max(rows, 0))
    for line in lines { matrix.append(line.map { Section.Cell($0.value, origin: origin) }) }
    return matrix
  }

  /// The cells of a line with its label and nothing else.
  func line(_ table: Layout.Matrix, _ line: Layout.Line, number: String) -> [Section.Cell] {
    var cells = table.columns.map { _ in Section.Cell() }
    if let level = table.levels.last, let under = line.under { cells[level].value = .text(under) }
    if let column = table.columns.firstIndex(where: { $0.role == .label }) {
      cells[column].value = .text(line.labels[0].printed(number: number, year: year))
    }
    return cells
  }

  /// Leaves out the levels of lines that go on from the line above.
  static func merge(_ rows: inout [[Section.Cell]], _ table: Layout.Matrix) {
    guard table.lines.contains(where: { $0.under != nil }), let level = table.levels.last else {
      return
    }
    for row in rows.indices.dropFirst().reversed()
    where rows[row][level].value == rows[row - 1][level].value {
      rows[row][level].value = .blank
    }
  }

  private func label(_ labels: [LabelPattern], number: String) -> String? {
    labels.first?.printed(number: number, year: year)
  }

  /// What becomes of a weight that another form prints behind its label.
  enum Weight {
    /// It prints none.
    case none
    /// The label has no place for it.
    case lost
    /// The label with it.
    case printed(String)
  }

  /// A label with the weight that another form prints behind its own.
  func label(_ pattern: LabelPattern, weightedAs printed: String, number: String) -> Weight {
    guard let weight = LabelPattern.weight(in: printed) else { return .none }
    guard pattern.hasWeight else { return .lost }
    return .printed(pattern.printed(number: number, weight: weight, year: year))
  }
}

extension Layout {
  /// Its parts in printed order: those of a group, which is printed once for each goal, together, any other
  /// alone.
  var groups: [(parts: [Part], isRepeated: Bool)] {
    var groups: [(parts: [Part], isRepeated: Bool)] = []
    var last: Int?
    for (part, group, _) in parts {
      if let group, group == last {
        groups[groups.count - 1].parts.append(part)
      } else {
        groups.append(([part], group != nil))
      }
      last = group
    }
    return groups
  }
}
