import FiscalModel

extension Catalogue {
  /// A relation as people read it: with captions in place of the identifiers that schemas use where a form
  /// numbers neither its rows nor its columns.
  ///
  /// - Parameters:
  ///   - relation: the relation.
  ///   - home: the layout that it stands in, or that one of its tables has.
  /// - Returns: The text; identifiers that have no caption stay.
  package func shown(_ relation: Relation, in home: Layout?) -> String {
    let profile = home.flatMap { home in
      profiles.first { $0.tables.contains { $0 === home } }
    }
    return RelationText(vocabulary: vocabulary, home: home, layouts: profile?.tables ?? [])
      .shown(relation.rule)
  }
}

private struct RelationText {
  let vocabulary: Vocabulary
  let home: Layout?
  let layouts: [Layout]

  /// The rule with the names of rows and columns; of a long sum the first two terms and the last one, as
  /// officials write it.
  func shown(_ rule: String) -> String {
    var pieces: [String] = []
    var rest = rule[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "[" }) {
      let isRow = rest[open] == "{"
      guard let close = rest[open...].firstIndex(of: isRow ? "}" : "]") else { break }
      let before = rest[..<open]
      let inner = rest[rest.index(after: open)..<close]
      let table = number(in: rule[..<open]).flatMap { number in
        layouts.first { $0.number == number }
      }
      let name = inner.first == "#" ? name(of: inner.dropFirst(), isRow, table ?? home) : nil
      // The number of a table and a label that begins with a numeral stay apart.
      let isNumbered = name != nil && number(in: before).map(before.hasSuffix) ?? false
      // So do the row and the column of one cell.
      let isColumnOfRow = name != nil && before.isEmpty && !pieces.isEmpty
      pieces.append(before + (isNumbered ? " " : isColumnOfRow ? "·" : ""))
      pieces.append(name ?? String(rest[open...close]))
      rest = rest[rest.index(after: close)...]
    }
    return RelationText.shortened(pieces) + rest
  }

  /// The number of the last table that is named before a place.
  private func number(in text: Substring) -> String? {
    guard let word = text.ranges(of: vocabulary.table).last else { return nil }
    let number = text[word.upperBound...].prefix {
      $0.isASCII && ($0.isNumber || $0 == "-") || vocabulary.ordinals.contains($0)
    }
    return number.isEmpty ? nil : String(number)
  }

  private func name(of id: Substring, _ isRow: Bool, _ layout: Layout?) -> String? {
    if isRow {
      let line = layout?.panels.lazy.flatMap(\.lines).first { $0.id == id }
      guard let line, line.label.isEmpty else { return line?.label.squeezed }
      return line.kind == .total ? vocabulary.totals.first : nil
    }
    return layout?.columns.first { $0.id == id }?.path.map(\.squeezed).joined(separator: "/")
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
