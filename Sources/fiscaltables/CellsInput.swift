import FiscalModel
import Spreadsheet

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Reads what `cells` is given: a workbook, or a CSV as a workbook of one sheet.
enum CellsInput {
  /// Reads a path, `-` being standard input; the content decides what it is.
  static func workbook(_ path: String) throws(FileError) -> Workbook {
    let bytes = try InputFile.bytes(path, bound: WorkbookLimits().archiveBytes)
    guard !bytes.isEmpty else { throw FileError(Wording.emptyFile) }
    if bytes.starts(with: Array("%PDF-".utf8)) { throw FileError(Wording.unsupported("pdf")) }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      throw FileError(Wording.unsupported("compoundFile"))
    }
    if bytes.starts(with: [0x50, 0x4B]) || isBinary(bytes) {
      do throws(SpreadsheetError) {
        return try Workbook(xlsx: bytes)
      } catch {
        throw FileError(Wording.badWorkbook("\(error)"))
      }
    }
    var workbook = Workbook()
    workbook.sheets = [try sheet(decoded(bytes), name: DocumentInput.stem(path))]
    return workbook
  }

  /// Control characters that stand in no text make it an archive with something before it, or an
  /// error that says so.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return false }
    return bytes.prefix(1 << 16).contains { $0 < 0x20 && !(0x09...0x0D ~= $0) && $0 != 0x1A }
  }

  private static func sheet(_ text: [UInt8], name: String) throws(FileError) -> Sheet {
    let rows: [[String]]
    do throws(SpreadsheetError) {
      rows = try CSVReader(delimiter: delimiter(text)).rows(text)
    } catch {
      throw FileError(Wording.badDelimited("\(error)"))
    }
    var sheet = Sheet(name: name)
    for (index, row) in rows.enumerated() {
      for (column, field) in row.enumerated() where !field.isEmpty {
        sheet[index, column] = Cell(.text(field))
      }
    }
    return sheet
  }

  /// The byte that most of the first lines hold equally often; a comma where none does.
  private static func delimiter(_ text: [UInt8]) -> UInt8 {
    var best = (delimiter: UInt8(ascii: ","), rows: 0)
    for candidate in [",", "\t", ";", "|"].compactMap(\.utf8.first) {
      var counts: [Int: Int] = [:]
      var (count, lines, quoted) = (0, 0, false)
      for byte in text {
        if byte == UInt8(ascii: "\"") { quoted.toggle() }
        if quoted { continue }
        if byte == candidate { count += 1 }
        if byte == 0x0A {
          if count > 0 { counts[count, default: 0] += 1 }
          (count, lines) = (0, lines + 1)
          if lines == 100 { break }
        }
      }
      if count > 0 { counts[count, default: 0] += 1 }
      let rows = counts.values.max() ?? 0
      if rows > best.rows { best = (candidate, rows) }
    }
    return best.delimiter
  }

  // MARK: Encodings

  private static func decoded(_ bytes: [UInt8]) throws(FileError) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xFE]) { return try converted(bytes.dropFirst(2), "UTF-16LE") }
    if bytes.starts(with: [0xFE, 0xFF]) { return try converted(bytes.dropFirst(2), "UTF-16BE") }
    if String(validating: bytes, as: UTF8.self) != nil { return bytes }
    return try converted(bytes[...], "GB18030")
  }

  private static func converted(
    _ bytes: ArraySlice<UInt8>, _ encoding: String
  ) throws(FileError) -> [UInt8] {
    guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else {
      throw .system(Wording.cannotRead)
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    var output: [UInt8] = []
    let failed: Int? = input.withUnsafeMutableBufferPointer { source in
      var next = source.baseAddress
      var left = source.count
      while left > 0 {
        let before = left
        let (status, written): (Int, Int) = buffer.withUnsafeMutableBufferPointer { target in
          var start = target.baseAddress
          var room = target.count
          let status = iconv(converter, &next, &left, &start, &room)
          return (Int(bitPattern: UInt(bitPattern: status)), target.count - room)
        }
        output += buffer[..<written].map { UInt8(bitPattern: $0) }
        // A full buffer alone is no failure; that nothing moved is.
        if status == -1, errno != E2BIG { return source.count - left }
        if left == before, written == 0 { return source.count - left }
      }
      return nil
    }
    if let failed { throw FileError(Wording.undecodable(offset: failed)) }
    return output
  }
}
