import FiscalModel
import FiscalSchema

/// Reads a table of a form: its header, and what stands in its rows.
struct FormTable {
  private let definition: Layout.Matrix
  private let label: String?
  private let header: FormHeader
  /// What stands below the header.
  private let body: ArraySlice<FormFragment>
  private let isGrid: Bool
  /// Whether the columns of a grid are where the captions are.
  private let isExact: Bool
  private var solver: FormRowSolver?

  /// Over the fragments from the header on; `label` is the one printed before them.
  init(
    _ definition: Layout.Matrix, _ fragments: ArraySlice<FormFragment>, label: String?,
    isGrid: Bool, isExact: Bool
  ) {
    (self.definition, self.label) = (definition, label)
    (self.isGrid, self.isExact) = (isGrid, isExact)
    header = FormHeader(
      fragments, definition, isGrid: isGrid,
      hasLabel: label != nil || definition.labels.isEmpty && definition.place == .above)
    body = fragments.dropFirst(header.length)
  }

  /// Whether its rows may be others with what is known of the texts of other tables and of the widths of
  /// its columns.
  func gains(from known: [Section.Role: Set<String>], _ widths: [String?: [Int]]) -> Bool {
    definition.columns.contains { known[$0.role] != nil } || widths[definition.id] != nil
  }

  /// Reads the rows, and remembers how wide the columns are.
  mutating func read(
    known: [Section.Role: Set<String>], widths: inout [String?: [Int]]
  ) -> (Section.Block, [Finding]) {
    var matrix = definition.section(label: label, captions: header.captions)
    guard let first = body.first else { return (.matrix(matrix), []) }
    var findings: [Finding] = []
    let rows = rows(known: known, widths: &widths)
    if rows.isEmpty {
      findings.append(
        Finding("read/unread-line", ["raw": FormText.joined(body)], at: first.location))
    }
    for row in rows {
      if row.continues, let last = matrix.rows.indices.last {
        // What the next page prints of a row belongs to it.
        for slot in row.slots {
          goOn(&matrix.rows[last].parts[0].cells[slot.column], with: slot)
        }
        findings.append(
          Finding(
            "read/joined-over-page", ["raw": FormText.joined(body[row.slots[0].range])],
            at: body[row.slots[0].range.lowerBound].location))
      } else {
        matrix.append(cells(of: row, &findings))
      }
    }
    return (.matrix(matrix), findings)
  }

  private mutating func rows(
    known: [Section.Role: Set<String>], widths: inout [String?: [Int]]
  ) -> [FormRowSolver.Row] {
    if isExact, let positions = header.positions { return exactRows(positions) }
    var solver =
      solver
      ?? FormRowSolver(body, table: definition, positions: header.positions, isGrid: isGrid)
    var rows = solver.rows(known: known, widths: widths[definition.id])
    widths[definition.id] = solver.widths
    self.solver = solver
    if !isGrid { level(&rows) }
    return rows
  }

  private func value(_ text: String, in column: Int) -> FiscalValue {
    FormText.value(text, definition.columns[column].role)
  }

  private func goOn(_ cell: inout Section.Cell, with slot: FormRowSolver.Slot) {
    cell.value = value(cell.value.printed + FormText.joined(body[slot.range]), in: slot.column)
    cell.origin.placed = .joined
  }

  /// The cells of a row, with what is to be said of them.
  private func cells(of row: FormRowSolver.Row, _ findings: inout [Finding]) -> [Section.Cell] {
    let start = body[row.slots[0].range.lowerBound]
    var cells = [Section.Cell](
      repeating: Section.Cell(origin: CellOrigin(location: start.location)),
      count: definition.columns.count)
    for slot in row.slots {
      let cell = body[slot.range]
      cells[slot.column] = Section.Cell(
        value(FormText.joined(cell), in: slot.column),
        origin: FormText.origin(cell, anchor: start))
    }
    if row.cost > FormTable.doubtful, row.slots.count > 1 || !isGrid && !start.isMark {
      let values = cells.map(\.value).filter { $0 != .blank }.map(\.printed)
      findings.append(
        isGrid
          ? Finding("read/slipped-row", ["values": values], at: start.location)
          : Finding(
            "read/doubtful-row", ["values": values], verdict: .ambiguous, at: start.location))
      for slot in row.slots {
        cells[slot.column].origin.placed = isGrid ? .solved : .ambiguous
      }
    }
    for (column, cell) in zip(definition.columns, cells) where column.role == .amount {
      if let problem = FormText.problem(cell.value, at: cell.origin.location) {
        findings.append(problem)
      }
    }
    return cells
  }

  /// The cost from which on the cells of a row are not certain.
  private static let doubtful = 6.0

  /// Two long texts that the end of a page cuts off both reach down to it: they have as many lines there.
  private func level(_ rows: inout [FormRowSolver.Row]) {
    for index in rows.indices.dropFirst() where rows[index].continues {
      let columns = rows[index].slots.map(\.column)
      guard columns.count == 2, columns[1] == columns[0] + 1,
        columns.allSatisfy({ definition.columns[$0].role == .longText }),
        let left = rows[index - 1].slots.firstIndex(where: { $0.column == columns[0] }),
        left + 1 < rows[index - 1].slots.count,
        rows[index - 1].slots[left + 1].column == columns[1]
      else { continue }
      let start = rows[index - 1].slots[left].range.lowerBound
      let end = rows[index - 1].slots[left + 1].range.upperBound
      let lines = (start..<end).filter { $0 == start || body[$0].before.endsLine }
      guard lines.count > 2, lines.count % 2 == 0 else { continue }
      let middle = lines[lines.count / 2]
      rows[index - 1].slots[left].range = start..<middle
      rows[index - 1].slots[left + 1].range = middle..<end
    }
  }

  /// The rows of a grid whose columns are where the captions are.
  private func exactRows(_ positions: [Int]) -> [FormRowSolver.Row] {
    var rows: [FormRowSolver.Row] = []
    for index in body.indices {
      let column = max(
        0, (positions.firstIndex { $0 > body[index].cell } ?? positions.count) - 1)
      if rows.isEmpty || body[index].before.endsLine { rows.append(.init()) }
      if let last = rows[rows.count - 1].slots.last, last.column == column {
        rows[rows.count - 1].slots[rows[rows.count - 1].slots.count - 1].range =
          last.range.lowerBound..<index + 1
      } else {
        rows[rows.count - 1].slots.append(.init(column: column, range: index..<index + 1))
      }
    }
    return rows
  }
}
