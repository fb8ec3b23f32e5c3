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
  let words: FrameWords
  private var lines: [Line] { flow.lines }
  var vocabulary: Vocabulary { words.vocabulary }

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
      for piece in pieces(range) where piece.lowerBound >= end {
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

  /// A range divided where a title, or another header, begins another table within the same grid, as in a
  /// sheet that holds several.
  private func pieces(_ range: Range<Int>) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    var hasRows = false
    var hasFigures = false
    for index in range {
      let next = index + 1..<min(index + 5, range.upperBound)
      let begins =
        hasRows && isTitle(index) && next.contains { texts(lines[$0]).count > 1 }
        || hasFigures && lines[index].grid == nil && isHeader(index)
          && !repeats(index, start)
      if begins {
        // The lines about agency and unit belong to what stands below them.
        let first = (start + 1...index).last { $0 == start + 1 || !isFrame($0 - 1) } ?? index
        pieces.append(start..<first)
        start = first
        (hasRows, hasFigures) = (false, false)
      }
      if !hasRows, texts(lines[index]).count > 1, !isFrame(index) { hasRows = true }
      if !hasFigures {
        hasFigures = lines[index].cells.contains {
          $0.contains(".") && (try? Amount($0.squeezed)) != nil
        }
      }
    }
    pieces.append(start..<range.upperBound)
    return pieces
  }

  /// Whether a row is printed among the first ones of a table, too: then its header is printed again.
  private func repeats(_ index: Int, _ start: Int) -> Bool {
    let texts = texts(lines[index])
    return lines[start..<index].prefix(12).contains { self.texts($0) == texts }
  }

  /// Whether a row is a header, most of which is known: no row of a body names several amounts and has none.
  private func isHeader(_ index: Int) -> Bool {
    let texts = texts(lines[index])
    guard texts.count > 3,
      texts.allSatisfy({ text in
        text.unicodeScalars.contains(where: \.isHan) && !text.utf8.contains(where: isASCIIDigit)
      })
    else { return false }
    let known = Set(texts).count(where: words.isCaption)
    return known > 2 && known * 2 > texts.count
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

  private func isFrame(_ index: Int) -> Bool { isFrame(lines[index]) }

  private func isFrame(_ line: Line) -> Bool {
    texts(line).allSatisfy { words.heading($0) != nil }
  }

  func texts(_ line: Line) -> [String] {
    line.cells.compactMap { $0.isEmpty ? nil : $0.squeezed }.filter { !$0.isEmpty }
  }

  // MARK: One table

  private func table(_ range: Range<Int>, after end: Int) -> FoundTable? {
    let whole = TableGrid(Array(lines[range]), sheet: flow.name)
    let (frame, top) = frame(of: whole, range, after: end)
    let (bottom, notes, nilStatement) = below(whole, top + 1, frame)
    var grid = whole.rows(top..<bottom)
    grid.divideSharedRow { TableCutter.isKey($0, vocabulary) }
    // Rows of dashes, as a text draws them, are none of a table.
    guard
      grid.rows.contains(where: { row in
        row.contains { $0.text.contains { $0.isLetter || $0.isNumber } }
      })
    else { return nil }
    var found = FoundTable(
      frame: frame, grid: grid, headerRows: captions(of: grid).rows,
      lines: frame.start..<range.upperBound, nilStatement: nilStatement,
      location: flow.place(of: lines[frame.titleIndex ?? frame.start]))
    found.removeRepeatedHeadings(isFrame)
    takeBelow(&found, notes)
    return found
  }

  /// What stands around a grid, and how many of its rows belong to that: what contradicts the rows above is
  /// none of them.
  private func frame(
    of grid: TableGrid, _ range: Range<Int>, after end: Int
  ) -> (frame: TableFrame, rows: Int) {
    var rows = 0
    while rows < grid.rows.count - 1, isAboveHeader(grid, rows) { rows += 1 }
    var frame = TableFrame(words: words, start: range.lowerBound)
    var row = rows
    while row > 0 {
      row -= 1
      if frame.take(grid.filled(row).map(\.cell.text), isAlone: true) {
        frame.place(at: range.lowerBound + row)
      } else {
        rows -= 1
        row = rows
        frame = TableFrame(words: words, start: range.lowerBound)
      }
    }
    takeAbove(&frame, from: range.lowerBound, after: end)
    return (frame, rows)
  }

  /// The table of a page that holds one, whose header was found.
  func table(under header: HeaderBlock) -> FoundTable {
    var frame = TableFrame(words: words, start: 0)
    for index in header.above.reversed() { _ = frame.take(texts(lines[index]), isAlone: false) }
    var notes = NoteReader(vocabulary: vocabulary)
    let end =
      lines[header.body.upperBound...].firstIndex { line in
        let texts = texts(line)
        return texts.count != 1 || vocabulary.beginsPart(texts[0])
          || !notes.take(texts[0], joins: false)
      } ?? lines.count
    return FoundTable(
      frame: frame,
      grid: TableGrid(
        Array(lines[header.rows.lowerBound..<header.body.upperBound]), sheet: flow.name),
      headerRows: header.rows.count, lines: 0..<end, notes: notes.notes,
      location: flow.place(of: lines[header.rows.lowerBound]))
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
        : column == 0 && grid.width > 1 && row == 0 && grid.filled(row + 1).count > 1
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
        frame.place(at: index)
        continue
      }
      if let below = waiting {
        guard texts.allSatisfy({ words.heading($0)?.saysAnything ?? false }) else { break }
        frame.take(aside: below)
        waiting = nil
      }
      if frame.take(texts, isAlone: false) {
        index -= 1
        frame.place(at: index)
        continue
      }
      guard frame.title == nil, texts.count == 1, words.mayBeHeading(texts[0]) else { break }
      waiting = texts[0]
      index -= 1
    }
    if frame.title == nil, takeTitle(&frame, above: start, from: index, after: end) { return }
    // What stands alone right above is what the table is called, where nothing says so.
    if let waiting, frame.title == nil, frame.take([waiting], isAlone: true) {
      lines[..<start].lastIndex { $0.text.squeezed == waiting }.map { frame.place(at: $0) }
    }
  }

  /// Takes the title above lines that say nothing known: the agency's name and the unit in narrow cells come
  /// in pieces. They are kept as they are.
  private func takeTitle(
    _ frame: inout TableFrame, above start: Int, from index: Int, after end: Int
  ) -> Bool {
    var pieces: [String] = []
    let first = max(end, start - TableCutter.piecesBound)
    for above in (first..<start).reversed() {
      let texts = texts(lines[above])
      guard texts.count == 1, !lines[above].isGrid, words.isAside(texts[0]) else { return false }
      if words.statement(texts[0])?.statement != nil, frame.take(texts, isAlone: false) {
        frame.place(at: above)
        frame.take(pieces: pieces)
        return true
      }
      if above < index || frame.heading.isEmpty { pieces.insert(texts[0], at: 0) }
    }
    return false
  }

  /// More lines than these do not stand between a title and its grid.
  private static let frameBound = 10

  /// Nor more than these where they say nothing known.
  private static let piecesBound = 6

  private func takeBelow(_ table: inout FoundTable, _ reader: NoteReader) {
    var notes = reader
    var index = table.lines.upperBound
    var end = index
    while index < lines.count, !lines[index].isGrid || isNote(lines[index]) {
      let texts = texts(lines[index])
      if texts.count == 1, words.isRunning(texts[0]) {
        index += 1
        continue
      }
      guard texts.count == 1, !vocabulary.beginsPart(texts[0]), words.statement(texts[0]) == nil,
        !words.readsLikeTitle(texts[0])
      else { break }
      if table.nilStatement == nil, !notes.takes(texts[0]), closes(table, texts[0]) {
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

  /// Whether a row of another grid is a note alone.
  private func isNote(_ line: Line) -> Bool {
    let texts = texts(line)
    return texts.count == 1 && NoteReader(vocabulary: vocabulary).takes(texts[0])
  }

  /// Where the rows of a grid end, and what the last ones say that hold a text alone each: notes, or that
  /// there is nothing to report.
  private func below(
    _ grid: TableGrid, _ first: Int, _ frame: TableFrame
  ) -> (bottom: Int, notes: NoteReader, nilStatement: String?) {
    let rows = grid.rows.count
    var start = rows
    while start > first, rows - start < TableCutter.notesBound, grid.filled(start - 1).count == 1 {
      start -= 1
    }
    for bottom in start..<max(rows, start)
    where isBelowRows(grid.filled(bottom)[0].cell.text, frame) {
      var notes = NoteReader(vocabulary: vocabulary)
      var nilStatement: String?
      let isWhole = (bottom..<rows).allSatisfy { row in
        let text = grid.filled(row)[0].cell.text
        guard nilStatement == nil, !notes.takes(text), isNilStatement(text, frame) else {
          return notes.take(text, joins: true)
        }
        nilStatement = text
        return true
      }
      if isWhole { return (bottom, notes, nilStatement) }
    }
    return (rows, NoteReader(vocabulary: vocabulary), nil)
  }

  /// More notes than these do not stand in the rows of a grid.
  private static let notesBound = 40

  /// Whether a text alone in the last rows of a grid is a note or a statement and no row.
  private func isBelowRows(_ text: String, _ frame: TableFrame) -> Bool {
    NoteReader(vocabulary: vocabulary).takes(text) || isNilStatement(text, frame)
  }

  /// Whether a text says that there is nothing to report, or none of what the title names.
  private func isNilStatement(_ text: String, _ frame: TableFrame) -> Bool {
    vocabulary.isNilStatement(text)
      || frame.statement != nil
        && frame.title.map { vocabulary.isNilStatement(text, under: $0) } ?? false
  }

  /// Whether a line below a table says that it has nothing to report: of the agency or of what the title
  /// names, or below captions without rows.
  private func closes(_ table: FoundTable, _ text: String) -> Bool {
    NoteReader.isClosingStatement(text, vocabulary)
      || isNilStatement(text, table.frame)
        && (table.grid.rows.count == table.headerRows || !vocabulary.isNilStatement(text))
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
