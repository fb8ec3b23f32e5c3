/// Formulas as OpenDocument has them, in Excel's form: `of:=SUM([.A1:.B2];2)` is `SUM(A1:B2,2)`.
/// OASIS OpenDocument 1.2 Part 2.
enum OpenFormula {
  /// The values that are errors, which formulas may hold too.
  static let errors = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]

  /// The formula without `=`; what has no equal in Excel stays as it is.
  static func excel(_ formula: String) -> String {
    let (grammar, text) = parts(formula)
    guard grammar != "msoxl" else { return String(text) }
    var result = ""
    var rest = text
    var braces = 0
    while let first = rest.first {
      if first == "\"" {
        result += quoted(&rest)
        continue
      }
      if first == "[", let end = bracketEnd(rest) {
        result += reference(rest[rest.index(after: rest.startIndex)..<end])
        rest = rest[rest.index(after: end)...]
        continue
      }
      if let error = errors.first(where: { rest.hasPrefix($0) }) {
        result += error
        rest = rest.dropFirst(error.count)
        continue
      }
      rest = rest.dropFirst()
      switch first {
      case "{": braces += 1
      case "}": braces -= 1
      default: break
      }
      switch first {
      case ";": result += ","
      case "|" where braces > 0: result += ";"
      case "~": result += ","
      case "!": result += " "
      default: result.append(first)
      }
    }
    return functions(result)
  }

  /// Functions of newer Excels have a prefix of their own.
  private static func functions(_ formula: String) -> String {
    let parts = formula.split(separator: "COM.MICROSOFT.", omittingEmptySubsequences: false)
    return parts.joined(separator: "_xlfn.")
  }

  /// A cell or range as attributes have it, `$Sheet1.$A$1:.$B$2`.
  static func reference(_ text: Substring) -> String {
    let halves = split(text, at: ":")
    guard let first = halves.first else { return "" }
    let (sheet, cell) = address(first)
    // The second half names the sheet again, or has its point alone.
    let others = halves.dropFirst().map { half in
      let (own, cell) = address(half)
      return own.isEmpty || own == sheet ? cell : own + "!" + cell
    }
    return ([sheet.isEmpty ? cell : sheet + "!" + cell] + others).joined(separator: ":")
  }

  /// A sheet as Excel names it, and the cell in it.
  private static func address(_ text: Substring) -> (sheet: String, cell: String) {
    let parts = split(text, at: ".")
    guard parts.count > 1, let cell = parts.last else { return ("", String(text)) }
    var sheet = text[..<cell.startIndex].dropLast()
    var file = ""
    let files = split(sheet, at: "#")
    if files.count == 2 {
      file = "[" + files[0].filter { $0 != "'" } + "]"
      sheet = files[1]
    }
    if sheet.first == "$" { sheet = sheet.dropFirst() }
    if file.isEmpty { return (String(sheet), String(cell)) }
    let name = sheet.first == "'" ? sheet.dropFirst().dropLast() : sheet
    return ("'\(file)\(name)'", String(cell))
  }

  /// Divides at a character that stands outside quotes.
  private static func split(_ text: Substring, at separator: Character) -> [Substring] {
    var isQuoted = false
    return text.split(omittingEmptySubsequences: false) { character in
      if character == "'" { isQuoted.toggle() }
      return character == separator && !isQuoted
    }
  }

  /// The name of the grammar, and the formula behind its `=`.
  private static func parts(_ formula: String) -> (Substring, Substring) {
    let isName = formula.prefix { $0.isASCII && $0.isLetter }
    var rest = formula[...]
    var grammar: Substring = ""
    if !isName.isEmpty, formula[isName.endIndex...].first == ":" {
      grammar = isName
      rest = formula[isName.endIndex...].dropFirst()
    }
    return (grammar, rest.first == "=" ? rest.dropFirst() : rest)
  }

  private static func quoted(_ rest: inout Substring) -> String {
    let body = rest.dropFirst()
    let end = body.firstIndex(of: "\"").map { body.index(after: $0) } ?? rest.endIndex
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  /// Where a reference ends, which names of sheets with brackets do not.
  private static func bracketEnd(_ text: Substring) -> Substring.Index? {
    var isQuoted = false
    return text.indices.first { index in
      if text[index] == "'" { isQuoted.toggle() }
      return text[index] == "]" && !isQuoted
    }
  }
}
