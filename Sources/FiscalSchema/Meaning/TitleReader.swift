import FiscalModel

/// Takes titles apart: number, ordinal, year, agency and the words that say which statement it is.
struct TitleReader: Sendable {
  /// What the words of a title say together.
  private struct Content {
    var says: Set<String> = []
    var funds: [String] = []
    var stages: Set<Stage> = []
    var by: [String] = []
    var evidence: [String] = []

    var isEmpty: Bool { says.isEmpty && funds.isEmpty }
    /// The stage, where not two are named.
    var stage: Stage? { stages.count == 1 && !says.contains("execution") ? stages.first : nil }
  }

  let ordinals: Ordinals
  private let words: [StatementsFile.Word]
  private let statements: [StatementsFile.Statement]
  private let endings: [(statement: String, words: String)]
  private let agencyEndings: [String]
  private let sheetLetters: Set<Character>
  private let funds: FundTree
  private let vocabulary: Vocabulary
  private let lexicon: Lexicon

  init(_ file: StatementsFile, vocabulary: Vocabulary, funds: FundTree) {
    ordinals = Ordinals(vocabulary: vocabulary, prefixes: file.numberPrefixes)
    words = file.words
    statements = file.statements
    endings = file.endings.flatMap { ending in
      ending.words.map { (ending.statement, $0.folded) }
    }
    .sorted { $0.1.count > $1.1.count }
    agencyEndings = file.agencyEndings.map(\.folded)
    sheetLetters = Set(file.sheetNumbers)
    self.funds = funds
    self.vocabulary = vocabulary
    var lexicon = Lexicon(years: vocabulary.fiscalYear)
    for (index, entry) in file.words.enumerated() {
      for word in entry.words { lexicon.insert(word, index) }
    }
    self.lexicon = lexicon
  }

  /// The statement with an identifier, the first where several titles have it.
  func statement(_ id: String) -> StatementsFile.Statement? { statements.first { $0.id == id } }

  /// All that titles of a statement may say.
  func statements(_ id: String) -> [StatementsFile.Statement] { statements.filter { $0.id == id } }

  /// What a line says that reads like a title.
  func read(_ line: String) -> StatementMeaning? {
    let printed = line.squeezed
    let folded = ordinals.withPlainYears(printed.folded)
    guard folded.holds(ordinals.table), !folded.isLonger(than: 80),
      !folded.contains(where: { "\u{3002};!?".contains($0) })
    else { return nil }
    var meaning = StatementMeaning(core: "")
    var rest = Substring(folded)
    takeNumbers(&rest, &meaning)
    takeYear(&rest, &meaning)
    guard !rest.isEmpty else { return nil }
    meaning.core = String(rest)
    if let content = content(rest) {
      guard !content.isEmpty else { return nil }
      say(content, &meaning)
    } else if !saysAgency(rest, &meaning), !saysEnding(rest, &meaning) {
      guard isTitle(rest, numbered: meaning.number != nil) else { return nil }
      meaning.evidence = meaning.core
    }
    return restoringPrint(meaning, printed: printed, folded: folded)
  }

  // MARK: What stands around the words

  private func takeNumbers(_ rest: inout Substring, _ meaning: inout StatementMeaning) {
    // `Z01 收入支出决算总表(财决01表)` is the name of a sheet.
    if let letter = rest.first, sheetLetters.contains(letter) {
      let digits = rest.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == "_" || $0 == "-") }
      if !digits.isEmpty { rest = rest[digits.endIndex...] }
    }
    for _ in 0..<3 {
      if meaning.number == nil,
        let found = ordinals.tableNumber(rest) ?? ordinals.annexNumber(rest)
      {
        meaning.number = found.number
        rest = found.rest.drop { ":.\u{3001}-,".contains($0) }
      } else if meaning.ordinal == nil, let found = ordinals.leading(rest) {
        meaning.ordinal = found.ordinal
        rest = found.rest
      }
    }
    // `01收支总表`, as sheets are called.
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    if meaning.ordinal == nil, (1...2).contains(digits.count),
      rest[digits.endIndex...].unicodeScalars.first?.isHan ?? false
    {
      meaning.ordinal = String(digits)
      rest = rest[digits.endIndex...]
    }
    if meaning.number == nil, let found = ordinals.trailingTableNumber(rest) {
      (meaning.number, rest) = (found.number, found.title)
    }
  }

  private func takeYear(_ rest: inout Substring, _ meaning: inout StatementMeaning) {
    guard let (range, value) = vocabulary.year(in: rest) else { return }
    // In brackets behind the title: `部门整体支出绩效目标表(2026年度)`.
    if rest[range.upperBound...] == ")", range.lowerBound > rest.startIndex,
      rest[rest.index(before: range.lowerBound)] == "("
    {
      meaning.year = value
      rest = rest[..<rest.index(before: range.lowerBound)]
      return
    }
    let before = rest[..<range.lowerBound]
    // Behind other words it may be a project's.
    let isNumbered = before.allSatisfy {
      ordinals.numerals.contains($0) || "\u{3001}.()".contains($0)
    }
    let isKnown = isNumbered || content(before) != nil
    guard isKnown || endsAsAgency(before) else { return }
    meaning.year = value
    rest = rest[range.upperBound...]
    if !isKnown { meaning.agency = String(before) }
  }

  /// The agency as printed, not as folded.
  private func restoringPrint(
    _ meaning: StatementMeaning, printed: String, folded: String
  ) -> StatementMeaning {
    var meaning = meaning
    if let agency = meaning.agency, let range = folded.firstRange(of: agency) {
      let start = folded[..<range.lowerBound].unicodeScalars.count
      let scalars = printed.unicodeScalars.dropFirst(start).prefix(agency.unicodeScalars.count)
      meaning.agency = String(String.UnicodeScalarView(scalars))
    }
    return meaning
  }

  // MARK: What the words say

  private func content(_ text: Substring) -> Content? {
    guard let pieces = lexicon.pieces(of: String(text)) else { return nil }
    var content = Content()
    var implied: String?
    for (piece, printed) in pieces {
      guard case .word(let index) = piece else { continue }
      let word = words[index]
      if let says = word.says, !says.isEmpty { content.says.insert(says) }
      if let implies = word.implies { implied = implies }
      if let fund = word.fund { content.funds.append(fund) }
      if let stage = word.stage { content.stages.insert(stage) }
      if let by = word.by, !content.by.contains(by) { content.by.append(by) }
      if word.says != nil || word.fund != nil || word.stage != nil || word.by != nil {
        content.evidence.append(String(printed))
      }
    }
    if content.says.isEmpty, let implied { content.says.insert(implied) }
    return content
  }

  private func say(_ content: Content, _ meaning: inout StatementMeaning) {
    meaning.evidence = content.evidence.joined(separator: "+")
    meaning.stage = content.stage
    let fund = funds.narrowest(content.funds)
    if let fund { meaning.members["fund_source"] = fund }
    guard content.funds.isEmpty || fund != nil,
      let statement = statements.first(where: { fits($0, content, fund: fund) })
    else { return }
    meaning.statement = statement.id
    meaning.side = statement.side
    meaning.measure = statement.measure
    meaning.total = statement.total
    meaning.totalWithBalances = statement.totalWithBalances
    meaning.carriedOver = statement.carriedOver
    let by = content.by.first ?? statement.rows
    meaning.classification = by == "units" || by == "sources" ? nil : by
  }

  private func fits(
    _ statement: StatementsFile.Statement, _ content: Content, fund: String?
  ) -> Bool {
    let required = Set(statement.says)
    return required.isSubset(of: content.says)
      && content.says.isSubset(of: required.union(statement.mayAlsoSay ?? []))
      && (statement.funds ?? [statement.fund ?? ""]).contains(fund ?? "")
      && (content.by.isEmpty
        ? statement.by.contains("") : content.by.allSatisfy(statement.by.contains))
  }

  /// Whether an agency stands in front of words that say a statement.
  private func saysAgency(_ text: Substring, _ meaning: inout StatementMeaning) -> Bool {
    for index in text.indices.reversed() where index > text.startIndex {
      let name = text[..<index]
      guard endsAsAgency(name), let content = content(text[index...]), !content.isEmpty
      else { continue }
      var other = meaning
      say(content, &other)
      guard other.statement != nil else { continue }
      other.agency = String(name)
      other.core = String(text[index...])
      meaning = other
      return true
    }
    return false
  }

  private func endsAsAgency(_ name: Substring) -> Bool {
    agencyEndings.contains { name.hasSuffix($0) && name.count > $0.count + 1 }
  }

  /// Whether a title with the name of something in front ends as those of a form do.
  private func saysEnding(_ text: Substring, _ meaning: inout StatementMeaning) -> Bool {
    guard let ending = endings.first(where: { text.hasSuffix($0.words) }) else { return false }
    meaning.statement = ending.statement
    meaning.evidence = ending.words
    return true
  }

  /// Whether unknown words read like a title all the same.
  private func isTitle(_ text: Substring, numbered: Bool) -> Bool {
    var words = text
    if words.last == ")", let open = words.lastIndex(of: "(") { words = words[..<open] }
    return words.hasSuffix(ordinals.table) && words.count >= (numbered ? 2 : 5) && words.count <= 40
      && !words.contains { ":,\u{FF0C}".contains($0) }
  }
}

/// Which sources of funds contain which.
struct FundTree: Sendable {
  private let parents: [String: String]

  init(_ classification: Classification?) {
    parents = (classification?.entries ?? [:]).compactMapValues(\.parent)
  }

  /// Whether a fund is part of another.
  func isPart(_ fund: String, of whole: String) -> Bool {
    var next = parents[fund]
    while let parent = next {
      if parent == whole { return true }
      next = parents[parent]
    }
    return false
  }

  /// The one of several funds that is part of all others; nil where there is none.
  func narrowest(_ funds: [String]) -> String? {
    guard var result = funds.first else { return nil }
    for fund in funds.dropFirst() where fund != result {
      if isPart(fund, of: result) {
        result = fund
      } else if !isPart(result, of: fund) {
        return nil
      }
    }
    return result
  }
}
