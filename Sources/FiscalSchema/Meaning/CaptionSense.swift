import FiscalModel

/// What the words of one caption say, before they are put together with those above it.
struct CaptionSense: Sendable {
  /// What they say of amounts, in order.
  var words: [CaptionsFile.Word] = []
  /// What they say of columns that hold none.
  var columns: [CaptionsFile.Column] = []
  /// The economic classes that they name, by dimension: of both classifications where both have the name.
  var classes: [[String: String]] = []
  /// The years that stand in it by number.
  var years: [Int] = []
  /// The unit named in brackets.
  var unit: AmountUnit?
  /// The words, for people.
  var evidence = ""

  var marks: Set<CaptionsFile.Mark> { Set(words.flatMap { $0.marks ?? [] }) }
  /// The side that its words say, sources of funds aside.
  var side: Side? { words.last { $0.side != nil }?.side }
  var sources: [CaptionsFile.Word] { words.filter { $0.fund != nil || $0.revenue != nil } }

  /// What a caption says, every word of it; nil where a word is not known.
  init?(_ text: String, _ words: CaptionWords) {
    var rest = Substring(text.folded)
    unit = words.takeUnit(&rest)
    rest = words.ordinals.stripped(rest)
    guard !rest.isEmpty else { return nil }
    if let entry = words.wholes[String(rest)] {
      add(entry)
      evidence = String(rest)
      return
    }
    guard let pieces = words.lexicon.pieces(of: String(rest)), !pieces.isEmpty else { return nil }
    for (piece, _) in pieces {
      switch piece {
      case .word(let index): add(words.entries[index])
      case .year(let year): years.append(year)
      }
    }
    evidence = pieces.map { String($0.text) }.joined(separator: "+")
  }

  private mutating func add(_ entry: CaptionWords.Entry) {
    switch entry {
    case .word(let word): words.append(word)
    case .column(let column): columns.append(column)
    case .economic(let name, let found):
      classes.append(found)
      words.append(CaptionsFile.Word(ofExpenditure: name))
    }
  }
}

/// The words of captions, ready to be looked up.
struct CaptionWords: Sendable {
  /// What a word says.
  enum Entry: Sendable {
    /// Of amounts.
    case word(CaptionsFile.Word)
    /// Of a column that holds none.
    case column(CaptionsFile.Column)
    /// The name of an economic class, and its codes by dimension.
    case economic(String, [String: String])
  }

  let ordinals: Ordinals
  let concepts: ConceptTree
  let funds: FundTree
  fileprivate(set) var entries: [Entry] = []
  /// What captions say that say it only as a whole.
  fileprivate(set) var wholes: [String: Entry] = [:]
  fileprivate(set) var lexicon: Lexicon
  private let unitCaptions: [String]

  init(
    _ file: CaptionsFile, vocabulary: Vocabulary, ordinals: Ordinals, funds: FundTree,
    codes: CodeReader
  ) {
    self.ordinals = ordinals
    concepts = ConceptTree(file.parts)
    self.funds = funds
    lexicon = Lexicon(years: vocabulary.fiscalYear)
    unitCaptions = vocabulary.unit.map(\.folded).sorted { $0.count > $1.count }
    for word in file.words { add(word.words, .word(word), whole: word.isWhole ?? false) }
    for column in file.columns {
      add(column.words, .column(column), whole: column.isWhole)
    }
    for dimension in vocabulary.dimensions { add(dimension) }
    let suffixes = vocabulary.optionalSuffixes.map(\.folded)
    for (name, classes) in codes.dividingClasses(suffixes: suffixes) where wholes[name] == nil {
      wholes[name] = .economic(name, classes)
    }
  }

  private mutating func add(_ words: [String], _ entry: Entry, whole: Bool) {
    if whole {
      for word in words where wholes[word.folded] == nil { wholes[word.folded] = entry }
    } else {
      entries.append(entry)
      for word in words { lexicon.insert(word, entries.count - 1) }
    }
  }

  /// The captions of exports, which are whole ones.
  private mutating func add(_ dimension: Vocabulary.DimensionWords) {
    guard let name = CaptionWords.dimensions[dimension.id] else { return }
    for (words, role) in [(dimension.codes, Section.Role.code), (dimension.names, .name)] {
      let column = CaptionsFile.Column(
        words: words, role: name == "fiscal_year" ? .year : role, dimension: name,
        classification: dimension.classification, level: nil)
      add(words, .column(column), whole: true)
    }
  }

  /// The dimensions of facts by the identifiers of ``Vocabulary/dimensions``.
  private static let dimensions = [
    "function": "function_code", "economic": "economic_code",
    "government-economic": "economic_government_code", "agency": "unit_code",
    "fund": "fund_source", "category": "category", "year": "fiscal_year",
  ]

  /// Cuts the unit in brackets off the end of a folded caption: `(万元)`, `(单位:元)`.
  func takeUnit(_ text: inout Substring) -> AmountUnit? {
    guard text.last == ")", let open = text.lastIndex(of: "(") else { return nil }
    var inner = text[text.index(after: open)...].dropLast()
    for caption in unitCaptions where inner.hasPrefix(caption + ":") {
      inner = inner.dropFirst(caption.count + 1)
      break
    }
    guard let unit = AmountUnit(name: inner), open > text.startIndex else { return nil }
    text = text[..<open]
    return unit
  }
}

extension CaptionsFile.Word {
  /// A word that says nothing but that it is expenditure.
  fileprivate init(ofExpenditure word: String) {
    self.init(
      words: [word], concept: nil, fund: nil, revenue: nil, revenueUnder: nil, keepsMember: nil,
      side: .expenditure, stage: nil, yearOffset: nil, marks: nil, under: nil,
      isWhole: true)
  }
}

extension CaptionsFile.Column {
  /// Whether it says what it says only as a whole caption: texts of all kinds have other words in
  /// them.
  fileprivate var isWhole: Bool {
    switch role {
    case .text, .longText, .level, .value, .score, .ordinal, .rowNumber, .quantity, .year: true
    default: false
    }
  }
}
