/// Reads comma-separated values after RFC 4180, and what is found in the wild, row by row in memory that
/// does not grow with the file.
///
///     let reader = CSVReader()
///     let report = try reader.forEachRow(in: bytes) { row in
///       row.forEachField { field in total += field.decimal?.coefficient ?? 0 }
///     }
///
/// Lines end with LF, CRLF or CR; quoted fields may hold line ends, delimiters and doubled quotes. An
/// empty line is a row of one empty field. Delimiter and encoding are found by looking unless they are
/// given, and the report says what was found.
///
/// Strictly, everything RFC 4180 has no place for is an error with its place. Otherwise it is read by
/// the rule that ``CSVIssue/Rule`` states, and reported.
public struct CSVReader: Sendable {
  /// The byte between fields; nil to find it among comma, tab, semicolon and bar.
  public var delimiter: UInt8?
  /// The encoding; nil to find it.
  public var encoding: TextEncoding?
  /// Whether everything that RFC 4180 has no place for is an error.
  public var isStrict: Bool
  /// The first row as it must be, or nil for any.
  public var expectedHeader: [String]?
  /// How many bytes of UTF-8 one row may have, 16 MiB by default.
  public var rowLimit = 16 << 20
  /// How many bytes to ask for at a time; tests ask for few.
  var pieceBytes = 1 << 16
  /// How many fields one row may have.
  public static let fieldLimit = 1 << 20
  /// How many issues a report keeps.
  public static let issueLimit = 100

  /// A reader; what is not given is found by looking.
  public init(
    delimiter: UInt8? = nil, encoding: TextEncoding? = nil, isStrict: Bool = false,
    expectedHeader: [String]? = nil
  ) {
    (self.delimiter, self.encoding, self.isStrict) = (delimiter, encoding, isStrict)
    self.expectedHeader = expectedHeader
  }

  /// Reads bytes that are in memory.
  ///
  /// - Throws: ``SpreadsheetError``, and what `body` throws, which ends the reading.
  /// - Complexity: O(*n*).
  @discardableResult
  public func forEachRow(
    in bytes: [UInt8], _ body: (borrowing CSVRow) throws -> Void
  ) throws -> CSVReport {
    let scanner = CSVScanner(self)
    var at = 0
    while let row = try scanner.row(in: bytes, &at) { try body(row) }
    return scanner.report
  }

  /// Reads bytes as they come.
  ///
  /// - Parameters:
  ///   - next: appends the next bytes of the file to the empty array it is given, nothing at the end.
  ///   - body: looks at each row.
  /// - Returns: what the file turned out to be.
  /// - Throws: ``SpreadsheetError``, and what `next` and `body` throw, which ends the reading.
  @discardableResult
  public func forEachRow(
    from next: (inout [UInt8]) throws -> Void, _ body: (borrowing CSVRow) throws -> Void
  ) throws -> CSVReport {
    let scanner = CSVScanner(self)
    var piece: [UInt8] = []
    var more: [UInt8] = []
    while true {
      switch try scanner.next() {
      case .row: try body(CSVRow(scanner))
      case .end: return scanner.report
      case .hungry(let wanted):
        piece.removeAll(keepingCapacity: true)
        var isLast = false
        // A pipe gives little at a time, and what the file is, is decided by what comes first.
        while piece.count < wanted, !isLast {
          more.removeAll(keepingCapacity: true)
          try next(&more)
          isLast = more.isEmpty
          if piece.isEmpty { swap(&piece, &more) } else { piece += more }
        }
        try scanner.append(piece[...], isLast: isLast)
      }
    }
  }

  /// All rows of a file with the line on which each starts, and what the file turned out to be.
  public func table(_ bytes: [UInt8]) throws(SpreadsheetError) -> CSVTable {
    let scanner = CSVScanner(self)
    var table = CSVTable(rows: [], lines: [], report: scanner.report)
    var at = 0
    while let row = try scanner.row(in: bytes, &at) {
      var texts: [String] = []
      texts.reserveCapacity(row.count)
      row.forEachField { texts.append($0.text) }
      table.rows.append(texts)
      table.lines.append(row.line)
    }
    table.report = scanner.report
    return table
  }
}

/// A whole CSV in memory.
public struct CSVTable: Sendable {
  /// The fields row by row.
  public internal(set) var rows: [[String]]
  /// For each row the line on which it starts, counted from 1.
  public internal(set) var lines: [Int]
  /// What the file turned out to be.
  public internal(set) var report: CSVReport
}
