/// Relations as people read them: captions in place of the identifiers that schemas use where a form
/// numbers neither its rows nor its columns.
enum RelationText {
  /// What the rows and columns of a table are called.
  struct Names {
    let columns: [Layout.Column]
    let panels: [Layout.Panel]

    func name(of id: Substring, _ isRow: Bool) -> String? {
      if isRow {
        let line = panels.lazy.flatMap(\.lines).first { $0.id == id }
        return line.flatMap { $0.label.isEmpty ? nil : $0.label.squeezed }
      }
      return columns.first { $0.id == id }?.path.map(\.squeezed).joined(separator: "/")
    }
  }

  /// A relation with the names of rows and columns; of a long sum the first two terms and the last one,
  /// as officials write it.
  ///
  /// - Parameters:
  ///   - rule: the relation as written, `{#row}=表2[#column]`.
  ///   - vocabulary: the words of the notation.
  ///   - home: the table that it stands in, or nil for one between tables.
  ///   - table: the table with a number.
  /// - Returns: The text; identifiers that have no caption stay.
  static func shown(
    _ rule: String, vocabulary: Vocabulary, home: Names?, table: (String) -> Names?
  ) -> String {
    var pieces: [String] = []
    var rest = rule[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "[" }) {
      let isRow = rest[open] == "{"
      guard let close = rest[open...].firstIndex(of: isRow ? "}" : "]") else { break }
      let before = rest[..<open]
      let inner = rest[rest.index(after: open)..<close]
      let names = number(in: rule[..<open], vocabulary).flatMap(table) ?? home
      let name = inner.first == "#" ? names?.name(of: inner.dropFirst(), isRow) : nil
      // The number of a table and a label that begins with a numeral stay apart.
      let isNumbered = name != nil && number(in: before, vocabulary).map(before.hasSuffix) ?? false
      pieces.append(before + (isNumbered ? " " : ""))
      pieces.append(name ?? String(rest[open...close]))
      rest = rest[rest.index(after: close)...]
    }
    return shortened(pieces) + rest
  }

  /// The number of the last table that is named before a place.
  private static func number(in text: Substring, _ vocabulary: Vocabulary) -> String? {
    guard let word = text.ranges(of: vocabulary.table).last else { return nil }
    let number = text[word.upperBound...].prefix {
      $0.isASCII && ($0.isNumber || $0 == "-") || vocabulary.ordinals.contains($0)
    }
    return number.isEmpty ? nil : String(number)
  }

  /// Pieces of text and names in turn, the middle of each long sum left out.
  private static func shortened(_ pieces: [String]) -> String {
    var result = ""
    var index = 0
    while index < pieces.count {
      var end = index
      while end + 2 < pieces.count, pieces[end + 2] == "+" { end += 2 }
      result += pieces[index] + pieces[index + 1]
      // The terms that follow with a plus are (end - index) / 2.
      if end - index > 6 {
        result += "+" + pieces[index + 3] + "+…+" + pieces[end + 1]
      } else {
        for next in stride(from: index + 2, through: end, by: 2) {
          result += pieces[next] + pieces[next + 1]
        }
      }
      index = end + 2
    }
    return result
  }
}
