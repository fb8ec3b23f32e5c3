import Testing

@testable import Spreadsheet

private let comma = CSVReader(delimiter: UInt8(ascii: ","), encoding: .utf8)

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
  ] as [(String, [[String]])])
func readsCSV(text: String, rows: [[String]]) throws {
  #expect(try comma.table(Array(text.utf8)).rows == rows)
}

/// What RFC 4180 has no place for: read by a stated rule, or refused at the very place.
@Test(
  arguments: [
    ("38' 54\",a\"b\"", [["38' 54\"", "a\"b\""]], .loneQuote, 1, 7, 6),
    ("a\n\"b\nc", [["a"], ["\"b"], ["c"]], .openQuote, 2, 1, 2),
    ("\u{5E74},\"b", [["\u{5E74}", "\"b"]], .openQuote, 1, 3, 4),
    ("x\n1,\"Hey, \" it\",3", [["x"], ["1", "Hey, \" it", "3"]], .strayQuote, 2, 9, 10),
    ("\"a\" ,b", [["a", "b"]], .blankAfterQuote, 1, 4, 3),
    ("a\nb,c", [["a"], ["b", "c"]], .raggedRow, 2, 1, 2),
    ("a\0b", [["a\0b"]], .zeroByte, 1, 2, 1),
    ("\"a\nb\"c", [["\"a"], ["b\"c"]], .strayQuote, 2, 2, 4),
  ] as [(String, [[String]], CSVIssue.Rule, Int, Int, Int)])
func oddCSV(
  text: String, rows: [[String]], rule: CSVIssue.Rule, line: Int, column: Int, offset: Int
) throws {
  let table = try comma.table(Array(text.utf8))
  #expect(table.rows == rows)
  var strict = comma
  strict.isStrict = true
  let error = #expect(throws: SpreadsheetError.self) { try strict.table(Array(text.utf8)).rows }
  guard let issue = error?.issue else {
    Issue.record("no place in \(String(describing: error))")
    return
  }
  #expect(issue.rule == rule)
  #expect([issue.line, issue.column, issue.offset] == [line, column, offset])
  #expect(table.report.issues.isEmpty == false)
}

@Test func headersAreChecked() throws {
  var reader = comma
  reader.expectedHeader = ["foo", "bar"]
  #expect(try reader.table(Array("foo,bar\n1,2\n".utf8)).rows.count == 2)
  for text in ["", "foo\n", "bar,foo\n"] {
    let error = #expect(throws: SpreadsheetError.self) { try reader.table(Array(text.utf8)).rows }
    guard let issue = error?.issue else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(issue.rule == .header)
  }
}

@Test(
  arguments: [
    ("a\tb,c\nd\te\n", 0x09), ("a;1,5\nb;2,5\n", 0x3B), ("a|b\nc|d", 0x7C), ("a;b", 0x3B),
    ("1,2,3\n4,5,6", 0x2C), ("x", 0x2C), ("\"a;b;c\",d\n\"e;f\",g\n", 0x2C),
    ("Title; as it is\na,b,c\nd,e,f\n", 0x2C),
  ] as [(String, UInt8)])
func delimitersAreFound(text: String, delimiter: UInt8) throws {
  let table = try CSVReader().table(Array(text.utf8))
  #expect(table.report.delimiter == delimiter && !table.report.delimiterIsGiven)
}

@Test func limitsHold() throws {
  var reader = comma
  reader.rowLimit = 1 << 16
  let long = Array("a\n\"".utf8) + [UInt8](repeating: 0x62, count: 1 << 18)
  #expect(throws: SpreadsheetError.limitExceeded(limit: "bytes in a row", allowed: 1 << 16)) {
    try reader.table(long).rows
  }
  let wide = [UInt8](repeating: UInt8(ascii: ","), count: CSVReader.fieldLimit + 1)
  #expect(throws: SpreadsheetError.self) { try comma.table(wide).rows }
  // A quote at the start of each line, none closed, must not take the square of the file.
  #expect(try comma.table(Array(String(repeating: "\"a b\n", count: 2001).utf8)).rows.count > 1)
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

@Test func csvIsWrittenAsAsked() throws {
  let tab = CSVWriter(delimiter: UInt8(ascii: "\t"), byteOrderMark: true)
  let bytes = tab.bytes([["a,b", "c\td"]])
  #expect(bytes == Array("\u{FEFF}a,b\t\"c\td\"\n".utf8))
  #expect(try CSVReader(delimiter: UInt8(ascii: "\t")).table(bytes).rows == [["a,b", "c\td"]])
  let guarded = CSVWriter(crlf: true, guardsFormulas: true)
  #expect(
    String(
      decoding: guarded.bytes([["=1+1", "-1,201.50", "+86", "-", "--", "@a", "-a", "a=1"]]),
      as: UTF8.self)
      == "'=1+1,\"-1,201.50\",+86,-,--,'@a,'-a,a=1\r\n")
  let wide = [["\u{FF1D}1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}a", "\u{FF11}", "\ta", "\ra"]]
  #expect(
    String(decoding: CSVWriter(guardsFormulas: true).bytes(wide), as: UTF8.self)
      == "'\u{FF1D}1,'\u{FF0B}1,'\u{FF0D}1,'\u{FF20}a,\u{FF11},'\ta,\"'\ra\"\n")
  let gbk = CSVWriter(encoding: .gb18030)
  #expect(try gbk.bytes(encoding: [["\u{5E74}", "1"]]) == [0xC4, 0xEA, 0x2C, 0x31, 0x0A])
}

/// Any table survives writing and reading, whatever the delimiter, the encoding, the line ends, and
/// wherever the pieces end in which it comes.
@Test(arguments: 0..<300)
func csvReadsBackEqual(seed: UInt64) throws {
  var generator = Generator(seed: seed)
  let rows = (0..<generator.pick([0, 1, 7, 40])).map { _ in
    (0..<generator.pick([1, 2, 9])).map { _ in generator.text() }
  }
  for delimiter in CSVDelimiter.candidates {
    for encoding in TextEncoding.allCases {
      let isWide = encoding == .utf16LE || encoding == .utf16BE
      let writer = CSVWriter(
        delimiter: delimiter, byteOrderMark: isWide || generator.chance(50), encoding: encoding,
        crlf: generator.chance(50))
      let bytes = try writer.bytes(encoding: rows)
      var reader = CSVReader(delimiter: delimiter, encoding: encoding)
      reader.pieceBytes = generator.pick([1, 3, 16, 1 << 16])
      let table = try reader.table(bytes)
      #expect(
        table.rows.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } },
        "seed \(seed), \(encoding), delimiter \(delimiter), pieces of \(reader.pieceBytes)")
      #expect(table.report.issues.allSatisfy { [.raggedRow, .zeroByte].contains($0.rule) })
    }
  }
}

/// Every place that is reported is that of the field in the file.
@Test(arguments: 0..<100)
func fieldsKeepTheirPlaces(seed: UInt64) throws {
  var generator = Generator(seed: seed)
  let rows = (0..<9).map { _ in (0..<4).map { _ in generator.text() } }
  let encoding = generator.pick(TextEncoding.allCases)
  let writer = CSVWriter(encoding: encoding)
  var offsets: [Int] = []
  var before: [[String]] = []
  for row in rows {
    for count in row.indices {
      let head = count == 0 ? [] : [Array(row.prefix(count))]
      // One line end less, one delimiter more.
      offsets.append(try writer.bytes(encoding: before + head).count)
    }
    before.append(row)
  }
  var reader = CSVReader(delimiter: UInt8(ascii: ","), encoding: encoding)
  reader.pieceBytes = generator.pick([1, 50, 1 << 16])
  var found: [Int] = []
  try reader.forEachRow(in: writer.bytes(encoding: rows)) { row in
    row.forEachField { found.append($0.place.offset) }
  }
  #expect(found == offsets, "seed \(seed), \(encoding)")
}

/// No bytes make it crash or hang, and what it reads it reads the same in pieces.
@Test(arguments: 0..<300)
func anyBytesAreReadOrRefused(seed: UInt64) throws {
  var generator = Generator(seed: seed)
  let alphabet: [UInt8] = [
    0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x61, 0x20, 0x00, 0xE5, 0xB9, 0xB4, 0xC4, 0xEA, 0xFF, 0x84, 0x31,
  ]
  let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
    generator.chance(95) ? generator.pick(alphabet) : UInt8.random(in: 0...255, using: &generator)
  }
  for encoding in [nil, .utf8, .utf16BE, .gb18030] as [TextEncoding?] {
    var reader = CSVReader(delimiter: UInt8(ascii: ","), encoding: encoding)
    let whole = Result { try reader.table(bytes).rows }
    // What a file is, is decided by what comes first; it is given here.
    guard encoding != nil else { continue }
    reader.pieceBytes = 7
    let pieces = Result { try reader.table(bytes).rows }
    switch (whole, pieces) {
    case (.success(let a), .success(let b)): #expect(a == b, "seed \(seed)")
    case (.failure, .failure): break
    default: Issue.record("seed \(seed), \(String(describing: encoding)): \(whole), \(pieces)")
    }
  }
}

@Test func fieldsAreTyped() throws {
  var values: [CSVValue] = []
  let text = "019001,1201.50,-3,0,0.00,\"7\",,2,882.93x,1E3,.5,5.,00,1234567890123456789"
  try comma.forEachRow(in: Array(text.utf8)) { row in
    for index in 0..<row.count { values.append(row[index]) }
  }
  func decimal(_ text: String) -> CSVValue {
    Array(text.utf8).withUnsafeBufferPointer { CSVDecimal($0) }.map { .decimal($0) } ?? .empty
  }
  #expect(
    values == [
      .text("019001"), decimal("1201.50"), decimal("-3"), decimal("0"), decimal("0.00"),
      decimal("7"), .empty, decimal("2"), .text("882.93x"), .text("1E3"), .text(".5"), .text("5."),
      .text("00"), .text("1234567890123456789"),
    ])
  guard case .decimal(let amount) = decimal("-1201.50") else {
    Issue.record("no decimal")
    return
  }
  #expect(amount.coefficient == -120150 && amount.scale == 2)
}

/// Digits taken together are what they are one by one, wherever the point stands and whatever is around.
@Test(arguments: 1...4) func decimalsAreTheSameTakenTogether(seed: UInt64) throws {
  var generator = Generator(seed: seed)
  var fields = (0..<20).flatMap { length -> [String] in
    let digits = String("12345678901234567890".prefix(length))
    return (0...length).map { at in
      String(digits.prefix(at)) + "." + String(digits.dropFirst(at))
    } + [digits, "-" + digits, "0" + digits]
  }
  let signs = Array("0123456789012345678901234567890123456789....-/:9")
  for _ in 0..<3000 {
    let length = Int.random(in: 1...22, using: &generator)
    fields.append(
      String((0..<length).map { _ in signs.randomElement(using: &generator) ?? "0" }))
  }
  let text = fields.joined(separator: ",")
  var position = 0
  try comma.forEachRow(in: Array(text.utf8)) { row in
    row.forEachField { field in
      let expected = Array(fields[position].utf8).withUnsafeBufferPointer { CSVDecimal($0) }
      #expect(field.decimal == expected, "\(fields[position])")
      position += 1
    }
  }
  #expect(position == fields.count)
}

@Test func controlCharactersAreText() throws {
  let text = "a\u{1}b\tc,\u{B}\u{1F}d\n\u{7}\u{8},\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{9}\n"
  #expect(
    try comma.table(Array(text.utf8)).rows == [
      ["a\u{1}b\tc", "\u{B}\u{1F}d"],
      ["\u{7}\u{8}", "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{9}"],
    ])
}
