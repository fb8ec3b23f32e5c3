import Testing

@testable import Spreadsheet

@Test(
  arguments: [
    ("", []),
    ("a", [["a"]]),
    ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
    ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
    ("a\rb\r", [["a"], ["b"]]),
    ("a,\n,b\n", [["a", ""], ["", "b"]]),
    ("a,", [["a", ""]]),
    ("\n\n", [[""], [""]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]),
    ("\"a\nb\r\nc\"\n", [["a\nb\r\nc"]]),
    ("\"\",\"\"\"\"\n", [["", "\""]]),
    (" a , \u{5E74} \n", [[" a ", " \u{5E74} "]]),
    ("\u{FEFF}a,b", [["a", "b"]]),
    ("\u{FEFF}\"a,b\"", [["a,b"]]),
    ("\u{FEFF}", []),
    ("38' 54\",a\"b\"", [["38' 54\"", "a\"b\""]]),
  ] as [(String, [[String]])])
func readsCSV(text: String, rows: [[String]]) throws {
  #expect(try CSVReader().rows(Array(text.utf8)) == rows)
}

@Test(arguments: [
  ("a,\"b", 1, 3), ("a\n\"b\nc", 2, 1), ("\"a\"b", 1, 4),
  ("\"a\nb\"c", 2, 3), ("\"", 1, 1), ("a\r\n\r\nb,\"\"\"", 3, 3),
])
func csvErrorsNameTheirPlace(text: String, line: Int, column: Int) {
  let error = #expect(throws: SpreadsheetError.self) { try CSVReader().rows(Array(text.utf8)) }
  guard case .csv(let foundLine, let foundColumn, _) = error else {
    Issue.record("no place in \(String(describing: error))")
    return
  }
  #expect([foundLine, foundColumn] == [line, column])
}

@Test func csvMustBeUTF8() {
  #expect(throws: SpreadsheetError.csv(line: 2, column: 3, reason: "a field that is not UTF-8")) {
    try CSVReader().rows([0x61, 0x0A, 0x62, 0x2C, 0xFF])
  }
}

@Test(
  arguments: [
    ([["a", "b"], ["c"]], "a,b\nc\n"),
    ([["a,b", "c\"d", "e\nf", "g\rh", " i ", ""]], "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\", i ,\n"),
    ([["=1", "-1", "019001"]], "=1,-1,019001\n"),
    ([[""]], "\n"),
    ([], ""),
  ] as [([[String]], String)])
func writesCSV(rows: [[String]], text: String) {
  #expect(String(decoding: CSVWriter().bytes(rows), as: UTF8.self) == text)
}

@Test func csvTakesOtherDelimitersAndMarks() throws {
  let writer = CSVWriter(delimiter: UInt8(ascii: "\t"), byteOrderMark: true)
  let bytes = writer.bytes([["a,b", "c\td"]])
  #expect(bytes == Array("\u{FEFF}a,b\t\"c\td\"\n".utf8))
  #expect(try CSVReader(delimiter: UInt8(ascii: "\t")).rows(bytes) == [["a,b", "c\td"]])
}

@Test(arguments: 0..<200)
func csvReadsBackEqual(seed: UInt64) throws {
  var generator = Generator(seed: seed)
  let rows = (0..<generator.pick([0, 1, 7])).map { _ in
    (0..<generator.pick([1, 2, 9])).map { _ in generator.text() }
  }
  #expect(try CSVReader().rows(CSVWriter().bytes(rows)) == rows, "seed \(seed)")
}
