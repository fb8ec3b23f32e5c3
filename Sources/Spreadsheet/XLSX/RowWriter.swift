/// Writes the cells of one row from left to right. `WorkbookRowWriter` hands it out.
public struct RowWriter: ~Copyable {
  /// The zero-based row.
  public internal(set) var row = 0
  /// The zero-based column of the next cell.
  public private(set) var column = 0

  let buffer = CellBuffer()
  let strings: StringTable
  var styles: StyleTable
  /// Links of the cells of this sheet.
  var links: [(cell: CellReference, link: Cell.Hyperlink)] = []
  var hasFormulas = false
  var sheet = ""
  /// The ranges of this sheet's array formulas by their first cells.
  private var arrays: [CellReference: CellRange] = [:]

  private let longNumbers: WritingOptions.LongNumbers
  /// Whether somebody keeps all styles alive, so that each is known by its identity.
  var keepsStyles = false
  private var warnings: [WritingWarning] = []

  init(_ options: WritingOptions, sharedBytes: Int, defaultFont: CellStyle.Font) {
    switch options.strings {
    case .inline?: strings = StringTable(budget: 0)
    case .shared(upTo: let bytes)?: strings = StringTable(budget: bytes)
    case nil: strings = StringTable(budget: sharedBytes)
    }
    styles = StyleTable(defaultFont: defaultFont)
    longNumbers = options.longNumbers
  }

  // MARK: Cells

  /// Leaves cells out.
  public mutating func skip(_ count: Int = 1) { column += max(0, count) }

  /// Writes a cell that has a look only.
  public mutating func blank(style: CellStyle) throws(SpreadsheetError) {
    try start(style)
    buffer.append("/>")
    column += 1
  }

  /// Writes text.
  public mutating func text(
    _ text: String, style: CellStyle? = nil
  ) throws(SpreadsheetError) {
    if CellRules.isLonger(text, than: CellRules.cellCharacters) {
      throw refuse("its text is longer than 32,767 characters")
    }
    try start(style)
    put(text)
    column += 1
  }

  /// Writes a number in the shortest text that reads back as the same double.
  public mutating func number(
    _ value: Double, style: CellStyle? = nil
  ) throws(SpreadsheetError) {
    if let cents = DecimalText.cents(value) {
      try start(style)
      buffer.append("><v>")
      put(cents: cents)
    } else {
      guard value.isFinite else { throw refuse("\(value) is not a number that a cell can hold") }
      let text = DecimalText.shortest(value)
      if !DecimalText.isOnlyTooLong(text), let reason = DecimalText.refusal(text) {
        throw refuse(reason)
      }
      try start(style)
      buffer.append("><v>")
      buffer.append(text)
    }
    buffer.append("</v></c>")
    column += 1
  }

  /// Writes an integer.
  public mutating func number(_ value: Int, style: CellStyle? = nil) throws(SpreadsheetError) {
    guard value.magnitude < 1_000_000_000_000_000 else {
      return try number(exactly: "\(value)", style: style)
    }
    try start(style)
    buffer.append("><v>")
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    buffer.append(Int(value.magnitude))
    buffer.append("</v></c>")
    column += 1
  }

  /// Writes decimal text as it is, `1201.50`.
  public mutating func number(
    exactly text: String, style: CellStyle? = nil
  ) throws(SpreadsheetError) {
    try cell(Cell(.number(text), style: style ?? CellStyle()), hasStyle: style != nil)
  }

  /// Writes `TRUE` or `FALSE`.
  public mutating func boolean(
    _ value: Bool, style: CellStyle? = nil
  ) throws(SpreadsheetError) {
    try start(style)
    buffer.append(value ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>")
    column += 1
  }

  /// Writes text in several fonts.
  public mutating func text(
    _ runs: [Cell.TextRun], style: CellStyle? = nil
  ) throws(SpreadsheetError) {
    if runs.isEmpty || CellRules.isLonger(runs.map(\.text).joined(), than: CellRules.cellCharacters)
    {
      throw refuse("its text is empty or longer than 32,767 characters")
    }
    for case let font? in runs.map(\.font) {
      if let reason = CellRules.refusal(font) { throw refuse(reason) }
    }
    try start(style)
    buffer.append(" t=\"inlineStr\"><is>")
    for run in runs { run.append(to: buffer) }
    buffer.append("</is></c>")
    column += 1
  }

  /// Writes a cell of any kind, with its formula and link.
  public mutating func cell(_ cell: Cell) throws(SpreadsheetError) {
    try self.cell(cell, hasStyle: true)
  }

  // MARK: Rows

  /// Starts a row; `sheet` knows its height and so on.
  mutating func startRow(_ index: Int, of sheet: borrowing RowAttributes) {
    row = index
    column = 0
    buffer.setRow(index)
    buffer.append("<row r=\"")
    buffer.append(index + 1)
    buffer.append(UInt8(ascii: "\""))
    if !sheet.isEmpty { sheet.append(index, to: buffer) }
    buffer.append(UInt8(ascii: ">"))
  }

  mutating func endRow() { buffer.append("</row>") }

  /// Starts a sheet: its links and arrays are its own.
  mutating func startSheet(_ sheet: Sheet) {
    self.sheet = sheet.name
    links = []
    arrays = Dictionary(
      sheet.arrayFormulas.map { ($0.first, $0) }, uniquingKeysWith: { one, _ in one })
  }

  /// Writes all rows of a sheet that is in memory.
  mutating func write(_ sheet: Sheet) throws(SpreadsheetError) {
    startSheet(sheet)
    // Rows that have a height or are hidden, but have no cells, come in between.
    let attributes = RowAttributes(sheet)
    let bare = attributes.rows
    var next = 0
    for row in sheet.rows {
      putBareRows(bare, &next, before: row.index, of: attributes)
      startRow(row.index, of: attributes)
      for (column, cell) in row.cells {
        self.column = column
        if !sheet.richTexts.isEmpty, cell.formula == nil, CellRules.refusal(cell) == nil,
          let runs = sheet.richTexts[CellReference(row: row.index, column: column)],
          cell.value == .text(runs.map(\.text).joined())
        {
          if let link = cell.hyperlink { links.append((place, link)) }
          try text(runs, style: cell.style)
          continue
        }
        try self.cell(cell, hasStyle: true)
      }
      endRow()
    }
    putBareRows(bare, &next, before: .max, of: attributes)
  }

  /// Writes those rows without cells that come before a row, and passes over it.
  mutating func putBareRows(
    _ bare: [Int], _ next: inout Int, before row: Int, of sheet: borrowing RowAttributes
  ) {
    while next < bare.count, bare[next] < row {
      startRow(bare[next], of: sheet)
      endRow()
      next += 1
    }
    if next < bare.count, bare[next] == row { next += 1 }
  }

  /// Takes away the rows written, between what stands before and after them.
  mutating func takeBytes(between head: [UInt8], and tail: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.count + buffer.count + tail.count)
    bytes += head
    buffer.withBytes { bytes.append(contentsOf: $0) }
    buffer.removeAll()
    bytes += tail
    return bytes
  }

  var hasWarnings: Bool { !warnings.isEmpty }

  /// Takes away the warnings.
  mutating func takeWarnings() -> [WritingWarning] {
    defer { warnings = [] }
    return warnings
  }

  // MARK: Bytes

  private var place: CellReference { CellReference(row: row, column: column) }

  private func refuse(_ reason: String) -> SpreadsheetError {
    .invalidCell(sheet: sheet, cell: place, reason: reason)
  }

  private mutating func cell(_ cell: Cell, hasStyle: Bool) throws(SpreadsheetError) {
    if let reason = CellRules.refusal(cell) { throw refuse(reason) }
    var number = ""
    var isText = false
    if case .number(let text) = cell.value { (number, isText) = try judge(text) }
    if let link = cell.hyperlink {
      // Excel's own limit, which also bounds what is kept of a sheet that goes by.
      guard links.count < 65_530 else { throw refuse("its sheet has more than 65,530 links") }
      links.append((place, link))
    }
    try start(hasStyle ? cell.style : nil)
    switch cell.value {
    case .empty where cell.formula == nil:
      buffer.append("/>")
    case .empty:
      buffer.append(UInt8(ascii: ">"))
      putFormula(cell)
      buffer.append("</c>")
    case .number where isText && cell.formula == nil:
      put(number)
    case .number where isText:
      put(typed: " t=\"str\">", number, cell)
    case .number:
      put(typed: ">", number, cell)
    case .text(let text) where cell.formula == nil:
      put(text)
    case .text(let text):
      put(typed: " t=\"str\">", text, cell)
    case .boolean(let value):
      put(typed: " t=\"b\">", value ? "1" : "0", cell)
    case .error(let text):
      put(typed: " t=\"e\">", text, cell)
    case .date(let text):
      put(typed: " t=\"d\">", text, cell)
    }
    column += 1
  }

  /// The text that is written for a number, and whether it becomes text.
  private mutating func judge(_ text: String) throws(SpreadsheetError) -> (String, Bool) {
    guard let reason = DecimalText.refusal(text) else { return (text, false) }
    guard DecimalText.isOnlyTooLong(text) else { throw refuse(reason) }
    if let shortest = DecimalText.ofScientific(text) { return (shortest, false) }
    switch longNumbers {
    case .refuse: throw refuse(reason)
    case .nearest: return (text, false)
    case .text:
      warnings.append(
        WritingWarning(sheet: sheet, cell: place, reason: "written as text, for " + reason))
      return (text, true)
    }
  }

  /// Writes `<c r="B12" s="3"` without its end.
  private mutating func start(_ style: CellStyle?) throws(SpreadsheetError) {
    guard column < CellReference.columnCount else {
      throw .invalidSheet(sheet, reason: "row \(row + 1) has more than 16,384 columns")
    }
    var index = 0
    if let style, keepsStyles {
      index = styles.index(of: style)
    } else if let style, let last = styles.lastIndex(ofPassing: style) {
      // Without the closure below, which keeps the sheet's name.
      index = last
    } else if let style {
      index = try styles.index(ofPassing: style) {
        [sheet, row, column] style throws(SpreadsheetError) in
        if let reason = CellRules.refusal(style) {
          throw .invalidCell(
            sheet: sheet, cell: CellReference(row: row, column: column), reason: reason)
        }
      }
    }
    buffer.startCell(column: column, style: index)
  }

  /// Writes the rest of a cell of text: where it stands depends on the room in the table.
  private mutating func put(_ text: String) {
    var text = text
    // Taken out of `self` once, for each use within the closure would count references anew.
    let (buffer, strings) = (buffer, strings)
    text.withUTF8 { bytes in Self.put(bytes, buffer, strings) }
  }

  private static func put(
    _ bytes: UnsafeBufferPointer<UInt8>, _ buffer: CellBuffer, _ strings: StringTable
  ) {
    if let index = strings.index(of: bytes) {
      buffer.append(" t=\"s\"><v>")
      buffer.append(index)
      buffer.append("</v></c>")
    } else {
      buffer.append(" t=\"inlineStr\"><is><t")
      buffer.preserveSpace(of: bytes)
      buffer.append(UInt8(ascii: ">"))
      buffer.append(escaping: bytes)
      buffer.append("</t></is></c>")
    }
  }

  private mutating func put(typed start: StaticString, _ text: String, _ cell: Cell) {
    buffer.append(start)
    putFormula(cell)
    buffer.append("<v")
    put(escaping: text)
    buffer.append("</v></c>")
  }

  private mutating func putFormula(_ cell: Cell) {
    guard let formula = cell.formula else { return }
    hasFormulas = true
    buffer.append("<f")
    if !arrays.isEmpty, let range = arrays[place] {
      buffer.append(" t=\"array\" ref=\"")
      buffer.append(range.description)
      buffer.append(UInt8(ascii: "\""))
    }
    put(escaping: formula)
    buffer.append("</f>")
  }

  private mutating func put(escaping text: String) {
    var text = text
    text.withUTF8 { bytes in
      buffer.append(UInt8(ascii: ">"))
      buffer.append(escaping: bytes)
    }
  }

  private mutating func put(cents: Int) {
    if cents < 0 { buffer.append(UInt8(ascii: "-")) }
    let (whole, rest) = Int(cents.magnitude).quotientAndRemainder(dividingBy: 100)
    buffer.append(whole)
    guard rest > 0 else { return }
    buffer.append(UInt8(ascii: "."))
    buffer.append(0x30 + UInt8(truncatingIfNeeded: rest / 10))
    if rest % 10 > 0 { buffer.append(0x30 + UInt8(truncatingIfNeeded: rest % 10)) }
  }
}
