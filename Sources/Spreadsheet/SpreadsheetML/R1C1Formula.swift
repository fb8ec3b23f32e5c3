/// Formulas whose references are relative to their cell, `RC[-1]+R5C2`.
enum R1C1Formula {
  /// The formula in the A1 notation, without `=`; what is no reference stays as it is.
  static func a1(_ formula: String, row: Int, column: Int) -> String {
    var rest = formula.utf8.first == UInt8(ascii: "=") ? formula.dropFirst() : formula[...]
    var result = ""
    var quote: Character?
    var previous: Character = " "
    while let first = rest.first {
      if let open = quote {
        if first == open { quote = nil }
      } else if first == "\"" || first == "'" {
        quote = first
      } else if !previous.isWord, let (text, end) = reference(rest, row: row, column: column) {
        result += text
        rest = end
        previous = "0"
        continue
      }
      result.append(first)
      previous = first
      rest = rest.dropFirst()
    }
    return result
  }

  /// A reference that the text begins with, in A1, and what follows it.
  private static func reference(
    _ text: Substring, row ownRow: Int, column ownColumn: Int
  ) -> (String, Substring)? {
    var rest = text
    guard let row = part("R", &rest, base: ownRow),
      let column = part("C", &rest, base: ownColumn),
      !(rest.first?.isWord ?? false), rest.first != "(",
      (0..<CellReference.rowCount).contains(row.index),
      (0..<CellReference.columnCount).contains(column.index)
    else { return nil }
    let name = CellReference(row: row.index, column: column.index).description
    let letters = name.prefix { $0.isLetter }
    return (
      (column.isFixed ? "$" : "") + letters + (row.isFixed ? "$" : "")
        + name.dropFirst(letters.count), rest
    )
  }

  /// One half, `R`, `R5` or `R[-1]`: whether it is absolute, and the zero-based index.
  private static func part(
    _ letter: Character, _ rest: inout Substring, base: Int
  ) -> (isFixed: Bool, index: Int)? {
    guard rest.first == letter else { return nil }
    rest = rest.dropFirst()
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]"), let offset = Int(rest[..<end].dropFirst()) else {
        return nil
      }
      rest = rest[rest.index(after: end)...]
      return (false, base.addingReportingOverflow(offset).partialValue)
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return (false, base) }
    guard let number = Int(digits) else { return nil }
    rest = rest.dropFirst(digits.count)
    return (true, number - 1)
  }
}

extension Character {
  /// Whether a name may go on with the character.
  fileprivate var isWord: Bool { isLetter || isNumber || self == "_" || self == "." }
}
