import FiscalModel

extension Section.Block {
  /// The identifier within the form; nil for the matrix of a table.
  var id: String? {
    switch self {
    case .field(let field): field.id
    case .matrix(let matrix): matrix.id
    }
  }

  /// The label as printed, or nil.
  var label: String? {
    switch self {
    case .field(let field): field.label
    case .matrix(let matrix): matrix.label
    }
  }
}

extension Section.Row {
  /// The cells of all parts, which in a form's matrix are those of all columns.
  var cells: [Section.Cell] { parts.flatMap(\.cells) }
}

extension Section {
  /// The keys of all of its cells, in printed order, with its index in the disclosure.
  func cellKeys(_ index: Int) -> [CellKey] {
    blocks.enumerated().flatMap { position, block -> [CellKey] in
      guard case .matrix(let matrix) = block else {
        return [CellKey(section: index, block: position)]
      }
      return matrix.rows.enumerated().flatMap { row, parts in
        parts.parts.enumerated().flatMap { panel, part in
          part.cells.indices.map {
            CellKey(section: index, block: position, row: row, panel: panel, slot: $0)
          }
        }
      }
    }
  }
}
