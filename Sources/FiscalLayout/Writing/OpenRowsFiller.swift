import FiscalModel
import FiscalSchema
import Spreadsheet

/// Makes the open rows of a panel of a blank table ready for filling in: their keys, and what adds them up.
struct OpenRowsFiller {
  private let layout: Layout
  private let panelIndex: Int
  private let placement: Placement
  private let panel: Layout.Panel
  /// The sheet rows of the open rows; nil where there are none.
  private let rows: ClosedRange<Int>?

  init(layout: Layout, panel index: Int, placement: Placement) {
    self.layout = layout
    self.placement = placement
    panelIndex = index
    let panel = layout.panels[index]
    self.panel = panel
    let open = placement.section.matrix.rows.enumerated()
      .filter { $1.parts[index].isOpen(in: panel) }
      .map { $0.offset + placement.blocks[0].firstRow }
    rows = open.first.flatMap { first in open.last.map { first...$0 } }
  }

  /// The sheet column of a leaf column.
  private func column(_ leaf: Int) -> Int { placement.blocks[0].columns[leaf].lowerBound }

  private func range(_ first: Int, _ last: Int, _ rows: ClosedRange<Int>) -> CellRange {
    CellRange(rows: rows, columns: column(first)...column(last))
  }

  func fill(_ sheet: inout Sheet, _ codes: inout CodeLists) {
    makeRoom(&sheet)
    guard let rows else { return }
    let keys = panel.codeColumns + [panel.labelColumn].compactMap { $0 }
    for (row, parts) in placement.section.matrix.rows.enumerated()
    where parts.parts[panelIndex].isOpen(in: panel) {
      for key in keys {
        sheet[placement.blocks[0].firstRow + row, column(key)]?.style.locked = false
      }
    }
    offerCodes(rows, &sheet, &codes)
    writeTotals(rows, &sheet)
  }

  /// Makes columns wide enough for what will stand in them.
  private func makeRoom(_ sheet: inout Sheet) {
    func widen(_ leaf: Int, _ width: Double) {
      sheet.columnWidths[column(leaf)] = max(sheet.columnWidths[column(leaf)] ?? 0, width)
    }
    for column in panel.valueColumns { widen(column, 12) }
    guard rows != nil else { return }
    for column in panel.codeColumns { widen(column, panel.codeColumns.count > 1 ? 5 : 12) }
    if let name = panel.labelColumn { widen(name, 30) }
  }

  // MARK: Sums

  /// The total line of open rows: the sum of the rows of the highest level that is filled in.
  private func writeTotals(_ rows: ClosedRange<Int>, _ sheet: inout Sheet) {
    let isHierarchy = layout.relations.contains {
      if case .hierarchy(let kinds) = $0.form { kinds.first == .total } else { false }
    }
    guard isHierarchy else { return }
    for (row, parts) in placement.section.matrix.rows.enumerated() {
      let part = parts.parts[panelIndex]
      guard part.kind == .total, let line = layout.line(part.line, inPanel: panelIndex) else {
        continue
      }
      for (slot, leaf) in panel.valueColumns.enumerated()
      where layout.columns[leaf].role == .amount
        && (line.amounts.isEmpty || line.amounts.contains(layout.columns[leaf].id))
      {
        let place = placement.reference(
          CellKey(section: 0, row: row, panel: panelIndex, slot: slot))
        sheet[place]?.value = .number("0")
        sheet[place]?.style.locked = true
        sheet[place]?.formula = total(rows, leaf)
      }
    }
  }

  private func total(_ rows: ClosedRange<Int>, _ leaf: Int) -> String {
    func text(_ leaf: Int) -> String { range(leaf, leaf, rows).absolute }
    let values = text(leaf)
    guard let first = panel.codeColumns.first, !panel.opens.contains(where: \.areProjects) else {
      return "SUM(\(values))"
    }
    /// The condition that a row is of a level, as factors of a product.
    func condition(_ length: Int) -> String {
      guard layout.splitsCodes else { return "--(LEN(\(text(first)))=\(length))" }
      let filled = (length - 3) / 2
      return panel.codeColumns.enumerated().map { index, code in
        "--(LEN(\(text(code)))\(index <= filled ? ">0" : "=0"))"
      }.joined(separator: ",")
    }
    // Units of the shortest codes are those on top; of a classification, the highest level.
    return lengths.reversed().reduce("SUM(\(values))") { formula, length in
      let condition = condition(length)
      return "IF(SUMPRODUCT(\(condition))>0,SUMPRODUCT(\(condition),\(values)),\(formula))"
    }
  }

  /// The lengths that the codes may have, the shortest first.
  private var lengths: [Int] {
    panel.opens.flatMap { open in
      open.digits.isEmpty ? open.levels.compactMap(OpenRowsFiller.length) : open.digits
    }.sorted()
  }

  private static func length(_ level: RowKind) -> Int? {
    switch level {
    case .class: 3
    case .section: 5
    case .item: 7
    default: nil
    }
  }

  // MARK: Codes

  private func offerCodes(
    _ rows: ClosedRange<Int>, _ sheet: inout Sheet, _ codes: inout CodeLists
  ) {
    guard let first = panel.codeColumns.first, let last = panel.codeColumns.last else { return }
    if panel.opens.count == 1, let open = panel.opens.first,
      let list = codes.list(open, firstLevelOnly: layout.splitsCodes)
    {
      sheet.dataValidations.append(
        validation(
          range(first, first, rows), .list, list.codes,
          error: Message("template.code").text(in: .chinese)))
      // The name of a code is known.
      if let name = panel.labelColumn, !open.areProjects, !layout.splitsCodes {
        for row in rows {
          let code = CellReference(row: row, column: column(first))
          sheet[row, column(name)]?.value = .text("")
          sheet[row, column(name)]?.formula =
            "IF(\(code)=\"\",\"\",IFERROR(VLOOKUP(\(code),\(list.both),2,FALSE),\"\"))"
        }
      }
    } else {
      let lengths = Set(lengths).sorted()
      guard !lengths.isEmpty else { return }
      let own = CellReference(row: rows.lowerBound, column: column(first))
      let conditions = lengths.map { "LEN(\(own))=\($0)" }.joined(separator: ",")
      sheet.dataValidations.append(
        validation(
          range(first, first, rows), .custom, "OR(\(conditions))",
          error: Message("template.code-length", ["lengths": lengths]).text(in: .chinese)))
    }
    guard layout.splitsCodes, last > first else { return }
    var levels = validation(
      range(first + 1, last, rows), .textLength, "2",
      error: Message("template.code-length", ["lengths": [2]]).text(in: .chinese))
    levels.comparison = .equal
    sheet.dataValidations.append(levels)
  }

  private func validation(
    _ range: CellRange, _ kind: DataValidation.Kind, _ formula: String, error: String
  ) -> DataValidation {
    DataValidation(
      ranges: [range], kind: kind, formula1: formula, allowsBlank: true,
      errorTitle: Message("template.code-title").text(in: .chinese), error: error)
  }
}

extension CellRange {
  /// `$A$1:$A$3`.
  var absolute: String { first.absoluteDescription + ":" + last.absoluteDescription }
}
