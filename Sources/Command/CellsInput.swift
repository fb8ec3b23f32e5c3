import Documents
import FiscalLayout
import FiscalTables
import Spreadsheet

/// Reads what `cells` is given: a workbook, or a CSV row by row.
struct CellsInput {
  private let file: ByteInput

  /// Opens a path, `-` being standard input.
  init(_ path: String) throws(FileError) {
    file = try ByteInput(path)
    guard !file.head.isEmpty else { throw FileError("input.empty") }
  }

  /// The workbook, opened; nil for text. The content decides.
  func workbook() throws(FileError) -> WorkbookFile? {
    let head = file.head
    if head.starts(with: Array("%PDF-".utf8)) { throw FileError("input.unsupported.pdf") }
    if let kind = DocumentError.Kind(head: head) {
      throw FileError(DocumentError.unsupported(kind))
    }
    guard let format = WorkbookFile.format(head) else {
      let offset = head.firstIndex { $0 < 0x20 && !(0x09...0x0D ~= $0) } ?? 0
      throw FileError(DocumentError.notText(offset: offset))
    }
    guard format != .csv else { return nil }
    // A file is read in pieces; what comes through a pipe cannot be.
    if let path = file.path {
      return try Self.opening(.path(path)) { () throws(SpreadsheetError) in
        try WorkbookFile(path: path)
      }
    }
    let bytes = try file.all(bound: WorkbookLimits().archiveBytes)
    return try Self.opening(.bytes(bytes)) { () throws(SpreadsheetError) in
      try WorkbookFile(bytes)
    }
  }

  /// Opens a workbook; an archive that is none is called what it is.
  private static func opening(
    _ archive: DocumentError.Kind.Archive, _ open: () throws(SpreadsheetError) -> WorkbookFile
  ) throws(FileError) -> WorkbookFile {
    do throws(SpreadsheetError) { return try open() } catch {
      if let kind = DocumentError.Kind(error) ?? DocumentError.Kind(of: archive) {
        throw FileError(.unsupported(kind))
      }
      throw FileError("input.bad-workbook", ["reason": "\(error)"])
    }
  }

  /// The tables and texts of a web page, one below the other on a sheet of its name; nil for anything else.
  func webPage(_ name: String) throws(FileError) -> Workbook? {
    guard Document.isWebPage(file.head) else { return nil }
    let bytes = try file.all(bound: Document.defaultByteBound)
    let document: Document
    do throws(DocumentError) { document = try Document(name: name, bytes: bytes) } catch {
      throw FileError(error)
    }
    let lines = document.pages.flatMap(\.lines)
    guard lines.count <= CellReference.rowCount else {
      throw FileError("input.bad-workbook", ["reason": "more than \(CellReference.rowCount) rows"])
    }
    var sheet = Sheet(name: name)
    for (row, line) in lines.enumerated() {
      for (column, text) in line.cells.enumerated()
      where !text.isEmpty && column < CellReference.columnCount {
        sheet[row, column] = Cell(.text(text))
      }
    }
    var workbook = Workbook()
    workbook.sheets = [sheet]
    return workbook
  }

  /// Does what may fail for the workbook's sake.
  static func reading<Result>(
    _ body: () throws(SpreadsheetError) -> Result
  ) throws(FileError) -> Result {
    do throws(SpreadsheetError) { return try body() } catch {
      throw FileError("input.bad-workbook", ["reason": "\(error)"])
    }
  }

  /// Looks at each row of a CSV.
  func forEachRow(
    _ reader: CSVReader, _ body: (borrowing CSVRow) throws -> Void
  ) throws(FileError) -> CSVReport {
    do {
      return try reader.forEachRow(from: { bytes in try file.next(&bytes) }, body)
    } catch let error as FileError {
      throw error
    } catch let error as SpreadsheetError {
      throw CellsInput.explain(error)
    } catch {
      throw FileError("input.bad-csv", ["reason": "\(error)"])
    }
  }

  static func explain(_ error: SpreadsheetError) -> FileError {
    if let issue = error.issue { return FileError("csv.error", ["issue": Message(issue)]) }
    if let undecodable = error.undecodable { return FileError(Message(undecodable)) }
    return FileError("input.bad-csv", ["reason": "\(error)"])
  }
}
