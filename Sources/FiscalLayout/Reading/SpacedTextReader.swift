import Documents
import FiscalModel
import FiscalSchema

/// Reads one table from text in which blanks separate columns and empty cells left no trace.
///
/// It finds the rows, their keys and the values in printed order; which column a value stands in is
/// for the ``PlacementSolver`` to say, unless a row prints as many values as it has columns.
struct SpacedTextReader {
  let layout: Layout
  let catalogue: Catalogue
  let lexer: Lexer
  var vocabulary: Vocabulary { catalogue.vocabulary }

  init(layout: Layout, catalogue: Catalogue) {
    self.layout = layout
    self.catalogue = catalogue
    let opens = layout.panels.flatMap(\.opens)
    lexer = Lexer { digits in opens.contains { $0.accepts(digits) } }
  }

  /// Reads the table whose lines begin behind its title.
  ///
  /// - Parameters:
  ///   - lines: the lines of the flow.
  ///   - range: the lines that may belong to the table, the title's left out.
  ///   - section: what the title says, and its place.
  /// - Returns: the table, or nil where no row and no row of column numbers was found.
  func read(_ lines: [Line], _ range: Range<Int>, into section: Section) -> Draft? {
    var draft = Draft(section: section, layout: layout, lines: range)
    var start = readHeading(lines, range, into: &draft)
    if let (index, numbers) = columnNumbers(lines, start..<range.upperBound) {
      draft.section.matrix.columnNumbers = numbers
      start = index + 1
    }
    let end = readBody(lines, start..<range.upperBound, into: &draft)
    let statement =
      !draft.hasRows
      ? (start..<range.upperBound).first {
        vocabulary.isNilStatement(lines[$0].text)
      } : nil
    guard draft.section.matrix.columnNumbers != nil || draft.hasRows || statement != nil else {
      return nil
    }
    if let statement, draft.section.matrix.columnNumbers == nil {
      // A sentence in place of rows: the header stands before it, and nothing of the table behind.
      draft.section.nilStatement = lines[statement].text.squeezed
      draft.lines = range.lowerBound..<statement + 1
      return draft
    }
    draft.lines = range.lowerBound..<readNotes(lines, end..<range.upperBound, into: &draft)
    for printed in amounts(of: draft) {
      guard case .text(let digits) = printed.value else { continue }
      do { _ = try Amount(digits) } catch {
        draft.findings.append(
          Finding(
            "read/unreadable-amount", ["raw": printed.raw, "reason": Message(error)],
            at: printed.location))
      }
    }
    return draft
  }

  /// Reads the rows; returns the line behind them.
  private func readBody(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    if let records = RecordReader(layout: layout, lexer: lexer, vocabulary: vocabulary) {
      return records.read(
        lines, range, names: [draft.section.agency].compactMap { $0 }, into: &draft
      ) { endsTable($0) || beginsNote($0) || vocabulary.isNilStatement($0.text) }
    }
    if layout.panels.contains(where: { !$0.opens.isEmpty }) {
      return readCodes(lines, range, into: &draft)
    }
    return layout.panels.allSatisfy(\.isKeyless)
      ? readFigures(lines, range, into: &draft) : readLines(lines, range, into: &draft)
  }

  /// What stands in columns of amounts or has yet to be put there, in printed order.
  private func amounts(of draft: Draft) -> [PrintedValue] {
    let matrix = draft.section.matrix
    var unplaced = draft.unplaced[...]
    var amounts: [PrintedValue] = []
    for (row, parts) in matrix.rows.enumerated() {
      for (panel, part) in parts.parts.enumerated() {
        if let next = unplaced.first, next.row == row, next.panel == panel {
          amounts += next.printed.dropFirst(next.known.count)
          unplaced.removeFirst()
          continue
        }
        for (slot, cell) in part.cells.enumerated()
        where matrix.column(slot, inPanel: panel).role == .amount {
          amounts.append(
            PrintedValue(
              value: cell.value, raw: cell.origin.raw ?? cell.value.printed,
              location: cell.origin.location))
        }
      }
    }
    return amounts
  }

  // MARK: Around the body

  private func readHeading(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    for index in range.prefix(4) {
      guard let heading = HeadingLine(lines[index].text, vocabulary: vocabulary) else { continue }
      draft.section.heading += heading.pieces
      if let agency = heading.agency { draft.section.agency = agency }
      if let unit = heading.unit { draft.section.unit = unit }
      return index + 1
    }
    return range.lowerBound
  }

  /// The row that numbers the columns: nothing but the layout's numbers, and the word for it; broken
  /// over several lines where a relation stands in it (`5=6+7+8+9`, `+11+12`).
  private func columnNumbers(_ lines: [Line], _ range: Range<Int>) -> (Int, [String])? {
    let row = ColumnNumberRow(layout: layout, vocabulary: vocabulary)
    guard row.isPrinted else { return nil }
    for index in range {
      var text = ""
      for last in index..<min(index + 8, range.upperBound) {
        text += lines[last].text.squeezed
        if let numbers = row.match(text) { return (last, numbers) }
        if !row.mayBegin(text) { break }
      }
      if beginsNote(lines[index]) { return nil }
    }
    return nil
  }

  func beginsNote(_ line: Line) -> Bool {
    var reader = NoteReader(vocabulary: vocabulary)
    return reader.take(line.text, joins: false)
  }

  func endsTable(_ line: Line) -> Bool { vocabulary.beginsPart(line.text) }

  private func readNotes(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    var reader = NoteReader(vocabulary: vocabulary)
    var end = range.lowerBound
    for index in range where !lines[index].text.isEmpty {
      let text = lines[index].text
      if reader.notes.isEmpty, draft.section.nilStatement == nil,
        NoteReader.isClosingStatement(text, vocabulary)
          || vocabulary.isNilStatement(text, under: layout.title)
          || !draft.hasRows && vocabulary.isNilStatement(text)
      {
        draft.section.nilStatement = text.squeezed
        end = index + 1
        continue
      }
      guard !endsTable(lines[index]), reader.take(text, joins: true) else { break }
      end = index + 1
    }
    draft.section.notes = reader.notes
    return end
  }

  // MARK: One row of figures

  private func readFigures(_ lines: [Line], _ range: Range<Int>, into draft: inout Draft) -> Int {
    guard let panel = layout.panels.first, let line = panel.lines.first else {
      return range.lowerBound
    }
    var index = range.lowerBound
    // Without a row of column numbers the header is whatever stands before the first figures.
    if draft.section.matrix.columnNumbers == nil {
      while index < range.upperBound, !beginsNote(lines[index]),
        !lexer.tokens(lines[index]).allSatisfy({ $0.value != nil })
      { index += 1 }
    }
    while index < range.upperBound, !beginsNote(lines[index]) {
      let values = lexer.tokens(lines[index]).map(\.value)
      guard values.allSatisfy({ $0 != nil }) else { break }
      let location = place(lines[index])
      var part = DraftPart(
        key: Section.Part(kind: line.kind, line: line.id), location: location)
      part.printed = values.compactMap { $0 }
      trim(&part, to: panel.valueColumns.count, in: &draft)
      draft.append([part], at: location)
      index += 1
    }
    return index
  }

  /// Refuses values that no column is left for, and says so.
  func trim(_ part: inout DraftPart, to count: Int, in draft: inout Draft) {
    guard part.printed.count > count else { return }
    let surplus = part.printed[count...].map(\.raw).joined(separator: " ")
    draft.findings.append(
      Finding("read/surplus-values", ["raw": surplus], at: part.location))
    part.printed.removeLast(part.printed.count - count)
  }

  func place(_ line: Line) -> Location { Location(page: line.page, line: line.number) }
}
