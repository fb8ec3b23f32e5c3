import FiscalModel
import Spreadsheet

/// The slots of the rows of a matrix: keys, cells, and what is left empty, from left to right.
struct RowSlots {
  let matrix: Section.Matrix
  let block: Placement.Block

  /// What stands in some adjacent leaf columns.
  private struct Entry {
    var part: Placement.Part
    var value: FiscalValue
    /// The last leaf column.
    var end: Int
  }

  /// Gives the slots of a row.
  ///
  /// - Complexity: O(columns).
  func forEach(_ row: Int, _ body: (Placement.Slot) -> Void) {
    let entries = self.entries(matrix.rows[row])
    var column = 0
    while column < entries.count {
      let entry =
        entries[column]
        ?? Entry(part: .cell(matrix.columns[column].role), value: .blank, end: column)
      var rows: ClosedRange<Int>? = (block.firstRow + row)...(block.firstRow + row)
      if let levels = block.levels[column] { rows = levels[row] }
      if let rows {
        let columns =
          block.columns[column].lowerBound...block.columns[entry.end].upperBound
        body(
          Placement.Slot(
            part: entry.part, value: entry.value, range: CellRange(rows: rows, columns: columns)))
      }
      column = entry.end + 1
    }
  }

  /// What is printed in each leaf column; nothing where the row has no key or a label reaches over.
  private func entries(_ row: Section.Row) -> [Entry?] {
    var entries = [Entry?](repeating: nil, count: matrix.columns.count)
    // A label that reaches over further panels is printed once.
    var reached = -1
    for (index, part) in row.parts.enumerated() {
      let panel = matrix.panels[index]
      for (slot, column) in panel.valueColumns.enumerated() {
        entries[column] = Entry(
          part: .cell(matrix.columns[column].role), value: part.cells[slot].value, end: column)
      }
      if index > reached { put(part, panel, &entries) }
      reached = max(reached, index + part.reach)
    }
    for (index, part) in row.parts.enumerated() where part.reach > 0 {
      extendLabel(ofPanel: index, part, &entries)
    }
    return entries
  }

  /// Puts the key of a part in its columns.
  private func put(_ part: Section.Part, _ panel: Section.Panel, _ entries: inout [Entry?]) {
    if let column = panel.numberColumn, let number = part.number {
      entries[column] = Entry(part: .key(.rowNumber), value: .text(number), end: column)
    }
    if let first = panel.codeColumns.first, let last = panel.codeColumns.last, part.print == nil {
      if let code = part.code {
        put(code, of: part.classificationCode ?? code, panel.codeColumns, &entries)
      } else if standsOverCodes(part) {
        entries[first] = Entry(
          part: .line, value: .text(part.label), end: panel.labelColumn ?? last)
        return
      }
    }
    let label = part.print ?? part.label
    guard let column = panel.labelColumn, !label.isEmpty else { return }
    let isTotal = part.kind == .total || part.kind == .subtotal
    entries[column] = Entry(
      part: isTotal ? .line : .rowLabel(indent: part.indent), value: .text(label), end: column)
  }

  /// Whether a label without a code stands over code and name.
  private func standsOverCodes(_ part: Section.Part) -> Bool {
    part.code == nil && !part.label.isEmpty && !part.isUnderName && part.kind != .project
  }

  /// Puts a code into its columns: level by level where the table divides it, without the first levels of
  /// the whole where those are not printed; else over all of them.
  private func put(
    _ code: String, of whole: String, _ columns: [Int], _ entries: inout [Entry?]
  ) {
    guard matrix.dividesCodes else {
      entries[columns[0]] = Entry(
        part: .key(.code), value: .text(code), end: columns[columns.count - 1])
      return
    }
    let printed = whole.index(whole.endIndex, offsetBy: -code.count)
    var rest = whole[...]
    for column in columns {
      let level = column == columns.last ? rest : rest.prefix(column == columns.first ? 3 : 2)
      if !level.isEmpty, level.startIndex >= printed {
        entries[column] = Entry(part: .key(.code), value: .text(String(level)), end: column)
      }
      rest = rest.dropFirst(level.count)
    }
  }

  /// Lets the label of a line that reaches over further panels go on up to its figure.
  private func extendLabel(ofPanel index: Int, _ part: Section.Part, _ entries: inout [Entry?]) {
    let panel = matrix.panels[index]
    let target = matrix.panels[min(index + part.reach, matrix.panels.count - 1)]
    let code = standsOverCodes(part) ? panel.codeColumns.first : nil
    guard let start = code ?? panel.labelColumn, let label = entries[start] else { return }
    let figure = target.valueColumns.first ?? target.columns.upperBound
    // Nothing that is printed is covered.
    let end =
      (label.end + 1..<max(label.end + 1, figure)).first { column in
        entries[column].map { $0.value != .blank && $0.value != .null(.absent) } ?? false
      } ?? figure
    entries[start]?.end = max(label.end, end - 1)
  }
}

extension Section.Part {
  /// How far a name stands in: by the level of its code.
  var indent: Int {
    guard code != nil else { return 0 }
    return switch kind {
    case .section: 1
    case .item: 2
    default: 0
    }
  }
}
