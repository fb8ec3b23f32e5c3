import FiscalModel
import FiscalSchema

/// Divides what an export holds into a disclosure for each agency, fiscal year and stage, so that no figures
/// of two of them are ever added up.
struct DisclosureSplit {
  /// Whose rows or tables are whose.
  private struct Key: Hashable {
    var agency: String?
    var year: String?
    var stage: String?
  }

  private let catalogue: Catalogue
  private let reading: Reading
  private let disclosure: Disclosure
  /// The keys of the rows of each section; nil for a row that belongs to none.
  private var keys: [[Key?]] = []
  /// The names of agencies by what they are told apart by.
  private var names: [String: (code: String?, name: String?)] = [:]

  init(_ reading: Reading, catalogue: Catalogue) {
    self.reading = reading
    self.catalogue = catalogue
    disclosure = reading.disclosure
    let tables = disclosure.sections.filter(\.isTable)
    let titles = tables.map {
      $0.statement ?? $0.title ?? $0.matrix.columnNames.joined(separator: "|")
    }
    // A department publishes each table once: what repeats them has several departments.
    let repeats = Set(titles).count < titles.count
    for section in disclosure.sections {
      let owners = section.isTable ? self.owners(of: section) : []
      keys.append(
        section.matrix.rows.indices.map { row in
          key(section, row, owner: owners.isEmpty ? nil : owners[row], repeats)
        })
    }
    leaveOutTotals()
    // Beside the tables of several agencies stands one over all of them.
    guard Set(keys.joined().compactMap { $0?.agency }).count > 1 else { return }
    for index in keys.indices where keys[index].allSatisfy({ $0 == nil }) {
      keys[index] = keys[index].map { _ in Key() }
    }
  }

  /// The disclosures in the order of the file; the whole one where it has but one agency, year and stage.
  func parts() -> [Reading] {
    var seen: Set<Key> = []
    let order = keys.joined().compactMap { $0 }.filter { seen.insert($0).inserted }
    let isDivided = disclosure.sections.indices.allSatisfy { index in
      !disclosure.sections[index].isForm && keys[index].contains { $0 != nil }
    }
    guard order.count > 1, isDivided else { return [whole(order)] }
    var rows: [Key: [Int: [Section.Row]]] = [:]
    var lines: [Location: Key] = [:]
    for (index, section) in disclosure.sections.enumerated() {
      for (row, key) in zip(section.matrix.rows, keys[index]) {
        guard let key else { continue }
        rows[key, default: [:]][index, default: []].append(row)
        if let place = row.parts[0].cells.first?.origin.location { lines[place.row] = key }
      }
    }
    var own: [Key: [Finding]] = [:]
    var common: [Finding] = unkept
    for finding in reading.findings {
      if let key = finding.locations.lazy.compactMap({ lines[$0.row] }).first {
        own[key, default: []].append(finding)
      } else {
        common.append(finding)
      }
    }
    return order.map { key in
      // What is found in the whole: all of it in the first disclosure, in the others the first of it.
      defer { common = Array(common.prefix(DisclosureSplit.mostCommonFindings)) }
      return part(key, rows[key] ?? [:], common + (own[key] ?? []), of: order)
    }
  }

  /// As many findings about a whole file are said of each of its agencies.
  private static let mostCommonFindings = 100

  // MARK: Keys

  /// The agency of each row of a table: what its row says, or a column of it that its form does not have.
  private mutating func owners(of section: Section) -> [String?] {
    let matrix = section.matrix
    let (codes, agencies) = extras(matrix)
    return matrix.rows.map { row in
      let part = row.parts[0]
      let line = part.cells.first?.origin.location.line ?? -1
      let code = part.members["agency_code"] ?? codes[line]
      let name = part.members["agency"] ?? agencies[line]
      guard let id = code ?? name else { return nil }
      if names[id]?.name == nil { names[id] = (code, name) }
      return id
    }
  }

  /// The codes and names of agencies by line, in columns that the form of a table does not have.
  private func extras(_ matrix: Section.Matrix) -> (codes: [Int: String], names: [Int: String]) {
    guard let words = catalogue.vocabulary.dimensions.first(where: { $0.id == "agency" }) else {
      return ([:], [:])
    }
    func cells(_ captions: [String]) -> [Int: String] {
      let captions = Set(captions.map(\.folded))
      let column = matrix.extraColumns.first { column in
        captions.contains(column.name.split(separator: "/").last?.description.folded ?? "")
      }
      let cells = (column?.cells ?? []).map { ($0.line, $0.text.squeezed) }
        .filter { !catalogue.vocabulary.totals.contains($0.1.folded) }
      return Dictionary(cells) { first, _ in first }
    }
    return (cells(words.codes), cells(words.names))
  }

  /// The agency that a sheet is named by, where nothing else says whose it is.
  private func agency(ofSheet section: Section) -> String? {
    guard disclosure.agency == nil, let name = section.place.location.sheet,
      (try? catalogue.meanings())?.isAgencyName(name) ?? false
    else { return nil }
    return name
  }

  private func key(_ section: Section, _ row: Int, owner: String?, _ repeats: Bool) -> Key? {
    let part = section.matrix.rows[row].parts[0]
    let isList = owner != nil || section.statement == nil
    let key = Key(
      agency: owner ?? (repeats ? section.agency ?? agency(ofSheet: section) : nil),
      year: isList ? part.members["fiscal_year"] : nil,
      stage: isList ? part.members["stage"] : nil)
    return key == Key() ? nil : key
  }

  /// Lets a total over several agencies, years or stages belong to none.
  private mutating func leaveOutTotals() {
    func isTotal(_ section: Int, _ row: Int) -> Bool {
      disclosure.sections[section].matrix.rows[row].parts[0].kind == .total
    }
    let own = Set(
      keys.indices.flatMap { section in
        keys[section].indices.filter { !isTotal(section, $0) }.compactMap { keys[section][$0] }
      })
    guard own.count > 1 else { return }
    for section in keys.indices {
      for row in keys[section].indices where isTotal(section, row) {
        if let key = keys[section][row], !own.contains(key) { keys[section][row] = nil }
      }
    }
  }

  // MARK: Parts

  /// The reading as it is, with what all of its rows say of agency and year.
  private func whole(_ order: [Key]) -> Reading {
    var reading = reading
    if order.count == 1, let key = order.first {
      take(key, &reading.disclosure)
    } else if reading.disclosure.fiscalYear == nil {
      reading.disclosure.fiscalYear = order.compactMap { $0.year.flatMap(Int.init) }.max()
    }
    return reading
  }

  private func take(_ key: Key, _ disclosure: inout Disclosure) {
    if let id = key.agency {
      let agency = names[id] ?? (nil, id)
      disclosure.agency = agency.name ?? disclosure.agency
      disclosure.agencyCode = agency.code ?? disclosure.agencyCode
    }
    disclosure.fiscalYear = key.year.flatMap(Int.init) ?? disclosure.fiscalYear
    disclosure.stage = key.stage.flatMap(Stage.init) ?? disclosure.stage
  }

  private func part(
    _ key: Key, _ rows: [Int: [Section.Row]], _ findings: [Finding], of order: [Key]
  ) -> Reading {
    var part = reading
    if key.agency == nil, order.contains(where: { $0.agency != nil }) {
      part.disclosure.agency = nil
      part.disclosure.agencyCode = nil
    }
    take(key, &part.disclosure)
    part.equations = nil
    let kept = rows.keys.sorted()
    part.disclosure.sections = kept.map { index in
      var section = disclosure.sections[index]
      section.matrix.rows = rows[index] ?? []
      return section
    }
    part.findings = findings.compactMap { finding in
      var finding = finding
      guard let section = finding.section else { return finding }
      finding.section = kept.firstIndex(of: section)
      return finding.section == nil ? nil : finding
    }
    let name = [part.disclosure.agencyCode, part.disclosure.agency, key.year, key.stage]
      .compactMap { $0 }.joined(separator: " ")
    part.findings.insert(Finding("read/one-agency", ["name": name, "count": order.count]), at: 0)
    return part
  }

  /// What is said of the rows that belong to none: whether a total over all of them is one.
  private var unkept: [Finding] {
    disclosure.sections.indices.flatMap { index -> [Finding] in
      let section = disclosure.sections[index]
      guard !LongExport.isOne(section) else { return [] }
      let sums = RowSums(section.matrix)
      return section.matrix.rows.indices.filter { keys[index][$0] == nil }.flatMap { row in
        let part = section.matrix.rows[row].parts[0]
        guard !sums.isSum(row) else { return sums.findings(row) }
        let texts = [part.code ?? "", part.label] + part.cells.map(\.value.printed)
        let raw = texts.filter { !$0.isEmpty }.joined(separator: " ")
        let place = part.cells.first?.origin.location ?? section.place.location
        return [Finding("read/unread-line", ["raw": raw], at: place)]
      }
    }
  }
}

extension Location {
  /// The place of the whole row.
  fileprivate var row: Location {
    var row = self
    row.column = nil
    return row
  }
}
