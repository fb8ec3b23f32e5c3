/// Divides lines into stretches that read like tables and what stands between them.
struct AlignedStretches {
  typealias Row = AlignedGrid.Row

  private let rows: [Row]
  /// How wide what stands on each page is.
  private let pageWidths: [Double]
  private let scale: AlignedGrid.Scale

  init(_ rows: [Row], pageWidths: [Double], _ scale: AlignedGrid.Scale) {
    self.rows = rows
    self.pageWidths = pageWidths
    self.scale = scale
  }

  /// The lines of each table, in their order.
  ///
  /// - Complexity: O(lines), but for what lies at the ends of each.
  func ranges() -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    var hasColumns = false
    /// The first row of the stretch that has figures, or several columns at all.
    var figures: Int?
    for index in rows.indices {
      if index > start || isProse(index) {
        let endsTable =
          isProse(index) || figures.map { beginsWithHeading(index, after: start..<$0) } ?? false
          || (hasColumns || figures != nil || isPageStart(index)) && index > 0 && isTitle(index)
        if endsTable {
          if let table = table(start..<index) { found.append(table) }
          start = index
          hasColumns = false
          figures = nil
        }
      }
      if rows[index].hasFigures { figures = figures ?? index }
      if rows[index].cells.count > 2 { hasColumns = true }
    }
    if let table = table(start..<rows.count) { found.append(table) }
    return found
  }

  /// The lines of a stretch without titles above and notes below; nil where they are no table.
  private func table(_ stretch: Range<Int>) -> Range<Int>? {
    var range = stretch
    // Titles stand alone on their lines; captions may as well.
    let captions = range.first { rows[$0].cells.count > 1 } ?? range.upperBound
    if let prose = (range.lowerBound..<captions).last(where: isProse) {
      range = prose + 1..<range.upperBound
    }
    if captions < range.upperBound, hasEnds(rows[captions]) {
      range = captions..<range.upperBound
    } else if let title = (range.lowerBound..<captions).last(where: {
      isPageStart($0) || isCentred($0)
    }) {
      // Its number may stand on a line of its own above it.
      let text = rows[title].squeezed
      let isNumber = text.count <= 8 && text.contains { $0.isASCII && $0.isNumber }
      range = title + (isNumber && title + 1 < captions ? 2 : 1)..<range.upperBound
    }
    let hasFigures = range.contains { rows[$0].hasFigures }
    while let last = range.last, rows[last].cells.count < 2,
      hasFigures || rows[last].cells[0].left < pageWidths[rows[last].page] / 6
    {
      range.removeLast()
    }
    addNames(to: &range, within: stretch)
    let isTable =
      range.count { rows[$0].cells.count > 2 } > 1
      || range.count > 2 && range.contains { rows[$0].cells.count > 1 }
        && (hasFigures || !scale.isByPage)
    return isTable ? range : nil
  }

  /// Adds lines at the end of a table that are names without any figure, as long as they keep to the column
  /// of names; a table without any figure ends with the word for its total.
  private func addNames(to range: inout Range<Int>, within stretch: Range<Int>) {
    let withFigures = rows[range].filter(\.hasFigures)
    let names = withFigures.compactMap { $0.cells.first { !$0.isFigure } }
    let figures = withFigures.compactMap { $0.cells.first(where: \.isFigure) }
    let left = (names.map(\.left).min() ?? 0) - scale.slack
    let right = max(
      (names.map(\.right).max() ?? 0) + scale.slack,
      (figures.map(\.left).min() ?? 0) - scale.unit)
    while let last = range.last, range.upperBound < stretch.upperBound {
      let next = rows[range.upperBound]
      let isName =
        names.isEmpty
        ? next.squeezed.count <= 4 && rows[last].cells.count > 1
        : next.cells.allSatisfy { left <= $0.left && $0.right <= right }
      guard isName, next.page == rows[last].page else { break }
      range = range.lowerBound..<range.upperBound + 1
    }
  }

  // MARK: Lines

  private func isPageStart(_ index: Int) -> Bool {
    index > 0 && rows[index].page != rows[index - 1].page
  }

  private func isProse(_ index: Int) -> Bool {
    rows[index].cells.count < 2
      && rows[index].cells.contains {
        $0.right - $0.left > 0.45 * pageWidths[rows[index].page]
      }
  }

  /// Whether a text has the length of a title: a word may be of a caption that wraps.
  private func isSentence(_ cell: AlignedGrid.Cell) -> Bool {
    cell.text.unicodeScalars.count(where: \.properties.isAlphabetic) > 5
  }

  /// Whether a line stands alone in the middle of its page.
  private func isCentred(_ index: Int) -> Bool {
    let width = pageWidths[rows[index].page]
    return rows[index].cells.count == 1 && isSentence(rows[index].cells[0])
      && abs(rows[index].cells[0].middle - width / 2) < 0.06 * width
  }

  /// Whether a line stands alone, at the beginning of a page, in its middle, or above one that only has
  /// something at either end.
  private func isTitle(_ index: Int) -> Bool {
    let row = rows[index]
    guard row.cells.count == 1, !row.cells[0].isFigure else { return false }
    // A name without figures goes on with the column of the one above, as the next one does.
    let left = row.cells[0].left
    func goesOn(_ row: Row) -> Bool {
      row.cells.contains { abs($0.left - left) < scale.slack }
    }
    if goesOn(rows[index - 1]),
      index + 1 == rows.count || rows[index + 1].hasFigures || goesOn(rows[index + 1])
    {
      return false
    }
    if isPageStart(index) || isCentred(index) { return true }
    return isSentence(row.cells[0]) && index + 1 < rows.count && hasEnds(rows[index + 1])
  }

  /// Whether a line has only something at either end, as whose table it is and in which unit.
  private func hasEnds(_ row: Row) -> Bool {
    row.cells.count == 2 && !row.hasFigures
      && row.cells[1].left - row.cells[0].right > 0.3 * pageWidths[row.page]
  }

  /// Whether a page begins with captions that are not those of the table so far, whose heading is given.
  private func beginsWithHeading(_ index: Int, after heading: Range<Int>) -> Bool {
    guard isPageStart(index) else { return false }
    let page = rows[index..<min(index + 12, rows.count)].prefix {
      $0.page == rows[index].page && !$0.hasFigures
    }
    // Captions are texts, three of them on one line at least; rows of a body have figures or numbers.
    guard
      let captions = page.prefix(4).firstIndex(where: {
        $0.cells.count > 2 && !$0.cells.contains(where: \.isFigure)
      }), !page[..<captions].contains(where: { $0.cells.contains(where: \.isFigure) })
    else { return false }
    return !rows[heading].contains { $0.squeezed == rows[captions].squeezed }
  }
}
