extension PageStitching {
  /// Joins the columns of tables that did not fit on their page and go on at the same height on the next.
  ///
  /// It is certain where the first column there would not have fitted, every row stands where one of the
  /// table does, the last one with the last, and nothing but figures and captions follow: a table of its
  /// own would begin with codes or names.
  mutating func joinBeside(_ widths: [Double]) {
    var page = 0
    while page < pages.count {
      guard let block = onlyGrid(pages[page]), case .grid(var grid) = pages[page][block] else {
        page += 1
        continue
      }
      let first = grid
      var edge = grid.columns.last ?? 0
      var next = page + 1
      while next < pages.count, let other = onlyGrid(pages[next]),
        case .grid(let rest) = pages[next][other], rest.columns.count > 1,
        edge + rest.columns[1] - rest.columns[0] > widths[page] - first.columns[0],
        let rows = rest.rowsBeside(first),
        let texts = texts(
          above: other, of: next, beside: page,
          offset: (grid.columns.last ?? 0) - rest.columns[0])
      {
        grid.append(rest, at: rows)
        for (text, row) in texts { pages[page][text] = .text(row) }
        repairs.append(Document.Repair(.columnsBeside(rest.columns.count - 1), page: next + 1))
        edge = rest.columns.last ?? 0
        pages[next].removeAll { if case .grid = $0 { true } else { $0.top < rest.rows[0].top } }
        next += 1
      }
      pages[page][block] = .grid(grid)
      page = max(next, page + 1)
    }
  }

  /// Where the only grid of a page is.
  private func onlyGrid(_ blocks: [Block]) -> Int? {
    let grids = blocks.indices.filter { if case .grid = blocks[$0] { true } else { false } }
    guard grids.count == 1, case .grid(let grid) = blocks[grids[0]], grid.rows.count > 3 else {
      return nil
    }
    return grids[0]
  }

  /// The lines of a page's heading with what stands at their height on the next one; nil where something
  /// there stands for itself.
  private func texts(
    above block: Int, of next: Int, beside page: Int, offset: Double
  ) -> [(block: Int, row: PageAssembly.TextRow)]? {
    var result: [(Int, PageAssembly.TextRow)] = []
    for case .text(let row) in pages[next][..<block] {
      let beside = pages[page].firstIndex {
        if case .text(let own) = $0 { abs(own.top - row.top) < 4 } else { false }
      }
      guard let beside, case .text(var own) = pages[page][beside] else { return nil }
      // A title over the edge of the page is on both, as far as each page goes.
      let right = own.words.map(\.right).max() ?? 0
      own.words += row.words.compactMap { word in
        var word = word
        word.edges = word.edges.map { $0 + offset }
        let kept = word.characters.indices.first { word.edges[$0] > right - 0.5 * word.size }
        return kept.map { word.part($0..<word.characters.count) }
      }
      result.append((beside, own))
    }
    return result
  }
}

extension PageAssembly.Grid {
  /// The rows of another grid that the rows of this one stand beside; nil where it is a table of its own.
  fileprivate func rowsBeside(_ other: PageAssembly.Grid) -> [Int]? {
    guard rows.count > 3, rows.count <= other.rows.count, let last = rows.last,
      let otherLast = other.rows.last, abs(last.top - otherLast.top) < 1
    else { return nil }
    var result: [Int] = []
    var index = 0
    for row in rows {
      while index < other.rows.count, other.rows[index].top < row.top - 1 { index += 1 }
      guard index < other.rows.count, abs(other.rows[index].top - row.top) < 1 else { return nil }
      result.append(index)
      // Beside figures there is nothing but figures.
      let hasFigures = (other.rows[index].cells + row.cells).contains {
        $0.contains(".") && PageText.isAmount($0)
      }
      guard
        !hasFigures || row.cells.allSatisfy({ $0.isEmpty || PageText.isAmount($0) || $0 == "-" })
      else { return nil }
      index += 1
    }
    // A table without any figure does not tell.
    let figures = rows.count { row in
      row.cells.contains { $0.contains(".") && PageText.isAmount($0) }
    }
    return figures > 0 ? result : nil
  }

  /// Adds the columns of another grid, the rows of which stand beside the given ones.
  fileprivate mutating func append(_ other: PageAssembly.Grid, at places: [Int]) {
    let offset = (columns.last ?? 0) - other.columns[0]
    let count = other.columns.count - 1
    columns += other.columns.dropFirst().map { $0 + offset }
    for index in rows.indices {
      rows[index].cells += Array(repeating: "", count: count)
      rows[index].extents += Array(repeating: Document.CellExtent(), count: count)
    }
    for (row, place) in zip(other.rows, places) {
      let start = rows[place].cells.count - count
      for column in 0..<min(count, row.cells.count) {
        rows[place].cells[start + column] = row.cells[column]
        rows[place].extents[start + column] = row.extents[column]
      }
    }
  }
}
