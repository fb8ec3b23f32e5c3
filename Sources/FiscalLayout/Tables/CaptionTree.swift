import FiscalModel
import FiscalSchema

/// The captions of a grid's header: how many rows it has, and the tree that its cells form.
struct CaptionTree {
  /// How many rows the captions take, the row of column numbers not among them.
  let height: Int
  /// What the row of column numbers prints in each column, or nil where there is none.
  let numbers: [String]?
  /// The captions, outermost first.
  let captions: [Section.Caption]
  /// The captions above each column, outermost first, those without text left out.
  let paths: [[String]]

  /// How many rows stand above the body.
  let rows: Int

  /// Reads the header at the top of a grid; the label of a row, such as a total or a numbered line, is none
  /// of its captions.
  init(_ grid: TableGrid, vocabulary: Vocabulary, isKey: @escaping (String) -> Bool) {
    let finder = HeaderHeight(grid: grid, vocabulary: vocabulary, isKey: isKey)
    var grid = grid
    var height = finder.height()
    var rows = height
    var numbers: [String]?
    // Column numbers may stand in a row of captions, beside some of them, or below all.
    let among = (1..<max(height, 1)).last { finder.numbers($0) != nil }
    if let row = among, var found = finder.numbers(row) {
      grid.clear(row) { !found[$0].isEmpty }
      // The word for them may stand in another row.
      for row in 0..<height {
        for (column, cell) in grid.filled(row) where cell.text == vocabulary.columnNumber {
          if found[column].isEmpty { found[column] = cell.text }
          grid.clear(row) { $0 == column }
        }
      }
      numbers = found
      if grid.filled(height - 1).isEmpty { height -= 1 }
    } else if height > 0, height < grid.rows.count {
      numbers = finder.numbers(height)
      if numbers != nil { rows += 1 }
    }
    self.rows = rows
    self.height = height
    self.numbers = numbers
    let builder = CaptionBuilder(grid: grid, height: height)
    captions = height == 0 ? [] : builder.captions(from: 0, over: 0..<grid.width)
    var paths = [[String]](repeating: [], count: grid.width)
    func walk(_ caption: Section.Caption) {
      if !caption.text.isEmpty { for column in caption.span { paths[column].append(caption.text) } }
      for child in caption.children { walk(child) }
    }
    for caption in captions { walk(caption) }
    self.paths = paths
  }
}

/// How many rows of a grid are captions.
private struct HeaderHeight {
  let grid: TableGrid
  let vocabulary: Vocabulary
  let isKey: (String) -> Bool

  /// More rows of captions no form has.
  private static let bound = 8

  func height() -> Int {
    var limit = min(grid.rows.count, HeaderHeight.bound)
    guard limit > 0, !isBody(0) else { return 0 }
    // A row with figures, or a total's label alone, is none of captions, however far down the cells above it
    // reach.
    limit =
      (1..<limit).first { row in
        let filled = grid.filled(row)
        return filled.contains { $0.cell.isFigure }
          || filled.count == 1 && filled[0].column == 0 && isKey(filled[0].cell.text)
      } ?? limit
    var height = closure(1, limit)
    while height < limit, !isBody(height), goesOn(at: height) {
      height = closure(height + 1, limit)
    }
    // What stands above the row of column numbers is captions, torn as they may be.
    if let row = (height..<max(limit, height)).last(where: { numbers($0) != nil }),
      (height..<row).allSatisfy({ !isBody($0) })
    {
      return row
    }
    return height
  }

  /// The rows down to which the cells of the first ones reach.
  private func closure(_ height: Int, _ limit: Int) -> Int {
    var height = height
    var row = 0
    while row < height {
      let reach = grid.rows[row].map { $0.isCovered ? 1 : $0.rows }.max() ?? 1
      height = min(max(height, row + reach), limit)
      row += 1
    }
    return height
  }

  /// Whether a row divides what a caption above it stands over, or has captions where none is yet.
  private func goesOn(at row: Int) -> Bool {
    let numbers = numbers(row)
    let filled = grid.filled(row).filter { numbers?[$0.column].isEmpty ?? true }
    guard !filled.isEmpty,
      filled.allSatisfy({ $0.cell.text.unicodeScalars.contains(where: \.isHan) })
    else { return false }
    for (column, _) in filled {
      let above = grid.rows[row - 1][column]
      // Inside of what a wider cell takes: divided.
      if above.isCovered, grid.rows[row][column].text != "" { return true }
      // Where extents are not known, a blank above is what the caption at its left stands over.
      if !grid.knowsExtents, above.text.isEmpty { return true }
      if grid.knowsExtents, !above.isCovered, above.text.isEmpty { return true }
    }
    return false
  }

  /// Whether a row belongs to the body: it has a figure, a code or the label of a row.
  private func isBody(_ row: Int) -> Bool {
    let filled = grid.filled(row)
    guard let first = filled.first else { return false }
    if filled.contains(where: { $0.cell.isFigure }) { return true }
    if filled.contains(where: { $0.cell.beginsWithCode }) { return true }
    // The characters of a label may have slipped into several cells.
    if filled.count > 1, isKey(filled.map(\.cell.text).joined()) { return true }
    // Nothing but numbers and marks beside a label, and no column numbers.
    let others = filled.dropFirst()
    if numbers(row) == nil {
      if !others.isEmpty, others.allSatisfy({ $0.cell.isNumber || $0.cell.isMark }) { return true }
      if others.isEmpty, first.cell.isNumber { return true }
    }
    return isKey(first.cell.text) && !reachesDown(row)
      && others.allSatisfy { isKey($0.cell.text) || $0.cell.isNumber || $0.cell.isMark }
  }

  /// Whether a cell of a row, or one above it, reaches further down: then the row is a part of a header.
  private func reachesDown(_ row: Int) -> Bool {
    grid.rows[row].contains { !$0.isCovered && !$0.text.isEmpty && $0.rows > 1 && row == 0 }
  }

  /// What a row of column numbers prints, one text a column; nil for any other row. Captions of the first
  /// columns may stand in the same row, and are none of the numbers.
  func numbers(_ row: Int) -> [String]? {
    guard row > 0 else { return nil }
    var filled = grid.filled(row)
    let isNamed = filled.first.map { isNumbersCaption($0.cell.text) } ?? false
    var result = grid.rows[row].map(\.text)
    if !isNamed {
      let captions = filled.prefix { $0.cell.text.unicodeScalars.contains(where: \.isHan) }
      for (column, cell) in captions where cell.columns == 1 { result[column] = "" }
      filled = filled.filter { !result[$0.column].isEmpty }
    }
    filled.removeAll { isNumbersCaption($0.cell.text) }
    guard filled.count >= (isNamed ? 1 : 2) else { return nil }
    var last = 0
    for (_, cell) in filled {
      if cell.isMark, isNamed { continue }
      let digits = cell.text.utf8.prefix(while: isASCIIDigit)
      guard let number = Int(String(decoding: digits, as: UTF8.self)), number <= 99,
        cell.text.utf8.dropFirst(digits.count).allSatisfy(isFormula)
      else { return nil }
      // Panels may count anew.
      guard number == last + 1 || number == 1 || isNamed else { return nil }
      last = number
    }
    return result
  }

  private func isNumbersCaption(_ text: String) -> Bool {
    text == vocabulary.columnNumber || text == vocabulary.rowNumber
      || !text.isEmpty && text.unicodeScalars.allSatisfy { $0 == "*" }
  }

  private func isFormula(_ byte: UInt8) -> Bool {
    isASCIIDigit(byte) || "=+-()".utf8.contains(byte)
  }
}

/// Makes the tree of captions of the cells of a header.
private struct CaptionBuilder {
  let grid: TableGrid
  let height: Int

  /// The captions of the columns of a range, from a row on.
  func captions(from row: Int, over columns: Range<Int>) -> [Section.Caption] {
    guard row < height else { return [] }
    var result: [Section.Caption] = []
    var start = columns.lowerBound
    while start < columns.upperBound {
      let end = self.end(of: start, in: columns, row)
      result.append(caption(at: row, start..<end))
      start = end
    }
    return result
  }

  /// Where the caption that begins at a column ends.
  private func end(of start: Int, in columns: Range<Int>, _ row: Int) -> Int {
    let cell = grid.rows[row][start]
    if cell.columns > 1 { return min(start + cell.columns, columns.upperBound) }
    guard !grid.knowsExtents, !cell.text.isEmpty else { return start + 1 }
    // Where extents are not known, a caption stands over the blanks at its right that have captions below.
    var end = start + 1
    while end < columns.upperBound, grid.rows[row][end].text.isEmpty,
      hasCaptionBelow(row, end), hasCaptionBelow(row, start)
    {
      end += 1
    }
    return end
  }

  private func hasCaptionBelow(_ row: Int, _ column: Int) -> Bool {
    (row + 1..<max(height, row + 1)).contains { !grid.rows[$0][column].text.isEmpty }
  }

  private func caption(at row: Int, _ span: Range<Int>) -> Section.Caption {
    let cell = grid.rows[row][span.lowerBound]
    let below = row + max(cell.isCovered ? 1 : cell.rows, 1)
    let isDivided =
      below < height
      && (below..<height).contains { row in span.contains { !grid.rows[row][$0].text.isEmpty } }
    guard isDivided else { return Section.Caption(cell.text, span: span) }
    let children = captions(from: below, over: span)
    // A place without a text is none of its own where something below it has one.
    if cell.text.isEmpty, children.count == 1, children[0].span == span { return children[0] }
    return Section.Caption(cell.text, span: span, children: children)
  }
}
