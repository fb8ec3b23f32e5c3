import Zip

/// Reads a CSV as a workbook of one sheet of texts, its delimiter and encoding found by looking.
struct CSVSheetReader: SpreadsheetReader {
  let sheets: [Sheet.Info]
  let date1904 = false

  private let source: ByteSource
  private let limits: WorkbookLimits

  /// Text of no format of its own: control characters that stand in no text speak against it. NUL stands
  /// in UTF-16, and in CSV that is read all the same.
  static func recognizes(_ head: [UInt8]) -> Bool {
    let others: [[UInt8]] = [[0x50, 0x4B], [0xD0, 0xCF, 0x11, 0xE0], Array("%PDF-".utf8)]
    guard !head.isEmpty, !others.contains(where: head.starts) else { return false }
    // Wide characters have such bytes as halves.
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
    let controls = head.count { $0 > 0 && $0 < 0x20 && !(0x09...0x0D ~= $0) && $0 != 0x1A }
    let zeros = head.count { $0 == 0 }
    return !(controls > 0 && zeros * 8 < head.count || controls * 8 > head.count)
  }

  init(_ bytes: [UInt8], limits: WorkbookLimits) throws(SpreadsheetError) {
    self.init(.bytes(bytes), name: "Sheet1", limits)
  }

  /// Opens a file, of which only pieces are ever in memory. It stays open.
  init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
    let file = path.split(separator: "/").last ?? ""
    let name = file.lastIndex(of: ".").map { file[..<$0] } ?? file
    do throws(ZipError) {
      self.init(.file(try InputFile(path: path)), name: String(name.isEmpty ? file : name), limits)
    } catch { throw .archive(error) }
  }

  private init(_ source: ByteSource, name: String, _ limits: WorkbookLimits) {
    sheets = [Sheet.Info(name: name)]
    (self.source, self.limits) = (source, limits)
  }

  func sheet(at index: Int) throws(SpreadsheetError) -> Sheet {
    let source = CSVRowSource(source, limits)
    var rows = SheetBuilder()
    while let row = try source.next() { try rows.take(row) }
    var sheet = Sheet(name: sheets[index].name)
    sheet.grid = CellGrid(rows.ordered(), styles: [CellStyle()])
    return sheet
  }

  func rows(inSheet index: Int) -> SheetRowReader { SheetRowReader(CSVRowSource(source, limits)) }
}

/// The rows of a CSV that have a field with text.
private final class CSVRowSource: RowSource {
  let merges: [CellRange] = []
  let hiddenColumns: [ClosedRange<Int>] = []
  private let scanner = CSVScanner(CSVReader())
  private let source: ByteSource
  private var offset = 0
  private let context: RowContext

  init(_ source: ByteSource, _ limits: WorkbookLimits) {
    self.source = source
    context = RowContext(
      path: "CSV", styles: [], strings: [], budget: ReadingBudget(limits), hasEscapes: false)
  }

  func next() throws(SpreadsheetError) -> RowBuffer? {
    try context.settle()
    while true {
      switch try scanner.next() {
      case .row:
        let row = buffer(CSVRow(scanner))
        try context.count(cells: row.records.count)
        if !row.records.isEmpty { return row }
      case .end: return nil
      case .hungry(let wanted):
        let range = offset..<min(source.count, offset + wanted)
        let piece: [UInt8]
        do throws(ZipError) { piece = try source.bytes(range) } catch { throw .archive(error) }
        offset = range.upperBound
        try scanner.append(piece[...], isLast: offset == source.count)
      }
    }
  }

  private func buffer(_ row: borrowing CSVRow) -> RowBuffer {
    let buffer = RowBuffer(context)
    buffer.index = row.index
    row.forEachField { field in
      field.withBytes { text in
        guard !text.isEmpty else { return }
        var record = RowBuffer.Record()
        (record.column, record.kind) = (field.index, .inline)
        buffer.keep(value: text, formula: EmptyCollection(), in: &record)
        buffer.append(record)
      }
    }
    return buffer
  }
}
