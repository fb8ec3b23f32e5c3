import FiscalModel
import Synchronization

/// What words mean anywhere: titles of statements, captions of measures and dimensions, labels of
/// lines, and what stands around a table. One for a catalogue.
///
/// A meaning is given only where every word is accounted for; anything else stays unknown, which is
/// nil. What was found is kept, since the same captions and labels come again and again.
package final class Meanings: Sendable {
  /// The catalogue with the classifications that prove codes.
  package let catalogue: Catalogue
  private let titles: TitleReader
  private let captions: CaptionWords
  private let lines: LineReader
  private let codes: CodeReader
  private let headings: HeadingReader
  private let cache = Mutex(Cache())

  /// What was found before, nil included.
  private struct Cache {
    static let limit = 20_000
    var titles: [String: StatementMeaning?] = [:]
    var captions: [String: CaptionSense?] = [:]
    var lines: [LineKey: LineMeaning?] = [:]
  }

  private struct LineKey: Hashable {
    var label: String
    var place: LinePlace
  }

  /// Makes the meanings of a catalogue.
  ///
  /// - Throws: ``SchemaError`` where a file of `schemas/vocabulary/` cannot be read.
  package init(catalogue: Catalogue) throws(SchemaError) {
    self.catalogue = catalogue
    let statements = try StatementsFile(catalogue.folders)
    let captionsFile = try CaptionsFile(catalogue.folders)
    let linesFile = try LinesFile(catalogue.folders)
    let funds = FundTree(catalogue.classifications["fund-sources"])
    titles = TitleReader(statements, vocabulary: catalogue.vocabulary, funds: funds)
    codes = CodeReader(
      classifications: catalogue.classifications, uses: catalogue.codeUses,
      ordinals: titles.ordinals)
    captions = CaptionWords(
      captionsFile, vocabulary: catalogue.vocabulary, ordinals: titles.ordinals, funds: funds,
      codes: codes)
    lines = LineReader(
      linesFile, words: captions, classifications: catalogue.classifications, codes: codes,
      vocabulary: catalogue.vocabulary)
    headings = HeadingReader(
      vocabulary: catalogue.vocabulary, statements: statements, ordinals: titles.ordinals)
  }

  // MARK: Titles

  /// What a line says that reads like a table's title; nil where it does not read like one.
  ///
  /// A title of no statement that is known has a meaning without ``StatementMeaning/statement``: it
  /// forbids all of them.
  ///
  /// - Complexity: O(length).
  package func statement(ofTitle line: String) -> StatementMeaning? {
    found(line, in: \.titles) { titles.read(line) }
  }

  /// The statement with an identifier as a meaning without title, such as one that the columns or a
  /// person told; nil where there is none.
  package func statement(_ id: String, members: [String: String] = [:]) -> StatementMeaning? {
    titles.statement(id).map {
      StatementMeaning(
        statement: id, core: "", members: members, side: $0.side, classification: $0.rows,
        measure: $0.measure, total: $0.total, totalWithBalances: $0.totalWithBalances,
        carriedOver: $0.carriedOver, evidence: id)
    }
  }

  /// The statement of the same content whose rows are another dimension, such as `revenue-by-unit`
  /// for
  /// `revenue` and `unit_code`; the statement itself where there is none.
  package func statement(_ id: String, byRowsOf dimension: String?) -> String {
    dimension.flatMap { titles.statement(id)?.byRows?[$0] } ?? id
  }

  /// What the columns of a table without a title say that it is, as far as that is certain: the
  /// statement and its side; never a fund, a stage or a unit.
  package func statement(ofColumns paths: [[String]]) -> StatementMeaning? {
    let columns = columns(paths, in: nil).compactMap { $0 }
    let concepts = Set(columns.compactMap(\.concept))
    let isBasic = concepts.contains { $0.hasPrefix("expenditure.basic") }
    let id: String? =
      if concepts.contains("expenditure.project") && isBasic {
        "expenditure"
      } else if concepts.contains("revenue.current-year")
        && concepts.count(where: { $0.hasPrefix("revenue.") }) > 2
      {
        "revenue"
      } else if concepts.contains("three-public.hospitality")
        && concepts.contains("three-public.vehicles.operation")
      {
        "three-public-expenses"
      } else if columns.contains(where: { $0.dimension == "project_code" })
        && columns.contains(where: { $0.role == .longText })
      {
        "project-performance-targets"
      } else {
        nil
      }
    return id.flatMap { statement($0) }
  }

  /// Whether the rows of a statement may be those of a classification although no codes stand there: not
  /// where its lines are of another kind that shares names with it.
  package func mayName(_ classification: String, in statement: StatementMeaning?) -> Bool {
    guard statement?.measure == "amount", let id = statement?.statement else { return true }
    return titles.statements(id).contains { $0.by.contains(classification) }
  }

  // MARK: Columns

  /// What the captions over a column mean, outermost first; nil where they are not known.
  ///
  /// A total that may or may not contain balances carried over has no concept here: only its
  /// neighbours tell, see ``columns(_:in:)``.
  ///
  /// - Complexity: O(length of the captions).
  package func column(path: [String], in statement: StatementMeaning?) -> ColumnMeaning? {
    guard let senses = senses(path) else { return nil }
    let table = ColumnReader.Table(statement: statement, side: statement?.side)
    return ColumnReader(words: captions, senses: senses, table: table).read()
  }

  /// What the columns of one table mean, each knowing of its neighbours: a total beside a
  /// carry-over is another than one without, and where no title says a side the captions of others
  /// may.
  ///
  /// - Complexity: O(length of the captions).
  package func columns(
    _ paths: [[String]], in statement: StatementMeaning?
  ) -> [ColumnMeaning?] {
    var table = ColumnReader.Table(statement: statement, side: statement?.side)
    let all = paths.map(senses)
    var sides: Set<Side> = []
    for senses in all.compactMap({ $0 }) {
      for classes in senses.flatMap(\.classes) where classes.count == 1 {
        table.dimensions.formUnion(classes.keys)
      }
      if let side = ColumnReader(words: captions, senses: senses, table: table).printedSide {
        sides.insert(side)
      }
    }
    // Where a title says nothing, all captions that say a side may say the same.
    if statement?.statement == nil { table.side = sides.count == 1 ? sides.first : nil }
    // A table of both sides, such as that of a fund with its opening and closing balances.
    if statement?.measure == "expenditure.current-year", sides.contains(.revenue) {
      table.side = nil
    }
    let first = all.map { senses in
      senses.flatMap { ColumnReader(words: captions, senses: $0, table: table).read() }
    }
    table.hasBalances = first.contains { column in
      column?.concept.map {
        $0.hasPrefix("carry-over.") || $0 == "non-fiscal-balance.used"
      } ?? false
    }
    table.parts = Set(
      first.compactMap { $0 }.filter { !$0.isTotal }.compactMap(\.concept)
        .filter { !(catalogue.concepts[$0]?.deferring ?? false) })
    return zip(paths, all).map { path, senses in
      guard let senses else { return part(ofColumn: path, in: table) }
      return ColumnReader(words: captions, senses: senses, table: table).read()
    }
  }

  /// Whether captions say of their figures what those of a layout's column do not: another year, stage or
  /// source of funds, or a change in place of an amount. What they leave out contradicts nothing.
  ///
  /// - Complexity: O(length of the captions).
  package func contradict(_ path: [String], _ column: Layout.Column) -> Bool {
    let table = ColumnReader.Table()
    guard let own = part(ofColumn: path, in: table), own.role == .amount || own.isChange else {
      return false
    }
    let expected = part(ofColumn: column.path, in: table)
    if own.isChange != (expected?.isChange ?? false) { return true }
    if own.year == nil, ![column.yearOffset, expected?.yearOffset].contains(own.yearOffset) {
      return true
    }
    if let stage = own.stage, ![column.stage, expected?.stage].contains(stage) { return true }
    guard let fund = own.members["fund_source"], let other = expected?.members["fund_source"] else {
      return false
    }
    return fund != other && !isFund(fund, of: other) && !isFund(other, of: fund)
  }

  /// What the known captions over a column say where others are not known.
  private func part(ofColumn path: [String], in table: ColumnReader.Table) -> ColumnMeaning? {
    let texts = path.filter { !$0.isEmpty }
    let known = texts.map { text in found(text, in: \.captions) { CaptionSense(text, captions) } }
    let unit = texts.compactMap { text -> AmountUnit? in
      var rest = Substring(text.folded)
      return captions.takeUnit(&rest)
    }.last
    let senses = known.compactMap { $0 }
    guard unit != nil || !senses.isEmpty else { return nil }
    return ColumnReader(words: captions, senses: senses, table: table)
      .readPart(unit: unit, leafIsKnown: known.last.flatMap { $0 } != nil)
  }

  private func senses(_ path: [String]) -> [CaptionSense]? {
    var result: [CaptionSense] = []
    for text in path where !text.isEmpty {
      let sense = found(text, in: \.captions) { CaptionSense(text, captions) }
      guard let sense else { return nil }
      result.append(sense)
    }
    return result.isEmpty ? nil : result
  }

  // MARK: Lines

  /// What the label of a row means at its place; nil where it is not known.
  ///
  /// A total that may or may not contain balances carried over has no concept here: only the other
  /// lines tell, see ``lines(_:at:)``.
  ///
  /// - Complexity: O(length).
  package func line(label: String, at place: LinePlace) -> LineMeaning? {
    let key = LineKey(label: label, place: place)
    if let known = cache.withLock({ $0.lines[key] }) { return known }
    let line = lines.read(label, at: place)
    cache.withLock {
      if $0.lines.count >= Cache.limit { $0.lines = [:] }
      $0.lines[key] = .some(line)
    }
    return line
  }

  /// What the labels of one panel mean, from top to bottom: codes and concepts of the lines that
  /// they belong to are carried down, and totals know of the other lines.
  ///
  /// - Complexity: O(length of the labels).
  package func lines(_ labels: [String], at place: LinePlace) -> [LineMeaning?] {
    var place = place
    // Where nothing else says what side the lines are of, those of them do that say so themselves.
    if place.side == nil {
      let sides = Set(labels.compactMap { line(label: $0, at: place)?.side })
      if sides.count == 1 { place.side = sides.first }
    }
    // The carry-over that the lines may belong to: its concept, and how it is numbered.
    var balance: (concept: String, style: Ordinals.Style?)?
    var hasCurrent = false
    var result: [LineMeaning?] = []
    for label in labels {
      let style = titles.ordinals.style(of: label.folded)
      if let balance {
        let isBelow = hasCurrent || style != nil && style != balance.style
        place.parentConcept = isBelow ? balance.concept : nil
      }
      let line = line(label: label, at: place)
      result.append(line)
      guard let line else { continue }
      if let code = codes.uses.labels.lazy.compactMap({ $0.dimension.flatMap { line.members[$0] } })
        .first
      {
        place.parentCode = code
        continue
      }
      guard !line.isMemo, let concept = line.concept else { continue }
      if concept.hasSuffix(".current-year") { hasCurrent = true }
      if !concept.hasPrefix("carry-over.") {
        balance = nil
        place.parentConcept = concept
      } else if line.members.isEmpty, balance?.concept != concept {
        let isPart = balance.map { concept.hasPrefix($0.concept + ".") } ?? false
        if !isPart { balance = (concept, style) }
      }
    }
    settleTotals(&result, place.total)
    return result
  }

  /// Gives totals that may or may not contain balances the concept that the other lines prove, and those of
  /// a statement whose lines say what their amounts are what they total.
  private func settleTotals(_ lines: inout [LineMeaning?], _ total: String?) {
    if let total {
      let others = lines.compactMap { $0 }.filter { $0.kind != .total }.compactMap(\.concept)
      let whole = captions.concepts.whole(from: total, of: Set(others))
      for (index, line) in lines.enumerated() where line?.kind == .total {
        lines[index]?.concept = whole
      }
      return
    }
    let concepts = Set(lines.compactMap { $0?.concept })
    let hasTotal = !concepts.isDisjoint(with: ["total.revenue", "total.expenditure"])
    let hasBalances = concepts.contains { $0.hasPrefix("carry-over.") }
    for (index, line) in lines.enumerated() {
      guard let line, line.concept == nil, line.kind == .total, let side = line.side else {
        continue
      }
      let isCurrent = hasTotal || !hasBalances
      lines[index]?.concept =
        isCurrent ? "\(side.rawValue).current-year" : "total.\(side.rawValue)"
      if isCurrent { lines[index]?.kind = .subtotal }
    }
  }

  // MARK: What sums ask

  /// What the words of a column's captions say beside concepts and sources.
  func marks(ofPath path: [String]) -> Set<CaptionsFile.Mark> {
    (senses(path) ?? []).reduce(into: []) { $0.formUnion($1.marks) }
  }

  /// The last year that a column's captions name by number, or nil.
  func year(ofPath path: [String]) -> Int? { senses(path)?.flatMap(\.years).last }

  /// Whether a label begins with the word for "of which".
  func isMemo(_ label: String) -> Bool { lines.core(of: label).isMemo }

  /// Whether a concept is part of another.
  func isPart(_ concept: String, of whole: String) -> Bool {
    captions.concepts.isPart(concept, of: whole)
  }

  /// Whether a source of funds is part of another.
  func isFund(_ fund: String, of whole: String) -> Bool { captions.funds.isPart(fund, of: whole) }

  // MARK: Codes

  /// The code and the name that stand in one cell: `2010301-行政运行`, `[301]工资福利支出`, `30101 基本工资`,
  /// `1-一般公共预算`, `201一般公共服务支出`; nil where there is no code or no name.
  package func code(in text: String) -> (code: String, name: String)? { codes.split(text) }

  /// Which classification the texts of a column belong to: codes, codes and names in one cell, or
  /// names.
  ///
  /// - Parameters:
  ///   - samples: texts of the column, totals and blanks among them; codes undivided.
  ///   - hint: the classification that the caption names, or nil.
  /// - Returns: the classification that has most of them, or that the hint and their shape say; nil where
  ///   nothing tells.
  /// - Complexity: O(samples).
  package func classification(ofColumn samples: [String], hint: String?) -> CodeColumn? {
    codes.column(samples, hint: hint)
  }

  /// What a row with a code of a classification is; nil for a code that has no level there.
  package func rowKind(ofCode code: String, in classification: String) -> RowKind? {
    codes.rowKind(ofCode: code, in: classification)
  }

  // MARK: Around a table

  /// What a line around a table says of agency, year, unit and number; nil where it says none of
  /// them or more than them.
  ///
  /// - Complexity: O(length).
  package func heading(in text: String) -> HeadingMeaning? { headings.read(text) }

  /// The stage that a text names, such as a cover's title; nil where it names none or several.
  package func stage(in text: String) -> Stage? { headings.stage(in: text) }

  // MARK: What was found before

  private func found<T: Sendable>(
    _ text: String, in path: WritableKeyPath<Cache, [String: T?]> & Sendable, _ make: () -> T?
  ) -> T? {
    if let known = cache.withLock({ $0[keyPath: path][text] }) { return known }
    let value = make()
    cache.withLock {
      if $0[keyPath: path].count >= Cache.limit { $0[keyPath: path] = [:] }
      $0[keyPath: path][text] = .some(value)
    }
    return value
  }
}

extension Catalogue {
  /// What words mean by this catalogue; made when it is first asked for.
  ///
  /// - Throws: ``SchemaError`` where the vocabulary cannot be read.
  package func meanings() throws(SchemaError) -> Meanings {
    try derived.value { () throws(SchemaError) in try Meanings(catalogue: self) }
  }
}
