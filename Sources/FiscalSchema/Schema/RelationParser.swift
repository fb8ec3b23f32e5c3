import FiscalModel

/// Why a text is no relation.
package struct RelationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The relation as written.
  package let rule: String
  /// What is wrong with it.
  package let reason: String
  /// Both in one line.
  package var description: String { "\(rule): \(reason)" }
}

extension Relation {
  /// Compiles a relation.
  ///
  /// - Parameters:
  ///   - id: the identifier.
  ///   - rule: the relation as written.
  ///   - source: where it comes from.
  ///   - text: what it says in words.
  ///   - severity: how much a break matters; nil for an error, or for a warning where it is an inequality,
  ///     which negative corrections may break.
  ///   - vocabulary: the words of the notation.
  /// - Throws: ``RelationError`` that quotes what was not understood.
  package init(
    id: String, rule: String, source: String, text: BilingualText? = nil, severity: Severity? = nil,
    vocabulary: Vocabulary
  ) throws(RelationError) {
    var parser = RelationParser(rule: rule, vocabulary: vocabulary)
    let form = try parser.parse()
    var isEquality = true
    if case .equation(_, let comparison, _) = form { isEquality = comparison == .equal }
    self.init(
      id: id, rule: rule, source: source, form: form, text: text,
      severity: severity ?? (isEquality ? .error : .warning))
  }
}

/// A recursive descent over the folded characters of one relation.
private struct RelationParser {
  /// More terms no table has rows or columns for.
  private static let mostTerms = 1_000
  private static let mostLevels = 8

  let rule: String
  let words: Vocabulary.RelationWords
  let levels: [String: RowKind]
  let ordinals: String
  var rest: Substring

  init(rule: String, vocabulary: Vocabulary) {
    self.rule = rule
    words = vocabulary.relation
    levels = vocabulary.codeLevels
    ordinals = vocabulary.ordinals
    var text = rule.folded
    while let last = text.last, ";；。.".contains(last) { text.removeLast() }
    rest = Substring(text)
  }

  func failure(_ reason: String) -> RelationError { RelationError(rule: rule, reason: reason) }

  mutating func take(_ prefix: String) -> Bool {
    guard !prefix.isEmpty, rest.hasPrefix(prefix) else { return false }
    rest = rest[rest.utf8.index(rest.startIndex, offsetBy: prefix.utf8.count)...]
    return true
  }

  mutating func parse() throws(RelationError) -> Relation.Form {
    if rest.holds(words.sum) { return try hierarchy() }
    let left = try side()
    let comparison: Relation.Comparison
    if take(">=") || take("≥") {
      comparison = .atLeast
    } else if take("<=") || take("≤") {
      comparison = .atMost
    } else if take("=") {
      comparison = .equal
    } else {
      throw failure("no =, >= or <= at \"\(rest)\"")
    }
    let right = try side()
    guard rest.isEmpty else { throw failure("nothing may follow at \"\(rest)\"") }
    return .equation(left, comparison, right)
  }

  /// `合计=Σ类=Σ款=Σ项`
  mutating func hierarchy() throws(RelationError) -> Relation.Form {
    var kinds: [RowKind] = []
    for part in rest.split(separator: "=") {
      let name = part.hasPrefix(words.sum) ? part.dropFirst(words.sum.count) : part
      if name == words.total {
        kinds.append(.total)
      } else if let kind = levels[String(name)] {
        kinds.append(kind)
      } else {
        throw failure("no level is called \"\(name)\"")
      }
    }
    guard kinds.count > 1 else { throw failure("a sum needs two levels") }
    guard kinds.count <= RelationParser.mostLevels else { throw failure("too many levels") }
    return .hierarchy(kinds)
  }

  /// Terms joined by signs. A list without a suffix (`6+7+8`) is a list of column numbers.
  mutating func side() throws(RelationError) -> [Relation.Term] {
    var terms: [Relation.Term] = []
    var sign = take("-") ? -1 : 1
    while true {
      terms += try term(sign: sign)
      guard terms.count <= RelationParser.mostTerms else { throw failure("too many terms") }
      if take("+") {
        sign = 1
      } else if take("-") {
        sign = -1
      } else {
        return terms
      }
    }
  }

  /// `[表N] (…)行 (…)栏` in either order, each part optional but not all.
  mutating func term(sign: Int) throws(RelationError) -> [Relation.Term] {
    let table = try table()
    var (rows, columns) = (Rows?.none, Columns?.none)
    while let first = rest.first, !"=<>≥≤+-)".contains(first) { try select(&rows, &columns) }
    guard rows != nil || columns != nil else { throw failure("a row or a column is missing") }
    // A sum of rows in a sum of columns has as many terms as their product.
    guard (rows?.count ?? 1) * (columns?.count ?? 1) <= RelationParser.mostTerms else {
      throw failure("too many terms")
    }
    var terms: [Relation.Term] = []
    for row in rows ?? [(1, .each)] {
      for column in columns ?? [(1, .each)] {
        terms.append(
          .init(sign: sign * row.0 * column.0, table: table, row: row.1, column: column.1))
      }
    }
    return terms
  }

  private typealias Rows = [(Int, Relation.RowSelector)]
  private typealias Columns = [(Int, Relation.ColumnSelector)]

  /// Some rows or some columns of a term, each with its sign.
  private mutating func select(
    _ rows: inout Rows?, _ columns: inout Columns?
  ) throws(RelationError) {
    if take("[#") {
      columns = [(1, .identified(try identifier(until: "]")))]
    } else if take("{#") {
      rows = [(1, .line(try identifier(until: "}")))]
    } else if take(words.each) {
      if take(words.row) {
        rows = [(1, .each)]
      } else if take(words.column) {
        columns = [(1, .each)]
      } else {
        rows = [(1, .eachOf(try level()))]
      }
    } else {
      let names = try list()
      if take(words.row) {
        rows = names.map { ($0.0, .named($0.1)) }
      } else {
        // A list without a suffix is a list of columns, as officials print them in the header.
        _ = take(words.column)
        columns = names.map { ($0.0, .numbered($0.1)) }
      }
    }
  }

  /// `表N`, if a table is named.
  private mutating func table() throws(RelationError) -> String? {
    guard take(words.table) else { return nil }
    let arabic = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "-") }
    let number = arabic.isEmpty ? rest.prefix { ordinals.contains($0) } : arabic
    guard !number.isEmpty else { throw failure("a table number is missing at \"\(rest)\"") }
    rest.removeFirst(number.count)
    _ = take(words.of)
    return String(number)
  }

  /// The level of a classification whose rows are meant.
  private mutating func level() throws(RelationError) -> RowKind {
    let known = levels.filter { rest.hasPrefix($0.key) }
    guard let (name, kind) = known.max(by: { $0.key.count < $1.key.count }) else {
      throw failure("\"\(rest)\" is neither rows nor columns")
    }
    rest.removeFirst(name.count)
    return kind
  }

  /// A name, or names and ranges in brackets: `(1+2+…+8)`, `(1+2-3)`.
  mutating func list() throws(RelationError) -> [(Int, String)] {
    guard take("(") else { return [(1, try name())] }
    var names: [(Int, String)] = []
    var sign = 1
    var isRange = false
    while true {
      if words.through.contains(where: { take($0.folded) }) {
        isRange = true
      } else {
        let next = try name()
        if isRange {
          guard let from = names.last.flatMap({ Int($0.1) }), let to = Int(next), from <= to,
            to - from < 1000
          else { throw failure("a range needs two numbers, the smaller one first") }
          for number in (from...to).dropFirst() { names.append((sign, String(number))) }
          isRange = false
        } else {
          names.append((sign, next))
        }
      }
      guard names.count <= RelationParser.mostTerms else { throw failure("too many terms") }
      if take(")") { break }
      if words.through.contains(where: { rest.hasPrefix($0.folded) }) { continue }
      if take("+") {
        sign = 1
      } else if take("-") {
        sign = -1
      } else if !isRange {
        throw failure("a sign is missing at \"\(rest)\"")
      }
    }
    guard !isRange else { throw failure("a range has no end") }
    return names
  }

  mutating func identifier(until end: Character) throws(RelationError) -> String {
    guard let close = rest.firstIndex(of: end), close > rest.startIndex else {
      throw failure("an identifier is missing at \"\(rest)\"")
    }
    let identifier = String(rest[..<close])
    rest = rest[rest.index(after: close)...]
    return identifier
  }

  mutating func name() throws(RelationError) -> String {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty {
      rest.removeFirst(digits.count)
      return String(digits)
    }
    // A row's label: up to the next sign, bracket or suffix.
    let start = rest
    while let next = rest.utf8.first, !"=<>+-()".utf8.contains(next), !rest.hasPrefix(words.row),
      !rest.hasPrefix(words.column)
    {
      rest.unicodeScalars.removeFirst()
    }
    let label = start[..<rest.startIndex]
    guard !label.isEmpty else { throw failure("a number or a label is missing at \"\(rest)\"") }
    return String(label)
  }
}
