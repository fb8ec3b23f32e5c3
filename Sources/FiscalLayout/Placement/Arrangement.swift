import FiscalModel
import FiscalSchema
import Spreadsheet

extension Placement {
  /// Places a section on a sheet.
  ///
  /// - Parameters:
  ///   - section: the section.
  ///   - form: the official form whose columns it takes; without one a form is arranged from its own
  ///     blocks.
  ///   - isBlank: whether it is still to be filled in: cells of blank levels then stand row by row.
  /// - Returns: where its parts stand.
  /// - Complexity: O(blocks), and O(rows) for columns of levels.
  static func arrange(
    _ section: Section, form: Layout? = nil, isBlank: Bool = false
  ) -> Placement {
    var arrangement = Arrangement(section, form: form, isBlank: isBlank)
    return arrangement.arranged()
  }
}

/// Lays a section out from top to bottom.
private struct Arrangement {
  private let section: Section
  private let isBlank: Bool
  private let columns: SheetColumns
  private var placement: Placement
  private var row = 0

  init(_ section: Section, form: Layout?, isBlank: Bool) {
    self.section = section
    self.isBlank = isBlank
    columns = SheetColumns(section, form: form)
    placement = Placement(section: section, widths: columns.widths, columnCount: columns.count)
  }

  private var all: ClosedRange<Int> { 0...(columns.count - 1) }

  mutating func arranged() -> Placement {
    placement.head =
      across(.title, section.titleLine) + across(.subtitle, section.subtitle) + heading()
    var index = 0
    while index < section.blocks.count {
      switch section.blocks[index] {
      case .field: index += arrangeFields(from: index)
      case .matrix(let matrix):
        arrange(matrix, index)
        index += 1
      }
    }
    placement.foot =
      across(.statement, section.nilStatement) + section.notes.flatMap { across(.note, $0) }
    return placement
  }

  /// A text over all columns in a row of its own; nothing where there is none.
  private mutating func across(_ part: Placement.Part, _ text: String?) -> [Placement.Slot] {
    guard let text else { return [] }
    defer { row += 1 }
    return [slot(part, text, rows: row...row, all)]
  }

  private func slot(
    _ part: Placement.Part, _ text: String, rows: ClosedRange<Int>, _ columns: ClosedRange<Int>
  ) -> Placement.Slot {
    Placement.Slot(
      part: part, value: text.isEmpty ? .blank : .text(text),
      range: CellRange(rows: rows, columns: columns))
  }

  /// The pieces of the heading: the agency stands at the left, the unit at the right, as on the printed
  /// form.
  private mutating func heading() -> [Placement.Slot] {
    guard !section.heading.isEmpty else { return [] }
    var unit = section.heading.lastIndex { piece in
      AmountUnit.allCases.contains { piece.hasSuffix($0.name) }
    }
    if columns.count == 1 { unit = nil }
    let others = section.heading.indices.filter { $0 != unit }
    // A table has as many columns as it needs; in a form, pieces that do not fit beside each other stand
    // below each other.
    let room = unit == nil ? columns.count : columns.count - max(2, columns.count / 4)
    let perRow = section.isTable ? max(others.count, 1) : max(1, min(others.count, room / 4))
    let step = section.isTable ? 1 : room / perRow
    var slots: [Placement.Slot] = []
    for (position, piece) in others.enumerated() {
      if position > 0, position % perRow == 0 { row += 1 }
      let column = position % perRow * step
      slots.append(slot(.heading, section.heading[piece], rows: row...row, column...column))
    }
    if let unit {
      let column = section.isTable ? max(all.upperBound, others.count) : all.upperBound
      slots.append(slot(.unit, section.heading[unit], rows: row...row, column...column))
    }
    row += 1
    return slots
  }

  // MARK: Blocks

  /// Places the fields that stand beside each other; returns how many.
  private mutating func arrangeFields(from start: Int) -> Int {
    let places = columns.beside(section.blocks[start...])
    for (offset, place) in places.enumerated() {
      let label = section.blocks[start + offset].label ?? ""
      placement.blocks.append(
        Placement.Block(
          head: [slot(.label, label, rows: row...row, place.label)], firstRow: row,
          columns: [place.value], role: place.role))
    }
    row += 1
    return places.count
  }

  private mutating func arrange(_ matrix: Section.Matrix, _ index: Int) {
    let place = columns.place(of: matrix)
    var block = Placement.Block(columns: place.columns)
    let top = row
    if let label = matrix.label, place.label == nil {
      block.head += across(.label, label)
    }
    let captions = row
    let height = matrix.header.map(\.height).max() ?? 0
    let header = Header(
      matrix: matrix, index: index, columns: place.columns, bottom: row + height - 1)
    for caption in matrix.header { add(caption, header, to: &block) }
    row += height
    if let numbers = matrix.columnNumbers {
      for (number, columns) in zip(numbers, place.columns) {
        block.head.append(slot(.columnNumber, number, rows: row...row, columns))
      }
      row += 1
    }
    if section.isTable { placement.captionRows = captions..<row }
    block.firstRow = row
    placeLevels(matrix, &block)
    row += matrix.rows.count
    if let label = matrix.label, let columns = place.label {
      block.head.insert(slot(.label, label, rows: top...max(row - 1, top), columns), at: 0)
      row = max(row, top + 1)
    }
    placement.blocks.append(block)
  }

  /// The header of a matrix: what its captions are placed by.
  private struct Header {
    let matrix: Section.Matrix
    let index: Int
    let columns: [ClosedRange<Int>]
    /// The last row of captions.
    let bottom: Int
  }

  /// Places a caption over its columns, and down to the ones below it.
  private func add(
    _ caption: Section.Caption, _ header: Header, to block: inout Placement.Block, at depth: Int = 0
  ) {
    guard let first = caption.span.first, let last = caption.span.last else { return }
    let top = row + depth
    let isLeaf = caption.children.isEmpty
    let text =
      isLeaf
      ? columns.caption(caption.text, leaf: first, of: header.matrix, unit: section.unit)
      : caption.text
    block.head.append(
      slot(
        .caption(block: header.index, leaf: isLeaf ? first : nil), text,
        rows: top...(isLeaf ? header.bottom : top),
        header.columns[first].lowerBound...header.columns[last].upperBound))
    for child in caption.children { add(child, header, to: &block, at: depth + 1) }
  }

  /// The cells of level columns, each over the rows it goes on for.
  private func placeLevels(_ matrix: Section.Matrix, _ block: inout Placement.Block) {
    // A table prints a cell in every row.
    guard matrix.id != nil else { return }
    let levels = matrix.levels
    func value(_ row: Int, _ column: Int) -> FiscalValue { matrix.rows[row].cells[column].value }
    for (depth, column) in levels.enumerated() {
      var top = 0
      block.levels[column] = [:]
      while top < matrix.rows.count {
        var bottom = top
        while bottom + 1 < matrix.rows.count, !isBlank || value(top, column) != .blank,
          levels[...depth].allSatisfy({ value(bottom + 1, $0) == .blank })
        { bottom += 1 }
        block.levels[column]?[top] = (block.firstRow + top)...(block.firstRow + bottom)
        top = bottom + 1
      }
    }
  }
}
