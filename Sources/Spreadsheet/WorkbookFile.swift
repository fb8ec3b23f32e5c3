/// A workbook in the XLSX format that is open but not yet read: sheets are read one by one, whole or
/// row by row.
///
///     let file = try WorkbookFile(bytes)
///     for row in try file.rows(inSheet: 0) {
///       for cell in try row.get() { print(cell.reference, try cell.value()) }
///     }
public struct WorkbookFile: Sendable {
  /// One sheet as the workbook lists it.
  public struct SheetInfo: Hashable, Sendable {
    /// The name on the tab.
    public let name: String
    /// Whether the sheet has its tab.
    public let visibility: Sheet.Visibility
    /// The part that has its cells, nil for chart sheets and the like.
    let path: String?
  }

  /// The sheets in the order of their tabs.
  public let sheets: [SheetInfo]
  /// Whether day 0 of dates is 1904-01-01.
  public let date1904: Bool

  private let parts: WorkbookParts

  /// Opens a workbook: its list of sheets, styles and shared strings are read, its sheets are not.
  public init(_ bytes: [UInt8], limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    try self.init(bytes, limits: limits, isScanning: true)
  }

  /// Opens a workbook in a file, of which only pieces are ever in memory. The file stays open.
  public init(path: String, limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    try self.init(PackageReader(path: path, limits: limits), limits: limits)
  }

  init(_ bytes: [UInt8], limits: WorkbookLimits, isScanning: Bool) throws(SpreadsheetError) {
    try self.init(
      PackageReader(bytes, limits: limits, isScanning: isScanning), limits: limits)
  }

  private init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError) {
    parts = try WorkbookParts(package, limits: limits)
    date1904 = parts.book.date1904
    sheets = try parts.sheets()
  }

  /// The index of the sheet of this name, in whatever case; nil when there is none.
  public func index(ofSheet name: String) -> Int? {
    sheets.firstIndex { $0.name == name }
      ?? sheets.firstIndex { $0.name.lowercased() == name.lowercased() }
  }

  /// Reads the sheet of this name; nil when there is none.
  public func sheet(named name: String) throws(SpreadsheetError) -> Sheet? {
    guard let index = index(ofSheet: name) else { return nil }
    return try sheet(at: index)
  }

  /// Reads one sheet with all that belongs to it.
  public func sheet(at index: Int) throws(SpreadsheetError) -> Sheet {
    try parts.read(sheets[index])
  }

  /// The rows of a sheet one after the other, in memory that does not grow with it.
  ///
  /// - Throws: When the sheet's part is not there, or cannot be read from its beginning on. What is
  ///   wrong further on comes in the place of the row.
  public func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader {
    SheetRowReader(try parts.open(sheets[index]))
  }

  /// Reads a sheet to its end and keeps nothing: whether its rows, and the cells of each, come in
  /// order and each once, as they do in files of all known programs.
  ///
  /// After it no row is an error, so that what is written of the rows is not broken off; a sheet in
  /// disorder is better read as a whole.
  public func isInOrder(sheet index: Int) throws(SpreadsheetError) -> Bool {
    guard let reader = try parts.open(sheets[index]) else { return true }
    var isOrdered = true
    var lastRow = -1
    while let row = try reader.next() {
      if row.index <= lastRow { isOrdered = false }
      lastRow = row.index
      var last = -1
      for record in row.records {
        if record.column <= last { isOrdered = false }
        last = record.column
        try row.check(record)
      }
    }
    return isOrdered
  }
}
