import FiscalModel
import FiscalSchema

/// What a map says of tables that follow no layout: what their columns are.
extension ExportMap {
  /// What a column may be: an amount, the name of a dimension's member (with its code in front or not), its
  /// code alone, or something that is only kept.
  static func words(_ catalogue: Catalogue) -> [String] {
    let dimensions = catalogue.vocabulary.dimensions.filter { $0.dimension != nil }.map(\.id)
    let coded = dimensions.filter { !moments.contains($0) }
    return dimensions + coded.map { $0 + codeSuffix } + roles.keys.sorted()
  }

  fileprivate static let codeSuffix = "-code"
  /// The dimensions that have no codes.
  fileprivate static let moments: Set = ["year", "period", "stage"]
  fileprivate static let roles: [String: Section.Role] = [
    "amount": .amount, "label": .label, "row-number": .rowNumber, "percent": .percent,
    "quantity": .quantity, "text": .text,
  ]
}

extension ExportMap.Column {
  /// What the column means, as the map says it.
  func meaning(_ catalogue: Catalogue) -> ColumnMeaning {
    let word = to ?? "text"
    if let role = ExportMap.roles[word] {
      var meaning = ColumnMeaning(role: role, evidence: MatchEvidence.map.rawValue)
      guard role == .amount else { return meaning }
      meaning.concept = concept
      meaning.members = members ?? [:]
      meaning.members["agency"] = agency ?? meaning.members["agency"]
      meaning.stage = stage
      meaning.year = year
      meaning.period = period
      meaning.unit = unit.flatMap { AmountUnit(name: $0) }
      return meaning
    }
    let isCode = word.hasSuffix(ExportMap.codeSuffix)
    let id = isCode ? String(word.dropLast(ExportMap.codeSuffix.count)) : word
    let words = catalogue.vocabulary.dimensions.first { $0.id == id }
    let role: Section.Role =
      isCode ? .code : id == "year" ? .year : ExportMap.moments.contains(id) ? .text : .name
    var meaning = ColumnMeaning(role: role, evidence: MatchEvidence.map.rawValue)
    meaning.dimension = words?.dimension
    meaning.classification = words?.classification
    return meaning
  }

  /// A proposal for a column as it was read; nil where nothing tells its place in the file.
  init?(
    _ column: Section.Column, of section: Section, year: Int?, _ catalogue: Catalogue
  ) {
    guard let source = column.source else { return nil }
    self.init(
      column: ExportMap.letters(source), caption: column.path.joined(separator: "/"),
      to: ExportMap.Column.word(column, catalogue))
    evidence =
      !column.evidence.isEmpty ? "words" : to == "text" ? MatchEvidence.none : "content"
    guard column.role == .amount else { return }
    concept = column.concept
    var members = column.members
    agency = members.removeValue(forKey: "agency")
    period = members.removeValue(forKey: "period")
    self.members = members.isEmpty ? nil : members
    stage = column.stage == section.stage ? nil : column.stage
    self.year = column.yearOffset == 0 ? nil : year.map { $0 + column.yearOffset }
    unit = column.unit == section.unit ? nil : column.unit?.name
  }

  /// The word for what a column is.
  private static func word(_ column: Section.Column, _ catalogue: Catalogue) -> String {
    if let word = ExportMap.roles.first(where: { $0.value == column.role })?.key, word != "text" {
      return word
    }
    guard let dimension = column.dimension,
      let id = catalogue.vocabulary.dimensions.first(where: { $0.dimension == dimension })?.id
    else { return "text" }
    return column.role == .code ? id + ExportMap.codeSuffix : id
  }
}

extension ExportMap.Table {
  /// What a column of the file means; one that the table does not name holds texts.
  func meaning(ofColumn source: Int, _ catalogue: Catalogue) -> ColumnMeaning {
    let column = columns.first { ExportMap.index($0.column) == source }
    return column?.meaning(catalogue) ?? ColumnMeaning(role: .text)
  }

  /// A proposal for a table as it was read.
  init(_ section: Section, _ disclosure: Disclosure, _ catalogue: Catalogue) {
    let columns = section.matrix.columns.compactMap {
      ExportMap.Column($0, of: section, year: disclosure.fiscalYear, catalogue)
    }
    self.init(sheet: section.place.location.sheet, layout: nil, columns: columns)
    agency = section.agency ?? disclosure.agency
    agencyCode = agency == disclosure.agency ? disclosure.agencyCode : nil
    year = disclosure.fiscalYear
    stage = section.stage ?? disclosure.stage
    fund = section.members["fund_source"]
    unit = section.unit?.name
  }
}

extension Section {
  /// Takes what a map says of all of the table.
  mutating func obey(_ map: ExportMap.Table) {
    agency = map.agency ?? agency
    stage = map.stage ?? stage
    unit = map.unit.flatMap { AmountUnit(name: $0) } ?? unit
    if let fund = map.fund { members["fund_source"] = fund }
  }
}
