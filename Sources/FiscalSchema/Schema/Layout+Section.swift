import FiscalModel

/// What a section takes from the layout that it follows, so that it needs the layout no more.
extension Layout {
  /// A section that follows the layout and has no rows; of what is printed around it nothing is set.
  ///
  /// - Complexity: O(columns).
  package func section() -> Section {
    Section(
      statement: statement, layout: id, stage: stage, members: members,
      blocks: [.matrix(matrix())])
  }

  /// A matrix with the captions, columns and panels of the layout, and no rows.
  package func matrix() -> Section.Matrix {
    Section.Matrix(
      header: header.map(\.caption),
      columns: columns.map(\.sectionColumn),
      panels: panels.map { panel in
        Section.Panel(
          id: panel.id, columns: panel.columns, codeColumns: panel.codeColumns,
          labelColumn: panel.labelColumn, numberColumn: panel.numberColumn,
          valueColumns: panel.valueColumns)
      })
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

extension Layout.HeaderNode {
  /// The caption as sections have it.
  var caption: Section.Caption {
    Section.Caption(text, span: span, children: children.map(\.caption))
  }
}

extension Layout.Column {
  /// The column as sections have it.
  var sectionColumn: Section.Column {
    Section.Column(
      id: id, path: path, role: isQuantity ? .quantity : role, concept: concept, members: members,
      stage: stage)
  }
}

extension FormLayout {
  /// A section that follows the form and has no blocks; of what is printed around it nothing is set.
  package func section() -> Section { Section(statement: statement, layout: id, stage: stage) }
}

extension FormLayout.Table {
  /// A matrix with the captions and columns of the table, one panel of values, and no rows.
  ///
  /// - Parameters:
  ///   - label: the label beside or above it as printed, or nil.
  ///   - captions: the captions of the columns that differ from form to form as printed, in column order;
  ///     empty where none does.
  /// - Returns: the matrix.
  package func matrix(label: String? = nil, captions: [String] = []) -> Section.Matrix {
    var printed: [Int: String] = [:]
    for (column, caption) in zip(variableColumns, captions) { printed[column] = caption }
    func caption(_ node: FormLayout.HeaderNode) -> Section.Caption {
      let isLeaf = node.children.isEmpty
      return Section.Caption(
        isLeaf ? printed[node.span.lowerBound] ?? node.caption : node.caption, span: node.span,
        children: node.children.map(caption))
    }
    return Section.Matrix(
      id: id, label: label, header: header.map(caption),
      columns: columns.enumerated().map { index, column in
        Section.Column(
          id: column.id,
          path: printed[index].map { column.path.dropLast() + [$0] } ?? column.path,
          role: column.kind, concept: column.concept)
      },
      panels: [
        Section.Panel(
          id: id, columns: columns.indices, valueColumns: Array(columns.indices))
      ])
  }
}

extension Section.Matrix {
  /// Adds a row of a form's matrix, all of whose columns hold values.
  package mutating func append(_ cells: [Section.Cell], line: String? = nil) {
    rows.append(.init(parts: [.init(kind: .category, line: line, cells: cells)]))
  }
}
