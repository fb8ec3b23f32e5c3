import FiscalModel
import Spreadsheet

/// Where each part of a section stands in a sheet: the rows and columns of everything that it prints.
///
/// What writes a sheet, makes it ready for filling in, puts formulas and marks into it or links to it asks
/// here, so that they cannot disagree.
struct Placement {
  /// Something that is printed, and the cells that it takes.
  struct Slot {
    var part: Part
    var value: FiscalValue
    var range: CellRange
  }

  /// What is printed in a slot.
  enum Part: Equatable {
    case title, subtitle
    /// A piece of the heading but the unit.
    case heading
    case unit
    /// The label of a field or of a matrix.
    case label
    /// A caption; of a leaf column with its index.
    case caption(block: Int, leaf: Int?)
    case columnNumber
    /// A code, one level of it or a row number: what a column of its role holds.
    case key(Section.Role)
    /// The label of a line without a code, over the columns of codes, or of a sum.
    case line
    /// The label or name of a row.
    case rowLabel(indent: Int)
    /// The value of a field.
    case value(Section.Role)
    /// A cell of a matrix.
    case cell(Section.Role)
    case statement, note
  }

  /// Where a field or a matrix stands.
  struct Block {
    /// What stands above or beside its values, from top to bottom.
    var head: [Slot] = []
    /// The sheet row of its first row; of a field the only one.
    var firstRow = 0
    /// The sheet columns of each leaf column; of a field those of its value.
    var columns: [ClosedRange<Int>] = []
    /// What stands in a field; of no meaning for a matrix.
    var role = Section.Role.text
    /// The sheet rows that a cell of a level column goes on for, by its column and row; nothing for one
    /// that a cell above goes on over.
    var levels: [Int: [Int: ClosedRange<Int>]] = [:]
  }

  /// The section that is placed.
  let section: Section
  /// The widths of the columns as the official form has them; nil where its content decides.
  let widths: [Double]?
  /// How many columns it takes.
  let columnCount: Int
  /// What stands above its blocks.
  var head: [Slot] = []
  /// Its blocks, in their order.
  var blocks: [Block] = []
  /// What stands below them.
  var foot: [Slot] = []
  /// The rows of captions of a table, which each page repeats.
  var captionRows: Range<Int> = 0..<0

  /// The cells that one of the section's cells takes.
  func range(of cell: CellKey) -> CellRange {
    let block = blocks[cell.block]
    var column = cell.slot
    if case .matrix(let matrix) = section.blocks[cell.block] {
      column = matrix.panels[cell.panel].valueColumns[cell.slot]
    }
    let row = block.firstRow + cell.row
    return CellRange(rows: row...row, columns: block.columns[column])
  }

  /// The cell in which one of the section's cells is printed.
  func reference(_ cell: CellKey) -> CellReference { range(of: cell).first }

  /// The captions, labels and pieces around the cells.
  var surroundings: [Slot] { head + blocks.flatMap(\.head) + foot }

  /// How many columns at the left say what the figures behind them are figures of; none in a form.
  var labelColumns: Int { section.matrix.columns.prefix { $0.role != .amount }.count }

  /// Gives everything that is printed, from top to bottom but for what goes on over several rows.
  func forEach(_ body: (Slot) -> Void) {
    head.forEach(body)
    for (index, block) in blocks.enumerated() {
      block.head.forEach(body)
      switch section.blocks[index] {
      case .field(let field):
        body(
          Slot(
            part: .value(block.role), value: field.cell.value,
            range: CellRange(
              rows: block.firstRow...block.firstRow, columns: block.columns[0])))
      case .matrix(let matrix):
        let slots = RowSlots(matrix: matrix, block: block)
        for row in matrix.rows.indices { slots.forEach(row, body) }
      }
    }
    foot.forEach(body)
  }
}

extension CellRange {
  /// Its cells, row by row.
  var places: [CellReference] {
    (first.row...last.row).flatMap { row in
      (first.column...last.column).map { CellReference(row: row, column: $0) }
    }
  }
}
