import FiscalModel

/// What the cells of a row say that qualify its amounts: whose they are, of which year, stage, part of the
/// year, source of funds and category.
extension Meanings {
  /// What a cell says of year, stage and part of the year: `2025`, `2025年度`, `2025-03`, `3月`, `年初预算`,
  /// or that the row is a change; nil where it says none of them. In a column of parts of the year a number
  /// is a month.
  package func moment(in text: String, isPeriod: Bool = false) -> ColumnMeaning? {
    if let meaning = column(path: [text], in: nil),
      meaning.year != nil || meaning.yearOffset != 0 || meaning.stage != nil
        || meaning.period != nil || meaning.isChange
    {
      return meaning
    }
    let numbers = text.folded.split { !$0.isASCII || !$0.isNumber }
    guard let first = numbers.first, text.folded.first?.isNumber ?? false else { return nil }
    var meaning = ColumnMeaning(role: .year, evidence: text)
    if isPeriod, let month = Int(first), (1...12).contains(month) {
      meaning.period = Meanings.twoDigits(month)
      return numbers.count == 1 ? meaning : nil
    }
    guard let year = Int(first.prefix(4)), (1990...2100).contains(year) else { return nil }
    meaning.year = year
    let month = first.utf8.count > 4 ? first.dropFirst(4).prefix(2) : numbers.dropFirst().first
    guard let month else { return first.utf8.count == 4 ? meaning : nil }
    guard let value = Int(month), (1...12).contains(value) else { return nil }
    meaning.period = Meanings.twoDigits(value)
    return meaning
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  /// The source of funds that a cell names, with or without its code: `111 一般公共预算资金`,
  /// `1-一般公共预算`, `[12]政府性基金预算`; nil where neither name nor code is known.
  package func fund(in text: String) -> String? {
    let (code, name) = Meanings.codeAndName(text.folded)
    let sources = senses([name])?.flatMap(\.sources).compactMap(\.fund) ?? []
    return captions.funds.narrowest(sources) ?? member(named: name, code: code, of: "fund")
  }

  /// The concept of the category that a cell names, with or without its code: `1-人员类项目`; nil where
  /// neither name nor code is known.
  package func category(in text: String) -> String? {
    let (code, name) = Meanings.codeAndName(text.folded)
    let concept = column(path: [name], in: nil)?.concept
    if let concept, concept.hasPrefix("expenditure.") { return concept }
    return member(named: name, code: code, of: "category")
  }

  /// Whether the words of a caption are known.
  package func isKnown(caption: String) -> Bool { senses([caption]) != nil }

  /// Whether a text ends as the names of agencies do, and is no caption.
  package func isAgencyName(_ text: String) -> Bool {
    !isKnown(caption: text) && titles.endsAsAgency(Substring(text.folded))
  }

  /// What a text says that stands for several of those that its column names: a total, the total of a whole
  /// county, a subtotal; nil for any other.
  package func sum(named text: String) -> RowKind? {
    let folded = text.folded
    let vocabulary = catalogue.vocabulary
    if vocabulary.wholes.contains(folded) { return .total }
    if vocabulary.subtotals.contains(where: { folded.hasSuffix($0) }) { return .subtotal }
    guard let total = vocabulary.totals.first(where: { folded.hasSuffix($0) }) else { return nil }
    let name = String(folded.dropLast(total.count))
    return name.isEmpty || vocabulary.wholes.contains(name) ? .total : .subtotal
  }

  /// The member of a dimension of exports that a name is, or a code by its longest known beginning.
  private func member(named name: String, code: String, of dimension: String) -> String? {
    let words = catalogue.vocabulary.dimensions.first { $0.id == dimension }
    for (member, names) in words?.members ?? [:]
    where names.contains(where: { $0.folded == name }) {
      return member
    }
    return words?.member(ofCode: code)
  }

  /// The digits in front of a folded text, in brackets or not, and what stands behind them.
  private static func codeAndName(_ text: String) -> (code: String, name: String) {
    let rest = text.drop { $0 == "[" }
    let code = rest.prefix { $0.isASCII && $0.isNumber }
    let name = rest[code.endIndex...].drop { "]-_.:".contains($0) }
    return (String(code), String(name))
  }
}
