/// The rows of a table without rulings that keep to the same places: the whole table, or a page of it.
struct AlignedPart {
  typealias Row = AlignedGrid.Row
  typealias Cell = AlignedGrid.Cell

  typealias Column = AlignedColumns.Column

  /// From left to right.
  private(set) var columns: [Column] = []
  /// Whether it is not certain which captions its figures have.
  let isDoubtful: Bool
  private var heading: [Row]
  /// For each row of the heading the columns of its captions, where they have one.
  private var captionPlaces: [[Int?]]
  private let body: [Row]
  /// For each row of the body the columns of its cells.
  private var places: [[Int]]
  private let scale: AlignedGrid.Scale

  /// Nil where there are too many cells.
  init?(heading: [Row], body: [Row], _ scale: AlignedGrid.Scale) {
    self.scale = scale
    self.body = body
    guard var aligned = AlignedColumns(body.map(\.cells), unit: scale.unit) else { return nil }
    // Whose table it is and in which unit stands above the captions, at either end.
    let full = heading.firstIndex { $0.cells.count > 2 } ?? heading.count
    let right = heading.joined().map(\.right).max() ?? 0
    let above =
      heading[..<full].firstIndex {
        $0.cells.count == 2 || right - ($0.cells.last?.right ?? 0) < 2 * scale.unit
      }.map { $0 + 1 } ?? 0
    aligned.addCaptions(heading.dropFirst(above).map(\.cells))
    self.heading = heading
    captionPlaces = heading.map { $0.cells.map { _ in nil } }
    for (index, row) in aligned.captions.enumerated() {
      self.heading[above + index].cells = row.cells
      captionPlaces[above + index] = row.places
    }
    columns = aligned.columns
    isDoubtful = aligned.isDoubtful
    places = aligned.places
  }

  // MARK: Rows

  /// The rows with their texts in the columns of the whole table, of which `map` says which are these.
  func laidOut(
    _ map: [Int], count: Int, withHeading: Bool
  ) -> [(page: Int, row: GridRow)] {
    var result: [(Int, GridRow)] = []
    func add(_ row: Row, _ place: (Int, Cell) -> (column: Int, width: Int)) {
      var laid = GridRow(
        cells: Array(repeating: "", count: count),
        extents: Array(repeating: Document.CellExtent(placing: .aligned), count: count),
        top: row.top)
      for (index, cell) in row.cells.enumerated() {
        let (column, width) = place(index, cell)
        let first = map[column]
        laid.cells[first] += (laid.cells[first].isEmpty ? "" : " ") + cell.text
        if width > 1 { laid.extents[first].columns = map[column + width - 1] - first + 1 }
      }
      result.append((row.page, laid))
    }
    for (row, places) in zip(withHeading ? heading : [], captionPlaces) {
      add(row) { index, cell in places[index].map { ($0, 1) } ?? place(cell) }
    }
    for (row, places) in zip(body, places) { add(row) { index, _ in (places[index], 1) } }
    return result
  }

  /// The column of a caption, and over how many it reaches.
  private func place(_ cell: Cell) -> (column: Int, width: Int) {
    // A caption over several columns begins at the first of them.
    let reached = columns.indices.filter { index in
      let strip = columns[index]
      let overlap = min(strip.right, cell.right) - max(strip.left, cell.left)
      return overlap > 0.5 * (strip.right - strip.left)
    }
    let nearest = columns.indices.min { distance($0, cell) < distance($1, cell) } ?? 0
    guard reached.count > 1, !cell.isFigure else { return (nearest, 1) }
    return (reached[0], reached[reached.count - 1] - reached[0] + 1)
  }

  private func distance(_ index: Int, _ cell: Cell) -> Double {
    let strip = columns[index]
    let gap = max(strip.left - cell.middle, cell.middle - strip.right, 0)
    return gap * 1000 + abs((strip.left + strip.right) / 2 - cell.middle)
  }

  // MARK: Pages

  /// What speaks against a column of the whole table, in widths of a digit where it is a distance.
  private enum Cost {
    /// Captions alone stand in it, or names where here are figures, or the other way about.
    static let blank = 1.0
    static let otherKind = 4.0
    /// A column with texts that is left out.
    static let leftOut = 1.0
    /// By how far the first one misses its place, and each other one its distance from that before it.
    static let offset = 0.1
    static let step = 0.2
    /// Two ways that differ by less are as good as each other.
    static let doubt = 1.5
  }

  /// Which columns of the whole table these are, and whether no other way would do as well; nil where
  /// there are more of them.
  ///
  /// Pages of a text have their own places: what tells is what stands in a column, and how far it is
  /// from the one before.
  ///
  /// - Complexity: O(*mn²*) for *m* columns of *n*, *m* times.
  func map(to whole: [Column], _ unit: Double) -> (places: [Int]?, isCertain: Bool) {
    let (m, n) = (columns.count, whole.count)
    if m == n { return (Array(0..<n), true) }
    guard m < n, m > 0, m * m * n * n < 4_000_000, let best = map(to: whole, unit, barring: nil)
    else { return (nil, false) }
    let others = best.places.indices.compactMap { index in
      map(to: whole, unit, barring: (index, best.places[index]))?.cost
    }
    return (best.places, (others.min() ?? .infinity) - best.cost > Cost.doubt)
  }

  private enum Step { case take, end }

  private func map(
    to whole: [Column], _ unit: Double, barring barred: (Int, Int)?
  ) -> (places: [Int], cost: Double)? {
    let (m, n) = (columns.count, whole.count)
    let way = Alignment<Step>(m, n) { i, j, steps in
      guard i < m else { return steps.offer(.end, cost: 0, second: n - j) }
      guard i...(n - m + i) ~= j else { return }
      for place in j...(n - m + i) where barred.map({ $0 != (i, place) }) ?? true {
        // The last column that was taken is the one before.
        let cost = cost(i, at: place, after: i > 0 ? j - 1 : nil, in: whole, unit: unit)
        steps.offer(.take, cost: cost, first: 1, second: place - j + 1)
      }
    }
    return way.map { way in
      (way.moves.filter { $0.step == .take }.map { $0.second.upperBound - 1 }, way.cost)
    }
  }

  /// How much speaks against a column at a place, the one before it being at another.
  private func cost(
    _ index: Int, at place: Int, after last: Int?, in whole: [Column], unit: Double
  ) -> Double {
    let (own, other) = (columns[index], whole[place])
    let kind =
      other.isBlank ? Cost.blank : other.hasFigures != own.hasFigures ? Cost.otherKind : 0
    guard let last else { return kind + Cost.offset * abs(own.edge - other.edge) / unit }
    let step = own.edge - columns[index - 1].edge - (other.edge - whole[last].edge)
    let leftOut = whole[(last + 1)..<place].count { !$0.isBlank }
    return kind + Cost.step * abs(step) / unit + Cost.leftOut * Double(leftOut)
  }
}
