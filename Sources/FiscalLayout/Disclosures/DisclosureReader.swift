import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet

/// Reads a disclosure from a document: finds the tables, reads their rows, places their values.
package struct DisclosureReader: Sendable {
  let catalogue: Catalogue
  let profileID: String?
  let exports: ExportReader
  /// - Parameters:
  ///   - catalogue: the schemas.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  ///   - map: what a person says of the columns of an export, or nil to find it.
  package init(catalogue: Catalogue, profile: String? = nil, map: ExportMap? = nil) {
    self.catalogue = catalogue
    profileID = profile
    exports = ExportReader(catalogue: catalogue, map: map, profile: map == nil ? profile : nil)
  }

  /// Reads a document.
  ///
  /// Tables that print what a profile's layouts print are read by these; every other one with cells is read
  /// by what it prints itself. Where most of a document's tables contradict the profile that their titles
  /// speak for, none is read by it.
  /// - Throws: ``ReadingError`` where the document has no table.
  /// - Complexity: linear in the document; the placement of rows that print fewer values than they have
  ///   columns is bounded by ``PlacementSolver``'s limits.
  package func read(_ document: Document) throws(ReadingError) -> Reading {
    if let profileID, catalogue.profile(profileID) == nil { throw .unknownProfile(profileID) }
    let meanings: Meanings
    do {
      meanings = try catalogue.meanings()
    } catch {
      throw .schemas(error)
    }
    let finder = TableFinder(catalogue: catalogue)
    let (unnumbered, pageNumbers) = PageNumbers.without(document, catalogue.vocabulary)
    let flows = unnumbered.map(PrintedSheets.removed)
    var finds = Finds(contents: OwnSheet.contents(flows))
    let candidates = flows.map { OwnSheet.isOne($0) ? [] : finder.candidates(of: $0) }
    finds.titles = candidates.joined().filter(\.isKnown).map(\.title)
    // A document of our own, and text without a grid, are no exports.
    let mayBeExport = finds.contents == nil && document.form != .spacedText
    let exported = zip(flows, candidates).map { flow, candidates in
      mayBeExport ? export(flow, candidates) : nil
    }
    var profile = profile(finder, finds, of: document, flows: flows, exported: exported)
    let start = finds
    while true {
      finds = start
      let reader = FlowReader(
        profile: profile, finder: finder, meanings: meanings, form: document.form)
      for (index, flow) in flows.enumerated() where !OwnSheet.isOne(flow) {
        if let profile, let candidate = exported[index],
          let draft = exports.read(flow, candidate, profile, meanings: meanings)
        {
          finds.drafts.append(draft)
        } else {
          reader.read(flow, candidates[index], into: &finds)
        }
      }
      let isGiven = profileID != nil || finds.contents?.profile != nil
      guard !isGiven, profile != nil, finds.contradictProfile else { break }
      profile = nil
    }
    guard finds.drafts.contains(where: { $0.found != nil || !$0.section.isAnnounced })
    else { throw .noTables }
    var reading = assemble(finds, profile: profile, of: document, meanings: meanings)
    reading.findings += findings(of: document)
    reading.findings += pageNumbers.map {
      Finding("read/page-number", ["raw": $0.text], at: place($0))
    }
    reading.findings = catalogue.graded(reading.findings)
    return reading
  }

  /// A flow as an export; nil for what neither a title nor a person calls by a name.
  private func export(
    _ flow: Page, _ candidates: [TableFinder.Candidate]
  ) -> ExportReader.Candidate? {
    let titles = candidates.filter(\.isKnown).map(\.title)
    guard exports.map != nil || profileID != nil || !titles.isEmpty else { return nil }
    return exports.candidate(flow, titles: titles)
  }

  /// What is to be said of the file that the document was.
  private func findings(of document: Document) -> [Finding] {
    // Rows of other lengths are what titles and notes are.
    var findings = (document.csv?.issues ?? []).filter { $0.rule != .raggedRow }.map { issue in
      Finding(Message(followed: issue, count: 1), rule: "read/" + issue.rule.rawValue)
    }
    if document.evidence == .zeros {
      findings.append(
        Finding(
          "read/encoding-by-zeros", ["encoding": document.encoding],
          at: Location(page: 1, line: 0)))
    }
    if let other = document.otherEncoding {
      findings.append(
        Finding(
          "read/doubtful-encoding",
          ["encoding": document.encoding, "other": other.rawValue],
          at: Location(page: 1, line: 0)))
    }
    return findings + document.repairs.map { Finding($0) }
  }

  func place(_ line: Line) -> Location { Location(page: line.page, line: line.number) }

  private func profile(
    _ finder: TableFinder, _ finds: Finds, of document: Document, flows: [Page],
    exported: [ExportReader.Candidate?]
  ) -> Profile? {
    if let id = profileID ?? finds.contents?.profile, let profile = catalogue.profile(id) {
      return profile
    }
    let year = mostCommon(finds.titles.compactMap(\.year))
    let ranked = exports.map == nil ? finder.ranked(finds.titles, of: flows) : []
    if let best = ranked.first {
      // Where titles do not decide, columns do.
      let equal = ranked.filter { $0.score == best.score }.map(\.profile)
      return equal.count == 1
        ? best.profile : exports.profile(exported, year: year, among: equal) ?? best.profile
    }
    if let profile = exports.profile(exported, year: year) { return profile }
    // Where the text of a page was torn apart and no title is left, the headers have to tell.
    guard document.form == .tabbedText else { return nil }
    let rows = flows.flatMap(\.lines).filter(\.isGrid).map { $0.cells.map(\.folded) }
    let headers = catalogue.profiles.map { profile in
      profile.tables.count { layout in rows.contains { LayoutFit.prints($0, layout) } }
    }
    guard let most = headers.max(), most > 0, let index = headers.firstIndex(of: most) else {
      return nil
    }
    return catalogue.profiles[index]
  }
}

/// Why a document gives no disclosure.
package enum ReadingError: Error, Sendable, Equatable {
  /// No table that the catalogue knows was found.
  case noTables
  /// There is no profile of this name.
  case unknownProfile(String)
  /// The vocabulary cannot be read.
  case schemas(SchemaError)
}
