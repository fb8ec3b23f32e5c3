import FiscalModel

/// What was understood of a table and by what: for people who ask why, and what nobody knows.
package struct Understanding: Sendable {
  /// What says which statement a table is.
  package enum Source: Hashable, Sendable {
    /// The words of its title.
    case title(String)
    /// Its captions alone.
    case captions
    /// The layout that it follows.
    case layout(String)
  }

  /// What says which statement it is; nil where that is not known.
  package var source: Source?
  /// The columns' header paths, as facts name them.
  package var names: [String]
  /// The columns whose figures mean nothing that is known.
  package var unknownColumns: [Int]
  /// The columns of changes and shares, which have no concept.
  package var changes: Set<Int>
  /// The labels of rows with figures that nothing says what they are, each once.
  package var unknownRows: [String]

  /// Says what was understood of a table.
  ///
  /// - Complexity: O(cells).
  package init(_ section: Section, _ meanings: Meanings) {
    source =
      if let layout = section.layout {
        .layout(layout)
      } else if section.statement == nil {
        nil
      } else {
        section.place.evidence.map { .title($0) } ?? .captions
      }
    let matrix = section.matrix
    names = matrix.columnNames
    changes = Set(
      matrix.columns.indices.filter { column in
        !meanings.marks(ofPath: matrix.columns[column].path).isDisjoint(with: [.change, .percent])
      })
    unknownColumns = []
    unknownRows = []
    for column in matrix.columns.indices
    where matrix.columns[column].role == .amount && !changes.contains(column)
      && matrix.columns[column].concept == nil
    {
      unknownColumns.append(column)
    }
    let isUnknown = Set(unknownColumns)
    for part in matrix.rows.lazy.flatMap(\.parts.indexed) {
      let panel = matrix.panels[part.index]
      let isOpen = zip(panel.valueColumns, part.element.cells).contains { column, cell in
        guard cell.amount != nil, !isUnknown.contains(column), !changes.contains(column) else {
          return false
        }
        let concept = meanings.catalogue.concept(of: matrix.columns[column], on: part.element)
        return concept.flatMap { meanings.catalogue.concepts[$0]?.deferring } ?? false
      }
      if isOpen, !unknownRows.contains(part.element.label) {
        unknownRows.append(part.element.label)
      }
    }
  }
}

extension [Section.Part] {
  /// The parts with the panels that they are of.
  fileprivate var indexed: [(index: Int, element: Section.Part)] {
    enumerated().map { ($0, $1) }
  }
}
