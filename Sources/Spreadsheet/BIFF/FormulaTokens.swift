/// The formula that tokens in reverse Polish notation say, as text. MS-XLS 2.5.198, MS-XLSB 2.5.97.
///
/// What is not understood gives no text at all rather than a part of one.
struct FormulaTokens {
  /// How wide the parts of tokens are.
  enum Form: Sendable {
    /// Excel 5 and 95.
    case biff5
    /// Excel 97 to 2003.
    case biff8
    /// XLSB.
    case biff12
  }

  /// A text that is longer than Excel takes is none that it wrote.
  private static let longest = 8192

  private let book: FormulaBook
  private let bytes: [UInt8]
  private let place: CellReference
  private var at: Int
  private let end: Int
  /// Where what belongs to tokens goes on behind them.
  private var extra: Int
  private var stack: [String] = []

  /// Tokens that stand at a range of bytes, behind which is what belongs to them.
  private init(
    _ book: FormulaBook, _ bytes: [UInt8], at range: Range<Int>, for place: CellReference
  ) {
    (self.book, self.bytes, self.place) = (book, bytes, place)
    (at, end, extra) = (range.lowerBound, range.upperBound, range.upperBound)
  }

  /// The text without `=` of the tokens at a range of bytes for a cell; nil where they are not understood.
  static func text(
    _ bytes: [UInt8], tokens range: Range<Int>, at place: CellReference, book: FormulaBook
  ) -> String? {
    guard range.upperBound <= bytes.count else { return nil }
    var tokens = FormulaTokens(book, bytes, at: range, for: place)
    return tokens.text()
  }

  private mutating func text() -> String? {
    while at < end {
      let token = bytes[at]
      at += 1
      // A token says by which class of values its result is used, which no text does.
      let id = token < 0x20 ? token : token & 0x1F | 0x20
      let isDone = id < 0x20 ? takeBasic(id) : takeOperand(id)
      guard isDone, (stack.last?.utf8.count ?? 0) <= Self.longest else { return nil }
    }
    return stack.count == 1 ? stack[0] : nil
  }

  // MARK: Bytes

  private mutating func integer(_ size: Int) -> Int? {
    guard at + size <= end else { return nil }
    defer { at += size }
    return (0..<size).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }

  private mutating func extraInteger(_ size: Int) -> Int? {
    guard extra + size <= bytes.count else { return nil }
    defer { extra += size }
    return (0..<size).reduce(0) { $0 | Int(bytes[extra + $1]) << (8 * $1) }
  }

  private mutating func push(_ text: String?) -> Bool {
    guard let text else { return false }
    stack.append(text)
    return true
  }

  private mutating func skip(_ size: Int) -> Bool {
    at += size
    return at <= end
  }

  // MARK: Operators and constants

  private static let operators: [String] = [
    "+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":",
  ]

  private mutating func takeBasic(_ id: UInt8) -> Bool {
    switch id {
    case 0x03...0x11:
      guard let right = stack.popLast(), let left = stack.popLast() else { return false }
      return push(left + Self.operators[Int(id) - 3] + right)
    case 0x12, 0x13: return push(stack.popLast().map { (id == 0x12 ? "+" : "-") + $0 })
    case 0x14: return push(stack.popLast().map { $0 + "%" })
    case 0x15: return push(stack.popLast().map { "(\($0))" })
    case 0x16: return push("")
    case 0x17: return push(string().map(Self.quoted))
    case 0x19: return takeAttribute()
    case 0x1C: return push(integer(1).map { BinaryValue.error(UInt8($0)) })
    case 0x1D: return push(integer(1).map { $0 == 0 ? "FALSE" : "TRUE" })
    case 0x1E: return push(integer(2).map { String($0) })
    case 0x1F:
      guard let bits = integer(8) else { return false }
      return push(Self.number(UInt64(bitPattern: Int64(bits))))
    default: return false
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static func number(_ bits: UInt64) -> String {
    var text: [UInt8] = []
    BinaryValue.append(Double(bitPattern: bits), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// A text within the tokens.
  private mutating func string() -> String? {
    guard let count = integer(book.form == .biff12 ? 2 : 1) else { return nil }
    var width = 1
    if book.form == .biff12 { width = 2 }
    if book.form == .biff8 {
      guard let flags = integer(1) else { return nil }
      width = flags & 1 == 1 ? 2 : 1
    }
    guard at + count * width <= end else { return nil }
    defer { at += count * width }
    return text(at, count * width, width)
  }

  private func text(_ start: Int, _ size: Int, _ width: Int) -> String {
    bytes.withUnsafeBufferPointer { bytes in
      let piece = UnsafeBufferPointer(rebasing: bytes[start..<start + size])
      if book.form == .biff5 { return book.codePage.text(piece) }
      var utf8: [UInt8] = []
      BIFFText.append(piece, width: width, to: &utf8)
      return String(decoding: utf8, as: UTF8.self)
    }
  }

  /// How the program goes through the formula, and where blanks stand, which the text leaves out.
  private mutating func takeAttribute() -> Bool {
    guard let kind = integer(1), let data = integer(2) else { return false }
    if kind & 0x04 != 0 { return skip(2 * (data + 1)) }
    if kind & 0x10 != 0 { return push(stack.popLast().map { "SUM(\($0))" }) }
    return true
  }

  // MARK: Functions, references, names

  private mutating func takeOperand(_ id: UInt8) -> Bool {
    switch id {
    case 0x20: return takeArray()
    case 0x21:
      guard let number = integer(2), let function = FormulaFunction.of(number),
        let count = function.count
      else { return false }
      return call(function.name, count)
    case 0x22: return takeVariableFunction()
    case 0x23:
      guard let number = integer(book.form == .biff12 ? 4 : 2),
        book.form != .biff5 || skip(12), book.form != .biff8 || skip(2)
      else { return false }
      return push(book.name(number))
    case 0x24, 0x2C: return push(reference(isRelative: id == 0x2C))
    case 0x25, 0x2D: return push(area(isRelative: id == 0x2D))
    case 0x26:
      guard skip(6), let count = extraInteger(2) else { return false }
      extra += count * (book.form == .biff5 ? 6 : 8)
      return true
    case 0x27, 0x28: return skip(6)
    case 0x29: return skip(2)
    case 0x2A: return skip(book.form == .biff5 ? 3 : book.form == .biff8 ? 4 : 6) && push("#REF!")
    case 0x2B: return skip(book.form == .biff5 ? 6 : book.form == .biff8 ? 8 : 12) && push("#REF!")
    case 0x39...0x3D: return takeSheetOperand(id)
    default: return false
    }
  }

  private mutating func call(_ name: String, _ count: Int) -> Bool {
    guard count <= stack.count else { return false }
    let arguments = stack.suffix(count).joined(separator: ",")
    stack.removeLast(count)
    return push("\(name)(\(arguments))")
  }

  private mutating func takeVariableFunction() -> Bool {
    guard let count = integer(1), let number = integer(2) else { return false }
    // A function of an add-in or a macro is its own first argument.
    if number == 255 {
      guard count & 0x7F > 0, count & 0x7F <= stack.count else { return false }
      let name = stack.remove(at: stack.count - (count & 0x7F))
      return call(name, count & 0x7F - 1)
    }
    guard let function = FormulaFunction.of(number) else { return false }
    return call(function.name, count & 0x7F)
  }

  /// What stands on another sheet or in another workbook.
  private mutating func takeSheetOperand(_ id: UInt8) -> Bool {
    guard let link = integer(2) else { return false }
    if id == 0x39 {
      if book.form == .biff5 {
        guard skip(8), let number = integer(2), skip(12) else { return false }
        return push(link >= 0x8000 ? book.name(number) : nil)
      }
      guard let number = integer(book.form == .biff12 ? 4 : 2), book.form == .biff12 || skip(2)
      else { return false }
      return push(book.name(number, link: link))
    }
    let prefix: String?
    if book.form == .biff5 {
      guard skip(8), let first = integer(2), let last = integer(2) else { return false }
      prefix = link >= 0x8000 ? book.prefix(sheets: first, last) : nil
    } else {
      prefix = book.prefix(link: link)
    }
    guard let prefix else { return false }
    let text: String?
    switch id {
    case 0x3A: text = reference(isRelative: false)
    case 0x3B: text = area(isRelative: false)
    default:
      let size = id == 0x3C ? [3, 4, 6] : [6, 8, 12]
      let form = book.form
      text = skip(size[form == .biff5 ? 0 : form == .biff8 ? 1 : 2]) ? "#REF!" : nil
    }
    if id >= 0x3C, prefix == FormulaBook.deleted { return push(text) }
    return push(text.map { prefix + $0 })
  }

  // MARK: References

  /// Half of a place: its index, and whether it moves with the cell.
  private typealias Half = (index: Int, isRelative: Bool)

  private var rowCount: Int {
    book.form == .biff5 ? 16_384 : book.form == .biff8 ? 65_536 : CellReference.rowCount
  }
  private var columnCount: Int { book.form == .biff12 ? CellReference.columnCount : 256 }

  /// Puts a row and a column together, one of which has the flags in its upper bits.
  private func halves(_ row: Int, _ column: Int, _ isOffset: Bool) -> (row: Half, column: Half) {
    let flags = book.form == .biff5 ? row : column
    var (row, column): (Half, Half) = ((row, flags & 0x8000 != 0), (column, flags & 0x4000 != 0))
    if book.form == .biff5 { row.index &= 0x3FFF } else { column.index &= 0x3FFF }
    // Offsets beyond the last row or column begin anew at the first.
    if isOffset, row.isRelative { row.index = (place.row + row.index) & (rowCount - 1) }
    if isOffset, column.isRelative {
      column.index = (place.column + column.index) & (columnCount - 1)
    }
    return (row, column)
  }

  private func rowName(_ half: Half) -> String {
    (half.isRelative ? "" : "$") + String(half.index + 1)
  }

  private func columnName(_ half: Half) -> String {
    (half.isRelative ? "" : "$") + CellReference.columnName(half.index)
  }

  private mutating func reference(isRelative: Bool) -> String? {
    guard let row = integer(book.form == .biff12 ? 4 : 2),
      let column = integer(book.form == .biff5 ? 1 : 2)
    else { return nil }
    let place = halves(row, column, isRelative)
    guard place.row.index < rowCount, place.column.index < columnCount else { return nil }
    return columnName(place.column) + rowName(place.row)
  }

  private mutating func area(isRelative: Bool) -> String? {
    let (rowBytes, columnBytes) = (book.form == .biff12 ? 4 : 2, book.form == .biff5 ? 1 : 2)
    guard let top = integer(rowBytes), let bottom = integer(rowBytes),
      let left = integer(columnBytes), let right = integer(columnBytes)
    else { return nil }
    let (first, last) = (halves(top, left, isRelative), halves(bottom, right, isRelative))
    guard first.row.index < rowCount, last.row.index < rowCount,
      first.column.index < columnCount, last.column.index < columnCount
    else { return nil }
    if first.row.index == 0, last.row.index == rowCount - 1 {
      return columnName(first.column) + ":" + columnName(last.column)
    }
    if first.column.index == 0, last.column.index == columnCount - 1 {
      return rowName(first.row) + ":" + rowName(last.row)
    }
    return columnName(first.column) + rowName(first.row) + ":" + columnName(last.column)
      + rowName(last.row)
  }

  // MARK: Arrays

  /// A constant of rows and columns, whose values stand behind the tokens.
  private mutating func takeArray() -> Bool {
    guard book.form != .biff12, skip(7), let columns = extraInteger(1), let rows = extraInteger(2)
    else { return false }
    // Excel 5 has 0 for 256 columns, later ones the last index of each.
    let isOld = book.form == .biff5
    let (width, height) = isOld ? (columns == 0 ? 256 : columns, rows) : (columns + 1, rows + 1)
    var lines: [String] = []
    for _ in 0..<height {
      var values: [String] = []
      for _ in 0..<width {
        guard let value = arrayValue() else { return false }
        values.append(value)
      }
      lines.append(values.joined(separator: ","))
    }
    return push("{" + lines.joined(separator: ";") + "}")
  }

  private mutating func arrayValue() -> String? {
    guard let kind = extraInteger(1) else { return nil }
    if kind == 2 {
      guard let count = extraInteger(book.form == .biff5 ? 1 : 2) else { return nil }
      var width = 1
      if book.form == .biff8 {
        guard let flags = extraInteger(1) else { return nil }
        width = flags & 1 == 1 ? 2 : 1
      }
      guard extra + count * width <= bytes.count else { return nil }
      defer { extra += count * width }
      return Self.quoted(text(extra, count * width, width))
    }
    guard let bits = extraInteger(8) else { return nil }
    switch kind {
    case 0: return ""
    case 1: return Self.number(UInt64(bitPattern: Int64(bits)))
    case 4: return bits & 0xFF == 0 ? "FALSE" : "TRUE"
    case 16: return BinaryValue.error(UInt8(bits & 0xFF))
    default: return nil
    }
  }
}
