/// What all sheets of a binary workbook share, which stands before them in its stream. MS-XLS 2.1.7.20.3.
struct BIFFGlobals {
  /// A sheet as the workbook lists it.
  struct Entry: Sendable {
    var info: Sheet.Info
    /// `dt` of MS-XLS 2.4.28: 0 a worksheet, 1 a sheet of macros, 2 a chart, 6 a module of Basic.
    var kind: UInt8
    /// Where it begins in the stream.
    var place: Int

    var hasCells: Bool { kind <= 1 }
  }

  private(set) var sheets: [Entry] = []
  private(set) var date1904 = false
  private(set) var text: BIFFText
  private(set) var strings: [String] = []
  private(set) var styles = BIFFStyles()
  private(set) var book: FormulaBook
  /// Names and their tokens, which may refer to names behind them.
  private var names: [Name] = []
  /// What the shared strings have left.
  let budget: ReadingBudget

  private struct Name {
    var name: DefinedName
    var bytes: [UInt8]
    var tokens: Range<Int>
  }

  /// Reads up to the first sheet.
  init(_ records: BIFFRecords, limits: WorkbookLimits) throws(SpreadsheetError) {
    budget = ReadingBudget(limits)
    guard let first = try records.next(), first.kind == .beginning else {
      throw .invalidPart(XLSReader.part, reason: "it does not begin as a workbook")
    }
    let version = try first.number(0)
    guard version == 0x0500 || version == 0x0600 else {
      throw .invalidPart(XLSReader.part, reason: "version \(String(version, radix: 16)) of BIFF")
    }
    let isUnicode = version == 0x0600
    text = BIFFText(isUnicode: isUnicode, codePage: CodePage(1252))
    book = FormulaBook(form: isUnicode ? .biff8 : .biff5)
    while true {
      guard let record = try records.next() else {
        throw .invalidPart(XLSReader.part, reason: "it ends before its sheets")
      }
      if record.kind == .end { break }
      try take(record, records)
    }
    book.sheets = sheets.map(\.info.name)
    book.names = names.map(\.name.name)
  }

  private mutating func take(
    _ record: BIFFRecord, _ records: BIFFRecords
  ) throws(SpreadsheetError) {
    switch record.kind {
    case .filePassword:
      throw .passwordNeeded
    case .codePage:
      let page = CodePage(try record.number(0))
      text = BIFFText(isUnicode: text.isUnicode, codePage: page)
      book.codePage = page
    case .date1904: date1904 = try record.number(0) == 1
    case .sheet: try takeSheet(record)
    case .font, .format, .cellFormat, .palette: try styles.take(record, text)
    case .sharedStrings: try takeStrings(records, record)
    case .name: try takeName(record)
    case .supportingBook: if text.isUnicode { try takeBook(record) }
    case .externalName: if text.isUnicode { try takeExternalName(record) }
    case .externalSheets: if text.isUnicode { try takeLinks(records, record) }
    default: break
    }
  }

  private mutating func takeSheet(_ record: BIFFRecord) throws(SpreadsheetError) {
    let states: [Sheet.Visibility] = [.visible, .hidden, .veryHidden, .visible]
    let name = try text.read(record, at: 6, lengthBytes: 1).text
    let place = Int(try record.integer(0, as: UInt32.self))
    let kind = try record.byte(5)
    // A sheet that is read once for each of any number of names makes much of little.
    if kind <= 1, sheets.contains(where: { $0.hasCells && $0.place == place }) {
      throw .invalidPart(
        XLSReader.part, reason: "sheet '\(name)' begins where another one does, at byte \(place)")
    }
    guard sheets.count < 65_535 else { throw record.invalid("is of too many sheets") }
    sheets.append(
      Entry(
        info: Sheet.Info(name: name, visibility: states[Int(try record.byte(4) & 3)]),
        kind: kind, place: place))
  }

  /// MS-XLS 2.4.265 `SST`, 2.5.293 `XLUnicodeRichExtendedString`.
  private mutating func takeStrings(
    _ records: BIFFRecords, _ record: BIFFRecord
  ) throws(SpreadsheetError) {
    let count = Int(try record.integer(4, as: UInt32.self))
    // Each takes three bytes at least, which are not there yet.
    strings.reserveCapacity(min(count, 1 << 16))
    var reader = ContinuedText(records, record, at: 8)
    var utf8: [UInt8] = []
    for _ in 0..<count {
      let length = try reader.integer(bytes: 2)
      let flags = try reader.integer(bytes: 1)
      let runs = flags & 8 != 0 ? try reader.integer(bytes: 2) : 0
      let phonetic = flags & 4 != 0 ? try reader.integer(bytes: 4) : 0
      utf8.removeAll(keepingCapacity: true)
      try reader.append(length, isWide: flags & 1 == 1, to: &utf8)
      try reader.skip(4 * runs + phonetic)
      try budget.take(stringBytes: utf8.count)
      let text = String(decoding: utf8, as: UTF8.self)
      try CellRules.check(read: text)
      strings.append(text)
    }
  }

  // MARK: What formulas refer to

  private static let builtInNames = [
    "Consolidate_Area", "Auto_Open", "Auto_Close", "Extract", "Database", "Criteria", "Print_Area",
    "Print_Titles", "Recorder", "Data_Form", "Auto_Activate", "Auto_Deactivate", "Sheet_Title",
    "_FilterDatabase",
  ]

  /// MS-XLS 2.4.150 `Lbl`.
  private mutating func takeName(_ record: BIFFRecord) throws(SpreadsheetError) {
    let flags = try record.number(0)
    let (count, size) = (Int(try record.byte(3)), try record.number(4))
    let sheet = try record.number(8)
    var (name, end) = try text.read(record, at: 14, count: count)
    if flags & 0x20 != 0, let code = name.unicodeScalars.first?.value,
      code < Self.builtInNames.count
    {
      name = "_xlnm." + Self.builtInNames[Int(code)]
    }
    try budget.take(stringBytes: record.bytes.count)
    names.append(
      Name(
        name: DefinedName(
          name: name, formula: "", sheet: sheet > 0 ? sheet - 1 : nil, hidden: flags & 1 != 0),
        bytes: Array(record.bytes), tokens: end..<end + size))
  }

  /// The names with what they stand for; those that are understood.
  var definedNames: [DefinedName] {
    names.compactMap { entry in
      let text = FormulaTokens.text(
        entry.bytes, tokens: entry.tokens, at: CellReference(row: 0, column: 0), book: book)
      guard let text, !text.isEmpty, !entry.name.name.isEmpty else { return nil }
      var name = entry.name
      name.formula = text
      return name
    }
  }

  private mutating func takeBook(_ record: BIFFRecord) throws(SpreadsheetError) {
    let (count, mark) = (try record.number(0), try record.number(2))
    if mark == 0x0401 { return book.books.append(.own) }
    if mark == 0x3A01 { return book.books.append(.addIns(names: [])) }
    var offset = try text.read(record, at: 2, lengthBytes: 2).end
    var sheets: [String] = []
    // A list that goes on in further records is of a workbook of hundreds of sheets.
    while sheets.count < count, offset + 3 <= record.bytes.count {
      guard let (name, end) = try? text.read(record, at: offset, lengthBytes: 2) else { break }
      sheets.append(name)
      offset = end
    }
    let others = book.books.count { if case .other = $0 { true } else { false } }
    book.books.append(.other(number: others + 1, sheets: sheets, names: []))
  }

  private mutating func takeExternalName(_ record: BIFFRecord) throws(SpreadsheetError) {
    let name = try text.read(record, at: 6, lengthBytes: 1).text
    switch book.books.popLast() {
    case .addIns(let names): book.books.append(.addIns(names: names + [name]))
    case .other(let number, let sheets, let names):
      book.books.append(.other(number: number, sheets: sheets, names: names + [name]))
    case let other?: book.books.append(other)
    case nil: break
    }
  }

  private mutating func takeLinks(
    _ records: BIFFRecords, _ record: BIFFRecord
  ) throws(SpreadsheetError) {
    var reader = ContinuedText(records, record, at: 0)
    for _ in 0..<(try reader.integer(bytes: 2)) {
      book.links.append(
        FormulaBook.Link(
          book: try reader.integer(bytes: 2), first: try reader.integer(bytes: 2),
          last: try reader.integer(bytes: 2)))
    }
  }
}
