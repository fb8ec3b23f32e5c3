import FiscalModel
import Spreadsheet

/// Marks the cells of findings in a written workbook, and lists the findings in a sheet with links.
struct FindingsSheet {
  let disclosure: Disclosure
  /// The places of the tables, by the index of the section.
  let places: [Int: SheetPlaces.Table]

  /// Fills and comments the cells of each finding, the worst finding giving the colour.
  func mark(_ findings: [Finding], in sheets: inout [Sheet]) {
    var marks: [CellKey: (severity: Severity, texts: [String])] = [:]
    for finding in findings {
      for cell in cells(of: finding) {
        let text =
          "\(Wording.severity(finding.severity).zh)[\(finding.rule)] \(finding.message.zh)"
        var mark = marks[cell] ?? (finding.severity, [])
        mark.severity = max(mark.severity, finding.severity)
        if !mark.texts.contains(text) { mark.texts.append(text) }
        marks[cell] = mark
      }
    }
    for (cell, mark) in marks {
      guard let place = places[cell.section],
        let index = sheets.firstIndex(where: { $0.name == place.name })
      else { continue }
      let reference = place.reference(cell)
      sheets[index][reference]?.style.fill = color(mark.severity)
      sheets[index].comments[reference] = Sheet.Comment(
        author: "FiscalTables", text: mark.texts.joined(separator: "\n"))
    }
  }

  func sheet(named name: String, _ findings: [Finding]) -> Sheet {
    var sheet = Sheet(name: name)
    for (column, caption) in Wording.findingsColumns.enumerated() {
      sheet[0, column] = Cell(.text(caption), style: Style.header)
    }
    sheet.frozenRows = 1
    let ordered = findings.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    for (row, (_, finding)) in ordered.enumerated() {
      func set(_ column: Int, _ text: String?) {
        sheet[row + 1, column] = Cell(
          text.map { .text($0) } ?? .empty, style: Style.label(indent: 0))
      }
      sheet[row + 1, 0] = Cell(.number(String(row + 1)), style: Style.amount(decimals: 0))
      set(1, Wording.severity(finding.severity).zh)
      sheet[row + 1, 1]?.style.fill = color(finding.severity)
      set(2, finding.rule)
      set(3, finding.verdict.map { Wording.verdict($0).zh })
      link(finding, &sheet, row + 1)
      set(5, finding.message.zh)
      for (column, amount) in [
        (6, finding.sums?.left), (7, finding.sums?.right), (8, finding.sums?.difference),
        (9, finding.sums?.tolerance),
      ] {
        set(column, nil)
        guard let amount else { continue }
        sheet[row + 1, column] = Cell(
          amount.fitsSpreadsheetNumber ? .number(amount.description) : .text(amount.description),
          style: Style.amount(decimals: amount.scale))
      }
      set(10, finding.source?.zh)
      let repairs = finding.repairs.map { set in
        set.map { "\($0.operand.name) \($0.operand.printed) → \($0.needed)" }
          .joined(separator: Wording.Page.and.zh)
      }
      let hint =
        [finding.hint?.zh].compactMap { $0 } + repairs.map { Wording.Page.repair.zh + " " + $0 }
      set(11, hint.isEmpty ? nil : hint.joined(separator: "\n"))
    }
    sheet.columnWidths = [
      0: 7, 1: 7, 2: 24, 3: 7, 4: 26, 5: 60, 6: 14, 7: 14, 8: 11, 9: 11, 10: 30, 11: 46,
    ]
    if !findings.isEmpty {
      sheet.autoFilter = CellRange(
        rows: 0...findings.count, columns: 0...(Wording.findingsColumns.count - 1))
    }
    sheet.fitRows()
    sheet.pageSetup.paper = .a4
    sheet.pageSetup.landscape = true
    sheet.pageSetup.fitToWidth = 1
    sheet.pageSetup.fitToHeight = 0
    return sheet
  }

  private func link(_ finding: Finding, _ sheet: inout Sheet, _ row: Int) {
    let cell = cells(of: finding).first
    let section = cell?.section ?? finding.section
    guard let place = section.flatMap({ places[$0] }) else {
      sheet[row, 4] = Cell(
        .text(finding.locations.first?.description ?? ""), style: Style.label(indent: 0))
      return
    }
    let target = place.quoted + (cell.map { place.reference($0).description } ?? "A1")
    sheet[row, 4] = Cell(.text(target), style: Style.link, hyperlink: .location(target))
  }

  /// The cells of tables that a finding speaks of: its figures, or else what was printed at its places.
  private func cells(of finding: Finding) -> [CellKey] {
    let own = finding.operands.compactMap(\.cell).filter { places[$0.section] != nil }
    guard own.isEmpty, let section = finding.section,
      disclosure.sections.indices.contains(section)
    else { return own }
    var cells: [CellKey] = []
    for (row, parts) in disclosure.sections[section].matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        for (slot, cell) in part.cells.enumerated()
        where finding.locations.contains(cell.origin.location) {
          cells.append(CellKey(section: section, row: row, panel: panel, slot: slot))
        }
      }
    }
    return cells
  }

  private func color(_ severity: Severity) -> CellStyle.Color {
    switch severity {
    case .error: CellStyle.Color(rgb: 0xFFC7CE)
    case .warning: CellStyle.Color(rgb: 0xFFD9A0)
    case .note: CellStyle.Color(rgb: 0xFFF6CC)
    }
  }

  /// Whether a page is such a sheet.
  static func isOwn(_ name: String, header: [String]) -> Bool {
    name.hasPrefix(Wording.findingsSheet) && header == Wording.findingsColumns
  }
}
