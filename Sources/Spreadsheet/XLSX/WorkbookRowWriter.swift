import Zip

/// Writes a workbook row by row in constant memory: sheets one after the other, each from its first
/// row to its last. The file's bytes go to a sink as they are made; the same calls give the same
/// bytes.
///
/// ```swift
/// let writer = try WorkbookRowWriter { try file.write($0) }
/// try writer.startSheet(Sheet(name: "Amounts"))
/// for amount in amounts {
///   try writer.row { row in
///     try row.text(amount.code)
///     try row.number(amount.value)
///   }
/// }
/// try writer.finish()
/// ```
///
/// Functions throw a `SpreadsheetError`, or what the sink has thrown. What has failed cannot be
/// gone on with, as its bytes may be gone.
public final class WorkbookRowWriter {
  private enum State {
    case between
    case inSheet
    case ended
  }

  private var book: Workbook
  private let zip: ZipStreamWriter
  private var package: PackageWriter
  private var numbers = PartNumbers()
  private let warn: (WritingWarning) -> Void
  private var rows: RowWriter
  private var state = State.between
  private var writer: WorksheetWriter?
  /// The rows of the sheet that have something but no cells, ascending, and how many are written.
  private var attributes = RowAttributes(Sheet(name: ""))
  private var bare: [Int] = []
  private var bareWritten = 0
  private var nextRow = 0

  /// Bytes of rows that are gathered before they are deflated.
  private static let chunk = 1 << 16

  /// A writer of all of `book`, names and properties among it, but for its sheets.
  ///
  /// `warn` gets what is written otherwise than given, `sink` the bytes of the file in their order.
  public init(
    _ book: Workbook = Workbook(), options: WritingOptions = WritingOptions(),
    warn: @escaping (WritingWarning) -> Void = { _ in },
    sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    self.book = book
    self.book.sheets = []
    self.warn = warn
    rows = RowWriter(options, sharedBytes: 4 << 20, defaultFont: book.defaultFont)
    package = PackageWriter(options)
    zip = ZipStreamWriter(level: options.level, threads: options.threads, sink: sink)
    if let reason = CellRules.refusal(book.defaultFont) {
      throw SpreadsheetError.invalidWorkbook(reason: reason)
    }
    // First, so that programs which look at the start of a file see what it is.
    try zip.add("_rels/.rels", PackageWriter.part(PackageWriter.root))
  }

  /// Starts a sheet: all that `sheet` says but for cells, of which it has none yet. Ends the sheet
  /// before. Only a sheet that is `isLarge` may have 4 GiB of XML.
  public func startSheet(_ sheet: Sheet, isLarge: Bool = false) throws {
    try endSheet()
    guard sheet.cellCount == 0 else {
      throw SpreadsheetError.invalidSheet(
        sheet.name, reason: "it has cells; give them row by row")
    }
    book.sheets.append(sheet)
    try sheet.check()
    guard
      !book.sheets.dropLast().contains(where: { $0.name.lowercased() == sheet.name.lowercased() })
    else {
      throw SpreadsheetError.invalidSheet(
        sheet.name, reason: "there are two sheets of this name")
    }
    state = .inSheet
    nextRow = 0
    bareWritten = 0
    attributes = RowAttributes(sheet)
    bare = attributes.rows
    rows.startSheet(sheet)
    let isFirst = book.sheets.filter { $0.visibility == .visible }.count == 1
    var writer = WorksheetWriter(
      sheet, isActive: isFirst && sheet.visibility == .visible, knowsSize: false)
    try zip.begin("xl/worksheets/sheet\(book.sheets.count).xml", isLarge: isLarge)
    try zip.append(writer.head())
    self.writer = writer
  }

  /// Writes the next row, or the row of a zero-based index below those written.
  public func row(
    at index: Int? = nil, _ body: (inout RowWriter) throws -> Void
  ) throws {
    let index = index ?? nextRow
    guard case .inSheet = state else {
      throw SpreadsheetError.invalidWorkbook(reason: "a row comes before the first sheet")
    }
    guard index >= nextRow else {
      throw SpreadsheetError.invalidSheet(
        rows.sheet, reason: "row \(index + 1) comes after row \(nextRow)")
    }
    guard index < CellReference.rowCount else {
      throw SpreadsheetError.invalidSheet(rows.sheet, reason: "it has more than 1,048,576 rows")
    }
    rows.putBareRows(bare, &bareWritten, before: index, of: attributes)
    rows.startRow(index, of: attributes)
    try body(&rows)
    rows.endRow()
    nextRow = index + 1
    if rows.hasWarnings { rows.takeWarnings().forEach(warn) }
    if rows.buffer.count >= Self.chunk { try flush() }
  }

  /// Writes the next row from its cells, the first in column A.
  public func append(_ cells: [Cell]) throws {
    try row { row in
      for cell in cells { try row.cell(cell) }
    }
  }

  /// Ends the workbook. Nothing can be written afterwards.
  public func finish() throws {
    try endSheet()
    state = .ended
    try book.check()
    book.addParts(to: &package, rows)
    try package.write(to: zip)
    try zip.finish()
  }

  private func endSheet() throws {
    switch state {
    case .between: return
    case .ended: throw SpreadsheetError.invalidWorkbook(reason: "it is finished")
    case .inSheet: break
    }
    guard var writer else { return }
    rows.putBareRows(bare, &bareWritten, before: .max, of: attributes)
    try flush()
    let parts = try writer.tail(links: rows.links, styles: &rows.styles, numbers: &numbers)
    try zip.append(parts.xml)
    try zip.end()
    let path = "xl/worksheets/sheet\(book.sheets.count).xml"
    package.declare(path, PackageWriter.worksheetType)
    package.add(parts, of: path)
    self.writer = nil
    state = .between
  }

  private func flush() throws {
    try rows.buffer.withBytes { try zip.append($0) }
    rows.buffer.removeAll()
  }
}
