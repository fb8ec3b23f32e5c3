/// A table that nothing is ruled in: its columns are where the texts of its rows stand below each other.
///
/// The rows with figures say where the columns are; captions above blank columns are columns of their
/// own.
struct AlignedGrid {
  /// A line of text, its cells apart, with the page it stands on.
  struct Row {
    var page: Int
    var top: Double
    var cells: [Cell]
  }

  struct Cell {
    var text: String
    var left: Double
    var right: Double
    /// What a blank divides in it, where it does.
    var words: [Cell] = []

    var middle: Double { (left + right) / 2 }
    /// Whether it is a piece of a sum of column numbers.
    var isSum: Bool {
      text.contains("+") && text.utf8.allSatisfy { "=+-()0123456789".utf8.contains($0) }
    }
    /// Whether it is a code, or a figure of some length.
    fileprivate var isLongFigure: Bool { isFigure && text.utf8.count > 2 && !isMark }
    /// Whether it is an ideograph, or several of them that are drawn apart.
    var areIdeographsApart: Bool {
      let parts = words.isEmpty ? [self] : words
      return parts.allSatisfy {
        $0.text.unicodeScalars.count == 1
          && $0.text.unicodeScalars.allSatisfy(\.properties.isIdeographic)
      }
    }
    /// Whether it is the figure of a year and the word for it follows, divided from it only because other
    /// characters have other fonts.
    func isYear(before next: Cell) -> Bool {
      text.utf8.count == 4 && (text.hasPrefix("19") || text.hasPrefix("20"))
        && text.utf8.allSatisfy { 0x30...0x39 ~= $0 } && next.text.hasPrefix("\u{5E74}")
    }
    /// Whether it is one ideograph and a number of few digits follows, as in the number of a table.
    func isCounter(before next: Cell) -> Bool {
      areIdeographsApart && words.isEmpty && (1...2).contains(next.text.utf8.count)
        && next.text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    }
    /// Both in one, whose words are kept.
    func joined(with next: Cell) -> Cell {
      var whole = self
      let isWord = isYear(before: next) || isCounter(before: next)
      if words.isEmpty, !isWord { whole.words = [self] }
      if !isWord { whole.words.append(next) }
      // Characters that are drawn apart are one word.
      whole.text +=
        (isWord || areIdeographsApart && next.areIdeographsApart ? "" : " ") + next.text
      whole.right = next.right
      return whole
    }
    /// Whether it is a figure or a dash in place of one.
    var isFigure: Bool { PageText.isAmount(text) || isMark }
    /// Whether it is a dash, a stroke or dots.
    var isMark: Bool {
      text.unicodeScalars.count <= 3
        && text.unicodeScalars.allSatisfy { $0.properties.isDash || $0 == "/" || $0 == "…" }
    }
  }

  /// What the places of words are worth.
  struct Scale {
    /// About as wide as a digit.
    var unit: Double
    /// By how much what stands below each other may miss each other.
    var slack: Double
    /// Whether each page has its own places for the same columns, as in text made of a PDF.
    var isByPage: Bool
  }

  /// The left edges of the columns, and the right one of the last.
  let columns: [Double]
  /// The rows with their texts in the columns, and the page of each.
  private(set) var rows: [(page: Int, row: GridRow)] = []
  /// Which rows of the table repeat its heading on another page.
  private(set) var repeated: [(page: Int, count: Int)] = []
  /// The pages of which it is not certain which of the table's columns their figures stand in.
  private(set) var doubtful: [Int] = []

  /// The tables among lines, and which lines they take; what lies between them is text.
  static func tables(
    _ rows: [Row], pageWidths: [Double], scale: Scale
  ) -> [(range: Range<Int>, grid: AlignedGrid?)] {
    AlignedStretches(rows, pageWidths: pageWidths, scale).ranges().compactMap { range in
      AlignedGrid(Array(rows[range]), scale).map { (range, $0 as AlignedGrid?) }
    }
  }

  private init?(_ rows: [Row], _ scale: Scale) {
    guard let (rows, body) = AlignedGrid.divided(rows) else { return nil }
    // The rows of each page, behind the heading that it repeats.
    var pages: [(range: Range<Int>, heading: Int)] = []
    var start = 0
    while start < rows.count {
      let end = rows[start...].firstIndex { $0.page != rows[start].page } ?? rows.count
      let heading =
        start == 0
        ? min(body, end)
        : start < body ? 0 : AlignedGrid.repeated(rows[start..<end], of: rows[..<body])
      pages.append((start..<end, heading))
      if start > 0, heading > 0 { repeated.append((rows[start].page, heading)) }
      start = end
    }
    var parts: [(part: AlignedPart, page: Int)] = []
    for group in scale.isByPage ? pages.map({ [$0] }) : [pages] {
      let bodies = group.flatMap { rows[$0.range.dropFirst($0.heading)] }
      let heading = rows[group[0].range.prefix(group[0].heading)]
      guard let part = AlignedPart(heading: Array(heading), body: bodies, scale) else {
        return nil
      }
      parts.append((part, rows[group[0].range.lowerBound].page))
    }
    // The columns of the table are those of its fullest page.
    guard
      let whole = parts.indices.max(by: {
        (parts[$0].part.columns.count, $1) < (parts[$1].part.columns.count, $0)
      }), case let columns = parts[whole].part.columns, (2...256).contains(columns.count),
      let last = columns.last
    else { return nil }
    self.columns = columns.map(\.left) + [last.right]
    for (index, (part, page)) in parts.enumerated() {
      let map = part.map(to: columns, scale.unit)
      guard let places = map.places else { return nil }
      if index == whole ? part.isDoubtful : !map.isCertain { doubtful.append(page) }
      self.rows += part.laidOut(places, count: columns.count, withHeading: index == 0)
    }
  }

  /// The rows of a table, and at which its body begins; nil where there are none.
  private static func divided(_ rows: [Row]) -> (rows: [Row], body: Int)? {
    // Column numbers are shorter than codes and most figures.
    let first = rows.firstIndex { row in
      row.hasFigures
        || row.cells.count > 1 && row.cells.contains(where: \.isLongFigure)
          && row.cells.contains { !$0.isFigure }
    }
    guard let body = first ?? rows.indices.last else { return nil }
    // The last line of column numbers that wrap may be that of the first row.
    let sums = rows[body].cells.filter(\.isSum)
    if sums.isEmpty { return (rows, body) }
    var rows = rows
    rows.insert(rows[body], at: body)
    rows[body].cells = sums
    rows[body + 1].cells.removeAll(where: \.isSum)
    return (rows, body + 1)
  }

  /// How many rows of a page repeat the end of a table's heading.
  private static func repeated(_ page: ArraySlice<Row>, of heading: ArraySlice<Row>) -> Int {
    for count in stride(from: min(heading.count, page.count - 1, 12), to: 0, by: -1)
    where zip(page, heading.suffix(count)).allSatisfy({ $0.squeezed == $1.squeezed }) {
      return count
    }
    return 0
  }
}

extension AlignedGrid.Row: Sequence {
  func makeIterator() -> IndexingIterator<[AlignedGrid.Cell]> { cells.makeIterator() }

  /// Whether figures stand beside something else, as in the body of a table.
  var hasFigures: Bool {
    cells.count > 1
      && cells.contains { $0.text.contains(".") && PageText.isAmount($0.text) }
  }

  var squeezed: String {
    String(
      String.UnicodeScalarView(
        cells.flatMap(\.text.unicodeScalars).filter { !$0.properties.isWhitespace }))
  }
}
