import FiscalTables

/// What was understood of each table, for people: one screen a table.
struct InspectReport {
  let catalogue: Catalogue
  let meanings: Meanings
  let disclosure: Disclosure

  /// The lines about a table: what it is and by what, its columns, and what is not known.
  func lines(_ section: Section) -> [String] {
    let known = Understanding(section, meanings)
    let title = section.title ?? Terminal.text("inspect.untitled")
    var lines = [([section.number, title].compactMap { $0 }).joined(separator: "  ")]
    lines.append("  " + statement(section, known))
    lines.append("  " + about(section))
    let matrix = section.matrix
    var rows = [Terminal.lines("inspect.table-columns")]
    for (index, column) in matrix.columns.enumerated() {
      rows.append([
        String(index + 1), InspectReport.clipped(known.names[index]),
        meaning(column, known, index), InspectReport.clipped(column.evidence),
      ])
    }
    lines += Terminal.table(rows, indent: "    ")
    if !known.unknownRows.isEmpty {
      lines.append(
        "    " + Terminal.text("inspect.unknown-rows", ["names": known.unknownRows]))
    }
    return lines
  }

  private func statement(_ section: Section, _ known: Understanding) -> String {
    let source =
      switch known.source {
      case .title(let words): Terminal.text("inspect.by-title", ["words": words])
      case .captions: Terminal.text("inspect.by-captions")
      case .layout(let id): Terminal.text("inspect.by-layout", ["id": id])
      case nil: Terminal.text("inspect.no-statement")
      }
    return [section.statement, source].compactMap { $0 }.joined(separator: "  ")
  }

  /// What holds for all of its figures, as far as it is known.
  private func about(_ section: Section) -> String {
    let stage = section.stage ?? disclosure.stage
    let parts: [String?] = [
      section.agency ?? disclosure.agency, disclosure.fiscalYear.map(String.init),
      stage.map { Terminal.text($0.message) }, section.members["fund_source"].map(fund),
      section.unit?.name ?? Terminal.text("inspect.no-unit"),
    ]
    return parts.compactMap { $0 }.joined(separator: " \u{B7} ")
  }

  private func fund(_ id: String) -> String {
    let entry = catalogue.classifications["fund-sources"]?.entries[id]
    return Terminal.language == .chinese ? entry?.name ?? id : id
  }

  private func meaning(
    _ column: Section.Column, _ known: Understanding, _ index: Int
  ) -> String {
    var parts: [String?] = []
    if column.role != .amount {
      let roles = Terminal.lines("inspect.roles")
      let role = Section.Role.allCases.firstIndex(of: column.role) ?? 0
      parts = [roles[role], column.dimension]
    } else if known.changes.contains(index) {
      parts = [Terminal.text("inspect.change")]
    } else if let concept = column.concept.flatMap({ catalogue.concepts[$0] }) {
      parts = [Terminal.language == .chinese ? concept.zh : concept.en]
    } else {
      parts = [Terminal.text("inspect.no-concept")]
    }
    parts += [
      column.members["fund_source"].map(fund), column.stage.map { Terminal.text($0.message) },
      column.yearOffset == 0
        ? nil : disclosure.fiscalYear.map { String($0 + column.yearOffset) },
      column.unit?.name,
    ]
    return parts.compactMap { $0 }.joined(separator: " \u{B7} ")
  }

  /// The end of a text that is too long to stand beside others.
  private static func clipped(_ text: String) -> String {
    guard Terminal.width(text) > most else { return text }
    var rest = text[...]
    while Terminal.width(String(rest)) > most - 1 { rest = rest.dropFirst() }
    return "\u{2026}" + rest
  }

  /// The most columns of a terminal that a caption takes.
  private static let most = 40
}
