/// Joins the parts of tables that go on over pages: takes what is repeated on each page out from between
/// them and brings their columns together.
struct PageStitching {
  typealias Block = PageAssembly.Block
  typealias Grid = PageAssembly.Grid
  private typealias Place = (page: Int, block: Int)

  var pages: [[Block]]
  var repairs: [Document.Repair] = []
  private var furniture = PageFurniture()

  init(_ pages: [[Block]]) { self.pages = pages }

  /// Joins what belongs together; `widths` are those of the pages.
  mutating func stitch(widths: [Double]) {
    furniture.take(from: &pages)
    joinBeside(widths)
    joinOverPages()
    furniture.giveBack(to: &pages)
    repairs = furniture.repairs + repairs
  }

  private mutating func joinOverPages() {
    /// The grid that the last page ended with: where it began, where its last part stands.
    var open: (start: Place, end: Place, columns: [Double])?
    for page in pages.indices {
      if let current = open, join(page, to: current.start, current.columns) {
        joinDividedRow(page, to: current.end)
        bringUp(page, to: current.end)
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

  // MARK: Joining

  /// Joins the first grid of a page to one that an earlier page ended with; false where it is, or may be,
  /// another table.
  private mutating func join(
    _ page: Int, to start: (page: Int, block: Int), _ columns: [Double]
  ) -> Bool {
    guard let first = pages[page].firstIndex(where: { if case .grid = $0 { true } else { false } }),
      case .grid(var grid) = pages[page][first],
      case .grid(let head) = pages[start.page][start.block],
      let map = map(grid.columns, to: columns)
    else { return false }
    grid.move(by: map, count: columns.count - 1)
    // What stands above the grid must have stood above the table's first part.
    let above = texts(pages[page][..<first])
    guard isSubsequence(above, of: texts(pages[start.page][..<start.block].suffix(8))) else {
      return false
    }
    let repeated = grid.rowsRepeating(head)
    guard repeated > 0 || above.isEmpty && !grid.beginsAnew(after: head) else { return false }
    let count = above.count + repeated + furniture.countAbove(page)
    if count > 0 { repairs.append(Document.Repair(.repeatedHeading(count), page: page + 1)) }
    grid.rows.removeFirst(repeated)
    grid.isContinued = true
    grid.repeatedRows = repeated
    pages[page][first] = .grid(grid)
    pages[page].removeFirst(first)
    return true
  }

  private func texts(_ blocks: ArraySlice<Block>) -> [String] {
    blocks.compactMap { if case .text(let row) = $0 { row.text.squeezed } else { nil } }
  }

  private func isSubsequence(_ texts: [String], of others: [String]) -> Bool {
    var rest = others[...]
    return texts.allSatisfy { text in
      guard let index = rest.firstIndex(of: text) else { return false }
      rest = rest[(index + 1)...]
      return true
    }
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
      case .grid(var lower) = pages[page][0], let first = lower.rows.first
    else { return }
    let starts = upper.lastStarts()
    /// What the two parts of a column's cell take up.
    func extents(_ column: Int) -> [Int]? {
      guard column < starts.count, let row = starts[column], upper.rows[row].cells[column].isEmpty,
        upper.rows[row].extents[column].columns == first.extents[column].columns
      else { return nil }
      let rows = [upper.rows[row].extents[column].rows, first.extents[column].rows]
      // One row above and one below may as well be an empty cell and another one.
      return max(rows[0], rows[1]) > 1 ? rows + [row] : nil
    }
    let filled = first.cells.indices.filter { !first.cells[$0].isEmpty && extents($0) != nil }
    let texts = filled.filter { !PageText.isAmount(first.cells[$0]) }
    // A figure may be of its own row, but not where the text beside it has the same cell.
    let moved = filled.filter { column in
      texts.contains(column)
        || first.extents[column].rows > 1 && texts.contains { extents($0) == extents(column) }
    }
    for column in moved {
      guard let row = starts[column] else { continue }
      upper.rows[row].cells[column] = first.cells[column]
      lower.rows[0].cells[column] = ""
      repairs.append(
        Document.Repair(.continuedCell(first.cells[column]), page: page + 1))
    }
    pages[end.page][end.block] = .grid(upper)
    pages[page][0] = .grid(lower)
  }

  /// For each column of a grid the one of another with which it goes on; nil where they differ.
  private func map(_ own: [Double], to other: [Double]) -> [Int]? {
    if own.count == other.count {
      return PageLayout.areAlike(own, other) ? Array(0..<own.count - 1) : nil
    }
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
