import Documents
import FiscalModel
import FiscalSchema

/// A long (tidy) export: one column of amounts, and columns that say what each of them is - the fund, the
/// codes, the category, the agency, the year - as budget management systems keep them.
struct LongExport {
  /// One amount with all that is said of it.
  struct Record {
    /// Codes by dimension.
    var codes: [String: String] = [:]
    /// Names by dimension.
    var names: [String: String] = [:]
    /// Members by dimension, where the schemas tell them: the fund, the concept of the category.
    var members: [String: String] = [:]
    /// The fiscal year, where a column says it.
    var year: Int?
    var amount: Amount
    var location: Location
  }

  /// Whose records they are, and of which year: no others are added up with them.
  struct Share: Hashable {
    /// The agency's code, else its name; nil where no column has them.
    var agency: String?
    /// The fiscal year; nil where no column has it.
    var year: Int?
  }

  /// A row that adds up others: `合计`, or a code that stands above others.
  struct Total {
    var amount: Amount
    var share: Share
    var location: Location
  }

  /// The dimensions that have a column.
  private(set) var dimensions: Set<String> = []
  private(set) var records: [Record] = []
  private(set) var totals: [Total] = []
  /// The rows that cannot be read, with why, and the repairs.
  private(set) var findings: [Finding] = []
  /// The unit printed above the amounts, or nil.
  private(set) var unit: AmountUnit?
  private(set) var stage = Stage.budget
  /// The fiscal year of what stands above the records; none where a column has it.
  private(set) var year: Int?
  let extent: ClosedRange<Int>
  /// Where the header stands.
  let header: Location

  /// What a column is: the code or the name of a dimension.
  private typealias Role = (dimension: String, isCode: Bool)

  /// Reads a page; nil where it is no long export.
  init?(_ page: Page, catalogue: Catalogue) {
    let vocabulary = catalogue.vocabulary
    guard let block = HeaderBlock(page.lines, vocabulary: vocabulary),
      let first = page.lines.first, let last = page.lines.last
    else { return nil }
    extent = first.number...max(first.number, last.number)
    header = Location(page, line: page.lines[block.rows.lowerBound].number)
    let words = Dictionary(vocabulary.dimensions.map { ($0.id, $0) }) { first, _ in first }
    var amounts: [Int] = []
    var roles: [Int: Role] = [:]
    for column in block.columns {
      for caption in column.folded {
        let (name, unit) = LongExport.withoutUnit(caption)
        if let dimension = words["amount"], dimension.names.contains(where: { $0.folded == name }) {
          amounts.append(column.index)
          self.unit = unit ?? self.unit
          stage = LongExport.stage(name, dimension) ?? stage
        } else if let role = LongExport.role(caption, vocabulary) {
          roles[column.index] = roles[column.index] ?? role
        }
      }
    }
    guard let amount = amounts.first, Set(amounts).count == 1 else { return nil }
    roles[amount] = nil
    LongExport.settle(&roles, page.lines[block.body], catalogue)
    dimensions = Set(roles.values.map(\.dimension))
    let kinds = dimensions.filter { $0 != "agency" && $0 != "year" && $0 != "any" }
    guard kinds.count > 1 else { return nil }
    for line in page.lines[block.above] {
      for cell in line.cells {
        unit = HeadingLine(cell, vocabulary: vocabulary)?.unit ?? unit
        year = year ?? vocabulary.year(in: cell.squeezed[...])?.year
        if let dimension = words["amount"] {
          stage = LongExport.stage(cell.folded, dimension) ?? stage
        }
      }
    }
    if dimensions.contains("year") { year = nil }
    read(page, block, amount: amount, roles: roles, words: words, vocabulary)
    separateParents()
    guard !records.isEmpty else { return nil }
  }

  // MARK: Columns

  private static func role(_ caption: String, _ vocabulary: Vocabulary) -> Role? {
    for dimension in vocabulary.dimensions where dimension.id != "amount" {
      if dimension.codes.contains(where: { $0.folded == caption }) { return (dimension.id, true) }
      if dimension.names.contains(where: { $0.folded == caption }) { return (dimension.id, false) }
    }
    return nil
  }

  /// A column of "codes" is of the classification that has them.
  private static func settle(
    _ roles: inout [Int: Role], _ body: ArraySlice<Line>, _ catalogue: Catalogue
  ) {
    guard let column = roles.first(where: { $0.value.dimension == "any" && $0.value.isCode })?.key
    else {
      roles = roles.filter { $0.value.dimension != "any" }
      return
    }
    let codes = body.compactMap { line -> String? in
      guard column < line.cells.count else { return nil }
      let code = split(line.cells[column]).code
      return code.isEmpty ? nil : code
    }
    let taken = Set(roles.values.map(\.dimension))
    let found = catalogue.vocabulary.dimensions.first { dimension in
      guard let id = dimension.classification, !taken.contains(dimension.id),
        let list = catalogue.classifications[id], !codes.isEmpty
      else { return false }
      return codes.allSatisfy { list.entries[String($0.prefix(3))] != nil }
    }
    for (index, role) in roles where role.dimension == "any" {
      roles[index] = found.map { ($0.id, role.isCode) }
    }
  }

  /// A caption without the unit in brackets at its end.
  private static func withoutUnit(_ caption: String) -> (name: String, unit: AmountUnit?) {
    guard caption.hasSuffix(")"), let open = caption.lastIndex(of: "(") else {
      return (caption, nil)
    }
    let inner = caption[caption.index(after: open)...].dropLast()
    guard let unit = AmountUnit.allCases.first(where: { inner.hasSuffix($0.name.folded) })
    else { return (caption, nil) }
    // The longest name wins: 万元 ends with 元.
    let longest = AmountUnit.allCases.filter { inner.hasSuffix($0.name.folded) }
      .max { $0.name.count < $1.name.count }
    return (String(caption[..<open]), longest ?? unit)
  }

  /// The stage that a caption or title names.
  private static func stage(_ text: String, _ amount: Vocabulary.DimensionWords) -> Stage? {
    amount.members?.first { _, words in words.contains { text.contains($0.folded) } }
      .flatMap { Stage(rawValue: $0.key) }
  }

  // MARK: Rows

  private mutating func read(
    _ page: Page, _ block: HeaderBlock, amount column: Int, roles: [Int: Role],
    words: [String: Vocabulary.DimensionWords], _ vocabulary: Vocabulary
  ) {
    for line in page.lines[block.body] {
      func location(_ column: Int?) -> Location {
        Location(page, line: line.number, column: column)
      }
      let raw = column < line.cells.count ? line.cells[column] : ""
      let text = raw.folded
      if NullKind(mark: text) != nil { continue }
      let repaired = RepairedAmount(text)
      guard let amount = (try? Amount(text)) ?? repaired?.amount else {
        findings.append(Finding("read/unread-line", ["raw": line.text], at: location(column)))
        continue
      }
      if (try? Amount(text)) == nil {
        findings.append(
          Finding("read/repaired-amount", ["raw": raw, "amount": amount], at: location(column)))
      }
      var record = Record(amount: amount, location: location(column))
      for (index, role) in roles where index < line.cells.count {
        let cell = line.cells[index].squeezed
        guard !cell.isEmpty else { continue }
        let (code, name) = LongExport.split(cell)
        if role.isCode || !code.isEmpty, record.codes[role.dimension] == nil || role.isCode {
          record.codes[role.dimension] = code.isEmpty ? cell : code
        }
        if !name.isEmpty, !role.isCode || record.names[role.dimension] == nil {
          record.names[role.dimension] = name
        }
      }
      record.year = record.codes["year"].flatMap { Int($0.prefix(4)) }
      let key = ["function", "economic", "government-economic"].contains { dimension in
        record.codes[dimension].map { Classification.isCode($0) } ?? false
      }
      if !key, line.cells.contains(where: { cell in vocabulary.totals.contains(cell.squeezed) }) {
        totals.append(
          Total(
            amount: amount, share: record.share, location: record.location))
        continue
      }
      for dimension in dimensions {
        guard let members = words[dimension]?.members else { continue }
        record.members[dimension] = LongExport.member(
          code: record.codes[dimension], name: record.names[dimension], members)
      }
      records.append(record)
    }
  }

  /// The code and the name in a cell: `2010301##行政运行##4711`, `2010301-行政运行`, or one of them.
  private static func split(_ cell: String) -> (code: String, name: String) {
    let text = cell.squeezed
    if text.contains("##") {
      let pieces = text.split(separator: "#", omittingEmptySubsequences: true).map(String.init)
      return (pieces.first ?? "", pieces.count > 1 ? pieces[1] : "")
    }
    let digits = text.folded.prefix { $0.isASCII && $0.isNumber }
    let rest = text.folded.dropFirst(digits.count).drop { "-_.:".contains($0) }
    if rest.isEmpty { return (String(digits), "") }
    return digits.count > 2 ? (String(digits), String(rest)) : ("", text)
  }

  /// The member that a name says, or a code by its longest known beginning.
  private static func member(
    code: String?, name: String?, _ members: [String: [String]]
  ) -> String? {
    if let name = name?.folded {
      for (member, words) in members where words.contains(where: { $0.folded == name }) {
        return member
      }
    }
    guard let code else { return nil }
    var best: (member: String, length: Int)?
    for (member, words) in members {
      for word in words where Classification.isCode(word) && code.hasPrefix(word) {
        if word.count > best?.length ?? 0 { best = (member, word.count) }
      }
    }
    return best?.member
  }

  /// Takes rows out whose code stands above others that have all else in common: they are sums.
  private mutating func separateParents() {
    func key(_ record: Record, _ dimension: String, _ code: String) -> [String] {
      [code, dimension]
        + dimensions.subtracting([dimension]).sorted().map {
          record.codes[$0] ?? record.names[$0] ?? ""
        }
    }
    let coded = ["function", "economic", "government-economic"]
    var parents: Set<[String]> = []
    for record in records {
      for dimension in coded {
        var code = record.codes[dimension]
        while let above = code.flatMap(Classification.parent) {
          parents.insert(key(record, dimension, above))
          code = above
        }
      }
    }
    var kept: [Record] = []
    for record in records {
      let isParent = coded.contains { dimension in
        record.codes[dimension].map { parents.contains(key(record, dimension, $0)) } ?? false
      }
      guard isParent else {
        kept.append(record)
        continue
      }
      findings.append(Finding("read/sum-row", ["amount": record.amount], at: record.location))
    }
    records = kept
  }
}
