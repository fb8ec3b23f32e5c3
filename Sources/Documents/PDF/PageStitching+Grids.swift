extension PageAssembly.Grid {
  /// How many of its first rows repeat rows of the heading of another grid.
  func rowsRepeating(_ head: PageAssembly.Grid) -> Int {
    let heading = head.rows.prefix(PageAssembly.Grid.headingBound).prefix { !$0.hasFigures }
    return heading.indices.reduce(0) { longest, start in
      let count = zip(rows, heading[start...]).prefix { row, other in
        !row.isEmpty && row.cells.count == other.cells.count
          && zip(row.cells, other.cells).allSatisfy { $0.squeezed == $1.squeezed }
      }.count
      return max(longest, count)
    }
  }

  /// Whether it begins with a heading of its own, as another table with the same columns does: a title, or
  /// texts above nothing but figures.
  func beginsAnew(after head: PageAssembly.Grid) -> Bool {
    let heading = rows.prefix(PageAssembly.Grid.headingBound).prefix { !$0.hasMarks }
    if heading.first?.isTitle ?? false, head.rows.first?.isTitle ?? false { return true }
    let body = head.rows.drop { !$0.hasMarks }
    let columns = (rows.first?.cells ?? []).indices.filter { column in
      let texts = body.compactMap { column < $0.cells.count ? $0.cells[column] : nil }
        .filter { !$0.isEmpty }
      return texts.count > 1 && texts.allSatisfy(\.isFigureOrMark)
    }
    return heading.contains { row in columns.contains { !row.cells[$0].isEmpty } }
  }

  /// No heading has more rows.
  private static let headingBound = 8

  /// For each column the row in which its last cell begins; nil where that cell begins in another column.
  func lastStarts() -> [Int?] {
    guard let last = rows.last else { return [] }
    var starts = [Int?](repeating: rows.count - 1, count: last.cells.count)
    for (row, cells) in rows.enumerated() {
      for (column, extent) in cells.extents.enumerated()
      where (extent.rows > 1 || extent.columns > 1) && row + extent.rows == rows.count {
        for covered in column..<min(column + extent.columns, starts.count) {
          starts[covered] = covered == column ? row : nil
        }
      }
    }
    return starts
  }

  /// Moves the cells to the columns of another grid.
  mutating func move(by map: [Int], count: Int) {
    guard map != Array(0..<count) else { return }
    for index in rows.indices {
      var cells = Array(repeating: "", count: count)
      var extents = Array(repeating: Document.CellExtent(), count: count)
      for (own, other) in map.enumerated() where own < rows[index].cells.count && other < count {
        cells[other] = rows[index].cells[own]
        extents[other] = rows[index].extents[own]
      }
      rows[index].cells = cells
      rows[index].extents = extents
      rows[index].filled = Set(rows[index].filled.compactMap { $0 < map.count ? map[$0] : nil })
    }
  }
}

extension GridRow {
  /// Whether it has an amount.
  var hasFigures: Bool { cells.contains { $0.contains(".") && PageText.isAmount($0) } }
  /// Whether it has a figure, or a dash in place of one.
  fileprivate var hasMarks: Bool { cells.contains(where: \.isFigureOrMark) }
  /// Whether one text takes all of it.
  fileprivate var isTitle: Bool {
    extents.first.map { $0.columns == cells.count } ?? false && !cells[0].isEmpty
  }
}

extension String {
  /// Without blanks.
  var squeezed: String { filter { !$0.isWhitespace } }
  fileprivate var isFigureOrMark: Bool {
    PageText.isAmount(self) || !isEmpty && unicodeScalars.allSatisfy(\.properties.isDash)
  }
}
