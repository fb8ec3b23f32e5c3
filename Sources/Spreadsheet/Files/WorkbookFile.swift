import Zip

/// A workbook that is open but not yet read: sheets are read one by one, whole or row by row. What the
/// file is, is decided by its content.
///
///     let file = try WorkbookFile(path: "book.xlsx")
///     var rows = try file.rows(inSheet: 0)
///     while let row = try rows.next() {
///       for cell in row { print(cell.reference, try cell.value()) }
///     }
public struct WorkbookFile: Sendable {
  /// A format that is read. More may come.
  public struct Format: RawRepresentable, Hashable, Sendable {
    /// The name of the format.
    public let rawValue: String
    /// The format of a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Office Open XML.
    public static let xlsx = Format(rawValue: "xlsx")
    /// Office Open XML with records in place of XML.
    public static let xlsb = Format(rawValue: "xlsb")
    /// The binary format of Excel 5 to 2003, and `.et` of WPS.
    public static let xls = Format(rawValue: "xls")
    /// OpenDocument, packed (`.ods`) or flat (`.fods`).
    public static let openDocument = Format(rawValue: "opendocument")
    /// The XML format of Excel 2002 and 2003, which many systems write under the name of an `.xls`.
    public static let spreadsheetML = Format(rawValue: "spreadsheetml")
    /// Comma-separated values: one sheet of texts, named as its file.
    public static let csv = Format(rawValue: "csv")
  }

  /// The formats of files that are no packages; of those that take a file for theirs the first has it.
  private static let readers: [(format: Format, reader: any SpreadsheetReader.Type)] = [
    (.xls, XLSReader.self), (.spreadsheetML, SpreadsheetMLReader.self),
    (.openDocument, OpenDocumentReader.self), (.csv, CSVSheetReader.self),
  ]

  /// The formats of packages. One that none of them takes is a workbook of Office, or the error says what it
  /// lacks.
  private static let packaged: [(format: Format, reader: any PackagedReader.Type)] = [
    (.xlsb, XLSBReader.self), (.openDocument, OpenDocumentReader.self),
  ]

  /// What the file is.
  public let format: Format
  private let reader: any SpreadsheetReader

  /// What a file is that begins with these bytes, some thousands or all of them; nil for none of the
  /// formats. Of a package only the whole tells which one it is.
  public static func format(_ head: [UInt8]) -> Format? {
    readers.first { $0.reader.recognizes(head) }?.format
      ?? (XLSXReader.recognizes(head) ? .xlsx : nil)
  }

  /// Opens a workbook in memory.
  public init(_ bytes: [UInt8], limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    if let (format, reader) = Self.readers.first(where: { $0.reader.recognizes(bytes) }) {
      (self.format, self.reader) = (format, try reader.init(bytes, limits: limits))
    } else {
      (format, reader) = try Self.open(PackageReader(bytes, limits: limits), limits)
    }
  }

  /// Opens a workbook in a file, of which only pieces are in memory where the format has it so; the file
  /// then stays open.
  public init(path: String, limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    let head: [UInt8]
    do throws(ZipError) {
      let file = try InputFile(path: path)
      head = try ByteSource.file(file).bytes(0..<min(file.count, 1 << 13))
    } catch { throw .archive(error) }
    if let (format, reader) = Self.readers.first(where: { $0.reader.recognizes(head) }) {
      (self.format, self.reader) = (format, try reader.init(path: path, limits: limits))
    } else {
      (format, reader) = try Self.open(PackageReader(path: path, limits: limits), limits)
    }
  }

  private static func open(
    _ package: PackageReader, _ limits: WorkbookLimits
  ) throws(SpreadsheetError) -> (Format, any SpreadsheetReader) {
    for (format, reader) in packaged where reader.recognizes(package) {
      return (format, try reader.init(package, limits: limits))
    }
    return (.xlsx, try XLSXReader(package, limits: limits))
  }

  /// The sheets in the order of their tabs.
  public var sheets: [Sheet.Info] { reader.sheets }

  /// Whether day 0 of dates is 1904-01-01.
  public var date1904: Bool { reader.date1904 }

  /// The index of the sheet of this name, in whatever case; nil when there is none.
  public func index(ofSheet name: String) -> Int? {
    sheets.firstIndex { $0.name == name }
      ?? sheets.firstIndex { $0.name.lowercased() == name.lowercased() }
  }

  /// Reads all of it.
  public func workbook() throws(SpreadsheetError) -> Workbook { try reader.workbook() }

  /// Reads the sheet of this name; nil when there is none.
  public func sheet(named name: String) throws(SpreadsheetError) -> Sheet? {
    guard let index = index(ofSheet: name) else { return nil }
    return try sheet(at: index)
  }

  /// Reads one sheet with all that belongs to it.
  public func sheet(at index: Int) throws(SpreadsheetError) -> Sheet {
    try reader.sheet(at: index)
  }

  /// The rows of a sheet one after the other, in memory that does not grow with it where the format has
  /// it so.
  ///
  /// - Throws: When the sheet's part is not there, or cannot be read from its beginning on. What is
  ///   wrong further on is thrown in the place of the row.
  public func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader {
    try reader.rows(inSheet: index)
  }

  /// Reads a sheet to its end and keeps nothing: whether its rows, and the cells of each, come in
  /// order and each once, as they do in files of all known programs.
  ///
  /// After it no row is an error, so that what is written of the rows is not broken off; a sheet in
  /// disorder is better read as a whole.
  public func isInOrder(sheet index: Int) throws(SpreadsheetError) -> Bool {
    var rows = try reader.rows(inSheet: index)
    return try rows.isInOrder()
  }
}

extension Workbook {
  /// Reads a workbook from a file, whatever its format.
  ///
  /// - Throws: ``SpreadsheetError`` for a file that cannot be read, or is of no format that is.
  public init(contentsOf path: String, limits: WorkbookLimits = .init()) throws(SpreadsheetError) {
    self = try WorkbookFile(path: path, limits: limits).workbook()
  }

  /// Writes the workbook to a file in the XLSX format; the same workbook gives the same bytes.
  ///
  /// The file appears whole or not at all. One that is there is replaced and keeps its mode; a symbolic
  /// link is followed.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - options: How it is written.
  ///   - warn: Gets what is written otherwise than given.
  /// - Throws: ``SpreadsheetError`` for what Excel would not take, or a file that cannot be written.
  public func write(
    to path: String, options: WritingOptions = WritingOptions(),
    warn: (WritingWarning) -> Void = { _ in }
  ) throws(SpreadsheetError) {
    let bytes = try xlsx(options, warn: warn)
    do throws(SystemError) { try WholeFile.write(bytes, to: path) } catch {
      throw .file(path, reason: error.reason)
    }
  }
}
