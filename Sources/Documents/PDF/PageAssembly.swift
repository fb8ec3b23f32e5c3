/// Puts words and drawings of pages together: text lines and grids in reading order, page by page.
struct PageAssembly {
  let pages: [PageText]
  /// How far apart the lines of a text stand, whose numbers are kept; nil where lines are counted.
  private let lineHeight: Double?
  var repairs: [Document.Repair] = []

  /// What stands on a page.
  enum Block {
    case text(TextRow)
    case grid(Grid)

    var top: Double {
      switch self {
      case .text(let row): row.top
      case .grid(let grid): grid.rows.first?.top ?? 0
      }
    }
  }

  /// A line of text outside of grids.
  struct TextRow {
    var words: [PageText.Word]
    var top: Double
    /// Whether other pages have the same line at the same place.
    var isRunning = false
    var text: String { cells.joined(separator: " ") }
    /// The texts that wide gaps divide.
    var cells: [String] { groups.map(PageText.text) }
    /// Where these texts stand.
    var extents: [Document.CellExtent] {
      groups.map { group in
        let box = group.dropFirst().reduce(group.first?.box) { $0?.union($1.box) }
        return Document.CellExtent(box: box)
      }
    }
    private var groups: [[PageText.Word]] {
      var groups: [[PageText.Word]] = []
      for word in words {
        if let last = groups.last?.last, word.left - last.right < 2 * last.size {
          groups[groups.count - 1].append(word)
        } else {
          groups.append([word])
        }
      }
      return groups
    }
    /// The texts that any gap divides, or that are figures.
    ///
    /// A line of a sentence is one text, whatever figures stand in it; so is a caption whose characters
    /// are drawn apart.
    var columns: [AlignedGrid.Cell] {
      let cells = divided
      return isSentence(cells)
        ? [cells.dropFirst().reduce(cells[0]) { $0.joined(with: $1) }] : cells
    }

    private var divided: [AlignedGrid.Cell] {
      var cells: [AlignedGrid.Cell] = []
      for word in words {
        let own = AlignedGrid.Cell(text: word.text, left: word.left, right: word.right)
        if let last = cells.last, goesOn(last, with: own, size: word.size) {
          cells[cells.count - 1] = last.joined(with: own)
        } else {
          cells.append(own)
        }
      }
      return cells
    }

    /// Whether a text belongs to the one before it.
    private func goesOn(
      _ last: AlignedGrid.Cell, with next: AlignedGrid.Cell, size: Double
    ) -> Bool {
      let gap = next.left - last.right
      // Captions of few characters are spaced out over their cell.
      if last.areIdeographsApart, next.areIdeographsApart { return gap < 4 * size }
      guard gap < 0.6 * size else { return false }
      if last.isYear(before: next) || last.isCounter(before: next) { return true }
      return !PageText.isAmount(last.text) && !PageText.isAmount(next.text)
    }

    /// Whether words stand right before and right behind a figure, as in no table.
    private func isSentence(_ cells: [AlignedGrid.Cell]) -> Bool {
      guard let size = words.first?.size, cells.count > 2 else { return false }
      func areClose(_ a: AlignedGrid.Cell, _ b: AlignedGrid.Cell) -> Bool {
        b.left - a.right < 0.6 * size
      }
      return zip(cells, zip(cells.dropFirst(), cells.dropFirst(2))).contains { before, pair in
        let (figure, behind) = pair
        return figure.isFigure && !before.isFigure && !behind.isFigure
          && areClose(before, figure) && areClose(figure, behind)
      }
        && zip(cells, cells.dropFirst()).allSatisfy {
          $0.isFigure != $1.isFigure || areClose($0, $1)
        }
    }
  }

  /// A table, or the part of one that stands on a page.
  struct Grid {
    /// The positions of its column lines.
    var columns: [Double]
    var rows: [GridRow]
    /// Whether nothing is ruled, and its columns are where its texts are aligned.
    var isAligned = false
    /// Whether it goes on with the grid before it.
    var isContinued = false
    /// Where it does: how many rows of the heading were repeated.
    var repeatedRows = 0
  }

  init(_ pages: [PageText], lineHeight: Double? = nil) {
    self.pages = pages
    self.lineHeight = lineHeight
  }

  /// What stands on the pages, as a document; the lines of a text have the number that their place tells.
  func document(name: String, form: Document.Form = .pdf) -> Document {
    var assembly = self
    var sheets: [[Block]] = []
    for (index, page) in pages.enumerated() {
      sheets.append(assembly.blocks(page, number: index + 1))
    }
    var stitching = PageStitching(sheets)
    stitching.stitch(widths: pages.map(\.width))
    if lineHeight == nil, PageAssembly.isRunningText(stitching.pages) {
      var document = Document(
        name: name, form: .spacedText, pages: PageAssembly.runningText(stitching.pages))
      document.repairs = assembly.repairs + stitching.repairs
      return document
    }
    let sheetsWithTables = assembly.withAlignedTables(
      stitching.pages, isByPage: lineHeight != nil)
    let layout = PageLayout(sheetsWithTables, lineHeight: lineHeight)
    var document = Document(name: name, form: form, pages: layout.pages)
    document.repairs = assembly.repairs + stitching.repairs
    return document
  }

  private mutating func blocks(_ page: PageText, number: Int) -> [Block] {
    let page = cleaned(page, number: number)
    let grids = RuledGrid.find(page.drawing).filter { $0.regions.count > 1 }
    var inside = [[PageText.Word]](repeating: [], count: grids.count)
    var outside: [PageText.Word] = []
    for word in page.words {
      let x = (word.left + word.right) / 2
      // The smallest grid around it: a frame may stand around a table.
      let found = grids.indices.filter {
        let box = grids[$0].box
        return box.left - 1 <= x && x <= box.right + 1 && box.top <= word.centre
          && word.centre <= box.bottom
      }.min {
        grids[$0].box.width * grids[$0].box.height < grids[$1].box.width * grids[$1].box.height
      }
      if let found { inside[found].append(word) } else { outside.append(word) }
    }
    for (index, grid) in grids.enumerated() {
      PageAssembly.takeEnds(&inside[index], of: grid, from: &outside)
    }
    var blocks = zip(grids, inside).map { grid, words in
      Block.grid(Grid(columns: grid.columns, rows: GridText(grid, words).rows()))
    }
    blocks += PageAssembly.textRows(outside).map(Block.text)
    return blocks.sorted { $0.top < $1.top }
  }

  /// A page upright, its characters folded and in their places, without what is not drawn.
  private mutating func cleaned(_ page: PageText, number: Int) -> PageText {
    var page = page
    page.turn()
    var folded = 0
    for index in page.words.indices {
      let (text, count) = CharacterFolding.fold(page.words[index].text)
      guard count > 0 else { continue }
      folded += count
      if text.count == page.words[index].characters.count {
        page.words[index].characters = Array(text)
      }
    }
    if page.leftOut > 0 {
      repairs.append(Document.Repair(.leftOutWords(page.leftOut), page: number))
    }
    if folded > 0 { repairs.append(Document.Repair(.radicals(folded), page: number)) }
    page.place(by: page.drawing.glyphs)
    let hidden = page.takeHidden()
    if !hidden.isEmpty {
      repairs.append(
        Document.Repair(.hiddenText(hidden.map(\.text).joined(separator: " ")), page: number))
    }
    if page.words.isEmpty, page.drawing.hasPictures {
      repairs.append(Document.Repair(.unreadObjects(1), page: number))
    }
    return page
  }

  /// Takes the lines of texts that wrap out of their grid, at its upper or lower edge.
  private static func takeEnds(
    _ inside: inout [PageText.Word], of grid: RuledGrid, from outside: inout [PageText.Word]
  ) {
    let box = grid.box
    outside.removeAll { word in
      guard let order = word.order, box.left < word.left, word.right < box.right,
        box.top - word.size < word.centre, word.centre < box.bottom + word.size
      else { return false }
      // Headings and notes are wider than a cell.
      let row = grid.row(at: word.centre)
      let cell = grid.region(row: row, column: grid.column(at: word.left))
      guard cell == grid.region(row: row, column: grid.column(at: word.right)) else { return false }
      let isEnd = inside.contains { other in
        guard let before = other.order else { return false }
        let isNext = (0...3).contains(order - before - other.characters.count)
        let isLast = (0...3).contains(before - order - word.characters.count)
        // A line ends where its cell does, or it would not be followed by another.
        let upper = isNext ? other : word
        return (isNext || isLast)
          && grid.box(of: cell).width - (upper.right - upper.left) < 2 * upper.size
          && (0.9...1.7).contains((word.centre - other.centre) / word.size * (isNext ? 1 : -1))
          && cell == grid.region(row: row, column: grid.column(at: other.left))
      }
      if isEnd { inside.append(word) }
      return isEnd
    }
  }

  /// Words on the same line, from left to right.
  static func textRows(_ words: [PageText.Word]) -> [TextRow] {
    var rows: [TextRow] = []
    for word in words.sorted(by: { $0.centre < $1.centre }) {
      if let last = rows.last, let first = last.words.first,
        word.centre - last.top < 0.5 * max(word.size, first.size)
      {
        rows[rows.count - 1].words.append(word)
      } else {
        rows.append(TextRow(words: [word], top: word.centre))
      }
    }
    for index in rows.indices { rows[index].words.sort { $0.left < $1.left } }
    return rows
  }
}

extension PageText {
  /// Turns a page whose text runs down or up.
  mutating func turn() {
    let long = words.filter { $0.characters.count > 1 }
    let tall = long.count { $0.box.height > 1.5 * $0.box.width }
    guard tall * 2 > long.count else { return }
    // Which way it runs is in the order in which glyphs are drawn.
    var down = 0
    for (from, to) in zip(drawing.glyphs, drawing.glyphs.dropFirst())
    where abs(from.x - to.x) < 0.3 && abs(from.y - to.y) < 100 {
      down += to.y > from.y ? 1 : -1
    }
    let (width, height) = (self.width, self.height)
    func turned(_ box: Document.Box) -> Document.Box {
      down > 0
        ? box.turnedCounterclockwise(pageWidth: width) : box.turnedClockwise(pageHeight: height)
    }
    words = words.compactMap { Word($0.text, box: turned($0.box)) }
    let (horizontal, vertical) = (drawing.horizontal, drawing.vertical)
    drawing.horizontal = vertical.map { rule in
      let box = turned(
        Document.Box(left: rule.position, top: rule.start, right: rule.position, bottom: rule.end))
      return .init(position: box.top, start: box.left, end: box.right)
    }
    drawing.vertical = horizontal.map { rule in
      let box = turned(
        Document.Box(left: rule.start, top: rule.position, right: rule.end, bottom: rule.position))
      return .init(position: box.left, start: box.top, end: box.bottom)
    }
    drawing.glyphs = drawing.glyphs.map { glyph in
      let box = turned(Document.Box(left: glyph.x, top: glyph.y, right: glyph.x, bottom: glyph.y))
      return .init(x: box.left, y: box.top)
    }
    drawing.shapes = drawing.shapes.map(turned)
    swap(&self.width, &self.height)
  }
}
