import XMLStream
import Zip

/// Reads OpenDocument spreadsheets, packed (`.ods`) and flat (`.fods`). OASIS OpenDocument 1.2 to 1.4.
///
/// When one is opened, the list of sheets, names and formats is read. Rows come as the file has them;
/// those and cells that are empty and repeated cost nothing, however many they are. Read are cells with
/// value, formula, number format, link and comment, merges, hidden sheets, rows and columns; other looks
/// are not.
struct OpenDocumentReader: PackagedReader {
  /// Where the XML is: a part of a package, or the file itself.
  private enum Source {
    case package(PackageReader)
    case flat(ByteSource)
  }

  private static let content = "content.xml"

  private let source: Source
  private let limits: WorkbookLimits
  private let outline: OpenDocumentOutline
  private let styles: OpenDocumentStyles.Numbered

  /// A flat file in an encoding that has ASCII.
  static func recognizes(_ head: [UInt8]) -> Bool {
    let head = head.prefix(1 << 12)
    let mark = [UInt8](head.prefix(3)) == [0xEF, 0xBB, 0xBF] ? 3 : 0
    guard head.dropFirst(mark).first(where: { $0 > 0x20 }) == UInt8(ascii: "<") else {
      return false
    }
    let text = String(decoding: head, as: UTF8.self)
    return text.contains(":document") && text.contains("opendocument:xmlns:office:1.0")
      && text.contains("application/vnd.oasis.opendocument.spreadsheet")
  }

  static func recognizes(_ package: PackageReader) -> Bool { package.has(content) }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(.flat(.bytes(bytes)), limits: limits)
  }

  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    let file: InputFile
    do throws(ZipError) { file = try InputFile(path: path) } catch { throw .archive(error) }
    try self.init(.flat(.file(file)), limits: limits)
  }

  init(_ package: PackageReader, limits: WorkbookLimits) throws(SpreadsheetError) {
    try self.init(.package(package), limits: limits)
  }

  private init(_ source: Source, limits: WorkbookLimits) throws(SpreadsheetError) {
    (self.source, self.limits) = (source, limits)
    var outline = OpenDocumentOutline()
    switch source {
    case .flat(let bytes):
      guard bytes.count <= limits.archiveBytes else {
        throw .limitExceeded(limit: "bytes in the file", allowed: limits.archiveBytes)
      }
    case .package(let package):
      try Self.checkKind(package)
      if let reader = try package.reader("styles.xml") {
        let parser = OpenDocumentParser("styles.xml", limits, outline) { buffer throws(ZipError) in
          try reader.read(into: buffer)
        }
        while try parser.parse() {}
        outline = parser.handler
        outline.endStyleSheet()
      }
    }
    let parser = try Self.open(source, limits, outline)
    while try parser.parse() {}
    self.outline = parser.handler
    styles = self.outline.styles.numbered
  }

  /// Refuses texts, drawings and files that open with a password.
  private static func checkKind(_ package: PackageReader) throws(SpreadsheetError) {
    let manifest = try package.bytes("META-INF/manifest.xml") ?? []
    if String(decoding: manifest, as: UTF8.self).contains("encryption-data") {
      throw .invalidPart(content, reason: "it opens with a password only")
    }
  }

  private static func open<Handler: XMLHandler>(
    _ source: Source, _ limits: WorkbookLimits, _ handler: Handler
  ) throws(SpreadsheetError) -> OpenDocumentParser<Handler>
  where Handler.Failure == SpreadsheetError {
    switch source {
    case .package(let package):
      guard let reader = try package.reader(content) else { throw .missingPart(content) }
      return OpenDocumentParser(content, limits, handler) { buffer throws(ZipError) in
        try reader.read(into: buffer)
      }
    case .flat(let bytes):
      var at = 0
      return OpenDocumentParser("document", limits, handler) { buffer throws(ZipError) in
        let piece = try bytes.bytes(at..<min(bytes.count, at + buffer.count))
        at += piece.count
        _ = buffer.update(fromContentsOf: piece)
        return piece.count
      }
    }
  }

  var sheets: [Sheet.Info] { outline.sheets }

  var date1904: Bool { outline.date1904 }

  func rows(inSheet index: Int) throws(SpreadsheetError) -> SheetRowReader {
    SheetRowReader(try source(index, ReadingBudget(limits)))
  }

  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet {
    try sheet(index, ReadingBudget(limits))
  }

  func workbook() throws(SpreadsheetError) -> Workbook {
    var workbook = Workbook()
    workbook.date1904 = date1904
    workbook.definedNames = outline.definedNames
    let budget = ReadingBudget(limits)
    for index in sheets.indices { workbook.sheets.append(try sheet(index, budget)) }
    return workbook
  }

  private func source(
    _ index: Int, _ budget: ReadingBudget
  ) throws(SpreadsheetError) -> OpenDocumentRowSource {
    let context = RowContext(
      path: Self.content, styles: styles.styles, strings: [], budget: budget, hasEscapes: false)
    let handler = OpenDocumentRows(context, numbers: styles.numbers, wanted: index)
    return OpenDocumentRowSource(try Self.open(source, limits, handler))
  }

  private func sheet(_ index: Int, _ budget: ReadingBudget) throws(SpreadsheetError) -> Sheet {
    let source = try source(index, budget)
    var rows = SheetBuilder()
    while let row = try source.next() { try rows.take(row) }
    var sheet = Sheet(name: sheets[index].name)
    sheet.visibility = sheets[index].visibility
    sheet.grid = CellGrid(rows.ordered(), styles: styles.styles)
    source.handler.finish(&sheet)
    return sheet
  }
}

/// Feeds a part to libxml2 a piece at a time.
final class OpenDocumentParser<Handler: XMLHandler> where Handler.Failure == SpreadsheetError {
  private let part: String
  private var reader: XMLReader<Handler>
  private let read: (UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int
  private var piece = [UInt8](repeating: 0, count: 1 << 15)

  init(
    _ part: String, _ limits: WorkbookLimits, _ handler: Handler,
    read: @escaping (UnsafeMutableBufferPointer<UInt8>) throws(ZipError) -> Int
  ) {
    (self.part, self.read) = (part, read)
    reader = XMLReader(depth: limits.depth, handler: handler)
  }

  /// What has seen the part so far.
  var handler: Handler {
    get { reader.handler }
    _modify { yield &reader.handler }
  }

  /// Reads the next piece; false at the part's end.
  func parse() throws(SpreadsheetError) -> Bool {
    var failure: ZipError?
    let count = piece.withUnsafeMutableBufferPointer { buffer in
      do throws(ZipError) { return try read(buffer) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw .archive(failure) }
    do throws(XMLFailure<SpreadsheetError>) {
      guard count > 0 else {
        try reader.finish()
        return false
      }
      try piece.withUnsafeBufferPointer { piece throws(XMLFailure<SpreadsheetError>) in
        try reader.feed(UnsafeBufferPointer(rebasing: piece[..<count]))
      }
      return true
    } catch { throw SpreadsheetError(error, part: part) }
  }
}

/// The rows of one table, as they are read.
final class OpenDocumentRowSource: RowSource {
  private let parser: OpenDocumentParser<OpenDocumentRows>
  private var failure: SpreadsheetError?
  private var isParsed = false

  init(_ parser: OpenDocumentParser<OpenDocumentRows>) { self.parser = parser }

  var handler: OpenDocumentRows { parser.handler }
  var merges: [CellRange] { parser.handler.merges }
  var hiddenColumns: [ClosedRange<Int>] { parser.handler.hiddenColumns }

  /// The next row; what is wrong behind rows that were read comes after them.
  func next() throws(SpreadsheetError) -> RowBuffer? {
    while true {
      if let row = try parser.handler.nextRow() { return row }
      if let failure { throw failure }
      guard !isParsed, !parser.handler.isDone else { return nil }
      do throws(SpreadsheetError) { isParsed = try !parser.parse() } catch { failure = error }
    }
  }
}
