/// The rows of a grid, from the texts of its cells.
extension GridText {
  /// The rows from top to bottom, empty ones included.
  func rows() -> [GridRow] {
    let lines = parts.map(GridText.lines)
    let decimals = lines.lazy.filter { $0.count == 1 }.compactMap { GridText.decimals($0) }.max()
    return (0..<grid.rowCount).flatMap { rows(of: $0, lines, decimals: max(decimals ?? 0, 2)) }
  }

  typealias TextLine = (centre: Double, size: Double, parts: [Part])

  /// A band between two rulings: one row, or several where only the header is ruled; the table's figures
  /// have so many decimals at most.
  private func rows(of band: Int, _ lines: [[TextLine]], decimals: Int) -> [GridRow] {
    let regions = Set((0..<grid.columnCount).map { grid.region(row: band, column: $0) })
      .filter { grid.regions[$0].rows.lowerBound == band }
    let single = regions.filter { grid.regions[$0].rows.count == 1 }
    // Figures that are too wide for their cells wrap as texts do.
    let isOne = single.allSatisfy { region in
      lines[region].count { PageText.isAmount(GridText.text([$0])) } < 2
        || isOneFigure(lines[region], in: grid.box(of: region), decimals: decimals)
    }
    if isOne { return [row(band, regions, lines)] }
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
  /// no more decimals than other figures of the table, or money.
  private func isOneFigure(
    _ lines: [TextLine], in box: Document.Box, decimals most: Int
  ) -> Bool {
    guard let decimals = GridText.decimals(lines) else { return false }
    return decimals <= most && lines.dropLast().allSatisfy { fills($0, box) }
  }

  /// How many decimals the figure in a cell has; nil where it is none.
  private static func decimals(_ lines: [TextLine]) -> Int? {
    let text = text(lines)
    guard PageText.isAmount(text) else { return nil }
    return text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
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
