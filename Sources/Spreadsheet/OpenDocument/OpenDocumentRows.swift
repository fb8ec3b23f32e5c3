import XMLStream

/// Reads the rows of one table of an OpenDocument file, leaving out all the others.
struct OpenDocumentRows: XMLHandler {
  typealias Failure = SpreadsheetError

  let namespaces = OpenDocument.namespaces

  /// Whether the table has ended.
  private(set) var isDone = false
  private(set) var merges: [CellRange] = []
  private(set) var hiddenColumns: [ClosedRange<Int>] = []

  private let sheet: RowContext
  private let numbers: [String: Int32]
  private let wanted: Int
  private var index = -1
  private var isInside = false
  private var skipped = 0

  /// Rows that are complete, each with how often it stands there; the first comes next.
  private var rows: [(buffer: RowBuffer, count: Int)] = []
  private var given = 0
  private var nextGiven = 0

  // The columns and the row being read.
  private var columnStyles: [(end: Int, style: Int32)] = []
  private var columns = 0
  private var columnCursor = 0
  private var buffer: RowBuffer
  private var row = 0
  private var rowCount = 1
  private var rowStyle: Int32?
  private var column = 0
  private var cell: OpenDocumentCell?
  private var text = ParagraphText()
  private var isParagraph = false
  /// The note at the cell, and what of it is being read.
  private var note: Sheet.Comment?
  private var isAuthor = false

  private var comments: [CellReference: Sheet.Comment] = [:]
  private var links: [CellReference: Cell.Hyperlink] = [:]
  private var link: Cell.Hyperlink?
  private var arrays: [CellRange] = []
  private var hiddenRows: [Range<Int>] = []
  /// The style that was looked up last.
  private var known: (name: [UInt8], style: Int32) = ([], 0)

  init(_ sheet: RowContext, numbers: [String: Int32], wanted: Int) {
    (self.sheet, self.numbers, self.wanted) = (sheet, numbers, wanted)
    buffer = RowBuffer(sheet)
  }

  // MARK: Rows

  /// The next row that is complete; nil when there is none yet.
  mutating func nextRow() throws(SpreadsheetError) -> RowBuffer? {
    guard given < rows.count else {
      rows.removeAll(keepingCapacity: true)
      given = 0
      return nil
    }
    let (buffer, count) = rows[given]
    try sheet.settle()
    if nextGiven > 0 { try sheet.count(cells: buffer.records.count) }
    let row = nextGiven == 0 ? buffer : buffer.copy(at: buffer.index + nextGiven)
    nextGiven += 1
    if nextGiven == count { (given, nextGiven) = (given + 1, 0) }
    return row
  }

  /// Gives a sheet what stands around its cells.
  func finish(_ sheet: inout Sheet) {
    sheet.merges = merges
    sheet.comments = comments
    sheet.arrayFormulas = arrays
    for range in hiddenColumns { sheet.hiddenColumns.formUnion(range) }
    for range in hiddenRows { sheet.hiddenRows.formUnion(range) }
    for (place, link) in links {
      var cell = sheet[place] ?? Cell()
      cell.hyperlink = link
      sheet[place] = cell
    }
  }

  // MARK: Elements

  mutating func startElement(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if skipped > 0 {
      skipped += 1
      return
    }
    let namespace = OpenDocument.namespace(name)
    guard isInside else {
      guard namespace == .table else { return }
      if name == "tracked-changes" { skipped = 1 }
      if name == "table" { startTable(attributes) }
      return
    }
    switch namespace {
    case .table: try startTablePart(name, attributes)
    case .text where cell != nil: try startText(name, attributes)
    case .office where cell != nil && name == "annotation":
      // A note has paragraphs of its own, which come before the cell's.
      note = Sheet.Comment(text: "")
      text.removeAll()
    case .dublinCore where note != nil && name == "creator": isAuthor = true
    // What stands in a paragraph counts whatever it is called, but for drawings.
    case nil where isParagraph: break
    default: skipped = 1
    }
  }

  private mutating func startTable(_ attributes: borrowing XMLAttributes) {
    let name = attributes.string("name", in: OpenDocument.table) ?? ""
    if OpenDocument.isSheet(name) { index += 1 }
    isInside = OpenDocument.isSheet(name) && index == wanted
    skipped = isInside ? 0 : 1
  }

  private mutating func startTablePart(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if cell != nil {
      // A table in a cell.
      skipped = 1
    } else if name == "table-cell" || name == "covered-table-cell" {
      var new = OpenDocumentCell()
      new.read(attributes)
      cell = new
      text.removeAll()
    } else if name == "table-row" {
      startRow(attributes)
    } else if name == "table-column" {
      startColumn(attributes)
    } else if !(name == "table-rows" || name == "table-header-rows" || name == "table-row-group"
      || name == "table-columns" || name == "table-header-columns" || name == "table-column-group")
    {
      skipped = 1
    }
  }

  private mutating func startText(
    _ name: borrowing XMLName, _ attributes: borrowing XMLAttributes
  ) throws(SpreadsheetError) {
    if name == "p" || name == "h" {
      isParagraph = true
      text.startParagraph()
    } else if name == "s" {
      let count = attributes.string("c", in: OpenDocument.text).flatMap { Int($0) } ?? 1
      try text.append(0x20, count: max(0, count))
    } else if name == "tab" {
      try text.append(0x09)
    } else if name == "line-break" {
      try text.append(0x0A)
    } else if name == "ruby-text" || name == "note" {
      skipped = 1
    } else if name == "a", note == nil, let target = OpenDocumentCell.link(attributes) {
      link = link ?? target
    }
  }

  mutating func characters(_ piece: borrowing XMLText) throws(SpreadsheetError) {
    guard skipped == 0, isParagraph || isAuthor else { return }
    if isAuthor {
      let author = note?.author ?? ""
      note?.author = author + piece.string
    } else {
      try piece.withBytes { bytes throws(SpreadsheetError) in try text.append(bytes) }
    }
  }

  mutating func endElement(_ name: borrowing XMLName) throws(SpreadsheetError) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    guard isInside else { return }
    switch OpenDocument.namespace(name) {
    case .table:
      if name == "table-cell" || name == "covered-table-cell" {
        try endCell()
      } else if name == "table-row" {
        try endRow()
      } else if name == "table" {
        (isInside, isDone) = (false, true)
      }
    case .text: if name == "p" || name == "h" { isParagraph = false }
    case .office where name == "annotation": endNote()
    case .dublinCore: isAuthor = false
    default: break
    }
  }

  private mutating func endNote() {
    note?.text = String(decoding: text.bytes, as: UTF8.self)
    if let note { comments[CellReference(row: row, column: column)] = note }
    note = nil
    text.removeAll()
  }

  // MARK: Columns, rows, cells

  private func style(_ name: String?) -> Int32? { name.flatMap { numbers[$0] } }

  private mutating func startColumn(_ attributes: borrowing XMLAttributes) {
    let count = OpenDocumentCell.repeats("number-columns-repeated", attributes)
    let first = columns
    columns = min(CellReference.columnCount, columns + count)
    guard columns > first else { return }
    columnStyles.append(
      (columns, style(attributes.string("default-cell-style-name", in: OpenDocument.table)) ?? 0))
    if OpenDocumentCell.isHidden(attributes) { hiddenColumns.append(first...columns - 1) }
  }

  private mutating func startRow(_ attributes: borrowing XMLAttributes) {
    if !buffer.records.isEmpty { buffer = RowBuffer(sheet) }
    rowCount = OpenDocumentCell.repeats("number-rows-repeated", attributes)
    rowStyle = style(attributes.string("default-cell-style-name", in: OpenDocument.table))
    buffer.index = row
    buffer.isHidden = OpenDocumentCell.isHidden(attributes)
    (column, columnCursor) = (0, 0)
  }

  private mutating func endRow() throws(SpreadsheetError) {
    let count = min(rowCount, max(0, CellReference.rowCount - row))
    if !buffer.records.isEmpty {
      guard count == rowCount else {
        throw .invalidPart(sheet.path, reason: "row \(row + rowCount) is beyond the sheet")
      }
      rows.append((buffer, count))
      buffer = RowBuffer(sheet)
    }
    if buffer.isHidden || rows.last?.buffer.isHidden == true && rows.last?.buffer.index == row {
      // Hidden rows are kept one by one.
      try sheet.count(cells: count)
      hiddenRows.append(row..<row + count)
    }
    row += count
  }

  private mutating func endCell() throws(SpreadsheetError) {
    guard var cell else { return }
    self.cell = nil
    let place = CellReference(row: row, column: column)
    let end = column + cell.count
    defer { column = min(end, CellReference.columnCount) }
    try takeRanges(cell, at: place)
    if let link { links[place] = link }
    link = nil
    guard cell.settle(text.bytes) else { return }
    guard end <= CellReference.columnCount, row < CellReference.rowCount else {
      throw .invalidPart(sheet.path, reason: "cell \(place) is beyond the sheet")
    }
    try sheet.count(cells: cell.count)
    var record = RowBuffer.Record()
    record.kind = cell.kind
    let style = cell.style.isEmpty ? nil : style(cell.style)
    buffer.keep(value: cell.value, formula: cell.formula, in: &record)
    for column in column..<end {
      record.column = column
      record.style = style ?? rowStyle ?? columnStyle(column)
      buffer.append(record)
    }
  }

  /// The number of a style by its name, which is mostly that of the cell before.
  private mutating func style(_ name: [UInt8]) -> Int32 {
    if name != known.name {
      known = (name, numbers[String(decoding: name, as: UTF8.self)] ?? 0)
    }
    return known.style
  }

  private mutating func columnStyle(_ column: Int) -> Int32 {
    while columnCursor < columnStyles.count, columnStyles[columnCursor].end <= column {
      columnCursor += 1
    }
    return columnCursor < columnStyles.count ? columnStyles[columnCursor].style : 0
  }

  private mutating func takeRanges(
    _ cell: OpenDocumentCell, at place: CellReference
  ) throws(SpreadsheetError) {
    guard cell.span != (1, 1) || cell.array != nil else { return }
    try sheet.count(cells: 1)
    func range(_ size: (rows: Int, columns: Int)) -> CellRange {
      CellRange(
        first: place,
        last: CellReference(row: place.row + size.rows - 1, column: place.column + size.columns - 1)
      )
    }
    if cell.span != (1, 1), range(cell.span).isValid { merges.append(range(cell.span)) }
    if let array = cell.array, range(array).isValid { arrays.append(range(array)) }
  }
}
