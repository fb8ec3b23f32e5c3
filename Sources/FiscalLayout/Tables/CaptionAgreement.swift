import FiscalModel
import FiscalSchema

/// Whether what is printed over the columns of a grid is what a layout prints there: a caption that says
/// something else forbids a column, whatever stands in it and beside it.
struct CaptionAgreement {
  let layout: Layout
  let captions: CaptionTree
  let body: TableGrid
  let meanings: Meanings

  // MARK: Columns by their captions

  /// The columns, those that the captions name in place of others that were taken for them by what stands
  /// in them.
  func corrected(_ columns: [Int?]) -> [Int?] {
    var result = columns
    let printed = captions.paths.map { $0.map(\.folded) }
    func says(_ column: Int, _ path: [String]) -> Bool {
      printed[column].count >= path.count
        && printed[column].filter(path.contains).elementsEqual(path)
    }
    for target in layout.columns.indices where layout.columns[target].role == .amount {
      let path = layout.columns[target].path.map(\.folded)
      guard let source = columns[target], !says(source, path) else { continue }
      let fitting = printed.indices.filter { says($0, path) }
      if fitting.count == 1 { result[target] = fitting[0] }
    }
    let sources = result.compactMap { $0 }
    return Set(sources).count < sources.count ? columns : result
  }

  /// Whether every column of amounts has its place, under its own captions, and none is left over; told by
  /// the grid column of each layout column.
  func holds(_ columns: [Int?]) -> Bool {
    // Of a form that is still blank no figure can be put under a wrong caption.
    guard hasFigures else { return true }
    for (column, source) in zip(layout.columns, columns) where column.role == .amount {
      guard let source else { return false }
      guard let leaf = captions.paths[source].last else { continue }
      guard says(captions.paths[source], leaf.folded, column) else { return false }
    }
    return !hasOthers(besides: Set(columns.compactMap { $0 }))
  }

  private var hasFigures: Bool {
    body.rows.joined().contains { cell in
      cell.isNumber && (try? Amount(cell.text)).map { !$0.isZero } ?? false
    }
  }

  /// Whether captions are a column's own, another name of it, or mean the same.
  private func says(_ path: [String], _ leaf: String, _ column: Layout.Column) -> Bool {
    if column.aliases.contains(where: { $0.folded == leaf }) { return true }
    if body.knowsExtents, meanings.contradict(path, column) { return false }
    if column.path.contains(where: { $0.folded == leaf }) { return true }
    // Captions may be cut where a page is, or say more than the form: a year, a unit.
    if leaf.contains(column.foldedCaption) || column.foldedCaption.contains(leaf) { return true }
    if isTorn(leaf) || isSlipped(leaf, path, column) { return true }
    guard let meaning = meanings.column(path: path, in: nil), let concept = column.concept else {
      return false
    }
    return meaning.role == .amount && meaning.concept == concept && !meaning.isChange
  }

  /// Whether a caption is a piece of those of the layout, as a text that lost the extents of its cells tears
  /// them: nothing else is said where every character is the layout's and the words are no other caption.
  private func isTorn(_ leaf: String) -> Bool {
    !body.knowsExtents && meanings.column(path: [leaf], in: nil) == nil
      && leaf.allSatisfy { character in layout.headerCaptions.contains { $0.contains(character) } }
  }

  /// Whether a caption of another column slipped below a column's own, in a text that lost the extents of its
  /// cells.
  private func isSlipped(_ leaf: String, _ path: [String], _ column: Layout.Column) -> Bool {
    !body.knowsExtents && layout.headerCaptions.contains(leaf)
      && path.contains { $0.folded == column.foldedCaption }
  }

  /// Whether the body has figures, or a text in every other row, in columns that the layout does not have.
  private func hasOthers(besides known: Set<Int>) -> Bool {
    (0..<body.width).contains { column in
      guard !known.contains(column) else { return false }
      let cells = body.rows.map { $0[column] }.filter { !$0.text.isEmpty }
      return cells.contains { $0.isNumber && $0.text.contains(".") }
        || !cells.isEmpty && cells.count * 2 >= body.rows.count
    }
  }

  // MARK: What no column is for

  /// Says which figures stand in columns that the layout does not have, and which texts beyond its last.
  func askUnread(_ columns: [Int?], at place: Location, into findings: inout [Finding]) {
    let known = Set(columns.compactMap { $0 })
    for column in 0..<body.width where !known.contains(column) {
      let values = body.rows.map { $0[column] }.filter(\.isNumber).map(\.text)
      guard !values.isEmpty else { continue }
      findings.append(
        Finding(
          "read/unread-column",
          [
            "caption": captions.paths[column].joined(separator: "/"), "count": values.count,
            "values": Array(values.prefix(5)), "more": values.count > 5,
          ], at: place))
    }
    guard let last = known.max() else { return }
    // A column that nothing was ruled for is one by what stands in it.
    let start = body.isAligned ? 0 : last + 1
    for row in body.rows.indices {
      let surplus = body.filled(row)
        .filter { $0.column >= start && !known.contains($0.column) && !$0.cell.isNumber }
      guard !surplus.isEmpty else { continue }
      findings.append(
        Finding(
          "read/surplus-values", ["raw": surplus.map(\.cell.text).joined(separator: " ")],
          at: body.location(row)))
    }
  }
}
