/// Builds blocks from the events of a parser, however badly they are nested.
struct BlockBuilder {
  private enum Frame {
    case table(MarkupTable)
    case cell(MarkupTable.Cell)
  }

  /// The blocks outside of all tables.
  private(set) var blocks: [MarkupBlock] = []
  private var frames: [Frame] = []
  private var text = ""
  /// The paragraphs around those that are open, outermost first.
  private var around: [String] = []

  /// Adds text to the paragraph.
  mutating func add(_ more: String) { text += more }

  /// Begins paragraphs that stand within another one, as those of a text box do: they come before it.
  mutating func beginAside() {
    around.append(text)
    text = ""
  }

  /// Goes on with the paragraph around.
  mutating func endAside() {
    endParagraph()
    text = around.popLast() ?? ""
  }

  /// Adds what was built elsewhere.
  mutating func add(_ more: [MarkupBlock]) {
    endParagraph()
    for block in more { add(block) }
  }

  /// Ends the paragraph.
  mutating func endParagraph() {
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    text = ""
    if !words.isEmpty { add(.paragraph(words)) }
  }

  mutating func beginTable() {
    endParagraph()
    frames.append(.table(MarkupTable()))
  }

  mutating func endTable() {
    endCell()
    guard case .table(let table)? = frames.last else { return }
    frames.removeLast()
    if !table.rows.isEmpty { add(.table(table)) }
  }

  mutating func beginRow(skipping columns: Int = 0) {
    endCell()
    change { $0.rows.append(MarkupTable.Row(skipped: columns)) }
  }

  /// Says how wide the table's next column is.
  mutating func addColumn(width: Int) { change { $0.widths.append(width) } }

  /// Takes the last row out again where it only says how wide the columns are.
  mutating func takeWidths(_ widths: [Int]) {
    endCell()
    change { table in
      guard let last = table.rows.last, last.cells.count == widths.count,
        last.cells.allSatisfy({ $0.blocks.isEmpty && $0.columns == 1 })
      else { return }
      table.rows.removeLast()
      table.widths = widths
    }
  }

  /// Leaves out columns before the first cell of the row.
  mutating func skip(_ columns: Int) {
    change { table in
      if let last = table.rows.indices.last { table.rows[last].skipped = columns }
    }
  }

  /// Takes the row out again.
  mutating func dropRow() {
    endCell()
    change { if !$0.rows.isEmpty { $0.rows.removeLast() } }
  }

  mutating func beginCell(_ cell: MarkupTable.Cell) {
    endCell()
    guard case .table? = frames.last else { return }
    frames.append(.cell(cell))
  }

  /// Ends the cell that is open and takes it out again.
  mutating func dropCell() {
    endParagraph()
    if case .cell? = frames.last { frames.removeLast() }
  }

  /// Changes the cell that is open.
  mutating func changeCell(_ body: (inout MarkupTable.Cell) -> Void) {
    guard case .cell(var cell)? = frames.last else { return }
    body(&cell)
    frames[frames.count - 1] = .cell(cell)
  }

  mutating func endCell() {
    endParagraph()
    guard case .cell(let cell)? = frames.last else { return }
    frames.removeLast()
    change { table in
      if table.rows.isEmpty { table.rows.append(MarkupTable.Row()) }
      table.rows[table.rows.count - 1].cells.append(cell)
    }
  }

  /// Ends whatever is open.
  mutating func end() {
    endParagraph()
    while !frames.isEmpty { endTable() }
  }

  private mutating func change(_ body: (inout MarkupTable) -> Void) {
    guard case .table(var table)? = frames.last else { return }
    // The frame must not hold the table while it is changed, or every cell would copy it.
    frames.removeLast()
    body(&table)
    frames.append(.table(table))
  }

  private mutating func add(_ block: MarkupBlock) {
    switch frames.last {
    case nil: blocks.append(block)
    case .cell(var cell)?:
      frames.removeLast()
      cell.blocks.append(block)
      if case .table(let table) = block { cell.nestedCells += table.cellCount }
      frames.append(.cell(cell))
    // Text between the cells of a table stands before it.
    case .table?:
      if frames.count == 1 { blocks.append(block) }
    }
  }
}
