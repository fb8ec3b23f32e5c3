/// A workbook in the XLSX format that is open but not yet read: sheets are read one by one, whole or
/// row by row.
///
///     let file = try WorkbookFile(bytes)
///     try file.forEachRow(inSheet: 0) { row in
///       row.forEachCell { cell in total += cell.number?.coefficient ?? 0 }
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
    try parts.read(sheets[index], parts.context())
  }

  /// Reads a sheet row by row in memory that does not grow with it.
  ///
  /// Rows come as the file has them, which is from top to bottom in files of all known programs;
  /// rows without cells are left out. What `body` throws ends the reading. It is a closure and no
  /// `for` loop, whose iterators can neither lend what they give nor throw: a damaged file would end
  /// like a short one.
  public func forEachRow(
    inSheet index: Int, _ body: (borrowing SheetRow) throws -> Void
  ) throws {
    try withoutActuallyEscaping(body) { body in
      let sink = ClosureSink(body: body)
      do throws(SpreadsheetError) { _ = try read(index, sink) } catch {
        throw sink.failure.error ?? error
      }
    }
  }

  /// Reads a sheet to its end and keeps nothing: whether its rows, and the cells of each, come in
  /// order and each once, as they do in files of all known programs.
  ///
  /// After it `forEachRow` throws nothing of its own, so that what is written of the rows is not
  /// broken off; a sheet in disorder is better read as a whole.
  public func isInOrder(sheet index: Int) throws(SpreadsheetError) -> Bool {
    try read(index, OrderSink())?.isOrdered ?? true
  }

  /// Hands a sheet's rows to a sink; nil when the sheet has no cells by its nature.
  private func read<Sink: RowSink>(_ index: Int, _ sink: Sink) throws(SpreadsheetError) -> Sink? {
    guard let path = sheets[index].path else { return nil }
    let handler = WorksheetHandler(Sheet(name: ""), path: path, parts.context(), sink: sink)
    guard var read = try parts.package.parse(scanning: path, handler) else {
      throw .missingPart(path)
    }
    try read.finish()
    return read.sink
  }
}

/// Checks what each cell says and keeps nothing but whether all came in order.
private struct OrderSink: RowSink {
  private(set) var isOrdered = true
  private var lastRow = -1

  mutating func take(_ row: RowBuffer) throws(SpreadsheetError) {
    if row.index <= lastRow { isOrdered = false }
    lastRow = row.index
    var last = -1
    for record in row.records {
      if record.column <= last { isOrdered = false }
      last = record.column
      try row.check(record)
    }
  }
}

/// Hands rows to a closure and keeps what it throws.
private struct ClosureSink: RowSink {
  /// Where an error waits until the parser has come to rest.
  final class Failure {
    var error: (any Error)?
  }

  let body: (borrowing SheetRow) throws -> Void
  let failure = Failure()

  // Inlining this ends the optimiser of Swift 6.3.1 with an assertion.
  @inline(never)
  mutating func take(_ row: RowBuffer) throws(SpreadsheetError) {
    do {
      try body(SheetRow(row))
    } catch {
      failure.error = error
      throw .invalidPart(row.path, reason: "reading was ended")
    }
  }
}
