extension PageAssembly {
  /// The pages with grids in place of the lines that read like tables in which nothing is ruled.
  mutating func withAlignedTables(_ pages: [[Block]], isByPage: Bool) -> [[Block]] {
    // Where tables are ruled, lines outside of them are none.
    let areRuled = pages.joined().contains { if case .grid = $0 { true } else { false } }
    guard !areRuled else { return pages }
    let pages = isByPage ? pages : joiningWraps(pages)
    var rows: [AlignedGrid.Row] = []
    var sizes: [Double] = []
    for (index, blocks) in pages.enumerated() {
      for case .text(let row) in blocks {
        rows.append(AlignedGrid.Row(page: index, top: row.top, cells: row.columns))
        if let first = row.words.first { sizes.append(first.size) }
      }
    }
    guard !sizes.isEmpty else { return pages }
    let own = self.pages.map { max($0.width, $0.words.map(\.right).max() ?? 0) }
    // A page of text is as wide as its widest line.
    let widths = isByPage ? own : own.map { _ in own.max() ?? 0 }
    let unit = max(sizes.sorted()[sizes.count / 2] / 2, 0.5)
    let scale = AlignedGrid.Scale(
      unit: unit, slack: isByPage ? 5 * unit : 3, isByPage: isByPage)
    // Nothing but lines of text stands on the pages: those that are of no table go over as they are.
    let lines = pages.joined().map { $0 }
    var result = [[Block]](repeating: [], count: pages.count)
    var next = 0
    for (range, grid) in AlignedGrid.tables(rows, pageWidths: widths, scale: scale) {
      while next < range.lowerBound {
        result[rows[next].page].append(lines[next])
        next += 1
      }
      next = range.upperBound
      report(grid, range.count, firstPage: rows[range.lowerBound].page)
      var parts: [Int: [GridRow]] = [:]
      for (page, row) in grid.rows { parts[page, default: []].append(row) }
      var isContinued = false
      for page in rows[range.lowerBound].page...rows[range.upperBound - 1].page {
        guard let part = parts[page] else { continue }
        result[page].append(
          .grid(
            Grid(
              columns: grid.columns, rows: part, isAligned: true, isContinued: isContinued,
              repeatedRows: grid.repeated.first { $0.page == page }?.count ?? 0)))
        isContinued = true
      }
    }
    while next < lines.count {
      result[rows[next].page].append(lines[next])
      next += 1
    }
    return result
  }

  /// Says what is to be said of a table that nothing is ruled in.
  private mutating func report(_ grid: AlignedGrid, _ count: Int, firstPage: Int) {
    repairs.append(Document.Repair(.alignedTable(count), page: firstPage + 1))
    for (page, count) in grid.repeated {
      repairs.append(Document.Repair(.repeatedHeading(count), page: page + 1))
    }
    for page in grid.doubtful {
      repairs.append(Document.Repair(.doubtfulColumns, page: page + 1))
    }
  }

  /// The pages with texts that wrap in one line each.
  private mutating func joiningWraps(_ pages: [[Block]]) -> [[Block]] {
    pages.enumerated().map { index, blocks in
      var words: [PageText.Word] = []
      for case .text(let row) in blocks { words += row.words }
      let (joined, count) = PageText.joiningWraps(words, pageWidth: self.pages[index].width)
      guard count > 0 else { return blocks }
      repairs.append(Document.Repair(.wrappedTexts(count), page: index + 1))
      return PageAssembly.textRows(joined).map(Block.text)
    }
  }
}
