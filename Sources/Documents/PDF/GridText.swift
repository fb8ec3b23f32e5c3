/// Puts the words of a page into the cells of a ruled grid.
struct GridText {
  let grid: RuledGrid
  /// For each region, what stands in it.
  private(set) var parts: [[Part]]

  struct Part {
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
}
