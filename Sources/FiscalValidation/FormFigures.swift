import FiscalModel
import FiscalSchema

/// The figures of a disclosure's forms by what they mean.
struct FormFigures {
  /// A matrix of a form with its place.
  struct Table {
    let form: Int
    let block: Int
    let matrix: Section.Matrix
    /// Where it begins.
    let location: Location

    /// The rows, one value a column.
    var rows: [[FiscalValue]] {
      matrix.rows.map { row in row.parts.flatMap { part in part.cells.map(\.value) } }
    }

    /// The column with a concept, or nil.
    func column(_ concept: String) -> Int? { matrix.columns.firstIndex { $0.concept == concept } }

    /// The first column of a role, or nil.
    func column(_ role: Section.Role) -> Int? { matrix.columns.firstIndex { $0.role == role } }
  }

  let cells: CellNames
  /// The forms whose amounts can be relied on, by their index; not those whose unit is in doubt.
  let reliable: [Int]

  init(_ cells: CellNames) {
    self.cells = cells
    let doubtful = Set(
      cells.reading.findings.filter { $0.rule == "read/doubtful-unit" }.compactMap(\.section))
    reliable = cells.forms.indices.filter { cells.forms[$0] != nil && !doubtful.contains($0) }
  }

  private func section(_ form: Int) -> Section { cells.reading.disclosure.sections[form] }

  /// The forms of some statement kind whose amounts can be relied on.
  func forms(_ statement: String) -> [Int] {
    reliable.filter { section($0).statement == statement }
  }

  /// The name of the project that a form is about, folded.
  func project(_ form: Int) -> String? {
    cells.forms[form].flatMap { section(form).project($0) }?.folded
  }

  /// The amount of the first field with a concept.
  func field(_ form: Int, _ concept: String) -> Finding.Operand? {
    let block = section(form).blocks.firstIndex { block in
      guard case .field(let field) = block, field.cell.amount != nil else { return false }
      return cells.forms[form]?.field(field.id)?.concept == concept
    }
    return block.map { cells.operand(CellKey(section: form, block: $0)) }
  }

  /// The parts of a form by their identifiers, with their labels: fields, and matrices that have rows.
  func parts(_ form: Int) -> [String: String] {
    section(form).blocks.reduce(into: [:]) { parts, block in
      switch block {
      case .field(let field): parts[field.id] = field.label
      case .matrix(let matrix):
        guard let id = matrix.id, !matrix.rows.isEmpty else { return }
        parts[id] = matrix.label ?? matrix.header.first?.text ?? id
      }
    }
  }

  /// The matrices of a form that have a column with a concept.
  func tables(_ form: Int, _ concept: String) -> [Table] {
    tables(form).filter { $0.column(concept) != nil }
  }

  /// The matrices of a form.
  func tables(_ form: Int) -> [Table] {
    section(form).blocks.indices.compactMap { table(form, $0) }
  }

  /// The matrix of a block; nil for a field.
  func table(_ form: Int, _ block: Int) -> Table? {
    let section = section(form)
    return section.matrix(at: block).map { matrix in
      Table(
        form: form, block: block, matrix: matrix,
        location: matrix.rows.first?.parts.first?.cells.first?.origin.location
          ?? section.place.location)
    }
  }

  /// A value of a table as an operand.
  func operand(_ table: Table, _ row: Int, _ column: Int) -> Finding.Operand {
    cells.operand(CellKey(section: table.form, block: table.block, row: row, slot: column))
  }

  /// The amounts in the columns of a concept.
  func amounts(_ form: Int, _ concept: String) -> [Finding.Operand] {
    tables(form).flatMap { table in
      table.column(concept).map { operands(table, $0).filter(\.isAmount) } ?? []
    }
  }

  /// The values of a column as operands.
  func operands(_ table: Table, _ column: Int) -> [Finding.Operand] {
    table.matrix.rows.indices.map { operand(table, $0, column) }
  }
}

extension Finding.Operand {
  /// Whether an amount was printed.
  var isAmount: Bool { (try? Amount(printed)) != nil }

  /// The figure on a side of a relation.
  func on(left: Bool) -> Finding.Operand {
    var operand = self
    operand.isLeft = left
    return operand
  }
}
