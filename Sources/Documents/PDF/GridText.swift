/// A row of a grid on a page, its texts in their cells.
struct GridRow {
  var cells: [String]
  var extents: [Document.CellExtent]
  var top: Double
  /// The columns of cells whose text could go on: its last line is as wide as the cell.
  var filled: Set<Int> = []

  var isEmpty: Bool { cells.allSatisfy(\.isEmpty) }
}

/// Puts the words of a page into the cells of a ruled grid.
struct GridText {
  private let grid: RuledGrid
  /// For each region, what stands in it.
  private var parts: [[Part]]

  private struct Part {
    var word: PageText.Word
    var placing: Document.CellExtent.Placing
  }

  init(_ grid: RuledGrid, _ words: [PageText.Word]) {
    self.grid = grid
    parts = Array(repeating: [], count: grid.regions.count)
    var doubtful: [(word: PageText.Word, row: Int, other: Int)] = []
    let (runs, rest) = PageText.runs(words)
    let all = words
    var words = rest
    for run in runs {
      for (lines, region) in texts(run, among: all) {
        guard let region else {
          words += lines.joined()
          continue
        }
        let box = grid.box(of: region)
        parts[region] += lines.joined().map { word in
          let isWithin = box.top <= word.box.top + 2 && word.box.bottom - 2 <= box.bottom
          return Part(word: word, placing: isWithin ? .direct : .overflowing)
        }
      }
    }
    for word in words {
      let row = grid.row(at: word.centre)
      // A word on a ruling waits until it is known which of the two cells is free.
      if let other = otherRow(word, row) {
        doubtful.append((word, row, other))
      } else {
        place(word, row)
      }
    }
    for (word, row, other) in doubtful.sorted(by: { $0.word.centre < $1.word.centre }) {
      let column = grid.column(at: (word.left + word.right) / 2)
      let isTaken = isTaken(grid.region(row: row, column: column), by: word)
      let isFree = parts[grid.region(row: other, column: column)].isEmpty
      place(word, isTaken && isFree ? other : row, placing: .overflowing)
    }
  }

  // MARK: Texts that wrap

  private typealias TextLines = ArraySlice<[PageText.Word]>

  /// Divides lines that were drawn one after the other, each below the last, into texts that wrap, with
  /// their regions, and lines that stand for themselves.
  ///
  /// Of all divisions that one is taken in which lines stand where texts do: alone in their cell, and no
  /// ruling through them.
  private func texts(
    _ run: [[PageText.Word]], among words: [PageText.Word]
  ) -> [(lines: TextLines, region: Int?)] {
    // Where nothing else decides, lines are one text rather than several.
    let textCost = 0.1
    var best = [(cost: Double, count: Int, region: Int?)](
      repeating: (0, 1, nil), count: run.count + 1)
    for start in run.indices.reversed() {
      best[start] = (
        cost(of: run[start][0], among: words) + textCost + best[start + 1].cost, 1, nil
      )
      for count in 2...5 where start + count <= run.count {
        guard let found = region(of: run[start..<start + count], among: words) else { continue }
        let cost = found.cost + textCost + best[start + count].cost
        if cost < best[start].cost { best[start] = (cost, count, found.region) }
      }
    }
    var result: [(TextLines, Int?)] = []
    var start = 0
    while start < run.count {
      result.append((run[start..<start + best[start].count], best[start].region))
      start += best[start].count
    }
    return result
  }

  /// How much speaks against a line as a text of its own.
  private func cost(of line: PageText.Word, among words: [PageText.Word]) -> Double {
    let column = grid.column(at: (line.left + line.right) / 2)
    let box = grid.box(of: grid.region(row: grid.row(at: line.centre), column: column))
    if isOnRuling(line, box) { return 2 }
    let isShared = words.contains {
      $0.order != line.order && holds(box, $0) && !isOnRuling($0, box)
    }
    return isShared ? 1 : 0.01
  }

  private func isOnRuling(_ line: PageText.Word, _ box: Document.Box) -> Bool {
    min(line.centre - box.top, box.bottom - line.centre) < 0.25 * line.size
  }

  private func holds(_ box: Document.Box, _ word: PageText.Word) -> Bool {
    let middle = (word.left + word.right) / 2
    return box.left < middle && middle < box.right && box.top < word.centre
      && word.centre < box.bottom
  }

  /// The region that lines belong to as one text, though it may be higher than its row, and how much
  /// speaks against it; nil where they are texts of their own cells.
  private func region(
    of lines: TextLines, among words: [PageText.Word]
  ) -> (region: Int, cost: Double)? {
    let own = lines.joined()
    guard lines.count(where: { PageText.isAmount(PageText.text($0)) }) < 2,
      let first = lines.first?.first, let last = lines.last?.first,
      let left = own.map(\.left).min(), let right = own.map(\.right).max()
    else { return nil }
    // The lines of a text do not overlap, and keep their distance.
    let steps = zip(lines, lines.dropFirst()).map { $1[0].centre - $0[0].centre }
    guard let shortest = steps.min(), let longest = steps.max(), shortest > 0.9 * first.size,
      longest - shortest < 0.2 * first.size
    else { return nil }
    let column = grid.column(at: (left + right) / 2)
    func region(at y: Double) -> Int { grid.region(row: grid.row(at: y), column: column) }
    let regions = lines.map { region(at: $0[0].centre) }
    if let only = regions.first, Set(regions).count == 1 {
      let box = grid.box(of: only)
      return box.left < left + first.size && right - first.size < box.right ? (only, 0) : nil
    }
    // What wraps too often stands in the middle of its row, or begins or ends where the row does.
    let middle = (first.centre + last.centre) / 2
    let found = region(at: middle)
    let box = grid.box(of: found)
    let near = 0.3 * first.size + 1
    let distances = [
      abs(middle - (box.top + box.bottom) / 2),
      abs(first.centre - 0.5 * first.size - box.top) - 1,
      abs(last.centre + 0.5 * last.size - box.bottom) - 1,
    ]
    guard let distance = distances.min(), distance < near else { return nil }
    // A cell of its own for each line speaks against it; another text in the cell, or a ruling through
    // the line, for it.
    let orders = own.compactMap(\.order)
    let others = words.filter { !orders.contains($0.order ?? -1) }
    var isBesideOthers = false
    var standsAlone = false
    for (line, other) in zip(lines, regions) where other != found {
      let box = grid.box(of: other)
      let half = 0.3 * line[0].size
      let isCrossed = line[0].centre - half < box.top || line[0].centre + half > box.bottom
      let shared = others.filter { holds(box, $0) }
      standsAlone = standsAlone || !isCrossed && shared.isEmpty
      isBesideOthers =
        isBesideOthers || shared.contains { abs($0.centre - line[0].centre) < half }
    }
    guard !standsAlone || isBesideOthers && distance < 0.15 * first.size else { return nil }
    // Lines that stand alike in their rows are rows, but for those on rulings or beside other texts.
    let offsets = zip(lines, regions).map { line, region in
      let box = grid.box(of: region)
      return line[0].centre - (box.top + box.bottom) / 2
    }
    guard let least = offsets.min(), let most = offsets.max() else { return nil }
    let areOnRulings = zip(lines, regions).allSatisfy { isOnRuling($0[0], grid.box(of: $1)) }
    guard most - least > 0.15 * first.size || areOnRulings || isBesideOthers else { return nil }
    return (found, max(0, distance) / first.size)
  }

  /// The row above or below into which a word reaches with a good part of its height.
  private func otherRow(_ word: PageText.Word, _ row: Int) -> Int? {
    let half = 0.36 * min(word.size, 72)
    let column = grid.column(at: (word.left + word.right) / 2)
    let box = grid.box(of: grid.region(row: row, column: column))
    let region = grid.regions[grid.region(row: row, column: column)]
    if word.centre - half < box.top - 0.3 * half, region.rows.lowerBound > 0 {
      return region.rows.lowerBound - 1
    }
    if word.centre + half > box.bottom + 0.3 * half, region.rows.upperBound < grid.rowCount {
      return region.rows.upperBound
    }
    return nil
  }

  /// Whether a region has text that is not on the word's line.
  private func isTaken(_ region: Int, by word: PageText.Word) -> Bool {
    parts[region].contains { abs($0.word.centre - word.centre) > 0.5 * word.size }
  }

  private mutating func place(
    _ word: PageText.Word, _ row: Int, placing: Document.CellExtent.Placing = .direct
  ) {
    // Runs of characters in the same cell.
    var runs: [(region: Int, range: Range<Int>)] = []
    for index in word.characters.indices {
      let x =
        word.edges[index] + min(word.advance(index), word.edges[index + 1] - word.edges[index]) / 2
      let region = grid.region(row: row, column: grid.column(at: x))
      if let last = runs.last, last.region == region {
        runs[runs.count - 1].range = last.range.lowerBound..<index + 1
      } else {
        runs.append((region, index..<index + 1))
      }
    }
    guard runs.count > 1 else {
      if let only = runs.first { parts[only.region].append(Part(word: word, placing: placing)) }
      return
    }
    // Where a run of glyphs goes over a ruling, it is cut if it is two texts, and kept if it is one.
    var pieces: [Range<Int>] = []
    var start = 0
    for run in runs.dropFirst() {
      if let cut = word.cut(near: run.range.lowerBound, from: start) {
        pieces.append(start..<cut)
        start = cut
      }
    }
    pieces.append(start..<word.characters.count)
    for piece in pieces {
      let part = word.part(piece)
      let shares = runs.map { run in
        (region: run.region, width: overlap(part, grid.box(of: run.region)))
      }
      guard let best = shares.max(by: { $0.width < $1.width }) else { continue }
      let sticksOut = best.width < 0.85 * (part.right - part.left)
      parts[best.region].append(
        Part(word: part, placing: sticksOut ? .overflowing : pieces.count > 1 ? .split : placing))
    }
  }

  private func overlap(_ word: PageText.Word, _ box: Document.Box) -> Double {
    max(0, min(word.right, box.right) - max(word.left, box.left))
  }

  // MARK: Rows

  /// The rows from top to bottom, empty ones included.
  func rows() -> [GridRow] {
    let lines = parts.map(GridText.lines)
    return (0..<grid.rowCount).flatMap { rows(of: $0, lines) }
  }

  private typealias TextLine = (centre: Double, size: Double, parts: [Part])

  /// A band between two rulings: one row, or several where only the header is ruled.
  private func rows(of band: Int, _ lines: [[TextLine]]) -> [GridRow] {
    let regions = Set((0..<grid.columnCount).map { grid.region(row: band, column: $0) })
      .filter { grid.regions[$0].rows.lowerBound == band }
    let single = regions.filter { grid.regions[$0].rows.count == 1 }
    let amounts = single.map { lines[$0].count { PageText.isAmount(GridText.text([$0])) } }
    guard (amounts.max() ?? 0) > 1 else { return [row(band, regions, lines)] }
    // Figures that are too wide for their cells wrap as texts do.
    let figures = single.filter { lines[$0].count { PageText.isAmount(GridText.text([$0])) } > 1 }
    if figures.allSatisfy({ isOneFigure(lines[$0], in: grid.box(of: $0)) }) {
      return [row(band, regions, lines)]
    }
    var centres: [(centre: Double, size: Double)] = []
    for line in single.flatMap({ lines[$0] }).sorted(by: { $0.centre < $1.centre })
    where centres.last.map({ line.centre - $0.centre > 0.6 * $0.size }) ?? true {
      centres.append((line.centre, line.size))
    }
    return centres.indices.map { index in
      var mine = lines
      for region in single {
        mine[region] = lines[region].filter { line in
          let nearest = centres.indices.min {
            abs(centres[$0].centre - line.centre) < abs(centres[$1].centre - line.centre)
          }
          return nearest == index
        }
      }
      return row(band, index == 0 ? regions : single, mine)
    }
  }

  /// Whether the lines of a cell are one figure: each but the last fills the cell, and together they have
  /// no more decimals than money.
  private func isOneFigure(_ lines: [TextLine], in box: Document.Box) -> Bool {
    let text = GridText.text(lines)
    let decimals = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 }
    return PageText.isAmount(text) && decimals ?? 0 <= 2
      && lines.dropLast().allSatisfy { fills($0, box) }
  }

  /// Whether a line leaves no room for another character or two beside it in its cell.
  private func fills(_ line: TextLine, _ box: Document.Box) -> Bool {
    guard let left = line.parts.first?.word.left, let right = line.parts.last?.word.right else {
      return false
    }
    return box.width - (right - left) < 2 * line.size
  }

  private func row(_ band: Int, _ regions: Set<Int>, _ lines: [[TextLine]]) -> GridRow {
    var row = GridRow(
      cells: Array(repeating: "", count: grid.columnCount),
      extents: Array(repeating: Document.CellExtent(), count: grid.columnCount),
      top: grid.rows[band])
    for index in regions {
      let region = grid.regions[index]
      let column = region.columns.lowerBound
      row.cells[column] = GridText.text(lines[index])
      let isJoined = lines[index].count > 1
      let placings = lines[index].flatMap(\.parts).map(\.placing)
      let placing =
        placings.contains(.overflowing)
        ? Document.CellExtent.Placing.overflowing
        : placings.contains(.split) ? .split : isJoined ? .joined : .direct
      if let last = lines[index].last, fills(last, grid.box(of: index)) {
        row.filled.insert(column)
      }
      row.extents[column] = Document.CellExtent(
        columns: region.columns.count, rows: region.rows.count, box: grid.box(of: index),
        placing: placing)
    }
    return row
  }

  /// The parts of a cell, line by line, from left to right.
  private static func lines(_ parts: [Part]) -> [TextLine] {
    var lines: [TextLine] = []
    for part in parts.sorted(by: { $0.word.centre < $1.word.centre }) {
      if let last = lines.last,
        part.word.centre - last.centre < 0.5 * max(part.word.size, last.size)
      {
        lines[lines.count - 1].parts.append(part)
      } else {
        lines.append((part.word.centre, part.word.size, [part]))
      }
    }
    for index in lines.indices {
      lines[index].parts.sort { $0.word.left < $1.word.left }
    }
    return lines
  }

  private static func text(_ lines: [TextLine]) -> String {
    lines.reduce("") { PageText.joined($0, PageText.text($1.parts.map(\.word))) }
  }
}
