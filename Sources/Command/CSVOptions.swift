import ArgumentParser
import FiscalTables
import Spreadsheet

/// How a CSV that is read is to be understood.
struct CSVInputOptions: ParsableArguments {
  @Option(help: ArgumentHelp(Help.delimiter, valueName: "C"))
  var delimiter: String?

  @Option(help: ArgumentHelp(Help.fromEncoding, valueName: "NAME"))
  var fromEncoding: String?

  @Flag(help: ArgumentHelp(Help.strict))
  var strict = false

  @Option(help: ArgumentHelp(Help.expectHeader, valueName: "A,B,…"))
  var expectHeader: String?

  func validate() throws {
    if let delimiter, CSVInputOptions.delimiter(delimiter) == nil {
      throw ValidationError(Terminal.text("csv.bad-delimiter", ["text": delimiter]))
    }
    if let name = fromEncoding, TextEncoding(name: name) == nil {
      throw ValidationError(
        Terminal.text("csv.bad-encoding", ["option": "--from-encoding", "text": name]))
    }
  }

  /// A reader that does as asked.
  var reader: CSVReader {
    var header: [String]?
    if let expectHeader {
      let reader = CSVReader(delimiter: UInt8(ascii: ","), encoding: .utf8)
      header = (try? reader.table(Array(expectHeader.utf8)))?.rows.first ?? []
    }
    return CSVReader(
      delimiter: delimiter.flatMap(CSVInputOptions.delimiter),
      encoding: fromEncoding.flatMap { TextEncoding(name: $0) }, isStrict: strict,
      expectedHeader: header)
  }

  private static func delimiter(_ text: String) -> UInt8? {
    switch text {
    case "comma": UInt8(ascii: ",")
    case "tab", "\\t": 0x09
    case "semicolon": UInt8(ascii: ";")
    case "bar", "pipe": UInt8(ascii: "|")
    default:
      text.utf8.count == 1
        ? text.utf8.first.flatMap {
          $0 < 0x80 && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D && $0 != 0 ? $0 : nil
        }
        : nil
    }
  }
}

/// How CSV is written.
struct CSVOutputOptions: ParsableArguments {
  @Flag(help: ArgumentHelp(Help.bom))
  var bom = false

  @Flag(help: ArgumentHelp(Help.forExcel))
  var forExcel = false

  @Flag(help: ArgumentHelp(Help.crlf))
  var crlf = false

  @Option(help: ArgumentHelp(Help.encoding, valueName: "NAME"))
  var encoding: String?

  @Flag(help: ArgumentHelp(Help.guardFormulas))
  var guardFormulas = false

  func validate() throws {
    if let encoding, TextEncoding(name: encoding) == nil {
      throw ValidationError(
        Terminal.text("csv.bad-encoding", ["option": "--encoding", "text": encoding]))
    }
  }

  /// The options that change what is written, as records of runs have them.
  var recorded: [String] {
    let flags = [
      ("bom", bom), ("for-excel", forExcel), ("crlf", crlf), ("guard-formulas", guardFormulas),
    ]
    return (encoding.map { ["encoding=\($0)"] } ?? []) + flags.filter(\.1).map(\.0)
  }

  /// A writer that does as asked. UTF-16 always has its mark: without it nothing reads it.
  var writer: CSVWriter {
    let encoding = encoding.flatMap { TextEncoding(name: $0) } ?? .utf8
    let isWide = encoding == .utf16LE || encoding == .utf16BE
    return CSVWriter(
      byteOrderMark: bom || forExcel || isWide, encoding: encoding, crlf: crlf || forExcel,
      guardsFormulas: guardFormulas || forExcel)
  }
}
