/// The cells that ruled lines enclose: base columns and rows between all lines of a table, and regions
/// of base cells that no line divides.
struct RuledGrid {
  /// A cell as it is seen: a rectangle of base cells.
  struct Region {
    var rows: Range<Int>
    var columns: Range<Int>
  }

  /// The positions of the vertical lines, one more than there are base columns.
  let columns: [Double]
  /// The positions of the horizontal lines, one more than there are base rows.
  let rows: [Double]
  /// In reading order.
  private(set) var regions: [Region] = []
  /// For each base cell, row by row, the index of its region.
  private var owner: [Int] = []

  /// Rules that are closer are in line with one another.
  private static let tolerance = 1.5
  /// Between lines that are closer no text stands: both are sides of the same cells, as where each cell
  /// has a frame of its own, or lines are double.
  private static let sliver = 3.0
  /// Lines that miss each other by less touch.
  private static let reach = 2.5
  /// Shorter ones are no sides of cells.
  private static let shortest = 4.0
  private static let columnBound = 512
  private static let rowBound = 5_000
  private static let ruleBound = 4_000

  var box: Document.Box {
    Document.Box(
      left: columns[0], top: rows[0], right: columns[columns.count - 1],
      bottom: rows[rows.count - 1])
  }

  var columnCount: Int { columns.count - 1 }
  var rowCount: Int { rows.count - 1 }

  /// The region of a base cell.
  func region(row: Int, column: Int) -> Int { owner[row * columnCount + column] }

  /// Where a region stands.
  func box(of region: Int) -> Document.Box {
    let found = regions[region]
    return Document.Box(
      left: columns[found.columns.lowerBound], top: rows[found.rows.lowerBound],
      right: columns[found.columns.upperBound], bottom: rows[found.rows.upperBound])
  }

  /// The base column at a place, the nearest one where it is outside.
  func column(at x: Double) -> Int { RuledGrid.band(x, columns) }

  /// The base row at a place, the nearest one where it is outside.
  func row(at y: Double) -> Int { RuledGrid.band(y, rows) }

  private static func band(_ value: Double, _ lines: [Double]) -> Int {
    var low = 0
    var high = lines.count - 2
    while low < high {
      let middle = (low + high + 1) / 2
      if lines[middle] <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }

  // MARK: Finding

  /// The grids of a page: sets of lines that touch one another.
  static func find(_ drawing: PageDrawing) -> [RuledGrid] {
    let horizontal = joined(drawing.horizontal)
    let vertical = joined(drawing.vertical)
    guard horizontal.count <= ruleBound, vertical.count <= ruleBound else { return [] }
    var parent = Array(0..<(horizontal.count + vertical.count))
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index {
        parent[index] = parent[parent[index]]
        index = parent[index]
      }
      return index
    }
    for (i, across) in horizontal.enumerated() {
      for (j, down) in vertical.enumerated()
      where down.position > across.start - reach && down.position < across.end + reach
        && across.position > down.start - reach && across.position < down.end + reach
      {
        parent[root(i)] = root(horizontal.count + j)
      }
    }
    var sets: [Int: ([PageDrawing.Rule], [PageDrawing.Rule])] = [:]
    for (i, rule) in horizontal.enumerated() { sets[root(i), default: ([], [])].0.append(rule) }
    for (j, rule) in vertical.enumerated() {
      sets[root(horizontal.count + j), default: ([], [])].1.append(rule)
    }
    return sets.values.compactMap { RuledGrid(horizontal: $0.0, vertical: $0.1) }
      .sorted { ($0.box.top, $0.box.left) < ($1.box.top, $1.box.left) }
  }

  /// Lines in line with one another, joined where they meet.
  private static func joined(_ rules: [PageDrawing.Rule]) -> [PageDrawing.Rule] {
    var lines: [[PageDrawing.Rule]] = []
    for rule in rules.sorted(by: { ($0.position, $0.start) < ($1.position, $1.start) }) {
      if let first = lines.last?.first, rule.position - first.position < tolerance {
        lines[lines.count - 1].append(rule)
      } else {
        lines.append([rule])
      }
    }
    return lines.flatMap { line in
      var result: [PageDrawing.Rule] = []
      for rule in line.sorted(by: { $0.start < $1.start }) {
        if let last = result.last, rule.start <= last.end + reach {
          result[result.count - 1].end = max(last.end, rule.end)
        } else {
          result.append(rule)
        }
      }
      return result.filter { $0.end - $0.start >= shortest }
    }
  }

  private init?(horizontal: [PageDrawing.Rule], vertical: [PageDrawing.Rule]) {
    guard horizontal.count + vertical.count >= 3 else { return nil }
    columns = RuledGrid.lines(vertical, ends: horizontal)
    rows = RuledGrid.lines(horizontal, ends: vertical)
    guard (2...RuledGrid.columnBound).contains(columns.count),
      (2...RuledGrid.rowBound).contains(rows.count), columns.count + rows.count > 4
    else { return nil }
    findRegions(horizontal, vertical)
  }

  /// The positions of lines; where the lines across end beyond the outermost one, as in tables that are
  /// open at their sides, their ends are one more.
  private static func lines(
    _ rules: [PageDrawing.Rule], ends: [PageDrawing.Rule]
  ) -> [Double] {
    var positions: [Double] = []
    for rule in rules.sorted(by: { $0.position < $1.position })
    where rule.position - (positions.last ?? -.infinity) >= sliver {
      positions.append(rule.position)
    }
    let first = ends.map(\.start).min() ?? 0
    let last = ends.map(\.end).max() ?? 0
    if first < (positions.first ?? .infinity) - 2 * reach { positions.insert(first, at: 0) }
    if last > (positions.last ?? -.infinity) + 2 * reach { positions.append(last) }
    return positions
  }

  private mutating func findRegions(
    _ horizontal: [PageDrawing.Rule], _ vertical: [PageDrawing.Rule]
  ) {
    // Whether a line stands at the left of, and above, a base cell.
    var left = [Bool](repeating: false, count: columnCount * rowCount)
    var above = left
    for rule in vertical {
      guard let line = RuledGrid.nearest(rule.position, columns), line < columnCount else {
        continue
      }
      for row in 0..<rowCount where covers(rule, (rows[row] + rows[row + 1]) / 2) {
        left[row * columnCount + line] = true
      }
    }
    for rule in horizontal {
      guard let line = RuledGrid.nearest(rule.position, rows), line < rowCount else { continue }
      for column in 0..<columnCount
      where covers(rule, (columns[column] + columns[column + 1]) / 2) {
        above[line * columnCount + column] = true
      }
    }
    owner = [Int](repeating: -1, count: columnCount * rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount where owner[row * columnCount + column] < 0 {
        add(from: row, column, left: left, above: above)
      }
    }
  }

  /// Adds the region that begins at a base cell: as wide as no line divides its first row, as high as
  /// the rows below go on with the same width.
  private mutating func add(from row: Int, _ column: Int, left: [Bool], above: [Bool]) {
    var right = column + 1
    while right < columnCount, !left[row * columnCount + right],
      owner[row * columnCount + right] < 0
    {
      right += 1
    }
    var bottom = row + 1
    grow: while bottom < rowCount {
      for next in column..<right {
        let cell = bottom * columnCount + next
        guard !above[cell], owner[cell] < 0, next == column || !left[cell] else { break grow }
      }
      bottom += 1
    }
    for r in row..<bottom {
      for c in column..<right { owner[r * columnCount + c] = regions.count }
    }
    regions.append(Region(rows: row..<bottom, columns: column..<right))
  }

  private func covers(_ rule: PageDrawing.Rule, _ value: Double) -> Bool {
    rule.start - 1 <= value && value <= rule.end + 1
  }

  private static func nearest(_ value: Double, _ lines: [Double]) -> Int? {
    let band = RuledGrid.band(value, lines)
    let near = [band, band + 1].min { abs(lines[$0] - value) < abs(lines[$1] - value) } ?? band
    return abs(lines[near] - value) < sliver ? near : nil
  }
}
