import Foundation
import Spreadsheet
import Testing

/// What a run of the program gave.
private struct Outcome {
  var code: Int32
  var output: String
  var errors: String
}

private func run(_ arguments: [String], input: [UInt8]? = nil, language: String = "C") throws
  -> Outcome
{
  let process = Process()
  process.executableURL = Bundle.main.bundleURL.deletingLastPathComponent()
    .appendingPathComponent("fiscaltables")
  if !FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? "") {
    let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    process.executableURL = folder.appendingPathComponent("fiscaltables")
  }
  process.arguments = arguments
  process.environment = ["LC_ALL": language]
  let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = errors
  process.standardInput = standardInput
  try process.run()
  if let input { standardInput.fileHandleForWriting.write(Data(input)) }
  try standardInput.fileHandleForWriting.close()
  let text = output.fileHandleForReading.readDataToEndOfFile()
  let complaints = errors.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Outcome(
    code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
    errors: String(decoding: complaints, as: UTF8.self))
}

/// A path of its own in a temporary directory; the caller removes it.
private func file(_ bytes: [UInt8], _ name: String) throws -> String {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  let url = folder.appendingPathComponent(name)
  try Data(bytes).write(to: url)
  return url.path
}

private func workbook() throws -> [UInt8] {
  var book = Workbook()
  var first = Sheet(name: "One")
  first[0, 0] = Cell(.text("a\"b"))
  first[1, 1] = Cell(.number("1201.50"), style: CellStyle(numberFormat: "#,##0.00"), formula: "1+1")
  first[1, 2] = Cell(.number("45505"), style: CellStyle(numberFormat: "yyyy/m/d"))
  first[2, 0] = Cell(.boolean(true))
  first[2, 1] = Cell(.error("#N/A"))
  first[3, 3] = Cell(.empty, style: CellStyle(numberFormat: "0.00"))
  var second = Sheet(name: "Two")
  second.visibility = .hidden
  second[0, 0] = Cell(.text(""))
  book.sheets = [first, second]
  return try book.xlsx()
}

@Test func listsEveryCell() throws {
  let path = try file(workbook(), "book.xlsx")
  let outcome = try run(["cells", path])
  #expect(outcome.code == 0)
  #expect(
    outcome.output == """
      {"sheet":"One","ref":"A1","type":"text","value":"a\\"b","shown":"a\\"b","formula":null}
      {"sheet":"One","ref":"B2","type":"number","value":"1201.50","shown":"1,201.50","formula":"1+1"}
      {"sheet":"One","ref":"C2","type":"date","value":"2024-08-01","shown":"2024/8/1","formula":null}
      {"sheet":"One","ref":"A3","type":"boolean","value":"TRUE","shown":"TRUE","formula":null}
      {"sheet":"One","ref":"B3","type":"error","value":"#N/A","shown":"#N/A","formula":null}
      {"sheet":"Two","ref":"A1","type":"text","value":"","shown":"","formula":null}

      """)
}

@Test func oneSheetAsShown() throws {
  let path = try file(workbook(), "book.xlsx")
  #expect(
    try run(["cells", path, "--to", "csv"]).output
      == "\"a\"\"b\"\n,\"1,201.50\",2024/8/1\nTRUE,#N/A\n")
  #expect(try run(["cells", path, "--sheet", "Two"]).output.contains("\"sheet\":\"Two\""))
  #expect(try run(["cells", path, "--sheet", "2"]).output.contains("\"sheet\":\"One\"") == false)
}

@Test func csvIsOneSheet() throws {
  let path = try file(Array("\u{FEFF}id,name\n007,\"x,y\"\n,\n".utf8), "list.csv")
  #expect(
    try run(["cells", path]).output == """
      {"sheet":"list","ref":"A1","type":"text","value":"id","shown":"id","formula":null}
      {"sheet":"list","ref":"B1","type":"text","value":"name","shown":"name","formula":null}
      {"sheet":"list","ref":"A2","type":"text","value":"007","shown":"007","formula":null}
      {"sheet":"list","ref":"B2","type":"text","value":"x,y","shown":"x,y","formula":null}

      """)
  // The same in GB 18030 with semicolons, through a pipe.
  let outcome = try run(["cells", "-"], input: [0xC4, 0xEA, 0x3B, 0x31, 0x0A])
  #expect(
    outcome.output.contains(
      "\"sheet\":\"stdin\",\"ref\":\"A1\",\"type\":\"text\",\"value\":\"\u{5E74}\""))
}

/// Many a `.xls` is a web page: its rows are those of its tables, in whatever encoding it says.
@Test func aWebPageIsOneSheet() throws {
  let page =
    "<html><head><meta charset='gb2312'></head><body><table>"
    + "<tr><td>\u{5E74}</td><td>1,201.50</td></tr><tr><td colspan=2>a;b</td></tr></table></body></html>"
  let expected = """
    {"sheet":"export","ref":"A1","type":"text","value":"\u{5E74}","shown":"\u{5E74}","formula":null}
    {"sheet":"export","ref":"B1","type":"text","value":"1,201.50","shown":"1,201.50","formula":null}
    {"sheet":"export","ref":"A2","type":"text","value":"a;b","shown":"a;b","formula":null}

    """
  let utf8 = try run(["cells", file(Array(page.utf8), "export.xls")])
  #expect(utf8.code == 0 && utf8.output == expected)
  let gb = Array(page.utf8).split(separator: 0xE5, maxSplits: 1).map(Array.init)
  // The character in GB 18030.
  let bytes = gb[0] + [0xC4, 0xEA] + gb[1].dropFirst(2)
  let other = try run(["cells", file(bytes, "export.xls")])
  #expect(other.code == 0 && other.output == expected)
  #expect(try run(["cells", file(bytes, "export.xls"), "--to", "csv"]).output.contains("a;b"))
}

@Test func saysWhatIsWrong() throws {
  let path = try file(workbook(), "book.xlsx")
  let missing = try run(["cells", path, "--sheet", "Three"])
  #expect(missing.code == 2 && missing.output.isEmpty)
  #expect(missing.errors.contains("there is no sheet 'Three'; there are: One, Two"))
  let chinese = try run(["cells", path, "--sheet", "Three"], language: "zh_CN.UTF-8")
  #expect(chinese.code == 2 && chinese.errors.contains("\u{5DE5}\u{4F5C}\u{8868}"))
  let cut = try run(["cells", file(Array(workbook().prefix(700)), "cut.xlsx")])
  #expect(cut.code == 2 && cut.errors.contains("cut.xlsx: "))
  #expect(try run(["cells", file([], "empty.csv")]).code == 2)
  #expect(try run(["cells", "no-such-file"]).code == 2)
  #expect(try run(["cells", path, "--to", "pdf"]).code == 64)
}

@Test func csvIsReadAsAsked() throws {
  let odd = try file(Array("foo,bar\n1,a\"b\n".utf8), "odd.csv")
  let lenient = try run(["cells", odd, "--to", "csv"])
  #expect(lenient.code == 0 && lenient.output == "foo,bar\n1,\"a\"\"b\"\n")
  #expect(lenient.errors.contains("line 2, column 4 (byte 11)"))
  let strict = try run(["cells", odd, "--strict"])
  #expect(strict.code == 2 && strict.errors.contains("line 2, column 4 (byte 11)"))
  #expect(try run(["cells", odd, "--expect-header", "foo,bar"]).code == 0)
  #expect(try run(["cells", odd, "--expect-header", "bar,foo"]).code == 2)
  #expect(try run(["cells", odd, "--delimiter", "ab"]).code == 64)
  #expect(try run(["cells", odd, "--from-encoding", "koi8"]).code == 64)
  let colon = try run(
    ["cells", "-", "--to", "csv", "--delimiter", ":"], input: Array("a,b:c\n".utf8))
  #expect(colon.output == "\"a,b\",c\n")
  let excel = try run(["cells", odd, "--to", "csv", "--for-excel"])
  #expect(excel.output == "\u{FEFF}foo,bar\r\n1,\"a\"\"b\"\r\n")
  let wrong = try run(["cells", "-"], input: [0x61, 0x2C, 0xC4, 0xEA, 0x2C, 0xFF, 0x0A])
  #expect(wrong.code == 2 && wrong.errors.contains("byte 5"))
}

/// What gzip has packed is read as what it is, and what is damaged is an error.
@Test func gzipIsUnpackedOnTheWay() throws {
  let packed: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0xD4, 0x49, 0xE2, 0x32, 0xD4, 0x31, 0xE2, 2, 0,
    0x7B, 7, 0x97, 0x0A, 8, 0, 0, 0,
  ]
  let whole = try run(["cells", "--to", "csv", "-"], input: packed)
  #expect(whole.code == 0 && whole.output == "a,b\n1,2\n", "\(whole.errors)")
  let twice = try run(["cells", "--to", "csv", "-"], input: packed + packed)
  #expect(twice.output == "a,b\n1,2\na,b\n1,2\n")
  let cut = try run(["cells", "--to", "csv", "-"], input: Array(packed.dropLast(4)))
  #expect(cut.code == 2 && cut.errors.contains("gzip"))
}

@Test func doubtIsSaid() throws {
  // One character of GB 18030 that is a Latin letter in UTF-8 tells nothing.
  let bytes = Array("code,name\n201,".utf8) + [0xC7, 0xAE, 0x0A]
  let outcome = try run(["cells", "--to", "csv", "-"], input: bytes)
  #expect(outcome.output.contains("\u{1EE}"))
  #expect(outcome.errors.contains("may be GB18030"))
  let rivals = try run(["cells", "--to", "csv", "-"], input: Array("a,b;c\n1,x;3\n".utf8))
  #expect(rivals.errors.contains("semicolon"))
}
