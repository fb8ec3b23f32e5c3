import Spreadsheet

/// Any bytes as a CSV, the first two being the options: an error or rows, never a crash, and the same in
/// pieces. What is read strictly is read the same otherwise, and what is written reads back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let given = UnsafeBufferPointer(start: start, count: count)
  guard given.count >= 2 else { return 0 }
  let bytes = Array(given.dropFirst(2))
  let encodings: [TextEncoding?] = [nil, .utf8, .utf16LE, .utf16BE, .gb18030]
  let encoding = encodings[Int(given[0] & 7) % encodings.count]
  // Usual delimiters for half of the values, any byte for the others.
  let usual: [UInt8?] = [nil, 0x2C, 0x09, 0x3B, 0x7C]
  let delimiter = given[1] < 0x80 ? usual[Int(given[1]) % usual.count] : given[1] & 0x7F
  var reader = CSVReader(delimiter: delimiter, encoding: encoding)

  let lenient = rows(bytes, reader)
  precondition(lenient?.rows == inPieces(bytes, reader), "whole and in pieces differ")
  reader.isStrict = true
  if let strict = rows(bytes, reader) {
    precondition(strict.rows == lenient?.rows, "strict and lenient differ")
    precondition(strict.report.issues.isEmpty, "read strictly with an issue")
  }
  // A quote or a line end between fields is a delimiter that no writer could use.
  guard let lenient, ![0x22, 0x0A, 0x0D].contains(lenient.report.delimiter) else { return 0 }
  let target = encoding ?? .utf8
  let writer = CSVWriter(
    delimiter: lenient.report.delimiter, byteOrderMark: given[0] & 8 != 0, encoding: target,
    crlf: given[0] & 16 != 0)
  // Not every character has a place in GB 18030 as the system knows it.
  guard let written = try? writer.bytes(encoding: lenient.rows) else { return 0 }
  let again = rows(written, CSVReader(delimiter: writer.delimiter, encoding: target))
  precondition(again?.rows == lenient.rows, "written and read differ")
  return 0
}

private func rows(_ bytes: [UInt8], _ reader: CSVReader) -> (rows: [[String]], report: CSVReport)? {
  var rows: [[String]] = []
  let report = try? reader.forEachRow(in: bytes) { row in
    var fields: [String] = []
    row.forEachField { field in
      fields.append(field.text)
      _ = field.decimal
      _ = field.place
    }
    rows.append(fields)
  }
  return report.map { (rows, $0) }
}

private func inPieces(_ bytes: [UInt8], _ reader: CSVReader) -> [[String]]? {
  var rows: [[String]] = []
  var at = 0
  let report = try? reader.forEachRow(from: { piece in
    let end = min(bytes.count, at + 1 + at % 7)
    piece.append(contentsOf: bytes[at..<end])
    at = end
  }) { row in
    var fields: [String] = []
    row.forEachField { fields.append($0.text) }
    rows.append(fields)
  }
  return report == nil ? nil : rows
}
