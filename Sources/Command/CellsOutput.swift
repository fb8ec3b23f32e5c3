import FiscalTables
import Spreadsheet

/// Writes what `cells` found to standard output, in pieces.
struct CellsOutput {
  private var display: CellDisplay
  private var bytes: [UInt8] = []
  /// How CSV is written; its byte order mark is written once.
  private var writer: CSVWriter
  /// Of the sheet that is being written: its name in JSON, and the next row of its table.
  private var quotedSheet: [UInt8] = []
  private var nextRow = 0

  /// A zero-based column and its cell.
  typealias Placed = (column: Int, cell: Cell)

  init(date1904: Bool, writer: CSVWriter = CSVWriter()) {
    display = CellDisplay(date1904: date1904)
    self.writer = writer
  }

  /// Starts a sheet: its name and its rows are its own.
  mutating func startSheet() { (quotedSheet, nextRow) = ([], 0) }

  /// One JSON object a line for each field of a CSV that is not empty.
  mutating func writeLines(_ row: borrowing CSVRow, sheet: String) throws(FileError) {
    let name = Self.quoted(sheet)
    let index = row.index
    row.forEachField { field in
      let text = field.text
      guard !text.isEmpty else { return }
      append(
        name, CellReference(row: index, column: field.index), type: "text", value: text,
        shown: text, formula: nil)
    }
    if bytes.count >= 1 << 16 { try flush() }
  }

  /// The fields of a CSV, written anew.
  mutating func writeRow(_ row: borrowing CSVRow) throws(FileError) {
    var texts: [String] = []
    row.forEachField { texts.append($0.text) }
    try write(texts)
  }

  /// A row of CSV.
  private mutating func write(_ texts: [String]) throws(FileError) {
    do throws(TextEncodingError) {
      bytes += try writer.bytes(encoding: [texts])
    } catch {
      throw FileError(Message(error))
    }
    writer.byteOrderMark = false
    if bytes.count >= 1 << 16 { try flush() }
  }

  private mutating func append(
    _ sheet: [UInt8], _ place: CellReference, type: String, value: String?, shown: String,
    formula: String?
  ) {
    bytes += "{\"sheet\":".utf8
    bytes += sheet
    bytes += ",\"ref\":\"\(place)\",\"type\":\"\(type)\",\"value\":".utf8
    bytes += value.map { Self.quoted($0) } ?? Array("null".utf8)
    bytes += ",\"shown\":".utf8
    bytes += Self.quoted(shown)
    bytes += ",\"formula\":".utf8
    bytes += formula.map { Self.quoted($0) } ?? Array("null".utf8)
    bytes += "}\n".utf8
  }

  /// One JSON object a line for each cell of a row that has a value or a formula.
  mutating func writeLines(_ row: Int, _ cells: [Placed], sheet: String) throws(FileError) {
    if quotedSheet.isEmpty { quotedSheet = Self.quoted(sheet) }
    for (column, cell) in cells where cell.value != .empty || cell.formula != nil {
      let (type, value) = typed(cell)
      append(
        quotedSheet, CellReference(row: row, column: column), type: type, value: value,
        shown: display.text(of: cell), formula: cell.formula)
    }
    if bytes.count >= 1 << 16 { try flush() }
  }

  /// A row as displayed, from the first column on, with the empty ones before it.
  mutating func writeTable(_ row: Int, _ cells: [Placed]) throws(FileError) {
    // Rows with styles alone show nothing.
    guard cells.contains(where: { $0.cell.value != .empty }) else { return }
    while nextRow < row {
      try write([""])
      nextRow += 1
    }
    var texts: [String] = []
    for (column, cell) in cells where cell.value != .empty {
      while texts.count < column { texts.append("") }
      texts.append(display.text(of: cell))
    }
    try write(texts)
    nextRow += 1
  }

  /// Writes what is waiting.
  mutating func flush() throws(FileError) {
    guard Terminal.write(&bytes, to: 1) else { throw .system("output.unwritable") }
    bytes.removeAll(keepingCapacity: true)
  }

  /// The name of a cell's type and its exact value; dates as ISO text whatever the cell keeps.
  private mutating func typed(_ cell: Cell) -> (type: String, value: String?) {
    switch cell.value {
    case .empty: return ("text", nil)
    case .text(let text): return ("text", text)
    case .boolean(let value): return ("boolean", value ? "TRUE" : "FALSE")
    case .error(let text): return ("error", text)
    case .date(let text): return ("date", text)
    case .number(let text):
      if let date = display.date(of: cell) { return ("date", date) }
      return ("number", text)
    }
  }

  /// A JSON string; all but quotes, backslashes and controls stand as they are.
  private static func quoted(_ text: String) -> [UInt8] {
    var result: [UInt8] = [0x22]
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: result += [0x5C, byte]
      case 0x0A: result += [0x5C, 0x6E]
      case 0x0D: result += [0x5C, 0x72]
      case 0x09: result += [0x5C, 0x74]
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        result += "\\u00".utf8
        if digits.utf8.count == 1 { result.append(0x30) }
        result += digits.utf8
      default: result.append(byte)
      }
    }
    result.append(0x22)
    return result
  }
}
