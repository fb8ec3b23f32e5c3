import FiscalModel
import FiscalSchema
import Spreadsheet

/// Marks the cells of findings in a written workbook, and lists the findings in a sheet with links.
struct FindingsSheet {
  let disclosure: Disclosure
  /// The places of the sections, in their order.
  let places: [SheetPlace]

  /// Fills and comments the cells of each finding, the worst finding giving the colour.
  func mark(_ findings: [Finding], in sections: inout [WrittenSection]) {
    var marks: [CellKey: (severity: Severity, texts: [String])] = [:]
    for finding in findings {
      for cell in cells(of: finding) {
        let text =
          "\(finding.severity.message.text(in: .chinese))[\(finding.rule)] \(finding.message.text(in: .chinese))"
        var mark = marks[cell] ?? (finding.severity, [])
        mark.severity = max(mark.severity, finding.severity)
        if !mark.texts.contains(text) { mark.texts.append(text) }
        marks[cell] = mark
      }
    }
    for (cell, mark) in marks {
      let reference = places[cell.section].placement.reference(cell)
      sections[cell.section].sheet[reference]?.style.fill = color(mark.severity)
      sections[cell.section].sheet.comments[reference] = Sheet.Comment(
        author: "FiscalTables", text: mark.texts.joined(separator: "\n"))
    }
  }

  /// The list, the worst findings first.
  func sheet(named name: String, _ findings: [Finding]) -> Sheet {
    var sheet = Sheet(name: name)
    sheet.writeCaptions(PrintedWords.sheets.findings.columns)
    let ordered = findings.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    for (row, (_, finding)) in ordered.enumerated() { write(finding, &sheet, row + 1) }
    if !findings.isEmpty {
      sheet.autoFilter = CellRange(
        rows: 0...findings.count, columns: 0...(PrintedWords.sheets.findings.columns.count - 1))
    }
    sheet.finishList(widths: [7, 7, 24, 7, 26, 60, 14, 14, 11, 11, 30, 46])
    return sheet
  }

  private func write(_ finding: Finding, _ sheet: inout Sheet, _ row: Int) {
    let sums = finding.sums
    let amounts = [sums?.left, sums?.right, sums?.difference, sums?.tolerance]
    let repairs = finding.repairs.map { set in
      set.map { "\($0.operand.name) \($0.operand.printed) → \($0.needed)" }
        .joined(separator: Message("finding.and").text(in: .chinese))
    }
    let hint =
      [finding.hint?.zh].compactMap { $0 }
      + repairs.map { Message("finding.repair").text(in: .chinese) + " " + $0 }
    var cells: [Cell] = [
      .figure(String(row)), .words(finding.severity.message.text(in: .chinese)),
      .words(finding.rule),
      .words(finding.verdict.map { $0.message.text(in: .chinese) }), link(finding),
      .words(finding.message.text(in: .chinese)),
    ]
    cells += amounts.map { $0.map { .amount($0) } ?? .words(nil) }
    cells += [
      .words(finding.source?.zh), .words(hint.isEmpty ? nil : hint.joined(separator: "\n")),
    ]
    cells[1].style.fill = color(finding.severity)
    for (column, cell) in cells.enumerated() { sheet[row, column] = cell }
  }

  /// A link to the first cell of a finding, else to its sheet, else where it was read.
  private func link(_ finding: Finding) -> Cell {
    let cell = cells(of: finding).first
    guard let section = cell?.section ?? finding.section, places.indices.contains(section) else {
      return .words(finding.locations.first?.description ?? "")
    }
    let target = cell.map(places[section].reference) ?? Sheet.quoted(places[section].name) + "A1"
    return Cell(.text(target), style: Style.link, hyperlink: .location(target))
  }

  /// The cells that a finding speaks of: its figures, or else what was printed at its places.
  private func cells(of finding: Finding) -> [CellKey] {
    let own = finding.operands.compactMap(\.cell)
    guard own.isEmpty, !finding.locations.isEmpty, let section = finding.section,
      disclosure.sections.indices.contains(section)
    else { return own }
    return disclosure.sections[section].cellKeys(section).filter {
      finding.locations.contains(disclosure[$0].origin.location)
    }
  }

  private func color(_ severity: Severity) -> CellStyle.Color {
    switch severity {
    case .error: .init(rgb: 0xFFC7CE)
    case .warning: .init(rgb: 0xFFD9A0)
    case .note: .init(rgb: 0xFFF6CC)
    }
  }
}
