import FiscalModel
import Spreadsheet

/// What the cells of a blank section take: what is entered, and what is computed of other cells.
struct SectionUses {
  /// The section, and its index in the disclosure.
  let section: Section
  let index: Int
  /// Its layout: of a table or of a form.
  let layout: Layout?
  let form: FormLayout?
  /// The cells of a table that are sums of others.
  let formulas: [CellKey: [Equation.Entry]]

  /// What a cell takes.
  struct Use {
    var role: Section.Role
    var entry: Entry

    enum Entry {
      /// One of some words, or any text where there are none.
      case words([String])
      /// A code of a classification with its name.
      case items(String)
      /// The sum of other cells; where a column is given, only in rows in which that is filled in.
      case sum([(sign: Int, cell: CellKey)], key: Int?)
    }
  }

  /// The unit of the amounts.
  var unit: AmountUnit { layout?.unit ?? form?.unit ?? section.unit ?? .yuan }
  /// The decimals of the amounts.
  var decimals: Int { layout?.decimals ?? 2 }

  /// Whether something around the cells differs from section to section.
  func isVariable(_ part: Placement.Part) -> Bool {
    switch part {
    case .heading: return true
    case .caption(let block, let leaf?):
      guard let id = section.blocks[block].id, let table = form?.table(id) else { return false }
      return table.variableColumns.contains(leaf)
    default: return false
    }
  }

  /// What a cell takes; nil for one that stays as it is printed.
  func use(of key: CellKey) -> Use? {
    switch section.blocks[key.block] {
    case .field(let field):
      guard let field = form?.field(field.id) else { return nil }
      return Use(role: field.kind, entry: .words(field.ticked))
    case .matrix(let matrix):
      if let layout { return use(of: key, matrix.rows[key.row].parts[key.panel], layout) }
      guard let table = matrix.id.flatMap({ form?.table($0) }) else { return nil }
      return use(of: key, table)
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
    guard let sum = formulas[key] else { return Use(role: column.role, entry: .words([])) }
    return Use(
      role: column.role,
      entry: .sum(sum.map { ($0.sign, $0.cell) }, key: isOpen ? panel.codeColumns.first ?? panel.labelColumn : nil))
  }

  private func use(of key: CellKey, _ table: FormLayout.Table) -> Use? {
    let line = key.row < table.lines.count ? table.lines[key.row] : nil
    let column = table.columns[key.slot]
    if let line {
      if !line.sum.isEmpty, column.kind == .amount {
        let rows = table.lines.indices.filter { line.sum.contains(table.lines[$0].id) }
        let sum = rows.map { row in
          var cell = key
          cell.row = row
          return (sign: 1, cell: cell)
        }
        return Use(role: .amount, entry: .sum(sum, key: nil))
      }
      // What the form prints stays, but for labels that differ from form to form.
      if column.kind == .level { return nil }
      if column.kind == .label, !line.labels[0].isVariable { return nil }
    }
    switch column.kind {
    case .code: return Use(role: .code, entry: .items("economic-departmental"))
    case .amount: return Use(role: .amount, entry: .words([]))
    default: return Use(role: column.kind, entry: .words(column.choices))
    }
  }
}

extension Section.Part {
  /// Whether this is a blank row in which any code or name may be entered.
  func isOpen(in panel: Layout.Panel) -> Bool {
    kind == .blank && line == nil && number == nil && !panel.opens.isEmpty
  }
}
