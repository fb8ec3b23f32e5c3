import Documents
import FiscalModel
import FiscalSchema

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

  /// The columns that have the captions of the form's columns of amounts, where others were taken for
  /// them; nil where the captions agree or do not tell.
  func corrected(_ columns: [Int?]) -> [Int?]? {
    var result = columns
    for target in layout.columns.indices where layout.columns[target].role == .amount {
      let path = layout.columns[target].path.map { $0.folded }
      guard let source = columns[target], !says(printed[source], path) else { continue }
      let fitting = printed.indices.filter { says(printed[$0], path) }
      if fitting.count == 1 { result[target] = fitting[0] }
    }
    let sources = result.compactMap { $0 }
    return result == columns || Set(sources).count < sources.count ? nil : result
  }

  /// Whether the captions above a column are those of a column of the form.
  private func says(_ captions: [String], _ path: [String]) -> Bool {
    captions.count >= path.count && captions.filter(path.contains).elementsEqual(path)
  }

  /// What stands above a column.
  func name(of column: Int) -> String { printed[column].joined(separator: "/") }
}
