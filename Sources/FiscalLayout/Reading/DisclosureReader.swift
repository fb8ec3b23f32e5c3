import Documents
import FiscalModel

/// Reads a disclosure from a document: finds the tables, reads their rows, places their values.
public struct DisclosureReader: Sendable {
  let catalogue: Catalogue
  let profileID: String?
  let exports: ExportReader

  /// - Parameters:
  ///   - catalogue: the schemas.
  ///   - profile: the identifier of the profile to read with, or nil to find it.
  ///   - map: what a person says of the columns of an export, or nil to find it.
  public init(catalogue: Catalogue, profile: String? = nil, map: ExportMap? = nil) {
    self.catalogue = catalogue
    profileID = profile
    exports = ExportReader(catalogue: catalogue, map: map, profile: map == nil ? profile : nil)
  }

  /// Whether a sheet is one that the writer adds for people, of which nothing is read: the relations, often
  /// most of a workbook's cells, and the findings.
  public static func isWithoutTables(_ sheet: String, _ firstRow: [String]) -> Bool {
    RelationsSheet.isOwn(sheet, header: firstRow) || FindingsSheet.isOwn(sheet, header: firstRow)
  }

  /// Reads a document.
  ///
  /// - Throws: ``ReadingError`` where the document has no table that the catalogue knows.
  /// - Complexity: linear in the document; the placement of rows that print fewer values than they have
  ///   columns is bounded by ``PlacementSolver``'s limits.
  public func read(_ document: Document) throws(ReadingError) -> Reading {
    if let profileID, catalogue.profile(profileID) == nil { throw .unknownProfile(profileID) }
    let finder = TableFinder(catalogue: catalogue)
    let (unnumbered, pageNumbers) = PageNumbers.without(document, catalogue.vocabulary)
    let flows = unnumbered.map(PrintedSheets.removed)
    var finds = Finds(contents: ContentsSheet.read(flows))
    let candidates = flows.map { ContentsSheet.isOwn($0) ? [] : finder.candidates(of: $0) }
    finds.titles = candidates.joined().filter(\.isKnown).map(\.title)
    // A document of our own, and text without a grid, are no exports.
    let exported = zip(flows, candidates).map { flow, candidates in
      finds.contents != nil || document.form == .spacedText
        ? nil : exports.candidate(flow, titles: candidates.filter(\.isKnown).map(\.title))
    }
    guard let profile = profile(finder, finds, flows, exported: exported) else { throw .noTables }
    let reader = FlowReader(profile: profile, finder: finder, form: document.form)
    for (index, flow) in flows.enumerated() where !ContentsSheet.isOwn(flow) {
      if let candidate = exported[index],
        let draft = exports.read(
          flow, candidate, profile, title: candidates[index].first(where: \.isKnown))
      {
        finds.drafts.append(draft)
      } else {
        reader.read(flow, candidates[index], into: &finds)
      }
    }
    guard finds.drafts.contains(where: { !$0.section.isAnnounced }) else { throw .noTables }
    var reading = assemble(finds, profile, document)
    // Rows of other lengths are what titles and notes are.
    for issue in document.csv?.issues ?? [] where issue.rule != .raggedRow {
      reading.findings.append(
        Finding(
          rule: "read/" + issue.rule.rawValue, severity: .note,
          message: Wording.csvFollowed(issue, count: 1)))
    }
    reading.findings += document.repairs.map {
      catalogue.graded(ReadingRule($0).finding(at: Location(page: $0.page, line: 0)))
    }
    reading.findings += pageNumbers.map { ReadingRule.pageNumber($0.text).finding(at: place($0)) }
    reading.findings = reading.findings.map(catalogue.graded)
    return reading
  }

  func place(_ line: Line) -> Location { Location(page: line.page, line: line.number) }

  private func profile(
    _ finder: TableFinder, _ finds: Finds, _ flows: [Page],
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
    // Without any title the headers have to tell.
    return catalogue.profiles.max { a, b in headers(a, flows) < headers(b, flows) }
      .flatMap { headers($0, flows) > 0 ? $0 : nil }
  }

  private func headers(_ profile: Profile, _ flows: [Page]) -> Int {
    profile.layouts.count { layout in
      let reader = GridReader(layout: layout, catalogue: catalogue)
      return flows.contains { flow in
        flow.lines.indices.contains { index in
          flow.lines[index].isGrid && reader.headerScore([flow.lines[index]], whole: true) >= 0.8
        }
      }
    }
  }
}

/// Why a document gives no disclosure.
public enum ReadingError: Error, Sendable, Equatable {
  /// No table that the catalogue knows was found.
  case noTables
  /// There is no profile of this name.
  case unknownProfile(String)
}
