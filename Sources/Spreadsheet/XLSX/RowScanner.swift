/// Reads rows straight from the bytes of `sheetData` where they have the plain form that programs
/// write. At anything else it stops, and libxml2 goes on from the start of that row: what the scanner
/// accepts must mean the same to both, which the tests and a fuzz target prove.
///
/// The second way through XML is kept for its speed alone: unpacking a sheet of a million rows takes
/// 0.6 of a second, scanning it 0.9, libxml2's fastest interface 2.3 with nothing done about the cells
/// and 3.4 with rows kept. It is one file for sheets and one for shared strings, over what
/// ``PlainText`` knows of XML; all else of a workbook is read by libxml2.
struct RowScanner {
  /// What stood at a place.
  enum Outcome {
    /// A row that ends here.
    case row(end: Int)
    /// The end of the data.
    case dataEnd
    /// The beginning of a row whose end is not there yet.
    case incomplete
    /// Something that is not plain.
    case odd
  }

  /// What a row says about itself.
  struct Head {
    var height: Range<Int>?
    var hasCustomHeight = false
    var isHidden = false
  }

  /// Whether the root declares the prefix of `x14ac:dyDescent`, which Excel puts on every row.
  let knowsDescent: Bool
  private(set) var head = Head()
  private var bytes: Place
  private let sheet: RowContext
  /// The row's arena, kept here while it is scanned: what a class holds costs a check at each access.
  private var arena: [UInt8] = []
  private var row = -1
  /// How the references of this row's cells end: its number and a quotation mark, at most eight bytes.
  private var rowEnd = ByteWord()

  /// A place in the window, behind whose end stand zeros enough to look a word ahead of any.
  private typealias Place = UnsafePointer<UInt8>

  init(_ sheet: RowContext, window: PartWindow, knowsDescent: Bool) {
    (self.sheet, self.knowsDescent) = (sheet, knowsDescent)
    bytes = UnsafePointer(window.bytes)
  }

  /// Reads the row at the start of the window into a buffer.
  mutating func scan(
    _ window: PartWindow, after previous: Int, into buffer: RowBuffer
  ) -> Outcome {
    bytes = UnsafePointer(window.bytes)
    buffer.clear()
    head = Head()
    var at = bytes + window.start
    /// Near the end of what is there, more bytes may make it plain.
    func stop(_ at: Place) -> Outcome {
      (bytes + window.end) - at < 32 && !window.isAtEnd ? .incomplete : .odd
    }
    guard matches("<row", at) else {
      return matches("</sheetData>", at) ? .dataEnd : stop(at)
    }
    at += 4
    row = previous + 1
    guard readHead(&at) else { return stop(at) }
    guard 0..<CellReference.rowCount ~= row else { return .odd }
    buffer.index = row
    if !arena.isEmpty { arena.removeAll(keepingCapacity: true) }
    if at[0] == UInt8(ascii: "/") {
      return at[1] == UInt8(ascii: ">") ? .row(end: at + 2 - bytes) : stop(at)
    }
    at += 1
    rowEnd = ByteWord(closing: row + 1)
    var column = -1
    while matches("<c", at), at[2] == 0x20 || at[2] == UInt8(ascii: ">") {
      at += 2
      var record = RowBuffer.Record()
      record.column = column + 1
      guard readCell(&at, &record) else { return stop(at) }
      column = record.column
      buffer.append(record)
    }
    guard matches("</row>", at) else { return stop(at) }
    if !arena.isEmpty { swap(&buffer.arena, &arena) }
    let end = at + 6 - bytes
    buffer.look(at: window.start..<end, of: bytes)
    return .row(end: end)
  }

  @inline(__always)
  private func matches(_ literal: StaticString, _ at: Place) -> Bool {
    ByteWord.matches(literal, at)
  }

  // MARK: Rows

  /// Reads attributes up to `>` or `/`.
  private mutating func readHead(_ at: inout Place) -> Bool {
    var seen: UInt32 = 0
    while at[0] == 0x20 {
      let name = at + 1
      var equals = name
      while Self.isName(equals[0]) { equals += 1 }
      guard equals[0] == UInt8(ascii: "="), equals[1] == UInt8(ascii: "\"") else {
        at = equals
        return false
      }
      let start = equals + 2
      var close = start
      while close[0] >= 0x20, close[0] < 0x80, close[0] != UInt8(ascii: "\""),
        close[0] != UInt8(ascii: "<"), close[0] != UInt8(ascii: "&")
      { close += 1 }
      guard close[0] == UInt8(ascii: "\""),
        let bit = readAttribute(name..<equals, start..<close), seen & bit == 0
      else {
        at = close
        return false
      }
      seen |= bit
      at = close + 1
    }
    return at[0] == UInt8(ascii: ">") || at[0] == UInt8(ascii: "/")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte || 0x41...0x5A ~= byte || byte.isDigit || byte == UInt8(ascii: ":")
  }

  /// Takes an attribute of a row and returns its bit; nil for one that is not known.
  private mutating func readAttribute(_ name: Range<Place>, _ value: Range<Place>) -> UInt32? {
    func named(_ literal: StaticString) -> Bool {
      name.upperBound - name.lowerBound == literal.utf8CodeUnitCount
        && matches(literal, name.lowerBound)
    }
    if named("r") {
      guard let row = number(value), row > 0 else { return nil }
      self.row = row - 1
      return 1
    }
    if named("spans") { return 2 }
    if named("s") { return 4 }
    if named("customFormat") { return 8 }
    if named("ht") {
      head.height = value.lowerBound - bytes..<value.upperBound - bytes
      return 16
    }
    if named("customHeight") || named("hidden") {
      guard value.upperBound - value.lowerBound == 1, value.lowerBound[0] | 1 == 0x31 else {
        return nil
      }
      let isSet = value.lowerBound[0] == 0x31
      if named("hidden") { head.isHidden = isSet } else { head.hasCustomHeight = isSet }
      return named("hidden") ? 32 : 64
    }
    if named("x14ac:dyDescent") { return knowsDescent ? 128 : nil }
    if named("thickBot") { return 256 }
    if named("thickTop") { return 512 }
    if named("outlineLevel") { return 1024 }
    return named("collapsed") ? 2048 : nil
  }

  private func number(_ range: Range<Place>) -> Int? {
    let count = range.upperBound - range.lowerBound
    guard 1...9 ~= count else { return nil }
    var value = 0
    for index in 0..<count {
      let byte = range.lowerBound[index]
      guard byte.isDigit else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  // MARK: Cells

  @inline(__always)
  private mutating func readCell(_ at: inout Place, _ record: inout RowBuffer.Record) -> Bool {
    guard readCellHead(&at, &record), record.column < CellReference.columnCount else {
      return false
    }
    if at[0] == UInt8(ascii: "/") {
      guard at[1] == UInt8(ascii: ">") else { return false }
      at += 2
      if record.kind == .inline { record.kind = .string }
      return true
    }
    guard at[0] == UInt8(ascii: ">") else { return false }
    at += 1
    if matches("<f", at), !readFormula(&at, &record) { return false }
    if matches("<v>", at) {
      at += 3
      guard let text = readText(&at) else { return false }
      (record.value, record.valueCount, record.isValueCopied) = text
      // Without text in `is`, `inlineStr` is text in `v`.
      if record.kind == .inline { record.kind = .string }
      // Both ends at once, as they mostly stand together.
      if matches("</v></c>", at) {
        at += 8
        return true
      }
      guard matches("</v>", at) else { return false }
      at += 4
    } else if matches("<is><t", at) {
      guard readInline(&at, &record) else { return false }
    } else if record.kind == .inline {
      record.kind = .string
    }
    guard matches("</c>", at) else { return false }
    at += 4
    return true
  }

  /// Reads `<is><t>...</t></is>`, which counts whatever the type says.
  private mutating func readInline(
    _ at: inout Place, _ record: inout RowBuffer.Record
  ) -> Bool {
    at += 6
    if matches(" xml:space=\"preserve\"", at) { at += 21 }
    guard at[0] == UInt8(ascii: ">") else { return false }
    at += 1
    guard let text = readText(&at), matches("</t></is>", at) else { return false }
    at += 9
    (record.value, record.valueCount, record.isValueCopied) = text
    record.kind = .inline
    return true
  }

  /// Reads ` r="A1" s="2" t="s"` in any order.
  @inline(__always)
  private func readCellHead(_ at: inout Place, _ record: inout RowBuffer.Record) -> Bool {
    var seen = 0
    while at[0] == 0x20 {
      guard at[1] > 0, at[2] == UInt8(ascii: "="), at[3] == 0x22 else { return false }
      let name = at[1]
      at += 4
      let bit: Int
      switch name {
      case UInt8(ascii: "r"):
        bit = 1
        guard readReference(&at, &record) else { return false }
      case UInt8(ascii: "s"):
        bit = 2
        var (style, digits) = (Int32(0), 0)
        while at[0].isDigit, digits < 9 {
          style = style &* 10 &+ Int32(at[0] &- 0x30)
          digits += 1
          at += 1
        }
        guard digits > 0 else { return false }
        record.style = style
      case UInt8(ascii: "t"):
        bit = 4
        guard readKind(&at, &record) else { return false }
      default: return false
      }
      guard at[0] == 0x22, seen & bit == 0 else { return false }
      seen |= bit
      at += 1
    }
    return true
  }

  /// Reads letters and this row's number up to the quotation mark.
  @inline(__always)
  private func readReference(_ at: inout Place, _ record: inout RowBuffer.Record) -> Bool {
    var column = 0
    while 0x41...0x5A ~= at[0], column < 20_000 {
      column = column &* 26 &+ Int(at[0] & 0x1F)
      at += 1
    }
    record.column = column - 1
    guard column > 0, rowEnd.stands(at: at) else { return false }
    at += rowEnd.count - 1
    return true
  }

  private func readKind(_ at: inout Place, _ record: inout RowBuffer.Record) -> Bool {
    if at[1] == 0x22 {
      switch at[0] {
      case UInt8(ascii: "s"): record.kind = .shared
      case UInt8(ascii: "n"): record.kind = .number
      case UInt8(ascii: "b"): record.kind = .boolean
      case UInt8(ascii: "e"): record.kind = .error
      case UInt8(ascii: "d"): record.kind = .date
      default: return false
      }
      at += 1
      return true
    }
    if matches("str", at) {
      record.kind = .string
      at += 3
      return true
    }
    guard matches("inlineStr", at) else { return false }
    record.kind = .inline
    at += 9
    return true
  }

  /// Reads a plain or a shared formula.
  private mutating func readFormula(
    _ at: inout Place, _ record: inout RowBuffer.Record
  ) -> Bool {
    at += 2
    var number: Int32?
    if matches(" t=\"shared\"", at) {
      at += 11
      guard let index = readSharedNumber(&at) else { return false }
      number = index
      record.shared = sheet.place(ofFormula: index)
    }
    if matches("/>", at) {
      at += 2
      record.hasFormula = number != nil
      return true
    }
    guard at[0] == UInt8(ascii: ">") else { return false }
    at += 1
    guard let text = readText(&at), matches("</f>", at) else { return false }
    at += 4
    (record.formula, record.formulaCount, record.isFormulaCopied) = text
    record.hasFormula = record.formulaCount > 0 || number != nil
    if let number, record.formulaCount > 0 {
      record.shared = sheet.define(
        number,
        SharedFormula(
          text: decoded(text), origin: CellReference(row: row, column: record.column)))
    }
    return true
  }

  /// Reads ` ref="A1:A9" si="0"`, the range of which nobody needs.
  private func readSharedNumber(_ at: inout Place) -> Int32? {
    if matches(" ref=\"", at) {
      at += 6
      while Self.isName(at[0]) { at += 1 }
      guard at[0] == 0x22 else { return nil }
      at += 1
    }
    guard matches(" si=\"", at) else { return nil }
    at += 5
    let start = at
    while at[0].isDigit { at += 1 }
    guard at[0] == 0x22, let number = number(start..<at) else { return nil }
    at += 1
    return Int32(truncatingIfNeeded: number)
  }

  private func decoded(_ text: Text) -> String {
    let (start, count) = (Int(text.0), Int(text.1))
    return text.2
      ? XString.decode(Array(arena[start..<start + count]))
      : XString.decode(UnsafeBufferPointer(start: bytes + start, count: count))
  }

  // MARK: Text

  /// Where text is: a place in the window or in the arena, its length, whether it was copied there.
  private typealias Text = (Int32, Int32, Bool)

  /// Reads up to the next `<`.
  @inline(__always)
  private mutating func readText(_ at: inout Place) -> Text? {
    let start = at
    // Figures and letters, which mean themselves.
    while at[0] > UInt8(ascii: "&"), at[0] < 0x80, at[0] != UInt8(ascii: "<"),
      at[0] != UInt8(ascii: ">")
    { at += 1 }
    if at[0] == UInt8(ascii: "<") {
      return (
        Int32(truncatingIfNeeded: start - bytes), Int32(truncatingIfNeeded: at - start), false
      )
    }
    guard let copy = PlainText.readText(&at, from: start, into: &arena) else { return nil }
    if copy < 0 {
      return (
        Int32(truncatingIfNeeded: start - bytes), Int32(truncatingIfNeeded: at - start), false
      )
    }
    return (Int32(truncatingIfNeeded: copy), Int32(truncatingIfNeeded: arena.count - copy), true)
  }
}
