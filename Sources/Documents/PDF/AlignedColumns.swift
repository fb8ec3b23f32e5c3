/// Columns of texts that stand below one another, though not exactly.
///
/// Rows are laid over one another as sequences are aligned: the fullest first, each further one in the way
/// that costs least. Figures keep to the right edge of their column, other texts to the left one or the
/// middle; the texts of a row keep their order. So a row that is shifted as a whole, as in text made of a
/// PDF, still finds its columns.
struct AlignedColumns {
  typealias Cell = AlignedGrid.Cell

  /// How a column looks: the middles of what stands in it, outliers aside.
  struct Column {
    /// Where it begins and ends.
    var left: Double
    var right: Double
    /// The right edge of its figures, and how many there are.
    var figureEdge = 0.0
    var figures = 0
    /// How many of its figures are dashes, which may stand elsewhere in their column than figures do.
    var marks = 0
    /// The left edge of its other texts, and how many there are.
    var textEdge = 0.0
    var texts = 0
    /// Whether captions alone stand in it, and the row of the heading that it comes from.
    var isBlank = false
    var origin = -1
    /// The row of the heading in which the lowest caption above it stands.
    var captionRow: Int?
    /// Whether a caption stands above it.
    var isNamed: Bool { captionRow != nil }

    var middle: Double { (left + right) / 2 }
    /// Whether most of its texts are figures, and where these end, or its texts begin.
    var hasFigures: Bool { figures > texts }
    var edge: Double { hasFigures ? figureEdge : texts > 0 ? textEdge : middle }

    /// A column of one text.
    init(_ cell: Cell) {
      left = cell.left
      right = cell.right
      add(cell)
    }

    /// Takes a text in: its edges count as much as those of each before.
    mutating func add(_ cell: Cell) {
      let count = Double(figures + texts)
      left = (left * count + cell.left) / (count + 1)
      right = (right * count + cell.right) / (count + 1)
      if cell.isFigure {
        figureEdge = (figureEdge * Double(figures) + cell.right) / Double(figures + 1)
        figures += 1
        if cell.isMark { marks += 1 }
      } else {
        textEdge = (textEdge * Double(texts) + cell.left) / Double(texts + 1)
        texts += 1
      }
    }

    /// A column of many texts.
    init(_ cells: [Cell]) {
      let lefts = cells.map(\.left).sorted()
      let rights = cells.map(\.right).sorted()
      let outliers = cells.count / 20
      left = lefts[outliers]
      right = max(rights[rights.count - 1 - outliers], left)
      let figureEdges = cells.filter(\.isFigure).map(\.right).sorted()
      figures = figureEdges.count
      marks = cells.count(where: \.isMark)
      if figures > 0 { figureEdge = figureEdges[figures / 2] }
      let textEdges = cells.filter { !$0.isFigure }.map(\.left).sorted()
      texts = textEdges.count
      if texts > 0 { textEdge = textEdges[texts / 2] }
    }
  }

  /// From left to right.
  var columns: [Column] = []
  /// For each row the columns of its texts.
  var places: [[Int]]
  /// The rows of the heading, captions that only a blank divides apart, and the columns of those that
  /// are of one.
  var captions: [(cells: [Cell], places: [Int?])] = []
  /// Whether figures stand below no caption, and captions above no figures: they may belong together.
  var isDoubtful = false
  /// About as wide as a figure's digit.
  let unit: Double

  /// More work than this, in pairs of a text and a column, is not done.
  private static let workBound = 40_000_000

  /// The columns of rows; nil where there are too many texts.
  ///
  /// - Complexity: O(texts × columns).
  init?(_ rows: [[Cell]], unit: Double) {
    self.unit = unit
    places = Array(repeating: [], count: rows.count)
    let widest = rows.map(\.count).max() ?? 0
    let texts = rows.reduce(0) { $0 + $1.count }
    guard widest <= 256, texts * widest <= AlignedColumns.workBound else { return nil }
    for index in rows.indices.sorted(by: { (rows[$1].count, $0) < (rows[$0].count, $1) }) {
      guard columns.count <= 256 else { return nil }
      take(rows[index])
    }
    // Now that all columns are known, each row anew.
    divide(rows)
    for _ in 0..<2 {
      unite(rows)
      var members = [[Cell]](repeating: [], count: columns.count)
      for index in rows.indices {
        places[index] = align(rows[index], price: 20).map { max(0, $0.column) }
        for (cell, column) in zip(rows[index], places[index]) { members[column].append(cell) }
      }
      let kept = members.indices.filter { !members[$0].isEmpty }
      var renamed = [Int](repeating: 0, count: columns.count)
      for (new, old) in kept.enumerated() { renamed[old] = new }
      columns = kept.map { Column(members[$0]) }
      for index in rows.indices { places[index] = places[index].map { renamed[$0] } }
    }
  }

  /// Divides columns of figures of which some stand beside the others and never above or below, as the
  /// parts of a code that are printed on lines of their own.
  private mutating func divide(_ rows: [[Cell]]) {
    var members = [[Cell]](repeating: [], count: columns.count)
    for row in rows {
      for (cell, place) in zip(row, align(row, price: 20)) where !place.isNew {
        members[place.column].append(cell)
      }
    }
    for index in columns.indices.reversed() where columns[index].texts == 0 {
      let cells = members[index].sorted { $0.left < $1.left }
      var parts: [[Cell]] = []
      var right = -Double.infinity
      for cell in cells {
        if cell.left >= right + 0.5 * unit { parts.append([]) }
        parts[parts.count - 1].append(cell)
        right = max(right, cell.right)
      }
      guard parts.count > 1, parts.allSatisfy({ $0.count > 2 }) else { continue }
      columns.replaceSubrange(index...index, with: parts.map { Column($0) })
    }
  }

  /// Unites neighbouring columns of texts of which a row only ever has one, such as that of names and
  /// that of the totals in its middle, and dashes with the figures that they stand for.
  private mutating func unite(_ rows: [[Cell]]) {
    guard columns.count > 1 else { return }
    let all = rows.map { align($0, price: 20).map(\.column) }
    var together = Set<[Int]>()
    for row in all {
      for (a, b) in zip(row, row.dropFirst()) where b == a + 1 { together.insert([a, b]) }
    }
    var index = columns.count - 2
    while index >= 0 {
      let (a, b) = (columns[index], columns[index + 1])
      let areTexts = a.figures == 0 && b.figures == 0
      let areMarks = a.texts + b.texts == 0 && (a.marks == a.figures) != (b.marks == b.figures)
      if areTexts || areMarks, !together.contains([index, index + 1]),
        b.left - a.right < 8 * unit
      {
        let isFirst = areTexts ? a.texts >= b.texts : a.marks < a.figures
        columns[index] = isFirst ? a : b
        columns[index].left = min(a.left, b.left)
        columns[index].right = max(a.right, b.right)
        columns.remove(at: index + 1)
        together = Set(together.map { $0.map { $0 > index ? $0 - 1 : $0 } })
      }
      index -= 1
    }
  }

  // MARK: Aligning

  /// Lays a row over the columns so far and adds those it has besides.
  private mutating func take(_ cells: [Cell]) {
    var added = 0
    for (cell, place) in zip(cells, align(cells, price: 5)) {
      if place.isNew {
        columns.insert(Column(cell), at: place.column + added)
        added += 1
      } else {
        columns[place.column + added].add(cell)
      }
    }
  }

  /// What is done with the next text: it stands in the next column, in one of its own, or with the text
  /// before it; or nothing stands in the next column.
  private enum Step { case take, add, join, skip }

  /// For each text its column, or the one before which a new one is cheaper.
  func align(
    _ cells: [Cell], price: Double, areCaptions: Bool = false
  ) -> [(column: Int, isNew: Bool)] {
    let crowds = cells.map(crowding)
    // Captions enough for all columns leave none without one.
    let uncaptioned = areCaptions && cells.count >= columns.count ? Cost.uncaptioned : 0
    let way = Alignment<Step>(cells.count, columns.count) { i, j, steps in
      guard i < cells.count else {
        let rest = columns.count - j
        return steps.offer(.skip, cost: Double(rest) * uncaptioned, second: rest)
      }
      if j < columns.count {
        let taken = cost(cells[i], columns[j], isCaption: areCaptions)
        steps.offer(.take, cost: taken, first: 1, second: 1)
      }
      let added = price + crowds[i] + misplacing(cells[i], before: j)
      steps.offer(.add, cost: added, first: 1)
      if i > 0, j > 0, joins(cells[i - 1], cells[i], columns[j - 1]) {
        steps.offer(.join, cost: Cost.joined, first: 1)
      }
      steps.offer(.skip, cost: uncaptioned, second: 1)
    }
    return (way?.moves ?? []).compactMap { move in
      switch move.step {
      case .take: (move.second.lowerBound, false)
      case .add: (move.second.lowerBound, true)
      case .join: (move.second.lowerBound - 1, false)
      case .skip: nil
      }
    }
  }

  /// What speaks against a text in a place, in widths of a digit where it is a distance.
  private enum Cost {
    /// By how far it misses the edge or the middle of its column.
    static let offset = 0.3
    /// At most, where most of it stands in the column, or some of it.
    static let within = 1.5
    static let touching = 3.0
    /// A figure among names, and a name among figures; more where there are several.
    static let figure = (few: 1.0, many: 2.0)
    static let name = (few: 4.0, many: 6.0)
    /// A text beside another one of the same column.
    static let joined = 3.0
    /// A column of its own where another one stands, for the share that they have in common.
    static let crowded = 4.0
    /// A column without a caption where there are enough for all.
    static let uncaptioned = 4.0
  }

  /// How much speaks against a text in a column.
  private func cost(_ cell: Cell, _ column: Column, isCaption: Bool) -> Double {
    var offset = abs(cell.middle - column.middle)
    if cell.isFigure || isCaption, column.figures > 0 {
      offset = min(offset, abs(cell.right - column.figureEdge))
    } else if !cell.isFigure, column.texts > 0 {
      offset = min(offset, abs(cell.left - column.textEdge))
    }
    let share = share(cell, column)
    var cost = Cost.offset * offset / unit
    if share > 0 { cost = min(cost, share > 0.5 ? Cost.within : Cost.touching) }
    cost += max(column.left - cell.right, cell.left - column.right, 0) / unit
    if isCaption { return cost }
    // Figures and names seldom stand in the same column.
    if cell.isFigure, column.figures == 0 {
      cost += column.texts > 2 ? Cost.figure.many : Cost.figure.few
    }
    if !cell.isFigure, column.texts == 0 {
      cost += column.figures > 2 ? Cost.name.many : Cost.name.few
    }
    return cost
  }

  /// How much speaks against a column of its own: that other columns stand there.
  private func crowding(_ cell: Cell) -> Double {
    columns.reduce(0) { max($0, Cost.crowded * share(cell, $1)) }
  }

  /// How much speaks against a new column for a text before a column.
  private func misplacing(_ cell: Cell, before index: Int) -> Double {
    var distance = 0.0
    if index > 0 { distance += max(0, columns[index - 1].middle - cell.middle) }
    if index < columns.count { distance += max(0, cell.middle - columns[index].middle) }
    return distance / unit
  }

  /// How much of the narrower one a text and a column share.
  private func share(_ cell: Cell, _ column: Column) -> Double {
    let width = min(cell.right - cell.left, column.right - column.left)
    let overlap = min(cell.right, column.right) - max(cell.left, column.left)
    return overlap > 0 ? overlap / max(width, unit) : 0
  }

  /// Whether two texts may stand in a column together, as words of a name do.
  private func joins(_ a: Cell, _ b: Cell, _ column: Column) -> Bool {
    !a.isFigure && !b.isFigure && column.left - unit <= a.left && b.right <= column.right + unit
  }
}
