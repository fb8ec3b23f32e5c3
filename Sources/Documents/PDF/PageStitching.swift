/// Joins the parts of tables that go on over pages: takes page numbers and repeated headings out from
/// between them and brings their columns together.
struct PageStitching {
  typealias Block = PageAssembly.Block
  typealias Grid = PageAssembly.Grid
  private typealias Place = (page: Int, block: Int)

  var pages: [[Block]]
  var repairs: [Document.Repair] = []
  /// What stands above a table, to know it again: its lines, then the rows of its grid.
  private var heading: [String] = []

  init(_ pages: [[Block]]) { self.pages = pages }

  /// Joins what belongs together; `widths` are those of the pages.
  mutating func stitch(widths: [Double]) {
    takePageNumbers()
    joinBeside(widths)
    /// The grid that the last page ended with: where it began, where its last part stands.
    var open: (start: Place, end: Place, columns: [Double])?
    for page in pages.indices {
      if let current = open, let columns = join(page, to: current.start, current.columns) {
        joinDividedRow(page, to: current.end)
        bringUp(page, to: current.end)
        open?.columns = columns
        open?.end = (page, 0)
      } else {
        open = nil
      }
      guard let last = pages[page].last, case .grid(let grid) = last else {
        if !pages[page].isEmpty { open = nil }
        continue
      }
      let block = pages[page].count - 1
      // A page that is nothing but the table's continuation goes on with the same table.
      if open == nil || block > 0 { open = ((page, block), (page, block), grid.columns) }
    }
  }

  // MARK: Page numbers

  /// Takes out first and last lines that are the same on two pages but for their digits.
  private mutating func takePageNumbers() {
    var shapes: [String: [(page: Int, block: Int)]] = [:]
    for (page, blocks) in pages.enumerated() {
      for block in Set([0, blocks.count - 1]) where blocks.indices.contains(block) {
        guard case .text(let row) = blocks[block], let shape = shape(row.text) else { continue }
        shapes[shape, default: []].append((page, block))
      }
    }
    var taken: [(page: Int, block: Int)] = []
    for places in shapes.values where Set(places.map(\.page)).count > 1 { taken += places }
    for place in taken.sorted(by: { ($0.page, $0.block) > ($1.page, $1.block) }) {
      if case .text(let row) = pages[place.page].remove(at: place.block) {
        repairs.append(Document.Repair(.pageNumber(row.text), page: place.page + 1))
      }
    }
  }

  /// A line of digits and little else, without them; nil for any other line.
  private func shape(_ text: String) -> String? {
    let digits = text.filter { $0.isASCII && $0.isNumber }
    let rest = text.filter { !$0.isWhitespace && !($0.isASCII && $0.isNumber) }
    return (1...8).contains(digits.count) && rest.count <= 4 ? rest : nil
  }

  // MARK: Joining

  /// Joins the first grid of a page to one that an earlier page ended with; the columns of the whole,
  /// or nil where it is another table.
  private mutating func join(
    _ page: Int, to start: (page: Int, block: Int), _ columns: [Double]
  ) -> [Double]? {
    guard let first = pages[page].firstIndex(where: { if case .grid = $0 { true } else { false } }),
      case .grid(var grid) = pages[page][first],
      case .grid(let head) = pages[start.page][start.block],
      let map = map(grid.columns, to: columns)
    else { return nil }
    grid.move(by: map, count: columns.count - 1)
    // What stands above the grid must be what stood above the table's first part.
    var above: [String] = []
    for block in pages[page][..<first] {
      if case .text(let row) = block { above.append(row.text) }
    }
    var before: [String] = []
    for block in pages[start.page][..<start.block].reversed() {
      guard case .text(let row) = block, before.count < above.count else { break }
      before.insert(row.text, at: 0)
    }
    guard above == before else { return nil }
    var repeated = 0
    while repeated < min(grid.rows.count, head.rows.count, 8),
      grid.rows[repeated].cells == head.rows[repeated].cells,
      !grid.rows[repeated].cells.contains(where: { $0.contains(".") && PageText.isAmount($0) })
    {
      repeated += 1
    }
    guard above.isEmpty || repeated > 0 else { return nil }
    if repeated > 0 {
      repairs.append(Document.Repair(.repeatedHeading(above.count + repeated), page: page + 1))
      grid.rows.removeFirst(repeated)
    }
    grid.isContinued = true
    grid.repeatedRows = repeated
    pages[page][first] = .grid(grid)
    pages[page].removeFirst(first)
    return columns
  }

  /// Joins a row that the end of a page divides: its texts go on below, where nothing else stands.
  private mutating func joinDividedRow(_ page: Int, to end: Place) {
    guard case .grid(var upper) = pages[end.page][end.block],
      case .grid(var lower) = pages[page][0], let rest = lower.rows.first,
      let last = upper.rows.indices.last, upper.rows[last].cells.count == rest.cells.count
    else { return }
    let row = upper.rows[last]
    let columns = rest.cells.indices.filter { !rest.cells[$0].isEmpty }
    guard !columns.isEmpty,
      columns.allSatisfy({ column in
        row.filled.contains(column) && !PageText.isAmount(rest.cells[column])
          && !PageText.isAmount(row.cells[column])
          && row.extents[column].columns == rest.extents[column].columns
      }),
      row.cells.indices.contains(where: { !row.cells[$0].isEmpty && rest.cells[$0].isEmpty })
        || columns.allSatisfy({ isItem(row.cells[$0]) && !isItem(rest.cells[$0]) })
    else { return }
    for column in columns {
      upper.rows[last].cells[column] = PageText.joined(row.cells[column], rest.cells[column])
      upper.rows[last].extents[column].placing = .joined
      repairs.append(Document.Repair(.continuedCell(rest.cells[column]), page: page + 1))
    }
    lower.rows.removeFirst()
    pages[end.page][end.block] = .grid(upper)
    pages[page][0] = .grid(lower)
  }

  /// Whether a text begins with its number in a list, of ideographs or digits: one with a mark behind it.
  private func isItem(_ text: String) -> Bool {
    let numerals =
      "0123456789\u{4E00}\u{4E8C}\u{4E09}\u{56DB}\u{4E94}\u{516D}"
      + "\u{4E03}\u{516B}\u{4E5D}\u{5341}\u{5EFF}\u{5345}"
    let bare = text.drop { "(\u{FF08}".contains($0) }
    let mark = bare.drop { numerals.contains($0) }
    return mark.startIndex > bare.startIndex
      && (mark.first.map { "\u{3001}.\u{FF0E})\u{FF09}".contains($0) } ?? false)
  }

  /// Moves the texts of cells that began on the page before to where they began: in a cell over several
  /// rows the text stands in the middle, and a page may end above it.
  private mutating func bringUp(_ page: Int, to end: Place) {
    guard case .grid(var upper) = pages[end.page][end.block],
      case .grid(var lower) = pages[page][0], !lower.rows.isEmpty
    else { return }
    let starts = upper.lastStarts()
    for column in lower.rows[0].cells.indices where column < starts.count {
      let text = lower.rows[0].cells[column]
      let extent = lower.rows[0].extents[column]
      guard !text.isEmpty, !PageText.isAmount(text),
        let row = starts[column], upper.rows[row].cells[column].isEmpty,
        upper.rows[row].extents[column].columns == extent.columns,
        // One row above and one below may as well be an empty cell and another one.
        max(upper.rows[row].extents[column].rows, extent.rows) > 1
      else { continue }
      upper.rows[row].cells[column] = text
      lower.rows[0].cells[column] = ""
      repairs.append(Document.Repair(.continuedCell(text), page: page + 1))
    }
    pages[end.page][end.block] = .grid(upper)
    pages[page][0] = .grid(lower)
  }

  /// For each column of a grid the one of another with which it goes on; nil where they differ.
  private func map(_ own: [Double], to other: [Double]) -> [Int]? {
    if own.count == other.count { return Array(0..<own.count - 1) }
    // Fewer lines than the whole table, as where the rest of the page is one cell wide.
    var map: [Int] = []
    for line in own.dropLast() {
      guard let index = other.firstIndex(where: { abs($0 - line) < 4 }), index < other.count - 1
      else { return nil }
      map.append(index)
    }
    return map
  }
}

extension PageAssembly.Grid {
  /// For each column the row in which its last cell begins; nil where that cell begins in another column.
  fileprivate func lastStarts() -> [Int?] {
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
  fileprivate mutating func move(by map: [Int], count: Int) {
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
