/// Texts that wrap, though they may be higher than their cells.
extension GridText {
  typealias TextLines = ArraySlice<[PageText.Word]>

  /// A piece of a run of lines: a line that stands for itself, or a text that wraps in a region.
  private enum Piece { case line, text(region: Int) }

  /// What speaks against a piece.
  private enum Cost {
    /// Where nothing else decides, lines are one text rather than several.
    static let piece = 0.1
    /// A line alone in its cell, one beside other texts of it, and one with a ruling through it.
    static let alone = 0.01
    static let beside = 1.0
    static let onRuling = 2.0
  }
  /// Texts do not wrap more often where a ruling goes through them.
  private static let mostLines = 5

  /// Divides lines that were drawn one after the other, each below the last, into texts that wrap, with
  /// their regions, and lines that stand for themselves.
  ///
  /// Of all divisions that one is taken in which lines stand where texts do: alone in their cell, and no
  /// ruling through them.
  func texts(
    _ run: [[PageText.Word]], among words: [PageText.Word]
  ) -> [(lines: TextLines, region: Int?)] {
    let way = Alignment<Piece>(run.count) { start, _, pieces in
      pieces.offer(.line, cost: cost(of: run[start][0], among: words) + Cost.piece, first: 1)
      for count in 2...GridText.mostLines where start + count <= run.count {
        guard let found = region(of: run[start..<start + count], among: words) else { continue }
        pieces.offer(.text(region: found.region), cost: found.cost + Cost.piece, first: count)
      }
    }
    return (way?.moves ?? []).map { move in
      if case .text(let region) = move.step {
        (run[move.first], region)
      } else {
        (run[move.first], nil)
      }
    }
  }

  /// How much speaks against a line as a text of its own.
  private func cost(of line: PageText.Word, among words: [PageText.Word]) -> Double {
    let column = grid.column(at: (line.left + line.right) / 2)
    let box = grid.box(of: grid.region(row: grid.row(at: line.centre), column: column))
    if isOnRuling(line, box) { return Cost.onRuling }
    let isShared = words.contains {
      $0.order != line.order && holds(box, $0) && !isOnRuling($0, box)
    }
    return isShared ? Cost.beside : Cost.alone
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
    guard keepDistance(lines), let first = lines.first?.first, let last = lines.last?.first,
      let left = lines.joined().map(\.left).min(), let right = lines.joined().map(\.right).max()
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
    let distances = [
      abs(middle - (box.top + box.bottom) / 2),
      abs(first.centre - 0.5 * first.size - box.top) - 1,
      abs(last.centre + 0.5 * last.size - box.bottom) - 1,
    ]
    guard let distance = distances.min(), distance < 0.3 * first.size + 1,
      mayLeave(lines, regions, for: found, isNear: distance < 0.15 * first.size, among: words)
    else { return nil }
    return (found, max(0, distance) / first.size)
  }

  /// Whether lines do not overlap and keep their distance, as those of a text do; two figures are none.
  private func keepDistance(_ lines: TextLines) -> Bool {
    let steps = zip(lines, lines.dropFirst()).map { $1[0].centre - $0[0].centre }
    guard let size = lines.first?.first?.size, let least = steps.min(), let most = steps.max()
    else { return false }
    return least > 0.9 * size && most - least < 0.2 * size
      && lines.count(where: { PageText.isAmount(PageText.text($0)) }) < 2
  }

  /// Whether lines that stand in several regions may all be of one of them. A cell of its own for each
  /// line speaks against it; another text in the cell, or a ruling through the line, for it.
  private func mayLeave(
    _ lines: TextLines, _ regions: [Int], for found: Int, isNear: Bool, among words: [PageText.Word]
  ) -> Bool {
    let orders = lines.joined().compactMap(\.order)
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
    guard !standsAlone || isBesideOthers && isNear else { return false }
    // Lines that stand alike in their rows are rows, but for those on rulings or beside other texts.
    let places = zip(lines, regions).map { (line: $0[0], box: grid.box(of: $1)) }
    let offsets = places.map { $0.line.centre - ($0.box.top + $0.box.bottom) / 2 }
    guard let least = offsets.min(), let most = offsets.max() else { return false }
    return most - least > 0.15 * places[0].line.size || isBesideOthers
      || places.allSatisfy { isOnRuling($0.line, $0.box) }
  }
}
