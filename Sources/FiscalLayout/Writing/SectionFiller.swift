import FiscalModel
import FiscalSchema
import Spreadsheet

/// Makes the sheet of one blank section ready for filling in: what is to be entered is unlocked, words and
/// codes are offered, amounts checked and sums computed.
struct SectionFiller {
  let section: Section
  let placement: Placement
  /// What its cells take.
  let uses: SectionUses
  private var sheet: Sheet
  private var amounts: [CellRange] = []
  private var choices: [String: [CellRange]] = [:]

  init(_ written: WrittenSection, _ uses: SectionUses) {
    section = written.placement.section
    placement = written.placement
    sheet = written.sheet
    self.uses = uses
  }

  /// The sheet, once.
  mutating func filled(_ codes: inout CodeLists) -> Sheet {
    // A form has as many indicators, costs and goals as a project.
    sheet.protection =
      section.isTable
      ? SheetProtection()
      : SheetProtection(
        allowed: [.selectLockedCells, .selectUnlockedCells, .formatRows, .insertRows])
    for slot in placement.surroundings where uses.isVariable(slot.part) { unlock(slot.range) }
    for key in section.cellKeys(uses.index) {
      guard let use = uses.use(of: key) else { continue }
      prepare(placement.range(of: key), use, &codes)
    }
    if !amounts.isEmpty {
      sheet.dataValidations.append(
        DataValidation(
          ranges: amounts.joinedDown, kind: .decimal, comparison: .between,
          formula1: "-999999999999999", formula2: "999999999999999", allowsBlank: true,
          errorTitle: Message("template.amount-title").text(in: .chinese),
          error: Message("template.amount", ["unit": uses.unit, "decimals": uses.decimals]).text(
            in: .chinese)))
    }
    // Other words than those in the list may be written all the same, so no error is shown.
    for (list, ranges) in choices.sorted(by: { $0.key < $1.key }) {
      sheet.dataValidations.append(
        DataValidation(
          ranges: ranges, kind: .list, formula1: list, allowsBlank: true, refuses: false))
    }
    if section.isTable, let layout = uses.layout {
      for panel in layout.panels.indices {
        OpenRowsFiller(layout: layout, panel: panel, placement: placement).fill(&sheet, &codes)
      }
      sheet.setUpPage(labelColumns: placement.labelColumns)
    }
    return sheet
  }

  /// Prepares the cells of a value.
  private mutating func prepare(
    _ range: CellRange, _ use: SectionUses.Use, _ codes: inout CodeLists
  ) {
    if use.role == .amount {
      for place in range.places { sheet[place]?.style = Style.amount(decimals: uses.decimals) }
      amounts.append(range)
    }
    guard use.sum.isEmpty else {
      let formula = text(of: use.sum)
      let key = use.key.map { CellReference(row: range.first.row, column: $0) }
      sheet[range.first]?.value = key == nil ? .number("0") : .text("")
      sheet[range.first]?.formula = key.map { "IF(\($0)=\"\",\"\",\(formula))" } ?? formula
      return
    }
    unlock(range)
    if let list = use.classification.map({ codes.items($0) }) ?? codes.words(use.words) {
      choices[list, default: []].append(range)
    }
  }

  /// A sum as a formula.
  private func text(of sum: [(sign: Int, cell: CellKey)]) -> String {
    sum.reduce("") { formula, entry in
      // N() takes a text, such as a dash, for nothing.
      formula + (entry.sign < 0 ? "-" : formula.isEmpty ? "" : "+")
        + "N(\(placement.reference(entry.cell)))"
    }
  }

  private mutating func unlock(_ range: CellRange) {
    for place in range.places { sheet[place]?.style.locked = false }
  }
}

extension [CellRange] {
  /// Ranges below one another as one.
  fileprivate var joinedDown: [CellRange] {
    let ordered = sorted {
      ($0.first.column, $0.last.column, $0.first.row)
        < ($1.first.column, $1.last.column, $1.first.row)
    }
    var result: [CellRange] = []
    for range in ordered {
      if let last = result.last, last.first.column == range.first.column,
        last.last.column == range.last.column, last.last.row + 1 == range.first.row
      {
        result[result.count - 1].last = range.last
      } else {
        result.append(range)
      }
    }
    return result
  }
}
