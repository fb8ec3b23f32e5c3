/// A formula that cells share: written at one cell, moved to the others with its relative
/// references. ECMA-376 Part 1, 18.3.1.40 `f`.
struct SharedFormula {
  let text: String
  let origin: CellReference

  /// The formula at another cell.
  func moved(to place: CellReference) -> String {
    let (rows, columns) = (place.row - origin.row, place.column - origin.column)
    guard rows != 0 || columns != 0 else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8)
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "[") {
        let end = Self.endOfQuote(bytes, at)
        result += bytes[at..<end]
        at = end
      } else if Self.isWord(byte) {
        var end = at
        while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
        let word = bytes[at..<end]
        let next = end < bytes.count ? bytes[end] : 0
        // A function, a sheet's name, and what follows a table's name stand as they are.
        if next == UInt8(ascii: "(") || next == UInt8(ascii: "!") || next == UInt8(ascii: "[") {
          result += word
        } else {
          let isRange = next == UInt8(ascii: ":") || (at > 0 && bytes[at - 1] == UInt8(ascii: ":"))
          result += Self.moved(word, rows, columns, isRange: isRange) ?? Array(word)
        }
        at = end
      } else {
        result.append(byte)
        at += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte.isDigit || byte >= 0x80 || 0x41...0x5A ~= byte & 0xDF || "$_.\\".utf8.contains(byte)
  }

  private static func endOfQuote(_ bytes: [UInt8], _ start: Int) -> Int {
    let open = bytes[start]
    var depth = 0
    var at = start
    while at < bytes.count {
      if open == UInt8(ascii: "[") {
        if bytes[at] == open { depth += 1 }
        if bytes[at] == UInt8(ascii: "]") { depth -= 1 }
        if depth == 0 { return at + 1 }
      } else if bytes[at] == open, at > start {
        // Two quotes in a row are one that is meant.
        guard at + 1 < bytes.count, bytes[at + 1] == open else { return at + 1 }
        at += 1
      }
      at += 1
    }
    return bytes.count
  }

  /// A reference moved, `#REF!` beyond the sheet; nil when the word is none.
  private static func moved(
    _ word: ArraySlice<UInt8>, _ rows: Int, _ columns: Int, isRange: Bool
  ) -> [UInt8]? {
    let dollar = UInt8(ascii: "$")
    var rest = word
    let fixedColumn = rest.first == dollar
    if fixedColumn { rest.removeFirst() }
    let letters = rest.prefix { 0x41...0x5A ~= $0 & 0xDF }
    rest = rest.dropFirst(letters.count)
    let fixedRow = letters.isEmpty ? fixedColumn : rest.first == dollar
    if !letters.isEmpty, fixedRow { rest.removeFirst() }
    let digits = rest
    guard digits.allSatisfy({ $0.isDigit }), letters.count <= 3, digits.count <= 7,
      !letters.isEmpty || !digits.isEmpty, isRange || (!letters.isEmpty && !digits.isEmpty)
    else { return nil }
    // Only `A:B` and `1:2` do without one of the halves.
    if fixedRow, !letters.isEmpty, digits.isEmpty { return nil }
    var result: [UInt8] = []
    if !letters.isEmpty {
      let column = letters.reduce(0) { $0 * 26 + Int($1 & 0x1F) } - 1
      guard column < CellReference.columnCount else { return nil }
      let moved = fixedColumn ? column : column + columns
      guard 0..<CellReference.columnCount ~= moved else { return Array("#REF!".utf8) }
      if fixedColumn { result.append(dollar) }
      CellReference.appendColumnName(moved, to: &result)
    }
    if !digits.isEmpty {
      let row = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } - 1
      guard 0..<CellReference.rowCount ~= row else { return nil }
      let moved = fixedRow ? row : row + rows
      guard 0..<CellReference.rowCount ~= moved else { return Array("#REF!".utf8) }
      if fixedRow { result.append(dollar) }
      result += String(moved + 1).utf8
    }
    return result
  }
}
