/// What stands around the cells of a sheet of a binary workbook: columns, rows, merges, links, comments.
struct BIFFOutline {
  private(set) var merges: [CellRange] = []
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  private(set) var hiddenRows: Set<Int> = []
  var arrayFormulas: [CellRange] = []
  private var columnWidths: [Int: Double] = [:]
  private var defaultColumnWidth: Double?
  private var rowHeights: [Int: Double] = [:]
  private var outlines: (rows: [Int: Int], columns: [Int: Int]) = ([:], [:])
  private var links: [(range: CellRange, link: BIFFLink)] = []
  private var isFrozen = false
  private var showsGridLines = true
  private var frozen: (rows: Int, columns: Int) = (0, 0)
  /// Comments by the object that has their text, and those texts.
  private var notes: [(place: CellReference, author: String, object: Int)] = []
  private var texts: [Int: String] = [:]
  private var object = -1
  private let text: BIFFText

  init(_ text: BIFFText) { self.text = text }

  /// Takes a record, and those behind it that belong to it.
  mutating func take(
    _ record: BIFFRecord, _ records: BIFFRecords
  ) throws(SpreadsheetError) {
    switch record.kind {
    case .column: try takeColumns(record)
    case .row: try takeRow(record)
    case .merges:
      for index in 0..<(try record.number(0)) {
        let range = try record.range(2 + 8 * index, columnBytes: 2)
        if let range, range.first != range.last { merges.append(range) }
      }
    case .standardWidth: defaultColumnWidth = Double(try record.number(0)) / 256
    case .window:
      let flags = try record.number(0)
      (isFrozen, showsGridLines) = (flags & 8 != 0, flags & 2 != 0)
    case .pane: frozen = (try record.number(2), try record.number(0))
    case .link:
      guard let range = try record.range(0, columnBytes: 2) else { break }
      // A link that is not understood is not worth an error.
      if let link = BIFFLink(record) { links.append((range, link)) }
    case .linkTip: try takeTip(record)
    case .note: try takeNote(record)
    case .object: object = try record.number(0) == 0x15 ? try record.number(6) : -1
    case .textObject: try takeText(record, records)
    default: break
    }
  }

  private mutating func takeColumns(_ record: BIFFRecord) throws(SpreadsheetError) {
    let (first, last) = (try record.number(0), min(try record.number(2), 255))
    let flags = try record.number(8)
    guard first <= last else { return }
    if flags & 1 != 0 { hiddenColumns.append(first...last) }
    let width = Double(try record.number(4)) / 256
    for column in first...last {
      columnWidths[column] = width
      let level = flags >> 8 & 7
      if level > 0 { outlines.columns[column] = level }
    }
  }

  private mutating func takeRow(_ record: BIFFRecord) throws(SpreadsheetError) {
    let (row, height, flags) = (
      try record.number(0), try record.number(6), try record.number(12)
    )
    if flags & 0x20 != 0 { hiddenRows.insert(row) }
    if flags & 0x40 != 0 { rowHeights[row] = Double(height & 0x7FFF) / 20 }
    if flags & 7 > 0 { outlines.rows[row] = flags & 7 }
  }

  private mutating func takeTip(_ record: BIFFRecord) throws(SpreadsheetError) {
    guard let range = try record.range(2, columnBytes: 2), record.bytes.count > 12,
      let index = links.lastIndex(where: { $0.range == range })
    else { return }
    links[index].link.tooltip = BIFFLink.text(record.bytes[10...])
  }

  // MARK: Comments

  private mutating func takeNote(_ record: BIFFRecord) throws(SpreadsheetError) {
    let (row, column) = (try record.number(0), try record.number(2))
    guard text.isUnicode else {
      // A text that goes on stands at row 65535.
      let size = min(try record.number(4), record.bytes.count - 6)
      let piece = try text.read(record, at: 6, count: max(size, 0)).text
      if row == 0xFFFF, let last = notes.last {
        texts[last.object, default: ""] += piece
      } else {
        notes.append((CellReference(row: row, column: column), "", notes.count))
        texts[notes.count - 1] = piece
      }
      return
    }
    let author = try text.read(record, at: 8, lengthBytes: 2).text
    notes.append((CellReference(row: row, column: column), author, try record.number(6)))
  }

  /// The text of an object, in the records behind it. MS-XLS 2.4.329 `TxO`.
  private mutating func takeText(
    _ record: BIFFRecord, _ records: BIFFRecords
  ) throws(SpreadsheetError) {
    let count = try record.number(10)
    guard count > 0, text.isUnicode, object >= 0, try records.isNext(.continuation),
      let next = try records.next()
    else { return }
    var reader = ContinuedText(records, next, at: 0)
    let flags = try reader.integer(bytes: 1)
    var utf8: [UInt8] = []
    try reader.append(count, isWide: flags & 1 == 1, to: &utf8)
    texts[object] = String(decoding: utf8, as: UTF8.self)
  }

  // MARK: Afterwards

  /// Puts into a sheet what was read of it.
  func finish(_ sheet: Sheet, _ rows: SheetBuilder, styles: [CellStyle]) -> Sheet {
    var sheet = sheet
    (sheet.merges, sheet.arrayFormulas, sheet.hiddenRows) = (merges, arrayFormulas, hiddenRows)
    for columns in hiddenColumns { sheet.hiddenColumns.formUnion(columns) }
    (sheet.columnWidths, sheet.defaultColumnWidth) = (columnWidths, defaultColumnWidth)
    (sheet.rowHeights, sheet.showGridLines) = (rowHeights, showsGridLines)
    (sheet.rowOutlines, sheet.columnOutlines) = outlines
    if isFrozen { (sheet.frozenRows, sheet.frozenColumns) = frozen }
    for note in notes where note.place.isValid {
      sheet.comments[note.place] = Sheet.Comment(
        author: note.author.isEmpty ? nil : note.author, text: texts[note.object] ?? "")
    }
    var properties = SheetProperties(sheet)
    for (range, link) in links { properties.add((range, nil, link.hyperlink)) }
    return properties.finish(rows, styles: styles)
  }
}
