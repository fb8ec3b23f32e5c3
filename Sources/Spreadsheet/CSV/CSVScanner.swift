/// Finds the fields of one row after the other in a window of decoded text.
///
/// A row that the window cuts off is scanned again when more has come; the window at least doubles for
/// it, so the whole stays linear.
///
/// Its variables are not checked for overlapping access at run time: that took two fifths of the time,
/// and nothing it calls calls it back.
final class CSVScanner {
  /// Where a field's content stands in the window.
  struct Field {
    var start: Int32
    var count: Int32
    var isQuoted: Bool
    /// Whether doubled quotes stand in it.
    var hasEscapes: Bool

    @inline(__always)
    init(_ start: Int, _ end: Int, isQuoted: Bool = false, hasEscapes: Bool = false) {
      self.start = Int32(truncatingIfNeeded: start)
      count = Int32(truncatingIfNeeded: end - start)
      (self.isQuoted, self.hasEscapes) = (isQuoted, hasEscapes)
    }
  }

  /// What there is to do next.
  enum Step {
    case row
    case end
    /// More bytes are wanted, about so many.
    case hungry(Int)
  }

  @exclusivity(unchecked) private(set) var report: CSVReport
  @exclusivity(unchecked) private(set) var fieldCount = 0
  /// The line on which the row starts.
  @exclusivity(unchecked) private(set) var rowLine = 1
  @exclusivity(unchecked) private(set) var fields: UnsafeMutablePointer<Field>
  @exclusivity(unchecked) private var fieldCapacity = 64

  private let reader: CSVReader
  @exclusivity(unchecked) private var decoder: TextDecoder
  private let window = ByteBuffer(capacity: 1 << 17)
  private let scratch = ByteBuffer()
  /// Where in the window the current row begins, and where the next one does.
  @exclusivity(unchecked) private var rowStart = 0
  @exclusivity(unchecked) private var nextStart = 0
  @exclusivity(unchecked) private var nextLine = 1
  @exclusivity(unchecked) private var isComplete = false
  @exclusivity(unchecked) private var hasBegun = false
  /// The delimiter in each byte of a word.
  @exclusivity(unchecked) private var needles: UInt64 = 0
  @exclusivity(unchecked) private var firstCount: Int?
  /// Issues of the row that is being scanned: rule and place in the window.
  @exclusivity(unchecked) private var found: [(rule: CSVIssue.Rule, at: Int)] = []
  /// Quotes of this row, relative to its start, that open nothing.
  @exclusivity(unchecked) private var literalQuotes: Set<Int> = []
  @exclusivity(unchecked) private var rescanned = 0
  /// Places in the window with their offsets in the file, ascending; the first is at or before the row.
  @exclusivity(unchecked) private var marks: [(at: Int, offset: Int)] = []
  /// How many bytes to ask for: at least as many as the row has that is not yet whole.
  private var pieceBytes: Int { max(reader.pieceBytes, window.count - rowStart) }

  private static let quote = UInt8(ascii: "\"")
  /// Reading an unclosed quote as text means scanning the rest again; this bounds how much in all.
  private static let rescanLimit = 256 << 20

  init(_ reader: CSVReader) {
    self.reader = reader
    decoder = TextDecoder(encoding: reader.encoding)
    report = CSVReport(
      encoding: reader.encoding ?? .utf8, encodingEvidence: decoder.evidence,
      delimiter: reader.delimiter ?? UInt8(ascii: ","), delimiterIsGiven: reader.delimiter != nil)
    fields = .allocate(capacity: fieldCapacity)
  }

  deinit {
    fields.deallocate()
  }

  // MARK: The window

  /// The next row of bytes that are in memory, those before a place being taken; nil at the end.
  func row(in bytes: [UInt8], _ at: inout Int) throws(SpreadsheetError) -> CSVRow? {
    while true {
      switch try next() {
      case .row: return CSVRow(self)
      case .end: return nil
      case .hungry(let wanted):
        let piece = bytes[at..<min(bytes.count, at + wanted)]
        at = piece.endIndex
        try append(piece, isLast: at == bytes.count)
      }
    }
  }

  /// Takes the next bytes of the file.
  func append(_ piece: ArraySlice<UInt8>, isLast: Bool) throws(SpreadsheetError) {
    try piece.withUnsafeBufferPointer { piece throws(SpreadsheetError) in
      try append(piece, isLast: isLast)
    }
  }

  private func append(_ piece: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(SpreadsheetError) {
    // The text is kept from a place on whose offset in the file is known.
    if let kept = marks.lastIndex(where: { $0.at <= nextStart }) {
      marks.removeFirst(kept)
      let dropped = marks[0].at
      window.removeFirst(dropped)
      for index in marks.indices { marks[index].at -= dropped }
      nextStart -= dropped
    }
    let before = window.count
    do throws(TextEncodingError) {
      let offset = try decoder.append(piece, isLast: isLast, to: window)
      marks.append((before, offset))
    } catch {
      throw .encoding(error)
    }
    report.encoding = decoder.encoding ?? .utf8
    report.encodingEvidence = decoder.evidence
    report.otherEncoding = decoder.other
    isComplete = isLast
    // A line end behind the text spares the scanner a check at each byte.
    window.base[window.count] = 0x0A
    if !hasBegun {
      hasBegun = true
      if !reader.isStrict, let named = CSVDelimiter.named(window.bytes) {
        (nextStart, nextLine) = (named.length, 2)
        if reader.delimiter == nil { report.delimiter = named.byte }
      } else if reader.delimiter == nil {
        let found = CSVDelimiter(window.bytes, isWhole: isLast)
        (report.delimiter, report.rivalDelimiter) = (found.byte, found.rival)
      }
      needles = UInt64(report.delimiter) &* Self.ones
    }
  }

  /// Finds the next row.
  func next() throws(SpreadsheetError) -> Step {
    if !hasBegun { return .hungry(reader.pieceBytes) }
    if nextStart >= window.count, isComplete {
      guard report.rows > 0 || reader.expectedHeader == nil else { throw .csv(issue(.header, 0)) }
      return .end
    }
    literalQuotes.removeAll(keepingCapacity: true)
    rowLine = nextLine
    rowStart = nextStart
    let outcome = try scan()
    switch outcome {
    case .row: try finish()
    case .hungry where window.count - rowStart > reader.rowLimit:
      throw .limitExceeded(limit: "bytes in a row", allowed: reader.rowLimit)
    case .hungry:
      // It is scanned again from here, with what was read before at the front.
      nextStart = rowStart
      nextLine = rowLine
    case .end: break
    }
    return outcome
  }

  // MARK: Scanning

  private func growFields() throws(SpreadsheetError) {
    guard fieldCapacity < CSVReader.fieldLimit else {
      throw .limitExceeded(limit: "fields in a row", allowed: CSVReader.fieldLimit)
    }
    let larger = UnsafeMutablePointer<Field>.allocate(capacity: fieldCapacity * 2)
    larger.update(from: fields, count: fieldCapacity)
    fields.deallocate()
    fields = larger
    fieldCapacity *= 2
  }

  private func scan() throws(SpreadsheetError) -> Step {
    // Local copies: variables of a class cost a check at each access.
    let (p, end, needles, delimiter) = (base, window.count, needles, report.delimiter)
    var (fields, capacity) = (fields, fieldCapacity)
    var (at, count, literal) = (rowStart, 0, !literalQuotes.isEmpty)
    nextLine = rowLine
    if !found.isEmpty { found.removeAll(keepingCapacity: true) }
    while true {
      if count == capacity {
        try growFields()
        (fields, capacity) = (self.fields, fieldCapacity)
      }
      let start = at
      let first = p[at]
      if first == delimiter {
        // Half of the cells of a wide table are empty.
        fields[count] = Field(start, start)
        count += 1
        at += 1
        continue
      }
      if first == Self.quote, at < end, !literal || !literalQuotes.contains(at - rowStart) {
        switch try scanQuoted(&at, &fields[count]) {
        case .hungry(let wanted): return .hungry(wanted)
        case .end:
          // The quote opens nothing: once more, with that known.
          (at, literal) = (start, true)
          continue
        case .row: break
        }
      } else {
        at = scanText(p, from: start, to: end, needles: needles)
        fields[count] = Field(start, at)
      }
      count += 1
      guard p[at] == delimiter else { return endRow(at, fields: count) }
      at += 1
    }
  }

  /// Where text that is not quoted ends; quotes and NULs in it are noted.
  @inline(__always)
  private func scanText(
    _ p: UnsafePointer<UInt8>, from start: Int, to end: Int, needles: UInt64
  ) -> Int {
    let delimiter = UInt8(truncatingIfNeeded: needles)
    var at = start
    while true {
      at = Self.textEnd(p + at, needles) - p
      let byte = p[at]
      guard byte == Self.quote || byte == 0 && delimiter != 0, at < end else { return at }
      found.append((byte == 0 ? .zeroByte : at == start ? .openQuote : .loneQuote, at))
      at += 1
    }
  }

  /// Ends a row behind its last field, where a line end stands, or the end.
  private func endRow(_ at: Int, fields: Int) -> Step {
    let (p, end) = (base, window.count)
    var next = at
    if at < end {
      next += 1
      if p[at] == 0x0D {
        if next >= end, !isComplete { return .hungry(pieceBytes) }
        if next < end, p[next] == 0x0A { next += 1 }
      }
      nextLine += 1
    } else if !isComplete {
      return .hungry(pieceBytes)
    }
    (nextStart, fieldCount) = (min(next, end), fields)
    return .row
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The first delimiter, quote, line end or NUL, of which there is one.
  ///
  /// Eight bytes at a time: subtracting one borrows into the highest bit where a byte is zero, and
  /// subtracting a blank where it is less than one, exactly so at the first such byte.
  @inline(never)
  private static func textEnd(
    _ start: UnsafePointer<UInt8>, _ needles: UInt64
  ) -> UnsafePointer<UInt8> {
    let ones = ones
    let quotes = ones &* 0x22
    let blanks = ones &* 0x20
    let delimiter = UInt8(truncatingIfNeeded: needles)
    var p = start
    while true {
      let word = UnsafeRawPointer(p).loadUnaligned(as: UInt64.self).littleEndian
      let a = word ^ needles
      let b = word ^ quotes
      let hits =
        (((a &- ones) & ~a) | ((b &- ones) & ~b) | ((word &- blanks) & ~word)) & (ones &* 0x80)
      if hits == 0 {
        p += 8
        continue
      }
      p += hits.trailingZeroBitCount >> 3
      let byte = p.pointee
      if byte >= 0x20 || byte == 0x0A || byte == 0x0D || byte == 0 || byte == delimiter { return p }
      // Other control characters are text.
      p += 1
    }
  }

  /// Scans a quoted field from its quote to what stands behind it; `end` where the quote opens nothing.
  private func scanQuoted(_ at: inout Int, _ field: inout Field) throws(SpreadsheetError) -> Step {
    let (p, end, open) = (base, window.count, at)
    let (line, issues) = (nextLine, found.count)
    let delimiter = report.delimiter
    var (escapes, goesOn) = (false, false)
    at += 1
    while true {
      while p[at] != Self.quote, p[at] != 0x0A, p[at] != 0x0D, p[at] != 0,
        !goesOn || p[at] != delimiter
      { at += 1 }
      if at >= end, !isComplete { return .hungry(pieceBytes) }
      if goesOn, at >= end || p[at] != Self.quote && p[at] != 0, nextLine == line {
        // Behind its closing quote the field went on: all of it is text.
        field = Field(open, at)
        return .row
      }
      if at >= end || goesOn && p[at] != Self.quote && p[at] != 0 {
        try takeForText(open)
        nextLine = line
        found.removeLast(found.count - issues)
        return .end
      }
      let byte = p[at]
      at += 1
      switch byte {
      case 0: found.append((.zeroByte, at - 1))
      case 0x0A: nextLine += 1
      case 0x0D:
        // CRLF is counted at its LF; whether one follows is known once it is there.
        guard at < end || isComplete else { return .hungry(pieceBytes) }
        if at >= end || p[at] != 0x0A { nextLine += 1 }
      default:
        let close = at - 1
        switch try behindQuote(&at) {
        case .escape: escapes = true
        case .text: goesOn = true
        case .fieldEnd:
          // What went on behind a quote and over lines was opened by a quote that nothing closes.
          if goesOn, nextLine > line {
            try takeForText(open)
            nextLine = line
            found.removeLast(found.count - issues)
            return .end
          }
          field = Field(open + 1, close, isQuoted: true, hasEscapes: escapes)
          return .row
        case .unknown: return .hungry(pieceBytes)
        }
      }
    }
  }

  /// What a quote within a quoted field is, by what stands behind it.
  private enum Quote { case escape, text, fieldEnd, unknown }

  /// Tells what the quote before a place is, and moves the place behind what belongs to it.
  private func behindQuote(_ at: inout Int) throws(SpreadsheetError) -> Quote {
    let (p, end, delimiter) = (base, window.count, report.delimiter)
    func endsField(_ index: Int) -> Bool {
      index >= end || p[index] == delimiter || p[index] == 0x0A || p[index] == 0x0D
    }
    if at >= end, !isComplete { return .unknown }
    if at < end, p[at] == Self.quote {
      at += 1
      return .escape
    }
    if endsField(at) { return .fieldEnd }
    var blank = at
    while blank < end, p[blank] == 0x20 || p[blank] == 0x09 { blank += 1 }
    if blank >= end, !isComplete { return .unknown }
    if blank > at, endsField(blank) {
      found.append((.blankAfterQuote, at))
      at = blank
      return .fieldEnd
    }
    if reader.isStrict { throw .csv(issue(.strayQuote, at - 1)) }
    found.append((.strayQuote, at - 1))
    return .text
  }

  /// Takes a quote that nothing closes for text, unless that is an error.
  private func takeForText(_ open: Int) throws(SpreadsheetError) {
    if reader.isStrict { throw .csv(issue(.openQuote, open)) }
    rescanned += window.count - rowStart
    guard rescanned <= Self.rescanLimit else {
      throw .limitExceeded(
        limit: "bytes after quotes that nothing closes", allowed: Self.rescanLimit)
    }
    literalQuotes.insert(open - rowStart)
  }

  /// Counts the row, keeps what was found in it, and checks it.
  private func finish() throws(SpreadsheetError) {
    report.rows += 1
    if !found.isEmpty {
      for (rule, at) in found {
        if reader.isStrict { throw .csv(issue(rule, at)) }
        note(rule, at)
      }
    }
    if let firstCount {
      if fieldCount != firstCount {
        if reader.isStrict { throw .csv(issue(.raggedRow, rowStart)) }
        note(.raggedRow, rowStart)
      }
      return
    }
    firstCount = fieldCount
    if let expected = reader.expectedHeader {
      let texts = (0..<fieldCount).map { String(decoding: content($0), as: UTF8.self) }
      guard texts == expected else { throw .csv(issue(.header, rowStart)) }
    }
  }

  /// The window's text.
  var base: UnsafePointer<UInt8> { UnsafePointer(window.base) }

  /// The content of a field.
  func content(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[index]
    let bytes = UnsafeBufferPointer(
      start: window.base + Int(field.start), count: Int(field.count))
    return field.hasEscapes ? unescaped(bytes) : bytes
  }

  /// The content with each doubled quote once, valid until the next call.
  func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    scratch.count = 0
    scratch.reserve(bytes.count)
    var (from, to) = (0, 0)
    while from < bytes.count {
      scratch.base[to] = bytes[from]
      to += 1
      from +=
        bytes[from] == Self.quote && from + 1 < bytes.count && bytes[from + 1] == Self.quote ? 2 : 1
    }
    scratch.count = to
    return scratch.bytes
  }

  // MARK: Places

  private func note(_ rule: CSVIssue.Rule, _ at: Int) {
    report.counts[rule, default: 0] += 1
    if report.issues.count < CSVReader.issueLimit { report.issues.append(issue(rule, at)) }
  }

  private func issue(_ rule: CSVIssue.Rule, _ at: Int) -> CSVIssue {
    let place = place(at)
    return CSVIssue(
      rule: rule, line: place.line, column: place.column, offset: place.offset,
      fields: rule == .raggedRow
        ? .init(found: fieldCount, expected: firstCount ?? fieldCount) : nil)
  }

  func placeOfField(_ index: Int) -> (line: Int, column: Int, offset: Int) {
    place(Int(fields[index].start) - (fields[index].isQuoted ? 1 : 0))
  }

  private func place(_ at: Int) -> (line: Int, column: Int, offset: Int) {
    var (line, lineStart) = (rowLine, rowStart)
    var index = rowStart
    while index < at {
      let byte = window.base[index]
      index += 1
      if byte == 0x0A || byte == 0x0D && (index >= window.count || window.base[index] != 0x0A) {
        line += 1
        lineStart = index
      }
    }
    var column = 1
    for index in lineStart..<max(lineStart, at) where window.base[index] & 0xC0 != 0x80 {
      column += 1
    }
    let mark = marks.last { $0.at <= at } ?? (0, 0)
    let between = UnsafeBufferPointer(start: window.base + mark.at, count: at - mark.at)
    let encoding = decoder.encoding ?? .utf8
    return (line, column, mark.offset + encoding.width(of: between))
  }
}
