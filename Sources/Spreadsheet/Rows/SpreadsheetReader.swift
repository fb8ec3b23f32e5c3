import Zip

/// A workbook of some format that is open but not yet read. Each format has one: what is read does not
/// depend on which it is.
///
/// A format that cannot be read row by row gives the rows of its sheet in memory, and one that has
/// nothing but sheets has its workbook made of them.
public protocol SpreadsheetReader: Sendable {
  /// Whether a file that begins with these bytes, some thousands or all of them, is of this format.
  static func recognizes(_ head: [UInt8]) -> Bool

  /// Opens a workbook in memory.
  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError)

  /// Opens a workbook in a file.
  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError)

  /// The sheets in the order of their tabs.
  var sheets: [Sheet.Info] { get }

  /// Whether day 0 of dates is 1904-01-01.
  var date1904: Bool { get }

  /// Reads all that the format has of a workbook.
  func workbook() throws(SpreadsheetError) -> Workbook

  /// Reads one sheet with all that belongs to it, by its place among ``sheets``.
  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet

  /// The rows of a sheet one after the other.
  func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader
}

extension SpreadsheetReader {
  /// Reads the file as a whole.
  public init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    let file: InputFile
    do throws(ZipError) { file = try InputFile(path: path) } catch { throw .archive(error) }
    guard file.count <= limits.archiveBytes else {
      throw .limitExceeded(limit: "bytes in the file", allowed: limits.archiveBytes)
    }
    let bytes: [UInt8]
    do throws(ZipError) { bytes = try ByteSource.file(file).bytes(0..<file.count) } catch {
      throw .archive(error)
    }
    try self.init(bytes, limits: limits)
  }

  /// Reads all the sheets.
  public func workbook() throws(SpreadsheetError) -> Workbook {
    var workbook = Workbook()
    workbook.date1904 = date1904
    for index in sheets.indices { workbook.sheets.append(try sheet(at: index)) }
    return workbook
  }
}
