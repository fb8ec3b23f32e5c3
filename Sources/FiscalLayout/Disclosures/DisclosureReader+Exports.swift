import Documents
import FiscalModel
import FiscalSchema

/// Reads what offices export: the tables of several agencies in one file, or records of any dimensions.
extension DisclosureReader {
  /// Reads a document that may hold the tables of several agencies: a disclosure for each.
  ///
  /// - Throws: ``ReadingError`` where the document has no table that the catalogue knows.
  package func readings(_ document: Document) throws(ReadingError) -> [Reading] {
    let isExport =
      [.delimitedText, .workbook, .tabbedText, .html].contains(document.form)
      && OwnSheet.contents(document.flows) == nil
    guard isExport else { return [try read(document)] }
    if exports.map == nil, let long = try longReadings(document) { return long }
    let parts = AgencySplit(exports: exports, catalogue: catalogue)
      .parts(document, finder: TableFinder(catalogue: catalogue))
    var readings: [Reading] = []
    for part in parts {
      var reading = try read(part.document)
      // What the table's own heading says goes before a column of it.
      let isOne = parts.count == 1
      reading.disclosure.agency =
        isOne ? reading.disclosure.agency ?? part.agency : part.agency ?? reading.disclosure.agency
      reading.disclosure.agencyCode = part.code ?? reading.disclosure.agencyCode
      if parts.count > 1 {
        let name = [part.code, part.agency].compactMap { $0 }.joined(separator: " ")
        reading.findings.insert(
          Finding("read/one-agency", ["name": name, "count": parts.count]), at: 0)
        for (page, line) in part.unread {
          reading.findings.append(
            Finding("read/unread-line", ["raw": line.text], at: Location(page, line: line.number)))
        }
      }
      reading.findings = catalogue.graded(reading.findings)
      readings.append(reading)
    }
    return readings
  }

  /// As many findings about a whole export are said of each of its agencies.
  private static let mostCommonFindings = 100

  /// The disclosures of a long export, one for each agency and year; nil where the document is none.
  private func longReadings(_ document: Document) throws(ReadingError) -> [Reading]? {
    let finder = TableFinder(catalogue: catalogue)
    // An official title says that the page is a table.
    guard document.flows.count == 1, let page = document.flows.first,
      !finder.candidates(of: page).contains(where: \.isKnown),
      let export = LongExport(page, catalogue: catalogue)
    else { return nil }
    guard let profile = export.profile(catalogue, id: profileID) else { return nil }
    let meanings: Meanings
    do {
      meanings = try catalogue.meanings()
    } catch {
      throw .schemas(error)
    }
    let pivot = LongPivot(export: export, catalogue: catalogue, profile: profile)
    var readings: [Reading] = []
    let shares = export.shares
    let recordsOf = Dictionary(grouping: export.records, by: \.share)
    // What is found in the export as a whole: all of it in the first disclosure, and in the others, of which
    // there may be as many as there are findings, the first of it.
    var common = export.findings + export.totalFindings()
    for share in shares {
      let records = recordsOf[share] ?? []
      let (drafts, rest) = pivot.tables(records)
      guard !drafts.isEmpty else { continue }
      var reading = assemble(
        Finds(drafts: drafts), profile: profile, of: document, meanings: meanings)
      reading.disclosure.agencyCode = records.first?.codes["agency"]
      reading.disclosure.agency = records.lazy.compactMap { $0.names["agency"] }.first
      reading.disclosure.fiscalYear = share.year ?? export.year
      if !rest.isEmpty {
        var finding = Finding("read/unpivoted-rows", ["count": rest.count])
        finding.locations = rest.map(\.location)
        reading.findings.append(finding)
      }
      if shares.count > 1 {
        let name = [
          reading.disclosure.agencyCode, reading.disclosure.agency, share.year.map(String.init),
        ].compactMap { $0 }.joined(separator: " ")
        reading.findings.insert(
          Finding("read/one-agency", ["name": name, "count": shares.count]), at: 0)
      }
      reading.findings += common
      common = Array(common.prefix(DisclosureReader.mostCommonFindings))
      reading.findings = catalogue.graded(reading.findings)
      readings.append(reading)
    }
    return readings.isEmpty ? nil : readings
  }

  /// What the columns of an export are taken for, for a person to look at; nil where no page has a header
  /// that any layout explains.
  package func proposal(for document: Document) -> ExportMap? {
    let finder = TableFinder(catalogue: catalogue)
    let pages = document.flows.filter { !OwnSheet.isOne($0) }
    let titles = pages.map { finder.candidates(of: $0).filter(\.isKnown).map(\.title) }
    let candidates = zip(pages, titles).map { exports.candidate($0, titles: $1) }
    let year = mostCommon(titles.joined().compactMap(\.year))
    let profile = exports.profile(candidates, year: year)
    let tables = zip(pages, candidates).compactMap { page, candidate -> ExportMap.Table? in
      guard let candidate,
        let match = candidate.matches.first(where: { profile?.layout($0.layout.id) != nil })
          ?? candidate.matches.first
      else { return nil }
      return ExportMap.Table(sheet: page.name, match, candidate.header)
    }
    return tables.isEmpty ? nil : ExportMap(tables: tables)
  }
}
