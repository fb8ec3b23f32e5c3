/// A table that nothing is ruled in: its columns are where the texts of its rows stand below each other.
///
/// The blank strips that run down through the rows with figures divide the columns; captions above
/// blank columns are columns of their own.
struct AlignedGrid {
  /// A line of text, its cells apart, with the page it stands on.
  struct Row {
    var page: Int
    var top: Double
    var cells: [Cell]
  }

  struct Cell {
    var text: String
    var left: Double
    var right: Double

    var middle: Double { (left + right) / 2 }
  }

  /// The left edges of the columns, and the right one of the last.
  let columns: [Double]
  private let strips: [ClosedRange<Double>]
  private let rows: [Row]

  /// Divides lines into stretches that read like tables; nil stands for what does not.
  static func tables(_ rows: [Row], pageWidth: Double) -> [(range: Range<Int>, grid: AlignedGrid)] {
    var found: [(Range<Int>, AlignedGrid)] = []
    var start = 0
    func close(_ end: Int) {
      var range = start..<end
      // Titles above and notes below stand alone on their lines.
      while let first = range.first, rows[first].cells.count < 2 { range.removeFirst() }
      while let last = range.last, rows[last].cells.count < 2,
        range.contains(where: { rows[$0].hasFigures }) || rows[last].cells[0].left < pageWidth / 6
      {
        range.removeLast()
      }
      if range.count(where: { rows[$0].cells.count > 2 }) > 1 || range.count > 2,
        let grid = AlignedGrid(Array(rows[range]))
      {
        found.append((range, grid))
      }
    }
    for index in rows.indices
    where rows[index].isProse(pageWidth)
      || index > start && isTitle(index, of: rows, pageWidth: pageWidth)
        && rows[start..<index].contains { $0.hasFigures || $0.cells.count > 2 }
    {
      close(index)
      start = index
    }
    close(rows.count)
    return found
  }

  /// Whether a line stands alone, at the beginning of a page, in its middle, or above one that only has
  /// something at either end.
  private static func isTitle(_ index: Int, of rows: [Row], pageWidth: Double) -> Bool {
    let row = rows[index]
    guard row.cells.count == 1 else { return false }
    if rows[index - 1].page != row.page { return true }
    if abs(row.cells[0].middle - pageWidth / 2) < 0.06 * pageWidth { return true }
    guard index + 1 < rows.count, rows[index + 1].cells.count == 2, !rows[index + 1].hasFigures
    else {
      return false
    }
    return rows[index + 1].cells[1].left - rows[index + 1].cells[0].right > 0.3 * pageWidth
  }

  private init?(_ rows: [Row]) {
    guard let body = rows.firstIndex(where: \.hasFigures) ?? rows.indices.last else { return nil }
    // How many rows of the body cover each point of the line; texts that stick out cover a few more.
    let right = min(rows.joined().map(\.right).max() ?? 0, 20_000)
    var covered = [Int](repeating: 0, count: Int(max(right, 0)) + 2)
    func cover(_ cell: Cell, _ amount: Int) {
      let start = Int(max(0, cell.left)), end = Int(min(cell.right, right))
      guard start <= end else { return }
      for x in start...end { covered[x] += amount }
    }
    for cell in rows[body...].joined() { cover(cell, 1) }
    let bound = rows[body...].count / 25
    let strips = AlignedGrid.strips(covered, above: bound)
    // Captions that stand over no column are those of blank ones.
    covered = [Int](repeating: 0, count: covered.count)
    for cell in rows[..<body].joined()
    where !strips.contains(where: { $0.lowerBound < cell.right && cell.left < $0.upperBound }) {
      cover(cell, 1)
    }
    let captions = AlignedGrid.strips(covered, above: 0)
    // Whose table it is and in which unit stands above the captions, at either end.
    let header = rows[..<body].drop { $0.cells.count < 3 }.flatMap(\.cells)
    self.strips = AlignedGrid.united(strips, captions, header: header)
    guard (2...256).contains(self.strips.count), let last = self.strips.last else { return nil }
    columns = self.strips.map(\.lowerBound) + [last.upperBound]
    self.rows = rows
  }

  /// The columns of the body and those of captions alone, from left to right.
  ///
  /// Figures stand at the right of their column, below captions in its middle that they need not touch.
  /// So what stands below the middle of a caption that reaches over figures, such as a column number, is
  /// of their column; and where nothing stands above figures, the caption next to them is theirs.
  private static func united(
    _ body: [ClosedRange<Double>], _ captions: [ClosedRange<Double>], header: [Cell]
  ) -> [ClosedRange<Double>] {
    var columns = (body.map { ($0, true) } + captions.map { ($0, false) })
      .sorted { $0.0.lowerBound < $1.0.lowerBound }
    func reaches(_ cell: Cell, _ strip: ClosedRange<Double>) -> Bool {
      cell.left < strip.upperBound && strip.lowerBound < cell.right
    }
    for index in columns.indices.reversed() where columns[index].1 {
      let strip = columns[index].0
      let above = header.filter { reaches($0, strip) }
      let own = above.filter { cell in columns.count { $0.1 && reaches(cell, $0.0) } == 1 }
      for other in [index - 1, index + 1]
      where columns.indices.contains(other) && !columns[other].1 {
        let next = columns[other].0
        let middle = (next.lowerBound + next.upperBound) / 2
        guard above.isEmpty || own.contains(where: { abs($0.middle - middle) < 3 }) else {
          continue
        }
        columns[index].0 =
          min(strip.lowerBound, next.lowerBound)...max(strip.upperBound, next.upperBound)
        columns.remove(at: other)
        break
      }
    }
    return columns.map(\.0)
  }

  /// The stretches that are covered more often than a bound.
  private static func strips(_ covered: [Int], above bound: Int) -> [ClosedRange<Double>] {
    var strips: [ClosedRange<Double>] = []
    var start: Int?
    for (x, count) in covered.enumerated() {
      if count > bound {
        start = start ?? x
      } else if let first = start {
        strips.append(Double(first)...Double(x))
        start = nil
      }
    }
    return strips
  }

  /// The rows with their texts in the columns.
  func laidOut() -> [(page: Int, row: GridRow)] {
    rows.map { row in
      var result = GridRow(
        cells: Array(repeating: "", count: strips.count),
        extents: Array(repeating: CellExtent(placing: .aligned), count: strips.count), top: row.top)
      for cell in row.cells {
        // A caption over several columns begins at the first of them.
        let reached = strips.indices.filter { index in
          let strip = strips[index]
          let overlap = min(strip.upperBound, cell.right) - max(strip.lowerBound, cell.left)
          return overlap > 0.5 * (strip.upperBound - strip.lowerBound)
        }
        let nearest = strips.indices.min { distance($0, cell) < distance($1, cell) } ?? 0
        let isCaption = reached.count > 1 && !PageText.isAmount(cell.text)
        let column = isCaption ? reached[0] : nearest
        result.cells[column] += (result.cells[column].isEmpty ? "" : " ") + cell.text
        if isCaption { result.extents[column].columns = reached[reached.count - 1] - column + 1 }
      }
      return (row.page, result)
    }
  }

  private func distance(_ index: Int, _ cell: Cell) -> Double {
    let strip = strips[index]
    let gap = max(strip.lowerBound - cell.middle, cell.middle - strip.upperBound, 0)
    return gap * 1000 + abs((strip.lowerBound + strip.upperBound) / 2 - cell.middle)
  }
}

extension AlignedGrid.Row: Sequence {
  func makeIterator() -> IndexingIterator<[AlignedGrid.Cell]> { cells.makeIterator() }

  /// Whether figures stand beside something else, as in the body of a table.
  var hasFigures: Bool {
    cells.count > 1
      && cells.contains { $0.text.contains(".") && PageText.isAmount($0.text) }
  }

  fileprivate func isProse(_ pageWidth: Double) -> Bool {
    cells.count < 2 && cells.contains { $0.right - $0.left > 0.45 * pageWidth }
  }
}
