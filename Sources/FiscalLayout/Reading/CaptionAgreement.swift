import Documents
import FiscalModel
import FiscalSchema

/// Whether what is printed over the columns of a grid is what a layout prints there: a caption that says
/// something else forbids a column, whatever stands in it and beside it.
struct CaptionAgreement {
  let reader: GridReader
  let header: [Line]
  let body: [Line]
  let meanings: Meanings

  /// Whether every column of amounts has its place, under its own captions, and none is left over; told by
  /// the grid column of each layout column.
  func holds(_ columns: [Int?]) -> Bool {
    // Of a form that is still blank no figure can be put under a wrong caption.
    guard hasFigures else { return true }
    let layout = reader.layout
    let grid = TableGrid(header + body.prefix(1), sheet: nil)
    let captions = CaptionTree(grid, vocabulary: reader.vocabulary) {
      reader.isKnownLabel($0.folded)
    }
    for (index, column) in layout.columns.enumerated() where column.role == .amount {
      guard let source = columns[index] else { return false }
      guard source < captions.paths.count, let leaf = captions.paths[source].last else { continue }
      guard says(captions.paths[source], leaf.folded, column, in: layout) else { return false }
    }
    return !hasOthers(besides: Set(columns.compactMap { $0 }))
  }

  private var hasFigures: Bool {
    body.contains { line in
      line.cells.contains { cell in (try? Amount(cell.squeezed)).map { !$0.isZero } ?? false }
    }
  }

  /// Whether captions are a column's own, another name of it, or mean the same.
  private func says(
    _ path: [String], _ leaf: String, _ column: Layout.Column, in layout: Layout
  ) -> Bool {
    if column.path.contains(where: { $0.folded == leaf }) { return true }
    if column.aliases.contains(where: { $0.folded == leaf }) { return true }
    // Captions may be cut where a page is, or say more than the form: a year, a unit.
    if leaf.contains(column.foldedCaption) || column.foldedCaption.contains(leaf) { return true }
    guard let meaning = meanings.column(path: path, in: nil), let concept = column.concept else {
      return false
    }
    return meaning.role == .amount && meaning.concept == concept && !meaning.isChange
  }

  /// Whether the body has figures, or a text in every other row, in columns that the layout does not have.
  private func hasOthers(besides known: Set<Int>) -> Bool {
    var texts: [Int: Int] = [:]
    for line in body {
      for (column, cell) in line.cells.enumerated() where !cell.isEmpty && !known.contains(column) {
        if cell.contains("."), (try? Amount(cell.squeezed)) != nil { return true }
        texts[column, default: 0] += 1
      }
    }
    return texts.values.contains { $0 * 2 >= body.count }
  }
}
