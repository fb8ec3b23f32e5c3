import Documents
import FiscalModel
import FiscalSchema

/// Reads what offices export: the tables of several agencies in one file, or records of any dimensions.
extension DisclosureReader {
  /// Reads a document that may hold the tables of several agencies, years or stages: a disclosure for each.
  ///
  /// - Throws: ``ReadingError`` where the document has no table that the catalogue knows.
  package func readings(_ document: Document) throws(ReadingError) -> [Reading] {
    let isExport =
      [.delimitedText, .workbook, .tabbedText, .html].contains(document.form)
      && OwnSheet.contents(document.flows) == nil
    var reading = try read(document)
    guard isExport else { return [reading] }
    for section in reading.disclosure.sections where LongExport.isOne(section) {
      reading.findings += catalogue.graded(RowSums(section.matrix).findings())
    }
    return DisclosureSplit(reading, catalogue: catalogue).parts().map { part in
      var part = part
      part.findings = catalogue.graded(part.findings)
      return part
    }
  }

  /// What the columns of an export are taken for, for a person to look at: those of an official form where a
  /// title says that it is one, else what each is; nil where no page has a header over amounts.
  package func proposal(for document: Document) -> ExportMap? {
    let finder = TableFinder(catalogue: catalogue)
    let pages = document.flows.filter { !OwnSheet.isOne($0) }
    let titles = pages.map { finder.candidates(of: $0).filter(\.isKnown).map(\.title) }
    let candidates = zip(pages, titles).map { page, titles in
      titles.isEmpty ? nil : exports.candidate(page, titles: titles)
    }
    let year = mostCommon(titles.joined().compactMap(\.year))
    let profile = exports.profile(candidates, year: year)
    var tables = zip(pages, candidates).compactMap { page, candidate -> ExportMap.Table? in
      guard let candidate,
        let match = candidate.matches.first(where: { profile?.layout($0.layout.id) != nil })
          ?? candidate.matches.first
      else { return nil }
      return ExportMap.Table(sheet: page.name, match, candidate.header)
    }
    if let disclosure = try? read(document).disclosure {
      tables += disclosure.sections.filter { section in
        section.isTable && section.layout == nil
          && section.matrix.columns.contains { $0.role == .amount }
          && !tables.contains { $0.layout != nil && $0.sheet == section.place.location.sheet }
      }.map { ExportMap.Table($0, disclosure, catalogue) }
    }
    return tables.isEmpty ? nil : ExportMap(tables: tables)
  }
}
