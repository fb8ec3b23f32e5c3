extension PageAssembly {
  /// The pages with grids in place of the lines that read like tables in which nothing is ruled.
  mutating func withAlignedTables(_ pages: [[Block]], isByPage: Bool) -> [[Block]] {
    // Where tables are ruled, lines outside of them are none.
    let areRuled = pages.joined().contains { if case .grid = $0 { true } else { false } }
    guard !areRuled else { return pages }
    let pages = isByPage ? withoutRepeatedTitles(pages) : joiningWraps(pages)
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
    let tables = AlignedGrid.tables(rows, pageWidths: widths, scale: scale)
    // Nothing but lines of text stands on the pages: those that are of no table go over as they are.
    let lines = pages.joined().map { $0 }
    var result = [[Block]](repeating: [], count: pages.count)
    var next = 0
    for (range, grid) in tables + [(lines.count..<lines.count, nil)] {
      for index in next..<range.lowerBound { result[rows[index].page].append(lines[index]) }
      next = range.upperBound
      guard let grid else { continue }
      report(grid, range.count, firstPage: rows[range.lowerBound].page)
      for (page, part) in PageAssembly.parts(of: grid) { result[page].append(.grid(part)) }
    }
    return result
  }

  /// The parts of a table on its pages, in order.
  private static func parts(of grid: AlignedGrid) -> [(page: Int, grid: Grid)] {
    var parts: [(page: Int, grid: Grid)] = []
    for (page, row) in grid.rows {
      if parts.last?.page != page {
        let repeated = grid.repeated.first { $0.page == page }?.count ?? 0
        parts.append(
          (
            page,
            Grid(
              columns: grid.columns, rows: [], isAligned: true, isContinued: !parts.isEmpty,
              repeatedRows: repeated)
          ))
      }
      parts[parts.count - 1].grid.rows.append(row)
    }
    return parts
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

  /// The pages without the titles of tables that go on from the page before, with the same captions.
  private mutating func withoutRepeatedTitles(_ pages: [[Block]]) -> [[Block]] {
    var result = pages
    var before: [(text: String, columns: Int)] = []
    for page in pages.indices {
      let heading = PageAssembly.heading(of: pages[page])
      // Whose table it is stands in one text or at both ends of a line, captions beside each other.
      if let captions = heading.firstIndex(where: { $0.columns > 2 }), captions > 0,
        captions < before.count,
        before.indices.dropLast(captions).contains(where: { start in
          zip(heading[...captions], before[start...]).allSatisfy { $0.text == $1.text }
        })
      {
        result[page].removeFirst(captions)
        repairs.append(Document.Repair(.repeatedHeading(captions), page: page + 1))
      }
      before = heading
    }
    return result
  }

  /// The lines above the first figures of a page.
  private static func heading(of blocks: [Block]) -> [(text: String, columns: Int)] {
    var heading: [(text: String, columns: Int)] = []
    for case .text(let row) in blocks.prefix(headingBound) {
      let cells = row.columns
      if AlignedGrid.Row(page: 0, top: row.top, cells: cells).hasFigures { return heading }
      heading.append((cells.map(\.text).joined().squeezed, cells.count))
    }
    return heading
  }

  /// No heading has more lines.
  private static let headingBound = 16

  /// The pages with texts that wrap in one line each.
  private mutating func joiningWraps(_ pages: [[Block]]) -> [[Block]] {
    pages.enumerated().map { index, blocks in
      var words: [PageText.Word] = []
      for case .text(let row) in blocks { words += row.words }
      let (joined, count) = PageText.joiningWraps(words, pageWidth: self.pages[index].width)
      guard count > 0 else { return blocks }
      repairs.append(Document.Repair(.wrappedTexts(count), page: index + 1))
      let running = blocks.compactMap {
        if case .text(let row) = $0, row.isRunning { row.top } else { nil }
      }
      return PageAssembly.textRows(joined).map { row in
        var row = row
        row.isRunning = running.contains(row.top)
        return .text(row)
      }
    }
  }
}
