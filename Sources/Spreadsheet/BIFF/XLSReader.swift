import Zip

/// Reads binary workbooks of Excel 5 to 2003 (`.xls`), and those of WPS (`.et`), which are the same.
/// MS-XLS.
///
/// When one is opened, what all its sheets need is read: the list of them, styles, shared strings, names. A
/// file on disk is read in pieces.
struct XLSReader: SpreadsheetReader {
  /// What errors call the stream that has all of a workbook.
  static let part = "workbook"
  /// The names of that stream, from Excel 97 on and before.
  private static let streams = ["Workbook", "Book"]

  let sheets: [Sheet.Info]
  var date1904: Bool { globals.date1904 }

  private let stream: CompoundStream
  private let globals: BIFFGlobals
  private let styles: [CellStyle]
  /// The places of the sheets among all that the workbook lists, modules of Basic being none.
  private let entries: [BIFFGlobals.Entry]
  private let threads: Int

  static func recognizes(_ head: [UInt8]) -> Bool { CompoundFile.recognizes(head) }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(.bytes(bytes), limits: limits)
  }

  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    let file: InputFile
    do throws(ZipError) { file = try InputFile(path: path) } catch { throw .archive(error) }
    try self.init(.file(file), limits: limits)
  }

  private init(_ source: ByteSource, limits: WorkbookLimits) throws(SpreadsheetError) {
    guard source.count <= limits.archiveBytes else {
      throw .limitExceeded(limit: "bytes in the file", allowed: limits.archiveBytes)
    }
    let file = try CompoundFile(source)
    var found: CompoundStream?
    for name in Self.streams where found == nil { found = try file.stream(name) }
    guard let stream = found else {
      throw file.has("EncryptedPackage") ? .passwordNeeded : .otherKind
    }
    self.stream = stream
    globals = try BIFFGlobals(BIFFRecords(stream), limits: limits)
    styles = globals.styles.styles
    entries = globals.sheets.filter { $0.kind != 6 }
    sheets = entries.map(\.info)
    threads = limits.threads
  }

  /// Begins to read a sheet; nil when it has no cells by its nature.
  private func open(_ index: Int, budget: ReadingBudget? = nil) -> BIFFRows? {
    guard entries[index].hasCells else { return nil }
    let context = RowContext(
      path: "sheet '\(sheets[index].name)'", styles: styles, strings: globals.strings,
      budget: budget ?? ReadingBudget(copy: globals.budget), hasEscapes: false)
    return BIFFRows(
      BIFFRecords(stream, at: entries[index].place), context, globals)
  }

  func rows(inSheet index: Int) -> SheetRowReader { SheetRowReader(open(index)) }

  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet { try sheet(at: index, budget: nil) }

  private func sheet(at index: Int, budget: ReadingBudget?) throws(SpreadsheetError) -> Sheet {
    var sheet = Sheet(name: sheets[index].name)
    sheet.visibility = sheets[index].visibility
    guard let source = open(index, budget: budget) else { return sheet }
    var rows = SheetBuilder()
    while let row = try source.next() { try rows.take(row) }
    return source.outline.finish(sheet, rows, styles: styles)
  }

  func workbook() throws(SpreadsheetError) -> Workbook {
    var workbook = Workbook()
    workbook.date1904 = date1904
    workbook.defaultFont = globals.styles.defaultFont
    let budget = ReadingBudget(copy: globals.budget)
    for index in sheets.indices {
      workbook.sheets.append(try sheet(at: index, budget: budget))
    }
    workbook.definedNames = definedNames()
    workbook.takePrintNames()
    return workbook
  }

  /// The names, those of one sheet with its place among the sheets that there are.
  private func definedNames() -> [DefinedName] {
    globals.definedNames.compactMap { name in
      guard let sheet = name.sheet else { return name }
      guard globals.sheets.indices.contains(sheet), globals.sheets[sheet].kind != 6 else {
        return nil
      }
      var name = name
      name.sheet = globals.sheets[..<sheet].count { $0.kind != 6 }
      return name
    }
  }
}
