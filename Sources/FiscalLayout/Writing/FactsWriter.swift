import FiscalModel
import Spreadsheet

/// Facts as CSV and as newline-delimited JSON, UTF-8, one fact a row.
package enum FactsWriter {
  /// One row a fact, behind a header row, and the byte order mark that the writer may have, unless these
  /// stand already where the rows go.
  ///
  /// - Throws: ``TextEncodingError`` where the writer's encoding does not have a character.
  package static func csv(
    _ facts: [Fact], writer: CSVWriter = CSVWriter(), withHeader: Bool = true
  ) throws(TextEncodingError) -> [UInt8] {
    var writer = writer
    if !withHeader { writer.byteOrderMark = false }
    return try writer.bytes(encoding: (withHeader ? [Fact.header] : []) + facts.map(\.fields))
  }

  /// One object a line, with the names of ``Fact/header``: what is empty is null, whole numbers are numbers,
  /// all else is text.
  package static func ndjson(_ facts: [Fact]) -> [UInt8] {
    var bytes: [UInt8] = []
    for fact in facts {
      bytes.append(UInt8(ascii: "{"))
      for (index, (name, value)) in zip(Fact.header, fact.fields).enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if value.isEmpty {
          bytes += Array("null".utf8)
        } else if Fact.numbers.contains(name), let number = Int(value), String(number) == value {
          bytes += Array(value.utf8)
        } else {
          append(value, to: &bytes)
        }
      }
      bytes += [UInt8(ascii: "}"), UInt8(ascii: "\n")]
    }
    return bytes
  }

  /// A JSON string (RFC 8259, section 7).
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20:
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
