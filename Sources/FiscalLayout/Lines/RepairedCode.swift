import FiscalModel
import FiscalSchema

/// Codes that a spreadsheet program took for numbers: zeros at the front lost, or written as a power of
/// ten.
struct RepairedCode {
  /// The open rows of the layout that the codes belong to.
  let opens: [Layout.OpenRows]
  let classifications: [String: Classification]
  /// All codes of the column, as printed.
  let column: Set<String>

  /// What came of a text in a column of codes.
  enum Outcome: Equatable {
    /// It is a code as it is, or no code at all.
    case unchanged
    /// It is this code for certain.
    case repaired(String)
    /// It was a code once; nothing proves which.
    case unproved
  }

  /// Whether a text could have been a code.
  static func isCodeLike(_ text: String) -> Bool {
    let text = unwrapped(text)
    return !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } || mantissa(text) != nil
      || text.hasSuffix(".0") && text.dropLast(2).utf8.allSatisfy { 0x30...0x39 ~= $0 }
  }

  /// Restores a code, with the name beside it as evidence.
  func outcome(_ raw: String, name: String) -> Outcome {
    let folded = raw.folded
    var text = RepairedCode.unwrapped(folded)
    if text.hasSuffix(".0") { text = String(text.dropLast(2)) }
    if let (first, count) = RepairedCode.mantissa(text) {
      return power(first, count: count, name: name)
    }
    guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return .unchanged }
    let lengths = Set(opens.flatMap(\.digits)).sorted()
    let padded = lengths.filter { $0 > text.count }.map {
      String(repeating: "0", count: $0 - text.count) + text
    }
    // A code that has lost its zeros may look like one of another list, which does not have it.
    if opens.contains(where: { $0.accepts(text) && (padded.isEmpty || isPlausible(text, $0)) }) {
      return text == raw.squeezed ? .unchanged : .repaired(text)
    }
    if padded.count == 1, let code = padded.first { return .repaired(code) }
    // The shortest that fits; its parent stands in the column, or a list has it.
    for code in padded {
      if isListed(code, name: name) || isAnchored(code, lengths: lengths) { return .repaired(code) }
    }
    for open in opens where open.digits.isEmpty {
      for length in [3, 5, 7] where length > text.count {
        let code = String(repeating: "0", count: length - text.count) + text
        if open.accepts(code), isListed(code, name: name) { return .repaired(code) }
      }
    }
    return padded.isEmpty ? .unchanged : .unproved
  }

  /// A code shown with a power of ten has lost its last digits; the name tells them.
  private func power(_ first: String, count: Int, name: String) -> Outcome {
    guard count <= 9, first.count <= count else { return .unproved }
    let unknown = count - first.count
    let whole = first + String(repeating: "0", count: unknown)
    // As many as six digits are shown; where all of them are there is nothing to guess but rounding.
    var candidates: Set<String> = []
    for open in opens {
      for (code, _) in classifications[open.classification]?.entries ?? [:]
      where open.accepts(code) && code.count == count
        && RepairedCode.rounded(code, digits: first.count) == whole
      {
        candidates.insert(code)
      }
    }
    let named = candidates.filter { code in
      opens.contains { classifications[$0.classification]?.isName(name, of: code) ?? false }
    }
    if named.count == 1, let code = named.first { return .repaired(code) }
    if first.count >= count, opens.contains(where: { $0.accepts(whole) }) {
      return .repaired(whole)
    }
    return .unproved
  }

  /// Whether a list that has few codes of its own, or this one's class, may have it.
  private func isPlausible(_ code: String, _ open: Layout.OpenRows) -> Bool {
    guard let list = classifications[open.classification], !list.entries.isEmpty else {
      return true
    }
    return list.entries[code] != nil || list.entries[String(code.prefix(3))] != nil
  }

  private func isListed(_ code: String, name: String) -> Bool {
    opens.contains { open in
      guard open.accepts(code), let list = classifications[open.classification] else {
        return false
      }
      return list.entries[code] != nil && (name.isEmpty || list.isName(name, of: code))
    }
  }

  /// Whether the codes above or below this one stand in the column, with or without their zeros.
  private func isAnchored(_ code: String, lengths: [Int]) -> Bool {
    func stands(_ text: Substring) -> Bool {
      column.contains(String(text)) || column.contains(String(text.drop { $0 == "0" }))
    }
    let parents = lengths.filter { $0 < code.count }
    if parents.isEmpty {
      // A parent is proved by its children.
      return column.contains { other in
        let zeros = code.prefix { $0 == "0" }.count
        let bare = code.dropFirst(zeros)
        return other.count > bare.count
          && (other.hasPrefix(bare) && lengths.contains(other.count + zeros)
            || other.hasPrefix(code))
      }
    }
    return parents.contains { stands(code.prefix($0)) }
  }

  /// `="019001"` and `'019001`, by which programs and people keep zeros.
  private static func unwrapped(_ text: String) -> String {
    var rest = Substring(text)
    if rest.hasPrefix("=\""), rest.hasSuffix("\""), rest.count > 3 {
      rest = rest.dropFirst(2).dropLast()
    }
    if rest.hasPrefix("'") { rest = rest.dropFirst() }
    return String(rest)
  }

  /// The digits of `2.01035E+06` and how many digits the number has.
  private static func mantissa(_ text: String) -> (digits: String, count: Int)? {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, let power = Int(parts[1]), (1...12).contains(power) else { return nil }
    let pieces = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard let head = pieces.first, head.count == 1, pieces.count <= 2 else { return nil }
    let digits = pieces.joined()
    guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), digits.count <= power + 1 else {
      return nil
    }
    return (digits, power + 1)
  }

  /// A number of digits rounded to the first ones, zeros behind.
  private static func rounded(_ code: String, digits: Int) -> String {
    guard digits < code.count, let value = Int(code) else { return code }
    var unit = 1
    for _ in digits..<code.count { unit *= 10 }
    return String((value + unit / 2) / unit * unit)
  }
}
