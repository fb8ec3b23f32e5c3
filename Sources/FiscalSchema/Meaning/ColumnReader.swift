import FiscalModel

/// Puts the captions over a column together.
struct ColumnReader {
  /// What the table says of all of its columns.
  struct Table {
    /// The statement, as the title says it.
    var statement: StatementMeaning?
    /// The side of a column whose captions do not say one.
    var side: Side?
    /// Whether a neighbour is a balance carried over; nil where the neighbours are not known.
    var hasBalances: Bool?
    /// What the columns beside totals are; nil where they are not known.
    var parts: Set<String>?
    /// The dimensions whose classes the columns name beyond doubt.
    var dimensions: Set<String> = []
  }

  let words: CaptionWords
  let senses: [CaptionSense]
  let table: Table

  /// The side that the captions say, the nearest first.
  var printedSide: Side? { senses.last { $0.side != nil }?.side }
  private var side: Side? { printedSide ?? table.side }
  private var marks: Set<CaptionsFile.Mark> { senses.reduce(into: []) { $0.formUnion($1.marks) } }

  /// What the column means; nil where the words do not say one thing.
  func read() -> ColumnMeaning? {
    guard let leaf = senses.last else { return nil }
    if let column = dimension(leaf) { return column }
    let isOneSided = senses.allSatisfy { Set($0.words.compactMap(\.side)).count < 2 }
    guard leaf.columns.isEmpty, isOneSided else { return nil }
    return amount(leaf)
  }

  /// What captions say beside others that are not known: of figures their unit, stage, year and fund; nil
  /// where they say none of that.
  func readPart(unit: AmountUnit?, leafIsKnown: Bool) -> ColumnMeaning? {
    if leafIsKnown, let leaf = senses.last, let column = dimension(leaf) {
      // What an unknown caption means decides of which things it is a name.
      guard ![.code, .name, .label].contains(column.role) else { return nil }
      return ColumnMeaning(role: column.role, isPartial: true, evidence: evidence)
    }
    var meaning = ColumnMeaning(role: .amount, isPartial: true, evidence: evidence)
    meaning.unit = unit
    meaning.stage = nearest(\.stage)
    meaning.yearOffset = nearest(\.yearOffset) ?? 0
    meaning.year = senses.last { !$0.years.isEmpty }?.years.last
    let funds = senses.flatMap(\.sources).filter { $0.concept == nil }.compactMap(\.fund)
    if let fund = words.funds.narrowest(funds) { meaning.members["fund_source"] = fund }
    meaning.isChange = !marks.isDisjoint(with: [.change, .percent])
    if marks.contains(.percent) { meaning.role = .percent }
    return meaning
  }

  private var evidence: String { senses.map(\.evidence).joined(separator: "/") }

  // MARK: Codes, names and texts

  /// The meaning of a column without amounts; nil for one with amounts, or with words of both
  /// kinds.
  private func dimension(_ leaf: CaptionSense) -> ColumnMeaning? {
    let roles = leaf.columns.compactMap(\.role)
    guard let role = [.code, .label, .name].first(where: roles.contains) ?? roles.first,
      leaf.words.allSatisfy(\.saysNothing), leaf.years.isEmpty
    else { return nil }
    var meaning = ColumnMeaning(role: role, side: side, evidence: evidence)
    meaning.level = leaf.columns.compactMap(\.level).last
    let named =
      leaf.columns.last { $0.dimension != nil || $0.classification != nil }
      ?? (leaf.isGeneric
        ? senses.flatMap(\.columns).last { $0.dimension != nil || $0.classification != nil } : nil)
    meaning.classification = named?.classification
    // Where the lines say what their figures are, the names are labels.
    if named?.dimension == "project_code", table.statement?.measure == "amount" {
      meaning.role = .label
      meaning.classification = nil
      return meaning
    }
    // The lines of a classification with labels of their own are no codes.
    meaning.dimension = role == .label ? nil : named?.dimension
    return meaning
  }

  // MARK: Amounts

  private func amount(_ leaf: CaptionSense) -> ColumnMeaning? {
    guard senses.contains(where: { !$0.words.isEmpty || !$0.years.isEmpty }),
      !leaf.words.isEmpty || !leaf.years.isEmpty,
      leaf.words.isEmpty || !leaf.words.allSatisfy(\.saysNothing)
    else { return nil }
    var meaning = ColumnMeaning(role: .amount, side: side, evidence: evidence)
    meaning.unit = senses.last { $0.unit != nil }?.unit
    meaning.isMemo = leaf.marks.contains(.memo)
    meaning.isTotal = leaf.marks.contains(.total)
    if !marks.isDisjoint(with: [.change, .percent]) {
      meaning.isChange = true
      if marks.contains(.percent) { meaning.role = .percent }
      return meaning
    }
    meaning.stage = nearest(\.stage)
    meaning.yearOffset = nearest(\.yearOffset) ?? 0
    meaning.year = senses.last { !$0.years.isEmpty }?.years.last
    guard isUnderWhatItNeeds, senses.flatMap(\.classes).allSatisfy({ theClass(of: $0) != nil })
    else { return nil }
    if !marks.contains(.other) { setConcept(&meaning) }
    return meaning
  }

  /// What the words nearest to the leaf say.
  private func nearest<T>(_ key: KeyPath<CaptionsFile.Word, T?>) -> T? {
    for sense in senses.reversed() {
      if let value = sense.words.compactMap({ $0[keyPath: key] }).last { return value }
    }
    return nil
  }

  /// Whether words that mean something only below others stand below them.
  private var isUnderWhatItNeeds: Bool {
    let all = senses.flatMap(\.words)
    return all.allSatisfy { word in
      guard let under = word.under else { return true }
      return all.contains { $0.concept == under }
    }
  }

  private func setConcept(_ meaning: inout ColumnMeaning) {
    let all = senses.flatMap(\.words)
    // A grand total that stands alone is whatever the statement totals.
    let isAlone =
      meaning.isTotal
      && all.allSatisfy {
        ($0.concept == nil || $0.marks?.contains(.total) == true) && $0.fund == nil
          && $0.revenue == nil
      }
    if isAlone, let total = grandTotal {
      meaning.concept = total.concept
      return
    }
    switch side {
    case .revenue: setRevenue(&meaning, all)
    case .expenditure: setExpenditure(&meaning, all)
    case nil: setAny(&meaning, all)
    }
  }

  /// What a total of the whole table is: nothing where the neighbours would have to be known.
  private var grandTotal: (concept: String?, Void)? {
    guard let statement = table.statement, let total = statement.total,
      printedSide == nil || printedSide == statement.side
    else { return nil }
    guard let withBalances = statement.totalWithBalances else {
      // A title need not say all that its table has.
      guard statement.measure == "amount", let parts = table.parts else { return (total, ()) }
      return (words.concepts.whole(from: total, of: parts), ())
    }
    guard let hasBalances = table.hasBalances else { return (nil, ()) }
    return (hasBalances ? withBalances : total, ())
  }

  private func setRevenue(_ meaning: inout ColumnMeaning, _ all: [CaptionsFile.Word]) {
    let fixed = all.compactMap(\.concept)
    let sources = all.filter { $0.concept == nil && ($0.revenue != nil || $0.fund != nil) }
    let fund = words.funds.narrowest(sources.compactMap(\.fund)) ?? sources.last?.fund
    if let opening = words.concepts.narrowest(fixed), !opening.hasPrefix("revenue."),
      !opening.hasPrefix("total.")
    {
      meaning.concept = opening
      if let fund { meaning.members["fund_source"] = fund }
      return
    }
    let above = Set(all.compactMap(\.revenue))
    let named =
      fixed
      + sources.compactMap { word in
        word.revenueUnder?.first { above.contains($0.key) }?.value ?? word.revenue
      }
    guard !named.isEmpty else {
      if table.side == .revenue || table.statement?.side == nil { setMeasure(&meaning) }
      return
    }
    meaning.concept = words.concepts.narrowest(named)
    if sources.last?.keepsMember == true, let fund { meaning.members["fund_source"] = fund }
  }

  private func setExpenditure(_ meaning: inout ColumnMeaning, _ all: [CaptionsFile.Word]) {
    let sources = all.filter { $0.fund != nil }
    let carried = sources.filter { $0.concept != nil }
    let plain = sources.filter { $0.concept == nil }
    let fixed = all.filter { $0.fund == nil }.compactMap(\.concept)
    // What only says where revenue comes from means nothing here.
    guard !all.contains(where: { $0.revenue != nil && $0.fund == nil }) else { return }
    var concept = words.concepts.narrowest(fixed)
    guard fixed.isEmpty || concept != nil else { return }
    if concept == nil {
      concept = table.statement?.measure
      // A total by source of funds.
      if marks.contains(.total), concept == "amount", let total = table.statement?.total {
        concept = total
      }
      let isNamed = senses.contains { sense in
        sense.words.contains(where: \.isExpenditure) && !sense.sources.isEmpty
      }
      if concept == nil, isNamed {
        concept = "expenditure.current-year"
      }
    }
    meaning.concept = concept
    if let (dimension, code) = senses.flatMap(\.classes).last.flatMap(theClass) {
      meaning.members[dimension] = code
    }
    if !carried.isEmpty, fixed.isEmpty, let own = table.statement?.carriedOver {
      meaning.concept = own
      if let fund = plain.last?.fund { meaning.members["fund_source"] = fund }
      return
    }
    if let fund = carried.last?.fund ?? words.funds.narrowest(plain.compactMap(\.fund))
      ?? plain.last?.fund
    {
      meaning.members["fund_source"] = fund
    }
  }

  /// The class that a word names; nil where both classifications have it and no neighbour tells.
  private func theClass(of classes: [String: String]) -> (dimension: String, code: String)? {
    let meant = classes.count == 1 ? classes : classes.filter { table.dimensions.contains($0.key) }
    return meant.count == 1 ? meant.first.map { ($0.key, $0.value) } : nil
  }

  /// Where no side is known only what means one thing on both is.
  private func setAny(_ meaning: inout ColumnMeaning, _ all: [CaptionsFile.Word]) {
    let fixed = all.compactMap(\.concept)
    let sources = all.filter { $0.concept == nil && $0.fund != nil }
    if let source = sources.last, let fund = words.funds.narrowest(sources.compactMap(\.fund)),
      source.keepsMember == true || !fixed.isEmpty
    {
      meaning.members["fund_source"] = fund
    }
    if fixed.isEmpty {
      let isPlain = all.allSatisfy { $0.fund == nil && $0.revenue == nil }
      if isPlain || table.statement?.measure == "amount" {
        setMeasure(&meaning)
      }
      return
    }
    meaning.concept = words.concepts.narrowest(fixed)
  }

  private func setMeasure(_ meaning: inout ColumnMeaning) {
    guard let measure = table.statement?.measure else { return }
    if measure.hasPrefix("expenditure."), printedSide == .revenue { return }
    meaning.concept = measure
  }
}

extension CaptionsFile.Word {
  /// Whether the word only joins others.
  fileprivate var saysNothing: Bool {
    concept == nil && fund == nil && revenue == nil && side == nil && stage == nil
      && yearOffset == nil && (marks ?? []).allSatisfy { $0 == .memo }
  }

  /// Whether the word is "expenditure" and nothing else.
  fileprivate var isExpenditure: Bool {
    side == .expenditure && concept == nil && marks?.contains(.amount) == true
  }
}

extension CaptionSense {
  /// Whether it says "code" or "name" and not of what.
  fileprivate var isGeneric: Bool {
    columns.allSatisfy { $0.dimension == nil && $0.classification == nil }
  }
}
