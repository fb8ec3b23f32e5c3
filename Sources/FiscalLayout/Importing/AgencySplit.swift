import Documents
import FiscalModel
import FiscalSchema

/// The agencies of an export: a column of its own says whose each row is.
struct AgencySplit {
  /// One agency's rows.
  struct Part {
    var document: Document
    var agency: String?
    var code: String?
    /// Rows that belong to none, such as a total over all agencies.
    var unread: [(page: Page, line: Line)] = []
  }

  let exports: ExportReader
  let catalogue: Catalogue

  /// The parts of a document, one for each agency in the order of the file; a single one where no column
  /// names agencies.
  func parts(_ document: Document, finder: TableFinder) -> [Part] {
    var keys: [String] = []
    var names: [String: (agency: String?, code: String?)] = [:]
    var pages: [(page: Page, rows: [(line: Line, key: String?)])] = []
    for page in document.pages {
      let titles = finder.candidates(of: page).filter(\.isKnown).map(\.title)
      guard exports.map != nil || !titles.isEmpty,
        let candidate = exports.candidate(page, titles: titles),
        let best = candidate.matches.first
      else {
        pages.append((page, page.lines.map { ($0, nil) }))
        continue
      }
      let (code, name) = columns(candidate, best)
      var rows: [(line: Line, key: String?)] = []
      for (index, line) in page.lines.enumerated() {
        func cell(_ column: Int?) -> String {
          guard let column, column < line.cells.count else { return "" }
          return line.cells[column].squeezed
        }
        guard code != nil || name != nil, candidate.header.body.contains(index) else {
          rows.append((line, nil))
          continue
        }
        var key = cell(code).isEmpty ? cell(name) : cell(code)
        // A total over all agencies is none.
        if catalogue.vocabulary.totals.contains(key.folded) { key = "" }
        rows.append((line, key))
        guard !key.isEmpty, names[key] == nil else { continue }
        keys.append(key)
        names[key] = (cell(name).isEmpty ? nil : cell(name), cell(code).isEmpty ? nil : cell(code))
      }
      pages.append((page, rows))
    }
    guard keys.count > 1 else {
      let only = keys.first.flatMap { names[$0] }
      return [Part(document: document, agency: only?.agency, code: only?.code)]
    }
    // Each agency's rows by their places, so that many agencies cost no more than their rows.
    let grouped = pages.map { page, rows in
      (page, rows, Dictionary(grouping: rows.indices) { rows[$0].key })
    }
    return keys.map { key in
      var part = Part(document: document, agency: names[key]?.agency, code: names[key]?.code)
      part.document.pages = grouped.map { page, rows, places in
        var page = page
        let own = (places[Optional(key)] ?? []) + (places[String?.none] ?? [])
        page.lines = own.sorted().map { rows[$0].line }
        part.unread += (places[""] ?? []).map { (page, rows[$0].line) }
        return page
      }
      return part
    }
  }

  /// The columns of the agency's code and name, where the form has none of its own for them.
  private func columns(
    _ candidate: ExportReader.Candidate, _ match: TableMatch
  ) -> (code: Int?, name: Int?) {
    let used = Set(match.matches.map(\.source))
    guard let words = catalogue.vocabulary.dimensions.first(where: { $0.id == "agency" }) else {
      return (nil, nil)
    }
    func column(_ captions: [String]) -> Int? {
      let captions = Set((captions).map(\.folded))
      return candidate.header.columns.first { column in
        !used.contains(column.index) && column.folded.last.map { captions.contains($0) } ?? false
          && !(candidate.contents[column.index]?.texts.isEmpty ?? true)
      }?.index
    }
    return (column(words.codes), column(words.names))
  }
}
