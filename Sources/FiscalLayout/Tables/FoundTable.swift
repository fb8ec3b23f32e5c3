import Documents
import FiscalModel
import FiscalSchema

/// A table as it was cut out of a flow: its grid, its captions and what stands around it. What it means is
/// another step's to say.
struct FoundTable {
  var frame: TableFrame
  /// The rows of captions and the rows below them.
  var grid: TableGrid
  /// How many of the rows are captions and column numbers.
  var headerRows: Int
  /// Whether its columns are numbered.
  var hasColumnNumbers = false
  /// What a person says of it and its columns, or nil.
  var map: ExportMap.Table?
  /// The lines of the flow that it takes, as indices.
  var lines: Range<Int>
  /// The sentence that says that there is nothing to report, or nil.
  var nilStatement: String?
  var notes: [String] = []
  /// The places of headings that pages repeat, with how many rows each took.
  var repeated: [(location: Location, rows: Int)] = []
  /// Where it stands.
  var location: Location
}

/// Cuts the tables out of a flow: which rows are one table's, what stands around them, and where their
/// captions end.
struct TableCutter {
  let flow: Page
  private let words: FrameWords
  private var lines: [Line] { flow.lines }
  private var vocabulary: Vocabulary { words.vocabulary }

  init(_ flow: Page, meanings: Meanings) {
    self.flow = flow
    words = FrameWords(flow, meanings: meanings)
  }

  /// The tables of the flow outside of the lines that others have taken.
  ///
  /// - Complexity: O(lines × columns).
  func tables(excluding taken: [Range<Int>] = []) -> [FoundTable] {
    var tables: [FoundTable] = []
    var end = 0
    for range in grids(excluding: taken) {
      for piece in pieces(range) {
        let bound = max(end, taken.last { $0.upperBound <= piece.lowerBound }?.upperBound ?? 0)
        guard let table = table(piece, after: bound) else { continue }
        if let last = tables.last, let joined = joined(last, table) {
          tables[tables.count - 1] = joined
        } else {
          tables.append(table)
        }
        end = tables[tables.count - 1].lines.upperBound
      }
    }
    return tables
  }

  // MARK: Which rows are a grid's

  /// The ranges of lines that are rows of one grid.
  private func grids(excluding taken: [Range<Int>]) -> [Range<Int>] {
    var isTaken = [Bool](repeating: false, count: lines.count)
    for index in taken.joined() where index < lines.count { isTaken[index] = true }
    var ranges: [Range<Int>] = []
    for (index, line) in lines.enumerated() where line.isGrid && !isTaken[index] {
      if let last = ranges.last, last.upperBound == index, lines[index - 1].grid == line.grid {
        ranges[ranges.count - 1] = last.lowerBound..<index + 1
      } else {
        ranges.append(index..<index + 1)
      }
    }
    return ranges
  }

  /// A range divided where a title begins another table within the same grid, as in a sheet that holds
  /// several.
  private func pieces(_ range: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var hasRows = false
    for index in range {
      let next = index + 1..<min(index + 5, range.upperBound)
      if hasRows, isTitle(index), next.contains(where: { texts(lines[$0]).count > 1 }) {
        pieces.append(start..<index)
        start = index
        hasRows = false
      }
      if texts(lines[index]).count > 1, !isFrame(index) { hasRows = true }
    }
    pieces.append(start..<range.upperBound)
    return pieces
  }

  /// Whether a row is a title or a table's number and nothing else.
  private func isTitle(_ index: Int) -> Bool {
    let texts = texts(lines[index])
    guard texts.count == 1, texts[0].contains(vocabulary.table) else { return false }
    if let title = TitleLine(texts[0], vocabulary: vocabulary), title.number != nil,
      title.core.isEmpty || title.core.hasSuffix(vocabulary.table)
    {
      return true
    }
    return words.statement(texts[0])?.statement != nil && words.readsLikeTitle(texts[0])
  }

  private func isFrame(_ index: Int) -> Bool {
    texts(lines[index]).allSatisfy { words.heading($0) != nil }
  }

  private func texts(_ line: Line) -> [String] {
    line.cells.compactMap { $0.isEmpty ? nil : $0.squeezed }.filter { !$0.isEmpty }
  }

  // MARK: One table

  private func table(_ range: Range<Int>, after end: Int) -> FoundTable? {
    let whole = TableGrid(Array(lines[range]), sheet: flow.name)
    var frame = TableFrame(words: words, start: range.lowerBound)
    var top = 0
    while top < whole.rows.count - 1, isAboveHeader(whole, top) { top += 1 }
    for row in (0..<top).reversed() {
      guard frame.take(whole.filled(row).map(\.cell.text), isAlone: true) else {
        top = 0
        frame = TableFrame(words: words, start: range.lowerBound)
        break
      }
    }
    takeAbove(&frame, from: range.lowerBound, after: end)
    var bottom = whole.rows.count
    var notes = NoteReader(vocabulary: vocabulary)
    var nilStatement: String?
    while bottom > top + 1 {
      let filled = whole.filled(bottom - 1)
      guard filled.count == 1, isBelowRows(filled[0].cell.text) else { break }
      bottom -= 1
    }
    for row in bottom..<whole.rows.count {
      guard let text = whole.filled(row).first?.cell.text else { continue }
      if vocabulary.isNilStatement(text), nilStatement == nil, !notes.takes(text) {
        nilStatement = text
      } else {
        _ = notes.take(text, joins: true)
      }
    }
    let grid = whole.rows(top..<bottom)
    // Rows of dashes, as a text draws them, are none of a table.
    guard
      grid.rows.contains(where: { row in
        row.contains { $0.text.contains { $0.isLetter || $0.isNumber } }
      })
    else { return nil }
    let captions = captions(of: grid)
    var found = FoundTable(
      frame: frame, grid: grid, headerRows: captions.rows,
      hasColumnNumbers: captions.numbers != nil,
      lines: frame.start..<range.upperBound, nilStatement: nilStatement,
      location: location(frame.start))
    takeBelow(&found, notes)
    return found
  }

  private func location(_ index: Int) -> Location {
    let line = lines[index]
    return flow.name.map { Location(sheet: $0, line: line.number) }
      ?? Location(page: line.page, line: line.number)
  }

  /// Whether a row of a grid stands above its header: one text alone over all columns, or words about
  /// agency, unit and number.
  private func isAboveHeader(_ grid: TableGrid, _ row: Int) -> Bool {
    let filled = grid.filled(row)
    guard !filled.isEmpty else { return true }
    if filled.allSatisfy({ words.heading($0.cell.text) != nil }) { return true }
    if filled.count == 1 {
      let (column, cell) = filled[0]
      if words.statement(cell.text) != nil || words.readsLikeTitle(cell.text) { return true }
      if TitleLine(cell.text, vocabulary: vocabulary)?.core.isEmpty ?? false { return true }
      if words.isCaption(cell.text) { return false }
      // A group's caption reaches over its columns only, and its columns have captions of their own below.
      let isWhole = cell.columns >= grid.width - column && column == 0
      return grid.knowsExtents
        ? isWhole && cell.rows == 1 && grid.width > 1 && grid.filled(row + 1).count > 1
        : column == 0 && grid.width > 1 && (row == 0 || grid.filled(row + 1).first?.column == 0)
          && grid.filled(row + 1).count > 1
          && !TableCutter.isKey(cell.text, vocabulary)
    }
    // Beside agency or unit anything short may stand.
    return filled.contains { words.heading($0.cell.text)?.saysAnything ?? false }
      && !filled.contains { $0.cell.isFigure }
  }

  private func takeAbove(_ frame: inout TableFrame, from start: Int, after end: Int) {
    var index = start
    var waiting: String?
    while index > end, start - index < TableCutter.frameBound {
      let line = lines[index - 1]
      let texts = texts(line)
      if texts.count == 1, words.isRunning(texts[0]) {
        index -= 1
        continue
      }
      guard !texts.isEmpty, !line.isGrid || texts.count == 1 else { break }
      // A long title may take two lines.
      if frame.title == nil, texts.count == 1, let below = waiting,
        words.statement(texts[0] + below) != nil || words.readsLikeTitle(texts[0] + below),
        words.mayBeHeading(texts[0]), words.statement(texts[0]) == nil
      {
        _ = frame.take([texts[0] + below], isAlone: false)
        waiting = nil
        index -= 1
        frame.start = index
        continue
      }
      if let below = waiting {
        guard texts.allSatisfy({ words.heading($0)?.saysAnything ?? false }) else { break }
        frame.take(aside: below)
        waiting = nil
      }
      if frame.take(texts, isAlone: false) {
        index -= 1
        frame.start = index
        continue
      }
      guard frame.title == nil, texts.count == 1, words.mayBeHeading(texts[0]) else { break }
      waiting = texts[0]
      index -= 1
    }
    // What stands alone right above is what the table is called, where nothing says so.
    if let waiting, frame.title == nil, frame.take([waiting], isAlone: true) {
      frame.start = lines[..<start].lastIndex { $0.text.squeezed == waiting } ?? frame.start
    }
  }

  /// More lines than these do not stand between a title and its grid.
  private static let frameBound = 10

  private func takeBelow(_ table: inout FoundTable, _ reader: NoteReader) {
    var notes = reader
    var index = table.lines.upperBound
    var end = index
    while index < lines.count, !lines[index].isGrid {
      let texts = texts(lines[index])
      if texts.count == 1, words.isRunning(texts[0]) {
        index += 1
        continue
      }
      guard texts.count == 1, !vocabulary.beginsPart(texts[0]), words.statement(texts[0]) == nil,
        !words.readsLikeTitle(texts[0])
      else { break }
      if NoteReader.isClosingStatement(texts[0], vocabulary), table.nilStatement == nil,
        !notes.takes(texts[0])
      {
        table.nilStatement = texts[0]
      } else if !notes.take(texts[0], joins: true) {
        break
      }
      index += 1
      end = index
    }
    table.notes = notes.notes
    table.lines = table.lines.lowerBound..<end
  }

  /// Whether a text alone in the last rows of a grid is a note or a statement and no row.
  private func isBelowRows(_ text: String) -> Bool {
    NoteReader(vocabulary: vocabulary).takes(text) || vocabulary.isNilStatement(text)
  }

  private func captions(of grid: TableGrid) -> CaptionTree {
    CaptionTree(grid, vocabulary: vocabulary) { TableCutter.isKey($0, vocabulary) }
  }

  /// Whether a text is the label of a row rather than a caption.
  static func isKey(_ text: String, _ vocabulary: Vocabulary) -> Bool {
    if vocabulary.totals.contains(text.folded) { return true }
    guard let mark = text.firstIndex(where: { "、.．)）".contains($0) }), mark > text.startIndex else {
      return false
    }
    let numeral = text[..<mark].drop { "(（".contains($0) }
    return !numeral.isEmpty
      && numeral.allSatisfy { vocabulary.ordinals.contains($0) || $0.isASCII && $0.isNumber }
  }

  // MARK: Tables that go on

  /// A table with the rows of the next grid, where that goes on with it: it has no title of its own, or
  /// the same again, and repeats the captions or has none.
  private func joined(_ table: FoundTable, _ next: FoundTable) -> FoundTable? {
    guard flow.name == nil, next.grid.width == table.grid.width,
      !next.frame.isCertain || next.frame.titleLine == table.frame.titleLine,
      next.frame.number == nil || next.frame.number == table.frame.number,
      table.notes.isEmpty, table.nilStatement == nil,
      let first = next.grid.lines.first, let last = table.grid.lines.last,
      first.page > last.page || next.lines.lowerBound == table.lines.upperBound
    else { return nil }
    let repeats = next.headerRows > 0 && texts(of: next.header) == texts(of: table.header)
    guard repeats || next.headerRows == 0 && !next.frame.isCertain else { return nil }
    var result = table
    result.grid = table.grid.appending(next.grid.rows(next.headerRows..<next.grid.rows.count))
    result.lines = table.lines.lowerBound..<next.lines.upperBound
    result.notes = next.notes
    result.nilStatement = next.nilStatement
    if repeats {
      result.repeated.append((Location(page: first.page, line: first.number), next.headerRows))
    }
    return result
  }

  private func texts(of grid: TableGrid) -> [[String]] {
    grid.rows.map { $0.map(\.text) }
  }
}

extension NoteReader {
  /// Whether a text begins a note.
  func takes(_ text: String) -> Bool {
    var copy = self
    return copy.take(text, joins: false)
  }
}

extension FoundTable {
  /// The years that its captions name by number.
  func years(_ meanings: Meanings) -> [Int] {
    header.rows.joined().compactMap { cell in
      cell.text.isEmpty ? nil : meanings.column(path: [cell.text], in: nil)?.year
    }
  }

  /// The rows of captions and column numbers.
  var header: TableGrid { grid.rows(0..<headerRows) }
}
