/// A department's published budget or final accounts: its official tables and forms, in order.
public struct Disclosure: Hashable, Sendable {
  /// The identifier of the profile that the sections follow, or nil where they follow none.
  public var profile: String?
  /// The agency's name, or nil where the document does not say.
  public var agency: String?
  /// The agency's code, or nil.
  public var agencyCode: String?
  /// The fiscal year, or nil where the document does not say.
  public var fiscalYear: Int?
  /// Budget or final accounts, or nil where the document does not say.
  public var stage: Stage?
  /// Tables, forms and what was only announced, in the order in which they were published.
  public var sections: [Section]

  /// Makes a disclosure.
  public init(
    profile: String? = nil, agency: String? = nil, agencyCode: String? = nil,
    fiscalYear: Int? = nil, stage: Stage? = nil, sections: [Section] = []
  ) {
    self.profile = profile
    self.agency = agency
    self.agencyCode = agencyCode
    self.fiscalYear = fiscalYear
    self.stage = stage
    self.sections = sections
  }

  /// The cell of a key.
  package subscript(cell: CellKey) -> Section.Cell {
    get { sections[cell.section][cell: cell] }
    set { sections[cell.section][cell: cell] = newValue }
  }

  /// The unit of a cell's amount, or nil where it is not known.
  package func unit(of cell: CellKey) -> AmountUnit? {
    let section = sections[cell.section]
    guard case .matrix(let matrix) = section.blocks[cell.block] else { return section.unit }
    return matrix.column(cell.slot, inPanel: cell.panel).unit ?? section.unit
  }
}

/// The place of a cell in a disclosure.
package struct CellKey: Hashable, Sendable {
  /// The section's index in the disclosure.
  package var section: Int
  /// The block's index in the section; the first for a table.
  package var block: Int
  /// The row's index in the matrix; 0 for a field.
  package var row: Int
  /// The panel's index; 0 for a field.
  package var panel: Int
  /// The cell's index among the panel's value columns; 0 for a field.
  package var slot: Int

  /// Makes a key.
  package init(section: Int, block: Int = 0, row: Int = 0, panel: Int = 0, slot: Int = 0) {
    self.section = section
    self.block = block
    self.row = row
    self.panel = panel
    self.slot = slot
  }
}

extension CellKey: Comparable {
  /// Whether the first cell is printed before the second.
  package static func < (a: CellKey, b: CellKey) -> Bool {
    (a.section, a.block, a.row, a.panel, a.slot) < (b.section, b.block, b.row, b.panel, b.slot)
  }
}

/// The stage of the budget cycle that an amount belongs to.
public enum Stage: String, Codable, Sendable {
  /// As approved at the beginning of the year.
  case budget
  /// As adjusted within the year.
  case adjusted
  /// As spent.
  case final
}
