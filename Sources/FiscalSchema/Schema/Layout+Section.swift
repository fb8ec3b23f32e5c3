import FiscalModel

/// What a section takes from the layout that it follows, so that it needs the layout no more.
extension Layout {
  /// A section that follows the layout: a table without rows, a form without blocks; of what is printed around
  /// it nothing is set.
  ///
  /// - Complexity: O(columns).
  package func section() -> Section {
    Section(
      statement: statement, layout: id, stage: stage, members: members,
      blocks: isTable ? [.matrix(matrix.section())] : [])
  }

  /// Gives a part what its fixed line, or the classification of its code, says of its amounts.
  package func complete(_ part: inout Section.Part, inPanel panel: Int) {
    if let line = line(part.line, inPanel: panel) {
      part.concept = line.concept
      part.members = line.members
      if let id = line.amounts.first,
        let column = columns.firstIndex(where: { $0.id == id }),
        let target = self.panel(ofColumn: column), target > panel
      {
        part.reach = target - panel
      }
    }
    guard let code = part.code, let open = panels[panel].open(accepting: code),
      let dimension = open.dimension
    else { return }
    part.members[dimension] = code
  }
}

extension Layout.Matrix {
  /// A matrix with the captions, columns and panels of the layout, and no rows.
  ///
  /// - Parameters:
  ///   - label: the label beside or above it as printed, or nil.
  ///   - captions: the captions of the columns that differ from form to form as printed, in column order;
  ///     empty where none does.
  /// - Returns: the matrix.
  package func section(label: String? = nil, captions: [String] = []) -> Section.Matrix {
    var printed: [Int: String] = [:]
    for (column, caption) in zip(variableColumns, captions) { printed[column] = caption }
    func caption(_ node: Layout.Caption) -> Section.Caption {
      let isLeaf = node.children.isEmpty
      return Section.Caption(
        isLeaf ? printed[node.span.lowerBound] ?? node.text : node.text, span: node.span,
        children: node.children.map(caption))
    }
    return Section.Matrix(
      id: id, label: label, header: header.map(caption),
      columns: columns.enumerated().map { index, column in
        Section.Column(
          id: column.id,
          path: printed[index].map { column.path.dropLast() + [$0] } ?? column.path,
          role: column.role, concept: column.concept, members: column.members,
          stage: column.stage, yearOffset: column.yearOffset)
      },
      panels: panels.map { panel in
        Section.Panel(
          id: panel.id, columns: panel.columns, codeColumns: panel.codeColumns,
          labelColumn: panel.labelColumn, numberColumn: panel.numberColumn,
          valueColumns: panel.valueColumns)
      })
  }
}

extension Section.Matrix {
  /// Adds a row of a form's matrix, all of whose columns hold values.
  package mutating func append(_ cells: [Section.Cell], line: String? = nil) {
    rows.append(.init(parts: [.init(kind: .category, line: line, cells: cells)]))
  }
}
