import FiscalModel
import FiscalSchema
import Spreadsheet

/// What the cells of a blank section take: what is entered, and what is computed of other cells.
struct SectionUses {
  /// The section, and its index in the disclosure.
  let section: Section
  let index: Int
  /// Its layout.
  let layout: Layout?
  /// The cells of a table that are sums of others.
  let formulas: [CellKey: [Equation.Entry]]

  /// What a cell takes.
  struct Use {
    var role: Section.Role
    /// The words that may be chosen; none where any text may be entered.
    var words: [String] = []
    /// The classification whose codes may be chosen, with their names; or nil.
    var classification: String?
    /// The cells whose sum it is; none where it is entered.
    var sum: [(sign: Int, cell: CellKey)] = []
    /// The column without which the sum shows nothing, or nil.
    var key: Int?
  }

  /// The unit of the amounts.
  var unit: AmountUnit { layout?.unit ?? section.unit ?? .yuan }
  /// The decimals of the amounts.
  var decimals: Int { layout?.decimals ?? 2 }

  /// Whether something around the cells differs from section to section.
  func isVariable(_ part: Placement.Part) -> Bool {
    switch part {
    case .heading: return true
    case .caption(let block, let leaf?):
      guard let id = section.blocks[block].id, let table = layout?.matrix(id) else { return false }
      return table.variableColumns.contains(leaf)
    default: return false
    }
  }

  /// What a cell takes; nil for one that stays as it is printed.
  func use(of key: CellKey) -> Use? {
    switch section.blocks[key.block] {
    case .field(let field):
      guard let field = layout?.field(field.id) else { return nil }
      return Use(role: field.role, words: field.ticked)
    case .matrix(let matrix):
      if let id = matrix.id { return layout?.matrix(id).flatMap { use(of: key, $0) } }
      return layout.flatMap { use(of: key, matrix.rows[key.row].parts[key.panel], $0) }
    }
  }

  private func use(of key: CellKey, _ part: Section.Part, _ layout: Layout) -> Use? {
    let panel = layout.panels[key.panel]
    let column = layout.columns[panel.valueColumns[key.slot]]
    let isOpen = part.isOpen(in: panel)
    guard isOpen || part.line != nil else { return nil }
    if let line = layout.line(part.line, inPanel: key.panel), !line.amounts.isEmpty,
      !line.amounts.contains(column.id)
    {
      return nil
    }
    let sum = formulas[key] ?? []
    return Use(
      role: column.role, sum: sum.map { ($0.sign, $0.cell) },
      key: isOpen ? panel.codeColumns.first ?? panel.labelColumn : nil)
  }

  private func use(of key: CellKey, _ table: Layout.Matrix) -> Use? {
    let line = key.row < table.lines.count ? table.lines[key.row] : nil
    let column = table.columns[key.slot]
    if let line {
      if !line.sum.isEmpty, column.role == .amount {
        let rows = table.lines.indices.filter { line.sum.contains(table.lines[$0].id) }
        return Use(
          role: .amount,
          sum: rows.map { row in
            (1, CellKey(section: key.section, block: key.block, row: row, slot: key.slot))
          })
      }
      // What the form prints stays, but for labels that differ from form to form.
      if column.role == .level { return nil }
      if column.role == .label, !line.labels[0].isVariable { return nil }
    }
    // An amount is checked, and no word.
    return Use(
      role: column.role, words: column.role == .amount ? [] : column.choices,
      classification: column.classification)
  }
}

extension Section.Part {
  /// Whether this is a blank row in which any code or name may be entered.
  func isOpen(in panel: Layout.Panel) -> Bool {
    kind == .blank && line == nil && number == nil && !panel.opens.isEmpty
  }
}
