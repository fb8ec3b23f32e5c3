import Documents
import FiscalModel

/// The captions above the columns of a grid whose cells say how many columns they take, and what they say
/// of columns that were aligned by what stands in them.
struct GridCaptions {
  let layout: Layout
  /// For each column of the grid the captions above it, outermost first, folded.
  private let printed: [[String]]

  init(_ layout: Layout, header: [Line], width: Int) {
    self.layout = layout
    var printed = [[String]](repeating: [], count: width)
    for line in header {
      for (column, cell) in line.cells.enumerated() where !cell.isEmpty {
        let span = line.extents.indices.contains(column) ? line.extents[column].columns : 1
        for index in column..<min(column + max(span, 1), width) {
          printed[index].append(cell.folded)
        }
      }
    }
    self.printed = printed
  }

  /// The columns in the order of their captions, where the document prints those of amounts in another
  /// order than the form; nil where it keeps the form's or the captions do not tell.
  func reordered(_ columns: [Int?]) -> [Int?]? {
    let amounts = layout.columns.indices.filter {
      layout.columns[$0].role == .amount && columns[$0] != nil
    }
    let wrong = amounts.filter { target in
      columns[target].map { !says(printed[$0], target) } ?? false
    }
    let sources = wrong.compactMap { columns[$0] }
    var result = columns
    var used: Set<Int> = []
    for target in wrong {
      let fitting = sources.filter { says(printed[$0], target) }
      guard fitting.count == 1, used.insert(fitting[0]).inserted else { return nil }
      result[target] = fitting[0]
    }
    return wrong.isEmpty ? nil : result
  }

  /// Whether the captions above a column are those of a column of the form.
  private func says(_ captions: [String], _ target: Int) -> Bool {
    let path = layout.columns[target].path.map(\.folded)
    return captions.count >= path.count && captions.filter(path.contains).elementsEqual(path)
  }

  /// What stands above a column.
  func name(of column: Int) -> String { printed[column].joined(separator: "/") }
}
