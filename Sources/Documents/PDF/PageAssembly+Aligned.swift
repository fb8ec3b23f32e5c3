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
    var result = pages
    // Blocks go out from the back, so that positions before them stay.
    for (range, grid) in AlignedGrid.tables(rows, pageWidths: widths, scale: scale).reversed() {
      let firstPage = rows[range.lowerBound].page
      repairs.append(Document.Repair(.alignedTable(range.count), page: firstPage + 1))
      for (page, count) in grid.repeated {
        repairs.append(Document.Repair(.repeatedHeading(count), page: page + 1))
      }
      for page in grid.doubtful {
        repairs.append(Document.Repair(.doubtfulColumns, page: page + 1))
      }
      var parts: [Int: [GridRow]] = [:]
      for (page, row) in grid.rows { parts[page, default: []].append(row) }
      var start = range.lowerBound
      while start < range.upperBound {
        let page = rows[start].page
        let end = rows[start..<range.upperBound].firstIndex { $0.page != page } ?? range.upperBound
        // Nothing but lines of text stands on a page without grids.
        let before = rows[..<start].reversed().prefix { $0.page == page }.count
        result[page].replaceSubrange(
          before..<before + end - start,
          with: [
            .grid(
              Grid(
                columns: grid.columns, rows: parts[page] ?? [], isContinued: page != firstPage))
          ])
        start = end
      }
    }
    return result
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
